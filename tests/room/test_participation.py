"""What participants see of their own taking part: when, how much of it, and that nobody else sees it."""

from __future__ import annotations

import json
from typing import Any

from etika_widgets.room import Desk, Role, Viewer, open_class
from etika_widgets.room.participation import own_trail
from etika_widgets.room.showing import room_state

from .conftest import FACILITATOR, PROJECTOR, Lesson
from .words import POLL, choose

NOTE = (
    "Peserta lain tidak melihat hitungan ini. Fasilitator dapat membacanya dengan nama samaran. "
    "Benar atau salah tidak dihitung. "
    "Kegiatan anonim, peka, dan pribadi juga tidak."
)


def counted(klass: Lesson, viewer: Viewer, language: str = "id") -> list[tuple[str, int]] | None:
    trail = own_trail(klass.room, viewer.participant, language)
    return trail and [(row["label"], row["n"]) for row in trail["rows"]]


def test_there_is_nothing_before_the_class_has_ended_and_all_afterwards(klass: Lesson) -> None:
    person, other = klass.join("Kenari"), klass.join("Melati")
    klass.move(POLL, "reading", "open")
    assert klass.answer(person, POLL, **{**choose(klass, 0), "reason": "Nomor urut itu janji."}).ok
    assert counted(klass, person) is None
    assert klass.lead("end").ok
    assert own_trail(klass.room, person.participant, "id") == {
        "rows": [{"label": "Kegiatan yang Anda ikuti", "n": 1}, {"label": "Alasan yang Anda tulis", "n": 1}],
        "note": NOTE,
    }
    assert counted(klass, other, "en") == [("Activities you took part in", 0)]


def test_a_right_answer_counts_no_more_than_a_wrong_one(klass: Lesson, lesson: Any) -> None:
    people = klass.join("Kenari"), klass.join("Melati")
    klass.move("pretest", "reading", "open")
    for right, person in zip((True, False), people, strict=True):
        answers = {
            item.id: item.key if right else next(one for one in item.option_ids if one != item.key)
            for item in lesson.activity("pretest").items
        }
        assert klass.answer(person, "pretest", answers=answers).ok
    klass.lead("end")
    assert counted(klass, people[0]) == counted(klass, people[1]) == [("Kegiatan yang Anda ikuti", 1)]


def test_private_activities_are_not_counted(klass: Lesson) -> None:
    person = klass.join("Kenari")
    klass.move("jurnal", "reading", "open")
    assert klass.answer(person, "jurnal", kind="wrote", paragraphs=2).ok
    klass.lead("end")
    assert counted(klass, person) == [("Kegiatan yang Anda ikuti", 0)]


def test_in_a_self_paced_class_it_is_there_at_any_time(desk: Desk, lesson: Any) -> None:
    klass = Lesson(desk, lesson)
    klass.code = open_class(desk.store, lesson, pace="self").code
    person = klass.join("Kenari")
    assert counted(klass, person) == [("Kegiatan yang Anda ikuti", 0)]
    assert klass.answer(person, POLL, **{**choose(klass, 0), "reason": "Sebab"}).ok
    assert counted(klass, person) == [("Kegiatan yang Anda ikuti", 1), ("Alasan yang Anda tulis", 1)]


def test_nobody_else_gets_it_and_no_page_carries_it(klass: Lesson) -> None:
    person = klass.join("Kenari")
    klass.lead("end")
    for viewer in (FACILITATOR, PROJECTOR, Viewer(Role.PARTICIPANT, "x" * 32), Viewer(Role.DOOR)):
        assert own_trail(klass.room, viewer.participant, "id") is None
    for viewer in (person, FACILITATOR, PROJECTOR):
        assert "Kegiatan yang Anda ikuti" not in json.dumps(room_state(klass.room, viewer))
    assert klass.lead("remove", participant=person.participant).ok
    assert counted(klass, person) is None
