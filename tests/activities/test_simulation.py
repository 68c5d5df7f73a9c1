"""Simulation with the facilitator's clock: decisions, deadlines, consequences, gates, results, bots."""

import csv
import io
import json
import random
from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etika_widgets._plugins import activity_types
from etika_widgets.activities.simulation import Simulation
from etika_widgets.activity import Accepted, Context, Phase
from etika_widgets.errors import Refused
from etika_widgets.exchange import export_csv
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import check_activity_type, memory_class

from .simulations import DEFINITION, LEADER, Desk, simulation

KIND = Simulation()
TYPES = activity_types()
MARKUP = "<b>Baik</b>, kami periksa \u202ehari ini"


@pytest.fixture
def play():
    """Open classes that play the simulation with some changes; they end with the test."""
    with ExitStack() as stack:
        yield lambda **changes: Desk(stack.enter_context(memory_class([simulation(**changes)])))


def test_the_contract_holds():
    check_activity_type(Simulation, DEFINITION)


# Decisions and what comes of them


def test_a_letter_says_what_is_asked_until_when(play):
    assert play().sees(0) == {
        "now": "2026-03-05T08:00",
        "may": True,
        "done": False,
        "waitable": False,
        "meters": {"percaya": 1},
        "inbox": [
            {
                "id": "lampu",
                "from": "Warga",
                "subject": "Lampu mati",
                "html": "<p>Sudah <strong>dua minggu</strong>.</p>",
                "attachments": [{"id": "foto", "title": "Foto", "body_html": "<ul>\n<li>gelap</li>\n</ul>"}],
                "at": "2026-03-05T08:00",
                "cause": None,
                "reply": "Balasan",
                "decisions": [{"id": "janji", "text": "Beri tanggal"}, {"id": "tutup", "text": "Tutup"}],
                "deadline": {"at": "2026-03-06T16:00", "unit": "workdays", "left": 1, "late": False},
                "decided": None,
                "missed_html": None,
            }
        ],
    }


def test_a_decision_moves_meters_at_once_and_brings_an_event_later_to_its_walker_alone(play):
    desk = play()
    assert desk.decides(0, "lampu", "janji", MARKUP)["ok"]
    assert desk.decides(1, "lampu", "tutup")["ok"]
    assert [desk.sees(who)["meters"]["percaya"] for who in range(3)] == [2, 0, 1]
    assert desk.mail(0, "lampu")["decided"] == {
        "id": "janji",
        "at": "2026-03-05T08:00",
        "late": False,
        "reply": "<b>Baik</b>, kami periksa hari ini",
        "html": "<p>zqterima</p>",
    }
    assert [desk.inbox(who) for who in range(3)] == [["lampu"]] * 3
    assert desk.advance("hours")["ok"]  # 12.00
    assert [desk.inbox(who) for who in range(3)] == [["lampu"], ["foto", "lampu"], ["lampu"]]
    assert desk.mail(1, "foto")["cause"] == {"subject": "Lampu mati", "choice": "Tutup"}
    desk.advance("workday")  # Friday, 08.00
    desk.advance("event")  # the meeting at 09.00, for all
    desk.advance("event")  # the cable at 10.00, for the first alone
    assert desk.projector()["board"]["now"] == "2026-03-06T10:00"
    assert [desk.inbox(who) for who in range(3)] == [
        ["kabel", "rapat", "lampu"],
        ["rapat", "foto", "lampu"],
        ["rapat", "lampu"],
    ]


def test_a_decision_stands_and_cannot_be_changed(play):
    desk = play()
    desk.decides(0, "lampu", "janji")
    assert desk.decides(0, "lampu", "tutup")["code"] == "decided"
    assert desk.mail(0, "lampu")["decided"]["id"] == "janji"


def test_a_missed_deadline_has_consequences_and_a_late_decision_is_marked(play):
    desk = play()
    desk.advance("workday")
    for _ in range(2):
        desk.advance("hours")  # Friday 16.00: the last minute
    assert desk.mail(0, "lampu")["deadline"] == {
        "at": "2026-03-06T16:00",
        "unit": "workdays",
        "left": 0,
        "late": False,
    }
    assert desk.decides(1, "lampu", "janji")["ok"]
    desk.advance("workday")  # Monday
    assert desk.projector()["board"]["now"] == "2026-03-09T08:00"
    late = desk.mail(0, "lampu")
    assert (late["deadline"]["late"], late["missed_html"]) == (True, "<p>zqmerah</p>")
    assert desk.mail(0, "foto")["cause"] == {"subject": "Lampu mati", "choice": None}
    assert desk.decides(0, "lampu", "janji")["ok"]
    assert (desk.mail(0, "lampu")["decided"]["late"], desk.mail(1, "lampu")["decided"]["late"]) == (True, False)
    lamp = desk.leads()["rounds"][0]["events"][0]
    assert (lamp["id"], lamp["kept"], lamp["late"], lamp["missed"]) == ("lampu", 1, 1, 0)


