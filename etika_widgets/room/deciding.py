"""Decides one intent against a room: returns the rows to store, or refuses. Never writes, never waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from etika_widgets.activity import OPEN_ONLY, Accepted
from etika_widgets.content.pseudonyms import clean_name
from etika_widgets.errors import Refused
from etika_widgets.room import facilitating, joining, pace
from etika_widgets.room.intents import Intent
from etika_widgets.room.room import SIGNED, Activity, Room
from etika_widgets.room.viewer import Role, Viewer
from etika_widgets.storage.rows import Changes, EventRow, ResponseRow


@dataclass(frozen=True, slots=True)
class Decision:
    """What an intent leads to: rows to store (none for a repeat) and data for the sender alone."""

    changes: Changes = field(default_factory=Changes)
    data: dict[str, Any] = field(default_factory=dict)


def decide(room: Room, viewer: Viewer, intent: Intent, at: str, secret: bytes, *, repeated: bool) -> Decision:
    """Return what ``intent`` leads to, all rows carrying the next revision.

    Args:
        room: the class, up to date.
        viewer: who asks; made by the host, trusted.
        intent: what is asked; its payload is not trusted.
        at: the present moment.
        secret: key for ids and resume codes.
        repeated: the store has taken this intent before; nothing may be stored again.

    Raises:
        Refused: the intent is illegal, stale or malformed.
    """
    if viewer.role is not Role.FACILITATOR and pace.is_over(room, at) and not repeated:
        raise Refused("ended", "Kelas ini sudah diakhiri. Jawaban baru tidak disimpan.")
    if viewer.role is Role.DOOR:
        return Decision(*joining.join(room, intent, at, secret, repeated=repeated))
    if repeated:
        return Decision()
    if viewer.role is Role.FACILITATOR:
        return Decision(facilitating.decide(room, intent, at))
    if viewer.role is not Role.PARTICIPANT:
        raise Refused("forbidden", "Layar hanya menampilkan; tidak dapat mengirim.")
    person = room.people.get(viewer.participant)
    if person is None:
        raise Refused("removed", "Anda tidak lagi terdaftar di kelas ini. Gabung lagi dengan kode kelas.")
    if room.ended:
        raise Refused("ended", "Kelas ini sudah diakhiri. Jawaban baru tidak disimpan.")
    if intent.activity is None:
        handler = _CLASS_INTENTS.get(intent.kind)
        if handler is None:
            raise Refused("unknown_kind", "Permintaan '{kind}' tidak dikenal.", kind=intent.kind)
        return Decision(handler(room, person.id, intent.payload, at))
    activity = room.activities.get(intent.activity)
    if activity is None:
        raise Refused("unknown_activity", "Aktivitas '{name}' tidak ada di kelas ini.", name=intent.activity)
    return Decision(_answer(room, activity, person.id, intent, at))


_CLASS_INTENTS: Final[dict[str, Callable[[Room, str, Mapping[str, Any], str], Changes]]] = {
    "take_pen": joining.take_pen,
    "unit": joining.tell_unit,
}


def _answer(room: Room, activity: Activity, participant: str, intent: Intent, at: str) -> Changes:
    signs = intent.kind == "sign" and activity.spec.identity == "named"
    phases = OPEN_ONLY if signs else activity.type.intents.get(intent.kind)
    if phases is None:
        raise Refused("unknown_kind", "Permintaan '{kind}' tidak dikenal.", kind=intent.kind)
    row = activity.row
    if intent.round is not None and intent.round != row.round:
        raise Refused("closed", "Putaran itu sudah ditutup. Tulisan Anda masih ada di perangkat ini.")
    if pace.phase_of(room, activity, participant) not in phases:
        raise Refused("closed", "Jawaban belum atau tidak lagi diterima. Tulisan Anda masih ada di perangkat ini.")
    round_ = row.round
    if signs:
        round_, slot = SIGNED
        accepted = Accepted(slot, {"name": clean_name(str(intent.payload.get("name", "")))})
    elif activity.spec.identity == "named" and room.signed(row.activity, participant) is None:
        raise Refused("unsigned", "Kegiatan ini meminta nama Anda. Tulis nama dulu, lalu kirim.")
    else:
        context = room.context(activity, participant, at)
        accepted = activity.type.accept(activity.spec, context, intent.kind, intent.payload)
    key = (row.activity, round_, accepted.slot)
    standing = room.response(key, participant)
    if standing and intent.seq <= standing.seq:
        return Changes()  # An older message arrived late: the newer answer stays.
    rev = room.rev + 1
    response = ResponseRow(
        activity=row.activity,
        round=round_,
        slot=accepted.slot,
        participant=participant,
        payload=accepted.payload,
        seq=intent.seq,
        at=at,
        rev=rev,
    )
    event = EventRow(
        rev=rev,
        at=at,
        kind=intent.kind,
        role=Role.PARTICIPANT.value,
        activity=row.activity,
        round=row.round,
        participant=participant,
        detail={"slot": accepted.slot, "revised": standing is not None},
    )
    return Changes(responses=[response], events=[event])  # the class row stays as it is; the store moves its revision
