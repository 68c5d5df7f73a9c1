"""Who reads which reasons: two of others, opposing ones first, each shown about equally often. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

PAIR: Final = 2
"""Reasons that one person is given."""


class Vote(NamedTuple):
    """Where somebody stands.

    Attributes:
        id: of this vote; says nothing about who gave it.
        choice: what the person chooses now.
        side: the choice for which they gave their reason; empty without a reason.
    """

    id: str
    choice: str
    side: str


@lru_cache(maxsize=32)
def deal(seed: str, votes: tuple[Vote, ...], hidden: tuple[str, ...] = ()) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the reasons that the giver of each vote reads.

    Nobody reads their own. Reasons for another choice come first; where there are too few, reasons for the same
    choice fill up. The reasons of a side go round in an order drawn by ``seed``, so that of two sides each reason is
    shown as often as the next one, give or take one. A reason that was taken off is replaced only where it stood:
    all others keep what they are reading.

    Args:
        seed: decides what is drawn by lot.
        votes: where everybody stands.
        hidden: ids of reasons that were taken off, in that order.

    Example:
        >>> deal("x", (Vote("a", "ya", "ya"), Vote("b", "tidak", "tidak"), Vote("c", "tidak", "tidak")))["b"]
        ('a', 'c')
    """
    sides: dict[str, list[str]] = {}
    for vote in _drawn(votes, f"{seed}:alasan"):
        if vote.side:
            sides.setdefault(vote.side, []).append(vote.id)
    turns = dict.fromkeys(sides, 0)
    readers = _drawn(votes, f"{seed}:pembaca")
    pairs: dict[str, list[str]] = {}
    for reader in readers:
        pair = pairs[reader.id] = []
        used: list[str] = []
        for opposing in (True, False):
            pools = [side for side in sides if (side != reader.choice) is opposing]
            while len(pair) < PAIR:
                # With three and more choices the two reasons speak for different ones, if there are such.
                pools.sort(key=lambda side: (side in used, turns[side] / len(sides[side])))
                found = _next(sides, turns, pools, (reader.id, *pair))
                if found is None:
                    break
                used.append(found[0])
                pair.append(found[1])
    for number, gone in enumerate(hidden, 1):
        _replace(gone, hidden[:number], readers, sides, pairs)
    return {name: tuple(pair) for name, pair in pairs.items()}


def times_shown(pairs: Mapping[str, Iterable[str]]) -> Counter[str]:
    """Return how many people read each reason."""
    return Counter(reason for pair in pairs.values() for reason in pair)


def _drawn(votes: Iterable[Vote], seed: str) -> list[Vote]:
    return sorted(votes, key=lambda vote: hashlib.sha256(f"{seed}:{vote.id}".encode()).digest())


def _next(
    sides: Mapping[str, Sequence[str]], turns: dict[str, int], pools: Iterable[str], taken: Collection[str]
) -> tuple[str, str] | None:
    """Return the next reason in turn that is not taken, with its side; its side goes on behind it."""
    for side in pools:
        reasons = sides[side]
        for ahead in range(len(reasons)):
            reason = reasons[(turns[side] + ahead) % len(reasons)]
            if reason not in taken:
                turns[side] += ahead + 1
                return side, reason
    return None


def _replace(
    gone: str,
    hidden: Collection[str],
    readers: Iterable[Vote],
    sides: Mapping[str, Sequence[str]],
    pairs: dict[str, list[str]],
) -> None:
    """Give everybody who reads the reason ``gone`` the least shown one instead, an opposing one if there is one."""
    shown = times_shown(pairs)
    for reader in readers:
        pair = pairs[reader.id]
        if gone not in pair:
            continue
        free = [
            (side == reader.choice, shown[reason], place, reason)
            for side, reasons in sides.items()
            for place, reason in enumerate(reasons)
            if reason not in hidden and reason not in pair and reason != reader.id
        ]
        pair.remove(gone)
        if free:
            reason = min(free)[-1]
            pair.append(reason)
            shown[reason] += 1
