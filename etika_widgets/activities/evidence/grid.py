"""A table to examine: typed columns, rows written out or taken from a table of teaching data."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator, model_validator

from etika_widgets.activities.definitions import NamedByLabel, check_unique
from etika_widgets.errors import EtikaError, FieldError
from etika_widgets.spec import Slug, Text

if TYPE_CHECKING:
    import pandas as pd

    from etika_widgets.content.data_tables import Column as DataColumn

MOST_ROWS: Final = 300
MOST_COLUMNS: Final = 12
MOST_VALUES: Final = 40
"""Most different values that a column may be filtered by."""
MOST_SIGNS: Final = 40_000
"""Longest table, as JSON: it travels to every phone."""

Cell = str | int | float | None
_FROM_DATA: Final = frozenset({"data", "limit", "columns", "caption", "source"})


class Column(BaseModel):
    """One column: what it says, how it is filtered, and what is worked out of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    label: Text
    type: Literal["choice", "number", "text"] = "text"
    """``choice`` is filtered by its values, ``number`` by a range, ``text`` is only searched."""
    unit: Text | None = None
    summary: Literal["none", "total", "mean"] = "none"
    """What "Data yang saya lihat" says of a number column."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.summary != "none" and self.type != "number":
            raise FieldError("'summary' hanya berlaku pada kolom 'type: number'. Hapus baris itu.")
        return self


class Grid(BaseModel):
    """Columns and rows. A row may be written as a list or as a mapping by column; an empty cell is ``null``.

    ``{data: <name>, limit: 40, columns: [...]}`` takes a table of ``etika_widgets.datasets`` instead of ``rows``; the
    definition then holds the rows as they were when it was read.

    Example:
        >>> grid = Grid.model_validate({
        ...     "caption": "Keluhan", "columns": [{"id": "loket", "label": "Loket", "type": "choice"},
        ...     {"id": "keluhan", "label": "Keluhan", "type": "number"}], "rows": [["Timur", 4], ["Barat", 9]],
        ... })
        >>> grid.values("loket"), grid.rows[1]
        (['Timur', 'Barat'], ('Barat', 9))
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    caption: Text
    source: Text | None = None
    """Where the numbers come from, and whether they are fictional."""
    columns: Annotated[tuple[Column, ...], NamedByLabel]
    rows: tuple[tuple[Any, ...], ...]

    @model_validator(mode="before")
    @classmethod
    def _take_data(cls, values: Any) -> Any:
        return from_data(values) if isinstance(values, Mapping) and "data" in values else values

    @field_validator("columns")
    @classmethod
    def _check_columns(cls, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        if not 1 <= len(columns) <= MOST_COLUMNS:
            raise FieldError(
                "Tabel memuat {count} kolom; harus 1 sampai {most}. Tambah atau kurangi kolom.",
                count=len(columns),
                most=MOST_COLUMNS,
            )
        check_unique([column.id for column in columns], "columns")
        return columns

    @field_validator("rows", mode="before")
    @classmethod
    def _read_rows(cls, rows: Any, info: ValidationInfo) -> Any:
        columns = info.data.get("columns")
        if columns is None or not isinstance(rows, list | tuple):
            return rows  # pydantic says what is wrong
        return [_read_row(number, row, columns) for number, row in enumerate(rows, 1)]

    @model_validator(mode="after")
    def _check_size(self) -> Self:
        if not 1 <= len(self.rows) <= MOST_ROWS:
            raise FieldError(
                "Tabel memuat {count} baris; harus 1 sampai {most}. Kurangi baris, atau tulis 'limit'.",
                count=len(self.rows),
                most=MOST_ROWS,
            )
        if len(json.dumps(self.rows, ensure_ascii=False)) > MOST_SIGNS:
            raise FieldError(
                "Tabel terlalu berat untuk ponsel: lebih dari {most} karakter. Kurangi baris atau kolom.",
                most=MOST_SIGNS,
            )
        for column in self.columns:
            if column.type == "choice" and len(self.values(column.id)) > MOST_VALUES:
                raise FieldError(
                    "Kolom '{column}' punya lebih dari {most} nilai. Tulis 'type: text' pada kolom itu.",
                    column=column.id,
                    most=MOST_VALUES,
                )
        return self

    def values(self, column: str) -> list[str]:
        """Return the different values of a choice column, in the order of the rows."""
        place = [one.id for one in self.columns].index(column)
        return list(dict.fromkeys(row[place] for row in self.rows if row[place] is not None))

    def content(self, language: str) -> dict[str, Any]:
        """Return the table as views draw it: ``{caption, source, columns, rows}``."""
        columns = [
            {
                "id": column.id,
                "label": column.label.get(language),
                "type": column.type,
                "unit": column.unit.get(language) if column.unit else None,
                "summary": column.summary,
            }
            for column in self.columns
        ]
        source = self.source.get(language) if self.source else None
        rows = [list(row) for row in self.rows]
        return {"caption": self.caption.get(language), "source": source, "columns": columns, "rows": rows}

    def frame(self) -> pd.DataFrame:
        """Return the table for notebooks, columns by id."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=[column.id for column in self.columns])


def from_data(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``{data, limit, columns, caption, source}`` written out: with the rows of that table of teaching data.

    ``columns`` are ids, or mappings that say more about them; all are taken if there are none.

    Raises:
        FieldError: there is no such table or column, or another key stands beside ``data``.
    """
    from etika_widgets.content.data_tables import FOLDER, cached_table
    from etika_widgets.content.folders import own_folder

    if extra := sorted(set(values) - _FROM_DATA):
        raise FieldError("Di samping 'data', kunci '{keys}' tidak dikenal. Hapus.", keys=", ".join(map(str, extra)))
    limit = values.get("limit", MOST_ROWS)
    if type(limit) is not int or not 1 <= limit <= MOST_ROWS:
        raise FieldError("'limit' harus bilangan bulat dari 1 sampai {most}.", most=MOST_ROWS)
    try:
        table = cached_table(own_folder().packs / FOLDER, str(values["data"]))
    except EtikaError as error:
        raise FieldError(error.message, **error.fields) from error
    schema = table.schema
    known = {name: column for name, column in schema.columns.items() if column.type != "map"}
    wanted = values.get("columns") or list(known)
    columns = [_described(one, known) for one in (wanted if isinstance(wanted, list | tuple) else [wanted])]
    if len(table.entries) > limit and "limit" not in values:
        raise FieldError(
            "Tabel '{name}' punya {count} baris; paling banyak {most}. Tulis 'limit: {most}'.",
            name=table.name,
            count=len(table.entries),
            most=MOST_ROWS,
        )
    rows = [[_plain(entry.row[one["id"]]) for one in columns] for entry in table.entries[:limit]]
    source = f"{schema.source} ({schema.licence})" + (", fiktif" if schema.fictional else "")
    return {
        "caption": values.get("caption", schema.about),
        "source": values.get("source", source),
        "columns": columns,
        "rows": rows,
    }


def _described(given: Any, known: Mapping[str, DataColumn]) -> dict[str, Any]:
    said = dict(given) if isinstance(given, Mapping) else {"id": given}
    name = str(said.get("id"))
    if name not in known:
        raise FieldError("Kolom '{column}' tidak ada. Yang ada: {known}.", column=name, known=", ".join(known))
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


def _read_row(number: int, row: Any, columns: Sequence[Column]) -> list[Cell]:
    ids = [column.id for column in columns]
    if isinstance(row, Mapping):
        if extra := [str(key) for key in row if key not in ids]:
            raise FieldError("Baris {row}: kolom '{columns}' tidak dikenal.", row=number, columns=", ".join(extra))
        row = [row.get(name) for name in ids]
    if not isinstance(row, list | tuple) or len(row) != len(ids):
        raise FieldError(
            "Baris {row} harus berisi {count} nilai, satu untuk tiap kolom: {columns}.",
            row=number,
            count=len(ids),
            columns=", ".join(ids),
        )
    return [_read_cell(number, column, value) for column, value in zip(columns, row, strict=True)]


def _read_cell(row: int, column: Column, value: Any) -> Cell:
    if value is None:
        return None
    number = value if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) else None
    if column.type == "number":
        if number is not None:
            return number
        raise FieldError("Baris {row}, kolom '{column}': tulis bilangan.", row=row, column=column.id)
    if isinstance(value, str) or number is not None:
        return str(value).strip() or None
    raise FieldError("Baris {row}, kolom '{column}': tulis teks di antara tanda kutip.", row=row, column=column.id)
