"""The in-memory picture of one class. ``apply`` is the only way it changes; it is rebuilt from the store at will."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from etika_widgets.activity import ActivityType, Phase, Response
from etika_widgets.errors import NoSuchClass
from etika_widgets.room.people import People
from etika_widgets.spec import ActivitySpec
from etika_widgets.storage.rows import ActivityRow, Changes, ClassRow, ResponseRow

AnyType = ActivityType[Any]
Key = tuple[str, int, str]
"""Activity, round and slot: what a participant has one response in."""


@dataclass(slots=True)
class Activity:
    """An activity in this class: its row, its parsed definition and its type."""

    row: ActivityRow
    type: AnyType
    spec: ActivitySpec
    stamp: int = 0
    """Revision of the last change that anybody can see: a move, an answer, a text shown or taken off."""

    @property
    def phase(self) -> Phase:
        """Where it stands."""
        return Phase(self.row.phase)


class Room:
    """A class as it stands at revision ``rev``.

    Args:
        code: the class code.
        types: activity types by name.
    """

    def __init__(self, code: str, types: Mapping[str, AnyType]) -> None:
        self.code = code
        self.types = types
        self.rev = 0
        self.people_rev = 0
        """Revision of the last change of the class itself or of its people."""
        self._row: ClassRow | None = None
        self.activities: dict[str, Activity] = {}
        self.people = People()
        self._slots: dict[str, dict[Key, dict[str, ResponseRow]]] = {}
        self.online: frozenset[str] = frozenset()

    @property
    def row(self) -> ClassRow:
        """The class row.

        Raises:
            NoSuchClass: nothing was applied yet.
        """
        if self._row is None:
            raise NoSuchClass(self.code)
        return self._row

    @property
    def ended(self) -> bool:
        """Whether the facilitator has ended the class."""
        return self.row.ended_at is not None

    def apply(self, changes: Changes) -> set[str]:
        """Take over rows from the store; return the ids of the activities that look different now."""
        touched: set[str] = set()
        if changes.klass:
            if self._row is None or replace(changes.klass, rev=0) != replace(self._row, rev=0):
                self.people_rev = max(self.people_rev, changes.klass.rev)
            self._row = changes.klass
            self.rev = max(self.rev, changes.klass.rev)
        for row in changes.activities:
            self._apply_activity(row)
            touched.add(row.activity)
        for person in changes.participants:
            self.people.put(person)
            self.people_rev = max(self.people_rev, person.rev)
        for response in changes.responses:
            key = (response.activity, response.round, response.slot)
            slots = self._slots.setdefault(response.activity, {})
            slots.setdefault(key, {})[response.participant] = response
            touched.add(response.activity)
            if response.activity in self.activities:
                activity = self.activities[response.activity]
                activity.stamp = max(activity.stamp, response.rev)
        self.rev = max(self.rev, changes.rev)
        return touched

    def _apply_activity(self, row: ActivityRow) -> None:
        known = self.activities.get(row.activity)
        if known and known.row.digest == row.digest:
            known.row = row
        else:
            kind = self.types[row.type]
            known = self.activities[row.activity] = Activity(row, kind, kind.spec.model_validate(row.spec))
        known.stamp = max(known.stamp, row.rev)
        self.people_rev = max(self.people_rev, row.rev)

    def response(self, key: Key, participant: str) -> ResponseRow | None:
        """Return what a participant has in one slot, withdrawn or not."""
        return self._slots.get(key[0], {}).get(key, {}).get(participant)

    def responses(self, activity: str) -> list[Response]:
        """Return the standing responses of an activity over all rounds, the oldest first, as its type sees them."""
        rows = [row for slot in self._slots.get(activity, {}).values() for row in slot.values()]
        rows.sort(key=lambda row: (row.at, row.participant))
        return [seen for row in rows if (seen := self._seen(row))]

    def own(self, activity: str, participant: str) -> list[Response]:
        """Return a participant's own standing responses in an activity."""
        return [seen for row in self._rows_of(activity, participant) if (seen := self._seen(row))]

    def seq(self, activity: str, participant: str) -> int:
        """Return the highest sequence number stored of a participant in an activity."""
        return max((row.seq for row in self._rows_of(activity, participant)), default=0)

    def answered(self, activity: Activity) -> set[str]:
        """Return who has answered in the present round."""
        key = (activity.row.activity, activity.row.round, activity.type.counts)
        slot = self._slots.get(activity.row.activity, {}).get(key, {})
        return {who for who, row in slot.items() if row.payload is not None and self.people.get(who)}

    def in_order(self) -> Iterable[Activity]:
        """Return the activities in lesson order."""
        return sorted(self.activities.values(), key=lambda activity: activity.row.position)

    def _rows_of(self, activity: str, participant: str) -> list[ResponseRow]:
        slots = self._slots.get(activity, {})
        return [row for slot in slots.values() if (row := slot.get(participant))]

    def _seen(self, row: ResponseRow) -> Response | None:
        person = self.people.get(row.participant)
        if person is None or row.payload is None:
            return None
        return Response(
            participant=row.participant,
            name=person.name,
            group=person.group,
            round=row.round,
            slot=row.slot,
            payload=row.payload,
            shown=row.shown,
        )
