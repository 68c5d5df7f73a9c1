"""Pulses: a ready question that the facilitator puts in between, at any moment, without touching the present step.

A pulse is an activity like any other, added to the running class; ``run_sheet["pulse"]`` names the one that stands
above the present activity until it is put away. Only one stands there at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from etika_widgets.activity import Phase
from etika_widgets.errors import Refused
from etika_widgets.room.room import Room
from etika_widgets.storage.rows import ActivityRow, ClassRow

TYPE: Final = "pulse"
KINDS: Final = ("mood", "tempo", "yes_no")


def standing(room: Room) -> str | None:
    """Return the id of the pulse that stands above the present activity, if there is one."""
    name = room.row.run_sheet.get("pulse")
    return str(name) if name in room.activities else None


def started(room: Room, payload: Mapping[str, Any], at: str) -> tuple[ClassRow, list[ActivityRow]]:
    """Return the class with a new pulse above the present step, open, and the pulse itself.

    One that still stands there is closed and put away.

    Raises:
        Refused: there is no such kind.
    """
    kind = payload.get("kind")
    if kind not in KINDS or TYPE not in room.types:
        raise Refused("unknown_pulse", "Jenis denyut itu tidak ada. Pilih Suasana, Tempo atau Ya–tidak.")
    number = 1 + sum(activity.row.type == TYPE for activity in room.activities.values())
    while f"denyut_{number}" in room.activities:
        number += 1
    spec = room.types[TYPE].spec.model_validate({"id": f"denyut_{number}", "type": TYPE, "kind": kind})
    row = ActivityRow(
        activity=spec.id,
        type=spec.type,
        position=1 + max((activity.row.position for activity in room.activities.values()), default=-1),
        digest=spec.digest(),
        spec=spec.model_dump(mode="json", exclude_none=True),
        phase=Phase.OPEN.value,
        moved_at=at,
    )
    return _above(room, spec.id), [*_closed(room, at), row]


def shown(room: Room, at: str) -> tuple[ClassRow, list[ActivityRow]]:
    """Return the standing pulse closed, with its results open to all.

    Raises:
        Refused: no pulse stands there.
    """
    name = _required(room)
    row = room.activities[name].row
    if row.phase == Phase.REVEALED.value:
        return room.row, []
    return room.row, [replace(row, phase=Phase.REVEALED.value, moved_at=at)]


def cleared(room: Room, at: str) -> tuple[ClassRow, list[ActivityRow]]:
    """Return the class as it goes on to another step: whatever pulse stands there does not come along."""
    return (room.row, []) if standing(room) is None else put_away(room, at)


def put_away(room: Room, at: str) -> tuple[ClassRow, list[ActivityRow]]:
    """Return the class without a pulse above the present step; one that was open is closed.

    Raises:
        Refused: no pulse stands there.
    """
    _required(room)
    return _above(room, None), _closed(room, at)


def _required(room: Room) -> str:
    name = standing(room)
    if name is None:
        raise Refused("no_pulse", "Tidak ada denyut yang berjalan. Mulai dulu dengan tombol Denyut.")
    return name


def _above(room: Room, name: str | None) -> ClassRow:
    return replace(room.row, run_sheet={**room.row.run_sheet, "pulse": name})


def _closed(room: Room, at: str) -> list[ActivityRow]:
    name = standing(room)
    if name is None or room.activities[name].phase is not Phase.OPEN:
        return []
    return [replace(room.activities[name].row, phase=Phase.CLOSED.value, moved_at=at)]
