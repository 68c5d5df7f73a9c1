"""What can go wrong with a server on the network, and what people are told then."""

from __future__ import annotations

import logging
import threading
import time
import traceback

import psycopg
import pytest
from sqlalchemy import event, make_url

from etika_widgets.errors import SettingError, StoreBusy, StoreError
from etika_widgets.storage import Changes, open_store
from etika_widgets.storage.feed import Mode
from etika_widgets.storage.postgresql import PostgresStore

from .cluster import free_port
from .waiting import eventually, follow

CODE = "K7PQ4M"
pytestmark = pytest.mark.server


@pytest.fixture
def store_url(new_database):
    return new_database()


def run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def test_a_writer_elsewhere_makes_only_writers_of_that_class_wait(store, store_url, samples, child):
    row = samples.create(store)
    samples.create(store, "LAIN")
    before = Changes(klass=row, activities=[samples.activity()])
    hasty = PostgresStore(store_url, busy_seconds=0.05)
    process = child("hold")
    assert process.stdout.readline() == "saved\n"

    busy = "terlalu lama dipakai yang lain; tidak ada yang tersimpan"
    with pytest.raises(StoreBusy, match=busy), hasty.transaction(CODE):
        pytest.fail("the transaction opened")
    with pytest.raises(StoreBusy):
        hasty.delete_class(CODE)
    samples.fill(hasty, "LAIN", "lancar")
    hasty.set_presence(CODE, "host", {"p1"}, 10.0)  # heartbeats are not held up
    assert hasty.changes(CODE) == before

    process.communicate("go on\n")
    assert len(hasty.changes(CODE, 1).responses) == 500
    with hasty.transaction(CODE) as tx:
        tx.save(Changes(responses=[samples.response(rev=3)]))
    hasty.close()


def test_a_process_killed_inside_a_transaction_leaves_nothing_and_frees_the_class(store, samples, child):
    samples.create(store)
    kept = store.whole(CODE)
    process = child("hold")
    assert process.stdout.readline() == "saved\n"

    process.kill()
    process.wait(30)

    assert store.whole(CODE) == kept
    samples.fill(store, CODE, "lanjut")


@pytest.mark.parametrize("text", ["nol\x00", "separuh \ud83d"])
def test_text_that_cannot_be_stored_is_refused_without_showing_it(store, samples, text):
    samples.create(store)
    kept = store.whole(CODE)

    for save in (
        Changes(participants=[samples.participant(name=text)]),
        Changes(klass=samples.klass(rev=2, workbook=text)),
    ):
        with pytest.raises(StoreError, match="karakter yang tidak dapat disimpan"), store.transaction(CODE) as tx:
            tx.save(save)

    assert store.whole(CODE) == kept


def test_a_password_is_in_no_error_representation_or_log(store_url, caplog, samples):
    caplog.set_level(logging.DEBUG)
    secret = "kata-sandi-rahasia"
    right = make_url(store_url)
    wrong = [
        right.set(password=secret),
        right.set(username="tidak_ada", password=secret),
        right.set(database="tidak_ada", password=secret),
        right.set(host="127.0.0.1", port=free_port(), password=secret),
    ]
    shown = []
    for url in wrong:
        with pytest.raises(StoreError, match="tidak dapat dihubungi") as refused:
            open_store(url.render_as_string(hide_password=False))
        shown += traceback.format_exception(refused.value)
    for url in (
        f"postgresql://budi:{secret}@host:bukan-angka/x",
        f"postgresql:budi:{secret}@host",
        f"postgresql://b:x@{secret}@h/x",
    ):
        with pytest.raises(SettingError, match="Alamat PostgreSQL tidak dapat dibaca") as refused:
            open_store(url)
        shown += [str(refused.value), repr(refused.value)]
    store = open_store(store_url)
    shown += [repr(store), repr(store._writers), caplog.text]
    store.close()

    everything = "".join(shown)
    assert secret not in everything
    assert str(right.password) not in everything
    assert store.url == store_url  # kernels open it again by this


