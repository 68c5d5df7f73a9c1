"""Raised hands of people without a phone, as the facilitator records them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etika_widgets._plugins import activity_types
from etika_widgets.activities.poll.spec import PollSpec
from etika_widgets.errors import Refused
from etika_widgets.room.room import Activity
from etika_widgets.room.tallying import parse_tally
from etika_widgets.storage.rows import ActivityRow

from .conftest import FACILITATOR, PROJECTOR
from .words import POLL, choose

COUNTS = {"tetap_urut": 4, "dahulukan": 0, "kerelaan": 2, "penyelia": 0, "unsure": 1}


def tally(klass, round=1, **changes):
    return klass.lead("tally", POLL, round=round, counts={**COUNTS, **changes})


def stored(klass):
    return [(row.round, row.payload) for row in klass.room.responses(POLL) if row.slot == "tally"]


def votes(klass, viewer):
    results = klass.sees(viewer, POLL)["results"]
    return results and results["rounds"]


def test_hands_count_in_the_results_and_nowhere_as_a_person(klass):
    klass.move(POLL, "reading", "open")
    person = klass.join("Kenari")
    klass.answer(person, POLL, **choose(klass, 0))
    assert tally(klass).ok
    total = {**COUNTS, "tetap_urut": 5}
    [entry] = votes(klass, FACILITATOR)
    assert (entry["n"], entry["counts"], entry["hands"]) == (8, total, {"n": 7, "counts": COUNTS})
    state, room = klass.sees(FACILITATOR, POLL), klass.sees(FACILITATOR)
    assert (state["answered"], state["expected"], room["people"]["joined"]) == (1, 1, 1)
    assert [one["name"] for one in room["roster"]] == ["Kenari"]
    assert state["tally"]["counts"] == COUNTS
    assert "tally" not in klass.sees(PROJECTOR, POLL)
    assert "tally" not in klass.sees(person, POLL)


def test_the_room_sees_them_only_with_the_results(klass):
    klass.move(POLL, "reading", "open")
    tally(klass)
    klass.move(POLL, "closed")
    assert votes(klass, PROJECTOR) is None
    klass.move(POLL, "revealed")
    assert votes(klass, PROJECTOR)[0]["hands"]["n"] == 7


def test_a_record_sent_twice_is_stored_once_and_a_new_one_replaces_it(klass):
    klass.move(POLL, "reading", "open")
    intent = klass.intent("tally", POLL, round=1, counts=COUNTS)
    first, again = klass.send(FACILITATOR, intent), klass.send(FACILITATOR, intent)
    assert (first.ok, again.ok, first.rev) == (True, True, again.rev)
    klass.move(POLL, "closed", "discussing")
    tally(klass, kerelaan=3)
    assert stored(klass) == [(1, {**COUNTS, "kerelaan": 3})]
    logged = [event for event in klass.desk.store.events(klass.code) if event.kind == "tally"]
    assert [(event.role, event.round, event.participant) for event in logged] == [("facilitator", 1, None)] * 2


def test_zeros_take_a_record_back(klass):
    klass.move(POLL, "reading", "open")
    tally(klass)
    klass.lead("tally", POLL, round=1, counts=dict.fromkeys(COUNTS, 0))
    assert stored(klass) == []
    assert "hands" not in votes(klass, FACILITATOR)[0]


def test_every_round_has_its_own_hands(klass):
    klass.move(POLL, "reading", "open")
    tally(klass)
    klass.move(POLL, "closed", "discussing", "open")
    assert klass.sees(FACILITATOR, POLL)["tally"]["counts"] is None
    assert tally(klass, round=1).error.code == "tally_closed", "typed on a page that still showed round 1"
    assert tally(klass, round=2, unsure=0).ok
    assert stored(klass) == [(1, COUNTS), (2, {**COUNTS, "unsure": 0})]


@pytest.mark.parametrize("phases", [[], ["reading"], ["reading", "open", "closed", "revealed"]])
def test_hands_are_taken_from_the_opening_to_the_results_only(klass, phases):
    klass.move(POLL, *phases)
    assert klass.sees(FACILITATOR, POLL)["tally"] is None
    assert tally(klass).error.code == "tally_closed"
    assert stored(klass) == []


def test_an_ended_class_takes_no_hands(klass):
    klass.move(POLL, "reading", "open")
    klass.lead("end")
    assert klass.sees(FACILITATOR, POLL)["tally"] is None
    assert tally(klass).error.code == "ended"


def test_a_participant_cannot_record_hands(klass):
    klass.move(POLL, "reading", "open")
    outcome = klass.answer(klass.join("Kenari"), POLL, kind="tally", round=1, counts=COUNTS)
    assert outcome.error.code == "unknown_kind"


def test_types_without_options_take_none(klass):
    klass.move("pretest", "reading", "open")
    assert klass.sees(FACILITATOR, "pretest")["tally"] is None
    assert klass.lead("tally", "pretest", round=1, counts={}).error.code == "no_tally"
    assert klass.lead("tally", "tidak_ada", round=1, counts={}).error.code == "unknown_activity"


def activity(**changes):
    spec = PollSpec(id="p", question="Setuju?", options=["Ya", "Tidak"], **changes)
    row = ActivityRow(activity="p", type="poll", position=0, digest=spec.digest(), spec={}, phase="open")
    return Activity(row, activity_types()["poll"], spec)


@pytest.mark.parametrize("secret", [{"sensitive": True}, {"identity": "anonymous"}])
def test_a_sensitive_or_anonymous_poll_refuses_hands_and_says_what_to_do(secret):
    with pytest.raises(Refused) as caught:
        parse_tally(activity(**secret), {"round": 1, "counts": {"ya": 1, "tidak": 0, "unsure": 0}})
    assert (caught.value.code, str(caught.value)) == (
        "tally_sensitive",
        "Aktivitas ini sensitif: tangan yang terangkat terlihat semua orang. Pakai kartu suara yang dilipat.",
    )


NUMBERS = st.one_of(
    st.integers(), st.booleans(), st.floats(), st.text(max_size=3), st.none(), st.just([]), st.integers(0, 999)
)
WHOLE = dict.fromkeys(["ya", "tidak", "unsure"], st.integers(-1, 1000) | st.booleans())
COUNTED = st.fixed_dictionaries(WHOLE) | st.dictionaries(st.sampled_from([*WHOLE, "lain", ""]), NUMBERS)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(counts=COUNTED, round_=st.sampled_from([1, True, 1.0]) | NUMBERS)
def test_only_whole_numbers_for_every_option_of_this_round_are_taken(counts, round_):
    sound = (
        type(round_) is int
        and round_ == 1
        and set(counts) == {"ya", "tidak", "unsure"}
        and all(type(n) is int and 0 <= n <= 999 for n in counts.values())
    )
    payload = {"round": round_, "counts": counts}
    if sound:
        assert parse_tally(activity(), payload) == counts
        return
    with pytest.raises(Refused) as caught:
        parse_tally(activity(), payload)
    assert "{" not in str(caught.value)


@pytest.mark.parametrize("count", [True, 2.0, -1, 1000, "3", None, float("nan")])
def test_what_is_no_whole_number_up_to_999_is_refused(count):
    with pytest.raises(Refused) as caught:
        parse_tally(activity(), {"round": 1, "counts": {"ya": count, "tidak": 0, "unsure": 0}})
    assert str(caught.value) == "Isi bilangan bulat dari 0 sampai 999."
