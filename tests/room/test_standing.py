"""The responses that a room keeps ready are those that a room read afresh would make."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etika_widgets.room import Role, Room, Viewer
from etika_widgets.testing import MemoryClass, memory_class, submit_from_browser

LEADER = Viewer(Role.FACILITATOR)
NAMES = ("Rusa Tenang", "Kenari Teduh", "Merpati Putih")
POLL = {"type": "poll", "id": "antre", "question": "Antre?", "options": ["Ya", "Tidak"], "reason": "optional"}
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.integers(0, 2), st.sampled_from(["ya", "tidak"])),
        st.tuples(st.sampled_from(["rename", "remove", "feature"]), st.integers(0, 2), st.just("")),
        st.tuples(st.sampled_from(["group", "round"]), st.just(0), st.just("")),
    ),
    max_size=10,
)


def follow(klass: MemoryClass, room: Room) -> None:
    room.apply(klass.store.changes(klass.code, room.rev))


def play(klass: MemoryClass, people: list[str], step: tuple[str, int, str]) -> None:
    kind, number, choice = step
    leader: dict[str, Any] = {"participant": people[number]}
    if kind == "answer":
        submit_from_browser(klass, people[number], "antre", "answer", {"choices": [choice], "reason": "Sebab"})
    elif kind == "round":
        klass.move("antre", "closed", "discussing", "open")
    elif kind == "group":
        klass.submit(LEADER, None, "group", {"largest": 2})
    elif kind == "feature":
        round_ = klass.room().activities["antre"].row.round
        klass.submit(LEADER, "antre", "feature", leader | {"slot": "answer", "round": round_, "shown": True})
    else:
        klass.submit(LEADER, None, kind, leader | {"name": f"Elang {number}"})


@pytest.mark.parametrize("identity", ["pseudonym", "anonymous"])
@settings(max_examples=15, deadline=None)
@given(steps=STEPS)
def test_what_is_kept_ready_is_what_a_fresh_reader_sees(identity: str, steps: list[tuple[str, int, str]]) -> None:
    poll = POLL | ({"identity": identity, "reason": "none"} if identity == "anonymous" else {})
    with memory_class([poll]) as klass:
        klass.move("antre", "reading", "open")
        people = [klass.join(name) for name in NAMES]
        room = klass.room()
        for step in steps:
            play(klass, people, step)
            follow(klass, room)
            fresh = klass.room()
            assert room.responses("antre") == fresh.responses("antre")
            assert [room.own("antre", one) for one in people] == [fresh.own("antre", one) for one in people]
            here = room.activities["antre"]
            assert room.answered(here) == {
                who
                for who in people
                if room.people.get(who) and any(x.round == here.row.round for x in room.own("antre", who))
            }


def test_a_further_answer_makes_no_other_response_again() -> None:
    with memory_class([POLL]) as klass:
        klass.move("antre", "reading", "open")
        people = [klass.join(name) for name in NAMES]
        submit_from_browser(klass, people[0], "antre", "answer", {"choices": ["ya"], "reason": ""})
        room = klass.room()
        first = room.responses("antre")[0]
        submit_from_browser(klass, people[1], "antre", "answer", {"choices": ["tidak"], "reason": ""})
        follow(klass, room)
        assert [one.participant for one in room.responses("antre")] == people[:2]
        assert room.responses("antre")[0] is first
