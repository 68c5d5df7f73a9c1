"""How many committed themselves, and to what. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.latest import latest

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def commitment_results(responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{n, texts: [{fields}]}``; ``texts`` holds only what the facilitator put on the screen."""
    cards = latest(responses, "answer")
    return {
        "n": len(cards),
        "texts": [{"fields": response.payload["fields"]} for response in cards if response.shown],
    }


def all_cards(responses: Sequence[Response]) -> list[dict[str, Any]]:
    """Return every card with the pseudonym, for the control page."""
    return [
        {
            "participant": response.participant,
            "name": response.name,
            "round": response.round,
            "fields": response.payload["fields"],
            "shown": response.shown,
        }
        for response in latest(responses, "answer")
    ]
