"""Hides small counts, so that nobody's answer can be read off or worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final

THRESHOLD: Final = 5
"""The smallest count that may be shown."""
_LEAST_POSSIBLE: Final = 3
"""So many values of a hidden count must agree with all that is shown."""


def suppress(counts: Mapping[str, int], n: int, *, additive: bool) -> dict[str, int | None]:
    """Return the counts with every one that is or betrays a small one as ``None``.

    ``n`` is public. With additive counts (they sum to ``n``) the hidden ones are together ``n`` minus the shown
    ones, so further cells are hidden, the smallest first, until at least two are hidden and they hold at least
    :data:`THRESHOLD` people. This also hides a unanimous vote, which would tell everybody's answer.
    Where one person may choose several options, a count is hidden as well if fewer than :data:`THRESHOLD` people
    did *not* choose it.

    Args:
        counts: people by option; zero counts as small.
        n: people who answered.
        additive: whether everybody chose exactly one option.

    Example:
        >>> suppress({"a": 16, "b": 9, "c": 4, "unsure": 2}, 31, additive=True)
        {'a': 16, 'b': 9, 'c': None, 'unsure': None}
        >>> suppress({"a": 16, "b": 9, "c": 4}, 29, additive=True)
        {'a': 16, 'b': None, 'c': None}
    """
    if n < THRESHOLD:
        return dict.fromkeys(counts)
    if not additive:
        return {name: count if THRESHOLD <= count <= n - THRESHOLD else None for name, count in counts.items()}
    hidden = {name for name, count in counts.items() if count < THRESHOLD}
    shown = sorted((name for name in counts if name not in hidden), key=lambda name: counts[name])
    while hidden and shown and (len(hidden) < 2 or sum(counts[name] for name in hidden) < THRESHOLD):
        hidden.add(shown.pop(0))
    return {name: None if name in hidden else count for name, count in counts.items()}


def coarse_mean(counts: Sequence[int], shown: Sequence[int | None]) -> float | None:
    """Return the mean of answers on a scale beside counts of which some are hidden, to half a point; or ``None``.

    An exact mean, and all the more a standard deviation, would give hidden counts away: both are equations in them.
    Half a point leaves room. ``None`` where it leaves too little, so that fewer than three values of some hidden count
    agree with all that is shown, and at both ends of the scale, where it would tell nearly everybody's answer.

    Args:
        counts: people by point of the scale, from its low end; point 1 comes first.
        shown: the same as :func:`suppress` shows them.

    Example:
        >>> coarse_mean([3, 4, 7, 10], [None, None, 7, 10])
        3.0
        >>> coarse_mean([0, 0, 1, 9], [None, None, None, None])
    """
    n = sum(counts)
    mean = Fraction(sum(point * count for point, count in enumerate(counts, start=1)), n)
    half = Fraction(floor(2 * mean + Fraction(1, 2)), 2)
    known = sum(point * count for point, count in enumerate(shown, start=1) if count is not None)
    # Sums of the hidden answers whose mean, together with the known ones, is rounded to the same half.
    least, most = ceil((half - Fraction(1, 4)) * n) - known, ceil((half + Fraction(1, 4)) * n) - 1 - known
    rest = n - sum(count for count in shown if count is not None)
    hidden = [point for point, count in enumerate(shown, start=1) if count is None]

    def possible(point: int) -> int:
        low, *_, high = sorted({*hidden} - {point}) * 2
        return sum(
            least <= people * point + (rest - people) * high and people * point + (rest - people) * low <= most
            for people in range(rest + 1)
        )

    if half in (1, len(counts)) or min(map(possible, hidden)) < _LEAST_POSSIBLE:
        return None
    return float(half)
