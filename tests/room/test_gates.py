"""Nothing that opens later is seen earlier: every snapshot of every role is searched for it."""

from __future__ import annotations

import json

import pytest

from etika_widgets.activity import Phase
from etika_widgets.room import Role, Viewer

from .conftest import FACILITATOR, PROJECTOR
from .words import POLL, choose


def everything_seen(klass, viewer):
    """Return all text this viewer could find in anything sent to them."""
    room = klass.room
    states = [klass.sees(viewer, name) for name in room.activities]
    return json.dumps([klass.sees(viewer), *states], ensure_ascii=False)


def secrets_of(pack):
    """Return the texts of the lesson that nobody but the facilitator may see before the reveal."""
    found = []
    for name in pack.activity_ids:
        spec = pack.activity(name)
        if spec.type == "quiz":
            found += [option.rationale.get("id") for item in spec.items for option in item.options]
            found += [item.reference.get("id") for item in spec.items]
    return [text for text in found if len(text) > 20]


def facilitator_only(pack):
    sheet = pack.run_sheet_data()
    texts = [step.get(key) for step in sheet["steps"] for key in ("say", "notes", "if_silent", "cut")]
    texts += [question for name in pack.activity_ids for question in pack.activity(name).follow_ups]
    return [line.strip() for text in texts if text for line in text.splitlines() if len(line.strip()) > 20]


@pytest.mark.parametrize("until", [1, 2, 3, 4])
def test_no_key_or_rationale_reaches_a_phone_or_the_projector_before_the_reveal(klass, lesson, until):
    person = klass.join("Kenari")
    for name in lesson.activity_ids:
        klass.move(name, *("reading", "open", "closed", "discussing")[:until])
    for viewer in (person, PROJECTOR):
        seen = everything_seen(klass, viewer)
        assert '"key"' not in seen
        assert [text for text in secrets_of(lesson) if text in seen] == []


@pytest.mark.parametrize("viewer", [PROJECTOR, None])
def test_notes_opening_words_and_follow_ups_never_leave_the_control_page(klass, lesson, viewer):
    viewer = viewer or klass.join("Kenari")
    for name in lesson.activity_ids:
        klass.move(name, "reading", "open", "closed", "revealed")
    seen = everything_seen(klass, viewer)
    assert [line for line in facilitator_only(lesson) if json.dumps(line, ensure_ascii=False)[1:-1] in seen] == []


def test_the_facilitator_sees_counts_at_once_and_everybody_else_after_the_reveal(klass):
    klass.move(POLL, "reading", "open")
    person = klass.join("Kenari")
    klass.answer(person, POLL, **choose(klass, 0))
    assert klass.sees(FACILITATOR, POLL)["results"]["rounds"][0]["n"] == 1
    for viewer in (person, PROJECTOR):
        assert klass.sees(viewer, POLL)["results"] is None
    klass.move(POLL, "closed", "revealed")
    for viewer in (person, PROJECTOR):
        assert klass.sees(viewer, POLL)["results"]["rounds"][0]["n"] == 1


def test_opening_a_second_round_hides_the_first_again(klass):
    klass.move(POLL, "reading", "open", "closed", "revealed", "open")
    assert klass.sees(PROJECTOR, POLL)["results"] is None


def test_a_hidden_activity_shows_nothing_but_its_title(klass):
    assert klass.sees(PROJECTOR, POLL).keys() == {"id", "type", "role", "phase", "round", "rev", "title"}


def test_the_projector_never_gets_a_name_or_an_id(klass):
    person = klass.join("Kenari Istimewa")
    klass.lead("group", largest=6)
    klass.move(POLL, "reading", "open")
    klass.answer(person, POLL, **choose(klass, 0))
    for name in klass.room.activities:
        if klass.room.activities[name].phase is Phase.HIDDEN:
            klass.move(name, "reading", "open")
    seen = everything_seen(klass, PROJECTOR)
    assert "Kenari Istimewa" not in seen
    assert person.participant not in seen


def test_one_participant_never_sees_the_answer_of_another(klass):
    klass.move(POLL, "reading", "open")
    writer, reader = klass.join("Kenari"), klass.join("Merpati")
    klass.answer(writer, POLL, **(choose(klass, 0) | {"reason": "ALASAN_PRIBADI"}))
    assert "ALASAN_PRIBADI" in json.dumps(klass.sees(writer, POLL))
    klass.move(POLL, "closed", "revealed")
    assert "ALASAN_PRIBADI" not in everything_seen(klass, reader)
    assert "ALASAN_PRIBADI" not in everything_seen(klass, PROJECTOR)


def test_a_reason_reaches_the_screen_only_when_the_facilitator_puts_it_there(klass):
    klass.move(POLL, "reading", "open")
    writer = klass.join("Kenari")
    klass.answer(writer, POLL, **(choose(klass, 0) | {"reason": "ALASAN_TERPILIH"}))
    klass.move(POLL, "closed", "revealed")
    shown = klass.lead("feature", POLL, participant=writer.participant, slot="answer", round=1, shown=True)
    assert shown.ok
    assert "ALASAN_TERPILIH" in everything_seen(klass, PROJECTOR)
    klass.lead("feature", POLL, participant=writer.participant, slot="answer", round=1, shown=False)
    assert "ALASAN_TERPILIH" not in everything_seen(klass, PROJECTOR)


def test_the_log_holds_nothing_that_a_participant_wrote(klass):
    klass.move(POLL, "reading", "open")
    klass.answer(klass.join("Kenari Rahasia"), POLL, **(choose(klass, 0) | {"reason": "ALASAN_PRIBADI"}))
    log = repr(klass.desk.store.events(klass.code))
    assert "ALASAN_PRIBADI" not in log
    assert "Kenari Rahasia" not in log


def test_english_reaches_those_who_asked_for_it(klass):
    klass.move(POLL, "reading")
    state = klass.sees(Viewer(Role.PROJECTOR, None, "en"), POLL)
    assert state["content"]["options"][-1] == {"id": "unsure", "text": "Not sure yet", "short": "Not sure yet"}
