"""How consistently the items of a test or questionnaire measure one thing. Tables are people by items."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from etika_widgets.errors import MeasureError
from etika_widgets.measures._arrays import Floats, rectangle, varies
from etika_widgets.measures.items import binary


def cronbach_alpha(matrix: Any) -> float:
    """Return Cronbach's α = k/(k − 1) · (1 − Σ s²ᵢ / s²_T), at most 1; it can be negative.

    Args:
        matrix: people by items, numbers on one scale; items worded the other way round are turned first.

    Raises:
        MeasureError: fewer than two people or items, a missing value, or all totals equal.

    Source:
        Cronbach (1951), Psychometrika 16: 297–334.

    Example:
        >>> table = [[4, 4, 3, 4], [3, 3, 3, 2], [2, 3, 2, 2], [4, 3, 4, 4], [3, 2, 3, 3], [1, 2, 1, 2]]
        >>> round(cronbach_alpha(table), 4)
        0.8986
    """
    return _alpha(rectangle(matrix))


def alpha_if_deleted(matrix: Any) -> list[float]:
    """Return, for each item, the α of the others; an item whose number lies above α weakens the scale.

    Args:
        matrix: people by items, three items or more.

    Raises:
        MeasureError: as :func:`cronbach_alpha`, also for the table without one of the items.

    Example:
        >>> table = [[4, 4, 3, 4], [3, 3, 3, 2], [2, 3, 2, 2], [4, 3, 4, 4], [3, 2, 3, 3], [1, 2, 1, 2]]
        >>> [round(value, 4) for value in alpha_if_deleted(table)]
        [0.7866, 0.9375, 0.8507, 0.8632]
    """
    scores = rectangle(matrix, least_columns=3)
    return [_alpha(np.delete(scores, item, axis=1)) for item in range(scores.shape[1])]


def kr20(matrix: Any) -> float:
    """Return KR-20 = k/(k − 1) · (1 − Σ pq / σ²), with the population variance σ² of the totals.

    It equals Cronbach's α of the same table. Mixing pq with the sample variance, a common error, gives more.

    Args:
        matrix: people by items, 1 (right) or 0 (wrong).

    Raises:
        MeasureError: fewer than two people or items, a value that is not 0 or 1, or all totals equal.

    Source:
        Kuder and Richardson (1937), Psychometrika 2: 151–160.

    Example:
        >>> kr20([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]])
        0.75
    """
    return _alpha(binary(matrix))


def kr21(matrix: Any) -> float:
    """Return KR-21 = k/(k − 1) · (1 − M(k − M) / (k·σ²)); lower than KR-20 unless all items are equally difficult.

    Args:
        matrix: people by items, 1 (right) or 0 (wrong).

    Raises:
        MeasureError: as :func:`kr20`.

    Source:
        Kuder and Richardson (1937), Psychometrika 2: 151–160.

    Example:
        >>> round(kr21([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]), 4)
        0.6
    """
    scores = binary(matrix)
    totals = _totals(scores)
    k, mean = len(scores[0]), float(totals.mean())
    return k / (k - 1) * (1 - mean * (k - mean) / (k * float(totals.var())))


def sem(matrix: Any) -> float:
    """Return the standard error of measurement s_T·√(1 − α), in points of the total score (s_T with n − 1).

    Args:
        matrix: people by items, numbers on one scale.

    Raises:
        MeasureError: as :func:`cronbach_alpha`.

    Example:
        >>> round(sem([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]), 4)
        0.6455
    """
    scores = rectangle(matrix)
    return sqrt(float(scores.sum(axis=1).var(ddof=1)) * (1 - _alpha(scores)))


def _alpha(scores: Floats) -> float:
    k = len(scores[0])
    return k / (k - 1) * (1 - float(scores.var(axis=0).sum() / _totals(scores).var()))


def _totals(scores: Floats) -> Floats:
    totals: Floats = scores.sum(axis=1)
    if not varies(totals):
        raise MeasureError("Jumlah skor semua orang sama, jadi reliabilitas tidak terdefinisi.")
    return totals
