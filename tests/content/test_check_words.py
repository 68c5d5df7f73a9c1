"""What the check says of law, pictures, languages, hard sentences, templates and graphs: each with file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.content.check import check
from etika_widgets.content.data_tables import read_table
from etika_widgets.content.folders import own_folder
from etika_widgets.content.library import default_library
from etika_widgets.content.reading import Sentence, sentences
from etika_widgets.content.table_rules import CURRENT
from etika_widgets.content.text_rules import prose_faults
from etika_widgets.content.wording_rules import hard_sentences

Write = Callable[..., Path]

HARD = (
    "Penyelenggaraan pelayanan dilaksanakan berdasarkan kepentingan masyarakat serta "
    "pertanggungjawaban penyelenggaranya."
)
LAW = """\
  - id: uu20_2023
    title: "UU Nomor 20 Tahun 2023"
    about: "Tujuh nilai dasar."
    status: berlaku
"""


def texts(path: Path, types: Any = None) -> list[str]:
    return [f"{problem.severity} {problem}" for problem in check(path, types=types)]


@pytest.mark.parametrize(
    ("law", "status", "problem"),
    [
        ("pp53_2010", "berlaku",
         "error contoh.yaml:22: dasar hukum 'pp53_2010', status: PP 53/2010 sudah dicabut; penggantinya PP 94/2021. "
         "Rujuk penggantinya, atau tulis 'status: dicabut'."),
        ("pp53_2010", "dicabut", ""),
        ("uu20_2023", "dicabut",
         "error contoh.yaml:22: dasar hukum 'uu20_2023', status: UU 20/2023 menurut tabel regulasi: berlaku. "
         "Samakan 'status', atau perbaiki tabelnya."),
        ("permenpanrb14_2017", "berlaku",
         "error contoh.yaml:22: dasar hukum 'permenpanrb14_2017', status: PermenPANRB 14/2017 menurut tabel regulasi: "
         "perlu diperiksa. Samakan 'status', atau perbaiki tabelnya."),
        ("permenpanrb14_2017", "perlu diperiksa", ""),
        ("aturan_setempat", "berlaku", ""),
    ],
)  # fmt: skip
def test_a_law_entry_is_held_against_the_table_of_regulations(
    write: Write, pack_text: str, types: Any, law: str, status: str, problem: str
) -> None:
    said = LAW.replace("uu20_2023", law).replace("berlaku", status)
    path = write(pack_text.replace(LAW, said).replace("uu20_2023", law), "contoh.yaml")
    assert texts(path, types) == ([problem] if problem else [])


def test_every_regulation_that_the_table_calls_outdated_is_found_in_prose() -> None:
    table = read_table(own_folder().packs / "tables", "regulasi")
    old = [entry.row["number"] for entry in table.entries if entry.row["status"] not in CURRENT]
    assert len(old) >= 6
    assert [number for number in old if len(list(prose_faults([f"Menurut {number}, warga berhak."]))) != 1] == []
    assert [number for number in old if list(prose_faults([f"{number} sudah dicabut."]))] == []


@pytest.mark.parametrize(
    ("picture", "found"),
    [
        ("![](antrean.png)", True),
        ("![ ](antrean.png)", True),
        ("![][gambar]", True),
        ("<img src='antrean.png'>", True),
        ("<img src='antrean.png' alt=''>", True),
        ("![Antrean di loket](antrean.png)", False),
        ("<img alt='Antrean' src='antrean.png'>", False),
        ("[tautan](antrean.png) dan !", False),
    ],
)
def test_a_picture_needs_a_description(write: Write, pack_text: str, types: Any, picture: str, found: bool) -> None:
    problem = "gambar tanpa teks pengganti. Tulis apa yang tampak: ![Antrean di loket](antrean.png)."
    path = write(pack_text.replace("Jangan membuka hasil", f"{picture} Jangan membuka hasil"))
    assert texts(path, types) == ([f"error contoh.yaml:49: {problem}"] if found else [])
    guide = write(f"# Panduan\n\n{picture}\n", "facilitator_guides/lain.md")
    assert texts(guide, types) == ([f"error facilitator_guides/lain.md:3: {problem}"] if found else [])


def test_a_hard_sentence_is_shown_with_its_own_line(write: Write, pack_text: str, types: Any) -> None:
    block = f"screen:\n      id: |\n        Baca dulu.\n\n        Lalu jawab. {HARD}\n      en: x\n    say:"
    path = write(pack_text.replace("say:", block, 1))
    assert texts(path, types) == [
        "warning contoh.yaml:35: langkah 'buka', screen: kalimat sulit dibaca (9 kata, 7 di antaranya panjang): "
        "“Penyelenggaraan pelayanan dilaksanakan berdasarkan kepenting…”. Bagi dua, atau pakai kata sehari-hari."
    ]


def test_the_measure_counts_words_and_the_share_of_long_ones() -> None:
    assert list(sentences(f"Baca **dulu**, ya!\n\n- Lihat [laman](https://contoh.go.id) itu\n- {HARD}")) == [
        Sentence("Baca **dulu**, ya!", 3, 0),
        Sentence("Lihat laman itu", 3, 0),
        Sentence(HARD, 9, 7),
    ]
    assert Sentence(HARD, 9, 7).difficulty == 9 + 700 / 9
    assert [Sentence("", words, 0).is_hard for words in (25, 26)] == [False, True]
    assert [Sentence("", words, words).is_hard for words in (7, 8)] == [False, True]


def test_the_lessons_that_are_read_aloud_are_easy_enough() -> None:
    lesson = default_library().pack("keluhan_di_loket")
    assert [fields for step in lesson.runsheet for _, fields in hard_sentences(step.say or "")] == []


@given(st.text())
def test_any_text_can_be_measured(text: str) -> None:
    assert all(0 <= sentence.long <= sentence.words for sentence in sentences(text))


TEMPLATE = """\
template: tinjau
type: reflection
about: Tiga baris di akhir sesi
title: {id: Tinjau, en: Review}
prompt: {id: Apa yang Anda bawa pulang?, en: What do you take home?}
hints:
  - {id: Satu hal baru, en: One new thing}
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("", "", ""),
        ("prompt: {id", "promt: {id",
         "error datasets/templates/tinjau.yaml:5: promt: kunci 'promt' tidak dikenal. Maksud Anda 'prompt'?"),
        ("type: reflection", "type: reflexion",
         "error datasets/templates/tinjau.yaml:2: type: jenis 'reflexion' tidak dikenal. Maksud Anda 'reflection'?"),
        (", en: One new thing", "",
         "warning datasets/templates/tinjau.yaml:7: hints ke-1: teks peserta belum ada bahasa Inggrisnya"),
        ("Satu hal baru", "Menurut PP 53/2010",
         "error datasets/templates/tinjau.yaml:7: PP 53/2010 sudah dicabut"),
        ("Apa yang Anda bawa pulang?", HARD, "warning datasets/templates/tinjau.yaml:5: prompt: kalimat sulit dibaca"),
        ("template: tinjau", "template: lain", "error datasets/templates/tinjau.yaml:1: tulis 'template: tinjau'"),
        ("template: tinjau", "template: [", "error datasets/templates/tinjau.yaml:"),
    ],
)  # fmt: skip
def test_a_template_is_checked_as_a_definition_of_its_type(
    write: Write, tmp_path: Path, old: str, new: str, problem: str
) -> None:
    path = write(TEMPLATE.replace(old, new, 1), "datasets/templates/tinjau.yaml")
    for found in (texts(path), texts(tmp_path)):
        assert [text[: len(problem)] for text in found if problem in text[: len(problem)]] == (
            [problem] if problem else []
        )
        assert bool(found) == bool(problem)


