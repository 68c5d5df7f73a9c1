"""The case in the report of a class: votes at every branch, endings, the room's way."""

from __future__ import annotations

from collections.abc import Sequence

from etika_widgets.activities.branching_case.results import tree_results
from etika_widgets.activities.branching_case.spec import BranchingCaseSpec
from etika_widgets.activity import Response, Summary, Table
from etika_widgets.i18n import N_, translate

_WALKERS = {"room": N_("Jalan kelas"), "group": N_("Kelompok lewat sini"), "each": N_("Orang lewat sini")}


def case_summary(spec: BranchingCaseSpec, responses: Sequence[Response], language: str) -> Summary:
    """Return the branches of the last round that got votes, in the author's order, and how it ended."""
    rounds = tree_results(spec, responses)["rounds"]
    if not rounds:
        return Summary(n=0)
    last = rounds[-1]
    endings = [(node, last["endings"][node.id]) for node in spec.nodes if node.end and last["endings"][node.id]]
    tables = [
        Table(
            caption=translate("Suara di tiap cabang", language),
            columns=(
                translate("Bagian dan pilihan", language),
                translate("Suara", language),
                translate(_WALKERS[spec.decide], language),
            ),
            rows=tuple(
                (f"{node.title.get(language)} → {branch.text.get(language)}", seen["votes"], seen["taken"])
                for node in spec.nodes
                for branch in node.choices
                if (seen := last["nodes"][node.id]["choices"][branch.id])["votes"] or seen["taken"]
            ),
            bars=1,
        ),
        Table(
            caption=translate("Akhir yang tercapai", language),
            columns=(translate("Akhir", language), translate(_WALKERS[spec.decide], language)),
            rows=tuple(((node.end or node.title).get(language), count) for node, count in endings),
            bars=None if spec.decide == "room" else 1,
        ),
    ]
    return Summary(
        n=last["people"],
        tables=tuple(table for table in tables if table.rows),
        texts=tuple(shown["text"] for shown in last["shown"]),
    )
