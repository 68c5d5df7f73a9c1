"""Hides small counts, so that nobody's answer can be read off or worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

THRESHOLD: Final = 5
"""The smallest count that may be shown."""
_LEAST_POSSIBLE: Final = 2
"""So many values of a hidden count must agree with all that is shown and with the rules of this page."""


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
    Half a point leaves room. ``None`` where it leaves none, so that whoever knows these rules could work out a hidden
    count, and at both ends of the scale, where it would tell nearly everybody's answer.

    Args:
        counts: people by point of the scale, from its low end; point 1 comes first.
        shown: the same as :func:`suppress` shows them.

    Example:
        >>> coarse_mean([3, 4, 7, 10], [None, None, 7, 10])
        3.0
        >>> coarse_mean([0, 0, 1, 9], [None, None, None, None])
    """
    half = _halves(counts)
    return half / 2 if half in _told_halves(sum(counts), tuple(shown)) else None


def _halves(counts: Sequence[int]) -> int:
    """Return the mean in half points, to the nearest, the upper one of two."""
    n = sum(counts)
    return (4 * sum(point * count for point, count in enumerate(counts, start=1)) + n) // (2 * n)


@lru_cache(maxsize=1024)
def _told_halves(n: int, shown: tuple[int | None, ...]) -> frozenset[int]:
    """Return the rounded means that may be told beside these counts.

    That none is told says something too: the rarest means are kept back with the others until it says too little.
    """
    agree: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for counts in _alike(n, shown):
        agree[_halves(counts)].append(counts)
    ends = (2, 2 * len(shown))
    told = [half for half, every in agree.items() if half not in ends and _ambiguous(every, shown)]
    told.sort(key=lambda half: (-len(agree[half]), half))
    untold = [counts for half, every in agree.items() if half not in told for counts in every]
    while told and untold and not _ambiguous(untold, shown):
        untold += agree[told.pop()]
    return frozenset(told)


def _ambiguous(every: Iterable[tuple[int, ...]], shown: Sequence[int | None]) -> bool:
    places = zip(zip(*every, strict=True), shown, strict=True)
    return all(len(set(values)) >= _LEAST_POSSIBLE for values, told in places if told is None)


def _alike(n: int, shown: Sequence[int | None]) -> Iterator[tuple[int, ...]]:
    """Yield all counts of ``n`` people that :func:`suppress` shows like this."""
    known = [(count, place) for place, count in enumerate(shown) if count is not None]
    hidden = [place for place, count in enumerate(shown) if count is None]
    rest, smallest = n - sum(count for count, _ in known), min(known, default=(n + 1, 0))

    def filled(values: Mapping[int, int]) -> tuple[int, ...]:
        return tuple(values[place] if count is None else count for place, count in enumerate(shown))

    if rest >= THRESHOLD:  # all are small
        yield from (filled(dict(zip(hidden, way, strict=True))) for way in _spread(rest, len(hidden), THRESHOLD - 1))
    # One large count more, the smallest there was, where the small ones hold too few people.
    for large in hidden:
        others = [place for place in hidden if place != large]
        for few in range(THRESHOLD):
            if rest - few >= THRESHOLD and (rest - few, large) < smallest:
                for way in _spread(few, len(others), few):
                    yield filled({large: rest - few, **dict(zip(others, way, strict=True))})


def _spread(people: int, cells: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to spread people over cells, at most so many in each."""
    if not cells:
        yield from [()] if not people else []
        return
    for first in range(max(0, people - most * (cells - 1)), min(most, people) + 1):
        yield from ((first, *rest) for rest in _spread(people - first, cells - 1, most))
