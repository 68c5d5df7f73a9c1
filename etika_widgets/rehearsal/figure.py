"""The picture of a rehearsal: what people cost, with the bounds we set ourselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

PANELS: Final = (
    ("join_seconds", "All join at once, until all are live (s)", {40: 0.5, 200: 1.0, 2000: 10.0}),
    ("answer_p95_ms", "All answer at once, p95 to ack (ms)", {200: 50.0, 600: 150.0, 2000: 500.0}),
    ("push_p95_ms", "Facilitator's move to phone, p95 (ms)", {200: 200.0, 2000: 1000.0}),
    ("memory_mb_per_person", "Memory per participant (MB)", {10: 0.1, 2000: 0.1}),
)
"""Key, title, and what must be reached at how many people."""


def draw(sizes: Sequence[dict[str, Any]], path: Path) -> None:
    """Draw cost against people into a PNG."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 7), layout="constrained")
    for axes, (key, title, bounds) in zip(figure.subplots(2, 2).flat, PANELS, strict=True):
        points = [(size["people"], size[key]) for size in sizes if size[key] is not None and size[key] > 0]
        axes.plot(*zip(*bounds.items(), strict=True), "_--", color="#b3541e", markersize=12, label="must reach")
        if points:
            axes.plot(*zip(*points, strict=True), "o-", color="#1f4e79", label="measured")
        axes.set(title=title, xscale="log", yscale="log", xlabel="people")
        axes.set_xticks([size["people"] for size in sizes], [f"{size['people']:,}" for size in sizes])
        axes.minorticks_off()
        axes.grid(alpha=0.3)
    figure.axes[0].legend()
    figure.savefig(path, dpi=110)
