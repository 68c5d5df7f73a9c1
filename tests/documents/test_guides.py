"""Guides as PDF and Word: complete, readable on paper, tagged, with every sign in a font."""

from __future__ import annotations

import io
import re
from itertools import accumulate
from pathlib import Path

import docx
import pypdf
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from etika_widgets.cli import main
from etika_widgets.content.library import default_library
from etika_widgets.documents import guides as documents
from etika_widgets.documents.blocks import (
    Block,
    Blocks,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Run,
    Table,
    plain,
    read_blocks,
)
from etika_widgets.documents.front import Front
from etika_widgets.documents.guides import export, front_of, guides
from etika_widgets.documents.pdf import to_pdf
from etika_widgets.documents.word import to_docx
from etika_widgets.errors import SettingError

LESSON = "keluhan_di_loket"
FRONT = Front("Judul", "Penyusun", ("Catatan.",), "Kaki")
SMALLEST = 9
"""Points on paper."""


def blocks_of(name: str) -> Blocks:
    return documents.blocks_of(name, guides()[name].read_text(encoding="utf-8"))


def words_of(block: Block) -> list[str]:
    match block:
        case Heading(_, runs) | Paragraph(runs):
            return plain(runs).split()
        case Code(text):
            return text.split()
        case Quote(blocks):
            return [word for inner in blocks for word in words_of(inner)]
        case Listing(_, items):
            return [word for item in items for inner in item for word in words_of(inner)]
        case Table(head, rows):
            return [word for row in (head, *rows) for cell in row for word in plain(cell).split()]
    return []


def read_pdf(raw: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(raw))


@pytest.fixture(scope="module")
def pdf() -> pypdf.PdfReader:
    blocks = blocks_of(LESSON)
    return read_pdf(to_pdf(front_of(LESSON, blocks), blocks))


@pytest.fixture(scope="module")
def word() -> docx.document.Document:
    blocks = blocks_of(LESSON)
    return docx.Document(io.BytesIO(to_docx(front_of(LESSON, blocks), blocks)))


@pytest.mark.parametrize("name", sorted(guides()))
def test_every_shipped_guide_can_be_printed_without_an_empty_box(name):
    blocks = blocks_of(name)
    assert to_pdf(front_of(name, blocks), blocks).startswith(b"%PDF")
    assert to_docx(front_of(name, blocks), blocks).startswith(b"PK")


def test_a_sign_that_no_font_has_is_told_instead_of_printed_as_a_box():
    with pytest.raises(SettingError, match="PDF tidak punya huruf untuk '龘'"):
        to_pdf(FRONT, read_blocks("# Judul\n\nTanda 龘 ini."))


def test_the_pdf_holds_every_word_of_the_guide(pdf):
    printed = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    words = {word for block in blocks_of(LESSON) for word in words_of(block)}
    assert len(words) > 1000
    assert {word for word in words if word not in printed} == set()


def test_the_last_annex_of_a_lesson_says_what_its_pack_says():
    pack = default_library().pack(LESSON)
    blocks = blocks_of(LESSON)
    annex = blocks[
        [isinstance(one, Heading) and plain(one.runs)[:14] == "Lampiran akhir" for one in blocks].index(True) :
    ]
    told = [" ".join(words_of(block)) for block in annex]
    assert [text for text in told if re.match(r"\d+–\d+ · ", text)] == [
        f"{begin}–{begin + step.minutes} · {step.title.id}"
        for step, begin in zip(
            pack.runsheet, accumulate((one.minutes for one in pack.runsheet), initial=0), strict=False
        )
    ]
    whole = " ".join(told)
    for step in pack.runsheet:
        for said in (step.say, step.if_silent):
            assert [word for word in (said or "").replace("*", "").split() if word not in whole] == []
    quizzes = [one for one in pack.activities if one.type == "quiz"]
    assert [
        whole.count(f"{one.title.id} {number} ({item.key}):")
        for one in quizzes
        for number, item in enumerate(one.items, 1)
    ] == [1] * 10
    reveals = [one.reveal.id.split("**")[1] for one in pack.activities if getattr(one, "reveal", None)]
    assert [whole.count(text) >= 1 for text in reveals] == [True] * len(reveals)


def test_only_lessons_have_that_annex():
    with_annex = {name for name in guides() if "Lampiran akhir." in str(blocks_of(name))}
    assert with_annex == set(default_library().packs()) & set(guides())


def test_the_pdf_is_tagged_and_says_its_title_and_language(pdf):
    assert pdf.metadata.title == "Panduan fasilitator: Keluhan di loket"
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    assert pdf.root_object["/Lang"] == "id"


def test_the_pdf_shows_pages_the_day_of_the_law_and_the_licence(pdf):
    texts = [page.extract_text() for page in pdf.pages]
    assert "Hukum menurut sumber tersimpan, 22 November 2026; periksa sebelum mengajar." in texts[0]
    assert "Memuat jawaban: jangan dibagikan" in texts[0]
    for number, text in enumerate(texts, start=1):
        assert f"Halaman {number} dari {len(texts)}" in text
        assert "CC BY 4.0" in text


