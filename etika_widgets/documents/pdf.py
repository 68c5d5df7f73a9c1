"""Blocks as PDF: tagged for screen readers (PDF/UA-1), fonts embedded, nothing fetched. Typst sets it.

Every text goes to Typst as a string, never as markup, so that a guide cannot say anything to it. The fonts are those
that come with Typst (Libertinus, SIL Open Font Licence) and with matplotlib (DejaVu, for ☐ and other signs).
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from etika_widgets.documents.blocks import (
    Block,
    Blocks,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
    pages,
    plain,
)
from etika_widgets.documents.front import Front
from etika_widgets.errors import SettingError

if TYPE_CHECKING:
    import typst

MIME: Final = "application/pdf"
TABLE_SIZE: Final = 9.5
"""Points; smaller is not read on paper at arm's length."""

_SHORT_TABLE: Final = 900
"""Characters; shorter tables are not broken over two pages."""
_NO_GLYPH: Final = re.compile(r'the text `"(.+?)"` could not be displayed')

# Typst sets code at 0.8em by itself; 1.05 × 1.14 of that keeps it above nine points in tables.
_FRAME: Final = """
#set document(title: {title}, author: {author}, date: none)
#set text(lang: "id", size: 11pt, font: ("Libertinus Serif", "DejaVu Sans"), fallback: false, hyphenate: false)
#set page(paper: "a4", margin: (x: 22mm, top: 22mm, bottom: 24mm), footer: context {{
  set text(size: 9pt, fill: rgb("#444444"))
  line(length: 100%, stroke: 0.5pt + rgb("#999999"))
  v(-0.6em)
  grid(columns: (1fr, auto), column-gutter: 1em, {footer},
    [Halaman #counter(page).display() dari #counter(page).final().first()])
}})
#set par(leading: 0.62em, spacing: 0.9em)
#set list(indent: 0.4em, spacing: 0.6em)
#set enum(indent: 0.4em, spacing: 0.6em)
#set table(inset: (x: 5pt, y: 4.5pt), stroke: 0.5pt + rgb("#888888"), align: left + top,
  fill: (_, y) => if y == 0 {{ rgb("#eef2f1") }})
#show table: set text(size: {size}pt)
#show table: set par(leading: 0.5em)
#show raw: set text(font: "DejaVu Sans Mono", size: 1.05em)
#show table: it => {{ show raw: set text(size: 1.14em); it }}
#show raw.where(block: true): it => block(fill: rgb("#f3f3f3"), inset: 7pt, width: 100%, it)
#show link: it => text(fill: rgb("#0b4f6c"), underline(it))
#show quote: it => block(inset: (left: 9pt, y: 4pt), stroke: (left: 2pt + rgb("#7a9e9f")), it.body)
#show heading: set block(above: 1.5em, below: 0.7em, sticky: true)
#show heading: set text(fill: rgb("#123c3d"))
#show heading.where(level: 1): set text(size: 21pt)
#show heading.where(level: 2): set text(size: 15pt)
#show heading.where(level: 3): set text(size: 12.5pt)
"""


def to_pdf(front: Front, blocks: Blocks) -> bytes:
    """Return a document as PDF.

    Args:
        front: what stands under the title and on every page.
        blocks: the text; its first heading is the title.

    Raises:
        SettingError: a sign is in none of the fonts; it would be printed as an empty box.
    """
    import typst

    text = source(front, blocks).encode()
    try:
        made: bytes = typst.compile(text, font_paths=_fonts(), format="pdf", pdf_standards="ua-1", timestamp=0)
    except typst.TypstError as error:
        if found := _NO_GLYPH.search(error.message):
            raise SettingError(
                "PDF tidak punya huruf untuk '{sign}'. Ganti tanda itu, atau buat dokumen Word saja (--docx).",
                sign=found[1],
            ) from error
        raise
    return made


def source(front: Front, blocks: Blocks) -> str:
    """Return the document as Typst reads it."""
    frame = _FRAME.format(
        title=_quoted(front.title), author=_quoted(front.author), footer=_quoted(front.footer), size=TABLE_SIZE
    )
    stretches = []
    notes = f"#block(below: 1.2em, text(size: 10pt, {_quoted(chr(10).join(front.notes))}));"
    for place, (across, stretch) in enumerate(pages(blocks)):
        text = "\n".join(_block(block) for block in stretch)
        if place == 0 and stretch and isinstance(stretch[0], Heading):
            text = "\n".join([_block(stretch[0]), notes, *(_block(block) for block in stretch[1:])])
        stretches.append(f"#page(flipped: true)[\n{text}\n]" if across else text)
    return frame + "\n".join(stretches) + "\n"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    import matplotlib
    import typst

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


def _block(block: Block) -> str:
    match block:
        case Heading(level, runs):
            return f"#heading(level: {level})[{_runs(runs)}];"
        case Paragraph(runs):
            return f"#par[{_runs(runs)}];"
        case Code(text):
            return f"#raw(block: true, {_quoted(text)});"
        case Rule():
            return "#line(length: 100%, stroke: 0.5pt);"
        case Quote(blocks):
            return f"#quote(block: true)[{_all(blocks)}];"
        case Listing(None, items):
            marker = "marker: [], body-indent: 0pt, " if block.boxed else ""
            return f"#list({marker}{', '.join(f'[{_all(item)}]' for item in items)});"
        case Listing(start, items):
            return f"#enum(start: {start}, {', '.join(f'[{_all(item)}]' for item in items)});"
        case Table():
            return _table(block)


def _all(blocks: Blocks) -> str:
    """Return the blocks inside another; a single paragraph is just its words, so that lists stay close."""
    match blocks:
        case (Paragraph(runs),):
            return _runs(runs)
    return "".join(_block(block) for block in blocks)


def _table(table: Table) -> str:
    shares = ", ".join(f"{share * 100:.2f}fr" for share in table.shares())
    head = ", ".join(f"[#strong[{_runs(cell)}];]" for cell in table.head)
    parts = [f"table.header({head})" if table.headed else "fill: none"]
    parts += [f"[{_runs(cell)}]" for row in table.rows for cell in row]
    made = f"#table(columns: ({shares},), {', '.join(parts)});"
    short = sum(len(plain(cell)) for row in table.rows for cell in row) < _SHORT_TABLE
    return f"#block(breakable: false)[{made}];" if short else made


def _runs(runs: Runs) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    made = f"#raw({_quoted(run.text)});" if run.code else f"#{_quoted(run.text)};"
    for wrapped, name in ((run.italic, "emph"), (run.bold, "strong"), (run.struck, "strike")):
        made = f"#{name}[{made}];" if wrapped else made
    return f"#link({_quoted(run.href)})[{made}];" if run.href else made


def _quoted(text: str) -> str:
    """Return a Typst string; its escapes are those of JSON for all but control characters."""
    clean = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    return json.dumps(clean, ensure_ascii=False)
