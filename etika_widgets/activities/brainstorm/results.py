"""Ideas put together, their votes, the shortlist. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.brainstorm.spec import BrainstormSpec
from etika_widgets.activities.latest import latest
from etika_widgets.activities.moderation import BOARD_LIMIT, SHOWN, cards, listed, review, row, standing, writers
from etika_widgets.measures.suppression import THRESHOLD

if TYPE_CHECKING:
    from etika_widgets.activity import Response

IDEAS: Final = "ideas"
MERGE: Final = "merge"
VOTE: Final = "vote"
SHORTLIST: Final = "shortlist"
STAGES: Final = (IDEAS, MERGE, VOTE, SHORTLIST)
STAGE: Final = "stage"
MERGED: Final = "merged"
VOTES: Final = "votes"
"""Slots: which stage it is, what belongs together, what somebody voted for."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea with the duplicates put to it.

    Attributes:
        id: what votes name.
        texts: by the id of each; the first speaks for all.
    """

    id: str
    texts: Mapping[str, str]


def stage_of(responses: Sequence[Response]) -> str:
    """Return the present stage."""
    return str((standing(responses, STAGE) or {}).get("stage", IDEAS))


def heads_of(responses: Sequence[Response]) -> Mapping[str, str]:
    """Return for every duplicate the id of the idea it was put to."""
    heads: Mapping[str, str] = (standing(responses, MERGED) or {}).get("heads", {})
    return heads


def ideas_of(responses: Sequence[Response]) -> list[Idea]:
    """Return the ideas that were let up, duplicates together, the oldest first."""
    heads = heads_of(responses)
    together: dict[str, dict[str, str]] = {}
    for card in cards(responses):  # the oldest first: it is the one that the others were put to, if that is not gone
        if card.state == SHOWN:
            together.setdefault(heads.get(card.id, card.id), {})[card.id] = card.text
    return [Idea(key, texts) for key, texts in together.items()]


def votes_of(responses: Sequence[Response]) -> Counter[str]:
    """Return how many people voted for each idea, by its id."""
    return Counter(name for one in latest(responses, VOTES) for name in one.payload["ids"])


def visible(spec: BrainstormSpec, n: int) -> int | None:
    """Return a number as it may be shown."""
    return None if spec.hides_small and n < THRESHOLD else n


def ranked(spec: BrainstormSpec, responses: Sequence[Response]) -> list[Json]:
    """Return every idea ``{id, text, also, votes, short}``, the one with most votes first."""
    votes = votes_of(responses)
    ideas = sorted(ideas_of(responses), key=lambda idea: -votes[idea.id])
    last = votes[ideas[min(spec.shortlist, len(ideas)) - 1].id] if ideas else 0
    return [
        {
            **_told(idea),
            "votes": visible(spec, votes[idea.id]),
            "short": votes[idea.id] >= max(1, last),
        }
        for idea in ideas
    ]


def brainstorm_board(spec: BrainstormSpec, responses: Sequence[Response]) -> Json:
    """Return ``{stage, n, voters, ideas, more}``.

    While people write, nobody sees another's idea, only how many there are; while they vote, no counts; then the
    shortlist.
    """
    stage, every = stage_of(responses), cards(responses)
    told: list[Json] = []
    if stage in (MERGE, VOTE):
        told = [_told(idea) for idea in ideas_of(responses)]
    elif stage == SHORTLIST:
        told = [idea for idea in ranked(spec, responses) if idea["short"]]
    return {
        "stage": stage,
        "n": len(every),
        "voters": visible(spec, _voters(responses)),
        "ideas": told[:BOARD_LIMIT],
        "more": max(0, len(told) - BOARD_LIMIT),
    }


def brainstorm_results(spec: BrainstormSpec, responses: Sequence[Response]) -> Json:
    """Return ``{n, people, voters, ideas, more}``: every idea that was let up, the most voted first."""
    every, ideas = cards(responses), ranked(spec, responses)
    return {
        "n": len(every),
        "people": visible(spec, writers(every)),
        "voters": visible(spec, _voters(responses)),
        "ideas": ideas[:BOARD_LIMIT],
        "more": max(0, len(ideas) - BOARD_LIMIT),
    }


def facilitator_ideas(spec: BrainstormSpec, responses: Sequence[Response]) -> Json:
    """Return the results with the stage and every idea to review; ``with`` is the idea it was put to."""
    every, heads = cards(responses), heads_of(responses)
    leading = set(heads.values())
    rows = (
        row(card, **{"with": heads.get(card.id, card.id if card.id in leading else None)}) for card in listed(every)
    )
    return {
        **brainstorm_results(spec, responses),
        "stage": stage_of(responses),
        "review": review(every, rows),
    }


def _told(idea: Idea) -> Json:
    text, *also = idea.texts.values()
    return {"id": idea.id, "text": text, "also": also}


def _voters(responses: Sequence[Response]) -> int:
    return sum(bool(one.payload["ids"]) for one in latest(responses, VOTES))