def test_both_spellings_of_an_address_open_the_same_store(store, store_url, samples):
    row = samples.create(store)

    again = open_store(store_url.replace("postgresql:", "postgresql+psycopg:"))

    assert again.classes() == [row]
    again.close()


def test_the_database_of_another_program_and_a_wrong_encoding_are_refused(new_database):
    other, latin = new_database(), new_database("ENCODING 'SQL_ASCII' LOCALE 'C'")
    run(other, "CREATE TABLE classes (judul TEXT)")

    with pytest.raises(StoreError, match="berisi tabel program lain"):
        open_store(other)
    with pytest.raises(StoreError, match="pengodean SQL_ASCII"):
        open_store(latin)


def test_an_acknowledged_commit_is_on_the_disk_whatever_the_database_is_used_to(store_url, samples):
    run(store_url, f"ALTER DATABASE {make_url(store_url).database} SET synchronous_commit = off")
    store = open_store(store_url)
    samples.create(store)

    with store.transaction(CODE) as tx:
        assert tx._connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
    store.close()


def test_one_batch_takes_few_ways_to_the_server_and_prepares_nothing(store, samples):
    samples.create(store)
    people = range(200)
    batch = Changes(
        responses=[samples.response(f"p{n}", rev=2 + n) for n in people],
        events=[samples.event(2 + n, kind="response", participant=f"p{n}") for n in people],
        intents=[samples.intent(f"u{n}", 2 + n) for n in people],
    )
    statements = []
    event.listen(store._writers, "after_cursor_execute", lambda *arguments: statements.append(arguments[2]))

    with store.transaction(CODE) as tx:
        tx.save(batch)
        prepared = tx._connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar()

    assert [text.split()[0] for text in statements] == ["SELECT", "SELECT", "WITH", "UPDATE", "SELECT"]
    assert prepared == 0
    assert len(store.changes(CODE).responses) == 200


def latency(store, writer, samples) -> float:
    """Return how long after a commit of ``writer`` the version of ``store`` changes."""
    rev, before = writer.changes(CODE).rev + 1, store.version()
    with writer.transaction(CODE) as tx:
        tx.save(Changes(events=[samples.event(rev)]))
    start = time.monotonic()
    assert eventually(lambda: store.version() != before)
    return time.monotonic() - start


def test_a_commit_elsewhere_is_known_within_a_tenth_of_a_second(store, open_again, samples):
    samples.create(store)
    writer = open_again()
    store.version()
    assert eventually(lambda: store._feed.mode is Mode.LISTENING)

    assert sorted(latency(store, writer, samples) for _ in range(10))[5] < 0.1


@pytest.mark.parametrize("listen", [None, "off"])
def test_a_reader_that_reads_only_when_woken_skips_no_revision_of_many_writers(store_url, samples, child, listen):
    store = open_store(store_url, listen=listen)
    samples.create(store)
    known = store.version()
    writers, each = 3, 30
    children = [child("write", f"p{n}", each) for n in range(writers)]
    assert [process.stdout.readline() for process in children] == ["ready\n"] * writers
    for process in children:
        process.stdin.write("go\n")
        process.stdin.flush()

    last, seen = 1, []
    while last < 1 + writers * each:
        before = known
        assert eventually(lambda before=before: store.version() != before), f"no hint after revision {last}"
        known = store.version()
        changes = store.changes(CODE, last)
        seen += [row.rev for row in changes.responses]
        last = max(last, changes.rev)

    assert seen == list(range(2, 2 + writers * each))
    assert store._feed.mode is (Mode.LOOKING if listen else Mode.LISTENING) or listen is None
    store.close()


