"""What the check says of verbs, keys, minutes, the index, invented figures and units of micro-learning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.content.check import check
from etika_widgets.content.data_tables import read_table
from etika_widgets.content.fiction_rules import opens_labelled, unlabelled
from etika_widgets.content.folders import own_folder
from etika_widgets.content.guide_rules import guide_problems
from etika_widgets.content.table_rules import UNIT_SECONDS, tables_checked
from etika_widgets.content.text_rules import claims_key, prose_faults, unobservable

Write = Callable[..., Path]

INDEX = "IKM adalah indeks 25–100, bukan persen."
NAME = "Kota Sejahtera"


def texts(path: Path, types: Any = None) -> list[str]:
    return [f"{problem.severity} {problem}" for problem in check(path, types=types)]


def said(lines: str, minutes: int | None = None) -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in guide_problems(Path("panduan.md"), lines.splitlines(), minutes)]


# What a sentence says of law and of the index


@pytest.mark.parametrize(
    "spelling", ["PP 53/2010", "PP No. 53 Tahun 2010", "Peraturan Pemerintah Nomor 53 Tahun 2010"]
)
def test_a_label_counts_only_in_the_sentence_of_what_it_labels(spelling: str) -> None:
    for text, wrong in (
        (f"Menurut {spelling}, sanksinya berat. Jangan menunda.", 1),
        (f"Bukan itu maksudnya. Hukumannya menurut {spelling} dan lain-lain.", 1),
        (f"Jangan menunda. {spelling} sudah dicabut. Lanjutkan.", 0),
        (f"| {spelling} | Disiplin. | Sudah dicabut. |", 0),
    ):
        assert [message[:8] for _, message in prose_faults([text])] == ["PP 53/20"] * wrong, text


@pytest.mark.parametrize(
    ("spelling", "cited"),
    [
        ("UU No.5 Th. 2014", "UU 5/2014"),
        ("UU 5 thn 2014", "UU 5/2014"),
        ("Undang-Undang ASN 2014", "UU 5/2014"),
        ("Peraturan Kepala BKN Nomor 16 Tahun 2018", "Peraturan BKN 16/2018"),
        ("UU 20/2023", ""),
    ],
)
def test_a_regulation_is_known_by_its_other_spellings(spelling: str, cited: str) -> None:
    found = [message for _, message in prose_faults([f"Jangan lupa, {spelling} mengatur ini."])]
    assert [message[: len(cited)] for message in found] == [cited] * bool(cited)


@given(
    st.lists(st.sampled_from(["Bukan itu.", "Dahulu begitu!", "Jangan?", "Baik."])),
    st.lists(st.sampled_from(["Sudah dicabut.", "Tidak berlaku.", "Baik."])),
)
def test_no_sentence_before_or_after_labels_a_revoked_rule(before: list[str], after: list[str]) -> None:
    line = " ".join([*before, "Menurut UU 5/2014 ASN wajib melayani.", *after])
    assert len(list(prose_faults([line]))) == 1


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("IKM 88 %", True),
        ("IKM kami mencapai 88,31%.", True),
        ("IKM naik 16 persen.", True),
        ("an IKM of 84 percent", True),
        ("Dengan 88 persen IKM kami tertinggi.", True),
        ("| IKM | 88 % |", True),
        ("| IKM | 382 responden | 88 % |", False),
        ("an IKM of 84.5 percent", True),
        ("Indeks kepuasan masyarakat 84 persen.", True),
        ("IKM 88,31 dengan mutu B.", False),
        ("IKM 84 bukan 84 persen.", False),
        ("IKM 84; 97 persen warga menjawab.", False),
        ("IKM naik 16 poin. Sebanyak 97 persen warga menjawab.", False),
    ],
)
def test_the_index_is_no_percentage(text: str, wrong: bool) -> None:
    assert [message for _, message in prose_faults([text])] == [INDEX] * wrong


def test_the_index_as_a_percentage_is_found_in_packs_guides_and_workbooks(
    write: Write, pack_text: str, types: Any
) -> None:
    pack = write(pack_text.replace("Selamat pagi", "IKM kita 88 %"), "datasets/contoh.yaml")
    guide = write("# Panduan\n\nIKM kita 88 %.\n", "facilitator_guides/lain.md")
    assert texts(pack, types) == [f"error datasets/contoh.yaml:31: {INDEX}"]
    assert texts(guide) == [f"error facilitator_guides/lain.md:3: {INDEX}"]


# Verbs


@pytest.mark.parametrize(
    ("objective", "verb"),
    [
        ("Peserta dapat memahami kode etik.", "memahami"),
        ("Peserta MENGETAHUI kode etik.", "mengetahui"),
        ("Peserta memiliki pemahaman tentang kode etik.", "memiliki pemahaman"),
        ("Peserta paham akan kode etik.", "paham akan"),
        ("Peserta dapat memeriksa apakah warga paham.", None),
        ("Participants can understand the code.", "understand"),
        ("Participants are able to know the code.", "know"),
        ("Peserta dapat menjelaskan dengan kata yang mudah dipahami warga.", None),
        ("Participants can say what they know and understand.", None),
    ],
)
def test_a_verb_that_nobody_can_see_is_named(objective: str, verb: str | None) -> None:
    assert unobservable(objective) == verb


def test_the_english_of_an_objective_is_held_to_the_same_verbs(write: Write, pack_text: str, types: Any) -> None:
    path = write(pack_text.replace("can break down", "can understand"))
    assert texts(path, types) == [
        "error contoh.yaml:15: tujuan 'tj1', text: 'understand' tidak dapat diamati. "
        "Pakai kata kerja yang terlihat, misalnya menjelaskan atau menilai."
    ]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("## 1. Tujuan Pembelajaran\n\n1. (tj1) **memahami** kode etik\n\n## 2. Lain", [3]),
        ("| No | Indikator Hasil Belajar | Materi |\n|---|---|---|\n| 1 | Mengerti etika | Memahami |", [3]),
        ("## 2. Pembuka\n\nBapak dan Ibu memahami maksudnya.", []),
        ("| No | Materi |\n|---|---|\n| 1 | Memahami |", []),
    ],
)
def test_the_objectives_of_a_guide_have_verbs_that_can_be_seen(lines: str, found: list[int]) -> None:
    assert [line for line, message in said(lines) if "tidak dapat diamati" in message] == found


# Minutes


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("3 JP (3 × 45 menit = 135 menit)", ""),
        ("2 JP (90 menit)", ""),
        ("2 JP (100 menit)", "2 JP adalah 90 menit, bukan 100."),
        ("3 JP (3 × 45 menit = 130 menit)", "3 JP adalah 135 menit, bukan 130."),
    ],
)
def test_an_hour_of_lessons_has_45_minutes(words: str, problem: str) -> None:
    assert said(f"| **Alokasi Waktu** | {words} |") == ([(1, problem)] if problem else [])


PLAN = """\
| No | Materi | Alokasi Waktu (menit) | Referensi |
|---|---|---|---|
| 1 | A | {first} | x |
| 2 | B | {second} | y |
| | **Akumulasi Waktu** | **{stated}** | |
"""


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 600), st.integers(1, 600))
def test_the_parts_of_a_plan_make_its_total_and_the_lesson(first: int, second: int, stated: int, lesson: int) -> None:
    wrong = [wanted for wanted in (first + second, lesson) if wanted != stated]
    assert said(PLAN.format(first=first, second=second, stated=stated), lesson) == [
        (5, f"akumulasi waktu {stated} menit; harus {wanted}.") for wanted in wrong
    ]


# Keys


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Itu KPK.", "Tepat. Itu KPK.",
         "options ke-2: alasannya menyebut pilihan ini tepat, padahal bukan kunci. Tepat satu pilihan yang benar."),
        ("{id: \"Sembilan\", en", "{id: \"tujuh nilai menurut undang-undang \", en",
         "options ke-2: isinya sama dengan pilihan 'a'. Tulis pilihan yang lain."),
    ],
)  # fmt: skip
def test_only_one_option_may_be_right(
    write: Write, pack_text: str, types: Any, old: str, new: str, problem: str
) -> None:
    assert old in pack_text
    assert texts(write(pack_text.replace(old, new)), types) == [
        f"error contoh.yaml:58: aktivitas 'kuis', items ke-1, {problem}"
    ]


@pytest.mark.parametrize("status", ["[dicabut]", "{a: b}", "5", ""])
def test_a_status_that_is_no_word_is_told_and_labels_nothing(
    write: Write, pack_text: str, types: Any, status: str
) -> None:
    found = texts(write(pack_text.replace("status: berlaku", f"status: {status}")), types)
    assert any("dasar hukum 'uu20_2023', status: " in text for text in found)


def test_a_list_of_keys_does_not_load(write: Write, pack_text: str, types: Any) -> None:
    [problem] = texts(write(pack_text.replace("key: a", "key: [a, b]")), types)
    assert problem.startswith("error contoh.yaml:59: aktivitas 'kuis', items ke-1, key: harus berupa teks.")


@pytest.mark.parametrize(
    ("rationale", "claim"),
    [
        ("Benar! Warga dulu.", True),
        ("Paling tepat: warga dulu.", True),
        ("Benar soal wewenang.", False),
        ("Belum tepat. ", False),
    ],
)
def test_a_rationale_that_opens_with_praise_claims_the_key(rationale: str, claim: bool) -> None:
    assert claims_key(rationale) is claim


KEYED = """\
  - id: pilah
    type: {type}
    title: {{id: Pilah, en: Sort}}
    question: {{id: Mana yang boleh?, en: Which may go?}}
    {rest}
