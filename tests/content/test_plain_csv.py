"""A CSV file beside a pack: read whole, or refused with what to do; a table of evidence takes its rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etika_widgets.content.loader import load_pack
from etika_widgets.content.plain_csv import MOST_BYTES, read_plain
from etika_widgets.errors import FieldError, SpecError

PACK = """schema: 1
slug: keluhan
version: "1"
title: Keluhan
summary: Keluhan di loket.
module: 0
jp: 1
licence: CC0
fictional: true
activities:
  - id: loket
    type: evidence
    title: Loket
    question: Ke loket mana?
    options: [Timur, Barat]
    table:
      data: {data}
      caption: Keluhan
      source: rekaan (fiktif)
      columns: [{{id: loket, type: choice}}, {{id: keluhan_masuk, label: Keluhan, type: number}}]
"""
SHEET = "Loket;Keluhan masuk;Catatan\r\nTimur;9;ramai\r\nBarat;2,5;\r\n;;\r\n"


def pack(folder: Path, data: str = "keluhan.csv", text: str = SHEET) -> Path:
    (folder / "keluhan.csv").write_text("\ufeff" + text, encoding="utf-8")
    path = folder / "keluhan.yaml"
    path.write_text(PACK.format(data=data), encoding="utf-8")
    return path


def test_a_spreadsheet_beside_the_pack_becomes_the_table(tmp_path: Path) -> None:
    spec = load_pack(pack(tmp_path)).activity("loket")
    assert spec.table.rows == (("Timur", 9), ("Barat", 2.5))
    assert [(one.id, one.label.id, one.type) for one in spec.table.columns] == [
        ("loket", "Loket", "choice"),
        ("keluhan_masuk", "Keluhan", "number"),
    ]
    assert spec.table.source.id == "rekaan (fiktif)"
    assert type(spec).model_validate(spec.model_dump(mode="json")) == spec


@pytest.mark.parametrize(
    ("data", "text", "words"),
    [
        ("../keluhan.csv", SHEET, "bukan nama file CSV di folder paket"),
        ("/etc/keluhan.csv", SHEET, "bukan nama file CSV di folder paket"),
        ("lain.csv", SHEET, "File 'lain.csv' tidak ada di folder paket"),
        ("keluhan.csv", "", "kosong. Baris pertama memuat nama kolom"),
        ("keluhan.csv", "Loket,loket\nA,1\n", "nama kolom, masing-masing sekali"),
        ("keluhan.csv", "Loket,Keluhan masuk\nTimur\n", "baris 2: ada 1 nilai, padahal kolomnya 2"),
        ("keluhan.csv", "Loket,Keluhan masuk\nTimur,1.250,5\n", "baris 2: ada 3 nilai, padahal kolomnya 2"),
        ("keluhan.csv", "Loket;Keluhan masuk\nTimur;1.250,5\n", "Baris 2, kolom 'Keluhan masuk': '1.250,5' bukan"),
        ("keluhan.csv", "Loket,Keluhan masuk\nTimur,NaN\n", "Baris 2, kolom 'Keluhan masuk': 'NaN' bukan bilangan"),
        ("keluhan.csv", "Loket,Unit\nTimur,A\n", "Kolom 'keluhan_masuk' tidak ada. Yang ada: loket, unit"),
        ("keluhan.csv", "Loket,Keluhan masuk\n" + "Timur,1\n" * 301, "paling banyak 300. Tulis 'limit: 300'"),
        ("keluhan.csv", "Loket,Keluhan masuk\n" + "x" * MOST_BYTES, f"lebih dari {MOST_BYTES} bita"),
    ],
)
def test_a_file_that_cannot_be_used_is_explained_at_its_line(tmp_path: Path, data: str, text: str, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        load_pack(pack(tmp_path, data, text))
    [line] = str(caught.value).splitlines()
    assert "keluhan.yaml:16: aktivitas 'loket', table: " in line
    assert words in line


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lama.csv").write_bytes("Loket\nSéntral\n".encode("latin-1"))
    with pytest.raises(FieldError, match="Simpan lagi sebagai 'CSV UTF-8'"):
        read_plain(tmp_path, "lama.csv")


def test_without_a_source_nobody_knows_whether_the_numbers_are_real(tmp_path: Path) -> None:
    path = pack(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("      source: rekaan (fiktif)\n", ""), encoding="utf-8")
    with pytest.raises(SpecError, match="tulis 'source': apa isinya, dari mana, dan apakah fiktif"):
        load_pack(path)


def test_a_described_table_beside_the_pack_comes_before_one_of_the_installation(tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "schema.yaml").write_text(
        "antrean:\n  about: Antrean\n  licence: CC0\n  source: rekaan\n  fictional: true\n"
        "  columns:\n    loket: {type: text, about: Nama loket}\n    keluhan_masuk: {type: int, about: Jumlah}\n",
        encoding="utf-8",
    )
    (tables / "antrean.csv").write_text("loket,keluhan_masuk\nTimur,4\n", encoding="utf-8")
    assert load_pack(pack(tmp_path, "antrean")).activity("loket").table.rows == (("Timur", 4),)


@settings(deadline=None, max_examples=200)
@given(st.one_of(st.binary(max_size=60), st.text('ab,;"\n\r\x00 1', max_size=60).map(str.encode)))
def test_any_file_is_read_or_explained(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "acak.csv"
    path.write_bytes(raw)
    try:
        table = read_plain(path.parent, path.name)
    except FieldError:
        return
    assert {len(row) for row in table.rows} <= {len(table.columns)}
