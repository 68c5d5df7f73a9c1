"""Simulated time: delays and deadlines in hours and in working days. Pure; nothing here reads the real clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from etika_widgets.errors import FieldError
from etika_widgets.measures.clocks import add_working_days, working_days_between

LONGEST_HOURS: Final = 24 * 60
LONGEST_DAYS: Final = 120


def _moment(given: Any) -> Any:
    try:
        moment = given if isinstance(given, datetime) else datetime.fromisoformat(given)
    except (TypeError, ValueError):
        raise FieldError("Tulis tanggal dan jam seperti 2026-03-02 08:00.") from None
    if moment.tzinfo is not None:
        raise FieldError("Tulis tanggal dan jam tanpa zona waktu, seperti 2026-03-02 08:00.")
    return moment.replace(second=0, microsecond=0)


def _clock(given: Any) -> Any:
    try:
        clock = given if isinstance(given, time) else time.fromisoformat(given)
    except (TypeError, ValueError):
        raise FieldError('Tulis jam dalam tanda kutip, seperti "08:00".') from None
    return clock.replace(second=0, microsecond=0, tzinfo=None)


SimulatedMoment = Annotated[datetime, BeforeValidator(_moment)]
"""Date and time of the simulated world, without a time zone."""
ClockTime = Annotated[time, BeforeValidator(_clock)]
"""A time of day, written ``"08:00"``."""


@dataclass(frozen=True, slots=True)
class Office:
    """When the simulated office works: from when to when, and its days off besides Saturdays and Sundays."""

    opens: time
    closes: time
    holidays: frozenset[date] = frozenset()

    def working_day_after(self, moment: datetime, days: int = 1) -> date:
        """Return the working day that many working days after a moment."""
        return add_working_days(moment, days, self.holidays)

    def next_morning(self, moment: datetime) -> datetime:
        """Return when the office opens on the next working day."""
        return datetime.combine(self.working_day_after(moment), self.opens)


class Delay(BaseModel):
    """How much later something comes: working days first, then hours and minutes; ``at`` sets the time of day.

    Example:
        >>> office = Office(time(8), time(16))
        >>> Delay.model_validate({"workdays": 1, "at": "09:30"}).after(datetime(2026, 3, 6, 14), office)
        datetime.datetime(2026, 3, 9, 9, 30)
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    workdays: Annotated[int, Field(strict=True, ge=0, le=LONGEST_DAYS)] = 0
    hours: Annotated[int, Field(strict=True, ge=0, le=LONGEST_HOURS)] = 0
    minutes: Annotated[int, Field(strict=True, ge=0, le=LONGEST_HOURS)] = 0
    at: ClockTime | None = None

    def after(self, moment: datetime, office: Office) -> datetime:
        """Return the moment this much later; never earlier than ``moment``."""
        day = office.working_day_after(moment, self.workdays)
        later = datetime.combine(day, self.at or moment.time())
        if later < moment:  # that time of day is over
            later = datetime.combine(office.working_day_after(moment), later.time())
        return later + timedelta(hours=self.hours, minutes=self.minutes)


class Deadline(BaseModel):
    """Time to decide: in hours, which also run at night and on days off, or in working days, until the office closes.

    Example:
        >>> office = Office(time(8), time(16))
        >>> Deadline(workdays=3).due(datetime(2026, 3, 5, 9), office)
        datetime.datetime(2026, 3, 10, 16, 0)
        >>> Deadline(hours=72).due(datetime(2026, 3, 5, 9), office)
        datetime.datetime(2026, 3, 8, 9, 0)
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    hours: Annotated[int, Field(strict=True, ge=1, le=LONGEST_HOURS)] | None = None
    workdays: Annotated[int, Field(strict=True, ge=1, le=LONGEST_DAYS)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.hours is None) == (self.workdays is None):
            raise FieldError("Tenggat ditulis dalam 'hours' (jam) atau 'workdays' (hari kerja), salah satu saja.")
        return self

    @property
    def unit(self) -> Literal["hours", "workdays"]:
        """In what it is counted."""
        return "workdays" if self.hours is None else "hours"

    def due(self, start: datetime, office: Office) -> datetime:
        """Return the last moment that is still in time."""
        if self.hours is not None:
            return start + timedelta(hours=self.hours)
        return datetime.combine(office.working_day_after(start, self.workdays or 0), office.closes)

    def left(self, now: datetime, due: datetime, office: Office) -> int:
        """Return how much is left before ``due``: hours begun, or working days after today."""
        if self.hours is not None:
            return max(0, ceil((due - now) / timedelta(hours=1)))
        return working_days_between(now.date(), max(now, due).date(), office.holidays)


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest moment, ``None`` if there is none."""
    return min((moment for moment in moments if moment is not None), default=None)
