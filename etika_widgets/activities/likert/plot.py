"""Diverging bars: answers below the middle to the left of a line, those above to the right."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from etika_widgets.activities.bars import INK, LINE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LOW: Final = (("#b5651d", "//"), ("#d59a5b", "\\\\"), ("#eccfa8", "--"))
_MIDDLE: Final = ("#e6e3db", "..")
_HIGH: Final = (("#0b5d5e", ""), ("#4f9391", "xx"), ("#a9d0cd", "||"))


def looks(points: int) -> list[tuple[str, str]]:
    """Return colour and pattern of every point, the strongest at both ends."""
    half = points // 2
    return [*_LOW[:half], *([_MIDDLE] if points % 2 else []), *reversed(_HIGH[:half])]


def draw_diverging(
    ax: Axes,
    *,
    title: str,
    labels: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int | None], float | None, float | None]],
) -> Axes:
    """Draw one bar per row around a common middle line and return the axes.

    Args:
        ax: where to draw.
        title: heading above the bars.
        labels: the points of the scale, the low end first.
        rows: label, people by point (``None``: hidden), mean and spread.
    """
    points, half = len(labels), len(labels) // 2
    styles, widest = looks(points), 1.0
    names = []
    for place, (label, counts, mean, spread) in enumerate(rows):
        known = [count or 0 for count in counts]
        left = -sum(known[:half]) - (known[half] / 2 if points % 2 else 0)
        widest = max(widest, -left, left + sum(known))
        for count, (colour, pattern), name in zip(known, styles, labels, strict=True):
            ax.barh(
                place,
                count,
                left=left,
                height=0.7,
                color=colour,
                hatch=pattern,
                edgecolor=INK,
                linewidth=0.5,
                label=name if place == 0 else None,
            )
            left += count
        told = "tanpa rata-rata" if mean is None else f"rata-rata {mean}".replace(".", ",")
        told += "" if spread is None else f" ± {spread}".replace(".", ",")
        hidden = " (sebagian disembunyikan)" if None in counts else ""
        names.append(f"{textwrap.fill(label, 34)}\n{told}{hidden}")
    ax.axvline(0, color=INK, linewidth=1)
    ax.set_yticks(range(len(rows)), names)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-widest * 1.05, widest * 1.05)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    ax.set_xlabel("Jumlah peserta")
    ax.set_title(textwrap.fill(title, 60), loc="left", color=INK)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(LINE)
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=3, frameon=False)
    return ax
