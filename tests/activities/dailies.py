"""Definitions and days of the daily practice, for its tests."""

from __future__ import annotations

from datetime import date, timedelta

from etika_widgets.activities.daily import Daily
from etika_widgets.activities.daily.schedule import Session

DAILY = Daily()
MONDAY = date(2026, 11, 23)


def definition(count: int = 12, **changes):
    return {
        "type": "daily",
        "id": "pagi",
        "items": [
            {
                "id": f"s{number}",
                "text": f"Soal nomor {number}",
                "options": [
                    {"id": "ya", "text": f"Jalan baik {number}", "rationale": f"Sebab baik nomor {number}."},
                    {"id": "tidak", "text": f"Jalan lain {number}", "rationale": f"Sebab lain nomor {number}."},
                ],
                "key": "ya",
                "reference": f"Rujukan nomor {number}",
                "remember": f"Ingat nomor {number}",
            }
            for number in range(1, count + 1)
        ],
        **changes,
    }


def spec(count: int = 12, **changes):
    return Daily.spec.model_validate(definition(count, **changes))


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def session(number: int, **answers: str) -> Session:
    return Session(day(number), tuple(answers), answers)


def stored(response, person: int, one: Session, **changes):
    return response(person, one.payload(), slot=one.slot, **changes)
