"""Words, numbers and times of a document in one language. Rounds half up, as people check by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Final

from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from etika_widgets.errors import SettingError
from etika_widgets.i18n import N_, translate
from etika_widgets.measures.rounding import half_up
from etika_widgets.spec import Text

ZONES: Final = {
    "WIB": timezone(timedelta(hours=7), "WIB"),
    "WITA": timezone(timedelta(hours=8), "WITA"),
    "WIT": timezone(timedelta(hours=9), "WIT"),
}
"""Indonesia's time zones. It keeps no summer time, so plain offsets are exact and need no data files."""


def local(at: str, zone: str) -> datetime:
    """Return a time of the store on the clocks of ``zone``.

    Raises:
        SettingError: the zone is not an Indonesian one.
    """
    if zone not in ZONES:
        raise SettingError(
            "Zona waktu '{zone}' tidak dikenal. Pilih salah satu: {known}.", zone=zone, known=", ".join(ZONES)
        )
    return datetime.fromisoformat(at).astimezone(ZONES[zone])


class Words:
    """Calls of an instance translate: ``_ = Words("id", "WIB")``, then ``_("Kelompok {number}", number=3)``."""

    def __init__(self, language: str, zone: str) -> None:
        self.language = language
        self.zone = zone

    def __call__(self, message: str, **fields: object) -> str:
        """Return ``message`` (an Indonesian gettext id) in this language, with its fields filled in."""
        return translate(message, self.language).format(**fields)

    def text(self, value: object) -> str:
        """Return a text of a pack in this language; empty if there is none."""
        return Text.model_validate(value).get(self.language) if value else ""

    def number(self, value: int) -> str:
        """Return a whole number, e.g. ``1.250``."""
        return format_decimal(value, locale=self.language)

    def decimal(self, value: float | Fraction, places: int) -> str:
        """Return a number with exactly ``places`` decimals, e.g. ``0,45``."""
        pattern = "#,##0." + "0" * places if places else "#,##0"
        return format_decimal(half_up(value, places), format=pattern, locale=self.language).replace("-", "−")

    def percent(self, part: int, whole: int) -> str:
        """Return a share with one decimal, e.g. ``41,7%``; a dash if nobody counts."""
        return f"{self.decimal(Fraction(100 * part, whole), 1)}%" if whole else "–"

    def day(self, at: str) -> str:
        """Return the day of a stored time, e.g. ``Minggu, 22 November 2026``."""
        return format_date(local(at, self.zone).date(), "full", locale=self.language)

    def date(self, iso: str) -> str:
        """Return a calendar date, e.g. ``22 November 2026``."""
        return format_date(date.fromisoformat(iso), "long", locale=self.language)

    def clock(self, at: str) -> str:
        """Return the time of day of a stored time, e.g. ``08.02``."""
        return format_time(local(at, self.zone), "short", locale=self.language)

    def moment(self, at: str) -> str:
        """Return day, time and zone of a stored time."""
        return f"{self.day(at)}, {self.clock(at)} {self.zone}"

    def span(self, minutes: int) -> str:
        """Return a length of time, e.g. ``2 jam 15 menit``."""
        hours, rest = divmod(minutes, 60)
        if hours and rest:
            return self(N_("{hours} jam {minutes} menit"), hours=hours, minutes=rest)
        return self(N_("{hours} jam"), hours=hours) if hours else self(N_("{minutes} menit"), minutes=rest)
