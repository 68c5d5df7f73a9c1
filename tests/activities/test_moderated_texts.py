"""What wall, questions and ideas share: nothing appears before it is let up, several texts per person, withdrawal."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from etika_widgets._plugins import activity_types
from etika_widgets.activity import Accepted, Context, Phase
from etika_widgets.errors import Refused
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

LEADER = Viewer(Role.FACILITATOR)
TYPES = activity_types()
MODERATED = ("brainstorm", "qna", "wall")
BOARDS = {"wall": "cards", "qna": "questions", "brainstorm": "ideas"}


def definition(kind, **more):
    return {"id": "kegiatan", "type": kind, "prompt": "Apa yang menghambat?", "per_person": 3, **more}


class Played:
    """A class with one open activity of a type."""

    def __init__(self, kind, **more):
        self.kind = kind
        self.klass = memory_class([definition(kind, **more)])
        self.klass.move("kegiatan", "reading", "open")

    def write(self, who, text):
        return submit_from_browser(self.klass, who, "kegiatan", "add", {"text": text})

    def own(self, who):
        return self.klass.state("kegiatan", who)["dealt"]["cards"]

    def lead(self, kind, payload):
        return self.klass.submit(LEADER, "kegiatan", kind, payload)

    def decide(self, to, *ids):
        return self.lead("moderate", {"ids": list(ids), "to": to})

    def review(self):
        return self.klass.state("kegiatan", role=Role.FACILITATOR)["results"]["review"]

    def board(self, viewer=None):
        if self.kind == "brainstorm":
            assert self.lead("stage", {"to": "merge"})["ok"]
        return [one["text"] for one in self.klass.state("kegiatan", viewer)["board"][BOARDS[self.kind]]]


@pytest.fixture(params=MODERATED)
def played(request):
    made = Played(request.param)
    with made.klass:
        yield made


@pytest.mark.parametrize("kind", MODERATED)
def test_it_keeps_the_contract(kind):
    check_activity_type(type(TYPES[kind]), definition(kind))


def test_a_text_appears_nowhere_before_it_is_let_up_and_nowhere_with_a_name(played):
    rusa, kenari = played.klass.join("Rusa Tenang"), played.klass.join("Kenari Teduh")
    assert played.write(rusa, "Antre terlalu lama")["ok"]
    for viewer in (kenari, None):
        assert "Antre" not in str(played.klass.state("kegiatan", viewer))
    [card] = played.review()["cards"]
    assert (card["text"], card["state"], card["name"]) == ("Antre terlalu lama", "waiting", "Rusa Tenang")
    assert played.decide("shown", card["id"])["ok"]
    for viewer in (kenari, None):
        assert played.board(viewer) == ["Antre terlalu lama"]
        assert "Rusa" not in str(played.klass.state("kegiatan", viewer))
    assert played.decide("hidden", card["id"])["ok"]
    assert played.board() == []
    assert played.own(rusa)[0]["state"] == "hidden"


def test_new_texts_wait_also_after_others_were_let_up_together(played):
    rusa = played.klass.join("Rusa Tenang")
    for text in ("satu", "dua"):
        played.write(rusa, text)
    assert [card["text"] for card in played.review()["cards"]] == ["dua", "satu"]
    assert played.decide("shown", *[card["id"] for card in played.review()["cards"]])["ok"]
    played.write(rusa, "tiga")
    newest = played.review()["cards"][0]
    assert (newest["text"], newest["state"]) == ("tiga", "waiting")
    assert sorted(played.board()) == ["dua", "satu"]
    assert (played.review()["waiting"], played.review()["shown"]) == (1, 2)


def test_everybody_has_so_many_and_withdrawing_one_makes_room_and_forgets_it(played):
    rusa = played.klass.join("Rusa Tenang")
    for text in ("satu", "dua", "tiga"):
        assert played.write(rusa, text)["ok"]
    assert played.write(rusa, "empat")["code"] == "too_many_cards"
    second = played.own(rusa)[1]
    played.decide("shown", second["id"])
    assert submit_from_browser(played.klass, rusa, "kegiatan", "withdraw", {"id": second["id"]})["ok"]
    assert played.decide("shown", second["id"])["code"] == "unknown_card"
    assert "dua" not in str([row.payload for row in played.klass.store.changes(played.klass.code).responses])
    assert played.write(rusa, "empat")["ok"]
    assert [card["text"] for card in played.own(rusa)] == ["satu", "tiga", "empat"]
    assert played.own(rusa)[2]["state"] == "waiting"
    assert played.klass.state("kegiatan", role=Role.FACILITATOR)["answered"] == 1


def test_nobody_withdraws_what_another_wrote(played):
    rusa, kenari = played.klass.join("Rusa Tenang"), played.klass.join("Kenari Teduh")
    played.write(rusa, "satu")
    [card] = played.own(rusa)
    assert (
        submit_from_browser(played.klass, kenari, "kegiatan", "withdraw", {"id": card["id"]})["code"] == "unknown_card"
    )
    assert len(played.review()["cards"]) == 1


def test_deciding_is_the_facilitators_alone(played):
    rusa = played.klass.join("Rusa Tenang")
    played.write(rusa, "satu")
    [card] = played.own(rusa)
    ack = submit_from_browser(played.klass, rusa, "kegiatan", "moderate", {"ids": [card["id"]], "to": "shown"})
    assert ack["code"] == "unknown_kind"


def test_decisions_and_limits_hold_over_rounds(played):
    rusa = played.klass.join("Rusa Tenang")
    played.write(rusa, "satu")
    [card] = played.own(rusa)
    played.decide("shown", card["id"])
    played.klass.move("kegiatan", "closed", "open")  # the same round again
    played.klass.move("kegiatan", "closed", "discussing", "open")
    assert played.klass.state("kegiatan")["round"] == 2
    assert played.board() == ["satu"]
    if played.kind == "brainstorm":
        played.lead("stage", {"to": "ideas"})
    played.write(rusa, "dua")
    assert [(one["text"], one["here"]) for one in played.own(rusa)] == [("satu", False), ("dua", True)]
    ack = submit_from_browser(played.klass, rusa, "kegiatan", "withdraw", {"id": card["id"]})
    assert ack["code"] == "earlier_round"
    played.decide("shown", played.own(rusa)[1]["id"])
    assert sorted(played.board()) == ["dua", "satu"]


def test_where_answers_are_anonymous_people_still_find_their_own(request):
    for kind in MODERATED:
        made = Played(kind, identity="anonymous")
        with made.klass:
            rusa = made.klass.join("Rusa Tenang")
            made.write(rusa, "satu")
            assert [card["text"] for card in made.own(rusa)] == ["satu"]
            assert made.review()["cards"][0]["name"] == ""
            ids = made.own(rusa)[0]["id"]
            assert submit_from_browser(made.klass, rusa, "kegiatan", "withdraw", {"id": ids})["ok"]
            results = made.klass.state("kegiatan", role=Role.FACILITATOR)["results"]
            assert results["people" if kind == "brainstorm" else "n"] is None


def test_what_is_drawn_is_bounded(played):
    people = [played.klass.join(f"Orang {number} Baik") for number in range(70)]
    for who in people:
        for text in ("satu", "dua", "tiga"):
            played.write(who, text)
    assert (len(played.review()["cards"]), played.review()["more"]) == (200, 10)
    for _ in range(2):  # a facilitator can reach them all
        waiting = [card["id"] for card in played.review()["cards"] if card["state"] == "waiting"]
        assert played.decide("shown", *waiting)["ok"]
    assert played.review()["waiting"] == 0
    assert len(played.board()) == 200
    assert played.klass.state("kegiatan")["board"]["more"] == 10


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"text": ""}, "empty"),
        ({"text": " \u202e\u200b "}, "empty"),
        ({"text": "x" * 100_000}, "too_long"),
        ({"text": 1}, "not_text"),
        ({"text": True}, "not_text"),
        ({"text": None}, "not_text"),
        ({}, "malformed"),
        ({"text": "satu", "id": "ab"}, "malformed"),
        ([], "malformed"),
    ],
)
@pytest.mark.parametrize("kind", MODERATED)
def test_what_is_no_text_is_refused(refusal, kind, payload, code):
    spec = TYPES[kind].spec.model_validate(definition(kind))
    assert refusal(TYPES[kind], spec, "add", payload).code == code


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"ids": [], "to": "shown"}, "too_many"),
        ({"ids": ["x"] * 201, "to": "shown"}, "too_many"),
        ({"ids": ["x"], "to": "shown"}, "unknown_card"),
        ({"ids": [1], "to": "shown"}, "malformed"),
        ({"ids": "x", "to": "shown"}, "malformed"),
        ({"ids": ["x"], "to": "gone"}, "unknown_option"),
        ({"ids": ["x"], "to": ["shown"]}, "malformed"),
        ({"ids": ["x"]}, "malformed"),
    ],
)
def test_what_the_facilitator_cannot_mean_is_refused(played, payload, code):
    assert played.lead("moderate", payload)["code"] == code


KEYS = st.sampled_from(["text", "id", "ids", "on", "to", "column", "words"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=120, deadline=None)
@given(kind=st.sampled_from([*MODERATED, "wordcloud"]), payload=JSON, dice=st.randoms(use_true_random=False))
def test_any_json_is_accepted_or_refused_and_nothing_else(kind, payload, dice):
    type_ = TYPES[kind]
    asked = {"prompt": "Apa?"} if kind != "wordcloud" else {"question": "Apa?"}
    spec = type_.spec.model_validate({"id": "kegiatan", **asked})
    context = Context(participant="p1", group=None, is_writer=False, phase=Phase.OPEN, round=1)
    for tell, names in ((type_.accept, type_.intents), (type_.direct, type_.directions)):
        outcome: Any
        try:
            outcome = tell(spec, context, dice.choice(sorted(names)), payload)
        except Refused as refused:
            outcome = refused
        assert isinstance(outcome, Accepted) or "{" not in outcome.text("id")


FIELDS = st.sampled_from(
    ["prompt", "question", "columns", "phrases", "ban", "votes", "max", "per_person", "title", "live"]
)


@settings(max_examples=120, deadline=None)
@given(kind=st.sampled_from([*MODERATED, "wordcloud"]), values=st.dictionaries(FIELDS, JSON, max_size=5))
def test_any_definition_is_taken_or_its_faults_are_named(kind, values):
    asked = {"question": "Apa?"} if kind == "wordcloud" else {"prompt": "Apa?"}
    try:
        spec = TYPES[kind].spec.model_validate({"id": "kegiatan", **asked, **values})
    except ValidationError:
        return
    assert TYPES[kind].spec.model_validate_json(spec.model_dump_json()) == spec


@pytest.mark.parametrize("field", ["per_person", "max"])
@pytest.mark.parametrize("value", [0, True, "3", 1.5, 100_000])
def test_a_limit_that_makes_no_sense_is_refused_in_a_definition(field, value):
    for kind in MODERATED:
        with pytest.raises(ValueError, match=field):
            TYPES[kind].spec.model_validate({**definition(kind), field: value})


def test_bots_and_a_bot_facilitator_play_it_to_the_end(played):
    dice, type_ = random.Random(3), TYPES[played.kind]
    spec = type_.spec.model_validate(definition(played.kind))
    people = [played.klass.join(f"Bot {number} Rajin") for number in range(6)]
    for _ in range(12):
        for who in people:
            for kind, payload in type_.bot(spec, played.klass.state("kegiatan", who), dice):
                assert submit_from_browser(played.klass, who, "kegiatan", kind, payload)["ok"], (kind, payload)
        for kind, payload in type_.bot_facilitator(spec, played.klass.state("kegiatan", role=Role.FACILITATOR), dice):
            assert played.lead(kind, payload)["ok"], (kind, payload)
    assert played.klass.state("kegiatan", role=Role.FACILITATOR)["answered"] == 6
    played.klass.move("kegiatan", "closed", "revealed")
    results = played.klass.state("kegiatan")["results"]
    assert len(results[BOARDS[played.kind]]) >= 6
