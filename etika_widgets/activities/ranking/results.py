"""Mean ranks, places and agreement, round by round. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.ranking.spec import RankingSpec
from etika_widgets.activities.rounds import by_round, visible_n
from etika_widgets.measures.suppression import THRESHOLD

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def concordance(orders: Sequence[Sequence[str]]) -> float | None:
    """Return Kendall's coefficient of concordance W, from 0 (no agreement) to 1 (all alike).

    W = 12 S / (m² (k³ - k)) for m rankings of k options without ties, S being the sum of squared deviations of the
    rank sums from their mean (Kendall and Babington Smith 1939). ``None`` for fewer than two rankings or options.

    Example:
        >>> concordance([["a", "b", "c"], ["a", "b", "c"]])
        1.0
        >>> concordance([["a", "b", "c"], ["c", "b", "a"]])
        0.0
    """
    people = len(orders)
    amount = len(orders[0]) if orders else 0
    if people < 2 or amount < 2:
        return None
    sums = [sum(order.index(name) + 1 for order in orders) for name in orders[0]]
    middle = people * (amount + 1) / 2
    deviation = sum((total - middle) ** 2 for total in sums)
    return 12 * deviation / (people**2 * (amount**3 - amount))


def agreement_level(w: float) -> int:
    """Return how strong an agreement is, 0 to 4: which of Schmidt's (1997) anchors 0.1, 0.3, … 0.9 W is nearest to."""
    return min(int(w * 5), 4)


def ranking_results(spec: RankingSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{rounds: [{round, n, options: [{id, mean, places}], w, level}], suppressed}``.

    Options come with the best mean rank first; rank 1 is the top. ``places`` counts people by place. ``w`` is
    Kendall's W and ``level`` its strength (0 to 4), both ``None`` for fewer than two people.
    Anonymous answers: nothing for fewer than five people or where all agree; places only if no count is small.
    """
    rounds: list[dict[str, Any]] = []
    for number, answers in by_round(responses).items():
        orders = [response.payload["order"] for response in answers]
        w = concordance(orders)
        betrays = spec.hides_small and (len(orders) < THRESHOLD or w == 1)
        table = {
            name: [sum(order[place] == name for order in orders) for place in range(len(spec.options))]
            for name in spec.option_ids
        }
        small = spec.hides_small and any(count < THRESHOLD for counts in table.values() for count in counts)
        options: list[dict[str, Any]] = [
            {
                "id": name,
                "mean": None if betrays or not orders else _mean_rank(counts),
                "places": None if betrays or small else counts,
            }
            for name, counts in table.items()
        ]
        if not betrays:
            options.sort(key=lambda one: one["mean"] or 0)
        shown = None if betrays or w is None else round(w, 2)
        rounds.append(
            {
                "round": number,
                "n": visible_n(len(orders), hides_small=spec.hides_small),
                "options": options,
                "w": shown,
                "level": None if shown is None else agreement_level(shown),
            }
        )
    hidden = any(one["places"] is None for entry in rounds for one in entry["options"])
    return {"rounds": rounds, "suppressed": hidden}


def _mean_rank(counts: Sequence[int]) -> float:
    return round(sum(place * people for place, people in enumerate(counts, start=1)) / sum(counts), 1)
