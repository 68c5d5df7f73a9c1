"""Teaching tables: strict reading with file and line, references, what they may not say, and DataFrames."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import pytest

from etika_widgets import datasets
from etika_widgets.content.data_tables import read_table, table_problems
from etika_widgets.content.folders import own_folder
from etika_widgets.content.table_rules import tables_checked
from etika_widgets.errors import SettingError, SpecError

TABLES = own_folder().packs / "tables"
SCHEMA = """
kantor:
  about: Kantor (fiktif).
  licence: CC0 1.0
  source: uji
  fictional: true
  key: id
  columns:
    id: {type: slug, about: Id.}
    pegawai: {type: int, about: Jumlah., empty: true}
    dibuka: {type: date, about: Hari buka.}
    layanan: {type: list, about: Layanan., values: [ktp, izin]}
    induk: {type: slug, about: Kantor induk., of: kantor.id, empty: true}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "schema.yaml").write_text(SCHEMA)
    return tmp_path


def test_a_csv_table_becomes_typed_rows_in_order(folder):
    (folder / "kantor.csv").write_text(
        "id,pegawai,dibuka,layanan,induk\npusat,12,2026-01-05,ktp;izin,\ncabang,,2026-02-02,ktp,pusat\n"
    )
    assert [entry.row for entry in read_table(folder, "kantor").entries] == [
        {"id": "pusat", "pegawai": 12, "dibuka": datetime.date(2026, 1, 5), "layanan": ["ktp", "izin"], "induk": None},
        {"id": "cabang", "pegawai": None, "dibuka": datetime.date(2026, 2, 2), "layanan": ["ktp"], "induk": "pusat"},
    ]
    assert list(table_problems(folder)) == []


def test_a_folder_of_files_is_one_table_and_a_key_is_unique_over_all(folder):
    (folder / "kantor").mkdir()
    row = "rows:\n  - {{id: {}, dibuka: 2026-01-05, layanan: [ktp]}}\n"
    (folder / "kantor" / "a.yaml").write_text(row.format("pusat"))
    (folder / "kantor" / "b.yaml").write_text(row.format("cabang"))
    assert [entry.row["id"] for entry in read_table(folder, "kantor").entries] == ["pusat", "cabang"]
    (folder / "kantor" / "c.yaml").write_text(row.format("pusat"))
    with pytest.raises(SpecError, match=r"c\.yaml:2: 'pusat' sudah dipakai di baris 2\."):
        read_table(folder, "kantor")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pusat,dua,2026-01-05,ktp,", "kolom 'pegawai': 'dua' bukan bilangan bulat."),
        ("Pusat!,1,2026-01-05,ktp,", "bukan id"),
        ("pusat,1,besok,ktp,", "kolom 'dibuka': 'besok' bukan tanggal"),
        ("pusat,1,,ktp,", "kolom 'dibuka' kosong."),
        ("pusat,1,2026-01-05,pajak,", "kolom 'layanan': 'pajak' bukan salah satu dari ktp, izin."),
    ],
)
def test_a_wrong_value_is_told_with_file_line_and_column(folder, line, said):
    (folder / "kantor.csv").write_text(f"id,pegawai,dibuka,layanan,induk\n{line}\n")
    [problem] = table_problems(folder)
    assert (problem.path.name, problem.line) == ("kantor.csv", 2)
    assert said in str(problem)


def test_a_reference_to_nothing_and_a_table_without_schema_are_told(folder):
    (folder / "kantor.csv").write_text("id,pegawai,dibuka,layanan,induk\npusat,1,2026-01-05,ktp,bulan\n")
    (folder / "asing.csv").write_text("a\n1\n")
    said = [str(problem) for problem in table_problems(folder)]
    assert any("'bulan' tidak ada di tabel 'kantor'" in line for line in said)
    assert any("asing.csv:1: tabel ini belum dijelaskan di schema.yaml" in line for line in said)


def test_an_unknown_table_is_named_with_those_there_are(folder):
    with pytest.raises(SettingError, match=r"Tabel 'loket' tidak ada\. Yang ada: kantor\."):
        read_table(folder, "loket")


ITEM = """
rows:
  - id: s1
    modul: pengantar_etika
    indikator: {indicator}
    bloom: C4
    nilai: [akuntabel]
    perilaku: [akuntabel_1]
    soal: {question}
    pilihan: {options}
    kunci: {key}
    rujukan: {reference}
    hukum: [{law}]
    sulit: sedang
"""
OPTIONS = """
      - {{id: a, teks: Satu, alasan: Karena.}}
      - {{id: b, teks: Dua, alasan: Karena.}}
      - {{id: c, teks: Tiga, alasan: Karena.}}
      - {{id: {last}, teks: Empat, alasan: "{rationale}"}}
"""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"options": "[1, 2, 3, 4]"}, "'pilihan' harus berisi 4 pilihan, masing-masing dengan alasan, id, teks."),
        ({"last": "4"}, "id pilihan harus berurutan mulai dari a, dan kunci salah satu darinya."),
        ({"rationale": " "}, "pilihan 'd': 'alasan' kosong."),
        ({"rationale": "Tepat. Karena."}, "alasannya menyebut pilihan ini tepat, padahal bukan kunci."),
        ({"reference": ""}, "kolom 'rujukan' kosong."),
        ({"key": "[a, b]"}, "kolom 'kunci': '['a', 'b']' bukan id."),
        ({"key": "e"}, "kolom 'kunci': 'e' bukan salah satu dari a, b, c, d."),
        ({"question": "Lihat ![](antrean.png) lalu jawab"}, "gambar tanpa teks pengganti."),
        ({"indicator": "Peserta memahami etika"}, "'memahami' tidak dapat diamati"),
        ({"law": "uu5_2014"}, "merujuk UU 5/2014, yang sudah tidak berlaku"),
        ({"question": "Menurut UU 5/2014 apa langkahnya"}, "UU 5/2014 sudah dicabut"),
        ({"question": "IKM kantor itu 84 persen, apa artinya"}, "IKM adalah indeks 25–100, bukan persen."),
    ],
)
def test_an_item_that_would_mislead_is_told(tmp_path, changed, said):
    for name in ("schema.yaml", "regulasi.csv"):
        (tmp_path / name).write_bytes((TABLES / name).read_bytes())
    parts = ("\n" + (tmp_path / "schema.yaml").read_text()).split("\n\n")
    (tmp_path / "schema.yaml").write_text(
        "\n\n".join(part for part in parts if part.startswith(("regulasi:", "item_bank:")))
    )
    fields = {
        "indicator": "Peserta menilai",
        "question": "Apa",
        "rationale": "Karena.",
        "last": "d",
        "key": "b",
        "law": "uu20_2023",
        "reference": "Asas",
    } | changed
    options = OPTIONS.format(**fields)
    (tmp_path / "item_bank.yaml").write_text(ITEM.format(**({"options": options} | fields)))
    found = [str(problem).split(": ", 1)[1] for problem in tables_checked(tmp_path)]
    assert found
    assert [line for line in found if said not in line] == []


