"""What a facilitator may do: move activities, lead through the run-sheet, look after people, end the class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from etika_widgets.activity import FACILITATOR, TALLY, Accepted, Phase
from etika_widgets.errors import Refused
from etika_widgets.room import grouping, pace, pulses
from etika_widgets.room.intents import Intent
from etika_widgets.room.joining import unused_name
from etika_widgets.room.phases import legal_moves
from etika_widgets.room.room import Activity, Room
from etika_widgets.room.tallying import parse_tally
from etika_widgets.room.viewer import Role
from etika_widgets.storage.rows import ActivityRow, Changes, ClassRow, EventRow, ParticipantRow, ResponseRow


def decide(room: Room, intent: Intent, at: str) -> Changes:
    """Return the rows a facilitator's intent leads to.

    Raises:
        Refused: the intent is unknown, illegal here, or was made on an outdated page.
    """
    handler = _direct if _directed(room, intent) else _HANDLERS.get(intent.kind)
    if handler is None:
        raise Refused("unknown_kind", "Permintaan '{kind}' tidak dikenal.", kind=intent.kind)
    if room.ended and intent.kind not in _AFTER_THE_END:
        raise Refused("ended", "Kelas ini sudah diakhiri. Buka kelas baru untuk melanjutkan.")
    if pace.self_paced(room) and intent.kind in pace.LED:
        raise Refused("self_paced", "Kelas ini belajar mandiri: tiap peserta maju sendiri, tidak dipandu dari sini.")
    return handler(room, intent, at)


def _made(
    room: Room,
    intent: Intent,
    at: str,
    *,
    klass: ClassRow | None = None,
    detail: dict[str, Any] | None = None,
    about: str | None = None,
    round_: int | None = None,
) -> Changes:
    """Return changes at the next revision with the class row and the log line every intent leaves."""
    rev = room.rev + 1
    event = EventRow(
        rev=rev,
        at=at,
        kind=intent.kind,
        role=Role.FACILITATOR.value,
        activity=intent.activity,
        round=round_,
        participant=about,
        detail=detail or {},
    )
    return Changes(klass=replace(klass or room.row, rev=rev), events=[event])


def _move(room: Room, intent: Intent, at: str) -> Changes:
    activity = _activity(room, intent)
    row = activity.row
    if intent.payload.get("rev") != row.rev:
        raise Refused(
            "stale", "Fase sudah berubah sejak halaman ini terakhir diperbarui. Lihat fase sekarang, lalu ulangi."
        )
    wanted = intent.payload.get("to")
    moves = {to.value: round_ for to, round_ in legal_moves(activity.phase, row.round)}
    if not isinstance(wanted, str) or wanted not in moves:
        raise Refused(
            "illegal_move",
            "Dari fase '{phase}' tidak bisa langsung ke '{to}'. Yang bisa: {legal}.",
            phase=row.phase,
            to=wanted,
            legal=", ".join(moves),
        )
    # Closing or revealing something afterwards, e.g. a pre-test at the end, does not lead the room back to it.
    leads = wanted in {Phase.READING.value, Phase.OPEN.value, Phase.DISCUSSING.value}
    step = _step_of(room, row.activity, moves[wanted]) if leads else None
    klass = room.row if step in (None, room.row.present) else replace(room.row, present=step, present_at=at)
    detail = {"from": row.phase, "to": wanted}
    changes = _made(room, intent, at, klass=klass, detail=detail, round_=moves[wanted])
    moved = replace(row, phase=wanted, round=moves[wanted], moved_at=at, rev=changes.events[0].rev)
    changes.activities.append(moved)
    return changes


def _activity(room: Room, intent: Intent) -> Activity:
    activity = room.activities.get(intent.activity or "")
    if activity is None:
        raise Refused("unknown_activity", "Aktivitas '{name}' tidak ada di kelas ini.", name=intent.activity)
    return activity


def _step_of(room: Room, activity: str, round_: int) -> str | None:
    """Return the run-sheet step an activity belongs to in a round; the last one before it if none names the round."""
    steps = [step for step in room.row.run_sheet.get("steps", ()) if step.get("activity") == activity]
    fitting = [step for step in steps if (step.get("round") or 1) <= round_]
    return str(fitting[-1]["id"]) if fitting else None


def _present(room: Room, intent: Intent, at: str) -> Changes:
    wanted = intent.payload.get("step")
    if wanted not in {step["id"] for step in room.row.run_sheet.get("steps", ())}:
        raise Refused("unknown_step", "Langkah '{step}' tidak ada di susunan acara.", step=wanted)
    if wanted == room.row.present:
        return Changes()
    klass, closed = pulses.cleared(room, at)
    changes = _made(room, intent, at, klass=replace(klass, present=wanted, present_at=at), detail={"step": wanted})
    changes.activities += [replace(row, rev=changes.events[0].rev) for row in closed]
    return changes


def _feature(room: Room, intent: Intent, at: str) -> Changes:
    payload = intent.payload
    slot, round_, who, shown = (payload.get(name) for name in ("slot", "round", "participant", "shown"))
    if type(round_) is not int or not isinstance(slot, str) or not isinstance(who, str) or type(shown) is not bool:
        raise Refused("malformed", "Pesan dari perangkat ini tidak dapat dibaca. Muat ulang halaman.")
    who = room.writer_of(intent.activity, who) if intent.activity in room.activities else ""
    response = room.response((intent.activity or "", round_, slot), who)
    if response is None or response.payload is None or room.people.get(who) is None:
        raise Refused("unknown_response", "Tulisan itu sudah tidak ada; penulisnya mungkin menariknya kembali.")
    if response.shown == shown:
        return Changes()
    changes = _made(room, intent, at, detail={"slot": slot, "shown": shown}, about=who, round_=round_)
    changes.responses.append(replace(response, shown=shown, rev=changes.events[0].rev))
    return changes


def _directed(room: Room, intent: Intent) -> bool:
    activity = room.activities.get(intent.activity or "")
    return activity is not None and intent.kind in activity.type.directions


def _direct(room: Room, intent: Intent, at: str) -> Changes:
    """Store what the facilitator does inside an activity, as its type understands it."""
    activity = room.activities[intent.activity or ""]
    if activity.phase not in activity.type.directions[intent.kind]:
        raise Refused("wrong_phase", "Itu tidak dapat dilakukan pada fase ini. Ubah fase kegiatan dulu.")
    context = room.context(activity, FACILITATOR, at)
    accepted = activity.type.direct(activity.spec, context, intent.kind, intent.payload)
    return _recorded(room, activity, intent, accepted, at)


def _tally(room: Room, intent: Intent, at: str) -> Changes:
    """Record the hands of people without a phone; nothing but zeros takes an earlier record back."""
    activity = _activity(room, intent)
    counts = parse_tally(activity, intent.payload)
    return _recorded(room, activity, intent, Accepted(TALLY, counts if any(counts.values()) else None), at)


def _recorded(room: Room, activity: Activity, intent: Intent, accepted: Accepted, at: str) -> Changes:
    row = activity.row
    standing = room.response((row.activity, row.round, accepted.slot), FACILITATOR)
    changes = _made(room, intent, at, detail={"slot": accepted.slot}, round_=row.round)
    changes.responses.append(
        ResponseRow(
            activity=row.activity,
            round=row.round,
            slot=accepted.slot,
            participant=FACILITATOR,
            payload=accepted.payload,
            seq=standing.seq + 1 if standing else 1,
            at=at,
            rev=changes.events[0].rev,
        )
    )
    return changes


def _group(room: Room, intent: Intent, at: str) -> Changes:
    largest, by = intent.payload.get("largest"), intent.payload.get("by", "random")
    return _seats(room, intent, at, grouping.dealt(room, largest, by), {"largest": largest, "by": by})


def _rebalance(room: Room, intent: Intent, at: str) -> Changes:
    largest = intent.payload.get("largest")
    return _seats(room, intent, at, grouping.evened_out(room, largest), {"largest": largest})


def _place(room: Room, intent: Intent, at: str) -> Changes:
    person, group = _person(room, intent.payload), intent.payload.get("group")
    return _seats(room, intent, at, grouping.placed(room, person, group), {"group": group}, about=person.id)


def _seats(
    room: Room, intent: Intent, at: str, people: list[ParticipantRow], detail: dict[str, Any], about: str | None = None
) -> Changes:
    if not people:
        return Changes()
    changes = _made(room, intent, at, detail={**detail, "moved": len(people)}, about=about)
    rev = changes.events[0].rev
    changes.participants += [replace(person, rev=rev) for person in people]
    return changes


def _units(room: Room, intent: Intent, at: str) -> Changes:
    names = grouping.unit_names(intent.payload)
    klass = replace(room.row, run_sheet={**room.row.run_sheet, "units": names})
    return _made(room, intent, at, klass=klass, detail={"units": len(names)})


def _start_pulse(room: Room, intent: Intent, at: str) -> Changes:
    return _pulsed(room, intent, at, *pulses.started(room, intent.payload, at))


def _show_pulse(room: Room, intent: Intent, at: str) -> Changes:
    return _pulsed(room, intent, at, *pulses.shown(room, at))


def _end_pulse(room: Room, intent: Intent, at: str) -> Changes:
    return _pulsed(room, intent, at, *pulses.put_away(room, at))


def _pulsed(room: Room, intent: Intent, at: str, klass: ClassRow, rows: list[ActivityRow]) -> Changes:
    if klass is room.row and not rows:
        return Changes()
    changes = _made(room, intent, at, klass=klass, detail={"pulse": rows[-1].activity if rows else None})
    changes.activities += [replace(row, rev=changes.events[0].rev) for row in rows]
    return changes


def _rename(room: Room, intent: Intent, at: str) -> Changes:
    person = _person(room, intent.payload)
    name = unused_name(room, str(intent.payload.get("name", "")), besides=person.id)
    changes = _made(room, intent, at, about=person.id)
    changes.participants.append(replace(person, name=name, rev=changes.events[0].rev))
    return changes


def _remove(room: Room, intent: Intent, at: str) -> Changes:
    """Remove somebody and blank what they wrote: their words leave the store with them."""
    person = _person(room, intent.payload)
    changes = _made(room, intent, at, about=person.id)
    rev = changes.events[0].rev
    changes.participants.append(replace(person, removed=True, is_writer=False, name="", resume_hash="", rev=rev))
    if person.is_writer:
        heirs = [other for other in room.people.group(person.group) if other.id != person.id]
        changes.participants += [replace(heir, is_writer=True, rev=rev) for heir in heirs[:1]]
    changes.responses += [replace(row, payload=None, shown=False, rev=rev) for row in _everything_of(room, person.id)]
    return changes


def _everything_of(room: Room, participant: str) -> list[ResponseRow]:
    rows = (row for activity in room.in_order() for row in room.rows_of(activity.row.activity, participant))
    return [row for row in rows if row.payload is not None]


def _person(room: Room, payload: Mapping[str, Any]) -> ParticipantRow:
    person = room.people.get(str(payload.get("participant", "")))
    if person is None:
        raise Refused("unknown_participant", "Peserta itu sudah tidak ada di kelas ini.")
    return person


def _close_on(room: Room, intent: Intent, at: str) -> Changes:
    klass = pace.closing(room, intent.payload, at)
    return _made(room, intent, at, klass=klass, detail={"until": klass.run_sheet["pace"]["until"]})


def _end(room: Room, intent: Intent, at: str) -> Changes:
    changes = _made(room, intent, at, klass=replace(room.row, ended_at=at))
    rev = changes.events[0].rev
    for activity in room.in_order():
        if activity.phase is Phase.OPEN:
            changes.activities.append(replace(activity.row, phase=Phase.CLOSED.value, moved_at=at, rev=rev))
    return changes


_AFTER_THE_END: Final = frozenset({"rename", "remove"})
"""Looking after people's data stays possible once a class is over."""

_HANDLERS: Final[dict[str, Callable[[Room, Intent, str], Changes]]] = {
    "move": _move,
    "present": _present,
    "feature": _feature,
    "tally": _tally,
    "group": _group,
    "rebalance": _rebalance,
    "place": _place,
    "units": _units,
    "start_pulse": _start_pulse,
    "show_pulse": _show_pulse,
    "end_pulse": _end_pulse,
    "rename": _rename,
    "remove": _remove,
    "close_on": _close_on,
    "end": _end,
}
