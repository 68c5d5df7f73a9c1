"""Teaching data as DataFrames: ``from etika_widgets import datasets; datasets.load_nilai_berakhlak()``.

Every table is described by :func:`describe`: what it is about, its licence and source, and each column. Tables of
made-up numbers and cases are labelled *fiktif*; legal rows carry a status, a certainty and the day they were checked,
and are shown "menurut sumber tersimpan; periksa sebelum mengajar".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from etika_widgets.content.data_tables import FOLDER, Column, cached_table, read_schemas
from etika_widgets.content.folders import own_folder

if TYPE_CHECKING:
    import pandas as pd


def names() -> list[str]:
    """Return the tables there are.

    Example:
        >>> "nilai_berakhlak" in names()
        True
    """
    return sorted(read_schemas(own_folder().packs / FOLDER))


def load(name: str) -> pd.DataFrame:
    """Return a table: one row per entry, the columns of its schema in order.

    Text columns are strings (missing: None), dates ``datetime.date``, lists and maps Python objects; whole numbers
    are ``int64``, or ``Int64`` where some are missing. ``attrs`` holds ``about``, ``licence``, ``source`` and ``fictional``.

    Args:
        name: as in :func:`names`.

    Raises:
        SettingError: there is no such table; names those there are.
        SpecError: the table does not keep its schema.
    """
    import pandas as pd

    table = cached_table(own_folder().packs / FOLDER, name)
    data = {
        column: _series([entry.row[column] for entry in table.entries], schema)
        for column, schema in table.schema.columns.items()
    }
    frame = pd.DataFrame(data)
    frame.attrs = table.schema.model_dump(include={"about", "licence", "source", "fictional"})
    return frame


def describe(name: str) -> pd.DataFrame:
    """Return one row per column of a table: ``kolom``, ``jenis``, ``arti``, ``nilai``.

    Raises:
        SettingError: there is no such table.
    """
    import pandas as pd

    schema = cached_table(own_folder().packs / FOLDER, name).schema
    rows = [(key, column.type, column.about, ", ".join(column.values)) for key, column in schema.columns.items()]
    frame = pd.DataFrame(rows, columns=["kolom", "jenis", "arti", "nilai"])
    frame.attrs = schema.model_dump(include={"about", "licence", "source", "fictional"})
    return frame


def _series(values: list[Any], column: Column) -> pd.Series[Any]:
    import pandas as pd

    whole = "int64" if None not in values else "Int64"
    kinds = {"int": whole, "number": "float64", "bool": "bool" if None not in values else "boolean"}
    return pd.Series(values, dtype=kinds.get(column.type, "object"))


def load_nilai_berakhlak() -> pd.DataFrame:
    """Return the seven values of ASN with their 21 behaviours (UU 20/2023, Pasal 3 and 4)."""
    return load("nilai_berakhlak")
