"""The definition of a division of 100 points."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, check_amount, check_unique, with_default_title
from etika_widgets.spec import ActivitySpec, Text

TOTAL: Final = 100
STEP: Final = 5
LEAST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 8


class AllocationSpec(ActivitySpec):
    """Two to eight options over which everybody divides 100 points in steps of 5.

    Example:
        >>> AllocationSpec(id="dana", question="Ke mana?", options=["Loket", "Keliling"]).option_ids
        ('loket', 'keliling')
    """

    type: Literal["allocation"] = "allocation"
    question: Text
    case: Text | None = None
    """Markdown above the question: what happened."""
    options: Annotated[tuple[Choice, ...], NamedByText]
    reveal: Text | None = None
    """Markdown that opens with the results."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "question")

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.options, LEAST_OPTIONS, MOST_OPTIONS, "options", "pilihan")
        check_unique(self.option_ids, "options")
        return self

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Ids of the options, in order."""
        return tuple(option.id for option in self.options)
