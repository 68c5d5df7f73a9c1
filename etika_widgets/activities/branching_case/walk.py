"""How far the room, a group or a participant has come: worked out of what was stored. Pure.

The facilitator's steps are a log (slots ``step:1``, ``step:2``, …; ``back`` undoes the last one), so nothing that the
room has seen is lost. A group's and a participant's steps are found one after the other by the node where they stand:
if somebody is removed with what they decided, their group stands at that node again and goes on from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from etika_widgets.activities.branching_case.spec import BranchingCaseSpec
from etika_widgets.activities.branching_case.story import State
from etika_widgets.activity import FACILITATOR

if TYPE_CHECKING:
    from etika_widgets.activity import Response

LONGEST_WALK: Final = 60
"""Most steps of one walk; a loop may be walked often, but not for ever."""


@dataclass(slots=True)
class Walk:
    """The steps of one walker, and the states they led to (one more than steps).

    Attributes:
        steps: what was stored at each step.
        since: when the present node was reached; None at the start.
        undone: steps of the room that the facilitator took back.
    """

    states: list[State]
    steps: list[Response] = field(default_factory=list)
    since: str | None = None
    undone: list[Response] = field(default_factory=list)

    @property
    def state(self) -> State:
        """Where the walker stands."""
        return self.states[-1]

    @property
    def choices(self) -> tuple[str, ...]:
        """Ids of the choices, in order."""
        return tuple(step.payload["choice"] for step in self.steps)

    def go(self, spec: BranchingCaseSpec, step: Response) -> bool:
        """Take a step if it starts here and its choice is offered; return whether it did."""
        if step.payload["node"] != self.state.node:
            return False
        edge = next((edge for edge in spec.story.offers(self.state) if edge.id == step.payload["choice"]), None)
        if edge is None:
            return False
        self.states.append(spec.story.take(self.state, edge))
        self.steps.append(step)
        self.since = step.at
        return True

    def back(self, at: str) -> None:
        """Take the last step back."""
        self.states.pop()
        self.undone.append(self.steps.pop())
        self.since = at


def room_log(responses: Iterable[Response], round_: int) -> list[Response]:
    """Return the facilitator's steps in a round, in order."""
    log = [
        one
        for one in responses
        if one.participant == FACILITATOR and one.round == round_ and one.slot.startswith("step:")
    ]
    return sorted(log, key=lambda one: int(one.slot.removeprefix("step:")))


def room_walk(spec: BranchingCaseSpec, responses: Iterable[Response], round_: int) -> Walk:
    """Return the way of the whole room in a round."""
    walk = Walk([spec.story.begin()])
    for entry in room_log(responses, round_):
        if entry.payload["do"] == "back":
            walk.back(entry.at)
        else:
            walk.go(spec, entry)
    return walk


def _walk(spec: BranchingCaseSpec, steps: Sequence[Response]) -> Walk:
    walk = Walk([spec.story.begin()])
    by_place: dict[tuple[int, str], Response] = {}
    for step in steps:
        by_place.setdefault((step.payload["step"], step.payload["node"]), step)
    while (found := by_place.get((len(walk.steps), walk.state.node))) and walk.go(spec, found):
        pass
    return walk


def group_walk(spec: BranchingCaseSpec, responses: Iterable[Response], round_: int, group: int) -> Walk:
    """Return the way of a group; it belongs to the group's number, whoever decided."""
    return _walk(spec, [one for one in _decisions(responses, round_) if one.payload["group"] == group])


def own_walk(spec: BranchingCaseSpec, responses: Iterable[Response], round_: int, participant: str) -> Walk:
    """Return the way of somebody who walks alone."""
    return _walk(spec, [one for one in votes(responses, round_) if one.participant == participant])


def walks(spec: BranchingCaseSpec, responses: Sequence[Response], round_: int) -> dict[int | str, Walk]:
    """Return the ways of those who took a step in a round, by group number or participant; the room's is ``""``."""
    if spec.decide == "room":
        return {"": room_walk(spec, responses, round_)}
    steps: dict[int | str, list[Response]] = {}
    if spec.decide == "group":
        for one in _decisions(responses, round_):
            steps.setdefault(one.payload["group"], []).append(one)
    else:
        for one in votes(responses, round_):
            steps.setdefault(one.participant, []).append(one)
    return {walker: _walk(spec, own) for walker, own in sorted(steps.items(), key=lambda item: str(item[0]).zfill(9))}


def votes(responses: Iterable[Response], round_: int) -> list[Response]:
    """Return the votes of a round, the oldest first."""
    return [one for one in responses if one.round == round_ and one.slot.startswith("vote:")]


def _decisions(responses: Iterable[Response], round_: int) -> list[Response]:
    return [
        one
        for one in responses
        if one.round == round_ and one.participant != FACILITATOR and one.slot.startswith("step:")
    ]


def count_votes(
    spec: BranchingCaseSpec,
    walk: Walk,
    responses: Iterable[Response],
    round_: int,
    voters: frozenset[str] | None = None,
) -> dict[str, int]:
    """Return the votes for each choice offered where ``walk`` stands.

    Args:
        spec: the case.
        walk: the room's or a group's way.
        responses: all responses.
        round_: the present round.
        voters: whose votes count; everybody's by default.
    """
    slot = f"vote:{len(walk.steps)}:{walk.state.node}"
    counts = {edge.id: 0 for edge in spec.story.offers(walk.state)}
    for one in responses:
        counted = one.round == round_ and one.slot == slot and (voters is None or one.participant in voters)
        if counted and one.payload["choice"] in counts:
            counts[one.payload["choice"]] += 1
    return counts


def leading(counts: Mapping[str, int]) -> list[str]:
    """Return the choices with most votes: several if they tie, none without votes."""
    most = max(counts.values(), default=0)
    return [name for name, count in counts.items() if count == most > 0]


def seconds_between(earlier: str | None, later: str) -> int | None:
    """Return whole seconds between two moments (ISO 8601); None if one is unknown."""
    if not earlier or not later:
        return None
    gone = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    return max(0, round(gone.total_seconds()))


def how_often(walked: Iterable[Walk]) -> Counter[tuple[str, str]]:
    """Return how many walkers took each choice at each node."""
    return Counter((step.payload["node"], step.payload["choice"]) for walk in walked for step in walk.steps)
