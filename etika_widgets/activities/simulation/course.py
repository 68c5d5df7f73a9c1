"""The course of one inbox: what has come, what was decided, what came of it. Worked out of what was stored. Pure.

A walker is a participant or a group. What they did is a log with simulated times; replaying it up to a moment gives
the same inbox every time, and what is added to the log later never changes what came before.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Final

from etika_widgets.activities.branching_case.expression import Fact, Value, parse
from etika_widgets.activities.simulation.spec import MISSED, Event, Outcome, SimulationSpec, expression
from etika_widgets.activities.simulation.timing import earliest
from etika_widgets.activity import FACILITATOR

if TYPE_CHECKING:
    from etika_widgets.activity import Response

DECIDE: Final = "decide"
WAIT: Final = "wait"
CLOCK: Final = "clock"
_MINUTE: Final = timedelta(minutes=1)
# At one moment events come first, then decisions, then deadlines: a decision at the last minute is in time.
_COMES, _ACTS, _OVER = 0, 1, 2


@dataclass(slots=True)
class Item:
    """An event in an inbox.

    Attributes:
        came: simulated moment of arrival.
        since: real moment of arrival (ISO 8601); None if it was there when the activity opened.
        due: simulated deadline.
        cause: event and choice that led to it.
        answer: the stored decision.
        late: whether the deadline passed before the decision, or without one.
    """

    event: Event
    came: datetime
    since: str | None = None
    due: datetime | None = None
    cause: tuple[str, str] | None = None
    answer: Response | None = None
    late: bool = False

    @property
    def waits(self) -> bool:
        """Whether a decision is still to be made."""
        return bool(self.event.decisions) and self.answer is None


@dataclass(slots=True)
class Course:
    """An inbox at a moment.

    Attributes:
        now: simulated moment.
        values: variables, and meters as steps counted from 0.
        items: the events that have come, in their order.
        coming: when the next event comes as things stand; None if none is on its way.
    """

    now: datetime
    values: dict[str, Value]
    items: dict[str, Item] = field(default_factory=dict)
    coming: datetime | None = None

    @property
    def open(self) -> list[Item]:
        """What waits for a decision."""
        return [item for item in self.items.values() if item.waits]

    @property
    def done(self) -> bool:
        """Whether nothing waits and nothing is on its way."""
        return self.coming is None and not self.open

    @property
    def next_change(self) -> datetime | None:
        """When something changes although nobody decides: an event comes, or a deadline has passed."""
        over = [item.due + _MINUTE for item in self.open if item.due and not item.late]
        return earliest([self.coming, *over])


def run(spec: SimulationSpec, log: Iterable[Response], now: datetime, clock: Iterable[Response] = ()) -> Course:
    """Return the inbox at ``now``.

    Args:
        spec: the simulation.
        log: what the walker did in one round, in its order.
        now: simulated moment, not before the last entry of the log.
        clock: the facilitator's steps of the clock; they tell when something came in real time.
    """
    course = Course(now, dict(spec.initial))
    history: set[Fact] = set()
    steps = [(moment(step), step.at) for step in clock]
    acted: str | None = None  # real moment of the last entry
    queue: list[tuple[datetime, int, int, Response | Item]] = []
    serial = count()

    def push(when: datetime, kind: int, what: Response | Item) -> None:
        heapq.heappush(queue, (when, kind, next(serial), what))

    def holds(event: Event) -> bool:
        return event.condition is None or parse(event.condition).evaluate(course.values, history) is True

    def happen(outcome: Outcome | None, fact: tuple[str, str], when: datetime) -> None:
        history.add(fact)
        if outcome is None:
            return
        changed = {name: expression(value).evaluate(course.values, history) for name, value in outcome.changes.items()}
        for name, by in outcome.moves.items():
            changed[name] = min(max(course.values[name] + by, 0), len(spec.meters_by_id[name].words) - 1)
        course.values.update(changed)
        for lead in outcome.leads:
            arrival = lead.after.after(when, spec.office)
            push(arrival, _COMES, Item(spec.by_id[lead.event], arrival, cause=fact))

    for event in spec.events:
        if event.at is not None:
            arrival = event.at.after(spec.start, spec.office)
            push(arrival, _COMES, Item(event, arrival))
    for entry in log:
        push(moment(entry), _ACTS, entry)
    while queue and queue[0][:2] < (now, _OVER):
        when, kind, _, what = heapq.heappop(queue)
        if not isinstance(what, Item):
            acted = what.at
            item = course.items.get(what.payload.get("event", ""))
            if item and item.waits:
                item.answer = what
                choice = what.payload["choice"]
                happen(item.event.by_id[choice], (item.event.id, choice), when)
        elif kind == _COMES:
            if what.event.id in course.items or not holds(what.event):
                continue
            history.add((what.event.id,))
            reached = next((real for to, real in steps if to >= when), None)
            what.since = max((real for real in (reached, acted) if real), default=None)
            course.items[what.event.id] = what
            if what.event.deadline:
                what.due = what.event.deadline.due(when, spec.office)
                push(what.due, _OVER, what)
        elif what.waits:
            what.late = True
            happen(what.event.missed, (what.event.id, MISSED), when)
    course.coming = earliest(
        when
        for when, kind, _, what in queue
        if kind == _COMES and isinstance(what, Item) and what.event.id not in course.items and holds(what.event)
    )
    return course


def moment(one: Response) -> datetime:
    """Return the simulated moment of a stored decision, wait or step of the clock."""
    return datetime.fromisoformat(one.payload["at"])


def clock_steps(directions: Iterable[Response], round_: int) -> list[Response]:
    """Return the facilitator's steps of the clock in a round, in order."""
    steps = [one for one in directions if one.round == round_ and one.slot.startswith(f"{CLOCK}:")]
    return sorted(steps, key=lambda one: int(one.slot.removeprefix(f"{CLOCK}:")))


