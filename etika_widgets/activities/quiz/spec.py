"""The definition of a quiz."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, StrictBool, model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, check_amount, check_unique, with_default_title
from etika_widgets.errors import FieldError
from etika_widgets.spec import ActivitySpec, Slug, Text, slugify

MOST_ITEMS: Final = 60
LEVELS: Final = 3
"""Levels of confidence; only the highest counts as sure."""
LEAST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 8


class QuizOption(Choice):
    """One possible answer; the rationale says why it is right or tempting."""

    rationale: Text | None = None


class QuizItem(BaseModel):
    """One question with exactly one key."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    text: Text
    """Markdown: the situation and the question."""
    options: Annotated[tuple[QuizOption, ...], NamedByText]
    key: Slug
    """Id of the right option; inline definitions may give its text instead."""
    reference: Text | None = None
    """What the key rests on: id of a law in the pack, or words."""
    objective: str | None = None
    bloom: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _key_by_text(cls, values: Any) -> Any:
        if not isinstance(values, dict) or not isinstance(values.get("options"), list | tuple):
            return values
        key = values.get("key")
        if isinstance(key, str) and key in values["options"]:
            return {**values, "key": slugify(key)}
        return values

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.options, LEAST_OPTIONS, MOST_OPTIONS, "options", "pilihan")
        ids = self.option_ids
        check_unique(ids, "options")
        if self.key not in ids:
            raise FieldError(
                "Kunci '{key}' pada soal '{item}' bukan salah satu pilihan. Pakai salah satu: {known}.",
                key=self.key,
                item=self.id,
                known=", ".join(ids),
            )
        return self

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Ids of the options, in order."""
        return tuple(option.id for option in self.options)


class QuizSpec(ActivitySpec):
    """Items with one key each; keys and rationales open only at the reveal.

    Example:
        >>> item = {"text": "Hadiah dari pemohon?", "options": ["Tolak", "Terima"], "key": "Tolak"}
        >>> QuizSpec(id="pretes", items=[item]).items[0].key
        'tolak'
    """

    type: Literal["quiz"] = "quiz"
    items: Annotated[tuple[QuizItem, ...], NamedByText]
    confidence: StrictBool = False
    """Whether every answer comes with how sure people are of it: 1 guessed, 2 fairly sure, 3 sure."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "title", Text(id="Kuis", en="Quiz"))

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.items, 1, MOST_ITEMS, "items", "soal")
        check_unique([item.id for item in self.items], "items")
        return self
