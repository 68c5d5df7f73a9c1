"""How many people placed each item in each cell, round by round. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.matrix2x2.spec import Matrix2x2Spec
from etika_widgets.activities.rounds import by_round, visible_n
from etika_widgets.activities.spread import most_parted, parting, spread

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def matrix_results(spec: Matrix2x2Spec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{rounds: [{round, n, items: [{id, cells: {"x_y": people}, apart}]}], suppressed}``.

    Cells go from the lower left to the upper right; ``apart`` is in how many of 100 pairs of people the two chose
    different cells. The widest disagreement comes first. Anonymous answers: ``None`` is a hidden number.
    """
    rounds: list[dict[str, Any]] = []
    for number, answers in by_round(responses).items():
        items = []
        for name in spec.item_ids:
            placed = [answer.payload["places"][name] for answer in answers if name in answer.payload["places"]]
            cells = spread([f"{one['x']}_{one['y']}" for one in placed], spec.cells, hides_small=spec.hides_small)
            items.append({"id": name, "cells": cells, "apart": parting(cells)})
        n = visible_n(len(answers), hides_small=spec.hides_small)
        rounds.append({"round": number, "n": n, "items": most_parted(items)})
    hidden = spec.hides_small and any(None in one["cells"].values() for entry in rounds for one in entry["items"])
    return {"rounds": rounds, "suppressed": hidden}
