"""A class under way, driven as the hosts drive it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from etika_widgets.room import Desk, Intent, Outcome, Role, Room, Viewer, open_class
from etika_widgets.room.showing import activity_state, room_state

FACILITATOR = Viewer(Role.FACILITATOR)
PROJECTOR = Viewer(Role.PROJECTOR)
DOOR = Viewer(Role.DOOR)


class Lesson:
    """A class with a few words for what people do in it."""

    def __init__(self, desk: Desk, pack: Any) -> None:
        self.desk = desk
        self.code = open_class(desk.store, pack).code
        self.numbers = itertools.count(1)

    @property
    def room(self) -> Room:
        """The class as a reader would rebuild it from the store."""
        room = Room(self.code, self.desk.types)
        room.apply(self.desk.store.changes(self.code))
        return room

    def intent(self, kind: str, activity: str | None = None, **fields: Any) -> Intent:
        number = next(self.numbers)
        return Intent(
            id=fields.pop("id", f"{number:032x}"),
            seq=fields.pop("seq", number),
            activity=activity,
            round=fields.pop("in_round", None),
            kind=kind,
            payload=fields,
        )

    def send(self, viewer: Viewer, intent: Intent) -> Outcome:
        return self.desk.submit(self.code, [(viewer, intent)])[0][0]

    def join(self, name: str) -> Viewer:
        outcome = self.send(DOOR, self.intent("join", name=name))
        assert outcome.ok, outcome.error
        return Viewer(Role.PARTICIPANT, outcome.data["participant"])

    def lead(self, kind: str, activity: str | None = None, **fields: Any) -> Outcome:
        return self.send(FACILITATOR, self.intent(kind, activity, **fields))

    def move(self, activity: str, *phases: str) -> None:
        for phase in phases:
            outcome = self.lead("move", activity, to=phase, rev=self.room.activities[activity].row.rev)
            assert outcome.ok, outcome.error

    def answer(self, viewer: Viewer, activity: str, kind: str = "answer", **payload: Any) -> Outcome:
        number = next(self.numbers)
        return self.send(
            viewer, Intent(id=f"{number:032x}", seq=number, activity=activity, kind=kind, payload=payload)
        )

    def sees(self, viewer: Viewer, activity: str | None = None) -> dict[str, Any]:
        return activity_state(self.room, activity, viewer) if activity else room_state(self.room, viewer)


@pytest.fixture
def klass(desk: Desk, lesson: Any) -> Lesson:
    return Lesson(desk, lesson)
