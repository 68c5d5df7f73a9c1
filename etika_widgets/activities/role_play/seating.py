"""Who holds which card: dealing, rotating, dealing again. Pure; the same people always get the same cards.

Seats are fixed when the facilitator starts a round, so that no card moves while somebody's Wi-Fi flickers. Each group
sits in a ring, and from round to round the cards move on by as many chairs as let the fewest people repeat a role.
Somebody who is gone for good leaves a card behind only when the facilitator deals that group again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.role_play.spec import RolePlaySpec
from etika_widgets.activity import FACILITATOR

if TYPE_CHECKING:
    from etika_widgets.activity import Mate, Response

ROUND: Final = "round"
_REPEATED: Final = 1000
"""How much worse it is to play a role again than to watch again."""

Ring = list[tuple[str, str]]
"""Participant and role, in the order in which a group sits."""


@dataclass(frozen=True, slots=True)
class Play:
    """A round that was started.

    Attributes:
        number: which round, from 1.
        at: when it was started (UTC, ISO 8601).
        ends: when its time is over.
        seats: the ring of every group.
    """

    number: int
    at: str
    ends: str
    seats: Mapping[int, Ring]

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Play:
        """Return a round as it was stored."""
        seats = {int(group): [(who, role) for who, role in ring] for group, ring in payload["seats"].items()}
        return cls(payload["round"], payload["at"], payload["ends"], seats)

    def payload(self) -> dict[str, Any]:
        """Return what is stored: plain JSON."""
        seats = {str(group): [[who, role] for who, role in ring] for group, ring in self.seats.items()}
        return {"round": self.number, "at": self.at, "ends": self.ends, "seats": seats}

    def role_of(self, spec: RolePlaySpec, participant: str, group: int | None) -> str | None:
        """Return the role somebody plays; those who came late to a group watch, those without one wait."""
        held = next((role for ring in self.seats.values() for who, role in ring if who == participant), None)
        return held or (spec.watchers.id if group in self.seats else None)


def plays(responses: Iterable[Response]) -> list[Play]:
    """Return the rounds started so far, the present one last."""
    found = {
        one.slot: one
        for one in sorted(responses, key=lambda one: one.round)
        if one.participant == FACILITATOR and one.slot.startswith(f"{ROUND}:")
    }
    return sorted((Play.read(one.payload) for one in found.values()), key=lambda play: play.at)


def lineup(spec: RolePlaySpec, size: int) -> list[str]:
    """Return the roles of a group of ``size``, watchers spread evenly so that everybody's turn comes.

    Roles that must be there come first, in the order of the definition; then those that may be there twice.
    """
    played = [role for role in spec.roles if not role.many]
    wanted = [role.id for role in played for _ in range(role.min)]
    wanted += [role.id for role in played for _ in range(role.max - role.min)]
    acting = wanted[:size]
    seats: list[str] = []
    for place in range(size):
        due = (place * len(acting) + size - 1) // size  # how many act on the chairs before this one
        seats.append(acting[due] if (place + 1) * len(acting) > due * size else spec.watchers.id)
    return seats


def deal(spec: RolePlaySpec, everybody: Iterable[Mate], before: Sequence[Play]) -> dict[int, Ring]:
    """Return the seats of a round: everybody in a group with a page open, in roles new to them where possible.

    Args:
        spec: the roles.
        everybody: the class in the order of joining.
        before: the rounds played so far, the latest last.
    """
    groups: dict[int, list[str]] = {}
    for mate in everybody:
        if mate.online and mate.group is not None:
            groups.setdefault(mate.group, []).append(mate.participant)
    played = counted(before)
    return {
        group: _rotated(spec, _in_order(members, before[-1].seats.get(group, []) if before else []), played)
        for group, members in sorted(groups.items())
    }


def counted(before: Iterable[Play]) -> Counter[tuple[str, str]]:
    """Return how often each participant had each role."""
    return Counter(seat for play in before for ring in play.seats.values() for seat in ring)


def _in_order(members: Sequence[str], sat: Ring) -> list[str]:
    """Return members in the order they sat in last time; newcomers sit at the end."""
    kept = [who for who, _ in sat if who in members]
    return kept + [who for who in members if who not in kept]


def _rotated(spec: RolePlaySpec, members: Sequence[str], played: Counter[tuple[str, str]]) -> Ring:
    roles = lineup(spec, len(members))
    rings = [list(zip(members, roles[turn:] + roles[:turn], strict=True)) for turn in range(len(roles))]
    watching = spec.watchers.id

    def repeats(ring: Ring) -> int:
        return sum(played[seat] * (1 if seat[1] == watching else _REPEATED) for seat in ring)

    return min(rings, key=repeats)


def deal_again(spec: RolePlaySpec, play: Play, group: int, everybody: Sequence[Mate], before: Sequence[Play]) -> Ring:
    """Return a group's ring in which watchers with a page open hold the cards of those who are gone.

    Nobody else's card moves. Those who are gone watch when they come back. Without a watcher a card stays where it is.
    """
    here = {mate.participant for mate in everybody if mate.online}
    watching = spec.watchers.id
    ring = [*play.seats[group]]
    seated = {who for who, _ in ring}
    ring += [
        (mate.participant, watching)
        for mate in everybody
        if mate.group == group and mate.online and mate.participant not in seated
    ]
    played = counted(before)
    for place, (gone, role) in enumerate(ring):
        free = [at for at, (who, held) in enumerate(ring) if held == watching and who in here]
        if role != watching and gone not in here and free:
            taker = min(free, key=lambda at: played[ring[at][0], role])
            ring[place], ring[taker] = (gone, watching), (ring[taker][0], role)
    return ring
