"""People: joining, finding a place in a group, taking over the pen."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from etika_widgets.content.pseudonyms import clean_name, offer
from etika_widgets.errors import Refused
from etika_widgets.room.codes import participant_id, resume_code, resume_hash
from etika_widgets.room.intents import Intent
from etika_widgets.room.room import Room
from etika_widgets.room.viewer import Role
from etika_widgets.storage.rows import Changes, EventRow, ParticipantRow

FREE_NAME_TRIES: Final = 20


def join(room: Room, intent: Intent, at: str, secret: bytes, *, repeated: bool) -> tuple[Changes, dict[str, Any]]:
    """Let somebody in under a pseudonym, or find who they are by their resume code.

    ``join {name, offered}`` makes a participant; sending it twice leads to the same one. A name that was
    ``offered`` and taken meanwhile is replaced by a free one. ``resume {code}`` finds a participant.

    Returns:
        Rows to store and, for the sender alone, ``participant`` and (after a join) ``resume``.

    Raises:
        Refused: the class has ended, the name cannot be used, or no participant has this resume code.
    """
    if room.ended:
        raise Refused("ended", "Kelas ini sudah diakhiri. Tanyakan kode kelas yang baru kepada fasilitator.")
    if intent.kind == "resume":
        return Changes(), {"participant": _owner(room, secret, str(intent.payload.get("code", "")))}
    if intent.kind != "join":
        raise Refused("unknown_kind", "Permintaan '{kind}' tidak dikenal.", kind=intent.kind)
    identifier = participant_id(secret, room.code, intent.id)
    resume = resume_code(secret, room.code, intent.id)
    data = {"participant": identifier, "resume": resume}
    if repeated or identifier in room.people.all:
        return Changes(), data
    name = str(intent.payload.get("name", ""))
    if intent.payload.get("offered") is True and room.people.named(name):
        name = offer_name(room)  # two phones were offered the same name at once; neither insisted on it
    name = unused_name(room, name)
    rev = room.rev + 1
    person = ParticipantRow(
        id=identifier,
        name=name,
        resume_hash=resume_hash(secret, room.code, resume),
        group=_smallest_group(room),
        joined_at=at,
        rev=rev,
    )
    event = EventRow(rev=rev, at=at, kind="join", role=Role.PARTICIPANT.value, participant=identifier)
    return Changes(klass=replace(room.row, rev=rev), participants=[person], events=[event]), data


def unused_name(room: Room, text: str, *, besides: str | None = None) -> str:
    """Return a pseudonym fit for use in this class.

    Raises:
        Refused: malformed, looks like a number of a person, or taken (another one is offered).
    """
    name = clean_name(text)
    user = room.people.named(name)
    if user and user.id != besides:
        raise Refused(
            "name_taken",
            "Nama samaran '{name}' sudah dipakai di kelas ini. Coba '{other}'.",
            name=name,
            other=offer_name(room),
        )
    return name


def offer_name(room: Room) -> str:
    """Return a pseudonym that nobody in this class uses."""
    dice = random.SystemRandom()
    for _ in range(FREE_NAME_TRIES):
        name = offer(set(), dice)
        if room.people.named(name) is None:
            return name
    return offer(room.people.names(), dice)  # nearly all are in use: look at each


def _owner(room: Room, secret: bytes, resume: str) -> str:
    person = room.people.owner(resume_hash(secret, room.code, resume))
    if person:
        return person.id
    raise Refused("unknown_resume", "Kode lanjut itu tidak cocok dengan peserta di kelas ini. Periksa lagi hurufnya.")


def _smallest_group(room: Room) -> int | None:
    """Return the group a late joiner goes to, None while there are no groups."""
    groups = room.people.groups()
    return min(groups, key=lambda group: (len(groups[group]), group)) if groups else None


def take_pen(room: Room, participant: str, payload: Mapping[str, Any], at: str) -> Changes:
    """Make a participant the writer of their group.

    Raises:
        Refused: there are no groups yet.
    """
    person = room.people.all[participant]
    if person.group is None:
        raise Refused("no_group", "Fasilitator belum membagi kelompok.")
    if person.is_writer:
        return Changes()
    rev = room.rev + 1
    changed = [
        replace(other, is_writer=other.id == participant, rev=rev)
        for other in room.people.group(person.group)
        if other.is_writer or other.id == participant
    ]
    event = EventRow(
        rev=rev,
        at=at,
        kind="take_pen",
        role=Role.PARTICIPANT.value,
        participant=participant,
        detail={"group": person.group},
    )
    return Changes(klass=replace(room.row, rev=rev), participants=changed, events=[event])


def tell_unit(room: Room, participant: str, payload: Mapping[str, Any], at: str) -> Changes:
    """Keep which of the class's units a participant comes from; only dealing groups uses it.

    Raises:
        Refused: the class has no such unit.
    """
    unit = payload.get("unit")
    if unit is not None and (not isinstance(unit, str) or unit not in room.row.run_sheet.get("units", ())):
        raise Refused("unknown_unit", "Unit itu tidak ada di daftar. Pilih salah satu, atau lewati.")
    person = room.people.all[participant]
    if person.unit == unit:
        return Changes()
    rev = room.rev + 1
    event = EventRow(rev=rev, at=at, kind="unit", role=Role.PARTICIPANT.value, participant=participant)
    return Changes(
        klass=replace(room.row, rev=rev), participants=[replace(person, unit=unit, rev=rev)], events=[event]
    )
