"""Rules for what a pack says of the law: the table of regulations knows what was revoked and what replaced it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from etika_widgets.content.data_tables import FOLDER, DataTable, cached_table
from etika_widgets.content.folders import own_folder
from etika_widgets.content.loader import problem_at
from etika_widgets.content.pack import Law, Pack
from etika_widgets.content.problems import Problem
from etika_widgets.content.table_rules import CURRENT
from etika_widgets.content.yaml_source import Source
from etika_widgets.errors import EtikaError
from etika_widgets.i18n import N_


def law_problems(source: Source, pack: Pack) -> Iterator[Problem]:
    """Yield law entries without a date of checking, and those that the table of regulations contradicts."""
    table = _regulations()
    known = {str(entry.row["id"]): entry.row for entry in table.entries} if table else {}
    statuses = table.schema.columns["status"].values if table else ()
    for index, law in enumerate(pack.law):
        at = ("law", index)
        if law.checked_on is None:
            template = N_("tanggal pemeriksaan belum ada. Isi 'checked_on', misalnya 2026-01-20.")
            yield problem_at(source, at, template)
        if statuses and law.status not in statuses:
            fields = {"value": law.status, "expected": ", ".join(statuses)}
            yield problem_at(source, (*at, "status"), "'{value}' tidak dikenal. Pilihannya: {expected}.", fields)
        elif law.id in known:
            yield from _against_table(source, at, law, known)


def _against_table(
    source: Source, at: tuple[str | int, ...], law: Law, known: Mapping[str, Mapping[str, Any]]
) -> Iterator[Problem]:
    row = known[law.id]
    if law.status != row["status"]:
        fields = {"number": row["number"], "status": row["status"]}
        template = N_("{number} menurut tabel regulasi: {status}. Samakan 'status', atau perbaiki tabelnya.")
        if row["status"] not in CURRENT:
            fields["newer"] = known.get(row["replaced_by"] or "", {}).get("number", "–")
            template = N_(
                "{number} sudah {status}; penggantinya {newer}. Rujuk penggantinya, atau tulis 'status: {status}'."
            )
        yield problem_at(source, (*at, "status"), template, fields)
    if law.certainty != row["certainty"]:
        fields = {"number": row["number"], "certainty": row["certainty"]}
        template = N_(
            "keyakinan pada {number} menurut tabel regulasi: {certainty}. Samakan 'certainty', atau perbaiki tabelnya."
        )
        yield problem_at(source, (*at, "certainty"), template, fields)


def _regulations() -> DataTable | None:
    """Return the shipped table of regulations; none where it cannot be read, which its own check reports."""
    try:
        return cached_table(own_folder().packs / FOLDER, "regulasi")
    except EtikaError:
        return None
