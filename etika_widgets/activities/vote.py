"""A question with choices to vote on: what poll, evidence and argument with a second vote have in common."""

from __future__ import annotations

from typing import Annotated, Any, Final, Self

from pydantic import StrictBool, model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, QuestionSpec, check_amount, check_unique
from etika_widgets.activities.rendering import html
from etika_widgets.errors import FieldError
from etika_widgets.i18n import translate
from etika_widgets.spec import Text

UNSURE: Final = "unsure"
"""Id of the choice "Belum yakin", which belongs to the type and not to a definition."""
LEAST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 12


class VoteOption(Choice):
    """One option; ``short`` is its label in charts."""

    short: Text | None = None

    def label(self, language: str) -> str:
        """Return the short label, else the text."""
        return (self.short or self.text).get(language)


class VoteSpec(QuestionSpec):
    """Base of definitions with one question and two to twelve options."""

    options: Annotated[tuple[VoteOption, ...], NamedByText]
    unsure: StrictBool = True
    """Whether "Belum yakin" is offered."""

    @model_validator(mode="after")
    def _check_options(self) -> Self:
        check_amount(self.options, LEAST_OPTIONS, MOST_OPTIONS, "options", "pilihan")
        ids = [option.id for option in self.options]
        check_unique(ids, "options")
        if UNSURE in ids:
            raise FieldError(
                "Id pilihan '{id}' sudah dipakai untuk “Belum yakin”. "
                "Hapus pilihan itu dan tulis 'unsure: true', atau beri id lain.",
                id=UNSURE,
            )
        return self

    @property
    def choice_ids(self) -> tuple[str, ...]:
        """Every id that may be chosen, ``unsure`` last if it is offered."""
        return (*(option.id for option in self.options), *((UNSURE,) if self.unsure else ()))

    def texts(self, language: str) -> dict[str, str]:
        """Return the full text of every choice by id."""
        return self._named({option.id: option.text.get(language) for option in self.options}, language)

    def labels(self, language: str) -> dict[str, str]:
        """Return the short label of every choice by id."""
        return self._named({option.id: option.label(language) for option in self.options}, language)

    def _named(self, names: dict[str, str], language: str) -> dict[str, str]:
        return names | ({UNSURE: translate("Belum yakin", language)} if self.unsure else {})


def vote_content(spec: VoteSpec, language: str) -> dict[str, Any]:
    """Return ``{case_html, question, options: [{id, text, short}], unsure}``, as views draw them."""
    short = spec.labels(language)
    return {
        "case_html": html(spec.case, language),
        "question": spec.question.get(language),
        "options": [{"id": i, "text": text, "short": short[i]} for i, text in spec.texts(language).items()],
        "unsure": spec.unsure,
    }
