"""Classes between stores: whole or not at all, in either direction."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from etika_widgets.errors import NoSuchClass, StoreError
from etika_widgets.storage import Changes, open_store
from etika_widgets.storage.move import move_class, move_classes
from etika_widgets.storage.sql import SqlStore

CODE = "K7PQ4M"


@pytest.fixture
def target(store_url, tmp_path):
    """Another store: a file, if the first is a server, or the other way round nothing new."""
    target = open_store(f"sqlite:///{tmp_path / 'tujuan.sqlite3'}")
    yield target
    target.close()


@pytest.fixture
def full(store, samples):
    """A class with every kind of row, some of them difficult."""
    samples.create(store)
    samples.fill(store, CODE, "kata")
    rev = store.changes(CODE).rev
    rows = Changes(
        responses=[
            samples.response("x", payload={"t": "\ud83d\x00", "n": 1.5e300}, seq=2**53 - 1, rev=rev + 1),
            samples.response("y", payload=None, rev=rev + 1),
        ],
        events=[samples.event(rev + 1, kind=kind) for kind in "zay"],
    )
    with store.transaction(CODE) as tx:
        tx.save(rows)
    store.save_definition("sha256:2", "poll", {"q": 1})
    store.secret("people")
    return store.whole(CODE)


def test_a_class_moved_there_and_back_has_equal_rows(store, target, full):
    there = move_class(store, target, CODE)

    with pytest.raises(NoSuchClass):
        store.changes(CODE)
    assert target.whole(CODE).digest() == full.digest() == there.digest
    assert there.counts == {
        "classes": 1, "activities": 1, "participants": 30, "responses": 32, "events": 5, "intents": 30,
    }  # fmt: skip
    assert there.resumable
    assert target.secret("people") == store.secret("people")
    assert target.definition("sha256:2") == ("poll", {"q": 1})

    back = move_class(target, store, CODE)

    assert store.whole(CODE) == full
    assert back == there
    assert target.classes() == []


def test_a_copy_stays_where_it_was(store, target, full):
    move_class(store, target, CODE, keep=True)

    assert store.whole(CODE) == full
    with pytest.raises(StoreError, match="sudah dipakai"):
        move_class(store, target, CODE, keep=True)


def test_a_code_that_is_taken_is_refused_and_both_stay(store, target, full, samples):
    other = samples.create(target, title={"id": "Lain", "en": None})

    for move in (lambda: move_class(store, target, CODE), lambda: move_classes(store, target)):
        with pytest.raises(StoreError, match="Kode kelas K7PQ4M sudah dipakai"):
            move()

    assert store.whole(CODE) == full
    assert target.classes() == [other]


def test_a_move_that_was_cut_off_before_the_old_place_was_cleared_is_finished_by_repeating_it(store, target, full):
    move_class(store, target, CODE, keep=True)

    move_class(store, target, CODE)

    assert (store.classes(), target.whole(CODE).digest()) == ([], full.digest())


def test_rows_that_do_not_arrive_as_they_were_leave_nothing(store, target, full, monkeypatch):
    real = SqlStore._put

    def lossy(self, connection, code, changes):
        real(target, connection, code, replace(changes, intents=changes.intents[1:]))

    monkeypatch.setattr(type(target), "_put", lossy)
    with pytest.raises(StoreError, match="tidak tersalin utuh"):
        target.insert_class(store.whole(CODE))

    assert target.classes() == []


def test_a_class_that_changes_meanwhile_stays_where_it_was(store, target, full, samples, monkeypatch):
    insert = target.insert_class

    def slow(whole):
        insert(whole)
        samples.fill(store, CODE, "susulan")

    monkeypatch.setattr(target, "insert_class", slow)
    with pytest.raises(StoreError, match="berubah selagi dipindahkan"):
        move_class(store, target, CODE)

    assert target.classes() == []
    assert len(store.whole(CODE).participants) == 60


def test_a_class_with_people_in_it_is_not_moved(store, target, full):
    store.set_presence(CODE, "host", {"p1"}, time.time() + 60)

    with pytest.raises(StoreError, match="Masih ada peserta"):
        move_class(store, target, CODE)

    assert (store.whole(CODE), target.classes()) == (full, [])


def test_all_classes_or_some_are_moved_and_what_cannot_be_is_found_first(store, target, full, samples):
    for code in ("A", "B"):
        samples.create(store, code)
    with pytest.raises(NoSuchClass):
        move_classes(store, target, ["A", "TIADA"])
    assert target.classes() == []

    heard = []
    assert [moved.code for moved in move_classes(store, target, ["B"], done=heard.append)] == ["B"]
    assert [moved.code for moved in move_classes(store, target, done=heard.append)] == ["A", CODE]
    assert [moved.code for moved in heard] == ["B", "A", CODE]
    assert store.classes() == []


def test_resume_codes_that_will_not_work_are_reported(store, target, full):
    target.secret("people")  # a server has been running there already

    assert not move_class(store, target, CODE).resumable
