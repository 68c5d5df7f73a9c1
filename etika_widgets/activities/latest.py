"""Picks each participant's present answer out of all stored ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def latest(responses: Sequence[Response], slot: str) -> list[Response]:
    """Return one answer per participant in ``slot``: that of the latest round, in order of first answers."""
    chosen: dict[str, Response] = {}
    for response in responses:
        if response.slot != slot:
            continue
        earlier = chosen.get(response.participant)
        if earlier is None or response.round >= earlier.round:
            chosen[response.participant] = response
    return list(chosen.values())
