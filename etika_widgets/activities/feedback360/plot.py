"""Means of several sources as marks on one scale of levels, told apart by shape as well as by colour."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from etika_widgets.activities.bars import INK, LINE, PALE, TEAL
from etika_widgets.activities.feedback360.spec import LEVELS
from etika_widgets.i18n import N_

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NONE: Final = N_("Belum ada rata-rata: perlu 5 orang, dan hasil sudah dibuka.")
_MARKS: Final = (("o", "white"), ("D", TEAL), ("s", "#b5651d"), ("^", PALE))


def draw_levels(
    ax: Axes, *, title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]]
) -> Axes:
    """Draw a line per label with a mark per series and return the axes; a hidden number (``None``) has no mark.

    Args:
        ax: where to draw.
        title: heading above the lines.
        labels: one line per row, from top to bottom.
        series: name and means of each series, at most four; without any means a sentence stands there instead.
    """
    known = False
    for (name, values), (shape, colour) in zip(series, _MARKS, strict=False):
        places = [(value, row) for row, value in enumerate(values) if value is not None]
        known = known or bool(places)
        ax.scatter(
            [value for value, _ in places],
            [row for _, row in places],
            marker=shape,
            s=90,
            color=colour,
            edgecolor=INK,
            label=name,
            zorder=3,
        )
    ax.hlines(range(len(labels)), LEVELS[0], LEVELS[-1], color=LINE)
    ax.set_yticks(range(len(labels)), [textwrap.fill(label, 34) for label in labels])
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.set_xlim(LEVELS[0] - 0.2, LEVELS[-1] + 0.2)
    ax.set_xticks(LEVELS)
    ax.set_xlabel("Rata-rata kelas: 1 = hampir tidak pernah, 4 = hampir selalu")
    ax.set_title(textwrap.fill(title, 60), loc="left", color=INK)
    ax.spines[["top", "right", "left"]].set_visible(False)
    if known:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=len(series), frameon=False)
    else:
        middle = (LEVELS[0] + LEVELS[-1]) / 2
        ax.text(
            middle,
            (len(labels) - 1) / 2,
            _NONE,
            ha="center",
            va="bottom",
            color=INK,
        )
    return ax
