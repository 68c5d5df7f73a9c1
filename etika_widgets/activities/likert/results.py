"""Counts, mean and spread of every statement, round by round, and how far the mean is from a target. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.hands import split
from etika_widgets.activities.likert.spec import LikertSpec, Statement
from etika_widgets.activities.rounds import by_round, mean_and_spread, visible_n
from etika_widgets.measures.suppression import THRESHOLD, coarse_mean, suppress

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def likert_results(spec: LikertSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{rounds: [{round, n, statements: [{id, counts, mean, sd, target?, gap?}], hands?}], suppressed}``.

    ``counts`` go from the low end of the scale to the high one; ``mean`` and ``sd`` are in points (1 is the low
    end). A statement with a target has ``target`` and ``gap`` (target minus the mean that is shown, in points) as
    well; the largest gap then comes first, what has none last. Anonymous answers: ``None`` is a hidden number; fewer
    than five give no counts, no mean and no gap, and where a count is hidden the mean is one to half a point, if any
    (:func:`~etika_widgets.measures.suppression.coarse_mean`). Hands that the facilitator counted are included, and in
    ``hands: {n, counts}`` as well.
    """
    _, raised = split(responses)
    rounds: list[dict[str, Any]] = []
    for number, answers in by_round(responses).items():
        hands = raised.get(number, {})
        entries = [_statement(spec, one, answers, hands) for one in spec.statements]
        n = len(answers) + sum(hands.values())
        entry: dict[str, Any] = {
            "round": number,
            "n": visible_n(n, hides_small=spec.hides_small),
            "statements": sorted(entries, key=_largest_gap_first),
        }
        if hands:
            counted = [hands[str(point)] for point in range(1, spec.points + 1)]
            entry["hands"] = {"n": sum(counted), "counts": counted}
        rounds.append(entry)
    hidden = any(entry["n"] is None or any(None in one["counts"] for one in entry["statements"]) for entry in rounds)
    return {"rounds": rounds, "suppressed": hidden}


def _largest_gap_first(entry: Mapping[str, Any]) -> tuple[bool, float]:
    gap = entry.get("gap")
    return gap is None, -(gap or 0)


def _statement(
    spec: LikertSpec, statement: Statement, answers: Sequence[Response], hands: Mapping[str, int]
) -> dict[str, Any]:
    name = statement.id
    given = [response.payload["answers"][name] for response in answers if name in response.payload["answers"]]
    given += [int(point) for point, people in hands.items() for _ in range(people)]
    by_point = {str(point): given.count(point) for point in range(1, spec.points + 1)}
    counts = list(by_point.values())
    shown: list[int | None] = list(counts)
    mean, spread = mean_and_spread(given, hides_small=spec.hides_small)
    if spec.hides_small:
        shown = list(suppress(by_point, len(given), additive=True).values())
        if None in shown:
            mean, spread = (coarse_mean(counts, shown) if len(given) >= THRESHOLD else None), None
    entry: dict[str, Any] = {"id": name, "counts": shown, "mean": mean, "sd": spread}
    if statement.target is not None:
        # From the rounded mean, so that the three numbers shown add up.
        entry |= {"target": statement.target, "gap": None if mean is None else round(statement.target - mean, 1)}
    return entry
