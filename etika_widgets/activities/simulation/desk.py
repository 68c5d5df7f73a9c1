"""What a walker sees on the desk: only what has come, and nothing of what may still come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from etika_widgets.activities.rendering import html
from etika_widgets.activities.simulation.course import Course, Item, clock_steps, course_of, logs, room_now
from etika_widgets.activities.simulation.spec import MISSED, Event, SimulationSpec
from etika_widgets.activity import FACILITATOR, Context, Moment, Phase, Response

Json = dict[str, Any]
SPOT = "spot"


def own_course(spec: SimulationSpec, context: Context) -> Course:
    """Return where the sender, or their group, stands."""
    return course_of(spec, own_log(spec, context), clock_steps(context.directions, context.round))


def own_log(spec: SimulationSpec, context: Context) -> Sequence[Response]:
    """Return what the sender, or their group, did in this round."""
    if spec.by == "group":
        return logs(spec, context.responses, context.round).get(context.group or 0, ())
    return logs(spec, context.own, context.round).get(context.participant, ())


def dealt(spec: SimulationSpec, context: Context, language: str) -> Json:
    """Return the sender's inbox; nothing for somebody without a group where groups decide.

    ``{now, may, done, waitable, meters: {id: step}, inbox: [item, …]}``, the newest item first (:func:`letter`).
    ``may``: whether the receiver decides; ``waitable``: whether they may let time pass.
    """
    if spec.by == "group" and context.group is None:
        return {}
    course = own_course(spec, context)
    return {
        "now": course.now.isoformat(timespec="minutes"),
        "may": spec.by == "person" or context.is_writer,
        "done": course.done,
        "waitable": spec.lead == "self" and bool(course.open) and course.next_change is not None,
        "meters": steps_of(spec, course),
        "inbox": [letter(spec, course, item, language) for item in reversed(course.items.values())],
    }


def steps_of(spec: SimulationSpec, course: Course) -> dict[str, int]:
    """Return the step at which every meter stands, counted from 0."""
    return {meter.id: int(course.values[meter.id]) for meter in spec.meters}


def letter(spec: SimulationSpec, course: Course, item: Item, language: str) -> Json:
    """Return one event as its receiver sees it.

    ``{id, from, subject, html, attachments: [{id, title, body_html}], at, cause, reply, decisions: [{id, text}],
    deadline: {at, unit, left, late} | None, decided: {id, at, late, reply, html} | None, missed_html}``.
    """
    event, answer = item.event, item.answer
    decided = event.by_id[answer.payload["choice"]] if answer else None
    return {
        **message(event, language),
        "at": item.came.isoformat(timespec="minutes"),
        "cause": _cause(spec, item, language),
        "reply": event.reply.get(language) if event.reply else None,
        "decisions": [{"id": one.id, "text": one.text.get(language)} for one in event.decisions],
        "deadline": {
            "at": item.due.isoformat(timespec="minutes"),
            "unit": event.deadline.unit,
            "left": event.deadline.left(course.now, item.due, spec.office),
            "late": item.late,
        }
        if event.deadline and item.due
        else None,
        "decided": {
            "id": decided.id,
            "at": answer.payload["at"],
            "late": answer.payload["late"],
            "reply": answer.payload.get("reply", ""),
            "html": html(decided.consequence, language),
        }
        if answer and decided
        else None,
        "missed_html": html(event.missed.consequence, language) if item.late and event.missed else None,
    }


def message(event: Event, language: str) -> Json:
    """Return the text of an event: ``{id, from, subject, html, attachments}``."""
    return {
        "id": event.id,
        "from": event.sender.get(language),
        "subject": event.subject.get(language),
        "html": html(event.body, language),
        "attachments": [
            {"id": one.id, "title": one.title.get(language), "body_html": html(one.body, language)}
            for one in event.attachments
        ],
    }


def _cause(spec: SimulationSpec, item: Item, language: str) -> Json | None:
    """Return which event and which choice led to it; ``choice`` is None for a missed deadline."""
    if item.cause is None:
        return None
    event = spec.by_id[item.cause[0]]
    choice = None if item.cause[1] == MISSED else event.by_id[item.cause[1]].text.get(language)
    return {"subject": event.subject.get(language), "choice": choice}


def board(spec: SimulationSpec, responses: Sequence[Response], moment: Moment, language: str) -> Json:
    """Return what all share.

    With the facilitator's clock ``{now, ends, newest, came, decided, spot}``: ``newest`` is the newest of the events
    that come to everybody and ask for a decision, ``came`` how many events have come to everybody, ``decided`` how
    many walkers have decided on the newest, ``ends`` when the real minutes of this step are over. With own clocks
    ``{walkers, decided, spot}``: decisions made in all. ``spot`` is the event on the shared screen in the debrief.
    """
    directions = [one for one in responses if one.participant == FACILITATOR]
    spot = next((one.payload["event"] for one in directions if one.slot == SPOT and one.round == moment.round), None)
    every = [{one.payload.get("event") for one in log} for log in logs(spec, responses, moment.round).values()]
    if spec.lead == "self":
        return {"walkers": len(every), "decided": sum(len(events - {None}) for events in every), "spot": spot}
    steps = clock_steps(directions, moment.round)
    now = room_now(spec, steps)
    came = [event for at, event in spec.common if at <= now]
    newest = next((event for event in reversed(came) if event.decisions), came[-1])
    decided = sum(newest.id in events for events in every)
    return {
        "now": now.isoformat(timespec="minutes"),
        "ends": _ends(spec, steps[-1].at if steps else moment.since, moment.phase),
        "newest": message(newest, language),
        "came": len(came),
        "decided": decided,
        "spot": spot,
        **({"voted": decided} if spec.by == "person" else {}),
    }


def _ends(spec: SimulationSpec, since: str | None, phase: Phase) -> str | None:
    if spec.minutes is None or since is None or phase is not Phase.OPEN:
        return None
    return (datetime.fromisoformat(since) + timedelta(minutes=spec.minutes)).isoformat()
