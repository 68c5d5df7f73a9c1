"""What each viewer may see. The gates of the whole product lie here and nowhere else.

A snapshot has a shared part, the same for everybody in a role and a language, and a personal part. Shared parts
are built once per revision and never per person.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from etika_widgets.activity import NOTICES, Moment, Phase
from etika_widgets.content.markdown import to_html
from etika_widgets.i18n import translate
from etika_widgets.room import pace, pulses
from etika_widgets.room.phases import legal_moves
from etika_widgets.room.room import Activity, Room
from etika_widgets.room.tallying import tally_state
from etika_widgets.room.viewer import Role, Viewer
from etika_widgets.spec import Text

Json = dict[str, Any]


def activity_state(room: Room, activity: str, viewer: Viewer) -> Json:
    """Return one activity as this viewer may see it (``state`` in ``docs/architecture.md``)."""
    phase = pace.phase_of(room, room.activities[activity], viewer.participant)
    return shared_activity(room, activity, viewer.role, viewer.language, phase) | own_activity(room, activity, viewer)


def room_state(room: Room, viewer: Viewer) -> Json:
    """Return the class as this viewer may see it (``room`` in ``docs/architecture.md``)."""
    return shared_room(room, viewer.role, viewer.language) | own_room(room, viewer)


def shared_activity(room: Room, name: str, role: Role, language: str, phase: Phase) -> Json:
    """Return the part of an activity's state that is the same for everybody in a role for whom it is in ``phase``."""
    activity = room.activities[name]
    row, spec, kind = activity.row, activity.spec, activity.type
    state: Json = {
        "id": name,
        "type": row.type,
        "role": role.value,
        "phase": phase.value,
        "round": row.round,
        "rev": row.rev,
        "title": spec.title.get(language),
    }
    facilitates = role is Role.FACILITATOR
    if phase is Phase.HIDDEN and not facilitates:
        return state
    results: Json | None = None
    if facilitates:
        results = kind.facilitator_results(spec, room.told(name), language)
    elif phase is Phase.REVEALED and (responses := pace.shared(room, name)) is not None:
        results = kind.results(spec, responses, language)
    state |= {
        "intro_html": to_html(spec.intro.get(language)) if spec.intro else None,
        "content": kind.content(spec, language),
        "board": _board(room, activity, phase, language),
        "identity": spec.identity,
        "results": results,
        "reveal": kind.reveal(spec, language) if facilitates or phase is Phase.REVEALED else None,
        "notice": translate(NOTICES["named"] if spec.identity == "named" else kind.notice(spec), language),
    }
    if role is not Role.PARTICIPANT:  # phones are not told about every answer of others
        state |= _counted(room, activity, state["board"])
        state |= pace.counts(room, activity)
    if facilitates:
        state["since"] = row.moved_at
        state["tally"] = tally_state(room, activity, language)
        state["notes"] = {
            "notes_html": to_html(spec.notes) if spec.notes else None,
            "follow_ups": list(spec.follow_ups),
        }
        state["moves"] = [{"to": to.value, "round": round_} for to, round_ in _moves(room, activity)]
    return state


def _counted(room: Room, activity: Activity, board: Json) -> Json:
    """Return how many have answered in the present round, and of how many: people, or groups that answer as one."""
    answered = room.answered(activity)
    if activity.spec.by_group:
        groups = room.people.groups()
        done = sum(not members.keys().isdisjoint(answered) for members in groups.values())
        return {"answered": done, "expected": len(groups), "counted": "groups"}
    present = {who for who in room.online if room.people.get(who)}
    # In a case of many steps each counts anew: while it is open, its board says how many have voted here.
    here = board if activity.phase is Phase.OPEN else {}
    return {"answered": here.get("voted", len(answered)), "expected": len(answered | present), "counted": "people"}


def own_activity(room: Room, name: str, viewer: Viewer) -> Json:
    """Return the part of an activity's state that belongs to one participant; empty for other roles."""
    activity = room.activities[name]
    person = room.people.get(viewer.participant)
    if viewer.role is not Role.PARTICIPANT or person is None:
        return {}
    paced = pace.own_part(room, activity, person.id, viewer.language)
    if activity.phase is Phase.HIDDEN:
        return paced
    own = room.own(name, person.id)
    revealed = pace.phase_of(room, activity, person.id) is Phase.REVEALED
    return {
        **paced,
        "mine": activity.type.mine(activity.spec, own, viewer.language, revealed=revealed),
        "mine_seq": room.seq(name, person.id),
        "group": _group_view(room, activity, person.group, viewer.language),
        "dealt": activity.type.dealt(activity.spec, room.context(activity, person.id), viewer.language),
        **({"signed": room.signed(name, person.id)} if activity.spec.identity == "named" else {}),
    }


