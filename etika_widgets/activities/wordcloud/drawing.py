"""Draws a word cloud as lines of text, the most frequent word first and largest."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.bars import INK, TEAL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SMALLEST: Final = 11.0
LARGEST: Final = 34.0
_GAP: Final = 0.55
"""Between two words, as a share of the size of the first."""
_SPREADS: Final = (1.0, 0.8, 0.6, 0.4, 0.2)
_LEADING: Final = 1.35


def scale(n: int, most: int) -> float:
    """Return 0 for the least and 1 for the most frequent word: by the root, because what we see is area.

    Example:
        >>> scale(25, 100)
        0.5
    """
    return float((n / most) ** 0.5)


def draw_cloud(ax: Axes, *, title: str, words: Sequence[Mapping[str, Any]], empty: str) -> Axes:
    """Draw ``words`` (``{text, n}``, the most frequent first) in lines on ``ax`` and return it.

    Sizes are in points. When the lines need more room than there is, the large words shrink first, then all.
    """
    from matplotlib.textpath import TextPath

    ax.set_axis_off()
    ax.set_title(textwrap.fill(title, 60), loc="left", color=INK)
    if not words:
        ax.text(0, 1, empty, transform=ax.transAxes, va="top", color=INK)
        return ax
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("the axes belong to no figure")
    box = ax.get_position()
    width, height = (72 * side for side in figure.get_size_inches() * (box.width, box.height))
    most = words[0]["n"]
    wide = [TextPath((0, 0), _plain(word["text"]), size=100).get_extents().width / 100 for word in words]
    for spread, shrink in (*((spread, 1.0) for spread in _SPREADS), *((0.2, 0.92**step) for step in range(1, 20))):
        widest = SMALLEST + (LARGEST - SMALLEST) * spread
        sizes = [shrink * (SMALLEST + (widest - SMALLEST) * scale(word["n"], most)) for word in words]
        places, used = _flow(sizes, wide, width)
        if used <= height:
            break
    for word, size, (x, y) in zip(words, sizes, places, strict=True):
        ax.text(
            x / width,
            1 - y / height,
            _plain(word["text"]),
            transform=ax.transAxes,
            fontsize=size,
            color=TEAL if word["n"] * 2 >= most else INK,
            va="baseline",
        )
    return ax


def _flow(sizes: Sequence[float], wide: Sequence[float], width: float) -> tuple[list[tuple[float, float]], float]:
    """Return the start of every word's base line from the top left, and the height used, all in points."""
    places: list[tuple[float, float]] = []
    x = y = 0.0
    line = 0.0
    for size, share in zip(sizes, wide, strict=True):
        if x and x + size * share > width:
            x, line = 0.0, 0.0
        if not line:  # sizes never grow along the list: the first word of a line is its tallest
            line = size * _LEADING
            y += line
        places.append((x, y))
        x += size * (share + _GAP)
    return places, y + SMALLEST


def _plain(text: str) -> str:
    """Return ``text`` with nothing that matplotlib takes for a formula."""
    return text.replace("$", r"\$")
