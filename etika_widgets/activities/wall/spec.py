"""The definition of a wall of cards."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, check_amount, check_unique, with_default_title
from etika_widgets.spec import ActivitySpec, Text

MOST_COLUMNS: Final = 5


class WallSpec(ActivitySpec):
    """Cards from everybody; each appears once the facilitator lets it up.

    Example:
        >>> spec = WallSpec(id="dinding", prompt="Apa yang menghambat?", columns=["Aturan", "Orang"])
        >>> spec.column_ids
        ('aturan', 'orang')
    """

    type: Literal["wall"] = "wall"
    prompt: Text
    columns: Annotated[tuple[Choice, ...], NamedByText] = ()
    """Where a card belongs; none for one wall without columns."""
    per_person: Annotated[int, Field(strict=True, ge=1, le=10)] = 3
    """Most cards of one person."""
    max: Annotated[int, Field(strict=True, ge=20, le=500)] = 200
    """Most characters of a card, and of a reply."""
    replies: Annotated[int, Field(strict=True, ge=0, le=10)] = 0
    """Most replies of one person to cards that are up; none by default."""
    reveal: Text | None = None
    """Markdown that opens with the results."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "prompt")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.columns:
            check_amount(self.columns, 2, MOST_COLUMNS, "columns", "pilihan")
            check_unique(self.column_ids, "columns")
        return self

    @property
    def column_ids(self) -> tuple[str, ...]:
        """The ids of the columns."""
        return tuple(column.id for column in self.columns)
