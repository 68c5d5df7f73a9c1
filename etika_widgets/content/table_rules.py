"""Rules for what teaching tables say: one key and a reason for every option, current law, observable verbs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from etika_widgets.content.data_tables import DataTable, Entry, read_schemas, read_table, table_problems
from etika_widgets.content.problems import Problem
from etika_widgets.content.text_rules import prose_faults
from etika_widgets.i18n import N_

_NOT_OBSERVABLE: Final = re.compile(r"\b(memahami|mengetahui|mengerti|menyadari)\b", re.IGNORECASE)
_PERCENT_IKM: Final = re.compile(r"\bIKM\b[^.]{0,40}\d\s*(?:%|persen)", re.IGNORECASE)
_OPTION: Final = {"item_bank": {"id", "teks", "alasan"}, "harian5": {"id", "teks", "alasan"}}
_OPTIONS: Final = {"item_bank": 4, "harian5": 3}
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
    for table in tables.values():
        for entry in table.entries:
            yield from _said(table, entry, old)
            if table.name in _OPTIONS:
                yield from _choice(table.name, entry)


def _outdated(regulations: DataTable | None) -> dict[str, str]:
    """Return the regulations that no longer stand, by id, with their number."""
    rows = [entry.row for entry in regulations.entries] if regulations else []
    return {row["id"]: row["number"] for row in rows if row["status"] not in CURRENT}


def _said(table: DataTable, entry: Entry, old: dict[str, str]) -> Iterator[Problem]:
    text = json.dumps(entry.row, ensure_ascii=False, default=str)
    if table.name != "regulasi":
        for _, message in prose_faults([text]):
            yield Problem(entry.path, entry.line, message)
        for name in entry.row.get("hukum") or ():
            if name in old:
                template = N_("merujuk {number}, yang sudah tidak berlaku. Rujuk penggantinya.")
                yield Problem(entry.path, entry.line, template, {"number": old[name]})
    if _PERCENT_IKM.search(text):
        yield Problem(entry.path, entry.line, "IKM adalah indeks 25–100, bukan persen.")
    verb = _NOT_OBSERVABLE.search(entry.row.get("indikator") or "")
    if verb:
        template = N_(
            "'{verb}' tidak dapat diamati. Pakai kata kerja yang terlihat, misalnya menjelaskan atau menilai."
        )
        yield Problem(entry.path, entry.line, template, {"verb": verb[0].lower()})


def _choice(name: str, entry: Entry) -> Iterator[Problem]:
    options: list[Any] = entry.row["pilihan"]
    wanted = _OPTION[name]
    if len(options) != _OPTIONS[name] or any(not isinstance(one, dict) or set(one) != wanted for one in options):
        template = N_("'pilihan' harus berisi {count} pilihan, masing-masing dengan {keys}.")
        yield Problem(entry.path, entry.line, template, {"count": _OPTIONS[name], "keys": ", ".join(sorted(wanted))})
        return
    ids = [one["id"] for one in options]
    if ids != sorted(set(ids)) or entry.row["kunci"] not in ids:
        yield Problem(entry.path, entry.line, "id pilihan harus berurutan mulai dari a, dan kunci salah satu darinya.")
    for one in options:
        for key in ("teks", "alasan"):
            if not isinstance(one[key], str) or not one[key].strip():
                yield Problem(entry.path, entry.line, "pilihan '{id}': '{key}' kosong.", {"id": one["id"], "key": key})
