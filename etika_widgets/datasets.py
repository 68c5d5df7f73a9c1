"""Teaching data as DataFrames: ``from etika_widgets import datasets; datasets.load_nilai_berakhlak()``.

Every table is described by :func:`describe`: what it is about, its licence and source, and each column. Tables of
made-up numbers and cases are labelled *fiktif*; legal rows carry a status, a certainty and the day they were checked,
and are shown "menurut sumber tersimpan; periksa sebelum mengajar".
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.content.data_tables import FOLDER, Column, cached_table, read_schemas
from etika_widgets.content.folders import own_folder
from etika_widgets.content.programmes import read_programmes
from etika_widgets.errors import SettingError

if TYPE_CHECKING:
    import pandas as pd

KOTA_SEJAHTERA: Final = ("bulanan", "skm", "temuan", "peserta")
"""The parts of the case Kota Sejahtera."""

_HEAD: Final = {"about", "licence", "source", "fictional"}


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
    are ``int64``, or ``Int64`` where some are missing. ``attrs`` holds ``about``, ``licence``, ``source`` and
    ``fictional``.

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
    frame.attrs.update(table.schema.model_dump(include=_HEAD))
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
    frame.attrs.update(schema.model_dump(include=_HEAD))
    return frame


def _series(values: list[Any], column: Column) -> pd.Series[Any]:
    import pandas as pd

    whole = "int64" if None not in values else "Int64"
    kinds = {"int": whole, "number": "float64", "bool": "bool" if None not in values else "boolean"}
    return pd.Series(values, dtype=kinds.get(column.type, "object"))


def load_nilai_berakhlak() -> pd.DataFrame:
    """Return the seven values of ASN with their 21 behaviours (UU 20/2023, Pasal 3 and 4)."""
    return load("nilai_berakhlak")


def load_nilai_aneka() -> pd.DataFrame:
    """Return the five topics of the former training ANEKA, mapped to BerAKHLAK."""
    return load("nilai_aneka")


def load_lima_nilai() -> pd.DataFrame:
    """Return five values of an article, not an official set, with behaviours, mapped to BerAKHLAK."""
    return load("lima_nilai")


def load_regulasi() -> pd.DataFrame:
    """Return regulations with status, successor, day of checking and certainty."""
    return load("regulasi")


def load_maladministrasi() -> pd.DataFrame:
    """Return the ten forms of maladministration with meaning, fictional example and reports of 2023."""
    return load("maladministrasi")


def load_disiplin_pns() -> pd.DataFrame:
    """Return the disciplinary measures of PP 94/2021, the lightest first."""
    return load("disiplin_pns")


def load_gratifikasi() -> pd.DataFrame:
    """Return thresholds of gifts, the former and the present ones."""
    return load("gratifikasi")


def load_kasus() -> pd.DataFrame:
    """Return fictional cases with the two goods that clash, follow-ups and the range of defensible answers."""
    return load("kasus")


def load_peran() -> pd.DataFrame:
    """Return fictional role-play sets with private cards."""
    return load("peran")


def load_item_bank() -> pd.DataFrame:
    """Return multiple-choice items with key, rationale of each option and law reference."""
    return load("item_bank")


def load_harian5() -> pd.DataFrame:
    """Return short dilemmas for the five questions each morning."""
    return load("harian5")


def load_prompt_refleksi() -> pd.DataFrame:
    """Return prompts for the private journal."""
    return load("prompt_refleksi")


def load_kota_sejahtera(bagian: str) -> pd.DataFrame:
    """Return a part of the fictional case Kota Sejahtera: a success story whose claims are to be examined.

    Args:
        bagian: ``bulanan`` (24 months of services and complaints, with a comparison city), ``skm`` (one row per
            respondent, nine elements, two waves, two cities), ``temuan`` (120 findings coded by form of
            maladministration) or ``peserta`` (200 people in five classes, three tests).

    Raises:
        SettingError: there is no such part; names those there are.

    Example:
        >>> months = load_kota_sejahtera("bulanan")
        >>> months.groupby("semester")["keluhan"].sum().to_dict()
        {'2024-1': 630, '2024-2': 570, '2025-1': 298, '2025-2': 372}
    """
    if bagian not in KOTA_SEJAHTERA:
        raise SettingError(
            "Kota Sejahtera tidak punya bagian '{name}'. Yang ada: {known}.",
            name=bagian,
            known=", ".join(KOTA_SEJAHTERA),
        )
    return load(f"kota_sejahtera_{bagian}")


def load_lapor_latihan() -> pd.DataFrame:
    """Return 600 fictional tickets in the taxonomy of the exercise, with faults to find (``datasets/README.md``)."""
    return load("lapor_latihan")


def load_observasi_layanan() -> pd.DataFrame:
    """Return 48 fictional observation forms of 36 visits to six counters, a third of them seen by two observers."""
    return load("observasi_layanan")


def load_rubrik() -> pd.DataFrame:
    """Return rubrics anchored in behaviour, four levels each, with the evidence a rater notes."""
    return load("rubrik")


def load_profil_jabatan() -> pd.DataFrame:
    """Return fictional job profiles: what three posts ask for, at which level (1 to 5), shown by which behaviour.

    Example:
        >>> rows = load_profil_jabatan()
        >>> rows[rows["jabatan"] == "petugas_loket"]["tingkat_diminta"].tolist()
        [4, 3, 4, 3, 4, 4, 3]
    """
    return load("profil_jabatan")


def load_indikator() -> pd.DataFrame:
    """Return indicators with formula, denominator, unit, source, Kirkpatrick level and caveat."""
    return load("indikator")


def load_programmes() -> pd.DataFrame:
    """Return the timetables of the programmes: one row per session, in order of programme, day and time.

    Columns: ``program`` (its name), ``hari`` (number of the day), ``hari_pekan``, ``bentuk`` (``daring mandiri``,
    ``daring`` or ``luring``), ``mulai`` and ``selesai`` (``datetime.time``), ``menit``, ``jp``, ``kelas`` (list of the
    classes that take part), ``modul`` (slug of the pack, else None), ``judul`` (None where the module says it all),
    ``jeda``, ``tema`` (list).

    Raises:
        SpecError: a programme is malformed.

    Example:
        >>> rows = load_programmes()
        >>> int(rows[rows["program"] == "lima_hari"]["jp"].sum())
        36
    """
    import pandas as pd

    rows = [
        {
            "program": one.slug,
            "hari": number,
            "hari_pekan": day.weekday,
            "bentuk": day.mode,
            "mulai": datetime.time(*divmod(session.start, 60)),
            "selesai": datetime.time(*divmod(session.end, 60)),
            "menit": session.minutes,
            "jp": session.jp,
            "kelas": list(session.classes or (group.id for group in one.classes)),
            "modul": session.module,
            "judul": session.title,
            "jeda": session.pause,
            "tema": list(session.themes),
        }
        for one in read_programmes(own_folder().packs)
        for number, day in enumerate(one.days, start=1)
        for session in sorted(day.sessions, key=lambda session: session.start)
    ]
    whole = {"hari": "int64", "menit": "int64", "jp": "int64", "jeda": "bool"}
    return pd.DataFrame(rows, dtype="object").astype(whole)


def load_glosarium() -> pd.DataFrame:
    """Return terms in plain words, with what each is often mixed up with."""
    return load("glosarium")
