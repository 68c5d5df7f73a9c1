"""The definition of an ordering task."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Final, Literal, Self

from pydantic import model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, check_amount, check_unique, with_default_title
from etika_widgets.spec import ActivitySpec, Text

LEAST_STEPS: Final = 2
MOST_STEPS: Final = 12


class Step(Choice):
    """One step; ``detail`` (Markdown) explains its place and opens with the right order."""

    detail: Text | None = None


class OrderingSpec(ActivitySpec):
    """Steps in the right order; people get them in another one, under ids that tell nothing.

    Example:
        >>> spec = OrderingSpec(id="urut", question="Susun", steps=["Dengar", "Catat", "Jawab"])
        >>> len(spec.scattered()), spec.scattered() != spec.right_order()
        (3, True)
    """

    type: Literal["ordering"] = "ordering"
    question: Text
    steps: Annotated[tuple[Step, ...], NamedByText]
    """In the right order."""
    reveal: Text | None = None
    """Markdown that opens with the right order."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "question")

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.steps, LEAST_STEPS, MOST_STEPS, "steps", "langkah")
        check_unique([step.id for step in self.steps], "steps")
        return self

    def opaque(self, step: Step) -> str:
        """Return the id under which a step travels; its own id often gives its place away."""
        return "s" + hashlib.sha256(f"{self.id}/{step.id}".encode()).hexdigest()[:10]

    def right_order(self) -> list[str]:
        """Return the opaque ids in the right order."""
        return [self.opaque(step) for step in self.steps]

    def scattered(self) -> list[str]:
        """Return the opaque ids in the order people see first, the same for everybody and never the right one."""
        ids = sorted(self.right_order())
        return ids if ids != self.right_order() else [*ids[1:], ids[0]]

    def by_opaque(self) -> dict[str, Step]:
        """Return the steps by opaque id."""
        return {self.opaque(step): step for step in self.steps}