def test_wide_tables_of_the_pdf_lie_across_the_page_and_nothing_is_smaller_than_nine_points(pdf):
    wide = [page.extract_text() for page in pdf.pages if page.mediabox.width > page.mediabox.height]
    assert "RBPMP" in wide[0]
    assert all("Rencana menit" not in text for text in wide)
    sizes: set[float] = set()
    for page in pdf.pages:
        page.extract_text(
            visitor_text=lambda text, _cm, tm, _font, size: sizes.add(abs(size * tm[3])) if text.strip() else None
        )
    assert min(sizes) >= SMALLEST - 0.001


@settings(max_examples=25, deadline=None)  # the first one reads the fonts
@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x17E, blacklist_characters="\x7f\xad"), max_size=60))
def test_no_text_of_a_guide_is_taken_for_a_command_of_the_typesetter(text):
    cells = ((Run("kepala"),), (Run(text, bold=True),))
    blocks = (Heading(1, (Run("Judul"),)), Paragraph((Run(text), Run(text, code=True))), Table(cells, (cells,)))
    printed = read_pdf(to_pdf(FRONT, blocks)).pages[0].extract_text()
    assert "Halaman 1 dari 1" in printed


def test_word_holds_headings_every_word_and_its_language(word):
    body = [paragraph for paragraph in word.paragraphs if paragraph.style.name.startswith(("Title", "Heading"))]
    wanted = [block for block in blocks_of(LESSON) if isinstance(block, Heading)]
    assert [(p.text, p.style.name) for p in body] == [
        (plain(block.runs), f"Heading {block.level - 1}" if block.level > 1 else "Title") for block in wanted
    ]
    kept = "".join("".join(part.itertext()) for part in word.element.body.iter(qn("w:t")))
    words = {one for block in blocks_of(LESSON) for one in words_of(block)}
    assert {one for one in words if one not in kept} == set()
    assert word.core_properties.language == "id-ID"


def test_word_repeats_heads_of_tables_and_turns_only_the_wide_ones(word):
    directions = [section.orientation for section in word.sections]
    assert directions[:3] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    rbpmp = next(table for table in word.tables if "Sub Materi Pokok" in [cell.text for cell in table.rows[0].cells])
    assert rbpmp.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    width = sum(cell.width for cell in rbpmp.rows[0].cells)
    across = word.sections[1]
    assert width == pytest.approx(across.page_width - across.left_margin - across.right_margin, rel=0.01)
    sizes = {run.font.size.pt for cell in rbpmp.rows[1].cells for run in cell.paragraphs[0].runs}
    assert min(sizes) >= SMALLEST
    footer = word.sections[0].footer.paragraphs[0]
    assert [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    assert all(section.footer.is_linked_to_previous for section in list(word.sections)[1:])


def test_numbered_lists_of_word_begin_anew_and_links_lead_out():
    made = docx.Document(
        io.BytesIO(to_docx(FRONT, read_blocks("# J\n\n1. a\n2. b\n\nx\n\n5. c\n\n[situs](https://contoh.go.id)\n")))
    )
    numbers = [p._p.pPr.numPr.numId.val for p in made.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]
    starts = {
        num.numId: [one.get(qn("w:val")) for one in num.iter(qn("w:startOverride"))]
        for num in made.part.numbering_part.element.num_lst
    }
    assert (starts[numbers[0]], starts[numbers[2]]) == (["1"], ["5"])
    (link,) = [link for paragraph in made.paragraphs for link in paragraph.hyperlinks]
    assert (link.text, link.address) == ("situs", "https://contoh.go.id")


def test_a_guide_of_ones_own_takes_its_licence_and_dates_from_its_pack(tmp_path):
    pack = guides()[LESSON].parents[1] / "datasets" / f"{LESSON}.yaml"
    text = pack.read_text(encoding="utf-8").replace("checked_on: 2026-11-22", "checked_on: 2025-03-01", 1)
    text = text.replace("licence: CC BY 4.0", "licence: CC BY-SA 4.0", 1).replace(
        f"slug: {LESSON}", "slug: loket_kami"
    )
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "loket_kami.yaml").write_text(text, encoding="utf-8")
    front = front_of("loket_kami", read_blocks("# Loket kami"), [tmp_path])
    assert front.notes[1] == "Hukum menurut sumber tersimpan, 1 Maret 2025; periksa sebelum mengajar."
    assert front.footer.startswith("Loket kami · Etika Widgets ")
    assert front.footer.endswith("CC BY-SA 4.0")


def test_the_command_lists_writes_and_names_what_there_is(tmp_path, capsys):
    assert main(["guide"]) == 0
    assert [line.strip() for line in capsys.readouterr().out.splitlines()[1:]] == sorted(guides())
    assert main(["guide", "privasi", "--docx", "--out", str(tmp_path / "cetak")]) == 0
    assert Path(capsys.readouterr().out.strip()) == tmp_path / "cetak" / "privasi.docx"
    assert [path.name for path in (tmp_path / "cetak").iterdir()] == ["privasi.docx"]
    assert main(["guide", "privasy"]) == 2
    assert "Panduan 'privasy' tidak ada. Yang ada: " in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "berkas").write_text("x")
    with pytest.raises(SettingError, match="tidak dapat ditulis"):
        export("privasi", tmp_path / "berkas")
