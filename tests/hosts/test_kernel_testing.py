"""The helpers for plug-in authors, on the built-in types and on a broken one."""

from __future__ import annotations

from typing import Any

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.activities.poll import Poll
from etika_widgets.content.library import default_library
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

POLL = {"type": "poll", "id": "antre", "question": "Antre ulang?", "options": ["Ya", "Tidak"]}


def definitions() -> list[Any]:
    pack = default_library().pack("keluhan_di_loket")
    return [pytest.param(spec, id=spec.id) for spec in pack.activities]


@pytest.mark.parametrize("spec", definitions())
def test_built_in_types_keep_the_contract(spec: Any) -> None:
    definition = spec.model_dump(mode="json", exclude_none=True)
    check_activity_type(type(activity_types()[spec.type]), definition)


class Loud(Poll):
    """A type that breaks the contract in several ways."""

    name = "Loud Poll"

    def reveal(self, spec: Any, language: str) -> dict[str, Any]:
        return {"html": {"a", "b"}}


def test_a_broken_type_is_told_everything_that_is_wrong() -> None:
    with pytest.raises(AssertionError) as told:
        check_activity_type(Loud, POLL)
    text = str(told.value)
    assert "lower case" in text
    assert "reveal must return plain JSON" in text
    assert "view.js is missing" in text


class Blind(Poll):
    """A type that asks for raised hands and loses them."""

    def tally_options(self, spec: Any, language: str) -> list[dict[str, str]]:
        return [{"id": "ya", "text": "Ya"}, {"id": "ya", "text": "Tidak"}]

    def results(self, spec: Any, responses: Any, language: str) -> dict[str, Any]:
        return super().results(spec, [], language)

    def facilitator_results(self, spec: Any, responses: Any, language: str) -> dict[str, Any]:
        return self.results(spec, responses, language)

    def frame(self, spec: Any, responses: Any) -> Any:
        return super().frame(spec, []).drop(columns="sumber")


def test_a_type_that_loses_raised_hands_is_told() -> None:
    with pytest.raises(AssertionError) as told:
        check_activity_type(Blind, POLL)
    assert str(told.value).splitlines()[:4] == [
        "Blind: tally_options must give every option an id of its own",
        "Blind: results must show raised hands, since tally_options asks for them",
        "Blind: facilitator_results must show raised hands, since tally_options asks for them",
        "Blind: frame must list raised hands with sumber 'dicatat fasilitator'",
    ]


def test_a_class_in_memory_takes_answers_as_from_a_phone() -> None:
    with memory_class([POLL]) as klass:
        rusa = klass.join("Rusa Tenang")
        early = submit_from_browser(klass, rusa, "antre", "answer", {"choices": ["ya"]})
        assert not early["ok"]
        klass.move("antre", "reading", "open")
        assert submit_from_browser(klass, rusa, "antre", "answer", {"choices": ["ya"]})["ok"]
        assert not submit_from_browser(klass, rusa, "antre", "answer", {"choices": ["lain"]})["ok"]
        assert klass.state("antre", rusa)["mine"]["1"]["answer"]["choices"] == ["ya"]
        with pytest.raises(AssertionError):
            klass.move("antre", "reading")


def test_a_whole_pack_can_be_opened() -> None:
    with memory_class(default_library().pack("keluhan_di_loket")) as klass:
        assert len(klass.room().activities) == 7
