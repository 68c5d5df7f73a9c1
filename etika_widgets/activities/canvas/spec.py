"""The definition of a canvas: fields in sections, checks, a rubric, follow-ups."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from etika_widgets.activities.definitions import (
    Choice,
    NamedByLabel,
    NamedByText,
    TextField,
    check_amount,
    check_unique,
    with_default_title,
)
from etika_widgets.errors import FieldError
from etika_widgets.spec import ActivitySpec, Slug, Text

MOST_SECTIONS: Final = 12
MOST_FIELDS: Final = 24
MOST_COLUMNS: Final = 5
MOST_LINES: Final = 12
"""Most lines of a list, most rows of a table."""
LEVELS: Final = 4
"""Levels of a criterion of the rubric."""
SETTINGS: Final = {
    "text": {"max", "checks"},
    "list": {"max", "checks", "most"},
    "choice": {"options"},
    "days": {"least", "most"},
    "number": {"least", "most", "unit"},
    "table": {"columns", "rows", "most"},
}
"""What may be set for each kind of field, besides label, hint, example and ``required``."""

Whole = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Days = Annotated[int, Field(strict=True, ge=1, le=365)]


class Check(BaseModel):
    """Something to look for in a text; missing, it is friendly advice, and a stop only where ``required``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_words: Annotated[int, Field(strict=True, ge=1, le=200)] | None = None
    needs: Literal["number", "time"] | None = None
    advice: Text | None = None
    """What to say instead of the usual words."""
    required: StrictBool = False

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.min_words is None) == (self.needs is None):
            raise FieldError("Tulis tepat satu: 'min_words' atau 'needs' (number, time).")
        return self


class Column(BaseModel):
    """A column of a table: short text, or one of its ``options``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    label: Text
    options: Annotated[tuple[Choice, ...], NamedByText] = ()
    max: Annotated[int, Field(strict=True, ge=1, le=500)] = 160


class SheetField(TextField):
    """A field of a sheet.

    ``kind`` says what it takes: ``text``; ``list`` (short lines); ``choice`` (one of ``options``); ``days`` (a date
    as a number of days from saving); ``number``; ``table`` (``columns``, with fixed ``rows`` or free ones).
    """

    kind: Literal["text", "list", "choice", "days", "number", "table"] = "text"
    example: Text | None = None
    """Shown on demand."""
    required: StrictBool = False
    checks: tuple[Check, ...] = ()
    options: Annotated[tuple[Choice, ...], NamedByText] = ()
    least: Whole | None = None
    """Smallest number, fewest days."""
    most: Whole | None = None
    """Largest number, most days, most lines or rows."""
    unit: Text | None = None
    columns: Annotated[tuple[Column, ...], NamedByLabel] = ()
    rows: Annotated[tuple[Choice, ...], NamedByText] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        allowed = SETTINGS[self.kind]
        for name in sorted(set().union(*SETTINGS.values()) - allowed):
            if getattr(self, name) != type(self).model_fields[name].default:
                raise FieldError(
                    "'{name}' tidak berlaku untuk isian jenis '{kind}'. Hapus.", name=name, kind=self.kind
                )
        if self.kind == "choice":
            check_amount(self.options, 2, MOST_LINES, "options", "pilihan")
            check_unique([option.id for option in self.options], "options")
        if self.kind == "table":
            check_amount(self.columns, 1, MOST_COLUMNS, "columns", "isian")
            check_unique([column.id for column in self.columns], "columns")
            check_unique([row.id for row in self.rows], "rows")
        if self.kind in ("list", "table"):
            check_amount(self.rows, 0, MOST_LINES, "rows", "isian")
            if not 1 <= self.limit <= MOST_LINES:
                raise FieldError("'most' untuk daftar atau tabel harus 1 sampai {most}.", most=MOST_LINES)
        if self.least is not None and self.most is not None and self.least > self.most:
            raise FieldError("'least' lebih besar daripada 'most'. Tukar.")
        return self

    @property
    def limit(self) -> int:
        """Most lines of a list, rows of a table."""
        return len(self.rows) or (8 if self.most is None else self.most)


class Section(BaseModel):
    """Fields under one heading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text
    hint: Text | None = None
    fields: Annotated[tuple[SheetField, ...], NamedByLabel]


class FollowUp(BaseModel):
    """What is asked when some days have gone by; each later round of the activity is one follow-up."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: tuple[Days, ...]
    prompt: Text | None = None
    fields: Annotated[tuple[SheetField, ...], NamedByLabel]

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.days, 1, 6, "days", "isian")
        if any(later <= earlier for earlier, later in pairwise(self.days)):
            raise FieldError("'days' harus naik, misalnya [30, 60, 90].")
        _check_fields(self.fields, "follow_up")
        return self


class Criterion(BaseModel):
    """A criterion of the rubric with its four levels, the lowest first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    text: Text
    levels: tuple[Text, Text, Text, Text]


class CanvasSpec(ActivitySpec):
    """A structured sheet, filled alone or by a group.

    Example:
        >>> spec = CanvasSpec(id="rencana", prompt="Satu langkah", sections=[{"title": "Isi", "fields": ["Langkah"]}])
        >>> [field.id for field in spec.fields_in(1)]
        ['langkah']
    """

    type: Literal["canvas"] = "canvas"
    prompt: Text
    """Markdown."""
    case: Text | None = None
    """Markdown: what the sheet is about."""
    by: Literal["person", "group"] = "person"
    sections: tuple[Section, ...]
    rubric: Annotated[tuple[Criterion, ...], NamedByText] = ()
    """Opens with the results; writers then look at their own sheet with it."""
    follow_up: FollowUp | None = None
    recalls: tuple[Slug, ...] = ()
    """Activities whose words return above the prompt, to their writer alone."""
    reveal: Text | None = None
    """Markdown that closes the sheet."""

    @property
    def by_group(self) -> bool:
        """Whether groups send one answer each, by their writer."""
        return self.by == "group"

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "prompt")

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.sections, 1, MOST_SECTIONS, "sections", "isian")
        _check_fields([field for section in self.sections for field in section.fields], "sections")
        check_unique([criterion.id for criterion in self.rubric], "rubric")
        if self.by == "group" and self.identity == "named":
            raise FieldError("Lembar kelompok tidak memakai 'identity: named'. Hapus baris itu.")
        return self

    def fields_in(self, round_: int) -> tuple[SheetField, ...]:
        """Return the fields asked for in a round: those of the sheet, or from the second on those of the follow-up."""
        if round_ > 1 and self.follow_up:
            return self.follow_up.fields
        return tuple(field for section in self.sections for field in section.fields)

    def days_of(self, round_: int) -> int | None:
        """Return after how many days a round follows up, ``None`` if it does not."""
        if round_ < 2 or not self.follow_up:
            return None
        return self.follow_up.days[min(round_ - 2, len(self.follow_up.days) - 1)]


def _check_fields(fields: Any, name: str) -> None:
    check_amount(fields, 1, MOST_FIELDS, name, "isian")
    check_unique([field.id for field in fields], name)
