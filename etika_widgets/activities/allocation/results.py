"""Mean and spread of the points that options got, round by round. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.allocation.spec import AllocationSpec
from etika_widgets.activities.rounds import by_round, mean_and_spread, visible_n

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def allocation_results(spec: AllocationSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{rounds: [{round, n, options: [{id, mean, sd}]}], suppressed}``, means and spreads in points.

    Anonymous answers: nothing for fewer than five people, and no mean where everybody gave the same.
    """
    rounds: list[dict[str, Any]] = []
    for number, answers in by_round(responses).items():
        options = []
        for name in spec.option_ids:
            given = [response.payload["points"][name] for response in answers]
            mean, spread = mean_and_spread(given, hides_small=spec.hides_small)
            options.append({"id": name, "mean": mean, "sd": spread})
        rounds.append(
            {"round": number, "n": visible_n(len(answers), hides_small=spec.hides_small), "options": options}
        )
    hidden = spec.hides_small and any(one["mean"] is None for entry in rounds for one in entry["options"])
    return {"rounds": rounds, "suppressed": hidden}
