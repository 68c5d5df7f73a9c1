"""Rows that a definition takes from elsewhere: a table of teaching data, or a CSV file beside the pack."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.errors import EtikaError, FieldError
from etika_widgets.spec import slugify

if TYPE_CHECKING:
    from etika_widgets.content.data_tables import Column as DataColumn
    from etika_widgets.content.data_tables import DataTable

Cell = str | int | float | None
_KEYS: Final = frozenset({"data", "limit", "columns", "caption", "source"})


def from_data(values: Mapping[str, Any], pack: Path | None = None, *, most: int) -> dict[str, Any]:
    """Return ``{data, limit, columns, caption, source}`` written out, with the rows that ``data`` names.

    A name that ends in ``.csv`` is a file beside the pack; any other a table of ``tables/`` there, of a folder with
    content, or of this installation. ``columns`` are ids, or mappings that say more; all are taken if there are none.

    Args:
        values: as they stand in the definition.
        pack: the pack's file; a CSV file lies in the working folder without one.
        most: rows that a table may have.

    Raises:
        FieldError: there is no such table or column, or another key stands beside ``data``.
    """
    if extra := sorted(map(str, set(values) - _KEYS)):
        raise FieldError("Di samping 'data', kunci '{keys}' tidak dikenal. Hapus.", keys=", ".join(extra))
    limit = values.get("limit", most)
    if type(limit) is not int or not 1 <= limit <= most:
        raise FieldError("'limit' harus bilangan bulat dari 1 sampai {most}.", most=most)
    name = values["data"]
    if not isinstance(name, str):
        raise FieldError("'data' harus nama sebuah tabel, atau nama file CSV di samping paket.")
    taken = _from_file(values, name, pack) if name.endswith(".csv") else _from_table(values, name, pack)
    if len(taken["rows"]) > limit and "limit" not in values:
        raise FieldError(
            "Tabel '{name}' punya {count} baris; paling banyak {most}. Tulis 'limit: {most}'.",
            name=name,
            count=len(taken["rows"]),
            most=most,
        )
    return {**taken, "rows": taken["rows"][:limit]}


def _from_table(values: Mapping[str, Any], name: str, pack: Path | None) -> dict[str, Any]:
    from etika_widgets.content.data_tables import find_table

    try:
        table: DataTable = find_table(name, pack)
    except EtikaError as error:
        raise FieldError(error.message, **error.fields) from error
    schema = table.schema
    known = {name: column for name, column in schema.columns.items() if column.type != "map"}
    columns = [_described(one, known) for one in _wanted(values, known)]
    source = f"{schema.source} ({schema.licence})" + (", fiktif" if schema.fictional else "")
    return {
        "caption": values.get("caption", schema.about),
        "source": values.get("source", source),
        "columns": columns,
        "rows": [[_plain(entry.row[one["id"]]) for one in columns] for entry in table.entries],
    }


def _from_file(values: Mapping[str, Any], name: str, pack: Path | None) -> dict[str, Any]:
    from etika_widgets.content.plain_csv import read_plain

    for key in ("caption", "source"):
        if not values.get(key):
            raise FieldError(
                "Untuk '{name}', tulis '{key}': apa isinya, dari mana, dan apakah fiktif.", name=name, key=key
            )
    table = read_plain(pack.parent if pack else Path(), name)
    known = {slugify(column): column for column in table.columns}
    columns: list[dict[str, Any]] = []
    for one in _wanted(values, known):
        said = {"id": one} if not isinstance(one, Mapping) else dict(one)
        column = _known(said, known)
        columns.append({"label": known[column], **said, "id": column})
    cells = [table.cells(known[one["id"]], number=one.get("type") == "number") for one in columns]
    return {
        "caption": values["caption"],
        "source": values["source"],
        "columns": columns,
        "rows": [list(row) for row in zip(*cells, strict=True)],
    }


def _wanted(values: Mapping[str, Any], known: Mapping[str, Any]) -> list[Any]:
    wanted = values.get("columns") or list(known)
    return list(wanted) if isinstance(wanted, list | tuple) else [wanted]


def _known(said: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    name = str(said.get("id"))
    if name not in known:
        raise FieldError("Kolom '{column}' tidak ada. Yang ada: {known}.", column=name, known=", ".join(known))
    return name


def _described(given: Any, known: Mapping[str, DataColumn]) -> dict[str, Any]:
    said = dict(given) if isinstance(given, Mapping) else {"id": given}
    name = _known(said, known)
    column = known[name]
    kinds = {"int": "number", "number": "number", "bool": "choice", "slug": "choice"}
    kind = "choice" if column.values and column.type == "text" else kinds.get(column.type, "text")
    return {"label": name.replace("_", " ").capitalize(), "type": kind, **said}


def _plain(value: Any) -> Cell:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if value is None or isinstance(value, int | float):
        return value
    return str(value)
