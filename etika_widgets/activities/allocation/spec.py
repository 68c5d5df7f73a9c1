"""The definition of a division of 100 points."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, QuestionSpec, check_amount, check_unique

TOTAL: Final = 100
STEP: Final = 5
LEAST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 8


class AllocationSpec(QuestionSpec):
    """Two to eight options over which everybody divides 100 points in steps of 5.

    Example:
        >>> AllocationSpec(id="dana", question="Ke mana?", options=["Loket", "Keliling"]).option_ids
        ('loket', 'keliling')
    """

    type: Literal["allocation"] = "allocation"
    options: Annotated[tuple[Choice, ...], NamedByText]

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.options, LEAST_OPTIONS, MOST_OPTIONS, "options", "pilihan")
        check_unique(self.option_ids, "options")
        return self

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Ids of the options, in order."""
        return tuple(option.id for option in self.options)
