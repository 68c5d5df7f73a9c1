"""Rules for what teaching tables say: one key and a reason for every option, current law, observable verbs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from etika_widgets.content.data_tables import DataTable, Entry, read_schemas, read_table, table_problems
from etika_widgets.content.fiction_rules import UNLABELLED, invented_places, unlabelled
from etika_widgets.content.guess_rules import GUESSED, guessed
from etika_widgets.content.problems import Problem
from etika_widgets.content.text_rules import (
    SAME_TEXT,
    SECOND_KEY,
    UNOBSERVABLE,
    claims_key,
    picture_faults,
    prose_faults,
    unobservable,
)
from etika_widgets.i18n import N_

_OBJECTIVES: Final = {"item_bank": ("indikator",), "indikator": ("nama",)}
"""Columns that say what somebody can do."""
_OPTION: Final = {"item_bank": {"id", "teks", "alasan"}, "harian5": {"id", "teks", "alasan"}}
_OPTIONS: Final = {"item_bank": 4, "harian5": 3}
_CHOICE: Final = N_("pilihan '{name}'")
_REPORTED: Final = "laporan_publik"
_HAPPENED: Final = frozenset({_REPORTED, "pengalaman_peserta"})
"""Origins of a case (column ``asal``) that are no invention."""
UNIT_SECONDS: Final = (180, 300)
"""Shortest and longest unit of micro-learning: three to five minutes."""
CURRENT: Final = frozenset({"berlaku", "diubah", "perlu diperiksa"})
"""Status of a regulation that may be leaned on; any other is history."""


def tables_checked(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the tables in ``folder``: their form, references, and what they say."""
    found = list(table_problems(folder))
    yield from found
    if found:
        return
    tables = {name: read_table(folder, name) for name in read_schemas(folder)}
    old = _outdated(tables.get("regulasi"))
    places = invented_places(folder.parent)
    for table in tables.values():
        for entry in table.entries:
            yield from _said(table, entry, old)
            yield from _unit(table, entry)
            yield from _origin(entry)
            if not table.schema.fictional:
                row = "; ".join(f"{column}: {value}" for column, value in entry.row.items())
                for _, name in unlabelled([row], places):
                    yield Problem(entry.path, entry.line, UNLABELLED, {"name": name})
            if table.name in _OPTIONS:
                yield from _choice(table.name, entry)
        if table.name in _OPTIONS:
            yield from _guessed(table)


def _outdated(regulations: DataTable | None) -> dict[str, str]:
    """Return the regulations that no longer stand, by id, with their number."""
    rows = [entry.row for entry in regulations.entries] if regulations else []
    return {row["id"]: row["number"] for row in rows if row["status"] not in CURRENT}


def _said(table: DataTable, entry: Entry, old: dict[str, str]) -> Iterator[Problem]:
    if table.name != "regulasi":
        lines = [line for text in _strings(entry.row) for line in text.splitlines()]
        for _, message in (*prose_faults(lines), *picture_faults(lines)):
            yield Problem(entry.path, entry.line, message)
        for name in entry.row.get("hukum") or ():
            if name in old:
                template = N_("merujuk {number}, yang sudah tidak berlaku. Rujuk penggantinya.")
                yield Problem(entry.path, entry.line, template, {"number": old[name]})
    for column in _OBJECTIVES.get(table.name, ()):
        verb = unobservable(entry.row[column])
        if verb:
            yield Problem(entry.path, entry.line, UNOBSERVABLE, {"verb": verb})


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def _unit(table: DataTable, entry: Entry) -> Iterator[Problem]:
    """A unit of micro-learning is ``per_unit`` rows, whichever they are: each must bear its share of the time."""
    count, seconds = table.schema.per_unit, entry.row.get("detik")
    shortest, longest = -(-UNIT_SECONDS[0] // count), UNIT_SECONDS[1] // count  # rounded inwards
    if seconds is not None and not shortest <= seconds <= longest:
        template = N_(
            "{seconds} detik; harus {shortest}–{longest}, supaya satu satuan belajar mikro ({count} baris) "
            "selesai dalam 180–300 detik."
        )
        fields = {"seconds": seconds, "shortest": shortest, "longest": longest, "count": count}
        yield Problem(entry.path, entry.line, template, fields)


def _origin(entry: Entry) -> Iterator[Problem]:
    """What did happen to somebody stands without whatever could point to them; a public report is named."""
    origin = entry.row.get("asal")
    if origin not in _HAPPENED:
        return
    if not entry.row.get("disamarkan"):
        template = N_("asal {origin}, tetapi belum disamarkan. Hapus semua yang dapat mengenali orangnya.")
        yield Problem(entry.path, entry.line, template, {"origin": origin})
    if origin == _REPORTED and not entry.row.get("sumber"):
        template = N_("asal {origin}, tetapi 'sumber' kosong. Tulis judul dan tanggal laporannya.")
        yield Problem(entry.path, entry.line, template, {"origin": origin})


def _choice(name: str, entry: Entry) -> Iterator[Problem]:
    options: list[Any] = entry.row["pilihan"]
    wanted = _OPTION[name]
    if len(options) != _OPTIONS[name] or any(not isinstance(one, dict) or set(one) != wanted for one in options):
        template = N_("'pilihan' harus berisi {count} pilihan, masing-masing dengan {keys}.")
        yield Problem(entry.path, entry.line, template, {"count": _OPTIONS[name], "keys": ", ".join(sorted(wanted))})
        return
    ids = [one["id"] for one in options]
    if any(not isinstance(name, str) for name in ids) or ids != sorted(set(ids)) or entry.row["kunci"] not in ids:
        yield Problem(entry.path, entry.line, "id pilihan harus berurutan mulai dari a, dan kunci salah satu darinya.")
    for one in options:
        for key in ("teks", "alasan"):
            if not isinstance(one[key], str) or not one[key].strip():
                yield Problem(entry.path, entry.line, "pilihan '{id}': '{key}' kosong.", {"id": one["id"], "key": key})
        if one["id"] != entry.row["kunci"] and claims_key(str(one["alasan"])):
            yield Problem(entry.path, entry.line, SECOND_KEY, place=(_CHOICE, one["id"]))
    for first, second in combinations(options, 2):
        if str(first["teks"]).strip().casefold() == str(second["teks"]).strip().casefold():
            yield Problem(entry.path, entry.line, SAME_TEXT, {"id": first["id"]}, place=(_CHOICE, second["id"]))


def _guessed(table: DataTable) -> Iterator[Problem]:
    """File by file, as the items of one module stand together."""
    for path in dict.fromkeys(entry.path for entry in table.entries):
        items = []
        for entry in (entry for entry in table.entries if entry.path == path):
            options = [one for one in entry.row["pilihan"] if isinstance(one, dict) and {"id", "teks"} <= set(one)]
            keys = [str(one["teks"]) for one in options if one["id"] == entry.row["kunci"]]
            others = [str(one["teks"]) for one in options if one["id"] != entry.row["kunci"]]
            if keys and others:
                items.append((keys[0], others))
        if found := guessed(items):
            yield Problem(path, 1, GUESSED, found, severity="warning")
