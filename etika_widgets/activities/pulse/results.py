"""Counts of a pulse, of the latest round only: it asks how things are now. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.hands import split
from etika_widgets.activities.pulse.spec import PulseSpec
from etika_widgets.activities.rounds import by_round, visible_n
from etika_widgets.measures.suppression import suppress

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def pulse_results(spec: PulseSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{n, counts: {id: n}, hands?, suppressed}`` of the latest round; hands are included and set apart.

    Anonymous answers: ``None`` is a hidden number.
    """
    rounds = by_round(responses)
    last = max(rounds)
    chosen = [response.payload["choice"] for response in rounds[last]]
    hands = split(responses)[1].get(last, {})
    counts = {name: chosen.count(name) + hands.get(name, 0) for name in spec.option_ids}
    n = len(chosen) + sum(hands.values())
    visible: dict[str, int | None] = {**counts}
    if spec.hides_small:
        visible = suppress(counts, n, additive=True)
    found = {
        "n": visible_n(n, hides_small=spec.hides_small),
        "counts": visible,
        "suppressed": None in visible.values(),
    }
    return {**found, "hands": {"n": sum(hands.values()), "counts": dict(hands)}} if hands else found
