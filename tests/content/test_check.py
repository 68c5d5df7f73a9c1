from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest

from etika_widgets.content.check import check

Write = Callable[..., Path]
Cells = list[tuple[str, str]]

SETUP = 'from etika_widgets import Workbook\n\nbook = Workbook.open("contoh")'
CELLS: Cells = [("code", SETUP), ("markdown", "# Contoh"), ("code", 'book.show("suara")')]


def texts(path: Path, types: Any) -> list[str]:
    return [f"{problem.severity} {problem}" for problem in check(path, types=types)]


@pytest.fixture
def workbook(write: Write, pack_text: str) -> Callable[..., Path]:
    """Write the pack and a workbook in step with its twin; ``change`` alters the notebook after that."""

    def _workbook(cells: Cells = CELLS, change: Callable[[Any], None] = lambda notebook: None) -> Path:
        write(pack_text, "datasets/contoh.yaml")
        make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
        notebook = nbformat.v4.new_notebook(cells=[make[kind](source) for kind, source in cells])
        for number, cell in enumerate(notebook.cells, 1):
            cell["id"] = f"sel-{number}"
        notebook.metadata["voila"] = {"template": "etika"}
        write(jupytext.writes(notebook, fmt="py:percent"), "workbooks/contoh.py")
        change(notebook)
        return write(nbformat.writes(notebook, version=4, indent=1), "workbooks/contoh.ipynb")

    return _workbook


def test_the_content_of_this_repository_has_no_errors() -> None:
    errors = [str(problem) for problem in check() if problem.severity == "error"]
    assert not errors, "\n".join(errors)


def test_a_good_pack_and_workbook_have_no_problems(workbook: Callable[..., Path], tmp_path: Path, types: Any) -> None:
    workbook()
    assert texts(tmp_path, types) == []