def test_a_crash_of_the_server_loses_nothing_acknowledged_and_the_store_recovers(own_cluster, own_database, samples):
    reader, writer = open_store(own_database), open_store(own_database)
    samples.create(reader)
    reader.version()
    acknowledged, failures, stop = [], [], threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            identifier = f"u{n}"
            try:
                with writer.transaction(CODE) as tx:
                    if not tx.seen([identifier]):  # a repeat of what was stored, though its ack was lost
                        rev = tx.changes(10**6).rev or writer.changes(CODE).rev + 1
                        row = samples.response("p", slot=identifier, rev=rev)
                        tx.save(Changes(responses=[row], intents=[samples.intent(identifier, rev)]))
            except StoreError as error:
                failures.append(error)
                time.sleep(0.02)
                continue
            acknowledged.append(identifier)
            n += 1

    thread = threading.Thread(target=write)
    thread.start()
    for _ in range(2):
        count = len(acknowledged)
        assert eventually(lambda count=count: len(acknowledged) > count + 20)
        own_cluster.restart_at_once()
    count = len(acknowledged)
    assert eventually(lambda: len(acknowledged) > count + 20)
    stop.set()
    thread.join()

    stored = [row.slot for row in reader.changes(CODE).responses]
    assert stored == acknowledged
    assert failures
    assert eventually(lambda: reader._feed.mode is Mode.LISTENING)
    assert latency(reader, writer, samples) < 20
    reader.close()
    writer.close()


def test_while_the_server_is_down_people_are_told_and_afterwards_it_goes_on_by_itself(
    own_cluster, own_database, samples
):
    store, writer = open_store(own_database), open_store(own_database)
    row = samples.create(store)
    store.version()
    own_cluster.stop()
    try:
        with pytest.raises(StoreError, match="tidak dapat dihubungi; tidak ada yang tersimpan"):
            samples.fill(writer, CODE, "x")
        with pytest.raises(StoreError):
            store.changes(CODE)
        assert eventually(lambda: store._feed.mode is Mode.OFFLINE)
        store.version()  # never raises: there is nothing to know
    finally:
        own_cluster.up()

    assert store.classes() == [row]
    assert eventually(lambda: store._feed.mode is Mode.LISTENING)
    assert latency(store, writer, samples) < 20
    for one in (store, writer):
        one.close()


def test_behind_a_transaction_pooler_looking_takes_over_by_itself(bounced, own_database, samples, monkeypatch):
    store, writer = open_store(bounced), open_store(bounced)
    samples.create(store)
    store.version()
    assert eventually(lambda: store._feed.mode is Mode.LOOKING)

    assert sorted(latency(store, writer, samples) for _ in range(6))[3] < 2  # looks ten times a second
    store.close()

    monkeypatch.setenv("ETIKA_DB_LISTEN", own_database)
    direct = open_store(bounced)
    direct.version()
    assert eventually(lambda: direct._feed.mode is Mode.LISTENING)
    assert latency(direct, writer, samples) < 20
    for one in (direct, writer):
        one.close()


def test_a_listener_that_goes_deaf_is_noticed_and_replaced(store, open_again, samples):
    samples.create(store)
    writer = open_again()
    store.version()
    assert eventually(lambda: store._feed.mode is Mode.LISTENING)

    run(store.url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")

    latency(store, writer, samples)
    assert eventually(lambda: store._feed.mode is Mode.LISTENING)
    latency(store, writer, samples)


def test_readers_follow_while_a_class_is_written_through_pooler_and_directly(bounced, own_database, samples):
    samples.create(pooled := open_store(bounced))
    direct = open_store(own_database)

    def write(store, name: str) -> None:
        for n in range(20):
            with store.transaction(CODE) as tx:
                rev = tx.changes(0).rev + 1
                tx.save(Changes(responses=[samples.response(name, slot=str(n), rev=rev)]))

    threads = [threading.Thread(target=write, args=(store, name)) for store, name in ((pooled, "a"), (direct, "b"))]
    for thread in threads:
        thread.start()
    assert follow(pooled, 41) == list(range(2, 42))
    for thread in threads:
        thread.join()
    pooled.close()
    direct.close()