def test_an_event_with_a_condition_comes_only_to_those_for_whom_it_holds(play):
    desk = play()
    desk.decides(0, "lampu", "janji")
    desk.decides(1, "lampu", "tutup")
    desk.advance("workday")
    desk.advance("workday")
    desk.advance("hours")
    assert ["pujian" in desk.inbox(who) for who in range(3)] == [True, False, False]


def test_holidays_move_deadlines_and_the_next_working_day(play):
    desk = play(holidays=["2026-03-06"])
    assert desk.mail(0, "lampu")["deadline"]["at"] == "2026-03-09T16:00"
    desk.advance("workday")
    assert desk.projector()["board"]["now"] == "2026-03-09T08:00"


# The clock


def test_only_the_facilitator_moves_the_clock_and_a_late_click_does_not_move_it_twice(play):
    desk = play()
    assert desk.sends(0, "advance", to="hours", now="2026-03-05T08:00")["code"] == "unknown_kind"
    assert desk.sends(0, "wait", now="2026-03-05T08:00")["code"] == "unknown_kind"
    payload = {"to": "hours", "now": "2026-03-05T08:00"}
    assert desk.klass.submit(LEADER, "meja", "advance", payload)["ok"]
    assert desk.klass.submit(LEADER, "meja", "advance", payload)["code"] == "moved_on"
    assert desk.klass.submit(LEADER, "meja", "advance", {**payload, "to": "year"})["code"] == "unknown_option"
    assert desk.projector()["board"]["now"] == "2026-03-05T12:00"


def test_when_nothing_is_on_its_way_the_clock_says_so(play):
    desk = play()
    desk.decides(0, "lampu", "tutup")
    for _ in range(2):
        assert desk.advance("event")["ok"]
    assert desk.leads()["next"] is None
    assert desk.advance("event")["code"] == "nothing_comes"


def test_the_real_minutes_of_a_step_run_by_the_servers_clock_while_open(play):
    desk = play(minutes=3)
    board = desk.projector()["board"]
    since = desk.klass.state("meja", role=Role.FACILITATOR)["since"]
    assert datetime.fromisoformat(board["ends"]) - datetime.fromisoformat(since) == timedelta(minutes=3)
    desk.klass.move("meja", "closed")
    assert desk.projector()["board"]["ends"] is None


def test_opening_again_after_the_debrief_starts_a_new_round_from_the_first_morning(play):
    desk = play()
    desk.decides(0, "lampu", "tutup")
    desk.advance("hours")
    desk.klass.move("meja", "closed", "discussing", "open")
    assert (desk.sees(0)["now"], desk.inbox(0), desk.sees(0)["meters"]) == (
        "2026-03-05T08:00",
        ["lampu"],
        {"percaya": 1},
    )
    assert desk.decides(0, "lampu", "janji")["ok"]
    assert [one["round"] for one in desk.leads()["rounds"]] == [1, 2]


# Groups


def test_the_writer_decides_for_the_group_and_all_members_see_it(play):
    desk = play(by="group")
    assert desk.decides(0, "lampu", "tutup")["code"] == "no_group"
    assert desk.sees(0) == {}
    desk.group()
    assert desk.decides(1, "lampu", "tutup")["code"] == "not_writer"
    assert desk.decides(0, "lampu", "tutup")["ok"]
    assert [desk.mail(who, "lampu")["decided"]["id"] for who in range(3)] == ["tutup"] * 3
    assert [desk.sees(who)["may"] for who in range(3)] == [True, False, False]
    assert desk.klass.submit(LEADER, None, "remove", {"participant": desk.people[0]})["ok"]
    assert desk.mail(1, "lampu")["decided"] is None  # gone with whoever decided: the group decides again


def test_the_pen_may_be_taken_and_the_groups_board_is_live(play):
    desk = play(by="group")
    desk.group()
    assert desk.klass.submit(Viewer(Role.PARTICIPANT, desk.people[1]), None, "take_pen", {})["ok"]
    assert desk.decides(1, "lampu", "janji")["ok"]
    assert desk.leads()["boards"] == [
        {
            "group": 1,
            "now": "2026-03-05T08:00",
            "done": False,
            "decided": 1,
            "waiting": [],
            "late": [],
            "meters": {"percaya": 2},
            "last": {"event": "lampu", "choice": "janji"},
        }
    ]
    assert "voted" not in desk.projector()["board"]


# Gates