PACK_FAULTS = [
    ("slug: contoh", "slug: lain", "error contoh.yaml:2: slug: slug harus sama dengan nama file: 'contoh'."),
    ("jp: 1", "jp: 2", "error contoh.yaml:25: runsheet: jumlah menit 45; harus 90 (2 JP × 45 menit). "
                       "Sesuaikan 'minutes' atau 'jp'."),
    ("values: [akuntabel, harmonis]", "values: [akuntabel, jujur]",
     "error contoh.yaml:10: values ke-2: 'jujur' bukan salah satu dari tujuh nilai BerAKHLAK: berorientasi_pelayanan, "
     "akuntabel, kompeten, harmonis, loyal, adaptif, kolaboratif."),
    ("Peserta dapat menguraikan", "Peserta dapat Memahami",
     "error contoh.yaml:15: tujuan 'tj1', text: 'memahami' tidak dapat diamati. "
     "Pakai kata kerja yang terlihat, misalnya menjelaskan atau menilai."),
    ("    competence: manajerial\n", "",
     "warning contoh.yaml:12: tujuan 'tj1': jenis kompetensi belum ada. "
     "Isi 'competence': teknis, manajerial, sosial_kultural."),
    ("    evaluation: [kuis]\n", "",
     "error contoh.yaml:12: tujuan 'tj1': tujuan ini belum dinilai. Isi 'evaluation' dengan id aktivitas."),
    ("    activities: [suara]", "    activities: []",
     "error contoh.yaml:12: tujuan 'tj1': tujuan ini belum dilatih. Isi 'activities' dengan id aktivitas."),
    ("    activities: [suara]", "    activities: [suaro]",
     "error contoh.yaml:16: tujuan 'tj1', activities ke-1: aktivitas 'suaro' tidak ada di paket ini."),
    ("    checked_on: 2026-11-22\n", "",
     "error contoh.yaml:19: dasar hukum 'uu20_2023': tanggal pemeriksaan belum ada. "
     "Isi 'checked_on', misalnya 2026-01-20."),
    ("    activity: kuis\n", "",
     "warning contoh.yaml:49: aktivitas 'kuis': tidak dipakai satu langkah pun. Sebut di 'runsheet', atau hapus."),
    ("        key: a\n", "        key: c\n",
     "error contoh.yaml:59: aktivitas 'kuis', items ke-1, key: kunci harus satu dari pilihan ini: a, b."),
    ("        key: a\n", "",
     "error contoh.yaml:54: aktivitas 'kuis', items ke-1, key: kunci harus satu dari pilihan ini: a, b."),
    (', rationale: {id: "Itu KPK.", en: "Those are KPK\'s."}', "",
     "error contoh.yaml:58: aktivitas 'kuis', items ke-1, options ke-2: alasan belum ada. "
     "Tulis 'rationale': mengapa pilihan ini tepat atau kurang tepat."),
    ("        reference: uu20_2023\n", "",
     "error contoh.yaml:54: aktivitas 'kuis', items ke-1: rujukan belum ada. "
     "Isi 'reference' dengan id dasar hukum atau prinsip."),
    ('title: {id: "Penutup", en: "Closing"}', "title: Penutup",
     "warning contoh.yaml:38: langkah 'tutup', title: teks peserta belum ada bahasa Inggrisnya (kunci 'en')."),
    ("Tujuh nilai dasar.", "Lihat UU Nomor 5 Tahun 2014.",
     "error contoh.yaml:21: UU 5/2014 sudah dicabut; yang berlaku UU 20/2023. "
     "Ganti, atau tulis 'dicabut' di kalimatnya."),
    ("Selamat pagi", "PP 53/2010",
     "error contoh.yaml:31: PP 53/2010 sudah dicabut; disiplin PNS kini PP 94/2021. "
     "Ganti, atau tulis 'dicabut' di kalimatnya."),
    ("Selamat pagi", "PP 43/2015",
     "error contoh.yaml:31: PP 43/2015 mengatur pihak pelapor pencucian uang. "
     "Untuk pelaporan korupsi, yang dimaksud mungkin PP 43/2018."),
    ("Selamat pagi", "PermenPANRB 14/2019",
     "error contoh.yaml:31: PermenPANRB 14/2019 jangan dirujuk: isinya belum diperiksa. "
     "Standar: 15/2014; survei: 14/2017."),
    ("Selamat pagi", "Permenpan RB No. 37 Tahun 2012",
     "error contoh.yaml:31: PermenPANRB 37/2012 sudah diganti PermenPANRB 17/2024. "
     "Ganti, atau tulis 'diganti' di kalimatnya."),
    ("Selamat pagi", "Perpres 81/2010",
     "error contoh.yaml:31: Perpres 81/2010 (2010–2025) sudah lewat. "
     "Periksa penggantinya, atau tulis 'berakhir' di kalimatnya."),
    ("Selamat pagi", "Delapan nilai inti",
     "error contoh.yaml:31: BerAKHLAK memuat tujuh nilai, bukan delapan. Perbaiki angkanya."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "problem"), PACK_FAULTS)
def test_a_fault_of_a_pack_is_found(
    write: Write, pack_text: str, types: Any, old: str, new: str, problem: str
) -> None:
    assert old in pack_text
    assert texts(write(pack_text.replace(old, new, 1)), types) == [problem]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Tujuh nilai dasar.", "Menggantikan UU 5/2014."),
        ("  - id: uu20_2023\n    title: \"UU Nomor 20 Tahun 2023\"\n    about: \"Tujuh nilai dasar.\"\n"
         "    status: berlaku",
         "  - id: uu20_2023\n    title: UU 20/2023\n    about: ASN\n    status: berlaku\n    checked_on: 2026-11-22\n"
         "    certainty: H\n  - id: uu5_2014\n    title: UU 5/2014\n    about: Aturan ASN\n    status: dicabut"),
        ("Selamat pagi", "UU 25/2014 dan PP 53/2011"),
    ],
)  # fmt: skip
def test_a_revoked_rule_may_be_cited_as_history(write: Write, pack_text: str, types: Any, old: str, new: str) -> None:
    assert old in pack_text
    assert texts(write(pack_text.replace(old, new, 1)), types) == []


