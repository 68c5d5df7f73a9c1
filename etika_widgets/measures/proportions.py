"""Intervals for a share of people, such as the voters for one option of a poll."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from etika_widgets.errors import MeasureError
from etika_widgets.measures._confidence import upper


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and the limits it lies between, all from 0 to 1.

    Attributes:
        estimate: the share seen.
        low: lower limit.
        high: upper limit.
    """

    estimate: float
    low: float
    high: float


def wilson(successes: int, n: int, confidence: float = 0.95) -> Interval:
    """Return the Wilson score interval of a share.

    With p = successes / n and z the normal quantile:
    (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n). It keeps within 0 and 1, and says something also where
    nobody or everybody is counted.

    Args:
        successes: people counted, 0 to ``n``.
        n: people in all, 1 or more.
        confidence: share of intervals that hold the true value, 0.95 by default.

    Raises:
        MeasureError: nobody answered, or more people are counted than there are.
        ValueError: ``confidence`` is not between 0 and 1.

    Source:
        Wilson (1927), Journal of the American Statistical Association 22: 209–212.

    Example:
        >>> share = wilson(22, 36)
        >>> round(share.low, 4), round(share.high, 4)
        (0.4486, 0.7522)
    """
    if n < 1:
        raise MeasureError("Belum ada jawaban, jadi proporsinya tidak terdefinisi.")
    if not 0 <= successes <= n:
        raise MeasureError("Jumlah {count} harus antara 0 dan {n}, banyaknya jawaban.", count=successes, n=n)
    z = NormalDist().inv_cdf(upper(confidence))
    p = successes / n
    shrink = 1 + z * z / n
    middle = (p + z * z / (2 * n)) / shrink
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / shrink
    # At the ends the formula gives exactly 0 and 1; floating point does not.
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == n else min(1.0, middle + half)
    return Interval(estimate=p, low=low, high=high)