def test_what_was_decided_leaves_in_the_export_and_replies_do_not(play):
    desk = play()
    desk.decides(0, "lampu", "janji", "Lampu di rumah Pak Umar")
    rows = csv.DictReader(io.StringIO(export_csv(desk.klass.store, desk.klass.code, TYPES).decode("utf-8-sig")))
    assert {(row["kolom"], row["nilai"]) for row in rows} == {
        ("decide:lampu.event", "lampu"),
        ("decide:lampu.choice", "janji"),
        ("decide:lampu.late", "tidak"),
        ("decide:lampu.seconds", "0"),
        ("decide:lampu.step", "0"),
    }


def test_what_has_not_happened_never_leaves_the_server_before_the_reveal(play):
    desk = play()
    desk.decides(1, "lampu", "tutup", "zqbalasan")
    others = [desk.klass.state("meja", desk.people[0]), desk.projector()]
    assert [word for word in ("zq", "percaya ==", "jujur", '"leads"', '"moves"') if word in json.dumps(others)] == []
    desk.advance("hours")
    assert "zqfoto" in json.dumps(desk.sees(1))
    for state in (desk.klass.state("meja", desk.people[0]), desk.projector()):
        assert "zq" not in json.dumps(state)
    desk.klass.move("meja", "closed", "revealed")
    for state in (desk.klass.state("meja", desk.people[0]), desk.projector()):
        text = json.dumps(state)
        assert all(word in text for word in ("zqaturan", "zqmerah", "zqpujian", "zqpenutup"))
        assert not [word for word in ("zqbalasan", "jujur", "Kenari", desk.people[1]) if word in text]


def test_a_reply_reaches_the_screen_only_when_shown_and_only_where_it_is_asked_for(play):
    desk = play()
    desk.decides(0, "lampu", "janji", MARKUP)
    shown = {"participant": desk.people[0], "slot": "decide:lampu", "round": 1, "shown": True}
    assert desk.klass.submit(LEADER, "meja", "feature", shown)["ok"]
    assert desk.leads()["rounds"][0]["shown"] == [{"event": "lampu", "text": "<b>Baik</b>, kami periksa hari ini"}]
    desk.advance("event")
    assert desk.decides(0, "rapat", "hadir", "tulisan")["code"] == "reply_not_asked"
    assert desk.decides(0, "lampu", "janji", "x" * 281)["code"] == "decided"
    assert desk.decides(1, "lampu", "janji", "x" * 281)["code"] == "too_long"


def test_the_debrief_puts_one_event_on_the_shared_screen(play):
    desk = play()
    assert desk.klass.submit(LEADER, "meja", "spot", {"event": "lampu"})["code"] == "wrong_phase"
    desk.decides(0, "lampu", "janji")
    desk.klass.move("meja", "closed", "revealed")
    assert desk.klass.submit(LEADER, "meja", "spot", {"event": "gempa"})["code"] == "unknown_option"
    assert desk.klass.submit(LEADER, "meja", "spot", {"event": "lampu"})["ok"]
    assert desk.projector()["board"]["spot"] == "lampu"
    desk.klass.submit(LEADER, "meja", "spot", {"event": None})
    assert desk.projector()["board"]["spot"] is None


# Strictness


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(["lampu", "rapat", "janji", "tutup", "2026-03-05T08:00"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["event", "choice", "reply", "now"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@settings(max_examples=150)
@given(kind=st.sampled_from(["decide", "wait", "answer"]), payload=JSON, lead=st.sampled_from(["self", "facilitator"]))
def test_whatever_a_browser_sends_is_stored_clean_or_refused(kind, payload, lead):
    context = Context(
        participant="a", group=None, is_writer=False, phase=Phase.OPEN, round=1, at="2026-11-22T10:00:00+00:00"
    )
    try:
        accepted = KIND.accept(simulation(lead=lead), context, kind, payload)
    except Refused:
        return
    assert isinstance(accepted, Accepted)
    assert json.loads(json.dumps(accepted.payload, allow_nan=False)) == accepted.payload


# Rehearsal


@pytest.mark.parametrize(
    ("by", "lead"), [("person", "facilitator"), ("group", "facilitator"), ("person", "self"), ("group", "self")]
)
def test_bots_play_the_simulation_to_its_end(play, by, lead):
    desk, dice = play(by=by, lead=lead), random.Random(5)
    if by == "group":
        desk.group()
    spec = simulation(by=by, lead=lead)
    for _ in range(12):
        for who in range(3):
            for kind, payload in KIND.bot(spec, desk.klass.state("meja", desk.people[who]), dice):
                assert desk.sends(who, kind, **payload)["ok"]
        leading = desk.klass.state("meja", role=Role.FACILITATOR)
        for kind, payload in KIND.bot_facilitator(spec, {**leading, "expected": 1}, dice):
            assert desk.klass.submit(LEADER, "meja", kind, payload)["ok"]
    last = desk.leads()["rounds"][0]
    assert last["done"] == last["walkers"] == (1 if by == "group" else 3)