"""


@pytest.mark.parametrize(
    ("kind", "rest"),
    [
        ("categorise", "boxes: [{{id: ya, text: Ya}}, {{id: tidak, text: Tidak}}]\n    items:\n"
         "      - {{id: satu, text: Satu, key: ya{reason}}}\n      - {{id: dua, text: Dua}}"),
        ("highlight", "document: Nota\n    "
         "passages:\n      - {{id: satu, text: Satu, key: true{reason}}}\n      - Dua\n      - Tiga"),
    ],
)  # fmt: skip
def test_a_key_of_another_type_has_a_reason_too(write: Write, pack_text: str, kind: str, rest: str) -> None:
    no_reason = "alasan belum ada. Tulis 'rationale'"
    for reason, wrong in (("", 1), (", rationale: Karena.", 0)):
        activity = KEYED.format(type=kind, rest=rest.format(reason=reason))
        found = texts(write(pack_text + activity))
        assert sum("aktivitas 'pilah'" in text and no_reason in text for text in found) == wrong, found


# Law


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("certainty: H", "certainty: M",
         "error contoh.yaml:24: dasar hukum 'uu20_2023', certainty: keyakinan pada UU 20/2023 menurut tabel regulasi: "
         "H. Samakan 'certainty', atau perbaiki tabelnya."),
        ("status: berlaku", "status: masih dipakai",
         "error contoh.yaml:22: dasar hukum 'uu20_2023', status: 'masih dipakai' tidak dikenal. "
         "Pilihannya: berlaku, diubah, diganti, dicabut, berakhir, perlu diperiksa."),
    ],
)  # fmt: skip
def test_a_law_entry_says_what_the_table_says(
    write: Write, pack_text: str, types: Any, old: str, new: str, problem: str
) -> None:
    assert texts(write(pack_text.replace(old, new)), types) == [problem]


# Invented figures


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"{NAME} menerima 1.200 keluhan.", True),
        (f"Di {NAME} 9 % warga menunggu.", True),
        (f"Di {NAME} nilainya 3,5.", True),
        (f"{NAME} (*fiktif*) menerima 1.200 keluhan.", False),
        (f"Angka karangan: {NAME} menerima 1.200 keluhan.", False),
        (f"{NAME} punya 3 loket.", False),
        ("Kota Sejahteraan menerima 1.200 keluhan.", False),
        ("Kota lain menerima 1.200 keluhan.", False),
    ],
)
def test_a_figure_of_an_invented_place_needs_a_label(line: str, found: bool) -> None:
    assert list(unlabelled(["", line], frozenset({NAME}))) == [(1, NAME)] * found


@given(st.lists(st.sampled_from(["# Judul", "Kasus fiktif.", "Teks.", "## Bagian"])))
def test_a_label_opens_a_text_only_before_its_first_section(lines: list[str]) -> None:
    first = lines.index("## Bagian") if "## Bagian" in lines else len(lines)
    assert opens_labelled(lines) is ("Kasus fiktif." in lines[:first])


UNLABELLED = f"angka tentang {NAME} tidak berlabel. Tulis “fiktif” di sini atau di bagian pembuka."


def test_places_that_the_shipped_cases_label_are_known_everywhere(write: Write, pack_text: str, types: Any) -> None:
    figures = f"# Laporan\n\n## Isi\n\n{NAME} turun 50 persen.\n"
    assert texts(write(figures, "facilitator_guides/lain.md")) == [f"error facilitator_guides/lain.md:5: {UNLABELLED}"]
    assert texts(write("Semua angka fiktif.\n\n" + figures, "facilitator_guides/lain.md")) == []
    said = pack_text.replace("Selamat pagi", f"{NAME} turun 50 persen")
    assert texts(write(said, "datasets/contoh.yaml"), types) == [f"error datasets/contoh.yaml:31: {UNLABELLED}"]
    assert texts(write(said.replace("fictional: false", "fictional: true"), "datasets/contoh.yaml"), types) == []


def test_the_guide_of_an_invented_case_says_so_before_its_first_section(
    write: Write, pack_text: str, types: Any
) -> None:
    write(pack_text.replace("fictional: false", "fictional: true"), "datasets/contoh.yaml")
    problem = "kasusnya fiktif, tetapi bagian pembuka tidak menyebutnya. Tulis “fiktif” sebelum bagian pertama."
    late = write("# Contoh\n\n## Isi\n\nSemua fiktif.\n", "facilitator_guides/contoh.md")
    assert texts(late, types) == [f"error facilitator_guides/contoh.md:1: {problem}"]
    assert texts(write("# Contoh (fiktif)\n\n## Isi\n", "facilitator_guides/contoh.md"), types) == []


# Tables


TABLE = """
pagi:
  about: Pertanyaan pagi.
  licence: CC0 1.0
  source: uji
  fictional: false
  per_unit: {per_unit}
  columns:
    soal: {{type: text, about: Soal.}}
    detik: {{type: int, about: Lama.}}
