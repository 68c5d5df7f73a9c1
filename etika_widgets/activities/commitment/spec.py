"""The definition of a commitment."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import model_validator

from etika_widgets.activities.definitions import (
    NamedByLabel,
    RequiredTextField,
    check_amount,
    check_unique,
    with_default_title,
)
from etika_widgets.spec import ActivitySpec, Text

MOST_FIELDS: Final = 8


class CommitmentSpec(ActivitySpec):
    """A card with a few lines: what somebody will do, when, and how they will know.

    Example:
        >>> spec = CommitmentSpec(id="janji", prompt="Satu tindakan", fields=["Tindakan", "Kapan"])
        >>> [field.id for field in spec.fields]
        ['tindakan', 'kapan']
    """

    type: Literal["commitment"] = "commitment"
    prompt: Text
    """Markdown."""
    fields: Annotated[tuple[RequiredTextField, ...], NamedByLabel]

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "prompt")

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.fields, 1, MOST_FIELDS, "fields", "isian")
        check_unique([field.id for field in self.fields], "fields")
        return self

    @property
    def required_ids(self) -> tuple[str, ...]:
        """Ids of the fields that must be filled in."""
        return tuple(field.id for field in self.fields if field.required)
