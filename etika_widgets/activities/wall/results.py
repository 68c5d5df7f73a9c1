"""What stands on the wall, and what waits. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.moderation import (
    BOARD_LIMIT,
    CARD,
    REPLY,
    SHOWN,
    Card,
    cards,
    listed,
    review,
    row,
    writers,
)
from etika_widgets.activities.wall.spec import WallSpec
from etika_widgets.measures.suppression import THRESHOLD

if TYPE_CHECKING:
    from etika_widgets.activity import Response

REPLY_LIMIT: Final = 400
"""Most replies that phones and projector get, over all cards together; older ones are counted in ``more``."""
_BEGINNING: Final = 60

Json = dict[str, Any]


def shown_cards(spec: WallSpec, responses: Sequence[Response]) -> Json:
    """Return the board, ``{cards: [{id, text, column}], more}``, the newest first.

    Where replies are taken each card has ``replies``, ``[{id, text}]``, the oldest first, and ``more`` before them.
    """
    return _board(spec, cards(responses))


def _board(spec: WallSpec, every: Sequence[Card]) -> Json:
    shown = [card for card in reversed(every) if card.kind == CARD and card.state == SHOWN]
    drawn = shown[:BOARD_LIMIT]
    threads = _threads(every, drawn) if spec.replies else {}
    return {
        "cards": [
            {"id": card.id, "text": card.text, "column": card.response.payload["column"], **threads.get(card.id, {})}
            for card in drawn
        ],
        "more": len(shown) - len(drawn),
    }


def _threads(every: Sequence[Card], drawn: Sequence[Card]) -> Mapping[str, Json]:
    threads: dict[str, Json] = {card.id: {"replies": [], "more": 0} for card in drawn}
    replies = [card for card in _shown_replies(every) if card.to in threads]
    old = len(replies) - REPLY_LIMIT
    for place, card in enumerate(replies):
        thread = threads[str(card.to)]
        if place < old:
            thread["more"] += 1
        else:
            thread["replies"].append({"id": card.id, "text": card.text})
    return threads


def _shown_replies(every: Sequence[Card]) -> list[Card]:
    """Return the replies that may be seen, the oldest first."""
    return [card for card in every if card.kind == REPLY and card.state == SHOWN]


def wall_results(spec: WallSpec, responses: Sequence[Response]) -> Json:
    """Return the board with how many people wrote cards, ``n``, and how many cards are ``shown``, also by column.

    Where replies are taken, ``replies`` are those that may be seen.
    """
    every = cards(responses)
    n = writers(every)
    columns = [card.response.payload["column"] for card in every if card.kind == CARD and card.state == SHOWN]
    return {
        **_board(spec, every),
        "n": None if spec.hides_small and n < THRESHOLD else n,
        "shown": len(columns),
        "columns": {column: columns.count(column) for column in spec.column_ids},
        **({"replies": len(_shown_replies(every))} if spec.replies else {}),
    }


def facilitator_wall(spec: WallSpec, responses: Sequence[Response]) -> Json:
    """Return the results with all texts to review; ``answers`` tells how a reply's card begins, "" once withdrawn."""
    every = cards(responses)
    texts = {card.id: _beginning(card.text) for card in every}
    rows = (
        row(card, column=card.response.payload["column"])
        if card.kind == CARD
        else row(card, column=None, answers=texts.get(str(card.to), ""))
        for card in listed(every)
    )
    return {**wall_results(spec, responses), "review": review(every, rows)}


def _beginning(text: str) -> str:
    """Return how a text begins, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _BEGINNING else f"{line[:_BEGINNING].rstrip()}…"
