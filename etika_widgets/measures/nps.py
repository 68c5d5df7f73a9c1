"""Net promoter score: one question, 0 to 10. Of one class it is too uncertain to steer by; show the interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np

from etika_widgets.errors import MeasureError
from etika_widgets.measures._arrays import numbers

Z: Final = 1.96
"""Normal quantile of the 95 % interval, rounded as is usual for this score."""


@dataclass(frozen=True, slots=True)
class Nps:
    """A net promoter score, from −100 to 100. It is a difference of two percentages, not one itself.

    Attributes:
        n: people who answered.
        promoters: people who gave 9 or 10.
        passives: people who gave 7 or 8.
        detractors: people who gave 0 to 6.
        nps: the score.
        se: its standard error, in points.
        low: lower limit of the 95 % interval, −100 at least.
        high: upper limit, 100 at most.
    """

    n: int
    promoters: int
    passives: int
    detractors: int
    nps: float
    se: float
    low: float
    high: float


def score(scores: Sequence[int]) -> Nps:
    """Return the net promoter score NPS = 100·(p − d), with p and d the shares of 9–10 and of 0–6.

    se = 100·√((p + d − (p − d)²)/n); interval NPS ± 1.96·se. Where everybody falls into one class, ``se`` is 0 and
    the interval says nothing.

    Args:
        scores: whole numbers 0 to 10, one per person.

    Raises:
        MeasureError: nobody answered, a score is missing or not a whole number from 0 to 10.

    Source:
        Reichheld (2003), Harvard Business Review 81(12): 46–54.

    Example:
        >>> found = score([10, 9, 8, 6])
        >>> found.nps, found.promoters, found.detractors
        (25.0, 2, 1)
    """
    values = numbers(list(scores))
    n = values.size
    if not n:
        raise MeasureError("Belum ada jawaban, jadi NPS tidak terdefinisi.")
    if not np.isin(values, range(11)).all():
        raise MeasureError("Skor NPS harus bilangan bulat 0 sampai 10.")
    promoters, detractors = int((values >= 9).sum()), int((values <= 6).sum())
    p, d = promoters / n, detractors / n
    nps = 100 * (promoters - detractors) / n
    se = 100 * sqrt(max(0.0, p + d - (p - d) ** 2) / n)
    return Nps(
        n=n,
        promoters=promoters,
        passives=n - promoters - detractors,
        detractors=detractors,
        nps=nps,
        se=se,
        low=max(-100.0, nps - Z * se),
        high=min(100.0, nps + Z * se),
    )
