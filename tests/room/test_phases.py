from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etika_widgets.activity import Phase
from etika_widgets.room.phases import legal_moves

LEGAL = {
    ("hidden", "reading"),
    ("reading", "open"),
    ("open", "closed"),
    ("closed", "open"),
    ("closed", "discussing"),
    ("closed", "revealed"),
    ("discussing", "open"),
    ("discussing", "revealed"),
    ("revealed", "open"),
}


def test_exactly_the_promised_moves_are_legal():
    found = {(phase.value, to.value) for phase in Phase for to, _ in legal_moves(phase, 1)}
    assert found == LEGAL


@pytest.mark.parametrize(("phase", "round_"), [(Phase.CLOSED, 1), (Phase.DISCUSSING, 2), (Phase.REVEALED, 2)])
def test_opening_after_discussion_or_reveal_starts_the_next_round(phase, round_):
    assert dict(legal_moves(phase, 1))[Phase.OPEN] == round_


def test_an_illegal_move_is_refused_with_the_legal_ones_and_changes_nothing(klass):
    before = klass.room.activities["pretest"].row
    outcome = klass.lead("move", "pretest", to="revealed", rev=before.rev)
    assert outcome.error.code == "illegal_move"
    assert str(outcome.error) == "Dari fase 'hidden' tidak bisa langsung ke 'revealed'. Yang bisa: reading."
    assert klass.room.activities["pretest"].row == before


def test_a_move_made_on_an_outdated_page_is_refused(klass):
    seen = klass.room.activities["pretest"].row.rev
    klass.move("pretest", "reading")
    outcome = klass.lead("move", "pretest", to="open", rev=seen)
    assert outcome.error.code == "stale"
    assert klass.room.activities["pretest"].phase is Phase.READING


def test_every_move_is_logged_with_time_and_role(klass):
    klass.move("pretest", "reading", "open")
    logged = [event for event in klass.desk.store.events(klass.code) if event.kind == "move"]
    assert [(event.role, event.activity, event.detail) for event in logged] == [
        ("facilitator", "pretest", {"from": "hidden", "to": "reading"}),
        ("facilitator", "pretest", {"from": "reading", "to": "open"}),
    ]
    assert all(event.at.endswith("Z") for event in logged)


def test_moving_an_activity_brings_the_room_to_its_step(klass):
    klass.move("pretest", "reading")
    assert klass.sees(klass.join("Kenari"))["present"]["activity"] == "pretest"


def test_revealing_a_pre_test_at_the_end_does_not_lead_the_room_back_to_it(klass):
    klass.move("pretest", "reading", "open", "closed")
    klass.move("posttest", "reading", "open", "closed")
    at_the_end = klass.room.row.present
    klass.move("pretest", "revealed")
    assert klass.room.row.present == at_the_end


def test_the_second_round_of_the_poll_is_its_own_step(klass):
    klass.move("langkah_pertama", "reading", "open", "closed", "discussing")
    first = klass.room.row.present
    klass.move("langkah_pertama", "open")
    assert klass.room.activities["langkah_pertama"].row.round == 2
    assert klass.room.row.present != first


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.sampled_from([phase.value for phase in Phase]), max_size=12))
def test_whatever_is_pressed_the_room_only_takes_legal_steps(klass, moves):
    for wanted in moves:
        row = klass.room.activities["lima_a"].row
        outcome = klass.lead("move", "lima_a", to=wanted, rev=row.rev)
        assert outcome.ok == ((row.phase, wanted) in LEGAL)
        assert klass.room.activities["lima_a"].row.phase == (wanted if outcome.ok else row.phase)
