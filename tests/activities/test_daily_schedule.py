"""Leitner's boxes: what comes when, worked out from stored answers alone."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from etika_widgets.activities.daily.schedule import Session, Standing, returns, schedule, sessions, standings

from .dailies import MONDAY, day, session, spec, stored


def test_a_right_answer_moves_up_a_wrong_one_back_to_the_first_box():
    history = [session(0, s1="ya", s2="tidak"), session(2, s1="ya", s2="ya"), session(6, s1="tidak", s2="ya")]
    assert standings(spec(), history) == {
        "s1": Standing(box=1, due=day(7), seen=3),
        "s2": Standing(box=3, due=day(10), seen=3),
    }


def test_the_last_box_keeps_coming_back():
    history = [session(20 * number, s1="ya") for number in range(8)]
    assert standings(spec(), history)["s1"] == Standing(box=5, due=day(140 + 16), seen=8)


def test_the_first_day_holds_the_first_questions():
    assert schedule(spec(), [], MONDAY) == ("s1", "s2", "s3", "s4", "s5")


def test_due_questions_come_first_then_new_ones():
    history = [session(0, s1="ya", s2="tidak", s3="ya", s4="ya", s5="tidak")]
    assert schedule(spec(), history, day(1)) == ("s2", "s5", "s6", "s7", "s8")
    assert schedule(spec(), history, day(2)) == ("s2", "s5", "s1", "s3", "s6")
    assert schedule(spec(new_per_day=0), history, day(2)) == ("s2", "s5", "s1", "s3", "s4")
    assert schedule(spec(5), history, day(2)) == ("s2", "s5", "s1", "s3", "s4")


def test_whoever_comes_back_after_weeks_gets_five_all_the_same():
    history = [session(0, s1="ya", s2="ya", s3="ya", s4="ya", s5="ya"), session(1, s6="tidak", s7="ya", s8="ya")]
    assert schedule(spec(), history, day(60)) == ("s6", "s1", "s2", "s3", "s9")


def test_what_was_dealt_and_not_answered_comes_as_new_again():
    history = [Session(day(0), ("s1", "s2", "s3", "s4", "s5"), {"s1": "ya"})]
    assert schedule(spec(), history, day(1)) == ("s2", "s3", "s4", "s5", "s6")


def test_a_small_set_runs_dry_without_harm():
    history = [session(0, s1="ya", s2="ya")]
    assert schedule(spec(2), history, day(1)) == ()


def test_what_comes_back_is_counted_by_day():
    history = [session(0, s1="ya", s2="tidak"), session(5, s3="ya", s4="ya", s5="tidak")]
    assert returns(spec(), history) == [(day(6), 3), (day(7), 2)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.lists(st.booleans(), min_size=5, max_size=5)), max_size=25))
def test_nobody_is_ever_dealt_what_is_neither_due_nor_new(visits):
    one, history, now = spec(), [], MONDAY
    for gap, right in visits:
        now += timedelta(days=gap)
        known = standings(one, history)
        dealt = schedule(one, history, now)
        assert len(set(dealt)) == len(dealt) <= one.per_day
        assert all(name not in known or known[name].due <= now for name in dealt)
        late = [name for name in known if known[name].due <= now and name not in dealt]
        new = [name for name in dealt if name not in known]
        assert len(new) <= one.new_per_day or not late  # no more new ones while something due waits
        assert len(dealt) == one.per_day or (not late and len(known) + len(new) == len(one.items))
        answers = {name: "ya" if good else "tidak" for name, good in zip(dealt, right, strict=False)}
        history.append(Session(now, dealt, answers))


def test_the_boxes_come_from_what_is_stored(response):
    history = [session(0, s1="ya"), session(2, s2="tidak")]
    later = Session(day(2), ("s2", "s3"), {"s2": "tidak", "s3": "ya"})
    own = [stored(response, 1, later, round=2), *(stored(response, 1, one) for one in history)]
    assert sessions(own) == [history[0], later]