"""


def in_table(folder: Path, row: str, per_unit: int = 1) -> list[str]:
    packs = folder / "datasets"
    (packs / "tables").mkdir(parents=True, exist_ok=True)
    (packs / "kasus.yaml").write_text(f"# {NAME} (fiktif)\n", encoding="utf-8")
    (packs / "tables" / "schema.yaml").write_text(TABLE.format(per_unit=per_unit), encoding="utf-8")
    (packs / "tables" / "pagi.csv").write_text(f"soal,detik\n{row}\n", encoding="utf-8")
    return [problem.message for problem in tables_checked(packs / "tables")]


@pytest.mark.parametrize(
    ("seconds", "per_unit", "bounds"),
    [(180, 1, ""), (300, 1, ""), (179, 1, "180–300"), (301, 1, "180–300"),
     (36, 5, ""), (35, 5, "36–60"), (61, 5, "36–60"), (26, 7, ""), (25, 7, "26–42")],
)  # fmt: skip
def test_a_unit_of_micro_learning_takes_three_to_five_minutes(
    tmp_path: Path, seconds: int, per_unit: int, bounds: str
) -> None:
    problem = (
        f"{seconds} detik; harus {bounds}, supaya satu satuan belajar mikro ({per_unit} baris) "
        "selesai dalam 180–300 detik."
    )
    assert in_table(tmp_path, f"Apa?,{seconds}", per_unit) == ([problem] if bounds else [])


def test_any_five_questions_of_a_morning_make_one_unit() -> None:
    table = read_table(own_folder().packs / "tables", "harian5")
    seconds = sorted(entry.row["detik"] for entry in table.entries)
    assert UNIT_SECONDS[0] <= sum(seconds[:5]) <= sum(seconds[-5:]) <= UNIT_SECONDS[1]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (f"{NAME} turun 50 persen.", UNLABELLED),
        (f"{NAME} (fiktif) turun 50 persen.", ""),
        ("Menurut PP 53/2010 berat. Bukan begitu?", "PP 53/2010 sudah dicabut; disiplin PNS kini PP 94/2021. "
         "Ganti, atau tulis 'dicabut' di kalimatnya."),
        ("IKM 88 %", INDEX),
    ],
)  # fmt: skip
def test_what_a_row_of_a_table_says_is_held_to_the_same_rules(tmp_path: Path, words: str, problem: str) -> None:
    assert in_table(tmp_path, f"{words},200") == ([problem] if problem else [])


INDICATOR = """
rows:
  - {id: uji, nama: "%s", jenis: proses, rumus: Jumlah dibagi semua., satuan: persen, waktu: Tiap sesi, sumber: Catat,
     peringatan: Hadir belum berarti belajar.}
"""


@pytest.mark.parametrize(("name", "found"), [("Peserta memahami 5A", True), ("Peserta memperagakan 5A", False)])
def test_an_indicator_has_a_verb_that_can_be_seen(tmp_path: Path, name: str, found: bool) -> None:
    schema = (own_folder().packs / "tables" / "schema.yaml").read_text(encoding="utf-8")
    [part] = [part for part in schema.split("\n\n") if part.startswith("indikator:")]
    (tmp_path / "schema.yaml").write_text(part, encoding="utf-8")
    (tmp_path / "indikator.yaml").write_text(INDICATOR % name, encoding="utf-8")
    said = [problem.message.partition(".")[0] for problem in tables_checked(tmp_path)]
    assert said == ["'memahami' tidak dapat diamati"] * found
