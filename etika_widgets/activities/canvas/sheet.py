"""What stands in the fields of a sheet: strict parsing of what was sent, advice, and plain words for documents."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from babel.numbers import format_decimal

from etika_widgets.activities.canvas.spec import Check, Column, SheetField
from etika_widgets.activities.payload import parse_choice, parse_keys, parse_text
from etika_widgets.errors import Refused
from etika_widgets.i18n import N_, translate

PATTERNS: Final = {
    "number": (
        r"[0-9]|\b(satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh"
        r"|one|two|three|four|five|six|seven|eight|nine|ten)\b"
    ),
    "time": (
        r"[0-9][.:][0-9][0-9]|\b(jam|pukul|menit|hari|pekan|minggu|bulan|tahun|tanggal|besok|lusa|pagi|siang|sore|malam"
        r"|senin|selasa|rabu|kamis|jumat|sabtu|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober"
        r"|november|desember|hours?|minutes?|days?|weeks?|months?|today|tomorrow|morning|noon|evening|monday|tuesday"
        r"|wednesday|thursday|friday|saturday|sunday|january|february|march|may|june|july|august|october|december)\b"
    ),
}
"""By what a number or a time is known in a text; browsers use the same patterns, without regard to case."""
_KNOWN: Final = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in PATTERNS.items()}
_ADVICE: Final = {
    "words": N_("Tulis sedikit lebih banyak, paling sedikit {n} kata."),
    "number": N_("Sebutkan satu angka, misalnya 3 orang atau 15 menit."),
    "time": N_("Sebutkan waktunya, misalnya Senin depan pukul 10.00."),
}

Value = str | float | list[str] | list[dict[str, str]] | None


def advice(check: Check, language: str) -> str:
    """Return what to say to somebody whose text does not pass ``check``."""
    if check.advice:
        return check.advice.get(language)
    return translate(_ADVICE[check.needs or "words"], language).format(n=check.min_words)


def passes(check: Check, text: str) -> bool:
    """Tell whether a text has what ``check`` looks for.

    Example:
        >>> passes(Check(needs="time"), "Senin depan"), passes(Check(min_words=3), "Menyapa dulu")
        (True, False)
    """
    if check.needs:
        return _KNOWN[check.needs].search(text) is not None
    return len(text.split()) >= (check.min_words or 0)


def parse_sheet(value: object, fields: Sequence[SheetField]) -> dict[str, Value]:
    """Return a clean value for every field; one that was not sent is empty.

    Raises:
        Refused: malformed, too long, out of range, a required field or check not met, or nothing written at all.
    """
    sent = parse_keys(value, required=(), optional=[field.id for field in fields])
    values = {field.id: _parse(field, sent.get(field.id)) for field in fields}
    for field in fields:
        if field.required and not filled(values[field.id]):
            raise Refused(
                "field_missing", "Isian “{label}” belum diisi. Isi dulu, lalu kirim lagi.", label=field.label.id
            )
        text = _text(values[field.id])
        for check in field.checks:
            if check.required and text and not passes(check, text):
                raise Refused("check", "Isian “{label}”: {advice}", label=field.label.id, advice=advice(check, "id"))
    if not any(filled(one) for one in values.values()):
        raise Refused("empty", "Belum ada yang ditulis. Isi sedikitnya satu isian, lalu kirim lagi.")
    return values


def filled(value: Value) -> bool:
    """Tell whether anything stands in a field; the number 0 does."""
    return value not in (None, "", [])


def plain(field: SheetField, value: Value, language: str) -> str:
    """Return a value as plain text: lines of a list one by one, options and units in words.

    Example:
        >>> plain(SheetField(id="a", label="A", kind="list"), ["satu", "dua"], "id").splitlines()
        ['satu', 'dua']
    """
    if field.kind == "table":
        return "\n".join(_line(row) for row in table(field, value, language))
    if field.kind == "choice":
        return next((option.text.get(language) for option in field.options if option.id == value), "")
    if field.kind == "days" and value is not None:
        return translate("dalam {n} hari", language).format(n=value)
    if field.kind == "number" and isinstance(value, int | float):
        number = format_decimal(value, locale=language)
        return f"{number} {field.unit.get(language)}" if field.unit else number
    return _text(value)


def _line(row: Sequence[tuple[str, str]]) -> str:
    """Return a row of a table as one line: ``Adil? – Jawaban: Ya; Sebab: …``."""
    words = "; ".join(f"{name}: {text}" for name, text in row if name and text)
    return " – ".join([*(text for name, text in row if not name), words])


def table(field: SheetField, value: Any, language: str) -> list[list[tuple[str, str]]]:
    """Return the filled rows of a table as cells ``(column, text)``, the name of a fixed row first."""
    rows = []
    for place, row in enumerate(value or ()):
        cells = [
            (column.label.get(language), _cell_words(column, row[column.id], language)) for column in field.columns
        ]
        if any(text for _, text in cells):
            rows.append([("", field.rows[place].text.get(language)), *cells] if field.rows else cells)
    return rows


def _cell_words(column: Column, value: str, language: str) -> str:
    if not column.options:
        return value
    return next((option.text.get(language) for option in column.options if option.id == value), "")


def _text(value: Value) -> str:
    """Return what was typed into a text or list field, empty for other kinds."""
    if isinstance(value, list):
        return "\n".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _parse(field: SheetField, value: object) -> Value:
    label = field.label.id
    match field.kind:
        case "text":
            return parse_text("" if value is None else value, field.max, label=label)
        case "list":
            lines = [parse_text(line, field.max, label=label) for line in _entries(value, field)]
            return [line for line in lines if line]
        case "choice":
            return parse_choice(value, [option.id for option in field.options]) if value else ""
        case "table":
            return _parse_table(field, value)
        case _:
            return _parse_number(field, value)


def _entries(value: object, field: SheetField) -> Sequence[object]:
    """Return the entries of a list or table; empty lines at its end are not counted."""
    entries = [] if value is None else value
    if not isinstance(entries, list | tuple):
        raise Refused("malformed", "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi.")
    entries = [one for one in entries if not (isinstance(one, str) and not one.strip())]
    if len(entries) > field.limit:
        raise Refused(
            "too_many", "Isian “{label}” memuat paling banyak {most} baris. Kurangi dulu.",
            label=field.label.id, most=field.limit,
        )  # fmt: skip
    return entries


def _parse_table(field: SheetField, value: object) -> list[dict[str, str]]:
    names = [column.id for column in field.columns]
    rows = []
    for entry in _entries(value, field):
        sent = parse_keys(entry, required=(), optional=names)
        rows.append({column.id: _parse_cell(column, sent.get(column.id, "")) for column in field.columns})
    if not any(text for row in rows for text in row.values()):
        return []
    if field.rows:
        return rows + [dict.fromkeys(names, "")] * (len(field.rows) - len(rows))
    return [row for row in rows if any(row.values())]


def _parse_cell(column: Column, value: object) -> str:
    if column.options:
        return parse_choice(value, [option.id for option in column.options]) if value else ""
    return parse_text(value, column.max, label=column.label.id)


def _parse_number(field: SheetField, value: object) -> float | None:
    """Return a whole number of days, or a number; ``None`` if nothing was written."""
    if value is None or value == "":
        return None
    whole = field.kind == "days"
    least, most = (1, 365) if whole else (-1_000_000_000, 1_000_000_000)
    least = least if field.least is None else field.least
    most = most if field.most is None else field.most
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if not least <= number <= most or (whole and number != int(number)):
        raise Refused(
            "number",
            "Isian “{label}” harus berupa bilangan dari {least} sampai {most}.",
            label=field.label.id,
            least=least,
            most=most,
        )
    return int(number) if number == int(number) else round(number, 6)


def content_of(field: SheetField, language: str) -> Mapping[str, Any]:
    """Return a field as views draw it."""
    return {
        **field.content(language),
        "kind": field.kind,
        "required": field.required,
        "example": field.example.get(language) if field.example else None,
        "checks": [
            {
                "min_words": check.min_words,
                "pattern": PATTERNS[check.needs] if check.needs else None,
                "advice": advice(check, language),
                "required": check.required,
            }
            for check in field.checks
        ],
        "options": [{"id": option.id, "text": option.text.get(language)} for option in field.options],
        "least": field.least,
        "most": field.limit if field.kind in ("list", "table") else field.most,
        "unit": field.unit.get(language) if field.unit else None,
        "columns": [
            {
                "id": column.id,
                "label": column.label.get(language),
                "options": [{"id": option.id, "text": option.text.get(language)} for option in column.options],
                "max": column.max,
            }
            for column in field.columns
        ],
        "rows": [{"id": row.id, "text": row.text.get(language)} for row in field.rows],
    }
