"""What `etika_widgets.testing` promises authors of types: their mistakes are found and named."""

from __future__ import annotations

from typing import Any

import pytest

from etika_widgets.activities.poll import Poll
from etika_widgets.activity import Accepted, ActivityType
from etika_widgets.content.library import default_library
from etika_widgets.testing import check_activity_type, memory_class, play

DEFINITION = {
    "id": "antre",
    "type": "poll",
    "question": "Antre?",
    "options": ["Ya", "Tidak"],
    "reveal": "Tidak ada kunci.",
}
VALID = {"answer": {"choices": ["ya"], "reason": ""}}


class Careless(Poll):
    """Trusts what pages send."""

    def accept(self, spec: Any, context: Any, kind: str, payload: Any) -> Accepted:
        return Accepted("answer", {"choices": list(payload["choices"]), "reason": payload["reason"].strip()})


class Strict(Poll):
    """Refuses its own bot."""

    def bot(self, spec: Any, state: Any, dice: Any) -> Any:
        return [("answer", {"choices": ["mungkin"], "reason": ""})]


class Endless(Poll):
    """Never has enough."""

    def bot(self, spec: Any, state: Any, dice: Any) -> Any:
        return [("answer", {"choices": ["ya"], "reason": ""})]


class Leaking(Poll):
    """Shows before the reveal what is kept for it."""

    def content(self, spec: Any, language: str) -> dict[str, Any]:
        return {**super().content(spec, language), "hint": spec.reveal.id}


def said(cls: type[ActivityType[Any]], definition: dict[str, Any] = DEFINITION) -> str:
    with memory_class([definition], types=[cls]) as klass, pytest.raises(AssertionError) as caught:
        play(klass, "antre", people=2)
    return str(caught.value)


def test_a_sound_type_passes():
    check_activity_type(Poll, DEFINITION, VALID)
    with memory_class([DEFINITION]) as klass:
        play(klass, "antre", people=7)
        assert klass.state("antre")["results"]["rounds"][0]["n"] == 7


def test_a_type_that_trusts_pages_is_told_what_broke_it():
    with pytest.raises(AssertionError) as caught:
        check_activity_type(Careless, DEFINITION, VALID)
    told = str(caught.value)
    assert "Careless: accept must refuse an unknown kind of intent, not answer: accepted" in told
    assert "accept must refuse answer 'None', not fail: TypeError" in told
    assert "AttributeError" in told


def test_a_payload_that_is_not_valid_is_said():
    with pytest.raises(AssertionError, match=r"accept must take answer .*, not answer: refused"):
        check_activity_type(Poll, DEFINITION, {"answer": {"choices": ["mungkin"]}})


def test_a_bot_that_is_refused_or_never_ends_is_named():
    assert said(Strict).startswith("antre: answer {'choices': ['mungkin'], 'reason': ''} of the bot was refused: ")
    assert said(Endless) == "antre: the bot never comes to an end"


def test_what_shows_before_the_reveal_is_named():
    long = {**DEFINITION, "reveal": "Tidak ada kunci untuk pertanyaan ini; yang dicari adalah alasan yang diucapkan."}
    assert said(Leaking, long).startswith("antre shows too early, while reading: tidak ada kunci")


@pytest.mark.parametrize("activity", default_library().pack("galeri").activity_ids)
def test_every_kind_of_activity_of_the_gallery_can_be_played_without_a_server(activity):
    with memory_class([default_library().pack("galeri").activity(activity)]) as klass:
        play(klass, activity, people=6)
        assert klass.state(activity)["phase"] == "revealed"
