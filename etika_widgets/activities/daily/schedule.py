"""Which questions come when: Leitner's boxes, worked out anew from a person's own stored answers. Pure.

A right answer moves a question one box up, a wrong one back to the first; ``intervals[box - 1]`` days after the answer
it is due again. A new question counts as lying in the first box. (Leitner, S.: So lernt man lernen. Herder 1972.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from etika_widgets.activities.daily.spec import DailySpec
    from etika_widgets.activity import Response

SLOT: Final = "day"
"""Slots are ``day:2026-11-23``: one for each day on which somebody began."""


@dataclass(frozen=True, slots=True)
class Session:
    """What one person was dealt on one day, and what they answered so far: option by item."""

    day: date
    items: tuple[str, ...]
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def slot(self) -> str:
        """Where it is stored."""
        return f"{SLOT}:{self.day.isoformat()}"

    @property
    def complete(self) -> bool:
        """Whether everything dealt is answered."""
        return set(self.items) == set(self.answers)

    def payload(self) -> dict[str, Any]:
        """Return what is stored."""
        return {"day": self.day.isoformat(), "items": list(self.items), "answers": dict(self.answers)}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a question stands for one person: its box (from 1), the day it is due, how often it was answered."""

    box: int
    due: date
    seen: int


def sessions(own: Iterable[Response]) -> list[Session]:
    """Return a person's days, the earliest first; of a day in two rounds the later one, which holds both."""
    found: dict[str, Response] = {}
    for one in sorted(own, key=lambda response: response.round):
        if one.slot.startswith(f"{SLOT}:"):
            found[one.slot] = one
    return [
        Session(date.fromisoformat(said["day"]), tuple(said["items"]), said["answers"])
        for said in (found[slot].payload for slot in sorted(found))
    ]


def standings(spec: DailySpec, history: Iterable[Session]) -> dict[str, Standing]:
    """Return where every question stands that the person has answered.

    Args:
        spec: the definition.
        history: the person's days, the earliest first.
    """
    keys = {item.id: item.key for item in spec.items}
    known: dict[str, Standing] = {}
    for session in history:
        for item, option in session.answers.items():
            before = known.get(item)
            right = option == keys[item]
            box = min((before.box if before else 1) + 1, len(spec.intervals)) if right else 1
            due = session.day + timedelta(days=spec.intervals[box - 1])
            known[item] = Standing(box, due, (before.seen if before else 0) + 1)
    return known


def schedule(spec: DailySpec, history: Iterable[Session], today: date) -> tuple[str, ...]:
    """Return today's questions: those due, the longest due first and lower boxes before higher ones, then new ones.

    ``new_per_day`` places are kept for new ones: whoever is often wrong would otherwise meet the same few for weeks.
    """
    known = standings(spec, history)
    names = [item.id for item in spec.items]
    due = [name for name in names if name in known and known[name].due <= today]
    due.sort(key=lambda name: (known[name].due, known[name].box))
    new = [name for name in names if name not in known]
    kept = min(spec.new_per_day, len(new))
    return tuple((due[: spec.per_day - kept] + new)[: spec.per_day])


def session_of(spec: DailySpec, history: Sequence[Session], today: date) -> Session:
    """Return what the person works on today: what they have begun, else what is dealt to them now."""
    if history and history[-1].day >= today:
        return history[-1]
    return Session(today, schedule(spec, history, today))


def returns(spec: DailySpec, history: Sequence[Session]) -> list[tuple[date, int]]:
    """Return how many questions come back on which day, as seen from the last one; overdue ones the day after it."""
    tomorrow = history[-1].day + timedelta(days=1)
    days = Counter(max(standing.due, tomorrow) for standing in standings(spec, history).values())
    return sorted(days.items())
