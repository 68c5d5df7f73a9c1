"""The definition of a pulse: one of three ready questions, or a wording of one's own for the yes or no."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import model_validator

from etika_widgets.activities.definitions import with_default_title
from etika_widgets.spec import ActivitySpec, Text

OPTIONS: Final = {"mood": ("good", "so_so", "heavy"), "tempo": ("slow", "right", "fast"), "yes_no": ("yes", "no")}
"""Ids of the choices by kind."""
_TITLES: Final = {
    "mood": Text(id="Denyut: suasana", en="Pulse: mood"),
    "tempo": Text(id="Denyut: tempo", en="Pulse: pace"),
    "yes_no": Text(id="Denyut: ya/tidak", en="Pulse: yes or no"),
}


class PulseSpec(ActivitySpec):
    """A question that is answered with one tap and needs no preparation.

    Example:
        >>> PulseSpec(id="denyut_1", kind="tempo").title.id
        'Denyut: tempo'
    """

    type: Literal["pulse"] = "pulse"
    kind: Literal["mood", "tempo", "yes_no"]
    question: Text | None = None
    """Words of one's own above the choices; by default those of the kind."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        kind = values.get("kind") if isinstance(values, dict) else None
        return with_default_title(values, "title", _TITLES.get(kind) if isinstance(kind, str) else None)

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Ids of the choices, in order."""
        return OPTIONS[self.kind]
