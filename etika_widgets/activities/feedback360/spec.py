"""The definition of feedback from all sides."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, QuestionSpec, check_amount, check_unique

LEVELS: Final = (1, 2, 3, 4)
"""How often, from *hardly ever* to *nearly always* (``labels.py``)."""
LEAST_RATERS: Final = 3
"""Fewer peers, or fewer subordinates, are never shown: the person rated could work out who gave what."""
MOST_BEHAVIOURS: Final = 12


class Feedback360Spec(QuestionSpec):
    """Behaviours that one rates oneself in, and is rated in by peers, a superior and, if wanted, subordinates.

    Example:
        >>> spec = Feedback360Spec(id="balikan", question="Seberapa sering?", behaviours=["Memberi kabar lebih dulu"])
        >>> spec.behaviours[0].id, spec.identity
        ('memberi_kabar_lebih_dulu', 'anonymous')
    """

    type: Literal["feedback360"] = "feedback360"
    identity: Literal["anonymous"] = "anonymous"
    behaviours: Annotated[tuple[Choice, ...], NamedByText]
    """What somebody else can see or hear, worded without *I* or *they*; 1 to 12."""
    subordinates: bool = False
    """Whether people get a third code, for those whom they lead: a group of its own, shown from three on."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.behaviours, 1, MOST_BEHAVIOURS, "behaviours", "pernyataan")
        check_unique([behaviour.id for behaviour in self.behaviours], "behaviours")
        return self
