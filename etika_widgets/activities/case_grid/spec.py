"""The definition of options that are scored by criteria."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, QuestionSpec, check_amount, check_unique
from etika_widgets.spec import Text

POINTS: Final = 5
"""Scores go from 1 to this; so do weights."""


class Criterion(Choice):
    """What options are scored by, and how much it counts."""

    weight: Annotated[int, Field(strict=True, ge=1, le=POINTS)] = 1


class CaseGridSpec(QuestionSpec):
    """Two to five options, each scored 1 to 5 by two to six criteria.

    Example:
        >>> spec = CaseGridSpec(id="jalan", question="Mana?", options=["Tolak", "Terima"], criteria=["Adil", "Cepat"])
        >>> spec.option_ids, spec.criterion_ids, spec.weights
        (['tolak', 'terima'], ['adil', 'cepat'], 'fixed')
    """

    type: Literal["case_grid"] = "case_grid"
    options: Annotated[tuple[Choice, ...], NamedByText]
    criteria: Annotated[tuple[Criterion, ...], NamedByText]
    weights: Literal["fixed", "own"] = "fixed"
    """``fixed``: as the criteria say; ``own``: everybody weighs the criteria 1 to 5."""
    low: Text = Text(id="sangat buruk", en="very bad")
    """What 1 stands for."""
    high: Text = Text(id="sangat baik", en="very good")
    """What 5 stands for."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.options, 2, 5, "options", "pilihan")
        check_amount(self.criteria, 2, 6, "criteria", "kriteria")
        check_unique(self.option_ids, "options")
        check_unique(self.criterion_ids, "criteria")
        return self

    @property
    def option_ids(self) -> list[str]:
        """Ids of the options in order."""
        return [option.id for option in self.options]

    @property
    def criterion_ids(self) -> list[str]:
        """Ids of the criteria in order."""
        return [criterion.id for criterion in self.criteria]

    @property
    def fixed(self) -> dict[str, int]:
        """Weights as the definition gives them."""
        return {criterion.id: criterion.weight for criterion in self.criteria}
