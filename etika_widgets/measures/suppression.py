"""Hides small counts, so that nobody's answer can be read off or worked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

THRESHOLD: Final = 5
"""The smallest count that may be shown."""


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
