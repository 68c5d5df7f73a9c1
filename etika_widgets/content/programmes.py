"""Programmes: timetables of several lessons over days, for classes of people who have work to do meanwhile.

A programme is a YAML file in ``programmes`` beside the packs. Times are written as people write them, ``"07.30"``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from etika_widgets.content.explain import explain
from etika_widgets.content.pack import Slugs, Words
from etika_widgets.content.problems import ContentError, Problem
from etika_widgets.content.yaml_source import Source, read_yaml
from etika_widgets.errors import FieldError
from etika_widgets.spec import Slug

FOLDER: Final = "programmes"
LARGEST_CLASS: Final = 40
"""People in one class: what LAN uses for practice (recalled, certainty M)."""
SELF_PACED: Final = "daring mandiri"

Mode = Literal["daring mandiri", "daring", "luring"]
Weekday = Literal["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]

_CLOCK: Final = re.compile(r"([01]\d|2[0-3])\.([0-5]\d)")


def clock(text: str) -> int:
    """Return the minutes since midnight of a time such as ``07.30``.

    Raises:
        FieldError: it is none.

    Example:
        >>> clock("07.30")
        450
    """
    found = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise FieldError("'{value}' bukan jam. Tulis dengan tanda kutip, misalnya \"07.30\".", value=text)
    return int(found[1]) * 60 + int(found[2])


def shown(minutes: int) -> str:
    """Return a time as people write it.

    Example:
        >>> shown(450)
        '07.30'
    """
    return f"{minutes // 60:02}.{minutes % 60:02}"


Clock = Annotated[int, BeforeValidator(clock)]
"""Minutes since midnight."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(_Part):
    """A stretch of a day."""

    start: Clock
    end: Clock

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.end - self.start


class Session(Span):
    """A line of the timetable: a lesson or part of one, something else, or a pause."""

    module: Slug | None = None
    """The pack it teaches."""
    title: Words | None = None
    """What else to say; without ``module``, what it is."""
    jp: Annotated[int, Field(ge=0, le=12)] = 0
    pause: bool = False
    classes: Slugs = ()
    """Who; all if empty."""
    themes: tuple[Words, ...] = ()


class Day(_Part):
    """A day of study."""

    weekday: Weekday
    mode: Mode
    sessions: Annotated[tuple[Session, ...], Field(min_length=1)]


class Class(_Part):
    """People who learn together."""

    id: Slug
    people: Annotated[int, Field(ge=1, le=LARGEST_CLASS)]


class Counter(_Part):
    """The counters that the classes staff by turns, and when they are open to citizens."""

    open: Annotated[tuple[Span, ...], Field(min_length=1)]


class Programme(_Part):
    """A timetable for some classes."""

    schema_version: Annotated[Literal[1], Field(alias="schema")]
    slug: Slug
    title: Words
    about: Words
    audience: Words
    licence: Words
    jp: Annotated[int, Field(ge=1, le=400)]
    """What each participant gets."""
    people: Annotated[int, Field(ge=1)]
    classes: Annotated[tuple[Class, ...], Field(min_length=1)]
    facilitators: Annotated[int, Field(ge=1)]
    counter: Counter | None = None
    themes: tuple[Words, ...] = ()
    notes: tuple[Words, ...] = ()
    days: Annotated[tuple[Day, ...], Field(min_length=1)]

    def timetable(self, class_id: str, day: Day) -> tuple[Session, ...]:
        """Return what a class does on a day, in order."""
        own = [one for one in day.sessions if not one.classes or class_id in one.classes]
        return tuple(sorted(own, key=lambda one: one.start))


def read_programme(path: Path) -> tuple[Programme, Source]:
    """Read a programme and where each value of it stands.

    Raises:
        ContentError: it is malformed; lists every problem of its form.
    """
    source = read_yaml(path)
    try:
        return Programme.model_validate(source.data), source
    except ValidationError as error:
        raise ContentError(_explained(error, source.data, source)) from None


def _explained(error: ValidationError, data: Any, source: Source) -> Iterator[Problem]:
    for loc, template, fields in explain(error, data, Programme):
        yield Problem(source.path, source.line(loc), template, fields, keys=loc, loc=loc)


@lru_cache(maxsize=8)
def read_programmes(packs: Path) -> tuple[Programme, ...]:
    """Return the programmes beside the packs in ``packs``, the longest first; read once in this process.

    Raises:
        ContentError: one is malformed.
    """
    found = [read_programme(path)[0] for path in sorted((packs / FOLDER).glob("*.yaml"))]
    return tuple(sorted(found, key=lambda one: -one.jp))
