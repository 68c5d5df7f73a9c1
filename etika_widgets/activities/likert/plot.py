"""Diverging bars: answers below the middle to the left of a line, above to the right. Gap chart: mean and target."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.bars import INK, LINE, TEAL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LOW: Final = (("#b5651d", "//"), ("#d59a5b", "\\\\"), ("#eccfa8", "--"))
_MIDDLE: Final = ("#e6e3db", "..")
_HIGH: Final = (("#0b5d5e", ""), ("#4f9391", "xx"), ("#a9d0cd", "||"))
_LABEL_WIDTH: Final = 34


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
        names.append(f"{textwrap.fill(label, _LABEL_WIDTH)}\n{_told(counts, mean, spread)}")
    ax.axvline(0, color=INK, linewidth=1)
    ax.set_yticks(range(len(rows)), names)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-widest * 1.05, widest * 1.05)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    ax.set_xlabel("Jumlah peserta")
    return _finished(ax, title)


def draw_gaps(
    ax: Axes, *, title: str, labels: Sequence[str], texts: Mapping[str, str], entries: Sequence[Mapping[str, Any]]
) -> Axes:
    """Draw mean (dot) and target (diamond) of every statement, joined by a line, and return the axes.

    Below them stand the people by point: a mean of ordered answers says little without their distribution.

    Args:
        ax: where to draw.
        title: heading above the chart.
        labels: the points of the scale, the low end first.
        texts: the statements by id.
        entries: statements as in ``likert_results``, from top to bottom.
    """
    names = []
    for place, one in enumerate(entries):
        mean, target, whole = one["mean"], one.get("target"), max(1, sum(count or 0 for count in one["counts"]))
        told = _told(one["counts"], mean, one["sd"])
        if target is not None:
            told += f"\ntarget {target}"
            if mean is not None:
                told += f", kesenjangan {one['gap']}".replace(".", ",") if one["gap"] > 0 else ", tanpa kesenjangan"
                ax.plot(
                    [mean, target], [place, place], "-" if mean < target else ":", color=INK, linewidth=2, zorder=2
                )
            ax.plot([target], [place], "D", color="white", markeredgecolor=INK, markersize=10, zorder=3)
        if mean is not None:
            ax.plot([mean], [place], "o", color=TEAL, markeredgecolor=INK, markersize=9, zorder=4)
        for point, count in enumerate(one["counts"], start=1):
            box = {
                "boxstyle": "round,pad=0.3",
                "facecolor": TEAL,
                "edgecolor": LINE,
                "alpha": 0.4 * (count or 0) / whole,
            }
            said = "–" if count is None else str(count)
            ax.text(point, place + 0.33, said, bbox=box, ha="center", va="center", fontsize="small", color=INK)
        names.append(f"{textwrap.fill(texts[one['id']], _LABEL_WIDTH)}\n{told}")
    for look, colour, name in (("o", TEAL, "rata-rata"), ("D", "white", "target")):
        ax.plot([], [], look, color=colour, markeredgecolor=INK, label=name)
    ax.set_yticks(range(len(entries)), names)
    ax.set_ylim(len(entries) - 0.4, -0.6)
    scale = [f"{at}\n{textwrap.fill(word, 9)}" for at, word in enumerate(labels, start=1)]
    ax.set_xticks(range(1, len(labels) + 1), scale, fontsize="small")
    ax.set_xlim(0.5, len(labels) + 0.5)
    ax.grid(axis="x", color=LINE, zorder=0)
    return _finished(ax, title, key="Angka di bawah garis: jumlah peserta")


def _told(counts: Sequence[int | None], mean: float | None, spread: float | None) -> str:
    about = "kira-kira " if None in counts else ""
    told = "tanpa rata-rata" if mean is None else f"rata-rata {about}{mean}".replace(".", ",")
    told += "" if spread is None else f" ± {spread}".replace(".", ",")
    return told + (" (sebagian disembunyikan)" if None in counts else "")


def _finished(ax: Axes, title: str, key: str | None = None) -> Axes:
    ax.set_title(textwrap.fill(title, 40), loc="left", color=INK)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(LINE)
    below = 7 if key else 4.5  # font sizes that ticks and axis take
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0), borderaxespad=below, ncols=3, frameon=False, title=key)
    return ax
