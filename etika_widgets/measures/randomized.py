"""Randomized response: how many did something, without knowing who.

Chance stands between the question and the answer, so that no single answer tells the truth about a person; the
share in the class can still be worked out. The price is a wide interval: it needs many more people than an open
question. How well people are protected is decided by the chances chosen, not here: with ``p_truth = 1``,
``p_yes = 0`` (a *yes* is then certainly true) or ``p_known`` of 0 or 1 nobody is protected.

The limits are those of the Wilson interval of the share of answers seen, carried over by the same line as the
estimate; unlike ±1.96 standard errors they also hold for small classes and for shares near 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from etika_widgets.errors import MeasureError
from etika_widgets.measures.proportions import wilson


@dataclass(frozen=True, slots=True)
class Prevalence:
    """An estimated share of people and its 95 % interval.

    Attributes:
        estimate: the share, cut off at 0 and 1.
        low: lower limit, cut off at 0.
        high: upper limit, cut off at 1.
        se: standard error of the estimate before it was cut off.
        raw: the estimate before it was cut off; chance can carry it below 0 or above 1.
    """

    estimate: float
    low: float
    high: float
    se: float
    raw: float

    @property
    def truncated(self) -> bool:
        """Whether the estimate was cut off at 0 or 1; say so wherever it is shown."""
        return self.estimate != self.raw


def forced_response(yes: int, n: int, p_truth: float, p_yes: float) -> Prevalence:
    """Return the share of people for whom the truth is *yes*, from a forced-response question.

    A die nobody else sees tells each person to answer truthfully (chance ``p_truth``), to say *yes* (``p_yes``) or
    to say *no* (the rest). With λ = yes / n: π = (λ − p_yes) / p_truth, se = √(λ(1 − λ)/n) / p_truth.

    Args:
        yes: people who answered *yes*, 0 to ``n``.
        n: people who answered, 1 or more.
        p_truth: chance of being told to answer truthfully, above 0.
        p_yes: chance of being told to say *yes*; ``p_truth + p_yes`` is 1 at most.

    Raises:
        MeasureError: undefined (nobody answered, no chance of a true answer), impossible chances, or answers that
            even their interval cannot reconcile with the rule.

    Source:
        Boruch (1971), The American Sociologist 6: 308–311; Fox and Tracy (1986), Randomized Response, Sage.

    Example:
        >>> share = forced_response(yes=48, n=120, p_truth=4 / 6, p_yes=1 / 6)
        >>> [round(value, 4) for value in (share.estimate, share.low, share.high, share.se)]
        [0.35, 0.2251, 0.4842, 0.0671]
    """
    if not (p_truth > 0 and p_yes >= 0 and p_truth + p_yes <= 1 + 1e-9):
        raise MeasureError(
            "Peluang undian tidak dapat dipakai: peluang menjawab jujur harus lebih dari 0, peluang disuruh 'ya' "
            "tidak negatif, dan jumlah keduanya paling banyak 1."
        )
    return _untangle(yes, n, slope=p_truth, intercept=p_yes)


def crosswise(same: int, n: int, p_known: float) -> Prevalence:
    """Return the share of people for whom a sensitive statement is true, from a crosswise question.

    People see the sensitive statement beside a harmless one that is true for a known share of people
    (``p_known``), such as a birthday in certain months, and say only whether *both or neither* are true, or exactly
    one. With λ = same / n: π = (λ + p − 1) / (2p − 1), se = √(λ(1 − λ)/n) / |2p − 1|.

    Args:
        same: people who answered *both or neither*, 0 to ``n``.
        n: people who answered, 1 or more.
        p_known: chance that the harmless statement is true; not 0.5.

    Raises:
        MeasureError: undefined (nobody answered, ``p_known`` of 0.5), an impossible chance, or answers that even
            their interval cannot reconcile with the rule.

    Source:
        Yu, Tian and Tang (2008), Metrika 67: 251–263.

    Example:
        >>> share = crosswise(same=80, n=120, p_known=0.25)
        >>> [round(value, 4) for value in (share.estimate, share.low, share.high, share.se)]
        [0.1667, 0.0106, 0.3434, 0.0861]
    """
    if not 0 <= p_known <= 1:
        raise MeasureError("Peluang pernyataan biasa harus antara 0 dan 1, bukan {value}.", value=p_known)
    if p_known == 0.5:
        raise MeasureError(
            "Dengan peluang 0,5 jawaban tidak memuat keterangan apa pun. Pakai pernyataan biasa dengan peluang lain, "
            "misalnya lahir pada Januari sampai Maret (sekitar 0,25)."
        )
    return _untangle(same, n, slope=2 * p_known - 1, intercept=1 - p_known)


def _untangle(count: int, n: int, *, slope: float, intercept: float) -> Prevalence:
    """Solve share of answers = intercept + slope · share of people."""
    seen = wilson(count, n)
    low, raw, high = sorted((value - intercept) / slope for value in (seen.low, seen.estimate, seen.high))
    if high < 0 or low > 1:
        raise MeasureError(
            "{count} dari {n} jawaban tidak cocok dengan aturan undiannya, bahkan dengan memperhitungkan kebetulan. "
            "Mungkin banyak orang tidak mengikuti undian; hasilnya tidak dapat dihitung.",
            count=count,
            n=n,
        )
    se = sqrt(seen.estimate * (1 - seen.estimate) / n) / abs(slope)
    return Prevalence(estimate=_share(raw), low=_share(low), high=_share(high), se=se, raw=raw)


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
