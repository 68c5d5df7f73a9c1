"""Tables of numbers drawn as cells with patterns, readable on a projector and without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from etika_widgets.activities.bars import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LOOKS: Final = (("#ffffff", ""), ("#e3efee", ".."), ("#a9d0cd", "//"), ("#4f9391", "xx"), ("#0b5d5e", ""))
"""Colour and pattern of a cell: none, up to a quarter, a half, three quarters, all."""


def draw_heat(
    ax: Axes,
    *,
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[float | None]]],
    whole: float | None = None,
    floor: float = 0,
    across: str = "",
    up: str = "",
) -> Axes:
    """Draw one cell per number, shaded by its share of the whole, and return the axes.

    Args:
        ax: where to draw.
        title: heading, the question.
        columns: one heading per column.
        rows: label and numbers of each row, from top to bottom; ``None`` is a number that must not be shown.
        whole: what the darkest cell stands for; the sum of a row if not given.
        floor: what the lightest cell stands for.
        across: name of the axis below the columns.
        up: name of the axis beside the rows.
    """
    from matplotlib.patches import Rectangle

    for place, (_, values) in enumerate(rows):
        full = whole or sum(value or 0 for value in values)
        for column, value in enumerate(values):
            colour, pattern = _LOOKS[level(None if value is None else value - floor, full - floor)]
            ax.add_patch(
                Rectangle((column, place), 1, 1, facecolor=colour, hatch=pattern, edgecolor=INK, linewidth=0.8)
            )
            text = "–" if value is None else f"{value:g}".replace(".", ",")
            chip = {"boxstyle": "round,pad=0.25", "facecolor": "white", "edgecolor": "none"}
            ax.text(column + 0.5, place + 0.5, text, ha="center", va="center", color=INK, bbox=chip)
    ax.set_xlim(0, max(len(columns), 1))
    ax.set_ylim(max(len(rows), 1), 0)
    ax.set_xticks([place + 0.5 for place in range(len(columns))], [textwrap.fill(one, 16) for one in columns])
    ax.set_yticks([place + 0.5 for place in range(len(rows))], [textwrap.fill(label, 34) for label, _ in rows])
    ax.tick_params(length=0)
    ax.set_xlabel(across)
    ax.set_ylabel(up)
    ax.set_title(textwrap.fill(title, 60), loc="left", color=INK)
    ax.spines[:].set_visible(False)
    return ax


def level(value: float | None, whole: float) -> int:
    """Return how dark a cell is, 0 (nothing, or hidden) to 4.

    Example:
        >>> [level(value, 20) for value in (None, 0, 1, 5, 6, 20)]
        [0, 0, 1, 1, 2, 4]
    """
    if not value or whole <= 0:
        return 0
    return min(4, -int(-4 * value // whole))
