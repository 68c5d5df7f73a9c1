"""Questions in order, with their votes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.latest import latest
from etika_widgets.activities.moderation import BOARD_LIMIT, HIDDEN, SHOWN, WAITING, Card, cards, review, row, writers
from etika_widgets.activities.qna.spec import QnaSpec
from etika_widgets.measures.suppression import THRESHOLD

if TYPE_CHECKING:
    from etika_widgets.activity import Response

PINNED: Final = "pinned"
ANSWERED: Final = "answered"
ARCHIVED: Final = "archived"
STATES: Final = (WAITING, PINNED, SHOWN, ANSWERED, HIDDEN, ARCHIVED)
"""In the order of the control page."""
OPEN_STATES: Final = (WAITING, SHOWN, PINNED)
"""Questions that still ask for an answer."""
VOTED: Final = (PINNED, SHOWN)
"""Questions that take votes."""
ON_BOARD: Final = (PINNED, SHOWN, ANSWERED)
VOTES: Final = "votes"

Json = dict[str, Any]


def votes_of(responses: Sequence[Response]) -> Counter[str]:
    """Return how many people support each question, by its id."""
    return Counter(name for one in latest(responses, VOTES) for name in one.payload["ids"])


def visible(spec: QnaSpec, n: int) -> int | None:
    """Return a number as it may be shown."""
    return None if spec.hides_small and n < THRESHOLD else n


def sorted_questions(every: Sequence[Card], votes: Mapping[str, int], states: Sequence[str]) -> list[Card]:
    """Return questions in these ``states``: by state, then by votes, then by age (waiting: newest first)."""
    places = {state: place for place, state in enumerate(states)}
    ages = {card.id: age if card.state != WAITING else -age for age, card in enumerate(every)}
    found = [card for card in every if card.state in places]
    return sorted(found, key=lambda card: (places[card.state], -votes[card.id], ages[card.id]))


def qna_board(spec: QnaSpec, responses: Sequence[Response]) -> Json:
    """Return ``{questions: [{id, text, state, votes}], more}``: pinned, open by votes, answered."""
    votes = votes_of(responses)
    shown = sorted_questions(cards(responses), votes, ON_BOARD)
    return {
        "questions": [
            {"id": card.id, "text": card.text, "state": card.state, "votes": visible(spec, votes[card.id])}
            for card in shown[:BOARD_LIMIT]
        ],
        "more": max(0, len(shown) - BOARD_LIMIT),
    }


def qna_results(spec: QnaSpec, responses: Sequence[Response]) -> Json:
    """Return the board with how many people asked, ``n``, and how many voted, ``voters``."""
    voters = sum(bool(one.payload["ids"]) for one in latest(responses, VOTES))
    return {
        **qna_board(spec, responses),
        "n": visible(spec, writers(cards(responses))),
        "voters": visible(spec, voters),
    }


def facilitator_questions(spec: QnaSpec, responses: Sequence[Response]) -> Json:
    """Return the results with every question to review."""
    every, votes = cards(responses), votes_of(responses)
    rows = (row(card, votes=visible(spec, votes[card.id])) for card in sorted_questions(every, votes, STATES))
    return {**qna_results(spec, responses), "review": review(every, rows)}
