from __future__ import annotations

from dataclasses import replace

from etika_widgets.room import Role, Viewer

from .words import POLL, choose


def test_an_answer_sent_twice_is_stored_once_and_acknowledged_twice(klass):
    klass.move(POLL, "reading", "open")
    person = klass.join("Kenari Teduh")
    intent = klass.intent("answer", POLL, **choose(klass, 0))
    first, second = klass.send(person, intent), klass.send(person, intent)
    assert (first.ok, second.ok, first.rev == second.rev) == (True, True, True)
    assert len(klass.room.responses(POLL)) == 1
    assert [event.kind for event in klass.desk.store.events(klass.code)].count("answer") == 1


def test_an_older_answer_arriving_late_does_not_replace_the_newer_one(klass):
    klass.move(POLL, "reading", "open")
    person = klass.join("Kenari Teduh")
    old = klass.intent("answer", POLL, **choose(klass, 0))
    new = klass.intent("answer", POLL, **choose(klass, 1))
    assert klass.send(person, new).ok
    assert klass.send(person, old).ok
    assert [seen.payload["choices"] for seen in klass.room.responses(POLL)] == [choose(klass, 1)["choices"]]


def test_a_changed_mind_replaces_the_answer_and_is_logged_as_a_revision(klass):
    klass.move(POLL, "reading", "open")
    person = klass.join("Kenari Teduh")
    klass.answer(person, POLL, **choose(klass, 0))
    klass.answer(person, POLL, **choose(klass, 1))
    logged = [event for event in klass.desk.store.events(klass.code) if event.kind == "answer"]
    assert [event.detail["revised"] for event in logged] == [False, True]
    assert len(klass.room.responses(POLL)) == 1


def test_an_answer_to_a_closed_activity_is_refused_in_plain_words(klass):
    klass.move(POLL, "reading", "open", "closed")
    outcome = klass.answer(klass.join("Kenari"), POLL, **choose(klass, 0))
    assert outcome.error.code == "closed"
    assert "masih ada di perangkat ini" in str(outcome.error)
    assert klass.room.responses(POLL) == []


def test_an_answer_written_for_the_first_round_is_not_counted_in_the_second(klass):
    klass.move(POLL, "reading", "open", "closed", "discussing", "open")
    late = klass.intent("answer", POLL, **choose(klass, 0))
    outcome = klass.send(klass.join("Kenari"), replace(late, round=1))
    assert outcome.error.code == "closed"


def test_one_refused_intent_does_not_disturb_its_batch(klass):
    klass.move(POLL, "reading", "open")
    first, second = klass.join("Kenari"), klass.join("Merpati")
    good, bad = klass.intent("answer", POLL, **choose(klass, 0)), klass.intent("answer", POLL, choices=["tidak_ada"])
    outcomes, made = klass.desk.submit(klass.code, [(first, good), (second, bad)])
    assert [outcome.ok for outcome in outcomes] == [True, False]
    assert [row.participant for row in made.responses] == [first.participant]


def test_a_projector_and_a_stranger_cannot_answer(klass):
    klass.move(POLL, "reading", "open")
    for viewer, code in ((Viewer(Role.PROJECTOR), "forbidden"), (Viewer(Role.PARTICIPANT, "siapa"), "removed")):
        assert klass.answer(viewer, POLL, **choose(klass, 0)).error.code == code


def test_a_participant_cannot_move_phases_even_by_name(klass):
    outcome = klass.answer(klass.join("Kenari"), POLL, kind="move", to="reading", rev=1)
    assert outcome.error.code == "unknown_kind"


def test_an_ended_class_takes_no_answers_and_closes_what_was_open(klass):
    klass.move(POLL, "reading", "open")
    person = klass.join("Kenari")
    klass.lead("end")
    assert klass.answer(person, POLL, **choose(klass, 0)).error.code == "ended"
    assert klass.room.activities[POLL].row.phase == "closed"


def test_two_desks_on_one_store_see_each_others_answers_before_they_decide(klass, store):
    from etika_widgets._plugins import activity_types
    from etika_widgets.room import Desk

    klass.move(POLL, "reading", "open")
    person = klass.join("Kenari")
    other = Desk(store, activity_types())
    intent = klass.intent("answer", POLL, **choose(klass, 0))
    assert klass.send(person, intent).ok
    outcomes, made = other.submit(klass.code, [(person, intent)])
    assert (outcomes[0].ok, made.rev) == (True, 0)
    klass.move(POLL, "closed")
    late = klass.intent("answer", POLL, **choose(klass, 1))
    assert other.submit(klass.code, [(person, late)])[0][0].error.code == "closed"
