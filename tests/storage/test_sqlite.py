"""What can go wrong with a file on a laptop, and what people are told then."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from etika_widgets.errors import EtikaError, SettingError, StoreBusy, StoreError
from etika_widgets.storage import Changes, open_store
from etika_widgets.storage.sqlite import SqliteStore

CODE = "K7PQ4M"
posix_only = pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "etika.sqlite3"


@pytest.fixture
def store_url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def hasty(store, path):
    """The same file as ``store``, opened by somebody who does not wait long."""
    hasty = SqliteStore(path, busy_seconds=0.01)
    yield hasty
    hasty.close()


def message_of_opening(path: Path, kind: type[EtikaError] = StoreError) -> str:
    with pytest.raises(kind) as refused:
        open_store(f"sqlite:///{path}")
    return str(refused.value)


def test_a_writer_in_another_process_makes_us_busy_and_nothing_is_written(store, hasty, samples, child):
    row = samples.create(store)
    before = Changes(klass=row, activities=[samples.activity()])
    process = child("hold")
    assert process.stdout.readline() == "saved\n"

    busy = "terlalu lama dipakai program lain; tidak ada yang tersimpan"
    with pytest.raises(StoreBusy, match=busy), hasty.transaction(CODE):
        pytest.fail("the transaction opened")
    with pytest.raises(StoreBusy):
        hasty.delete_class(CODE)

    assert hasty.changes(CODE) == before  # readers are not held up
    process.communicate("go on\n")
    assert len(hasty.changes(CODE, 1).responses) == 500
    with hasty.transaction(CODE) as tx:  # and the store works again
        tx.save(Changes(responses=[samples.response(rev=3)]))


def test_a_writer_in_another_thread_makes_us_busy_too(hasty, samples):
    samples.create(hasty)
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with hasty.transaction(CODE):
            inside.set()
            leave.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(30)
    with pytest.raises(StoreBusy), hasty.transaction(CODE):
        pytest.fail("the transaction opened")
    leave.set()
    thread.join()


def test_a_process_killed_inside_a_transaction_leaves_the_earlier_commits_and_nothing_of_its_own(
    store, samples, child, open_again
):
    samples.create(store)
    samples.fill(store, CODE, "tetap")
    kept = (store.changes(CODE), store.events(CODE))
    process = child("hold")
    assert process.stdout.readline() == "saved\n"

    process.kill()
    process.wait(30)

    for survivor in (store, open_again()):
        assert (survivor.changes(CODE), survivor.events(CODE)) == kept
    samples.fill(store, CODE, "lanjut")


def test_a_full_disk_is_named_and_the_class_stays_as_it_was(store, samples):
    row = samples.create(store)
    store._writer.connection.execute("PRAGMA max_page_count=1")  # SQLite then acts as on a full disk
    long = samples.response(payload={"teks": "x" * 100_000})

    with pytest.raises(StoreError, match="Disk penuh; perubahan tidak tersimpan"), store.transaction(CODE) as tx:
        tx.save(Changes(responses=[long]))

    store._writer.connection.execute("PRAGMA max_page_count=1000000")
    assert store.changes(CODE) == Changes(klass=row, activities=[samples.activity()])
    with store.transaction(CODE) as tx:
        tx.save(Changes(responses=[long]))


def test_errors_do_not_show_what_participants_wrote(store, samples):
    samples.create(store)
    store._writer.connection.execute("PRAGMA max_page_count=1")

    with pytest.raises(StoreError) as refused, store.transaction(CODE) as tx:
        tx.save(Changes(responses=[samples.response(payload={"teks": "rahasia" * 10_000})]))

    assert "rahasia" not in f"{refused.value!r} {refused.value.__cause__}"


@pytest.mark.parametrize("content", [b"Ini surat, bukan basis data.\n" * 200, b"SQLite format 3\x00" + b"?" * 5000])
def test_a_file_that_is_no_database_is_named_and_left_as_it_was(path, content):
    path.write_bytes(content)

    assert message_of_opening(path) == (
        f"Berkas {path} bukan berkas data Etika Widgets, atau isinya rusak. "
        "Pilih berkas lain, atau pulihkan cadangannya."
    )
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_left_alone(path):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE buku (judul TEXT)")
    other.close()
    before = path.read_bytes()

    assert message_of_opening(path) == f"Berkas {path} milik program lain. Pilih berkas lain."
    assert [(file, file.read_bytes()) for file in path.parent.iterdir()] == [(path, before)]


@pytest.mark.parametrize("place", ["tidak/ada/etika.sqlite3", "berkas/etika.sqlite3", "folder"])
def test_a_place_that_cannot_hold_the_file_is_named(tmp_path, place):
    (tmp_path / "berkas").write_text("bukan folder")
    (tmp_path / "folder").mkdir()
    path = tmp_path / place

    assert message_of_opening(path) == (
        f"Berkas data {path} tidak dapat dibuka atau ditulisi. "
        "Periksa izin berkas dan foldernya, atau pilih folder lain dengan --data."
    )


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named(tmp_path):
    folder = tmp_path / "terkunci"
    folder.mkdir(mode=0o500)

    assert "tidak dapat dibuka atau ditulisi" in message_of_opening(folder / "etika.sqlite3")


@pytest.mark.parametrize("url", ["postgres//salah", "mysql://budi:sandi@host/x", "etika.sqlite3", ""])
def test_an_address_of_another_kind_names_what_works_and_hides_passwords(url):
    with pytest.raises(SettingError, match="Yang didukung: sqlite:///") as refused:
        open_store(url)

    assert "sandi" not in str(refused.value)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:relatif"])
def test_an_sqlite_address_without_a_file_is_refused(url):
    with pytest.raises(SettingError, match="tidak menyebut berkas"):
        open_store(url)


def test_the_characters_of_a_path_are_taken_as_they_are(tmp_path, samples):
    path = tmp_path / "kelas %20 #1? {a} é.sqlite3"
    store = open_store(f"sqlite:///{path}")
    row = samples.create(store)

    assert (store.url, store.classes()) == (f"sqlite:///{path}", [row])
    store.close()
    assert path.is_file()


@posix_only
def test_the_file_and_its_log_are_for_their_owner_only(store, samples, path):
    samples.create(store)

    modes = {one.name: stat.filemode(one.stat().st_mode) for one in path.parent.iterdir()}
    assert modes == dict.fromkeys([path.name, f"{path.name}-shm", f"{path.name}-wal"], "-rw-------")


def test_commits_are_synced_to_the_disk_on_every_connection(store):
    def pragmas(connection):
        names = ("journal_mode", "synchronous", "fullfsync", "foreign_keys", "secure_delete")
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    connections = (store._writer.connection, store._reader.connection, store._watcher)
    assert [pragmas(connection) for connection in connections] == [["wal", 2, 1, 1, 1]] * 3


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def test_a_deleted_class_leaves_no_bytes_in_any_file_even_mixed_with_another(store, samples, path):
    dice = random.Random(16)  # sizes and turns that make SQLite leave copies behind when rows only are deleted
    words = {CODE: "rahasiaku ", "LAIN": "tetapada "}
    for code in words:
        samples.create(store, code)
    for _ in range(60):
        code = dice.choice(list(words))
        word, rev = words[code], store.changes(code).rev + 1
        people = [f"{word}{dice.randint(0, 300)}" for _ in range(dice.randint(1, 40))]
        rows = Changes(
            participants=[samples.participant(people[0], name=word, rev=rev)],
            responses=[
                samples.response(one, payload={"t": word * dice.choice([1, 2, 5, 40, 600])}, rev=rev) for one in people
            ],
            events=[samples.event(rev, participant=one) for one in people],
            intents=[samples.intent(f"{word}{dice.random()}", rev) for _ in people],
        )
        with store.transaction(code) as tx:
            tx.save(rows)
    store.set_presence(CODE, "host", words.values(), 1.0)
    assert b"rahasiaku" in bytes_of(path.parent)

    store.delete_class(CODE)

    assert b"rahasiaku" not in bytes_of(path.parent)
    assert b"tetapada" in bytes_of(path.parent)


def test_a_clean_up_that_a_reader_prevents_is_done_when_the_file_is_next_opened(store, hasty, samples, path):
    samples.create(store)
    samples.fill(store, CODE, "rahasiaku")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM responses").fetchone()

    hasty.delete_class(CODE)
    assert b"rahasiaku" in bytes_of(path.parent)
    assert hasty.classes() == []

    reader.execute("COMMIT")
    reader.close()
    open_store(store.url).close()
    assert b"rahasiaku" not in bytes_of(path.parent)
    assert sqlite3.connect(path).execute("PRAGMA user_version").fetchone() == (0,)


def test_one_batch_of_a_large_class_is_far_below_what_people_notice(store, samples):
    samples.create(store)
    people = range(200)
    batch = Changes(
        responses=[samples.response(f"p{n}", rev=2 + n) for n in people],
        events=[samples.event(2 + n, kind="response", participant=f"p{n}") for n in people],
        intents=[samples.intent(f"u{n}", 2 + n) for n in people],
    )
    statements = []
    store._writer.connection.set_trace_callback(statements.append)

    with store.transaction(CODE) as tx:
        tx.save(batch)

    # Not the clock, which would make the test flaky: one commit, one row each, and three for the class.
    assert [text.split()[0] for text in statements] == ["BEGIN", "SELECT", *["INSERT"] * 600, "UPDATE", "COMMIT"]
    assert len(store.changes(CODE).responses) == 200


def test_closing_waits_for_the_thread_that_writes(path, samples):
    store = SqliteStore(path)
    samples.create(store)
    inside = threading.Event()

    def write() -> None:
        with store.transaction(CODE) as tx:
            inside.set()
            for n in range(50):
                tx.save(Changes(responses=[samples.response(f"p{n}", rev=2)]))

    thread = threading.Thread(target=write)
    thread.start()
    inside.wait(30)
    store.close()
    thread.join()

    again = SqliteStore(path)
    assert len(again.changes(CODE).responses) == 50
    again.close()
