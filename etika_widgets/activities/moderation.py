"""Texts that appear only when the facilitator lets them up: cards, questions, ideas. Pure.

A text is stored in slot ``card:<n>`` of its writer with a random id, under which everybody else speaks of it: it says
nothing about who wrote it. What the facilitator decided stands in one slot, ``{id: state}`` for all that was decided.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from etika_widgets.activities.payload import parse_choice, parse_keys, parse_text
from etika_widgets.activity import FACILITATOR, Accepted, Context, Response
from etika_widgets.errors import Refused

WAITING: Final = "waiting"
SHOWN: Final = "shown"
HIDDEN: Final = "hidden"
STATES: Final = (WAITING, SHOWN, HIDDEN)
CARD: Final = "card"
MODERATION: Final = "moderation"
BOARD_LIMIT: Final = 200
"""Most texts that phones and projector draw, that the control page lists, and that one direction decides."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """A text, what the facilitator decided about it, and where it comes from."""

    id: str
    text: str
    state: str
    response: Response


def standing(responses: Iterable[Response], slot: str) -> Json | None:
    """Return what the facilitator stored in ``slot``: the latest round stands."""
    stored = [one for one in responses if one.participant == FACILITATOR and one.slot == slot]
    return max(stored, key=lambda one: one.round).payload if stored else None


def decisions(responses: Iterable[Response]) -> Mapping[str, str]:
    """Return the state of every text that the facilitator has decided about."""
    states: Mapping[str, str] = (standing(responses, MODERATION) or {}).get("states", {})
    return states


def cards(responses: Sequence[Response]) -> list[Card]:
    """Return all texts over all rounds, the oldest first."""
    states = decisions(responses)
    return [
        Card(one.payload["id"], one.payload["text"], states.get(one.payload["id"], WAITING), one)
        for one in responses
        if one.slot.startswith(f"{CARD}:") and one.participant != FACILITATOR
    ]


def own_cards(context: Context) -> list[Card]:
    """Return the sender's own texts, the oldest first; costs nothing however many others wrote."""
    states = decisions(context.directions)
    mine = sorted((one for one in context.own if one.slot.startswith(f"{CARD}:")), key=lambda one: one.at)
    return [Card(one.payload["id"], one.payload["text"], states.get(one.payload["id"], WAITING), one) for one in mine]


def dealt_cards(context: Context) -> list[Json]:
    """Return the sender's own texts as their phone shows them."""
    return [
        {**card.response.payload, "state": card.state, "here": card.response.round == context.round}
        for card in own_cards(context)
    ]


def add_card(context: Context, text: object, limit: int, most: int, counted: Collection[str], **more: Any) -> Accepted:
    """Return a new text of the sender, ready to be stored in their first free slot.

    Args:
        context: who writes.
        text: what was sent.
        limit: most characters.
        most: how many texts in the states ``counted`` one person may have.
        counted: states in which a text counts.
        more: what is stored beside the text.

    Raises:
        Refused: nothing in it, too long, or too many.
    """
    clean = parse_text(text, limit, label="Tulisan")
    if not clean:
        raise Refused("empty", "Belum ada yang ditulis. Tulis dulu, lalu kirim.")
    if sum(card.state in counted for card in own_cards(context)) >= most:
        raise Refused(
            "too_many_cards",
            "Anda sudah menulis {most}, sebanyak yang boleh. Tarik salah satu bila ingin menulis yang lain.",
            most=most,
        )
    taken = {one.slot for one in context.own if one.round == context.round}
    number = next(n for n in range(1, len(taken) + 2) if f"{CARD}:{n}" not in taken)
    return Accepted(f"{CARD}:{number}", {"id": secrets.token_hex(6), "text": clean, **more})


def withdraw_card(context: Context, payload: object) -> Accepted:
    """Return the withdrawal of one of the sender's own texts, ``{id}``.

    Raises:
        Refused: it is not theirs, is gone, or was written in an earlier round.
    """
    wanted = parse_keys(payload, required=("id",))["id"]
    card = next((card for card in own_cards(context) if card.id == wanted), None)
    if card is None:
        raise _gone()
    if card.response.round != context.round:
        raise Refused(
            "earlier_round",
            "Tulisan dari putaran lalu tidak dapat ditarik. Minta fasilitator menyembunyikannya.",
        )
    return Accepted(card.response.slot, None)


def moderate(context: Context, payload: object, states: Collection[str]) -> Accepted:
    """Return the facilitator's decision ``{ids, to}`` about one or several texts.

    Texts withdrawn meanwhile are left out; the page that decides may not know yet.

    Raises:
        Refused: an unknown state, or none of the texts is there any more.
    """
    sent = parse_keys(payload, required=("ids", "to"))
    to = parse_choice(sent["to"], states)
    there = {card.id for card in cards(context.responses)}
    ids = [wanted for wanted in parse_ids(sent["ids"]) if wanted in there]
    if not ids:
        raise _gone()
    decided = {name: state for name, state in decisions(context.directions).items() if name in there}
    return Accepted(MODERATION, {"states": {**decided, **dict.fromkeys(ids, to)}})


def parse_ids(value: object) -> list[str]:
    """Return ids of texts, each once; whether they exist is for the caller to see.

    Raises:
        Refused: not a list of texts, empty, or more than :data:`BOARD_LIMIT`.
    """
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Refused("malformed", "Pesan dari perangkat ini tidak dapat dibaca. Muat ulang halaman.")
    if not 0 < len(value) <= BOARD_LIMIT:
        raise Refused("too_many", "Pilih 1 sampai {limit} tulisan sekaligus.", limit=BOARD_LIMIT)
    return list(dict.fromkeys(value))


def listed(every: Sequence[Card], order: Sequence[str] = STATES) -> list[Card]:
    """Return texts for the control page: by state in this ``order``, the newest first."""
    places = {state: place for place, state in enumerate(order)}
    return sorted(reversed(every), key=lambda card: places[card.state])


def review(every: Sequence[Card], rows: Iterable[Json]) -> Json:
    """Return what the control page reviews: ``{cards, more, waiting, counts}``.

    Args:
        every: all texts.
        rows: what is told of each, in the order of the list.
    """
    kept = [row for _, row in zip(range(BOARD_LIMIT), rows, strict=False)]
    return {
        "cards": kept,
        "more": max(0, len(every) - BOARD_LIMIT),
        "waiting": sum(card.state == WAITING for card in every),
        "shown": sum(card.state == SHOWN for card in every),
    }


def row(card: Card, **more: Any) -> Json:
    """Return one text for the control page, under the name its writer goes by there."""
    return {"id": card.id, "text": card.text, "state": card.state, "name": card.response.name, **more}


def writers(every: Sequence[Card]) -> int:
    """Return how many people wrote."""
    return len({card.response.participant for card in every})


def _gone() -> Refused:
    return Refused("unknown_card", "Tulisan itu sudah tidak ada; penulisnya mungkin menariknya kembali.")