def test_a_pack_that_does_not_load_reports_what_the_loader_says(write: Write, pack_text: str, types: Any) -> None:
    assert texts(write(pack_text.replace("jp: 1", "jp: x")), types) == [
        "error contoh.yaml:7: jp: harus berupa bilangan bulat, tanpa tanda kutip."
    ]


WORKBOOK_FAULTS: list[tuple[Cells, str]] = [
    ([("code", SETUP), ("code", "x = 1\n\nbook.show('suaro')")],
     "error workbooks/contoh.ipynb:24: sel sel-2: aktivitas 'suaro' tidak ada di paket 'contoh'. "
     "Maksud Anda 'suara'?"),
    ([("code", 'Workbook.open("contoh").show("zzz")')],
     "error workbooks/contoh.ipynb:10: sel sel-1: aktivitas 'zzz' tidak ada di paket 'contoh'. "
     "Yang ada: suara, kuis."),
    ([("code", SETUP), ("markdown", "# Satu\n\n**Catatan fasilitator:** tunggu.")], ""),
    ([("code", SETUP), ("markdown", "**Catatan fasilitator:** tunggu.")],
     "error workbooks/contoh.ipynb:17: sel sel-2: catatan fasilitator tidak boleh ada di buku kerja. "
     "Pindahkan ke paket."),
    ([("code", SETUP), ("markdown", "Ingat: jangan membuka hasil *suara pertama* sebelum suara kedua ditutup.")],
     "error workbooks/contoh.ipynb:17: sel sel-2: sel ini membocorkan isi untuk fasilitator atau jawaban: "
     "“jangan membuka hasil suara pertama sebel…”. Hapus dari buku kerja."),
    ([("code", SETUP), ("markdown", "Ada tujuh nilai, menurut undang-undang? Tujuh nilai menurut undang-undang.")],
     "error workbooks/contoh.ipynb:17: sel sel-2: sel ini membocorkan isi untuk fasilitator atau jawaban: "
     "“Tujuh nilai menurut undang-undang…”. Hapus dari buku kerja."),
    ([("code", SETUP), ("markdown", "Lihat:\n\n![denah](https://luar.example/a.png)")],
     "error workbooks/contoh.ipynb:22: sel sel-2: gambar atau berkas diambil dari luar server. "
     "Simpan di folder buku kerja, atau hapus."),
    ([("code", SETUP), ("markdown", "[LAN](https://lan.go.id) dan ![denah](denah.png)")], ""),
    ([("code", SETUP), ("markdown", "Menurut PP 53/2010, ….")],
     "error workbooks/contoh.ipynb:20: sel sel-2: PP 53/2010 sudah dicabut; disiplin PNS kini PP 94/2021. "
     "Ganti, atau tulis 'dicabut' di kalimatnya."),
    ([("code", 'book = Workbook.open("conto")')],
     "error workbooks/contoh.ipynb:1: paket 'conto' tidak ditemukan. Maksud Anda 'contoh'?"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "problem"), WORKBOOK_FAULTS)
def test_a_fault_of_a_cell_is_found(workbook: Callable[..., Path], types: Any, cells: Cells, problem: str) -> None:
    assert texts(workbook(cells), types) == ([problem] if problem else [])


def _edit_source(notebook: Any) -> None:
    notebook.cells[1]["source"] = "# Lain"


def _add_cell(notebook: Any) -> None:
    notebook.cells.append(nbformat.v4.new_markdown_cell("Baru"))


def _run(notebook: Any) -> None:
    notebook.cells[2]["outputs"] = [nbformat.v4.new_output("stream", text="x")]


def _drop_template(notebook: Any) -> None:
    del notebook.metadata["voila"]