def test_words_that_come_from_a_template_are_said_of_the_template_only(write: Write, pack_text: str) -> None:
    write(TEMPLATE.replace(", en: One new thing", ""), "templates/tinjau.yaml")
    step = "  - {id: akhir, title: {id: Akhir, en: End}, minutes: 15, activity: tinjauan}\nactivities:\n"
    pack = pack_text.replace("minutes: 30", "minutes: 15").replace(
        "activities:\n  - id: suara", step + "  - id: suara"
    )
    path = write(pack + "  - {id: tinjauan, template: tinjau}\n")
    assert [text for text in texts(path) if "tinjau" in text] == []


GRAPH = """\
  - id: cabang
    type: branching_case
    title: {id: Cabang, en: Branches}
    start: awal
    nodes:
      - id: awal
        title: {id: Awal, en: Start}
        text: {id: Awal, en: Start}
        choices:
          - {id: maju, text: {id: Maju, en: Go}, to: akhir}
          - {id: diam, text: {id: Diam, en: Wait}, to: akhir}
      - id: akhir
        title: {id: Akhir, en: End}
        text: {id: Akhir, en: End}
        end: selesai
      - id: sesat
        title: {id: Sesat, en: Lost}
        text: {id: Sesat, en: Lost}
        end: tersesat
"""


def test_a_fault_of_a_graph_names_the_line_of_the_node(write: Write, pack_text: str) -> None:
    path = write(pack_text + GRAPH)
    line = (pack_text + GRAPH).splitlines().index("      - id: sesat") + 1
    said = [text for text in texts(path) if "cabang" in text]
    assert len(said) == 1
    assert said[0].startswith(f"error contoh.yaml:{line}: aktivitas 'cabang', nodes ke-3: ")
