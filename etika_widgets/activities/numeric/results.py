"""Histogram, median and quartiles of estimates, round by round. Pure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.numeric.spec import NumericSpec
from etika_widgets.activities.rounds import by_round, visible_n
from etika_widgets.measures.suppression import THRESHOLD, suppress

if TYPE_CHECKING:
    from etika_widgets.activity import Response

MOST_BINS: Final = 10
_NICE: Final = (1, 2, 2.5, 5, 10)


def edges(low: float, high: float, decimals: int) -> list[float]:
    """Return the edges of at most ten equally wide bins from ``low`` to beyond ``high``, at round numbers.

    A bin holds its lower edge and not its upper one. Bins are no finer than the answers.

    Example:
        >>> edges(3, 41, 0)
        [0, 5, 10, 15, 20, 25, 30, 35, 40, 45]
    """
    finest = 10.0**-decimals
    rough = max((high - low) / MOST_BINS, finest)
    power = 10.0 ** math.floor(math.log10(rough) + 1e-9)
    widths = (factor * scale for scale in (power, 10 * power) for factor in _NICE)
    for width in widths:
        if abs(width / finest - round(width / finest)) > 1e-9:
            continue  # a bin would hold more possible answers than its neighbour
        first = math.floor(low / width + 1e-9)
        last = math.floor(high / width + 1e-9) + 1
        if last - first <= MOST_BINS:
            made = [round(place * width, decimals + 1) for place in range(first, last + 1)]
            return [int(edge) if edge == int(edge) else edge for edge in made]
    raise AssertionError("a width ten times the rough one always fits")


def numeric_results(spec: NumericSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{rounds: [{round, n, counts, median, q1, q3}], edges, rounded, suppressed}``.

    ``counts[i]`` people lie from ``edges[i]`` up to, not including, ``edges[i + 1]``; the edges serve all rounds.
    Median and quartiles are in the unit of the definition; quartiles interpolate linearly, both ends included.
    Anonymous answers: the edges follow the definition and not the answers, small counts are ``None``, and median
    and quartiles, which are somebody's answer, appear from five answers on that are not all alike, ``rounded`` to the
    nearest edge.
    """
    given = {
        number: [response.payload["value"] for response in answers] for number, answers in by_round(responses).items()
    }
    values = [value for row in given.values() for value in row]
    narrow = bool(values) and not spec.hides_small
    low, high = (min(values), max(values)) if narrow else (spec.min, spec.max)
    around = edges(low, high, spec.decimals)
    rounds: list[dict[str, Any]] = []
    for number, row in given.items():
        binned = [sum(low <= value < high for value in row) for low, high in pairwise(around)]
        counts: list[int | None] = list(binned)
        if spec.hides_small:
            named = {str(place): count for place, count in enumerate(binned)}
            counts = list(suppress(named, len(row), additive=True).values())
        hidden = spec.hides_small and (len(row) < THRESHOLD or len(set(row)) == 1)
        found = (None, None, None) if hidden else quartiles(row, spec.decimals + 1)
        q1, median, q3 = (_nearest(value, around) if spec.hides_small else value for value in found)
        n = visible_n(len(row), hides_small=spec.hides_small)
        rounds.append({"round": number, "n": n, "counts": counts, "median": median, "q1": q1, "q3": q3})
    suppressed = any(entry["n"] is None or None in entry["counts"] for entry in rounds)
    return {"rounds": rounds, "edges": around, "rounded": spec.hides_small, "suppressed": suppressed}


def _nearest(value: float | None, around: Sequence[float]) -> float | None:
    return None if value is None else min(around, key=lambda edge: abs(edge - value))


def quartiles(values: Sequence[float], decimals: int) -> tuple[float | None, float | None, float | None]:
    """Return lower quartile, median and upper quartile, rounded; a single value is all three, none gives ``None``.

    Example:
        >>> quartiles([1, 2, 3, 4], 1)
        (1.8, 2.5, 3.2)
    """
    if not values:
        return None, None, None
    found = statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else [values[0]] * 3
    q1, median, q3 = (int(value) if value == int(value) else round(value, decimals) for value in found)
    return q1, median, q3
