"""How much of what could be learned was learned: normalised gain and retention of test scores.

There are two numbers that are easily mixed up: the gain of the class means and the mean of the people's gains.
Print both and name them. Neither is *raw gain*, the plain difference of means.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

import numpy as np

from etika_widgets.errors import MeasureError
from etika_widgets.measures._arrays import Floats, pairs


def gains(pre: Sequence[float], post: Sequence[float], maximum: float) -> list[float | None]:
    """Return each person's normalised gain g = (post − pre) / (maximum − pre); ``None`` where pre is the maximum.

    Args:
        pre: scores before, one per person.
        post: scores of the same people after, in the same order and unit.
        maximum: the highest possible score.

    Raises:
        MeasureError: nobody, a missing score, series of different length, or a score above the maximum.

    Source:
        Hake (1998), American Journal of Physics 66: 64–74.

    Example:
        >>> gains([40, 65, 100], [70, 60, 90], 100)
        [0.5, -0.14285714285714285, None]
    """
    first, last = _scores(pre, post, maximum)
    return [
        None if before == maximum else (after - before) / (maximum - before)
        for before, after in zip(first.tolist(), last.tolist(), strict=True)
    ]


def mean_gain(pre: Sequence[float], post: Sequence[float], maximum: float, *, skip_full: bool = False) -> float:
    """Return the mean of the people's gains (:func:`gains`).

    Args:
        pre: scores before, one per person.
        post: scores of the same people after, in the same order and unit.
        maximum: the highest possible score.
        skip_full: leave out people who had full marks before, whose gain is undefined; report how many they are.

    Raises:
        MeasureError: as :func:`gains`, somebody had full marks before and is not left out, or nobody remains.

    Example:
        >>> mean_gain([40, 60], [70, 90], 100)
        0.625
    """
    every = gains(pre, post, maximum)
    defined = [value for value in every if value is not None]
    full = len(every) - len(defined)
    if full and not (skip_full and defined):
        raise MeasureError(
            "{full} dari {n} orang sudah bernilai penuh pada pre-test, jadi gain mereka tidak terdefinisi. "
            "Laporkan jumlahnya dan hitung orang lain dengan skip_full=True, atau pakai class_gain.",
            full=full,
            n=len(every),
        )
    return fmean(defined)


def class_gain(pre: Sequence[float], post: Sequence[float], maximum: float) -> float:
    """Return the gain of the class means ⟨g⟩ = (mean post − mean pre) / (maximum − mean pre).

    Args:
        pre: scores before, one per person.
        post: scores of the same people after, in the same order and unit.
        maximum: the highest possible score.

    Raises:
        MeasureError: as :func:`gains`, or everybody had full marks before.

    Source:
        Hake (1998), American Journal of Physics 66: 64–74.

    Example:
        >>> class_gain([40, 60], [70, 90], 100)
        0.6
    """
    first, last = _scores(pre, post, maximum)
    if np.all(first == maximum):
        raise MeasureError("Semua orang sudah bernilai penuh pada pre-test; gain kelas tidak terdefinisi.")
    return float((last.sum() - first.sum()) / (first.size * maximum - first.sum()))


def band(gain: float) -> str:
    """Return the conventional name of a gain: *tinggi* from 0.70, *sedang* from 0.30, else *rendah*.

    Source:
        Hake (1998), American Journal of Physics 66: 64–74.

    Example:
        >>> band(0.45), band(-0.2)
        ('sedang', 'rendah')
    """
    if gain >= 0.70:
        return "tinggi"
    return "sedang" if gain >= 0.30 else "rendah"


def retention(pre: float, post: float, delayed: float) -> float:
    """Return the part of the gain that is still there later: (delayed − pre) / (post − pre).

    Below 0 the mean fell under where it began, above 1 it rose further.

    Args:
        pre: mean score before.
        post: mean score right after.
        delayed: mean score of the same people later, such as after three months.

    Raises:
        MeasureError: the score did not change between ``pre`` and ``post``.

    Example:
        >>> round(retention(60, 78, 72), 4)
        0.6667
    """
    if post == pre:
        raise MeasureError("Nilai tidak berubah sesudah pelatihan, jadi retensi tidak terdefinisi.")
    return (delayed - pre) / (post - pre)


def _scores(pre: Sequence[float], post: Sequence[float], maximum: float) -> tuple[Floats, Floats]:
    first, last = pairs(pre, post)
    highest = max(first.max(), last.max())
    if highest > maximum:
        raise MeasureError(
            "Ada nilai {value} di atas nilai tertinggi {maximum}. Periksa skalanya.",
            value=float(highest),
            maximum=maximum,
        )
    return first, last
