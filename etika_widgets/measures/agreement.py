"""How far raters agree: Cohen's and Fleiss' kappa, intraclass correlations."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from etika_widgets.errors import MeasureError
from etika_widgets.measures._arrays import rectangle, varies

GATE: Final = 0.60
"""Least quadratic kappa or ICC(2,1) before scores of a rater count. A convention, not a law of nature."""

Weights = Literal["linear", "quadratic"]


class Shares(NamedTuple):
    """Agreement between 0 and 1: what was observed, and what chance alone would give."""

    observed: float
    expected: float


def cohen_kappa(
    a: Sequence[Hashable],
    b: Sequence[Hashable],
    weights: Weights | None = None,
    categories: Sequence[Hashable] | None = None,
) -> float:
    """Return Cohen's κ = (p_o − p_e) / (1 − p_e) of two raters; 1 is full agreement, 0 what chance gives.

    With weights, raters who are i places apart disagree by i (``linear``) or i² (``quadratic``), relative to the
    widest distance: use them for ordinal scores such as rubrics.

    Args:
        a: categories the first rater gave, one per subject.
        b: categories the second rater gave, for the same subjects.
        weights: None for names without order.
        categories: all categories in their order; those that occur, sorted, if not given. Name them where a scale
            has levels nobody used, or weights would measure wrong distances.

    Raises:
        MeasureError: no subjects, different numbers of subjects, an unknown category, or both raters gave one and
            the same category throughout, so that κ is undefined.
        ValueError: ``weights`` is unknown.

    Source:
        Cohen (1960), Educational and Psychological Measurement 20: 37–46; Cohen (1968), Psychological Bulletin 70:
        213–220 (weights).

    Example:
        >>> a, b = [4, 3, 3, 2, 4, 1, 2, 3, 4, 2, 3, 3], [4, 3, 2, 2, 4, 2, 2, 3, 3, 2, 3, 4]
        >>> round(cohen_kappa(a, b), 4), round(cohen_kappa(a, b, "quadratic"), 4)
        (0.52, 0.7692)
    """
    return _beyond_chance(cohen_shares(a, b, weights, categories))


def cohen_shares(
    a: Sequence[Hashable],
    b: Sequence[Hashable],
    weights: Weights | None = None,
    categories: Sequence[Hashable] | None = None,
) -> Shares:
    """Return p_o and p_e of two raters; arguments and errors as for :func:`cohen_kappa`.

    Example:
        >>> cohen_shares(["ya", "tidak"], ["ya", "ya"])
        Shares(observed=0.5, expected=0.5)
    """
    first, second = list(a), list(b)
    if not first or len(first) != len(second):
        raise MeasureError(
            "Kedua penilai harus menilai subjek yang sama, tetapi ada {first} dan {second} penilaian.",
            first=len(first),
            second=len(second),
        )
    seen: set[Any] = {*first, *second}
    order: list[Any] = sorted(seen) if categories is None else list(categories)
    unknown = seen - set(order)
    if unknown:
        raise MeasureError("Kategori ini tidak ada dalam skala: {values}.", values=", ".join(map(str, unknown)))
    places = {category: place for place, category in enumerate(order)}
    counts = np.zeros((len(order), len(order)))
    for left, right in zip(first, second, strict=True):
        counts[places[left], places[right]] += 1
    counts /= len(first)
    apart = np.abs(np.subtract.outer(np.arange(len(order)), np.arange(len(order)))) / max(1, len(order) - 1)
    if weights is None:
        apart = (apart > 0).astype(np.float64)
    elif weights == "quadratic":
        apart = apart**2
    elif weights != "linear":
        msg = f"weights must be None, 'linear' or 'quadratic', got {weights!r}"
        raise ValueError(msg)
    by_chance = np.outer(counts.sum(axis=1), counts.sum(axis=0))
    return Shares(1 - float((apart * counts).sum()), 1 - float((apart * by_chance).sum()))


def fleiss_kappa(counts: Any) -> float:
    """Return Fleiss' κ = (P̄ − P_e) / (1 − P_e) of three or more raters, who need not be the same for each subject.

    Args:
        counts: subjects by categories: how many raters chose the category; each row adds up to the same number of
            raters, two or more.

    Raises:
        MeasureError: a negative or broken count, rows with different numbers of raters, fewer than two raters, or
            only one category was ever chosen, so that κ is undefined.

    Source:
        Fleiss (1971), Psychological Bulletin 76: 378–382.

    Example:
        >>> counts = [[0, 0, 1, 3], [0, 1, 3, 0], [0, 4, 0, 0], [2, 2, 0, 0], [0, 0, 2, 2], [0, 0, 4, 0]]
        >>> round(fleiss_kappa(counts), 4)
        0.4372
    """
    return _beyond_chance(fleiss_shares(counts))


def fleiss_shares(counts: Any) -> Shares:
    """Return P̄ and P_e of several raters; argument and errors as for :func:`fleiss_kappa`.

    Example:
        >>> fleiss_shares([[2, 0], [0, 2]])
        Shares(observed=1.0, expected=0.5)
    """
    table = rectangle(counts, least_rows=1)
    raters = table.sum(axis=1)
    if (table < 0).any() or (table % 1).any() or (raters != raters[0]).any() or raters[0] < 2:
        raise MeasureError(
            "Setiap baris harus memuat banyaknya penilai per kategori: bilangan bulat, dengan jumlah yang sama di "
            "semua baris, paling sedikit 2."
        )
    n = raters[0]
    agreeing = ((table**2).sum(axis=1) - n) / (n * (n - 1))
    return Shares(float(agreeing.mean()), float(((table.sum(axis=0) / table.sum()) ** 2).sum()))


def _beyond_chance(shares: Shares) -> float:
    if 1 - shares.expected < 1e-12:
        raise MeasureError("Semua penilaian jatuh pada satu kategori, jadi kappa tidak terdefinisi.")
    return (shares.observed - shares.expected) / (1 - shares.expected)


class MeanSquares(NamedTuple):
    """Mean squares of an analysis of variance: between subjects, between raters, residual, within subjects."""

    subjects: float
    raters: float
    residual: float
    within: float


def mean_squares(ratings: Any) -> MeanSquares:
    """Return the mean squares that intraclass correlations are made of.

    Args:
        ratings: subjects by raters, two or more of each.

    Raises:
        MeasureError: the table is too small or holds missing values.

    Example:
        >>> mean_squares([[1, 2], [3, 4]])
        MeanSquares(subjects=4.0, raters=1.0, residual=0.0, within=0.5)
    """
    table = rectangle(ratings)
    n, k = table.shape
    grand = table.mean()
    by_subject, by_rater = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    residual = table - by_subject - by_rater + grand
    return MeanSquares(
        subjects=float(k * ((by_subject - grand) ** 2).sum() / (n - 1)),
        raters=float(n * ((by_rater - grand) ** 2).sum() / (k - 1)),
        residual=float((residual**2).sum() / ((n - 1) * (k - 1))),
        within=float(((table - by_subject) ** 2).sum() / (n * (k - 1))),
    )


def icc(ratings: Any, kind: str = "2,1") -> float:
    """Return an intraclass correlation after Shrout and Fleiss; at most 1, and it can be negative.

    With mean squares between subjects S, between raters R, residual E, within subjects W, for n subjects, k raters:
    ``1,1`` (S − W)/(S + (k−1)W); ``2,1`` (S − E)/(S + (k−1)E + k(R − E)/n); ``3,1`` (S − E)/(S + (k−1)E);
    ``1,k`` (S − W)/S; ``2,k`` (S − E)/(S + (R − E)/n); ``3,k`` (S − E)/S.
    The first number: 1 for other raters per subject, 2 for raters drawn from many (absolute agreement; take this
    for class rubrics), 3 for just these raters (consistency). The second: one rater, or the mean of all k.

    Args:
        ratings: subjects by raters, two or more of each.
        kind: one of the six above; ``k`` may be written as the number of raters, such as ``2,4``.

    Raises:
        MeasureError: the table is too small, holds missing values, or all subjects were rated alike on average, so
            that there is nothing to tell apart; for ``2,k`` also where raters differ so much more than subjects
            that the denominator is not positive.
        ValueError: ``kind`` is unknown.

    Source:
        Shrout and Fleiss (1979), Psychological Bulletin 86: 420–428.

    Example:
        >>> round(icc([[3, 3, 4], [2, 2, 2], [4, 4, 4], [1, 2, 1], [3, 2, 3]]), 4)
        0.8378
    """
    table = rectangle(ratings)
    n, k = len(table), len(table[0])
    model, _, unit = kind.partition(",")
    if model not in ("1", "2", "3") or unit not in ("1", "k", str(k)):
        msg = f"kind must be '1,1', '2,1', '3,1', '1,k', '2,k' or '3,k', got {kind!r}"
        raise ValueError(msg)
    if not varies(table.mean(axis=1)):
        raise MeasureError("Rata-rata nilai semua subjek sama, jadi korelasi intrakelas tidak terdefinisi.")
    subjects, raters, residual, within = mean_squares(table)
    error = within if model == "1" else residual
    bias = (raters - residual) / n if model == "2" else 0.0
    spread = subjects + (k - 1) * error + k * bias if unit == "1" else subjects + bias
    # Only 2,k: the estimate of the variance between raters is negative and outweighs (or, but for the precision of
    # floats, equals) the subjects'.
    if spread <= 1e-12 * subjects:
        raise MeasureError("Penilai berselisih lebih besar daripada beda antarsubjek, jadi ICC ini tidak terdefinisi.")
    return (subjects - error) / spread
