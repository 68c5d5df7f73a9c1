"""What the measures accept as scores: complete numbers in a list or in a table of people by items."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from etika_widgets.errors import MeasureError

Floats = npt.NDArray[np.float64]


def numbers(values: Any) -> Floats:
    """Return values as an array of floats.

    Raises:
        MeasureError: a value is missing or no number, or the rows differ in length.
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise MeasureError(
            "Data harus berisi angka saja, lengkap, dengan baris yang sama panjang. Periksa sel kosong dan teks."
        ) from None
    missing = int(np.size(array) - np.isfinite(array).sum())
    if missing:
        raise MeasureError(
            "Ada {missing} nilai kosong. Keluarkan dulu orang yang datanya tidak lengkap, dan laporkan jumlahnya.",
            missing=missing,
        )
    return array


def pairs(pre: Any, post: Any, least: int = 1) -> tuple[Floats, Floats]:
    """Return two series of the same people, in the same order.

    Raises:
        MeasureError: as :func:`numbers`, or they differ in length or hold fewer than ``least`` people.
    """
    first, last = numbers(pre), numbers(post)
    if first.ndim != 1 or first.shape != last.shape:
        raise MeasureError(
            "Kedua deret harus memuat orang yang sama dengan urutan yang sama, tetapi panjangnya {first} dan {last}.",
            first=first.size,
            last=last.size,
        )
    if first.size < least:
        raise MeasureError(
            "Perlu paling sedikit {least} orang dengan kedua nilai, tetapi baru ada {n}.", least=least, n=first.size
        )
    return first, last


def rectangle(values: Any, least_rows: int = 2, least_columns: int = 2) -> Floats:
    """Return a table of people (rows) by items or raters (columns).

    Raises:
        MeasureError: as :func:`numbers`, or the table is too small.
    """
    table = numbers(values)
    if table.ndim != 2 or table.shape[0] < least_rows or table.shape[1] < least_columns:
        raise MeasureError(
            "Tabel harus memuat paling sedikit {rows} baris dan {columns} kolom.",
            rows=least_rows,
            columns=least_columns,
        )
    return table


def varies(values: Floats) -> bool:
    """Whether the values differ by more than what floating point leaves behind."""
    return bool(np.ptp(values) > 1e-12 * max(1.0, float(np.abs(values).max())))
