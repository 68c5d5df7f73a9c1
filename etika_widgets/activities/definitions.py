"""What several activity definitions share: choices given as plain strings, text fields, a title by default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError, model_validator
from pydantic_core import InitErrorDetails

from etika_widgets.errors import EtikaError, FieldError
from etika_widgets.i18n import N_
from etika_widgets.spec import ActivitySpec, Slug, Text, slugify

Loc = tuple[str | int, ...]
"""Where in a definition something stands: names of fields and numbers of rows."""

FIELD_LIMIT: Final = 2000
"""The longest text that a field of a definition may ask for."""
_AMOUNTS: Final = {
    "bagian": N_("'{field}' berisi {count} bagian; harus {least} sampai {most}. Tambah atau kurangi bagian."),
    "butir": N_("'{field}' berisi {count} butir; harus {least} sampai {most}. Tambah atau kurangi butir."),
    "contoh": N_("'{field}' berisi {count} contoh; harus {least} sampai {most}. Tambah atau kurangi contoh."),
    "isian": N_("'{field}' berisi {count} isian; harus {least} sampai {most}. Tambah atau kurangi isian."),
    "kotak": N_("'{field}' berisi {count} kotak; harus {least} sampai {most}. Tambah atau kurangi kotak."),
    "kriteria": N_("'{field}' berisi {count} kriteria; harus {least} sampai {most}. Tambah atau kurangi kriteria."),
    "langkah": N_("'{field}' berisi {count} langkah; harus {least} sampai {most}. Tambah atau kurangi langkah."),
    "peran": N_("'{field}' berisi {count} peran; harus {least} sampai {most}. Tambah atau kurangi peran."),
    "pernyataan": N_(
        "'{field}' berisi {count} pernyataan; harus {least} sampai {most}. Tambah atau kurangi pernyataan."
    ),
    "pilihan": N_("'{field}' berisi {count} pilihan; harus {least} sampai {most}. Tambah atau kurangi pilihan."),
    "putaran": N_("'{field}' berisi {count} putaran; harus {least} sampai {most}. Tambah atau kurangi putaran."),
    "soal": N_("'{field}' berisi {count} soal; harus {least} sampai {most}. Tambah atau kurangi soal."),
}


class Choice(BaseModel):
    """Something to choose from, with the id that answers are stored under."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    text: Text


class TextField(BaseModel):
    """A labelled text field of a synthesis or a commitment."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    label: Text
    hint: Text | None = None
    max: Annotated[int, Field(strict=True, ge=1, le=FIELD_LIMIT)] = 300
    """Most characters that the field takes."""

    def content(self, language: str) -> dict[str, Any]:
        """Return the field as views draw it."""
        hint = self.hint.get(language) if self.hint else None
        return {"id": self.id, "label": self.label.get(language), "hint": hint, "max": self.max}


class RequiredTextField(TextField):
    """A text field that may insist on being filled in."""

    required: StrictBool = False

    def content(self, language: str) -> dict[str, Any]:
        """Return the field as views draw it."""
        return {**super().content(language), "required": self.required}


def _named(values: Any, wording: str) -> Any:
    """Return ``values`` with ids: ``"Ya"`` becomes ``{id: "ya", text: "Ya"}``; a mapping without id gets one."""
    if not isinstance(values, list | tuple):
        return values
    named: list[Any] = []
    for value in values:
        entry = {wording: value} if isinstance(value, str) else value
        if isinstance(entry, dict) and "id" not in entry:
            text = entry.get(wording)
            text = text.get("id") if isinstance(text, dict) else text
            if isinstance(text, str) and text.strip():
                entry = {"id": slugify(text), **entry}
        named.append(entry)
    return named


def _named_by_text(values: Any) -> Any:
    return _named(values, "text")


def _named_by_label(values: Any) -> Any:
    return _named(values, "label")


NamedByText: Final = BeforeValidator(_named_by_text)
"""For tuples of things with ``text``: takes plain strings and makes the missing ids."""
NamedByLabel: Final = BeforeValidator(_named_by_label)
"""For tuples of things with ``label``: takes plain strings and makes the missing ids."""


def with_default_title(values: Any, source: str, otherwise: Text | None = None) -> Any:
    """Return ``values`` with the field ``source`` as title if there is none, for inline definitions."""
    if not isinstance(values, dict) or values.get("title") is not None:
        return values
    title = values.get(source) if values.get(source) is not None else otherwise
    return values if title is None else {**values, "title": title}


class QuestionSpec(ActivitySpec):
    """Base of definitions that ask one question, perhaps about a case, and open a text with the results."""

    question: Text
    case: Text | None = None
    """Markdown above the question: what happened."""
    reveal: Text | None = None
    """Markdown that opens with the results."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "question")


def check_amount(
    entries: Sequence[object],
    least: int,
    most: int,
    field: str,
    what: Literal[
        "bagian",
        "butir",
        "contoh",
        "isian",
        "kotak",
        "kriteria",
        "langkah",
        "peran",
        "pernyataan",
        "pilihan",
        "putaran",
        "soal",
    ],
) -> None:
    """Refuse too few or too many entries.

    Raises:
        FieldError: names the field and the limits.
    """
    if not least <= len(entries) <= most:
        raise FieldError(_AMOUNTS[what], field=field, count=len(entries), least=least, most=most)


def check_unique(ids: Iterable[str], field: str) -> None:
    """Refuse an id that stands twice.

    Raises:
        FieldError: names the field and the ids.
    """
    seen: set[str] = set()
    twice = []
    for name in ids:
        if name in seen and name not in twice:
            twice.append(name)
        seen.add(name)
    if twice:
        raise FieldError(
            "'{field}' memuat id yang sama lebih dari sekali: {ids}. Beri id yang berbeda.",
            field=field,
            ids=", ".join(twice),
        )


def refuse_all(definition: BaseModel, wrong: Sequence[tuple[Loc, EtikaError]]) -> None:
    """Refuse everything that is wrong at once, each with its place; nothing if nothing is.

    Raises:
        ValidationError: as if each place had been refused by its own field.
    """
    if wrong:
        raise ValidationError.from_exception_data(
            type(definition).__name__,
            [InitErrorDetails(type="value_error", loc=loc, input=None, ctx={"error": error}) for loc, error in wrong],
        )


class OptionsSpec(QuestionSpec):
    """Base of definitions that ask about two or more options, all of which everybody gives a number or a place."""

    most_options: ClassVar[int]
    options: Annotated[tuple[Choice, ...], NamedByText]

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.options, 2, self.most_options, "options", "pilihan")
        check_unique(self.option_ids, "options")
        return self

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Ids of the options in the order of the definition, in which people first see them."""
        return tuple(option.id for option in self.options)
