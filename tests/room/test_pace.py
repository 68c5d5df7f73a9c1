"""Self-paced classes: what opens to whom and when, what stays shut, and what of it reaches phones."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.activity import Phase
from etika_widgets.content.library import default_library
from etika_widgets.errors import EtikaError, Refused
from etika_widgets.room import Desk, Outcome, Room, Viewer, open_class, pace
from etika_widgets.room.clock import now
from etika_widgets.room.showing import activity_state, room_state

from .conftest import FACILITATOR, PROJECTOR, Lesson
from .words import POLL, choose

ALONE = ["jurnal", "komitmen", "langkah_pertama", "lima_a", "posttest", "pretest"]
IN_CLASS = ["diskusi_kasus"]
LATER = "2100-01-01"


@pytest.fixture
def klass(desk: Desk, lesson: Any) -> Lesson:
    """The shipped lesson, self-paced."""
    made = Lesson(desk, lesson)
    made.code = open_class(desk.store, lesson, pace="self").code
    return made


def keys(lesson: Any, quiz: str) -> dict[str, str]:
    return {item.id: item.key for item in lesson.activity(quiz).items}


def secrets_of(lesson: Any, quiz: str) -> list[str]:
    return [option.rationale.id for item in lesson.activity(quiz).items for option in item.options]


def solve(klass: Lesson, lesson: Any, who: Viewer, quiz: str) -> Outcome:
    return klass.answer(who, quiz, answers=keys(lesson, quiz))


def vote(klass: Lesson, who: Viewer, option: int = 0) -> Outcome:
    return klass.answer(who, POLL, **choose(klass, option))


def crowd(klass: Lesson, *names: str) -> list[Viewer]:
    return [klass.join(f"Orang {name}") for name in names]


def test_what_one_person_can_do_is_open_at_once_and_the_rest_is_done_in_class(klass: Lesson):
    person = klass.join("Kenari")
    seen = {name: klass.sees(person, name) for name in klass.room.activities}

    assert sorted(name for name, state in seen.items() if state["phase"] == "open") == ALONE
    assert [name for name, state in seen.items() if state["phase"] == "hidden"] == IN_CLASS
    assert seen["diskusi_kasus"]["calm"] == "Kegiatan ini dikerjakan di kelas."
    assert "content" not in seen["diskusi_kasus"]
    assert klass.sees(person)["present"] is None


def test_pages_name_every_activity_once_and_gather_what_only_a_class_can_do(klass: Lesson):
    paced = klass.sees(klass.join("Kenari"))["pace"]

    assert paced["until"] is None
    assert [(page["step"], page["activity"], page["in_class"]) for page in paced["pages"]] == [
        ("pembukaan", None, None),
        ("pretest", "pretest", None),
        ("pemicu", POLL, None),
        ("lima_a", "lima_a", None),
        ("diskusi_kasus", None, ["Dua keluhan, satu rapat pagi"]),
        ("jurnal", "jurnal", None),
        ("komitmen", "komitmen", None),
        ("posttest", "posttest", None),
        ("penutup", None, None),
    ]
    assert paced["pages"][0]["screen_html"]


def test_a_quiz_opens_its_key_to_whoever_answered_and_to_nobody_else(klass: Lesson, lesson: Any):
    first, other = crowd(klass, "satu", "dua")
    before = klass.sees(first, "posttest")
    assert solve(klass, lesson, first, "posttest").ok

    after = klass.sees(first, "posttest")
    assert (before["phase"], before["reveal"], before["done"]) == ("open", None, False)
    assert before["calm"] == "Jawaban dikirim sekali saja. Sesudah itu kunci dan pembahasannya terbuka untuk Anda."
    assert (after["phase"], after["results"], after["done"], after["calm"]) == ("revealed", None, True, None)
    assert {item["id"]: item["key"] for item in after["reveal"]["items"]} == keys(lesson, "posttest")
    for viewer in (other, PROJECTOR):
        text = json.dumps(klass.sees(viewer, "posttest"), ensure_ascii=False)
        assert [secret for secret in secrets_of(lesson, "posttest") if secret in text] == []
        assert '"key"' not in text


def test_an_answer_to_a_quiz_is_final(klass: Lesson, lesson: Any):
    person = klass.join("Kenari")
    solve(klass, lesson, person, "posttest")

    again = solve(klass, lesson, person, "posttest")

    assert isinstance(again.error, Refused)
    assert again.error.code == "closed"


def test_the_key_of_the_pretest_waits_for_the_last_activity_and_its_answer_stands(klass: Lesson, lesson: Any):
    person = klass.join("Kenari")
    solve(klass, lesson, person, "pretest")
    waiting = klass.sees(person, "pretest")
    refused = solve(klass, lesson, person, "pretest")
    solve(klass, lesson, person, "posttest")

    assert (waiting["phase"], waiting["reveal"]) == ("closed", None)
    assert waiting["calm"] == "Pembahasan terbuka setelah Anda mengirim “Post-test”."
    assert not refused.ok
    assert klass.sees(person, "pretest")["phase"] == "revealed"


def test_an_answer_to_the_last_activity_makes_the_pretest_news_for_those_who_come_back(klass: Lesson, lesson: Any):
    person = klass.join("Kenari")
    solve(klass, lesson, person, "pretest")
    before = klass.room
    solve(klass, lesson, person, "posttest")

    touched = before.apply(klass.desk.store.changes(klass.code, before.rev))

    assert touched == {"pretest", "posttest"}
    assert before.activities["pretest"].stamp == before.rev


def test_shared_results_wait_for_five_who_answered(klass: Lesson):
    people = crowd(klass, "satu", "dua", "tiga", "empat", "lima", "enam")
    for person in people[:4]:
        vote(klass, person)
    fourth = klass.sees(people[0], POLL)
    changed = vote(klass, people[0], 1)
    vote(klass, people[4])
    fifth, idle = klass.sees(people[0], POLL), klass.sees(people[5], POLL)

    assert (fourth["phase"], fourth["results"]) == ("open", None)
    assert fourth["calm"] == "Hasil muncul setelah 5 orang menjawab. Sampai saat itu Anda dapat mengubah jawaban."
    assert changed.ok
    assert (fifth["phase"], fifth["results"]["rounds"][0]["n"], fifth["calm"]) == ("revealed", 5, None)
    assert (idle["phase"], idle["results"], idle["calm"]) == ("open", None, None)


def test_shared_results_move_on_by_five_people_so_that_no_single_answer_shows(klass: Lesson):
    people, seen = crowd(klass, *"abcdefghij"), []
    for number, person in enumerate(people):
        vote(klass, person, number // 5)
        results = klass.sees(people[0], POLL)["results"]
        seen.append(results and list(results["rounds"][0]["counts"].values())[:2])

    assert seen == [None] * 4 + [[5, 0]] * 5 + [[5, 5]]
    assert klass.sees(FACILITATOR, POLL)["results"]["rounds"][0]["n"] == 10


def test_what_stays_open_can_be_changed_however_many_answered(klass: Lesson):
    people = crowd(klass, *"abcdef")
    for person in people:
        klass.answer(person, "jurnal", "wrote", paragraphs=2)

    state = klass.sees(people[0], "jurnal")
    assert (state["phase"], state["done"], state["calm"]) == ("open", True, None)
    assert klass.answer(people[0], "jurnal", "wrote", paragraphs=3).ok


def test_control_page_counts_who_finished_of_all_who_joined_and_offers_no_moves(klass: Lesson, lesson: Any):
    people = crowd(klass, "satu", "dua", "tiga")
    solve(klass, lesson, people[0], "pretest")

    state = klass.sees(FACILITATOR, "pretest")

    assert (state["answered"], state["expected"], state["moves"], state["tally"]) == (1, 3, [], None)
    assert klass.sees(FACILITATOR)["pace"] == {"until": None}
    assert (klass.sees(PROJECTOR, "pretest")["answered"], klass.sees(PROJECTOR)["pace"]) == (1, {"until": None})


@pytest.mark.parametrize("kind", sorted(pace.LED))
def test_nothing_of_leading_a_class_is_taken(klass: Lesson, kind: str):
    outcome = klass.lead(kind, "pretest" if kind in ("move", "tally") else None)

    assert isinstance(outcome.error, Refused)
    assert outcome.error.code == "self_paced"


def test_a_class_closes_by_itself_on_its_day(klass: Lesson, lesson: Any, monkeypatch: pytest.MonkeyPatch):
    person = klass.join("Kenari")
    assert klass.lead("close_on", day=LATER).ok
    until = klass.sees(person)["pace"]["until"]
    assert not pace.is_over(klass.room, until)
    monkeypatch.setattr("etika_widgets.room.desk.now", lambda: "2100-01-03T00:00:00.000Z")

    late = vote(klass, person)
    reopened = klass.lead("close_on", day=None)

    assert isinstance(late.error, Refused)
    assert late.error.code == "ended"
    assert pace.end_of(LATER, now()) == until
    assert reopened.ok
    assert vote(klass, person).ok


@pytest.mark.parametrize(("day", "code"), [("2020-01-01", "past"), ("besok", "no_day"), (7, "no_day")])
def test_a_day_that_is_over_or_none_is_refused(klass: Lesson, day: Any, code: str):
    outcome = klass.lead("close_on", day=day)

    assert isinstance(outcome.error, Refused)
    assert outcome.error.code == code
    assert klass.sees(FACILITATOR)["pace"]["until"] is None


def test_after_the_end_keys_stay_with_those_who_answered_and_few_answers_stay_hidden(klass: Lesson, lesson: Any):
    first, other = crowd(klass, "satu", "dua")
    solve(klass, lesson, first, "pretest")
    vote(klass, first)
    klass.lead("end")

    assert klass.sees(first, "pretest")["phase"] == "revealed"
    assert (klass.sees(other, "pretest")["phase"], klass.sees(other, "pretest")["reveal"]) == ("closed", None)
    few = klass.sees(first, POLL)
    assert (few["phase"], few["results"]) == ("closed", None)
    assert few["calm"] == "Hasil tidak ditampilkan karena kurang dari 5 orang menjawab."


def test_a_led_class_carries_nothing_of_all_this(desk: Desk, lesson: Any):
    led = Lesson(desk, lesson)
    person = led.join("Kenari")
    led.move(POLL, "reading", "open")
    vote(led, person)

    for viewer in (person, FACILITATOR, PROJECTOR):
        assert "pace" not in led.sees(viewer)
        assert {"done", "calm"} & led.sees(viewer, POLL).keys() == set()
    refused = led.lead("close_on", day=LATER)
    assert isinstance(refused.error, Refused)
    assert refused.error.code == "led"


def test_every_shipped_type_says_whether_one_person_can_do_it():
    pack = default_library().pack("galeri")
    alone = {spec.type for spec in pack.activities if activity_types()[spec.type].works_alone(spec)}

    assert {"quiz", "poll", "ordering", "likert", "reflection", "commitment", "categorise", "wordcloud"} <= alone
    assert alone & {"role_play", "rubric", "qna", "wall", "brainstorm", "argue_revote", "case_discussion"} == set()


def test_a_class_without_anything_to_do_alone_is_not_opened(store: Any, lesson: Any):
    only = lesson.model_copy(
        update={
            "activities": tuple(spec for spec in lesson.activities if spec.id in IN_CLASS),
            "runsheet": tuple(step for step in lesson.runsheet if step.activity in IN_CLASS),
        }
    )

    with pytest.raises(EtikaError, match="Tidak ada kegiatan"):
        open_class(store, only, pace="self")
    assert store.classes() == []


def test_phases_of_one_person_are_those_of_the_class_for_everybody_else(klass: Lesson, lesson: Any):
    person = klass.join("Kenari")
    solve(klass, lesson, person, "posttest")
    room: Room = klass.room
    quiz = room.activities["posttest"]

    assert [pace.phase_of(room, quiz, who) for who in (person.participant, None, "tidak_ada")] == [
        Phase.REVEALED,
        Phase.OPEN,
        Phase.OPEN,
    ]


@pytest.fixture(scope="module")
def gallery() -> Any:
    return default_library().pack("galeri")


def play(klass: Lesson, room: Room, person: Viewer, name: str, dice: random.Random) -> None:
    """Let a made-up participant do all they can in one activity; ``room`` goes along."""
    activity = room.activities[name]
    me = room_state(room, person)["me"]
    for _ in range(80):
        state = activity_state(room, name, person) | {"me": me}
        moves = activity.type.bot(activity.spec, state, dice) if state["phase"] == "open" else ()
        if not moves:
            return
        for kind, payload in moves:
            outcome = klass.answer(person, name, kind, **payload)
            assert outcome.ok, f"{name}: {outcome.error}"
        room.apply(klass.desk.store.changes(klass.code, room.rev))
    raise AssertionError(f"{name}: no end")


def test_five_made_up_people_get_through_every_type_that_works_alone(desk: Desk, gallery: Any):
    klass = Lesson(desk, gallery)
    klass.code = open_class(desk.store, gallery, pace="self").code
    people, dice = crowd(klass, *"abcde"), random.Random(7)
    room = klass.room
    alone = [one for one in room.in_order() if one.phase is Phase.OPEN]
    assert len(alone) >= 12
    for activity in alone:
        name, stays = activity.row.activity, activity.type.opens_alone == "nothing"
        before = activity_state(room, name, people[4])
        assert (before["results"], before["reveal"], before["done"]) == (None, None, False)
        for person in people:
            play(klass, room, person, name, dice)
        after = activity_state(room, name, people[0])
        assert (after["done"], after["phase"], after["results"] is None) == (
            True,
            "open" if stays else "revealed",
            stays,
        ), name