def _moves(room: Room, activity: Activity) -> list[tuple[Phase, int]]:
    return [] if room.ended or pace.self_paced(room) else legal_moves(activity.phase, activity.row.round)


def _board(room: Room, activity: Activity, phase: Phase, language: str) -> Json:
    if not (activity.type.shares or activity.type.directions):
        return {}
    row = activity.row
    moment = Moment(phase=phase, round=row.round, since=row.moved_at)
    return activity.type.board(activity.spec, room.responses(row.activity), moment, language)


def _group_view(room: Room, activity: Activity, group: int | None, language: str) -> Json:
    if group is None:
        return {}
    view = activity.type.group_view(activity.spec, room.of_group(activity.row.activity, group), language)
    if not view:
        return {}
    writers = [person.name for person in room.people.group(group) if person.is_writer]
    return view | {"writer": writers[0] if writers else None}


def shared_room(room: Room, role: Role, language: str) -> Json:
    """Return the part of the class's state that is the same for everybody in a role."""
    row, people = room.row, room.people.present()
    facilitates = role is Role.FACILITATOR
    state: Json = {
        "code": row.code,
        "title": _text(row.title, language),
        "language": row.language,
        "workbook": row.workbook,
        "ended": room.ended,
        "role": role.value,
        "present": _present(room, language),
        "units": row.run_sheet.get("units", []),
        "pulse": None if room.ended else pulses.standing(room),
        "order": [
            {
                "id": activity.row.activity,
                "type": activity.row.type,
                "title": activity.spec.title.get(language),
                "phase": activity.phase.value,
                "round": activity.row.round,
            }
            for activity in room.in_order()
        ],
    }
    state |= pace.room_part(room, language, walks=role is Role.PARTICIPANT)
    if role is Role.PARTICIPANT:
        return state
    state["people"] = {"joined": len(people), "online": len(room.online & {person.id for person in people})}
    members: dict[int, list[str]] = defaultdict(list)
    writers: dict[int, str] = {}
    for person in people:
        if person.group is not None:
            members[person.group].append(person.name)
            if person.is_writer:
                writers[person.group] = person.name
    state["groups"] = [
        {"number": number, "size": len(names)}
        | ({"members": names, "writer": writers.get(number)} if facilitates else {})
        for number, names in sorted(members.items())
    ]
    if facilitates:
        state |= {
            "created_at": row.created_at,
            "minutes": row.run_sheet.get("minutes", 0),
            "steps": [_step(step, language) for step in row.run_sheet.get("steps", ())],
            "law": row.run_sheet.get("law", []),
            "roster": [
                {
                    "id": person.id,
                    "name": person.name,
                    "group": person.group,
                    "is_writer": person.is_writer,
                    "unit": person.unit,
                    "online": person.id in room.online,
                }
                for person in people
            ],
        }
    return state


def own_room(room: Room, viewer: Viewer) -> Json:
    """Return the part of the class's state that belongs to one participant; empty for other roles."""
    person = room.people.get(viewer.participant)
    if viewer.role is not Role.PARTICIPANT or person is None:
        return {"me": None} if viewer.role is Role.PARTICIPANT else {}
    mates = [mate.name for mate in room.people.group(person.group)]
    return {
        "me": {
            "id": person.id,
            "name": person.name,
            "group": person.group,
            "members": mates,
            "is_writer": person.is_writer,
            "unit": person.unit,
        }
    }


def _present(room: Room, language: str) -> Json | None:
    for step in room.row.run_sheet.get("steps", ()):
        if step["id"] == room.row.present:
            screen = _text(step.get("screen"), language)
            return {
                "step": step["id"],
                "title": _text(step["title"], language),
                "minutes": step["minutes"],
                "since": room.row.present_at,
                "activity": step.get("activity"),
                "round": step.get("round"),
                "screen_html": to_html(screen) if screen else None,
            }
    return None


def _step(step: Json, language: str) -> Json:
    shown = {
        key: step.get(key)
        for key in ("id", "minutes", "activity", "round", "ladder", "if_silent", "law", "cut", "reveal")
    }
    return shown | {
        "title": _text(step["title"], language),
        "say_html": to_html(step["say"]) if step.get("say") else None,
        "notes_html": to_html(step["notes"]) if step.get("notes") else None,
    }


def _text(value: Json | str | None, language: str) -> str:
    return Text.model_validate(value).get(language) if value else ""