ORIGIN = """
kasus:
  about: Kasus.
  licence: uji
  source: uji
  fictional: true
  columns:
    asal: {type: text, about: Asal.}
    disamarkan: {type: bool, about: Disamarkan.}
    sumber: {type: text, about: Sumber., empty: true}
"""
NOT_DISGUISED = "belum disamarkan. Hapus semua yang dapat mengenali orangnya."
NO_SOURCE = "'sumber' kosong. Tulis judul dan tanggal laporannya."


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ("gabungan_rekaan,tidak,", []),
        ("pengalaman_peserta,ya,", []),
        ("pengalaman_peserta,tidak,", [NOT_DISGUISED]),
        ("laporan_publik,ya,Laporan tahunan 2 Maret 2026", []),
        ("laporan_publik,ya,", [NO_SOURCE]),
        ("laporan_publik,tidak,", [NOT_DISGUISED, NO_SOURCE]),
    ],
)
def test_a_case_that_happened_is_disguised_and_a_report_is_named(tmp_path, row, problems):
    (tmp_path / "schema.yaml").write_text(ORIGIN)
    (tmp_path / "kasus.csv").write_text(f"asal,disamarkan,sumber\n{row}\n")
    origin = row.partition(",")[0]
    said = [str(problem).partition(" ")[2] for problem in tables_checked(tmp_path)]
    assert said == [f"asal {origin}, tetapi {problem}" for problem in problems]


def _filled(parts, keys):
    """Whether every part says something under each of ``keys``, and nothing else."""
    return all(set(part) == keys and all(part.values()) for part in parts)


def test_every_case_has_two_goods_and_three_answers_each_with_strength_and_weakness():
    assert [
        row.id
        for row in datasets.load_kasus().itertuples()
        if len(set(row.benturan)) != 2
        or len(row.jawaban) < 3
        or not _filled(row.jawaban, {"pilihan", "kekuatan", "kelemahan"})
    ] == []


def test_every_role_play_has_one_observer_and_its_debrief_runs_from_leaving_the_roles_to_monday():
    assert [
        row.id
        for row in datasets.load_peran().itertuples()
        if [one["id"] for one in row.peran].count("pengamat") != 1
        or not _filled(row.peran, {"id", "nama", "terbuka", "rahasia"})
        or not row.pembahasan[0].startswith("Lepas peran:")
        or not row.pembahasan[-1].startswith("Senin")
    ] == []


def test_every_case_with_its_question_is_read_aloud_in_60_to_90_seconds():
    words_per_minute = 150
    cases = datasets.load_kasus()
    seconds = {
        row.id: len(f"{row.kasus} {row.pertanyaan}".split()) * 60 / words_per_minute for row in cases.itertuples()
    }
    assert {name: length for name, length in seconds.items() if not 60 <= length <= 90} == {}


def test_every_table_keeps_its_schema_and_the_rules():
    assert [str(problem) for problem in tables_checked(TABLES)] == []


@pytest.mark.parametrize("name", datasets.names())
def test_every_table_has_a_loader_with_its_columns_and_its_head(name):
    loader, _, part = name.partition("kota_sejahtera_")
    frame = datasets.load_kota_sejahtera(part) if part else getattr(datasets, f"load_{loader}")()
    assert isinstance(frame, pd.DataFrame)
    assert len(frame) > 0
    assert list(frame.columns) == list(datasets.describe(name)["kolom"])
    assert set(frame.attrs) == {"about", "licence", "source", "fictional"}


def test_every_table_has_a_row_with_its_licence_and_whether_it_is_fictional():
    readme = (TABLES.parent / "README.md").read_text(encoding="utf-8")
    listed = {line.split("|")[1].strip(): line for line in readme.splitlines() if line.startswith("| `")}
    heads = {f"`{name}`": datasets.describe(name).attrs for name in datasets.names()}
    expected = {name: (head["licence"], "Fictional" if head["fictional"] else "Real") for name, head in heads.items()}
    assert {name: tuple(cell.strip() for cell in line.split("|")[3:5]) for name, line in listed.items()} == expected


def test_seven_values_have_three_behaviours_each():
    frame = datasets.load_nilai_berakhlak()
    assert frame.groupby("nilai").size().tolist() == [3] * 7
    assert frame["nama"].unique().tolist()[0] == "Berorientasi Pelayanan"
