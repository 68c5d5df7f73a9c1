"""How answers to one item are spread over its options, and how far people part. Pure; nobody is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from etika_widgets.measures.suppression import suppress


def spread(given: Sequence[str], options: Sequence[str], *, hides_small: bool) -> dict[str, int | None]:
    """Return people by option, every option in it; with ``hides_small``, ``None`` is a number that must not be shown.

    Example:
        >>> spread(["ya", "tidak", "ya"], ["ya", "ragu", "tidak"], hides_small=False)
        {'ya': 2, 'ragu': 0, 'tidak': 1}
        >>> spread(["ya", "tidak", "ya"], ["ya", "tidak"], hides_small=True)
        {'ya': None, 'tidak': None}
    """
    counts = {option: given.count(option) for option in options}
    return suppress(counts, len(given), additive=True) if hides_small else dict(counts)


def parting(counts: Mapping[str, int | None]) -> int | None:
    """Return in how many of 100 pairs of people the two chose differently: 0 is full agreement.

    Unlike the share of the commonest option it also tells whether the others agree with one another. ``None`` for
    fewer than two people and where a number is hidden.

    Example:
        >>> parting({"ya": 5, "ragu": 0, "tidak": 5})
        56
        >>> parting({"ya": 10, "tidak": 0})
        0
    """
    known = [count for count in counts.values() if count is not None]
    n = sum(known)
    if len(known) < len(counts) or n < 2:
        return None
    return round(100 * (1 - sum(count * (count - 1) for count in known) / (n * (n - 1))))


def most_parted(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries with the widest disagreement (``apart``) first; those without one last, in their order."""
    return sorted(entries, key=lambda entry: -1 if entry["apart"] is None else entry["apart"], reverse=True)
