"""Tables of teaching data: read strictly against their schema, each value knowing its file and line.

A table lies in the ``tables`` folder beside the packs, as ``<name>.csv``, as ``<name>.yaml`` with ``rows:``, or as a
folder ``<name>/`` of such YAML files, read in the order of their names. What it holds stands in ``schema.yaml``: what
it is about, licence, source, whether it is fictional, and every column with type and meaning.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from etika_widgets.content.explain import explain
from etika_widgets.content.folders import content_folders, own_folder
from etika_widgets.content.problems import ContentError, Problem
from etika_widgets.content.yaml_source import Source, read_text, read_yaml
from etika_widgets.errors import SettingError
from etika_widgets.i18n import N_
from etika_widgets.spec import SLUG

FOLDER: Final = "tables"
SCHEMA: Final = "schema.yaml"

Row = dict[str, Any]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Part):
    """One column: its type, what it means, and which values it may have."""

    type: Literal["text", "slug", "int", "number", "date", "bool", "list", "map"]
    about: Annotated[str, Field(min_length=1)]
    values: tuple[str, ...] = ()
    """For texts, slugs and lists: the values there are; empty if free."""
    of: str | None = None
    """``table.column``: every value (or part of a list) stands there."""
    empty: bool = False
    """Whether it may be missing."""


class TableSchema(_Part):
    """What a table holds."""

    about: Annotated[str, Field(min_length=1)]
    licence: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]
    fictional: bool
    key: str | None = None
    """The column that names a row; no two rows share a value."""
    per_unit: Annotated[int, Field(ge=1)] = 1
    """For micro-learning, with a column ``detik``: how many rows make one unit of 180–300 seconds."""
    columns: Annotated[dict[str, Column], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with its place."""

    row: Row
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table as it was read: its schema and its rows in order."""

    name: str
    schema: TableSchema
    entries: tuple[Entry, ...]


def read_schemas(folder: Path) -> dict[str, TableSchema]:
    """Return the schema of every table in ``folder`` by name; none if there is no ``schema.yaml``.

    Raises:
        ContentError: the schema is malformed.
    """
    path = folder / SCHEMA
    if not path.is_file():
        return {}
    source = read_yaml(path)
    found: dict[str, TableSchema] = {}
    problems: list[Problem] = []
    for name, value in (source.data if isinstance(source.data, dict) else {}).items():
        try:
            found[name] = TableSchema.model_validate(value)
        except ValidationError as error:
            for loc, template, fields in explain(error, value, TableSchema):
                problems.append(Problem(path, source.line((name, *loc)), template, fields, keys=(name, *loc)))
    if problems:
        raise ContentError(problems)
    return found


def read_table(folder: Path, name: str) -> DataTable:
    """Read one table.

    Args:
        folder: the ``tables`` folder.
        name: the table.

    Raises:
        SettingError: there is no such table; names those there are.
        ContentError: the table does not keep its schema; lists every problem.
    """
    schemas = read_schemas(folder)
    if name not in schemas:
        raise SettingError(
            "Tabel '{name}' tidak ada. Yang ada: {known}.", name=name, known=", ".join(sorted(schemas)) or "–"
        )
    schema = schemas[name]
    problems: list[Problem] = []
    entries = tuple(_checked(_raw(folder, name), schema, problems))
    if problems:
        raise ContentError(problems)
    return DataTable(name, schema, entries)


def table_problems(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the tables in ``folder``, references between them included."""
    try:
        schemas = read_schemas(folder)
    except ContentError as error:
        yield from error.problems
        return
    tables: dict[str, DataTable] = {}
    for name in schemas:
        try:
            tables[name] = read_table(folder, name)
        except ContentError as error:
            yield from error.problems
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.name != SCHEMA and path.stem not in schemas:
            yield Problem(path, 1, "tabel ini belum dijelaskan di {schema}.", {"schema": SCHEMA})
    for table in tables.values():
        yield from _references(table, tables)


def _references(table: DataTable, tables: Mapping[str, DataTable]) -> Iterator[Problem]:
    for name, column in table.schema.columns.items():
        if column.of is None:
            continue
        other, _, field = column.of.partition(".")
        if other not in tables or field not in tables[other].schema.columns:
            continue
        known = {entry.row[field] for entry in tables[other].entries}
        for entry in table.entries:
            value = entry.row[name]
            for part in value if isinstance(value, list) else [] if value is None else [value]:
                if part not in known:
                    template = N_("kolom '{column}': '{value}' tidak ada di tabel '{table}'.")
                    fields = {"column": name, "value": part, "table": other}
                    yield Problem(entry.path, entry.line, template, fields)


def _raw(folder: Path, name: str) -> Iterator[Entry]:
    if (path := folder / f"{name}.csv").is_file():
        yield from _csv_rows(path)
        return
    files = sorted((folder / name).glob("*.yaml")) or [folder / f"{name}.yaml"]
    for path in files:
        yield from _yaml_rows(path)


