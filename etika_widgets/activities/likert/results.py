"""Counts, mean and spread of every statement, round by round. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.hands import split
from etika_widgets.activities.likert.spec import LikertSpec
from etika_widgets.activities.rounds import by_round, mean_and_spread, visible_n
from etika_widgets.measures.suppression import suppress

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def likert_results(spec: LikertSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{rounds: [{round, n, statements: [{id, counts, mean, sd}], hands?}], suppressed}``.

    ``counts`` go from the low end of the scale to the high one; ``mean`` and ``sd`` are in points (1 is the low
    end). Anonymous answers: ``None`` is a hidden number; fewer than five give no counts and no mean. Hands that
    the facilitator counted are included and stand in ``hands: {n, counts}`` as well.
    """
    _, raised = split(responses)
    rounds: list[dict[str, Any]] = []
    for number, answers in by_round(responses).items():
        hands = raised.get(number)
        entries = [_statement(spec, one.id, answers, hands or {}) for one in spec.statements]
        n = len(answers) + sum((hands or {}).values())
        entry: dict[str, Any] = {
            "round": number,
            "n": visible_n(n, hides_small=spec.hides_small),
            "statements": entries,
        }
        if hands:
            counted = [hands[str(point)] for point in range(1, spec.points + 1)]
            entry["hands"] = {"n": sum(counted), "counts": counted}
        rounds.append(entry)
    hidden = any(entry["n"] is None or any(None in one["counts"] for one in entry["statements"]) for entry in rounds)
    return {"rounds": rounds, "suppressed": hidden}


def _statement(spec: LikertSpec, name: str, answers: Sequence[Response], hands: Mapping[str, int]) -> dict[str, Any]:
    given = [response.payload["answers"][name] for response in answers if name in response.payload["answers"]]
    given += [int(point) for point, people in hands.items() for _ in range(people)]
    counts: Mapping[str, int | None] = {str(point): given.count(point) for point in range(1, spec.points + 1)}
    if spec.hides_small:
        counts = suppress({point: given.count(int(point)) for point in counts}, len(given), additive=True)
    mean, spread = mean_and_spread(given, hides_small=spec.hides_small)
    return {"id": name, "counts": list(counts.values()), "mean": mean, "sd": spread}
