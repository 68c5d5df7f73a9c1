"""Questions out of a table of teaching data. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

from etika_widgets.errors import SettingError

Row = Mapping[str, Any]
Rows = Callable[[str], Sequence[Row]]

COLUMNS: Final = ("id", "soal", "pilihan", "kunci", "ingat")
"""What a table must hold; ``modul``, ``nilai``, ``rujukan`` and ``hukum`` are used where they are there."""


def items_of(table: str, rows: Rows) -> list[dict[str, Any]]:
    """Return the questions of a table like ``harian5`` as a definition would list them, one module after the other.

    Args:
        table: its name.
        rows: returns the rows of a table by name.

    Raises:
        SettingError: there is no such table, or it lacks a column.
    """
    listed = rows(table)
    missing = [column for column in COLUMNS if any(column not in row for row in listed)]
    if missing:
        raise SettingError(
            "Tabel '{table}' tidak memuat kolom {columns}. Pakai tabel seperti 'harian5', atau tulis 'items'.",
            table=table,
            columns=", ".join(missing),
        )
    laws = {row["id"]: row for row in rows("regulasi")} if any(row.get("hukum") for row in listed) else {}
    return [_item(row, laws) for row in mixed(listed)]


def mixed(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield one row of each module in turn, so that every morning holds several."""
    modules: dict[Any, list[Row]] = {}
    for row in rows:
        modules.setdefault(row.get("modul"), []).append(row)
    for turn in zip_longest(*modules.values()):
        yield from (row for row in turn if row is not None)


def _item(row: Row, laws: Mapping[str, Row]) -> dict[str, Any]:
    options = [
        {"id": one.get("id"), "text": one.get("teks"), "rationale": one.get("alasan")}
        if isinstance(one, Mapping)
        else one
        for one in row["pilihan"]
    ]
    return {
        "id": row["id"],
        "text": row["soal"],
        "options": options,
        "key": row["kunci"],
        "reference": _reference(row, laws) or None,
        "remember": row["ingat"],
    }


def _reference(row: Row, laws: Mapping[str, Row]) -> str:
    """Return the regulations a question rests on, with their state unless plainly in force, and its own words.

    Where the table has no words of its own (``rujukan``), the values stand for them.
    """
    named = [laws[name] for name in row.get("hukum") or () if name in laws]
    texts = [
        f"{law['number']} tentang {law['title']}" + ("" if law["status"] == "berlaku" else f" ({law['status']})")
        for law in named
    ]
    values = ", ".join(value.replace("_", " ").title() for value in row.get("nilai") or ())
    words = row.get("rujukan") or (f"nilai {values}" if values else "")
    return "; ".join([*texts, *([words] if words else [])])
