"""What somebody looked at before they answered: columns, filters, documents. Strict."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from etika_widgets.activities.evidence.spec import EvidenceSpec
from etika_widgets.activities.payload import parse_choices, parse_keys
from etika_widgets.errors import Refused

FURTHEST: Final = 1e15
"""Bounds of a range lie within ± this."""


def parse_seen(spec: EvidenceSpec, value: object, documents: Collection[str]) -> dict[str, Any]:
    """Return ``{columns, filters, documents}`` in the order of the definition.

    Args:
        spec: the definition.
        value: what was sent: ``columns`` filtered or sorted at any time, ``filters`` as they stand (``[value, ...]``
            of a choice column, ``{min, max}`` of a number column), ``documents`` opened.
        documents: ids of those that are out.

    Raises:
        Refused: unknown ids or values, or the wrong shape.
    """
    sent = parse_keys(value, required=("columns", "filters", "documents"))
    filters = parse_keys(sent["filters"], required=(), optional=spec.column_ids)
    touched = parse_choices(sent["columns"], spec.column_ids)
    opened = parse_choices(sent["documents"], tuple(documents))
    return {
        "columns": [name for name in spec.column_ids if name in touched or name in filters],
        "filters": {name: _filter(spec, name, filters[name]) for name in spec.column_ids if name in filters},
        "documents": [document.id for document in spec.documents if document.id in opened],
    }


def _filter(spec: EvidenceSpec, name: str, value: object) -> list[str] | dict[str, float | None]:
    kinds = {one.id: one.type for one in spec.table.columns} if spec.table else {}
    if spec.table and kinds[name] == "choice":
        return parse_choices(value, spec.table.values(name))
    if kinds[name] == "text":
        raise Refused("malformed", "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi.")
    sent = parse_keys(value, required=("min", "max"))
    return {"min": _bound(sent["min"]), "max": _bound(sent["max"])}


def _bound(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= FURTHEST:
        raise Refused("malformed", "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi.")
    return value


def in_words(filters: dict[str, Any]) -> str:
    """Return filters as one line of a table.

    Example:
        >>> in_words({"loket": ["Timur", "Barat"], "keluhan": {"min": 3, "max": None}})
        'loket: Timur, Barat; keluhan: 3–'
    """
    said = []
    for name, value in filters.items():
        if isinstance(value, list):
            said.append(f"{name}: {', '.join(value)}")
        else:
            low, high = ("" if bound is None else f"{bound:g}" for bound in (value["min"], value["max"]))
            said.append(f"{name}: {low}–{high}")
    return "; ".join(said)
