"""Calibration of raters: who rates the same performances as the reference does, closely enough to let scores count."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from etika_widgets.errors import MeasureError
from etika_widgets.measures.agreement import GATE, cohen_kappa, icc

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Rater:
    """How close one rater comes to the reference.

    Attributes:
        rater: who it is.
        kappa: quadratic κ against the reference; None where it is undefined.
        passed: whether κ reaches the gate; None where κ is undefined.
        why: why there is no κ; None where there is one.
    """

    rater: str
    kappa: float | None
    passed: bool | None
    why: MeasureError | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """How close all raters come to the reference, and to each other.

    Attributes:
        raters: each rater, in the order given.
        complete: how many of them rated everything.
        icc: ICC(2,1) of those; None where it is undefined.
        passed: whether ICC(2,1) reaches the gate; None where it is undefined.
        why: why there is no ICC; None where there is one.
    """

    raters: tuple[Rater, ...]
    complete: int
    icc: float | None
    passed: bool | None
    why: MeasureError | None

    def table(self, language: str = "id") -> pd.DataFrame:
        """Return one row per rater: ``penilai``, ``kappa``, ``lolos``, ``catatan``; the ICC in ``attrs["icc"]``."""
        import pandas as pd

        rows = [(one.rater, one.kappa, one.passed, one.why.text(language) if one.why else "") for one in self.raters]
        frame = pd.DataFrame(rows, columns=["penilai", "kappa", "lolos", "catatan"])
        frame.attrs["icc"] = self.icc
        return frame.astype({"kappa": "Float64", "lolos": "boolean"}).sort_values("kappa", ignore_index=True)


def calibrate(
    ratings: Mapping[str, Mapping[Any, int]],
    reference: Mapping[Any, int],
    categories: Sequence[Hashable] = (1, 2, 3, 4),
) -> Calibration:
    """Return how close raters come to a reference rating, and to each other.

    Each rater is compared by quadratic κ with the reference, all together by ICC(2,1), both over the same subjects;
    :data:`etika_widgets.measures.agreement.GATE` (0.60) is the gate, a convention. A subject is one criterion of one
    performance. Raters who left subjects out have no κ and do not count in the ICC.

    Args:
        ratings: the levels each rater gave, by subject.
        reference: the reference's levels, by subject.
        categories: all levels of the scale in their order.

    Raises:
        MeasureError: the reference is empty.

    Source:
        Cohen (1968) and Shrout and Fleiss (1979), see :mod:`etika_widgets.measures.agreement`.

    Example:
        >>> reference = {"buka": 1, "tanya": 2, "netral": 3, "waktu": 4}
        >>> near, far = dict(zip(reference, (1, 2, 3, 3))), dict(zip(reference, (4, 3, 2, 1)))
        >>> found = calibrate({"a": near, "b": far}, reference)
        >>> [(one.rater, round(one.kappa, 2), one.passed) for one in found.raters]
        [('a', 0.87, True), ('b', -1.0, False)]
    """
    if not reference:
        raise MeasureError("Nilai acuan belum ada, jadi kalibrasi tidak dapat dihitung.")
    whole = {who: own for who, own in ratings.items() if not reference.keys() - own.keys()}
    raters = tuple(_rater(who, own, reference, categories) for who, own in ratings.items())
    together, why = None, None
    try:
        together = icc([[own[subject] for own in whole.values()] for subject in reference], "2,1")
    except MeasureError as undefined:
        why = undefined
    return Calibration(raters, len(whole), together, None if together is None else together >= GATE, why)


def of_frame(frame: pd.DataFrame, categories: Sequence[Hashable] = (1, 2, 3, 4)) -> Calibration:
    """Return the calibration of the answers to a rubric with ``of: samples``.

    Args:
        frame: ``Workbook.responses(…)`` of it: columns ``peserta``, ``subjek``, ``kriteria``, ``nilai``, ``acuan``;
            of several rounds the last counts.
        categories: as for :func:`calibrate`.

    Raises:
        MeasureError: nobody rated anything yet, or there is no reference.

    Example:
        >>> import pandas as pd
        >>> rows = [("a", "satu", "buka", 1, 1), ("a", "satu", "tanya", 3, 2)]
        >>> frame = pd.DataFrame(rows, columns=["peserta", "subjek", "kriteria", "nilai", "acuan"])
        >>> of_frame(frame).table()[["penilai", "lolos"]].values.tolist()
        [['a', True]]
    """
    if frame.empty:
        raise MeasureError("Belum ada yang menilai, jadi kalibrasi belum dapat dihitung.")
    ratings: dict[str, dict[tuple[str, str], int]] = {}
    reference: dict[tuple[str, str], int] = {}
    known = frame.dropna(subset=["acuan"])
    columns = (known[name] for name in ("peserta", "subjek", "kriteria", "nilai", "acuan"))
    for rater, sample, criterion, level, wanted in zip(*columns, strict=True):
        ratings.setdefault(rater, {})[sample, criterion] = int(level)
        reference[sample, criterion] = int(wanted)
    return calibrate(ratings, reference, categories)


def _rater(who: str, own: Mapping[Any, int], reference: Mapping[Any, int], categories: Sequence[Hashable]) -> Rater:
    try:
        done = sum(subject in own for subject in reference)
        if done < len(reference):
            raise MeasureError(
                "Baru {done} dari {all} penilaian; kesepakatan dihitung setelah lengkap.",
                done=done,
                all=len(reference),
            )
        levels = [own[subject] for subject in reference]
        kappa = cohen_kappa(levels, list(reference.values()), "quadratic", categories)
    except MeasureError as undefined:
        return Rater(who, None, None, undefined)
    return Rater(who, kappa, kappa >= GATE, None)
