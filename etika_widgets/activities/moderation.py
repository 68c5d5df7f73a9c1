"""Texts that appear only when the facilitator lets them up: cards, questions, ideas, replies to cards. Pure.

A text is stored in slot ``card:<n>`` of its writer with a random id, under which everybody else speaks of it: it says
nothing about who wrote it. What the facilitator decided stands in one slot, ``{id: state}`` for all that was decided.
A reply stands in slot ``reply:<n>`` with the id of the card it answers, ``to``, and is never seen without that card.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from etika_widgets.activities.payload import parse_choice, parse_keys, parse_text
from etika_widgets.activity import FACILITATOR, Accepted, Context, Response
from etika_widgets.errors import Refused

WAITING: Final = "waiting"
SHOWN: Final = "shown"
HIDDEN: Final = "hidden"
STATES: Final = (WAITING, SHOWN, HIDDEN)
"""What a facilitator decides."""
OFF: Final = "off"
"""State of a reply whose card does not stand on the board, whatever was decided about the reply itself."""
CARD: Final = "card"
REPLY: Final = "reply"
MODERATION: Final = "moderation"
BOARD_LIMIT: Final = 200
"""Most texts that phones and projector draw, that the control page lists, and that one direction decides."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Card:
    """A text, what became of it (of :data:`STATES`, or :data:`OFF`), and where it comes from."""

    id: str
    text: str
    state: str
    response: Response

    @property
    def kind(self) -> str:
        """``card`` or ``reply``."""
        return _kind(self.response)

    @property
    def to(self) -> str | None:
        """The id of the card that this reply answers."""
        to: str | None = self.response.payload.get("to")
        return to


def standing(responses: Iterable[Response], slot: str) -> Json | None:
    """Return what the facilitator stored in ``slot``: the latest round stands."""
    stored = [one for one in responses if one.participant == FACILITATOR and one.slot == slot]
    return max(stored, key=lambda one: one.round).payload if stored else None


def decisions(responses: Iterable[Response]) -> Mapping[str, str]:
    """Return the state of every text that the facilitator has decided about."""
    states: Mapping[str, str] = (standing(responses, MODERATION) or {}).get("states", {})
    return states


def cards(responses: Sequence[Response]) -> list[Card]:
    """Return all texts over all rounds, replies among them, the oldest first."""
    written = [one for one in responses if _kind(one) in (CARD, REPLY) and one.participant != FACILITATOR]
    return _judged(written, lambda: written, decisions(responses))


def own_cards(context: Context) -> list[Card]:
    """Return the sender's own texts, replies among them, the oldest first.

    Costs nothing however many others wrote, until the sender has replied to one of them.
    """
    mine = [one for one in context.own if _kind(one) in (CARD, REPLY)]
    return _judged(sorted(mine, key=lambda one: one.at), lambda: context.responses, decisions(context.directions))


def _judged(
    written: Sequence[Response], everything: Callable[[], Iterable[Response]], states: Mapping[str, str]
) -> list[Card]:
    """Return texts with what became of each. Nowhere else is said when a reply may be seen."""
    up = {None, *_still_up({one.payload["to"] for one in written if _kind(one) == REPLY}, everything, states)}

    def state(payload: Json) -> str:
        return states.get(payload["id"], WAITING) if payload.get("to") in up else OFF

    return [Card(one.payload["id"], one.payload["text"], state(one.payload), one) for one in written]


def _still_up(
    wanted: Collection[str], everything: Callable[[], Iterable[Response]], states: Mapping[str, str]
) -> set[str]:
    """Return which of these cards are on the board: let up, and not withdrawn since."""
    up = {name for name in wanted if states.get(name) == SHOWN}
    if not up:
        return up
    return {one.payload["id"] for one in everything() if one.payload.get("id") in up and _kind(one) == CARD}


def _kind(one: Response) -> str:
    return one.slot.partition(":")[0]


def dealt_cards(context: Context, kind: str = CARD) -> list[Json]:
    """Return the sender's own cards, or replies, as their phone shows them."""
    return [
        {**card.response.payload, "state": card.state, "here": card.response.round == context.round}
        for card in own_cards(context)
        if card.kind == kind
    ]


def add_card(
    context: Context, text: object, limit: int, most: int, counted: Collection[str], kind: str = CARD, **more: Any
) -> Accepted:
    """Return a new text of the sender, ready to be stored in their first free slot.

    Args:
        context: who writes.
        text: what was sent.
        limit: most characters.
        most: how many texts of this kind in the states ``counted`` one person may have.
        counted: states in which a text counts.
        kind: ``card``, or ``reply`` (:func:`add_reply`).
        more: what is stored beside the text.

    Raises:
        Refused: nothing in it, too long, or too many.
    """
    clean = parse_text(text, limit, label="Tulisan")
    if not clean:
        raise Refused("empty", "Belum ada yang ditulis. Tulis dulu, lalu kirim.")
    if sum(card.kind == kind and card.state in counted for card in own_cards(context)) >= most:
        raise Refused(
            "too_many_cards",
            "Anda sudah menulis {most}, sebanyak yang boleh. Tarik salah satu bila ingin menulis yang lain.",
            most=most,
        )
    taken = {one.slot for one in context.own if one.round == context.round}
    number = next(n for n in range(1, len(taken) + 2) if f"{kind}:{n}" not in taken)
    return Accepted(f"{kind}:{number}", {"id": secrets.token_hex(6), "text": clean, **more})


def add_reply(context: Context, payload: object, limit: int, most: int) -> Accepted:
    """Return a new reply of the sender, ``{to, text}``, to a card that stands on the board.

    All replies of a person count, also those whose card is gone: when it comes back, they do too.

    Raises:
        Refused: that card is not to be seen, nothing in the reply, too long, or too many.
    """
    sent = parse_keys(payload, required=("to", "text"))
    to, states = sent["to"], decisions(context.directions)
    if not isinstance(to, str) or not _still_up([to], lambda: context.responses, states):
        raise Refused("unknown_card", "Kartu itu tidak tampil lagi, jadi tidak dapat dibalas.")
    return add_card(context, sent["text"], limit, most, (*STATES, OFF), REPLY, to=to)


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


def listed(every: Sequence[Card], order: Sequence[str] = (*STATES, OFF)) -> list[Card]:
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
    """Return how many people wrote cards; those who only replied do not count."""
    return len({card.response.participant for card in every if card.kind == CARD})


def _gone() -> Refused:
    return Refused("unknown_card", "Tulisan itu sudah tidak ada; penulisnya mungkin menariknya kembali.")
