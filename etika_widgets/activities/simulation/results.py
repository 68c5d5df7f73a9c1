"""What a class did: decisions, deadlines, meters, round by round. Pure; nobody is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import median
from typing import Any

from etika_widgets.activities.simulation.course import (
    DECIDE,
    Course,
    Item,
    clock_steps,
    courses,
    moment,
    room_now,
    run,
)
from etika_widgets.activities.simulation.spec import Event, SimulationSpec
from etika_widgets.activities.simulation.timing import earliest
from etika_widgets.activity import FACILITATOR, Response

Json = dict[str, Any]


def simulation_results(spec: SimulationSpec, responses: Sequence[Response]) -> Json:
    """Return ``{rounds: [round, …]}``, the oldest first; a round in which nobody decided is not there.

    A round is ``{round, people, walkers, done, events, meters, shown}``. ``walkers`` are the participants or groups
    who decided something, ``done`` those with nothing left to come. ``events`` is the timeline, in the order of
    arrival: ``{id, at, came, decided, counts: {decision: walkers}, kept, late, missed, seconds, hours}`` – ``kept``
    were in time, ``late`` were not, ``missed`` are undecided after the deadline; ``seconds`` (real) and ``hours``
    (simulated) are medians from arrival to decision. ``meters`` counts the walkers at each step, ``{id: [n, …]}``.
    ``shown`` are the replies on the shared screen, ``{event, text}``.
    """
    rounds = sorted({one.round for one in _decisions(responses)})
    return {"rounds": [_round(spec, responses, round_, courses(spec, responses, round_)) for round_ in rounds]}


def _decisions(responses: Sequence[Response]) -> list[Response]:
    return [one for one in responses if one.participant != FACILITATOR and one.slot.startswith(f"{DECIDE}:")]


def _round(
    spec: SimulationSpec, responses: Sequence[Response], round_: int, walked: Mapping[int | str, Course]
) -> Json:
    own = [one for one in _decisions(responses) if one.round == round_]
    reached = {
        event.id: [course.items[event.id] for course in walked.values() if event.id in course.items]
        for event in spec.events
    }
    events = [_event(event, reached[event.id]) for event in spec.events]
    return {
        "round": round_,
        "people": len({one.participant for one in own}),
        "walkers": len(walked),
        "done": sum(course.done for course in walked.values()),
        "events": sorted(events, key=lambda event: event["at"] or "~"),
        "meters": {
            meter.id: [
                sum(course.values[meter.id] == step for course in walked.values()) for step in range(len(meter.words))
            ]
            for meter in spec.meters
        },
        "shown": [{"event": one.payload["event"], "text": one.payload["reply"]} for one in _replies(own) if one.shown],
    }


def _event(event: Event, reached: Sequence[Item]) -> Json:
    answered = [(item, item.answer) for item in reached if item.answer]
    counts = Counter(answer.payload["choice"] for _, answer in answered)
    first = earliest(item.came for item in reached)
    seconds = [answer.payload["seconds"] for _, answer in answered if answer.payload["seconds"] is not None]
    hours = [(moment(answer) - item.came) / timedelta(hours=1) for item, answer in answered]
    timed = event.deadline is not None
    return {
        "id": event.id,
        "at": first.isoformat(timespec="minutes") if first else None,
        "came": len(reached),
        "decided": len(answered),
        "counts": {decision.id: counts[decision.id] for decision in event.decisions},
        "kept": sum(not item.late for item, _ in answered) if timed else None,
        "late": sum(item.late for item, _ in answered) if timed else None,
        "missed": sum(item.late and item.waits for item in reached) if timed else None,
        "seconds": round(median(seconds)) if seconds else None,
        "hours": round(median(hours), 1) if hours else None,
    }


def _replies(decisions: Sequence[Response]) -> list[Response]:
    return [one for one in decisions if one.payload.get("reply")]


def facilitator_view(spec: SimulationSpec, responses: Sequence[Response], round_: int) -> Json:
    """Return what only the control page needs about a round: ``{round, next, boards, replies}``.

    ``next`` is when the next event comes to anybody by the facilitator's clock. ``boards`` are the groups as they
    stand, ``{group, now, done, decided, waiting: [event], late: [event], meters: {id: step}, last}`` with ``last`` the
    latest ``{event, choice}`` or None; empty where everybody decides alone: nobody's own desk is on show.
    """
    walked = courses(spec, responses, round_)
    steps = clock_steps((one for one in responses if one.participant == FACILITATOR), round_)
    standing = list(walked.values()) or [run(spec, (), room_now(spec, steps), steps)]
    coming = earliest(course.coming for course in standing) if spec.lead == "facilitator" else None
    return {
        "round": round_,
        "next": coming.isoformat(timespec="minutes") if coming else None,
        "boards": [_board(spec, group, course) for group, course in walked.items() if isinstance(group, int)],
        "replies": [
            {
                "participant": one.participant,
                "name": one.name,
                "group": one.payload.get("group"),
                "round": one.round,
                "slot": one.slot,
                "event": one.payload["event"],
                "text": one.payload["reply"],
                "shown": one.shown,
            }
            for one in _replies(_decisions(responses))
        ],
    }


def _board(spec: SimulationSpec, group: int, course: Course) -> Json:
    answered = [item for item in course.items.values() if item.answer]
    last = max(answered, key=lambda item: item.answer.at if item.answer else "", default=None)
    return {
        "group": group,
        "now": course.now.isoformat(timespec="minutes"),
        "done": course.done,
        "decided": len(answered),
        "waiting": [item.event.id for item in course.open],
        "late": [item.event.id for item in course.items.values() if item.late],
        "meters": {meter.id: int(course.values[meter.id]) for meter in spec.meters},
        "last": {"event": last.event.id, "choice": last.answer.payload["choice"]} if last and last.answer else None,
    }
