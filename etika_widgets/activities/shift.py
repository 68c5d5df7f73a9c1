"""How people moved between two votes on the same question. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from etika_widgets.measures.suppression import THRESHOLD


def shift(
    ids: Sequence[str], before: Mapping[str, str], after: Mapping[str, str], *, hides_small: bool
) -> dict[str, Any] | None:
    """Return ``{ids, matrix, n}``, or ``None`` where nobody voted twice or the matrix would tell too much.

    Row = earlier choice, column = later choice, in the order of ``ids``; ``n`` people voted both times. Where small
    counts are hidden, it is shown only if no cell is small and the same people voted both times: otherwise the
    difference to the counts of a vote would tell what a single late or missing person chose.

    Args:
        ids: every choice there is.
        before: the earlier choice by person.
        after: the later one.
        hides_small: whether small counts must not be shown.

    Example:
        >>> shift(["ya", "tidak"], {"a": "ya", "b": "ya"}, {"a": "tidak", "b": "ya"}, hides_small=False)
        {'ids': ['ya', 'tidak'], 'matrix': [[1, 1], [0, 0]], 'n': 2}
    """
    both = [person for person in before if person in after]
    if not both:
        return None
    places = {name: place for place, name in enumerate(ids)}
    matrix = [[0] * len(ids) for _ in ids]
    for person in both:
        matrix[places[before[person]]][places[after[person]]] += 1
    if hides_small:
        same_people = len(before) == len(after) == len(both)
        if not same_people or any(cell < THRESHOLD for row in matrix for cell in row):
            return None
    return {"ids": list(ids), "matrix": matrix, "n": len(both)}
