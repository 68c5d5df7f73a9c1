"""Deadlines in working days. Holidays change every year by joint decree (SKB), so they are supplied, not built in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

WEEKEND: Final = (5, 6)
"""Saturday and Sunday, as numbered by :meth:`datetime.date.weekday`."""


def is_working_day(day: date, holidays: Iterable[date] = ()) -> bool:
    """Whether a day is neither Saturday nor Sunday nor a holiday.

    Example:
        >>> is_working_day(date(2026, 3, 6)), is_working_day(date(2026, 3, 7))
        (True, False)
    """
    return day.weekday() not in WEEKEND and day not in set(holidays)


def add_working_days(start: date, days: int, holidays: Iterable[date] = ()) -> date:
    """Return the last day of a deadline; the working day after ``start`` counts as 1.

    Args:
        start: day of receipt, itself not counted.
        days: working days, 0 or more; 0 gives ``start``.
        holidays: days off besides Saturdays and Sundays.

    Raises:
        ValueError: ``days`` is negative.

    Example:
        >>> add_working_days(date(2026, 3, 2), 30)
        datetime.date(2026, 4, 13)
    """
    if days < 0:
        msg = f"days must be 0 or more, got {days}"
        raise ValueError(msg)
    off = frozenset(holidays)
    day = start.date() if isinstance(start, datetime) else start
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day, off)
    return day


def working_days_between(start: date, end: date, holidays: Iterable[date] = ()) -> int:
    """Return how many working days have passed from ``start`` (not counted) to ``end`` (counted).

    Args:
        start: day of receipt.
        end: day of the answer, not before ``start``.
        holidays: days off besides Saturdays and Sundays.

    Raises:
        ValueError: ``end`` is before ``start``.

    Example:
        >>> working_days_between(date(2026, 3, 6), date(2026, 3, 9))
        1
    """
    if end < start:
        msg = f"end must not be before start, got {start} and {end}"
        raise ValueError(msg)
    off = frozenset(holidays)
    return sum(is_working_day(start + timedelta(days=number), off) for number in range(1, (end - start).days + 1))