def _tag(notebook: Any) -> None:
    notebook.cells[1].metadata["tags"] = ["facilitator-note"]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (_edit_source, "sel sel-2: tidak sama dengan kembaran teks contoh.py. Jalankan: jupytext --sync contoh.ipynb"),
        (_add_cell, "jumlah sel tidak sama dengan kembaran teks contoh.py."),
        (_run, "sel sel-3: keluaran tersimpan. Kosongkan semua keluaran sebelum menyimpan."),
        (_drop_template, "metadata 'voila.template' harus 'etika'"),
        (_tag, "sel sel-2: catatan fasilitator tidak boleh ada di buku kerja."),
    ],
)
def test_a_fault_of_the_notebook_file_is_found(
    workbook: Callable[..., Path], types: Any, change: Callable[[Any], None], part: str
) -> None:
    [problem] = texts(workbook(change=change), types)
    assert part in problem


def test_cells_without_an_id_are_found(workbook: Callable[..., Path], types: Any) -> None:
    path = workbook()
    notebook = json.loads(path.read_text())
    del notebook["cells"][1]["id"]
    path.write_text(json.dumps(notebook, indent=1))
    assert texts(path, types) == [
        "error workbooks/contoh.ipynb:12: sel #2: sel tanpa 'id'. Simpan ulang dengan format notebook 4.5."
    ]


def test_a_workbook_needs_its_twin_and_its_guide(workbook: Callable[..., Path], write: Write, types: Any) -> None:
    path = workbook()
    path.with_suffix(".py").unlink()
    write("# Lain\n", "facilitator_guides/lain.md")
    assert texts(path, types) == [
        "error workbooks/contoh.ipynb:1: kembaran teks contoh.py tidak ada. Jalankan: jupytext --sync contoh.ipynb",
        "error workbooks/contoh.ipynb:1: panduan fasilitator facilitator_guides/contoh.md belum ada.",
    ]


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"cells": 1}', '{"cells": [{}]}', "\udcff".encode("utf-8", "surrogateescape")]
)
def test_a_broken_notebook_is_a_problem_and_no_exception(write: Write, types: Any, content: Any) -> None:
    assert check(write(content, "workbooks/contoh.ipynb"), types=types)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (["0–30", "30–45"], ""),
        (["15–30", "30–40"], ""),
        (["0–30", "35–45"], "error facilitator_guides/contoh.md:6: menit 35–45 tidak menyambung dengan baris "
                            "sebelumnya (30)."),
        (["0–30", "30–40"], "error facilitator_guides/contoh.md:6: tabel menit berakhir di 40; harus 45."),
    ],
)  # fmt: skip
def test_the_minutes_of_a_guide_add_up(
    workbook: Callable[..., Path], write: Write, types: Any, rows: list[str], problem: str
) -> None:
    workbook()
    table = "\n".join(f"| {row} | x |" for row in rows)
    path = write(f"# Panduan\n\n| Menit | Langkah |\n|---|---|\n{table}\n\nSelesai.\n", "facilitator_guides/contoh.md")
    assert texts(path, types) == ([problem] if problem else [])


def test_words_return_only_from_another_activity_of_the_pack(write: Write, pack_text: str) -> None:
    journal = "  - {id: jurnal, type: reflection, title: Jurnal, prompt: Ingat, recalls: [suara, jurnal, lain]}\n"
    step = "  - {id: tulis, title: Tulis, minutes: 5, activity: jurnal}\nactivities:\n"
    changed = pack_text.replace("activities:\n  - id: suara", step + "  - id: suara") + journal
    found = [str(one) for one in check(write(changed, "datasets/contoh.yaml"), types=None)]
    assert [text.partition("recalls")[2] for text in found if "recalls" in text] == [
        f" ke-{place}: '{name}' bukan kegiatan lain di paket ini. Sebut id kegiatan yang lebih dulu."
        for place, name in ((2, "jurnal"), (3, "lain"))
    ]


def test_a_missing_file_is_a_problem(tmp_path: Path, types: Any) -> None:
    [problem] = check(tmp_path / "x.yaml", types=types)
    assert problem.message == "file tidak ditemukan. Periksa lagi nama dan foldernya."
