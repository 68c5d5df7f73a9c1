"""A table to examine: typed columns, rows written out or taken from a table of teaching data."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator, model_validator

from etika_widgets.activities.definitions import NamedByLabel, check_unique
from etika_widgets.activities.evidence.taken import from_data
from etika_widgets.errors import FieldError
from etika_widgets.spec import Slug, Text

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS: Final = 300
MOST_COLUMNS: Final = 12
MOST_VALUES: Final = 40
"""Most different values that a column may be filtered by."""
MOST_SIGNS: Final = 40_000
"""Longest table, as JSON: it travels to every phone."""

Cell = str | int | float | None


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

    ``{data: <name>, limit: 40, columns: [...]}`` takes a table of teaching data, or a CSV file beside the pack,
    instead of ``rows``; the definition then holds the rows as they were when it was read. Validate with the context
    ``{"pack": path}`` to say beside which file it lies; otherwise that is the working folder.

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
    def _take_data(cls, values: Any, info: ValidationInfo) -> Any:
        if not isinstance(values, Mapping) or "data" not in values:
            return values
        return from_data(values, (info.context or {}).get("pack"), most=MOST_ROWS)

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
