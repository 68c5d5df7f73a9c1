"""The tree as a picture: nodes from left to right, lines as thick as the number of walkers who took them."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.bars import INK, PALE, TEAL
from etika_widgets.activities.branching_case.spec import BranchingCaseSpec

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_UNTRODDEN: Final = {"color": PALE, "linewidth": 1.2, "linestyle": (0, (4, 3))}
_BENDS: Final = (0.08, -0.08, 0.16, -0.16, 0.24, -0.24)
"""Two choices may lead to the same node: each line bends its own way."""
_THICKEST: Final = 6.0
_PEOPLE: Final = {"room": "kelas", "group": "kelompok", "each": "peserta"}


def draw_tree(ax: Axes, spec: BranchingCaseSpec, rounds: Sequence[Mapping[str, Any]]) -> Axes:
    """Draw the last of ``rounds`` (``tree_results``) on ``ax`` and return it.

    Lines that nobody took are dashed. The number at a line is the votes for that choice; the number in a node is how
    often it was visited.
    """
    nodes = rounds[-1]["nodes"] if rounds else {}
    places = layout(spec)
    walkers = max([1, *(choice["taken"] for node in nodes.values() for choice in node["choices"].values())])
    for node in spec.nodes:
        x, y = places[node.id]
        for bend, branch in enumerate(node.choices):
            seen = nodes.get(node.id, {}).get("choices", {}).get(branch.id, {"votes": 0, "taken": 0})
            to_x, to_y = places[branch.to]
            style = (
                {"color": TEAL, "linewidth": 1.5 + _THICKEST * seen["taken"] / walkers, "linestyle": "-"}
                if seen["taken"]
                else _UNTRODDEN
            )
            ax.annotate(
                "",
                xy=(to_x, to_y),
                xytext=(x, y),
                zorder=1,
                arrowprops={"arrowstyle": "-", "connectionstyle": f"arc3,rad={_BENDS[bend]}", **style},
            )
            if seen["votes"]:
                near = min(0.4, 0.5 / max(abs(to_x - x), 1))
                ax.text(
                    x + near * (to_x - x),
                    y + near * (to_y - y),
                    str(seen["votes"]),
                    ha="center",
                    va="center",
                    color=INK,
                    fontsize=9,
                    zorder=3,
                    bbox={"boxstyle": "circle,pad=0.25", "facecolor": "white", "edgecolor": TEAL, "linewidth": 0.8},
                )
        visits = nodes.get(node.id, {}).get("visits", 0)
        title = textwrap.fill((node.end or node.title).id, 18)
        ax.text(
            x,
            y,
            f"{title}\n({visits})" if visits else title,
            ha="center",
            va="center",
            color=INK,
            fontsize=8.5,
            zorder=2,
            bbox={
                "boxstyle": "round,pad=0.45",
                "facecolor": "white",
                "edgecolor": TEAL if visits else PALE,
                "linewidth": 2.2 if node.end else 1.0,
                "linestyle": "-" if visits else "--",
            },
        )
    widest = max(x for x, _ in places.values())
    ax.set_xlim(-0.6, widest + 0.6)
    lowest, highest = (f(y for _, y in places.values()) for f in (min, max))
    ax.set_ylim(highest + 0.6, lowest - 0.6)
    ax.set_xlabel(
        f"Angka pada garis: suara. Angka dalam kotak: berapa {_PEOPLE[spec.decide]} lewat. Putus-putus: tidak dilalui."
    )
    ax.set_title(textwrap.fill(spec.title.id, 60), loc="left", color=INK)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    return ax


def layout(spec: BranchingCaseSpec) -> dict[str, tuple[float, float]]:
    """Return a place for every node: column by the most steps from the start, rows so that branches stand apart.

    Steps back into a loop are not counted, so that all other lines run to the right.
    """
    order: list[str] = []
    onward: dict[str, list[str]] = {}

    def visit(node: str, above: tuple[str, ...]) -> None:
        onward[node] = [branch.to for branch in spec.by_id[node].choices if branch.to not in (*above, node)]
        for target in onward[node]:
            if target not in onward:
                visit(target, (*above, node))
        order.insert(0, node)

    visit(spec.start, ())
    depth = dict.fromkeys(order, 0)
    parent: dict[str, str] = {}
    for node in order:
        for target in onward[node]:
            if depth[target] <= depth[node]:
                depth[target], parent[target] = depth[node] + 1, node
    rows: dict[str, float] = {}
    leaves = itertools.count()

    def settle(node: str) -> float:
        below = [settle(child) for child in dict.fromkeys(onward[node]) if parent.get(child) == node]
        rows[node] = sum(below) / len(below) if below else float(next(leaves))
        return rows[node]

    settle(spec.start)
    return {node: (float(depth[node]), rows[node]) for node in order}
