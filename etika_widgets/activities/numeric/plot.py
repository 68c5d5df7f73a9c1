"""A histogram with the median and, where there is one, the reference."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.bars import INK, LINE, TEAL
from etika_widgets.activities.numeric.spec import NumericSpec

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_histogram(ax: Axes, spec: NumericSpec, results: Mapping[str, Any]) -> Axes:
    """Draw the latest round of ``numeric_results`` and return the axes; hidden counts carry words and no bar."""
    from matplotlib.ticker import MaxNLocator

    around, entry = results["edges"], results["rounds"][-1]
    for low, high, count in zip(around, around[1:], entry["counts"], strict=False):
        ax.bar(low, count or 0, width=high - low, align="edge", color=TEAL, edgecolor="white", linewidth=1.5)
        if count is None:
            ax.text((low + high) / 2, 0, "disembunyikan", rotation=90, ha="center", va="bottom", color=INK)
    if entry["median"] is not None:
        ax.axvline(entry["median"], color=INK, linewidth=2, label=f"Median {entry['median']}".replace(".", ","))
    if spec.reference is not None:
        told = f"Angka acuan {spec.reference}".replace(".", ",")
        ax.axvline(spec.reference, color=INK, linewidth=2, linestyle="--", label=told)
    ax.set_ylim(0, max((count or 0 for count in entry["counts"]), default=0) * 1.15 or 1)
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(spec.unit.id)
    ax.set_ylabel("Jumlah peserta")
    ax.set_title(textwrap.fill(spec.question.id, 60), loc="left", color=INK)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(LINE)
    if ax.get_legend_handles_labels()[1]:
        ax.legend(frameon=False)
    return ax
