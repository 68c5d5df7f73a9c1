"""How many wrote, and what was shared. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.latest import latest

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def reflection_results(responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{wrote, shared, texts: [{text}]}``; ``texts`` holds only what the facilitator put on the screen."""
    shared = latest(responses, "shared")
    return {
        "wrote": len(latest(responses, "wrote")),
        "shared": len(shared),
        "texts": [{"text": response.payload["text"]} for response in shared if response.shown],
    }


def shared_texts(responses: Sequence[Response]) -> list[dict[str, Any]]:
    """Return every shared text with the pseudonym, for the control page."""
    return [
        {
            "participant": response.participant,
            "name": response.name,
            "round": response.round,
            "text": response.payload["text"],
            "shown": response.shown,
        }
        for response in latest(responses, "shared")
    ]
