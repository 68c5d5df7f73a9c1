"""A plain CSV beside a pack: what a trainer saves from a spreadsheet, read strictly."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from etika_widgets.errors import FieldError
from etika_widgets.spec import slugify

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,80}\.csv")
"""A file in the pack's own folder: no path leads elsewhere."""
MOST_BYTES: Final = 1_000_000

Cell = str | int | float | None
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class PlainTable:
    """The columns of the first line, and the rows below it, each as long as the first line."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def cells(self, column: str, *, number: bool) -> list[Cell]:
        """Return the values of a column; an empty one is ``None``.

        Args:
            column: its name in the first line.
            number: whether its values are numbers, ``1250.5`` or ``1250,5``.

        Raises:
            FieldError: a value is no such number; names its row, the first line being 1.
        """
        place = self.columns.index(column)
        values = [row[place].strip() for row in self.rows]
        if not number:
            return [value or None for value in values]
        return [_number(value, column, row) for row, value in enumerate(values, 2)]


def read_plain(folder: Path, name: str) -> PlainTable:
    """Read ``name`` in ``folder``: UTF-8, values parted by commas or semicolons, names of columns in the first line.

    Raises:
        FieldError: there is no such file, it is too large, or it is no such table.
    """
    if not NAME.fullmatch(name):
        raise FieldError(
            "'data: {name}' bukan nama file CSV di folder paket. Pakai huruf, angka, '_' atau '-', lalu '.csv', "
            "tanpa folder.",
            name=name[:100],
        )
    path = folder / name
    try:
        size, raw = path.stat().st_size, b""
        if size <= MOST_BYTES:
            raw = path.read_bytes()
    except OSError as error:
        raise FieldError(
            "File '{name}' tidak ada di folder paket, atau tidak dapat dibaca. Taruh di samping file paket.", name=name
        ) from error
    if size > MOST_BYTES:
        raise FieldError("File '{name}' lebih dari {most} bita. Kurangi barisnya.", name=name, most=MOST_BYTES)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FieldError(
            "File '{name}' tidak ditulis dalam UTF-8. Simpan lagi sebagai 'CSV UTF-8'.", name=name
        ) from error
    return _parsed(name, text)


def _parsed(name: str, text: str) -> PlainTable:
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise FieldError(
            "File '{name}' bukan CSV yang utuh ({reason}). Periksa tanda kutipnya.", name=name, reason=str(error)
        ) from error
    while lines and not any(value.strip() for value in lines[-1]):
        lines.pop()  # what spreadsheets leave at the end
    if not lines:
        raise FieldError("File '{name}' kosong. Baris pertama memuat nama kolom.", name=name)
    columns, *rows = lines
    columns = [column.strip() for column in columns]
    if "" in columns or len({slugify(column) for column in columns}) < len(columns):
        raise FieldError("Baris pertama '{name}' harus memuat nama kolom, masing-masing sekali.", name=name)
    for number, row in enumerate(rows, 2):
        if len(row) != len(columns):
            raise FieldError(
                "File '{name}', baris {row}: ada {count} nilai, padahal kolomnya {wanted}.",
                name=name,
                row=number,
                count=len(row),
                wanted=len(columns),
            )
    return PlainTable(tuple(columns), tuple(map(tuple, rows)))


def _number(value: str, column: str, row: int) -> int | float | None:
    if not value:
        return None
    plain = value.replace(",", ".") if value.count(",") == 1 and "." not in value else value
    if not _NUMBER.fullmatch(plain) or len(plain) > 15:
        raise FieldError(
            "Baris {row}, kolom '{column}': '{value}' bukan bilangan. Tulis tanpa titik ribuan, misalnya 1250 "
            "atau 1250,5.",
            row=row,
            column=column,
            value=value[:40],
        )
    return float(plain) if "." in plain else int(plain)
