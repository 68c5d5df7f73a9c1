"""What happened when, read from the log: minutes per step of the run-sheet, and the phases of each activity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from etika_widgets.activity import Phase
from etika_widgets.storage.rows import ClassRow, EventRow


@dataclass(frozen=True, slots=True)
class Span:
    """Begin and end of the part of a class in which people were there."""

    begin: str
    end: str

    @property
    def minutes(self) -> int:
        """Length in whole minutes, halves up."""
        return whole_minutes(seconds(self.begin, self.end))


@dataclass(slots=True)
class Run:
    """One round of an activity: when it was opened, closed and revealed; None where that did not happen."""

    activity: str
    round: int
    opened: str | None = None
    closed: str | None = None
    revealed: str | None = None


def seconds(begin: str, end: str) -> Fraction:
    """Return the seconds between two stored times."""
    passed = datetime.fromisoformat(end) - datetime.fromisoformat(begin)
    return Fraction(passed.days * 86_400_000 + passed.seconds * 1000 + passed.microseconds // 1000, 1000)


def whole_minutes(length: Fraction) -> int:
    """Return seconds as whole minutes, halves up."""
    return int(length / 60 + Fraction(1, 2))


def class_span(row: ClassRow, events: Sequence[EventRow]) -> Span:
    """Return the time from the first person or the facilitator's first move to the end, or to the last entry."""
    begin = next((event.at for event in events if event.kind in ("join", "move", "present")), row.created_at)
    lesson = [event.at for event in events if event.kind != "export"]
    return Span(begin, row.ended_at or max([begin, *lesson]))


def minutes_spent(row: ClassRow, events: Sequence[EventRow], span: Span) -> dict[str, Fraction]:
    """Return the seconds the class stood at each step; steps it never came to are missing.

    In a self-paced class everybody stands somewhere else, and nobody's time is taken.
    """
    steps = row.run_sheet.get("steps", ())
    if not steps or "pace" in row.run_sheet:
        return {}
    spent: dict[str, Fraction] = {}
    present, since = str(steps[0]["id"]), span.begin
    for at, step in [*_changes(steps, events), (span.end, "")]:
        if span.end >= at >= since:
            spent[present] = spent.get(present, Fraction()) + seconds(since, at)
            present, since = step, at
    return spent


def _changes(steps: Sequence[Any], events: Iterable[EventRow]) -> Iterable[tuple[str, str]]:
    for event in events:
        step = event.detail.get("step") if event.kind == "present" else _step_of(steps, event)
        if step:
            yield event.at, str(step)


def _step_of(steps: Sequence[Any], event: EventRow) -> str | None:
    """Return the step a move leads to, by the same rule as the room."""
    if event.kind != "move":
        return None
    fitting = [
        step["id"]
        for step in steps
        if step.get("activity") == event.activity and (step.get("round") or 1) <= (event.round or 1)
    ]
    return str(fitting[-1]) if fitting else None


def runs(row: ClassRow, events: Iterable[EventRow]) -> list[Run]:
    """Return the rounds of all activities in the order in which they were opened."""
    found: dict[tuple[str, int], Run] = {}
    for event in events:
        if event.kind != "move" or event.activity is None:
            continue
        key = (event.activity, event.round or 1)
        to = event.detail.get("to")
        if to == Phase.OPEN:
            run = found.setdefault(key, Run(*key))
            run.opened, run.closed = run.opened or event.at, None
        elif key in found and to == Phase.CLOSED:
            found[key].closed = event.at
        elif key in found and to == Phase.REVEALED:
            found[key].revealed = found[key].revealed or event.at
    for run in found.values():
        run.closed = run.closed or row.ended_at
    return list(found.values())
