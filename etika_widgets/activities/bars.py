"""Horizontal bars with Indonesian labels, readable on a projector and without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from etika_widgets.activities.hands import RECORDED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK: Final = "#1b2430"
LINE: Final = "#d9d6cd"
TEAL: Final = "#0b5d5e"
PALE: Final = "#a9bccb"
_PATTERNS: Final = ("//", "..", "xx", "--")
_LABEL_WIDTH: Final = 34


def draw_bars(
    ax: Axes,
    *,
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int | None]]],
    axis: str,
    hands: Sequence[Sequence[int]] = (),
) -> Axes:
    """Draw one bar per label and series on ``ax`` and return it.

    The last series is solid, earlier ones carry a pattern. ``None`` is a hidden number: no bar, and words for it.

    Args:
        ax: where to draw.
        title: heading above the bars, the question.
        labels: one line per row, from top to bottom.
        series: name and values of each series, the earliest first; a legend appears from two on.
        axis: what is counted.
        hands: how much of each value a facilitator counted by hand, by series; drawn dotted at the end of the bar.
    """
    from matplotlib.ticker import MaxNLocator

    height = 0.8 / max(len(series), 1)
    for place, (name, values) in enumerate(series):
        last = place == len(series) - 1
        tops = [row - 0.4 + height * (place + 0.5) for row in range(len(labels))]
        ax.barh(
            tops,
            [value or 0 for value in values],
            height=height * 0.9,
            label=name,
            color=TEAL if last else PALE,
            edgecolor=INK,
            linewidth=0.6,
            hatch=None if last else _PATTERNS[place % len(_PATTERNS)],
        )
        if any(hands[place] if hands else ()):
            counted = hands[place]
            ax.barh(
                tops,
                counted,
                height=height * 0.9,
                left=[(value or 0) - part for value, part in zip(values, counted, strict=True)],
                label=f"{name}: {RECORDED}",
                color="white",
                edgecolor=INK,
                linewidth=0.6,
                hatch="..",
            )
        for top, value in zip(tops, values, strict=True):
            text = " disembunyikan" if value is None else f" {value}"
            ax.text(value or 0, top, text, va="center", ha="left", color=INK)
    ax.set_yticks(range(len(labels)), [textwrap.fill(label, _LABEL_WIDTH) for label in labels])
    if labels:
        ax.set_ylim(len(labels) - 0.5, -0.5)
    highest = max((value or 0 for _, values in series for value in values), default=0)
    ax.set_xlim(0, max(highest, 1) * 1.2)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(axis)
    ax.set_title(textwrap.fill(title, 60), loc="left", color=INK)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(LINE)
    if len(ax.containers) > 1:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=len(ax.containers), frameon=False)
    return ax