def room_now(spec: SimulationSpec, steps: Sequence[Response]) -> datetime:
    """Return the moment of the facilitator's clock."""
    return moment(steps[-1]) if steps else spec.start


def logs(spec: SimulationSpec, responses: Iterable[Response], round_: int) -> dict[int | str, list[Response]]:
    """Return what every walker did in a round, by group number or participant, each in its order."""
    found: dict[int | str, list[Response]] = {}
    for one in responses:
        did = (
            one.round == round_ and one.participant != FACILITATOR and one.slot.startswith((f"{DECIDE}:", f"{WAIT}:"))
        )
        if did:
            found.setdefault(one.payload["group"] if spec.by == "group" else one.participant, []).append(one)
    for log in found.values():
        log.sort(key=lambda one: (one.payload["at"], one.at, one.payload["step"]))
    return found


def course_of(spec: SimulationSpec, log: Sequence[Response], steps: Sequence[Response]) -> Course:
    """Return where a walker stands: by the facilitator's clock, or by their own.

    An own clock stands where the last entry left it. When nothing waits for a decision it moves on by itself to the
    next event.
    """
    if spec.lead == "facilitator":
        return run(spec, log, room_now(spec, steps), steps)
    now = spec.start
    for entry in log:
        now = max(now, _end(spec, entry))
    course = run(spec, log, now)
    while not course.open and course.coming:
        course = run(spec, log, course.coming)
    return course


def _end(spec: SimulationSpec, entry: Response) -> datetime:
    if entry.slot.startswith(f"{WAIT}:"):
        return datetime.fromisoformat(entry.payload["to"])
    decided = spec.by_id[entry.payload["event"]].by_id[entry.payload["choice"]]
    return decided.takes.after(moment(entry), spec.office)


def courses(spec: SimulationSpec, responses: Sequence[Response], round_: int) -> Mapping[int | str, Course]:
    """Return where everybody stands who decided something in a round."""
    steps = clock_steps((one for one in responses if one.participant == FACILITATOR), round_)
    every = logs(spec, responses, round_)
    return {
        walker: course_of(spec, log, steps)
        for walker, log in sorted(every.items(), key=lambda pair: str(pair[0]).zfill(9))
    }