def _csv_rows(path: Path) -> Iterator[Entry]:
    reader = csv.DictReader(io.StringIO(read_text(path)), strict=True)
    for row in reader:
        yield Entry({key: value or None for key, value in row.items() if key is not None}, path, reader.line_num)


def _yaml_rows(path: Path) -> Iterator[Entry]:
    source: Source = read_yaml(path)
    rows = source.data.get("rows") if isinstance(source.data, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ContentError([Problem(path, 1, "tabel harus memuat 'rows:', satu baris per butir, diawali '- '.")])
    for index, row in enumerate(rows):
        yield Entry(dict(row), path, source.line(("rows", index)))


def _checked(entries: Iterator[Entry], schema: TableSchema, problems: list[Problem]) -> Iterator[Entry]:
    first: dict[Any, int] = {}
    for entry in entries:

        def report(template: str, entry: Entry = entry, **fields: Any) -> None:
            problems.append(Problem(entry.path, entry.line, template, fields))

        unknown = [key for key in entry.row if key not in schema.columns]
        if unknown:
            report(N_("kolom '{columns}' tidak dikenal."), columns=", ".join(unknown))
        row: Row = {}
        for name, column in schema.columns.items():
            value = entry.row.get(name)
            if value is None or value in ("", [], {}):
                row[name] = None
                if not column.empty:
                    report(N_("kolom '{column}' kosong."), column=name)
                continue
            try:
                row[name] = _READ[column.type](value)
            except (TypeError, ValueError):
                row[name] = None
                report(_WRONG[column.type], column=name, value=value)
                continue
            if column.values:
                given = row[name] if isinstance(row[name], list) else [row[name]]
                for wrong in [part for part in given if part not in column.values]:
                    known = ", ".join(column.values)
                    report(
                        N_("kolom '{column}': '{value}' bukan salah satu dari {known}."),
                        column=name,
                        value=wrong,
                        known=known,
                    )
        if schema.key:
            named = row.get(schema.key)
            if named in first:
                report(N_("'{value}' sudah dipakai di baris {line}."), value=named, line=first[named])
            first.setdefault(named, entry.line)
        yield Entry(row, entry.path, entry.line)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.strip()


def _slug(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(SLUG, value):
        raise TypeError
    return value


def _int(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    return int(value)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    return float(value)


def _date(value: Any) -> datetime.date:
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(_text(value))


def _bool(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return {"ya": True, "tidak": False}[_text(value)] if value in ("ya", "tidak") else _raise()


def _list(value: Any) -> list[Any]:
    """Return a list; in a CSV its parts stand between ``;``."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return list(value) if isinstance(value, list) else _raise()


def _map(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else _raise()


def _raise() -> Any:
    raise TypeError


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "text": _text,
    "slug": _slug,
    "int": _int,
    "number": _number,
    "date": _date,
    "bool": _bool,
    "list": _list,
    "map": _map,
}
_WRONG: Final = {
    "text": N_("kolom '{column}': '{value}' bukan teks."),
    "slug": N_("kolom '{column}': '{value}' bukan id. Pakai huruf kecil, angka, dan _."),
    "int": N_("kolom '{column}': '{value}' bukan bilangan bulat."),
    "number": N_("kolom '{column}': '{value}' bukan bilangan."),
    "date": N_("kolom '{column}': '{value}' bukan tanggal. Tulis tahun-bulan-hari."),
    "bool": N_("kolom '{column}': '{value}' bukan ya atau tidak."),
    "list": N_("kolom '{column}': '{value}' bukan daftar."),
    "map": N_("kolom '{column}': '{value}' bukan pasangan kunci dan nilai."),
}


@lru_cache(maxsize=64)
def cached_table(folder: Path, name: str) -> DataTable:
    """Return a table, read once in this process; for installed data, which do not change."""
    return read_table(folder, name)


def table_rows(path: Path | None = None) -> Callable[[str], Sequence[Row]]:
    """Return what gives the rows of a table by name: beside the pack at ``path``, else of this installation's content.

    It raises ``SettingError`` if there is no such table, and ``ContentError`` if it does not keep its schema.
    """
    return lambda name: [entry.row for entry in find_table(name, path).entries]


def find_table(name: str, path: Path | None = None) -> DataTable:
    """Return a table: beside the pack at ``path``, else of this installation's content.

    Raises:
        SettingError: there is no such table.
        ContentError: it does not keep its schema.
    """
    own = own_folder().packs / FOLDER
    beside = [path.resolve().parent / FOLDER] if path else []
    folders = [*beside, *(folder.packs / FOLDER for folder in content_folders())]
    found = next((folder for folder in folders if _lies_in(folder, name)), own)
    read = cached_table if found == own else read_table
    return read(found, name)


def _lies_in(folder: Path, name: str) -> bool:
    return any((folder / f"{name}{ending}").exists() for ending in ("", ".csv", ".yaml"))
