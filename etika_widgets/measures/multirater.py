"""Self-assessment beside the view of peers and superiors (the 360° form three months later)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from etika_widgets.errors import MeasureError
from etika_widgets.measures._arrays import numbers


@dataclass(frozen=True, slots=True)
class Gap:
    """How somebody sees themselves, and how others do.

    Attributes:
        own: mean of the person's own ratings.
        by_role: mean rating by each role of the others.
        others: mean of ``by_role``, so that one superior counts as much as all peers together.
        gap: own − others; above 0 is a possible blind spot.
    """

    own: float
    by_role: dict[str, float]
    others: float
    gap: float


def compare(own: Sequence[float], others: Mapping[str, Sequence[float]]) -> Gap:
    """Return the gap between a person's own ratings and those of others.

    Whether a role has raters enough to be shown (peers: three) is for the caller to check.

    Args:
        own: the person's ratings, one per item.
        others: all ratings of each role, on the same scale and items.

    Raises:
        MeasureError: somebody gave no rating, or one is missing.

    Example:
        >>> compare([4, 4, 3, 4], {"rekan": [3, 3, 3, 2], "atasan": [3, 2, 3, 3]}).gap
        1.0
    """
    if not others or not len(own) or not all(len(ratings) for ratings in others.values()):
        raise MeasureError("Penilaian diri dan penilaian orang lain harus ada; tanpa salah satunya tidak ada selisih.")
    by_role = {role: float(numbers(ratings).mean()) for role, ratings in others.items()}
    mean, seen = float(numbers(own).mean()), fmean(by_role.values())
    return Gap(own=mean, by_role=by_role, others=seen, gap=mean - seen)
