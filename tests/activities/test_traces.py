"""Ways of taking part that types declare are really found in what people store."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.activities.poll import Poll
from etika_widgets.activity import FACILITATOR
from etika_widgets.content.library import default_library
from etika_widgets.room import Role, Viewer
from etika_widgets.room.participation import traces
from etika_widgets.testing import MemoryClass, check_activity_type, memory_class, play, submit_from_browser

GALLERY = {spec.type: spec for spec in default_library().pack("galeri").activities}
CASES: list[tuple[str, dict[str, Any], set[str]]] = [
    ("argue_revote", {}, {"answer.reason"}),
    ("branching_case", {"decide": "each", "reason": "required"}, {"vote.reason"}),
    ("branching_case", {"decide": "group", "reason": "required"}, {"step.reason"}),
    ("case_discussion", {}, {"position.reason"}),
    ("evidence", {}, {"answer.reason"}),
    ("poll", {}, {"answer.reason"}),
    ("qna", {}, {"card", "votes.ids"}),
    ("role_play", {}, {"note"}),
    ("wall", {"replies": 3}, {"card", "reply"}),
]
"""Type, what is changed in its definition in the gallery, and where its bots then leave something."""
POLL = {"id": "suara", "type": "poll", "question": "Apa?", "options": ["Ya", "Tidak"], "reason": "optional"}


def led(klass: MemoryClass, activity: str, kind: str, **payload: Any) -> None:
    ack = klass.submit(Viewer(Role.FACILITATOR), activity, kind, payload)
    assert ack["ok"], ack


def sent(klass: MemoryClass, who: str, activity: str, kind: str, **payload: Any) -> None:
    ack = submit_from_browser(klass, who, activity, kind, payload)
    assert ack["ok"], ack


def found(klass: MemoryClass, activity: str, who: str) -> dict[str, int]:
    room = klass.room()
    return dict(traces(room.activities[activity].type, room.own(activity, who)))


def places(klass: MemoryClass, activity: str) -> set[str]:
    """Return the declared places in which somebody left something."""
    room, left = klass.room(), set()
    for one in room.responses(activity):
        slot = one.slot.partition(":")[0]
        if one.participant != FACILITATOR:
            left |= {slot, *(f"{slot}.{field}" for field, value in one.payload.items() if value)}
    return left & room.activities[activity].type.traces.keys()


def test_every_declared_place_is_tried() -> None:
    tried = {(name, place) for name, _, left in CASES for place in left} | {
        ("brainstorm", "card"),
        ("brainstorm", "votes.ids"),
    }
    assert tried == {(name, place) for name, kind in activity_types().items() for place in kind.traces}


@pytest.mark.parametrize(("name", "changes", "left"), CASES)
def test_bots_leave_what_their_type_declares(name: str, changes: dict[str, Any], left: set[str]) -> None:
    spec = GALLERY[name]
    with memory_class([type(spec).model_validate({**spec.model_dump(mode="json"), **changes})]) as klass:
        # Bots take turns: alone, a group's writer need not wait for votes that come only after theirs.
        play(klass, spec.id, people=1 if changes.get("decide") == "group" else 12)
        assert places(klass, spec.id) == left


def test_cards_and_support_of_a_brainstorm_count_one_by_one() -> None:
    with memory_class([{"id": "curah", "type": "brainstorm", "prompt": "Apa?", "votes": 2}]) as klass:
        first, other = klass.join("Kenari"), klass.join("Melati")
        klass.move("curah", "reading", "open")
        for text in ("Satu", "Dua"):
            sent(klass, first, "curah", "add", text=text)
        cards = [card["id"] for card in klass.state("curah", first)["dealt"]["cards"]]
        sent(klass, first, "curah", "withdraw", id=cards[1])
        led(klass, "curah", "moderate", ids=cards[:1], to="shown")
        led(klass, "curah", "stage", to="vote")
        sent(klass, other, "curah", "vote", ids=cards[:1])
        assert found(klass, "curah", first) == {"kartu": 1, "dukungan": 0}
        assert found(klass, "curah", other) == {"kartu": 0, "dukungan": 1}


def test_a_reason_counts_in_each_round_in_which_it_says_something() -> None:
    with memory_class([POLL]) as klass:
        person = klass.join("Kenari")
        for reason, phases in (("Sebab", ("reading", "open")), ("   ", ("closed", "discussing", "open"))):
            klass.move("suara", *phases)
            sent(klass, person, "suara", "answer", choices=["ya"], reason=reason)
        assert found(klass, "suara", person) == {"alasan": 1}
        sent(klass, person, "suara", "answer", choices=["ya"], reason="Sebab lain")
        assert found(klass, "suara", person) == {"alasan": 2}


def test_an_unknown_way_of_taking_part_is_named_to_the_author_of_a_type() -> None:
    class Own(Poll):
        traces: ClassVar = {"answer.reason": "nilai"}

    with pytest.raises(AssertionError, match=r"traces\['answer.reason'\] is 'nilai'; it must be one of alasan, kartu"):
        check_activity_type(Own, POLL)
