"""What stands on the wall, and what waits. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.moderation import BOARD_LIMIT, SHOWN, Card, cards, listed, review, row, writers
from etika_widgets.activities.wall.spec import WallSpec
from etika_widgets.measures.suppression import THRESHOLD

if TYPE_CHECKING:
    from etika_widgets.activity import Response


def shown_cards(responses: Sequence[Response]) -> dict[str, Any]:
    """Return the board, ``{cards: [{id, text, column}], more}``, the newest first."""
    return _board(cards(responses))


def _board(every: Sequence[Card]) -> dict[str, Any]:
    shown = [card for card in reversed(every) if card.state == SHOWN]
    return {
        "cards": [
            {"id": card.id, "text": card.text, "column": card.response.payload["column"]}
            for card in shown[:BOARD_LIMIT]
        ],
        "more": max(0, len(shown) - BOARD_LIMIT),
    }


def wall_results(spec: WallSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return the board with how many people wrote, ``n``, and how many cards are ``shown``, also by column."""
    every = cards(responses)
    n = writers(every)
    columns = [card.response.payload["column"] for card in every if card.state == SHOWN]
    return {
        **_board(every),
        "n": None if spec.hides_small and n < THRESHOLD else n,
        "shown": len(columns),
        "columns": {column: columns.count(column) for column in spec.column_ids},
    }


def facilitator_wall(spec: WallSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return the results with all cards to review."""
    every = cards(responses)
    rows = (row(card, column=card.response.payload["column"]) for card in listed(every))
    return {**wall_results(spec, responses), "review": review(every, rows)}
