"""Rules for what a pack says of the law: the table of regulations knows what was revoked and what replaced it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from etika_widgets.content.data_tables import FOLDER, cached_table
from etika_widgets.content.folders import own_folder
from etika_widgets.content.loader import problem_at
from etika_widgets.content.pack import Law, Pack
from etika_widgets.content.problems import Problem
from etika_widgets.content.table_rules import CURRENT
from etika_widgets.content.text_rules import is_labelled
from etika_widgets.content.yaml_source import Source
from etika_widgets.errors import EtikaError
from etika_widgets.i18n import N_

_PAST: Final = re.compile(r"\b(?:dicabut|diganti|digantikan|berakhir|tidak berlaku)\b", re.IGNORECASE)
_IN_FORCE: Final = re.compile(r"\bberlaku\b", re.IGNORECASE)


def law_problems(source: Source, pack: Pack) -> Iterator[Problem]:
    """Yield law entries without a date of checking, and those that the table of regulations contradicts."""
    known = _regulations()
    for index, law in enumerate(pack.law):
        at = ("law", index)
        if law.checked_on is None:
            template = N_("tanggal pemeriksaan belum ada. Isi 'checked_on', misalnya 2026-01-20.")
            yield problem_at(source, at, template)
        if law.id in known:
            yield from _against_table(source, (*at, "status"), law, known)


def _against_table(
    source: Source, at: tuple[str | int, ...], law: Law, known: Mapping[str, Mapping[str, Any]]
) -> Iterator[Problem]:
    row = known[law.id]
    fields = {"number": row["number"], "status": row["status"]}
    past = _PAST.search(law.status) is not None
    if row["status"] not in CURRENT:
        if not is_labelled(f"{law.status} {law.title} {law.about}"):
            newer = known.get(row["replaced_by"] or "", {}).get("number", "–")
            template = N_(
                "{number} sudah {status}; penggantinya {newer}. Rujuk penggantinya, atau tulis 'status: {status}'."
            )
            yield problem_at(source, at, template, {**fields, "newer": newer})
    elif past:
        template = N_("{number} menurut tabel regulasi: {status}. Samakan 'status', atau perbaiki tabelnya.")
        yield problem_at(source, at, template, fields)
    elif row["status"] == "perlu diperiksa" and _IN_FORCE.match(law.status.strip()):
        template = N_("{number} menurut tabel regulasi masih perlu diperiksa. Periksa di sumber resmi, lalu samakan.")
        yield replace(problem_at(source, at, template, fields), severity="warning")


def _regulations() -> Mapping[str, Mapping[str, Any]]:
    """Return the shipped table of regulations by id; none where it cannot be read, which its own check reports."""
    try:
        table = cached_table(own_folder().packs / FOLDER, "regulasi")
    except EtikaError:
        return {}
    return {str(entry.row["id"]): entry.row for entry in table.entries}
