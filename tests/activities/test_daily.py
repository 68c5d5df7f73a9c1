"""Daily practice: five at a time, no key before the answer, the day by the clock, counts without names."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from etika_widgets.activities.daily import Daily
from etika_widgets.activities.daily.schedule import Session
from etika_widgets.activity import Summary, Table
from etika_widgets.errors import Refused
from etika_widgets.room import Role
from etika_widgets.room import desk as desks
from etika_widgets.testing import check_activity_type, memory_class, play, submit_from_browser

from .dailies import DAILY, MONDAY, day, definition, session, spec, stored


@pytest.mark.parametrize(
    "changes",
    [
        {"items": []},
        {"per_day": 0},
        {"per_day": 11},
        {"per_day": True},
        {"per_day": 2, "new_per_day": 3},
        {"intervals": []},
        {"intervals": [1, 1]},
        {"intervals": [4, 2]},
        {"intervals": [0, 1]},
        {"seconds": 179},
        {"seconds": 301},
        {"zone": "UTC"},
        {"items": definition(1)["items"] * 2},
        {"identity": 3},
    ],
)
def test_a_definition_that_makes_no_sense_is_refused(changes):
    with pytest.raises(ValidationError):
        spec(**changes)


def test_it_keeps_its_contract():
    check_activity_type(Daily, definition(), {"start": {}, "answer": {"item": "s1", "option": "ya"}})


def test_bots_play_it():
    with memory_class([definition()]) as klass:
        play(klass, "pagi", people=6)
        assert klass.state("pagi", role=Role.PROJECTOR)["results"]["n"] == 6


# What is taken


def accept(context, kind, payload, *, own=(), at="2026-11-23T00:30:00.000Z", **changes):
    there = context(find_own=lambda: own, at=at)
    return DAILY.accept(spec(**changes), there, kind, payload)


def test_a_day_is_dealt_once(context, response):
    first = accept(context, "start", {})
    assert (first.slot, first.payload) == (
        "day:2026-11-23",
        {"day": "2026-11-23", "items": ["s1", "s2", "s3", "s4", "s5"], "answers": {}},
    )
    begun = Session(MONDAY, ("s1", "s2", "s3", "s4", "s5"), {"s1": "tidak"})
    again = accept(context, "start", {}, own=[stored(response, 1, begun)], at="2026-11-23T16:59:59.999Z")
    assert again.payload == begun.payload()


def test_the_day_is_that_of_the_zone(context):
    late = "2026-11-22T15:30:00.000Z"  # 22.30 WIB, 23.30 WITA, 00.30 WIT
    assert accept(context, "start", {}, at=late).slot == "day:2026-11-22"
    assert accept(context, "start", {}, at=late, zone="WITA").slot == "day:2026-11-22"
    assert accept(context, "start", {}, at=late, zone="WIT").slot == "day:2026-11-23"


def test_a_clock_set_back_deals_nothing_new(context, response):
    own = [stored(response, 1, session(3, s1="ya"))]
    assert accept(context, "start", {}, own=own).slot == "day:2026-11-26"


def test_an_answer_after_midnight_belongs_to_the_day_it_was_dealt_on(context, response):
    own = [stored(response, 1, Session(MONDAY, ("s1", "s2"), {"s1": "ya"}))]
    taken = accept(context, "answer", {"item": "s2", "option": "tidak"}, own=own, at="2026-11-24T01:00:00.000Z")
    assert taken.payload == {"day": "2026-11-23", "items": ["s1", "s2"], "answers": {"s1": "ya", "s2": "tidak"}}


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("answer", {"item": "s9", "option": "ya"}, "not_dealt"),
        ("answer", {"item": "zz", "option": "ya"}, "not_dealt"),
        ("answer", {"item": ["s2"], "option": "ya"}, "not_dealt"),
        ("answer", {"item": "s1", "option": "tidak"}, "answered"),
        ("answer", {"item": "s2", "option": "mungkin"}, "unknown_option"),
        ("answer", {"item": "s2", "option": True}, "malformed"),
        ("answer", {"item": "s2"}, "malformed"),
        ("start", {"day": "2027-01-01"}, "malformed"),
        ("mulai", {}, "unknown_kind"),
    ],
)
def test_what_does_not_fit_is_refused(context, response, kind, payload, code):
    own = [stored(response, 1, Session(MONDAY, ("s1", "s2"), {"s1": "ya"}))]
    with pytest.raises(Refused) as caught:
        accept(context, kind, payload, own=own)
    assert caught.value.code == code


# A class over several days


@pytest.fixture
def klass(monkeypatch):
    with memory_class([definition()]) as made:
        made.move("pagi", "reading", "open")
        made.clock = lambda at: monkeypatch.setattr(desks, "now", lambda: f"{at}:00.000Z")
        yield made


def told(klass, who, role=None):
    return json.dumps(klass.state("pagi", who, role=role), ensure_ascii=False)


def answer(klass, who, option="ya", items=None):
    for item in items or [one["id"] for one in klass.state("pagi", who)["dealt"]["items"]]:
        assert submit_from_browser(klass, who, "pagi", "answer", {"item": item, "option": option})["ok"]


def test_the_bank_is_not_in_the_page_and_no_key_before_the_answer(klass):
    klass.clock("2026-11-23T00:10")
    rusa = klass.join("Rusa Tenang")
    assert "Soal nomor" not in told(klass, rusa)
    assert submit_from_browser(klass, rusa, "pagi", "start", {})["ok"]
    shown = told(klass, rusa)
    assert [f"Soal nomor {number}<" in shown for number in range(1, 13)] == [True] * 5 + [False] * 7
    kept = ("Sebab", "Rujukan", "Ingat", '"key"')
    assert not any(word in shown for word in kept)
    answer(klass, rusa, "tidak", ["s2"])
    shown = told(klass, rusa)
    for word in ("Sebab baik nomor", "Rujukan nomor", "Ingat nomor"):
        assert [f"{word} {number}" in shown for number in range(1, 6)] == [False, True, False, False, False]
    other = klass.join("Elang Biru")
    assert submit_from_browser(klass, other, "pagi", "start", {})["ok"]
    for viewer in (told(klass, other), told(klass, None, Role.PROJECTOR)):
        assert not any(word in viewer for word in kept)


def test_a_second_visit_on_the_day_gives_nothing_new_and_the_next_morning_does(klass):
    klass.clock("2026-11-23T00:10")
    rusa = klass.join("Rusa Tenang")
    submit_from_browser(klass, rusa, "pagi", "start", {})
    assert klass.state("pagi", rusa)["dealt"]["waits"] is True
    answer(klass, rusa)
    dealt = klass.state("pagi", rusa)["dealt"]
    assert (dealt["day"], dealt["until"], dealt["waits"]) == ("2026-11-23", "2026-11-23T17:00:00Z", False)
    assert (dealt["back"], dealt["fresh"], dealt["days"]) == ([{"day": "2026-11-25", "n": 5}], 7, 1)
    klass.clock("2026-11-23T16:59")
    submit_from_browser(klass, rusa, "pagi", "start", {})
    assert klass.state("pagi", rusa)["dealt"] == dealt
    klass.clock("2026-11-23T17:01")  # 00.01 WIB
    submit_from_browser(klass, rusa, "pagi", "start", {})
    assert [one["id"] for one in klass.state("pagi", rusa)["dealt"]["items"]] == ["s6", "s7", "s8", "s9", "s10"]
    klass.clock("2026-11-25T00:00")
    submit_from_browser(klass, rusa, "pagi", "start", {})
    again = klass.state("pagi", rusa)["dealt"]["items"]
    assert [(one["id"], one["seen"], one["solution"]) for one in again] == [
        *((f"s{number}", 1, None) for number in range(1, 5)),
        ("s6", 0, None),
    ]


def test_boxes_outlive_a_new_round(klass):
    klass.clock("2026-11-23T00:10")
    rusa = klass.join("Rusa Tenang")
    submit_from_browser(klass, rusa, "pagi", "start", {})
    answer(klass, rusa, "ya", ["s1"])
    klass.move("pagi", "closed", "revealed", "open")
    submit_from_browser(klass, rusa, "pagi", "start", {})
    answer(klass, rusa, "ya", ["s2"])
    dealt = klass.state("pagi", rusa)["dealt"]
    assert [one["solution"] is not None for one in dealt["items"]] == [True, True, False, False, False]
    rows = DAILY.frame(spec(), klass.room().responses("pagi"))
    assert list(rows["soal"]) == ["s1", "s2"]


# What the room sees


def crowd(response, wrong: int, people: int = 6):
    """``people`` answer s1, the first ``wrong`` of them wrongly; on the next day all are right."""
    return [
        stored(response, number, session(when, s1="tidak" if when == 0 and number <= wrong else "ya", s2="ya"))
        for number in range(1, people + 1)
        for when in (0, 1)
    ]


def test_results_count_people_by_day_and_the_hardest_by_first_answers(response):
    found = DAILY.results(spec(), [*crowd(response, 5), stored(response, 7, Session(day(1), ("s1",)))], "id")
    assert found == {
        "n": 6,
        "days": [{"day": "2026-11-23", "n": 6}, {"day": "2026-11-24", "n": 6}],
        "hardest": [{"id": "s1", "n": 6, "right": 1, "text_html": "<p>Soal nomor 1</p>"}],
        "again": {"n": 12, "first": 7, "last": 12},
    }
    leader = DAILY.facilitator_results(spec(), crowd(response, 5), "id")["hardest"]
    assert leader == [
        {
            **found["hardest"][0],
            "key": {"text": "Jalan baik 1", "why": "Sebab baik nomor 1."},
            "taken": {"text": "Jalan lain 1", "why": "Sebab lain nomor 1."},
        }
    ]


def test_what_fewer_than_five_answered_is_not_shown(response):
    found = DAILY.facilitator_results(spec(), crowd(response, 4, people=4), "id")
    assert (found["n"], found["hardest"], found["again"]) == (4, [], None)
    few = DAILY.facilitator_results(spec(), crowd(response, 2, people=5), "id")["hardest"]
    assert [(one["right"], one["taken"]) for one in few] == [(3, None)]


@pytest.mark.parametrize(("wrong", "listed"), [(5, True), (4, False), (10, False)])
def test_an_anonymous_practice_hides_what_nearly_all_chose(response, wrong, listed):
    anonymous = spec(identity="anonymous")
    assert bool(DAILY.results(anonymous, crowd(response, wrong, people=10), "id")["hardest"]) is listed


def test_the_report_says_it_in_words(response):
    assert DAILY.summary(spec(), crowd(response, 5), "id") == Summary(
        n=6,
        question="Latihan harian",
        tables=(
            Table(
                caption="Peserta yang berlatih, per hari",
                columns=("Tanggal", "Peserta"),
                rows=(("23 November 2026", 6), ("24 November 2026", 6)),
                bars=1,
                whole=6,
            ),
            Table(
                caption="Soal tersulit, menurut jawaban pertama",
                columns=("Soal", "Peserta", "Tepat"),
                rows=(("Soal nomor 1", 6, 1),),
            ),
        ),
        note="Soal yang diulang: 12. Tepat pada kali pertama 7, pada kali terakhir 12.",
    )
    assert DAILY.summary(spec(), [], "id") == Summary(n=0, question="Latihan harian")


def test_frame_has_one_row_per_answer(response, records):
    frame = DAILY.frame(
        spec(), [stored(response, 1, session(0, s1="tidak")), stored(response, 1, session(1, s1="ya"))]
    )
    who = {"peserta": "Nama 1", "kelompok": None, "putaran": 1, "soal": "s1", "kunci": "ya"}
    assert records(frame) == [
        {**who, "hari": "2026-11-23", "jawaban": "tidak", "benar": False, "kali": 1},
        {**who, "hari": "2026-11-24", "jawaban": "ya", "benar": True, "kali": 2},
    ]


@pytest.mark.parametrize(("given", "done"), [({}, False), ({"s1": "ya"}, False), ({"s1": "ya", "s2": "ya"}, True)])
def test_a_person_has_finished_with_the_last_question_of_the_day(response, given, done):
    assert DAILY.finished(spec(), [stored(response, 1, Session(MONDAY, ("s1", "s2"), given))]) is done


def test_whoever_begins_another_day_stays_finished(response):
    days = [Session(MONDAY, ("s1",), {"s1": "ya"}), Session(day(1), ("s2", "s3"), {"s2": "ya"})]
    assert [DAILY.finished(spec(), [stored(response, 1, one) for one in some]) for some in (days, days[1:])] == [
        True,
        False,
    ]
