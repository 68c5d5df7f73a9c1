"""A key that gives itself away: item after item it is the longest option."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from etika_widgets.i18n import N_

GUESSED: Final = N_(
    "pada {longest} dari {n} soal, kunci adalah pilihan terpanjang; orang dapat menebaknya tanpa membaca kasus. "
    "Samakan panjang pilihan."
)
_LEAST_ITEMS: Final = 5
_MOST: Final = 0.6
"""Share of items; by chance, the key of four options is the longest in a quarter of them."""


def guessed(items: Iterable[tuple[str, Sequence[str]]]) -> dict[str, int] | None:
    """Return in how many of ``n`` items the key is the ``longest`` option, if that is often enough to guess by.

    Args:
        items: the key of each item and its other options.

    Example:
        >>> guessed([("Periksa dulu berkasnya", ["Ya", "Tidak"])] * 4 + [("Ya", ["Tidak", "Nanti"])])
        {'longest': 4, 'n': 5}
    """
    longer = [len(key) > max(map(len, others)) for key, others in items]
    found = {"longest": sum(longer), "n": len(longer)}
    return found if len(longer) >= _LEAST_ITEMS and sum(longer) > _MOST * len(longer) else None
