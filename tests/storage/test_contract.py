"""What every store promises, whatever database it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etika_widgets.errors import NoSuchClass, StoreError
from etika_widgets.storage import Changes

from .waiting import eventually

CODE = "K7PQ4M"


@pytest.fixture
def store_url(every_store_url):
    return every_store_url


def test_a_new_class_reads_back_as_it_was_given(store, samples):
    row = samples.klass(present="buka", present_at=samples.at, rev=3)
    activities = [samples.activity("b", position=2, rev=2), samples.activity("a", position=1, phase="open", rev=3)]
    event = samples.event(3, detail={"kata": "“é” 🎁", "n": [1, 2.5, None, True]})

    store.create_class(row, activities, event)

    assert store.changes(CODE) == Changes(klass=row, activities=activities[::-1])
    assert store.events(CODE) == [event]


def test_a_taken_code_is_refused_and_changes_nothing(store, samples):
    row = samples.create(store)

    with pytest.raises(StoreError, match="Kode kelas K7PQ4M sudah dipakai"):
        store.create_class(samples.klass(workbook="lain"), [samples.activity("lain")], samples.event())

    assert store.changes(CODE) == Changes(klass=row, activities=[samples.activity()])
    assert store.events(CODE) == [samples.event()]


def test_a_class_that_readers_from_zero_would_miss_is_refused(store, samples):
    with pytest.raises(ValueError, match="starts at revision 1"):
        store.create_class(samples.klass(rev=0), [], samples.event())


def test_classes_come_newest_first(store, samples):
    old = samples.create(store, "A", created_at="2026-01-01T00:00:00.000Z")
    new = samples.create(store, "C", created_at="2026-03-01T00:00:00.000Z", ended_at=samples.at)
    middle = samples.create(store, "B", created_at="2026-02-01T00:00:00.000Z")

    assert store.classes() == [new, middle, old]


def test_saved_rows_of_every_kind_read_back_whole(store, samples):
    row = samples.create(store)
    saved = Changes(
        klass=replace(row, ended_at=samples.at, present="buka", rev=3),
        activities=[samples.activity(phase="revealed", round=2, moved_at=samples.at, rev=3)],
        participants=[samples.participant(group=2, is_writer=True, removed=True, rev=2)],
        responses=[
            samples.response(payload=None, rev=2),
            samples.response(payload={"teks": "\ud83d", "nol": "\x00"}, round=2, shown=True, rev=3),
        ],
        events=[
            samples.event(2, kind="b", activity="jajak", round=1, participant="p1"),
            samples.event(2, kind="a"),
            samples.event(3, kind="c"),
        ],
        intents=[samples.intent("u1", 2), samples.intent("u2", 3)],
    )

    with store.transaction(CODE) as tx:
        tx.save(saved)

    assert store.changes(CODE) == replace(saved, events=[], intents=[])
    assert store.events(CODE) == [samples.event(), *saved.events]
    with store.transaction(CODE) as tx:
        assert tx.seen(["u1", "u2", "u3"]) == {"u1": 2, "u2": 3}
        assert tx.seen([]) == {}


def test_a_row_saved_again_replaces_the_first(store, samples):
    samples.create(store)
    again = samples.response(payload={"choice": 1}, seq=2, rev=3)

    with store.transaction(CODE) as tx:
        tx.save(Changes(responses=[samples.response(rev=2)], participants=[samples.participant(rev=2)]))
    with store.transaction(CODE) as tx:
        tx.save(Changes(responses=[again]))

    assert store.changes(CODE, 2) == Changes(klass=samples.klass(rev=3), responses=[again])
    assert store.changes(CODE, 1).participants == [samples.participant(rev=2)]


def test_only_what_changed_after_a_revision_is_read(store, samples):
    samples.create(store)
    with store.transaction(CODE) as tx:
        tx.save(Changes(participants=[samples.participant(rev=2)], events=[samples.event(4)]))

    assert store.changes(CODE, 1) == Changes(klass=samples.klass(rev=4), participants=[samples.participant(rev=2)])
    assert store.changes(CODE, 3) == Changes(klass=samples.klass(rev=4))
    assert store.changes(CODE, 4) == Changes()
    assert store.events(CODE, 1) == [samples.event(4)]


def test_a_transaction_reads_its_own_rows_and_others_see_them_only_after_it(store, samples, open_again):
    other = open_again()
    row = samples.create(store)
    before = Changes(klass=row, activities=[samples.activity()])
    after = Changes(klass=replace(row, rev=2), participants=[samples.participant(rev=2)])

    with store.transaction(CODE) as tx:
        tx.save(Changes(participants=[samples.participant(rev=2)]))
        assert tx.changes(1) == after
        assert (store.changes(CODE), other.changes(CODE)) == (before, before)

    assert (store.changes(CODE, 1), other.changes(CODE, 1)) == (after, after)


def test_an_exception_undoes_the_whole_transaction_and_frees_the_store(store, samples):
    row = samples.create(store)

    def save_and_fail() -> None:
        with store.transaction(CODE) as tx:
            tx.save(Changes(responses=[samples.response()], events=[samples.event(2)], intents=[samples.intent()]))
            raise RuntimeError("batal")

    with pytest.raises(RuntimeError, match="batal"):
        save_and_fail()

    assert store.changes(CODE) == Changes(klass=row, activities=[samples.activity()])
    assert store.events(CODE) == [samples.event()]
    with store.transaction(CODE) as tx:
        assert tx.seen(["u1"]) == {}


def test_intents_alone_do_not_move_the_class(store, samples):
    row = samples.create(store)

    with store.transaction(CODE) as tx:
        tx.save(Changes(intents=[samples.intent("u1", 1)]))

    assert store.changes(CODE).klass == row
    with store.transaction(CODE) as tx:
        assert tx.seen(["u1"]) == {"u1": 1}


def test_rows_under_a_revision_that_readers_have_passed_are_refused(store, samples):
    samples.create(store, rev=5)

    with pytest.raises(ValueError, match="Revision 5 is not after 5"), store.transaction(CODE) as tx:
        tx.save(Changes(responses=[samples.response(rev=5), samples.response("p2", rev=6)]))

    assert store.changes(CODE, 4) == Changes(klass=samples.klass(rev=5))


def test_a_transaction_refuses_the_row_of_another_class(store, samples):
    samples.create(store)

    with pytest.raises(ValueError, match="on class K7PQ4M, not on LAIN"), store.transaction(CODE) as tx:
        tx.save(Changes(klass=samples.klass("LAIN", rev=2)))


def test_two_saves_in_one_transaction_may_share_a_revision(store, samples):
    samples.create(store)

    with store.transaction(CODE) as tx:
        tx.save(Changes(responses=[samples.response(rev=3)]))
        tx.save(Changes(participants=[samples.participant(rev=2)]))

    expected = Changes(
        klass=samples.klass(rev=3),
        participants=[samples.participant(rev=2)],
        responses=[samples.response(rev=3)],
    )
    assert store.changes(CODE, 1) == expected


def test_of_rows_with_one_key_in_one_save_the_last_counts(store, samples):
    samples.create(store)
    rows = [samples.response(payload={"choice": n}, seq=2**53 - 3 + n, rev=2 + n) for n in range(3)]

    with store.transaction(CODE) as tx:
        tx.save(Changes(responses=rows))

    assert store.changes(CODE, 1).responses == [rows[-1]]


@pytest.mark.parametrize("code", ["", "K7\x00", "\ud83d", "K7PQ4M'; DROP TABLE classes; --"])
def test_a_code_that_nobody_could_have_been_given_is_simply_not_there(store, code):
    with pytest.raises(NoSuchClass):
        store.changes(code)
    with pytest.raises(NoSuchClass), store.transaction(code):
        pytest.fail("the transaction opened")
    store.delete_class(code)
    assert store.events(code) == []


def test_many_intents_are_looked_up_at_once(store, samples):
    samples.create(store)
    ids = [f"u{n}" for n in range(25_000)]

    with store.transaction(CODE) as tx:
        tx.save(Changes(intents=[samples.intent(ids[0], 1), samples.intent(ids[-1], 1)]))
        assert tx.seen(ids) == {ids[0]: 1, ids[-1]: 1}


def test_intents_of_another_class_count_as_new(store, samples):
    samples.create(store)
    samples.create(store, "LAIN")
    with store.transaction("LAIN") as tx:
        tx.save(Changes(intents=[samples.intent("u1", 1)]))

    with store.transaction(CODE) as tx:
        assert tx.seen(["u1"]) == {}


def test_a_missing_class_is_named(store):
    with pytest.raises(NoSuchClass) as reading:
        store.changes(CODE)
    with pytest.raises(NoSuchClass), store.transaction(CODE):
        pytest.fail("the transaction opened")

    assert reading.value.code == CODE
    assert store.events(CODE) == []


def test_a_deleted_class_is_gone_and_its_neighbour_untouched(store, samples, open_again):
    other = open_again()
    samples.create(store)
    samples.create(store, "LAIN")
    samples.fill(store, CODE, "hapus")
    samples.fill(store, "LAIN", "tetap")
    neighbour = (store.changes("LAIN"), store.events("LAIN"), store.presence("LAIN", 0.0))

    store.delete_class(CODE)

    with pytest.raises(NoSuchClass):
        other.changes(CODE)
    assert (store.events(CODE), store.presence(CODE, 0.0)) == ([], set())
    assert (other.changes("LAIN"), other.events("LAIN"), other.presence("LAIN", 0.0)) == neighbour
    store.delete_class(CODE)  # again: no error


def test_a_code_can_be_used_again_after_deletion_and_starts_empty(store, samples):
    samples.create(store)
    samples.fill(store, CODE, "lama")
    store.delete_class(CODE)

    row = samples.create(store)

    assert store.changes(CODE) == Changes(klass=row, activities=[samples.activity()])
    assert store.events(CODE) == [samples.event()]
    assert store.presence(CODE, 0.0) == set()
    with store.transaction(CODE) as tx:
        assert tx.seen(["lama2-0"]) == {}


def test_a_class_that_moved_on_is_not_deleted_at_its_old_revision(store, samples):
    row = samples.create(store, rev=3)

    with pytest.raises(StoreError, match="berubah selagi dipindahkan"):
        store.delete_class(CODE, at=2)
    assert store.changes(CODE).klass == row

    store.delete_class(CODE, at=3)
    assert store.classes() == []


def test_a_definition_is_kept_as_first_registered(store, open_again):
    spec = {"question": "Apa itu “gratifikasi”?", "options": [1, None]}

    store.save_definition("sha256:1", "poll", spec)
    store.save_definition("sha256:1", "poll", {"question": "lain"})

    assert open_again().definition("sha256:1") == ("poll", spec)
    assert store.definition("sha256:2") is None


def test_a_secret_is_random_per_name_and_the_same_for_everybody(store, open_again):
    cookie = store.secret("cookie")

    assert len(cookie) == 32
    assert store.secret("lain") != cookie
    assert open_again().secret("cookie") == cookie
    assert store.keep_secret("dibawa", b"x" * 32)
    assert store.secret("dibawa") == b"x" * 32
    assert not store.keep_secret("cookie", b"x" * 32)
    assert store.secret("cookie") == cookie


def test_presence_gathers_hosts_until_their_time_is_over(store, samples):
    samples.create(store)
    store.set_presence(CODE, "a", {"p1", "p2"}, until=10.0)
    store.set_presence(CODE, "b", {"p2", "p3"}, until=20.5)

    assert store.presence(CODE, 9.9) == {"p1", "p2", "p3"}
    assert store.presence(CODE, 9.9, besides="a") == {"p2", "p3"}
    assert store.presence(CODE, 10.0) == {"p2", "p3"}
    assert store.presence(CODE, 20.5) == set()

    store.set_presence(CODE, "b", set(), until=30.0)
    assert store.presence(CODE, 9.9) == {"p1", "p2"}


def test_presence_in_a_class_that_is_gone_is_ignored(store, samples):
    store.set_presence(CODE, "a", {"p1"}, until=10.0)
    samples.create(store)

    assert store.presence(CODE, 0.0) == set()


def test_a_token_opens_its_own_run_only_and_ends_with_it(store):
    store.open_run("r1", "http://192.168.1.2:8000", "2026-03-02T01:00:00.000Z")
    store.open_run("r2", "http://192.168.1.2:8001", "2026-03-02T02:00:00.000Z")
    store.add_token("r1", "h")
    store.add_token("r1", "h")

    assert (store.has_token("r1", "h"), store.has_token("r2", "h"), store.has_token("r1", "x")) == (True, False, False)
    assert store.runs() == [
        ("r2", "http://192.168.1.2:8001", "2026-03-02T02:00:00.000Z"),
        ("r1", "http://192.168.1.2:8000", "2026-03-02T01:00:00.000Z"),
    ]

    store.close_run("r1")
    assert (store.has_token("r1", "h"), [run for run, _, _ in store.runs()]) == (False, ["r2"])
    store.open_run("r1", "http://192.168.1.2:8000", "2026-03-02T03:00:00.000Z")
    assert not store.has_token("r1", "h")


def test_a_token_for_a_closed_run_is_refused(store):
    with pytest.raises(StoreError, match="Server ini sudah ditutup"):
        store.add_token("r1", "h")


def test_the_version_changes_with_a_commit_here_or_elsewhere_and_not_without(store, samples, open_again):
    samples.create(store)
    store.version()
    for writer in (store, open_again()):
        # A hint may be given without need, so one quiet moment is enough.
        assert any(store.version() == (store.changes(CODE) and store.version()) for _ in range(20))
        before = store.version()
        samples.fill(writer, CODE, "x")
        assert eventually(lambda before=before: store.version() != before)


def test_everything_is_there_after_closing_and_opening_again(store, samples, open_again):
    samples.create(store)
    samples.fill(store, CODE, "tetap")
    kept = (store.changes(CODE), store.events(CODE))

    store.close()
    store.close()  # twice: no error

    again = open_again()
    assert (again.changes(CODE), again.events(CODE)) == kept
