"""What a store keeps of a class: plain frozen rows, the same for every database.

Every row carries ``rev``: the revision of its class at its last change. A reader that is at revision *n*
asks for all rows with ``rev > n`` and is up to date; nothing else has to be kept in step.
Times are UTC, ISO 8601 to the millisecond. Payloads and specs are plain JSON values.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """A class (kelas): one run of a workbook with one group of people.

    ``run_sheet`` holds the pack's steps and law list as they were when the class was opened.
    ``present`` is the id of the step the room is at.
    """

    code: str
    workbook: str
    title: dict[str, str | None]
    language: str
    pack_digest: str
    run_sheet: dict[str, Any]
    created_at: str
    ended_at: str | None = None
    present: str | None = None
    present_at: str | None = None
    rev: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """An activity in a class: its definition, frozen by content hash, and where it stands."""

    activity: str
    type: str
    position: int
    digest: str
    spec: dict[str, Any]
    phase: str = "hidden"
    round: int = 1
    moved_at: str | None = None
    rev: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantRow:
    """A participant: an id, a pseudonym and the hash of the resume code. No name, number or address.

    ``unit`` is one of the units that the facilitator named for dealing groups, if the participant told theirs.
    """

    id: str
    name: str
    resume_hash: str
    group: int | None = None
    is_writer: bool = False
    joined_at: str
    removed: bool = False
    rev: int = 0
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRow:
    """A participant's present answer in one slot of one round; ``payload`` is None once withdrawn."""

    activity: str
    round: int
    slot: str
    participant: str
    payload: dict[str, Any] | None
    seq: int
    at: str
    shown: bool = False
    rev: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One line of the append-only log; ``detail`` never holds what a participant wrote."""

    rev: int
    at: str
    kind: str
    role: str
    activity: str | None = None
    round: int | None = None
    participant: str | None = None
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentRow:
    """An intent that was taken, so that a repeat is acknowledged and not stored again."""

    id: str
    participant: str
    rev: int


@dataclass(slots=True)
class Changes:
    """Rows that changed together or since a revision; read and written alike."""

    klass: ClassRow | None = None
    activities: list[ActivityRow] = field(default_factory=list)
    participants: list[ParticipantRow] = field(default_factory=list)
    responses: list[ResponseRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    intents: list[IntentRow] = field(default_factory=list)

    @property
    def rev(self) -> int:
        """The highest revision among the rows, 0 if there are none."""
        newest = self.klass.rev if self.klass else 0
        for rows in (self.activities, self.participants, self.responses, self.events):
            for row in rows:
                newest = max(newest, row.rev)
        return newest

    def stamped(self) -> Iterator[ActivityRow | ParticipantRow | ResponseRow | EventRow]:
        """Go through the rows below the class whose revision readers follow."""
        yield from self.activities
        yield from self.participants
        yield from self.responses
        yield from self.events

    def add(self, other: Changes) -> None:
        """Append ``other``; the later class row wins."""
        self.klass = other.klass or self.klass
        self.activities += other.activities
        self.participants += other.participants
        self.responses += other.responses
        self.events += other.events
        self.intents += other.intents

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each kind."""
        kinds = ("activities", "participants", "responses", "events", "intents")
        return {"classes": int(self.klass is not None), **{kind: len(getattr(self, kind)) for kind in kinds}}

    def digest(self) -> str:
        """Return a hash of every field of every row; only the log's order counts, not that of the other rows."""
        found = hashlib.sha256(json.dumps(self.counts()).encode())
        unordered = (self.activities, self.participants, self.responses, self.intents)
        lines = [_line(self.klass)] if self.klass else []
        for rows in unordered:
            lines += sorted(map(_line, rows))
        lines += map(_line, self.events)
        found.update("\n".join(lines).encode())
        return found.hexdigest()


def _line(row: Any) -> str:
    values = [type(row).__name__, *(getattr(row, one.name) for one in fields(row))]
    return json.dumps(values, sort_keys=True, separators=(",", ":"))
