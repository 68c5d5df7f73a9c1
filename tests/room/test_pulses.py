"""A pulse put in between: on phones at once, with the present step and its activity as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from .conftest import FACILITATOR, PROJECTOR
from .words import POLL, choose


def start(klass, kind, viewer=FACILITATOR):
    return klass.send(viewer, replace(klass.intent("start_pulse"), payload={"kind": kind}))


def standing(klass, viewer=FACILITATOR):
    return klass.sees(viewer)["pulse"]


def test_it_is_open_at_once_and_touches_nothing_else(klass):
    klass.move(POLL, "reading", "open")
    person = klass.join("Kenari")
    before = klass.sees(FACILITATOR)
    assert start(klass, "tempo").ok
    after = klass.sees(FACILITATOR)
    assert (after["present"], after["order"][:-1]) == (before["present"], before["order"])
    assert after["order"][-1] == {
        "id": "denyut_1",
        "type": "pulse",
        "title": "Denyut: tempo",
        "phase": "open",
        "round": 1,
    }
    for viewer in (person, PROJECTOR, FACILITATOR):
        assert standing(klass, viewer) == "denyut_1"
        assert klass.sees(viewer, "denyut_1")["phase"] == "open"
    assert klass.answer(person, "denyut_1", choice="fast").ok
    assert klass.answer(person, POLL, **choose(klass, 0)).ok
    assert klass.sees(PROJECTOR, "denyut_1")["results"] is None


def test_a_tap_closes_and_shows_it_and_another_puts_it_away(klass):
    person = klass.join("Kenari")
    start(klass, "yes_no")
    klass.answer(person, "denyut_1", choice="yes")
    assert klass.lead("show_pulse").ok
    assert klass.sees(person, "denyut_1")["results"]["counts"] == {"yes": 1, "no": 0}
    assert klass.answer(person, "denyut_1", choice="no").error.code == "closed"
    shown = klass.room.rev
    assert klass.lead("show_pulse").ok
    assert klass.room.rev == shown  # a second tap changes nothing
    assert klass.lead("end_pulse").ok
    assert (standing(klass, person), klass.sees(person, "denyut_1")["phase"]) == (None, "revealed")


def test_the_next_pulse_takes_the_place_of_one_still_open(klass):
    start(klass, "mood")
    start(klass, "tempo")
    assert standing(klass) == "denyut_2"
    assert klass.sees(FACILITATOR, "denyut_1")["phase"] == "closed"
    assert [one["id"] for one in klass.sees(FACILITATOR)["order"]][-2:] == ["denyut_1", "denyut_2"]


def test_going_to_another_step_leaves_it_behind(klass):
    steps = [step["id"] for step in klass.sees(FACILITATOR)["steps"]]
    start(klass, "mood")
    assert klass.lead("present", step=steps[1]).ok
    assert (standing(klass), klass.sees(FACILITATOR)["present"]["step"]) == (None, steps[1])
    assert klass.sees(FACILITATOR, "denyut_1")["phase"] == "closed"


def test_hands_are_counted_for_it(klass):
    start(klass, "yes_no")
    assert klass.lead("tally", "denyut_1", round=1, counts={"yes": 4, "no": 2}).ok
    klass.lead("show_pulse")
    assert klass.sees(PROJECTOR, "denyut_1")["results"]["hands"] == {"n": 6, "counts": {"yes": 4, "no": 2}}


@pytest.mark.parametrize("kind", ["suasana", None, True, ["mood"], {"a": 1}])
def test_an_unknown_kind_is_refused_and_leaves_no_trace(klass, kind):
    before = klass.room.rev
    assert start(klass, kind).error.code == "unknown_pulse"
    assert klass.room.rev == before


@pytest.mark.parametrize("kind", ["show_pulse", "end_pulse"])
def test_without_a_pulse_there_is_nothing_to_show_or_put_away(klass, kind):
    assert klass.lead(kind).error.code == "no_pulse"


def test_only_the_facilitator_starts_one_and_only_while_the_class_runs(klass):
    person = klass.join("Kenari")
    assert start(klass, "mood", person).error.code == "unknown_kind"
    klass.lead("end")
    assert start(klass, "mood").error.code == "ended"


def test_it_is_there_after_the_room_was_rebuilt_and_ends_with_the_class(klass):
    start(klass, "mood")
    klass.lead("end")
    assert (standing(klass), klass.sees(FACILITATOR, "denyut_1")["phase"]) == (None, "closed")
