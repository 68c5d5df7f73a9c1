"""The definition of a ranking by preference."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, QuestionSpec, check_amount, check_unique

LEAST_OPTIONS: Final = 2
MOST_OPTIONS: Final = 10


class RankingSpec(QuestionSpec):
    """Two to ten options that everybody puts into an order of their own; there is no right one.

    Example:
        >>> RankingSpec(id="dulu", question="Mana dulu?", options=["Antrean", "Toilet"]).option_ids
        ('antrean', 'toilet')
    """

    type: Literal["ranking"] = "ranking"
    options: Annotated[tuple[Choice, ...], NamedByText]

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.options, LEAST_OPTIONS, MOST_OPTIONS, "options", "pilihan")
        check_unique(self.option_ids, "options")
        return self

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Ids of the options in the order of the definition, in which people first see them."""
        return tuple(option.id for option in self.options)
