"""The definition of a case discussion."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from etika_widgets.activities.definitions import (
    Choice,
    NamedByLabel,
    NamedByText,
    TextField,
    check_amount,
    check_unique,
    with_default_title,
)
from etika_widgets.spec import ActivitySpec, Slug, Text

LEAST_POSITIONS: Final = 2
MOST_POSITIONS: Final = 12
MOST_FIELDS: Final = 8


class Document(BaseModel):
    """Something to read beside the case: a letter, a rule, a table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: Text
    body: Text
    """Markdown."""


class Synthesis(BaseModel):
    """What a group writes together, by the hand of its writer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt: Text
    fields: Annotated[tuple[TextField, ...], NamedByLabel]

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.fields, 1, MOST_FIELDS, "fields", "isian")
        check_unique([field.id for field in self.fields], "fields")
        return self


class CaseDiscussionSpec(ActivitySpec):
    """A case: everybody takes a position, then each group writes one synthesis.

    Example:
        >>> synthesis = {"prompt": "Tulis bersama", "fields": ["Usul kami"]}
        >>> spec = CaseDiscussionSpec(
        ...     id="kasus", case="Hujan, antrean panjang.", question="Apa usul Anda?",
        ...     positions=["Buka semua loket", "Tetap urut"], synthesis=synthesis,
        ... )
        >>> spec.synthesis.fields[0].id
        'usul_kami'
    """

    type: Literal["case_discussion"] = "case_discussion"
    case: Text
    """Markdown: what happened."""
    documents: tuple[Document, ...] = ()
    question: Text
    positions: Annotated[tuple[Choice, ...], NamedByText]
    reason: Literal["none", "optional", "required"] = "optional"
    synthesis: Synthesis
    reveal: Text | None = None
    """Markdown that closes the case."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "question")

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.positions, LEAST_POSITIONS, MOST_POSITIONS, "positions", "pilihan")
        check_unique([position.id for position in self.positions], "positions")
        check_unique([document.id for document in self.documents], "documents")
        return self

    @property
    def position_ids(self) -> tuple[str, ...]:
        """Ids of the positions, in order."""
        return tuple(position.id for position in self.positions)
