"""The share of people for whom a sensitive statement is true, estimated from answers behind a lot. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.randomized_response.spec import SIDES, RandomizedResponseSpec
from etika_widgets.errors import MeasureError
from etika_widgets.measures.proportions import wilson
from etika_widgets.measures.randomized import crosswise, forced_response

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def randomized_results(spec: RandomizedResponseSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{n, count, estimate, why}`` over all rounds, since nobody answers twice.

    ``count`` are those who said *yes* (or *same*). ``estimate`` is ``{share, low, high, raw, se, seen: {share, low,
    high}}``, shares between 0 and 1: of people, and of the answers seen; limits of 95 %. Where it is ``None``,
    ``why`` is ``few`` (fewer answers than ``spec.least``; then there is no ``count`` either) or ``mismatch`` (the
    answers cannot come from the lot).
    """
    n, count = len(responses), sum(response.payload["said"] == spec.options[0] for response in responses)
    if n < spec.least:
        return {"n": n, "count": None, "estimate": None, "why": "few"}
    try:
        if spec.method == "forced":
            found = forced_response(count, n, spec.die.truth / SIDES, spec.die.yes / SIDES)
        else:
            found = crosswise(count, n, spec.known.chance)
    except MeasureError:
        return {"n": n, "count": count, "estimate": None, "why": "mismatch"}
    seen = wilson(count, n)
    estimate = {
        "share": round(found.estimate, 4),
        "low": round(found.low, 4),
        "high": round(found.high, 4),
        "raw": round(found.raw, 4),
        "se": round(found.se, 4),
        "seen": {"share": round(seen.estimate, 4), "low": round(seen.low, 4), "high": round(seen.high, 4)},
    }
    return {"n": n, "count": count, "estimate": estimate, "why": None}
