"""Where people put each item, round by round, the widest disagreement first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.categorise.spec import CategoriseSpec
from etika_widgets.activities.rounds import by_round, visible_n
from etika_widgets.activities.spread import most_parted, parting, spread

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def categorise_results(spec: CategoriseSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{rounds: [{round, n, items: [{id, counts: {box: people}, apart}]}], suppressed}``.

    ``apart`` is in how many of 100 pairs of people the two disagree (:func:`parting`). Anonymous answers: ``None``
    is a hidden number.
    """
    boxes = [box.id for box in spec.offered()]
    rounds: list[dict[str, Any]] = []
    for number, answers in by_round(responses).items():
        items = []
        for name in spec.item_ids:
            placed = [answer.payload["places"][name] for answer in answers if name in answer.payload["places"]]
            counts = spread(placed, boxes, hides_small=spec.hides_small)
            items.append({"id": name, "counts": counts, "apart": parting(counts)})
        n = visible_n(len(answers), hides_small=spec.hides_small)
        rounds.append({"round": number, "n": n, "items": most_parted(items)})
    hidden = spec.hides_small and any(None in one["counts"].values() for entry in rounds for one in entry["items"])
    return {"rounds": rounds, "suppressed": hidden}
