"""Mean scores of options by criterion, weighted totals, and where the room parts most, round by round. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.case_grid.spec import CaseGridSpec
from etika_widgets.activities.rounds import by_round, mean_and_spread, visible_n

if TYPE_CHECKING:
    from etika_widgets.activity import Response

WIDEST: Final = 3
"""How many cells are named as those over which the room parts."""


def grid_results(spec: CaseGridSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{rounds: [{round, n, cells, totals, weights, widest}], suppressed}``.

    ``cells`` are ``{option, criterion, mean, sd}``; ``totals`` are ``{option, mean, sd}`` of everybody's weighted
    mean; ``weights`` are ``{criterion, mean}``; ``widest`` are ``{option, criterion}`` of up to three cells with
    the largest spread above 0. All in points from 1 to 5. Anonymous answers: nothing for fewer than five people,
    no mean where everybody gave the same, and no total beside such a cell.
    """
    rounds: list[dict[str, Any]] = []
    hides = spec.hides_small
    for number, answers in by_round(responses).items():
        given = [answer.payload for answer in answers]
        cells: list[dict[str, Any]] = []
        for option in spec.option_ids:
            for criterion in spec.criterion_ids:
                scores = [one["scores"][option][criterion] for one in given]
                mean, spread = mean_and_spread(scores, hides_small=hides)
                cells.append({"option": option, "criterion": criterion, "mean": mean, "sd": spread})
        totals = []
        for option in spec.option_ids:
            sums = [weighted(one["scores"][option], _weights(spec, one)) for one in given]
            mean, spread = mean_and_spread(sums, hides_small=hides)
            if any(cell["mean"] is None for cell in cells if cell["option"] == option):
                mean = spread = None  # a hidden cell could be worked out from the total and the others
            totals.append({"option": option, "mean": mean, "sd": spread})
        weights = []
        for criterion in spec.criterion_ids:
            mean, _ = mean_and_spread([_weights(spec, one)[criterion] for one in given], hides_small=hides)
            weights.append({"criterion": criterion, "mean": mean if spec.weights == "own" else spec.fixed[criterion]})
        parted = sorted((cell for cell in cells if cell["sd"]), key=lambda cell: -float(cell["sd"]))[:WIDEST]
        entry = {"round": number, "n": visible_n(len(given), hides_small=hides), "cells": cells, "totals": totals}
        widest = [{name: cell[name] for name in ("option", "criterion")} for cell in parted]
        rounds.append({**entry, "weights": weights, "widest": widest})
    hidden = hides and any(cell["mean"] is None for entry in rounds for cell in entry["cells"])
    return {"rounds": rounds, "suppressed": hidden}


def weighted(scores: Mapping[str, int], weights: Mapping[str, int]) -> float:
    """Return the mean of ``scores``, each counted as its weight says.

    Example:
        >>> weighted({"adil": 5, "cepat": 2}, {"adil": 2, "cepat": 1})
        4.0
    """
    return sum(scores[name] * weight for name, weight in weights.items()) / sum(weights.values())


def _weights(spec: CaseGridSpec, answer: Mapping[str, Any]) -> dict[str, int]:
    return {name: answer["weights"][name] for name in spec.criterion_ids} if spec.weights == "own" else spec.fixed
