"""A guide's Markdown becomes blocks; nothing of it is lost, and wide tables turn the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.documents.blocks import (
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
    pages,
    plain,
    read_blocks,
)

WIDE = "| A | B | C | D | E | F |\n|---|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 | 6 |\n"


def test_every_kind_of_block_is_read():
    text = (
        "# Judul\n\nSatu **dua *tiga*** `empat` ~~lima~~\nenam\\\ntujuh\n\n> Ucapkan.\n\n"
        "```\netika serve\n```\n\n---\n"
        "3. a\n4. b\n   - c\n"
    )
    assert read_blocks(text) == (
        Heading(1, (Run("Judul"),)),
        Paragraph(
            (
                Run("Satu "), Run("dua ", bold=True), Run("tiga", bold=True, italic=True), Run(" "),
                Run("empat", code=True), Run(" "), Run("lima", struck=True), Run(" "), Run("enam"), Run("\n"),
                Run("tujuh"),
            )
        ),
        Quote((Paragraph((Run("Ucapkan."),)),)),
        Code("etika serve"),
        Rule(),
        Listing(
            3,
            (
                (Paragraph((Run("a"),)),),
                (Paragraph((Run("b"),)), Listing(None, ((Paragraph((Run("c"),)),),))),
            ),
        ),
    )  # fmt: skip


def test_web_links_stay_links_and_links_to_files_become_words():
    (paragraph,) = read_blocks("[a](https://contoh.go.id) [b](hari_h.md#x) [c](ftp://x)")
    assert paragraph.runs == (Run("a", href="https://contoh.go.id"), Run(" "), Run("b"), Run(" "), Run("c"))


def test_tasks_become_boxes_in_place_of_bullets():
    tasks, mixed = read_blocks("- [ ] satu\n- [x] **dua**\n\ntengah\n\n- [ ] satu\n- dua\n")[::2]
    assert [plain(item[0].runs) for item in tasks.items] == ["☐ satu", "☑ dua"]
    assert (tasks.boxed, mixed.boxed) == (True, False)


def test_html_is_shown_as_the_text_it_is():
    (paragraph,) = read_blocks("Baris <script>alert(1)</script>")
    assert plain(paragraph.runs) == "Baris <script>alert(1)</script>"


def test_a_table_knows_whether_it_has_a_head():
    headed, bare = read_blocks("| A | B |\n|---|---|\n| 1 | **2** |\n\nx\n\n| | |\n|---|---|\n| **A** | 1 |\n")[::2]
    assert headed == Table(((Run("A"),), (Run("B"),)), (((Run("1"),), (Run("2", bold=True),)),))
    assert (headed.headed, bare.headed) == (True, False)


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=400)), min_size=1, max_size=8))
def test_shares_of_a_table_add_up_and_no_column_starves(rows):
    table = Table((), tuple(tuple((Run(cell),) for cell in row) for row in rows))
    shares = Table(((), ()), table.rows).shares()
    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0.02


def test_only_the_part_with_the_wide_table_lies_across_the_page():
    blocks = read_blocks(
        f"# J\n\nA\n\n## B\n\nb\n\n## RBPMP\n\n### Tabel\n\n{WIDE}\nSesudah\n\n## RP\n\n{WIDE}\n## C\n\nc\n"
    )
    found = [
        (across, [plain(one.runs) for one in stretch if isinstance(one, Heading)]) for across, stretch in pages(blocks)
    ]
    assert found == [(False, ["J", "B"]), (True, ["RBPMP", "Tabel", "RP"]), (False, ["C"])]
    assert tuple(block for _, stretch in pages(blocks) for block in stretch) == blocks
