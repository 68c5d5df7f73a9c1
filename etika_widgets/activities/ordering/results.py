"""Where people put each step. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.latest import latest
from etika_widgets.activities.ordering.spec import OrderingSpec

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def ordering_results(spec: OrderingSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{n, positions: {opaque id: [people by place]}, exact}``.

    Positions come in the scattered order, so that they tell nothing by themselves; ``exact`` is the number of
    people who had every step right.
    """
    orders = [response.payload["order"] for response in latest(responses, "answer")]
    places = range(len(spec.steps))
    positions = {
        step: [sum(order[place : place + 1] == [step] for order in orders) for place in places]
        for step in spec.scattered()
    }
    right = spec.right_order()
    return {"n": len(orders), "positions": positions, "exact": sum(order == right for order in orders)}
