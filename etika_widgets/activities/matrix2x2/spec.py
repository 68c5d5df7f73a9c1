"""The definition of items that are placed on a plane of two axes."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, QuestionSpec, check_amount, check_unique
from etika_widgets.errors import FieldError
from etika_widgets.spec import Text

MOST_ITEMS: Final = 8


class Axis(BaseModel):
    """One question about every item, with the words at both ends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Text
    low: Text
    high: Text

    def content(self, language: str) -> dict[str, str]:
        """Return the axis as views draw it."""
        return {name: getattr(self, name).get(language) for name in ("label", "low", "high")}


class Matrix2x2Spec(QuestionSpec):
    """One to eight items, each placed on two axes with two or five steps.

    Example:
        >>> legal = {"label": "Menurut aturan", "low": "Melanggar", "high": "Boleh"}
        >>> right = {"label": "Menurut nurani", "low": "Tidak patut", "high": "Patut"}
        >>> spec = Matrix2x2Spec(id="sah", question="Di mana?", across=legal, up=right, items=["Titip antrean"])
        >>> spec.steps, spec.item_ids, spec.cells[:2]
        (2, ['titip_antrean'], ['1_1', '2_1'])
    """

    type: Literal["matrix2x2"] = "matrix2x2"
    across: Axis
    """The axis from left to right."""
    up: Axis
    """The axis from bottom to top."""
    steps: Literal[2, 5] = 2
    """Steps of both axes: four fields, or a five by five grid."""
    corners: tuple[Text, ...] = ()
    """Names of the four fields (``steps: 2`` only): lower left, lower right, upper left, upper right."""
    items: Annotated[tuple[Choice, ...], NamedByText]

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.items, 1, MOST_ITEMS, "items", "butir")
        check_unique(self.item_ids, "items")
        if self.corners and (self.steps != 2 or len(self.corners) != 4):
            raise FieldError(
                "'corners' memuat tepat empat nama (kiri bawah, kanan bawah, kiri atas, kanan atas), "
                "dan hanya berlaku bersama 'steps: 2'."
            )
        return self

    @property
    def item_ids(self) -> list[str]:
        """Ids of the items in order."""
        return [item.id for item in self.items]

    @property
    def cells(self) -> list[str]:
        """Names of the cells, ``<across>_<up>``, from the lower left to the upper right."""
        steps = range(1, self.steps + 1)
        return [f"{x}_{y}" for y in steps for x in steps]
