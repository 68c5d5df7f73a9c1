"""Blocks as a Word document: real headings, lists and tables, its language set, so that a screen reader can follow.

``python-docx`` makes it. What that library has no call for (links, a list that starts anew, the number of a page) is
written as elements of the format, ECMA-376 part 1.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

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
)
from etika_widgets.documents.front import Front

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table as WordTable
    from docx.text.paragraph import Paragraph as WordParagraph

MIME: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_A4: Final = (210, 297)
_MARGIN: Final = 22
_QUOTED: Final = 8
"""Millimetres, as the others above."""
_TABLE_SIZE: Final = 9.5
_LINK: Final = "0B4F6C"
_DEEPEST: Final = 3
"""Word has list styles for so many levels."""


def to_docx(front: Front, blocks: Blocks) -> bytes:
    """Return a document as DOCX.

    Args:
        front: what stands under the title and on every page.
        blocks: the text; its first heading is the title.
    """
    import docx
    from docx.shared import Mm

    made = docx.Document()
    set_language(made, "id-ID")
    made.styles["Quote"].paragraph_format.left_indent = Mm(_QUOTED)
    made.core_properties.title = front.title
    made.core_properties.author = front.author
    made.core_properties.comments = ""
    made.core_properties.language = "id-ID"
    for place, (across, stretch) in enumerate(pages(blocks)):
        section = made.sections[0] if place == 0 else made.add_section()
        _set_page(section, across=across)
        writer = _Writer(made, (_A4[1] if across else _A4[0]) - 2 * _MARGIN)
        for number, block in enumerate(stretch):
            writer.block(block)
            if place == number == 0:
                for note in front.notes:
                    made.add_paragraph(note).runs[0].italic = True
    _footer(made.sections[0], front.footer)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def set_language(made: Document, locale: str) -> None:
    """Say in which language a document is written."""
    properties = made.styles["Normal"].element.get_or_add_rPr()
    properties.append(_element("w:lang", val=locale))


def repeat_head(table: WordTable) -> None:
    """Mark the first row as headings: screen readers announce them, Word repeats them on the next page."""
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _set_page(section: Section, *, across: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    width, height = reversed(_A4) if across else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(_MARGIN))


def _footer(section: Section, text: str) -> None:
    """Put a line and the number of the page at the foot; the following sections take it over."""
    from docx.shared import Pt

    line = section.footer.paragraphs[0]
    line.add_run(f"{text} · Halaman ")
    for name, between in (("PAGE", " dari "), ("NUMPAGES", "")):
        field = _element("w:fldSimple", instr=name)
        run = line.add_run("1")
        field.append(run._r)
        line._p.append(field)
        line.add_run(between)
    for run in line.runs:
        run.font.size = Pt(9)


class _Writer:
    """Adds blocks to a document, on pages with ``width`` millimetres between the margins."""

    def __init__(self, made: Document, width: float) -> None:
        self.made = made
        self.width = width

    def block(self, block: Block, style: str | None = None, depth: int = 1) -> None:
        """Add a block; ``style`` is that of the list or quotation around it, ``depth`` how deep lists are."""
        match block:
            case Heading(level, runs):
                self.words(self.made.add_heading("", min(level - 1, 9)), runs)
            case Paragraph(runs):
                self.words(self.made.add_paragraph(style=style), runs)
            case Code(text):
                self.words(self.made.add_paragraph(style=style), (Run(text, code=True),))
            case Rule():
                self.made.add_paragraph("———")
            case Quote(blocks):
                for inner in blocks:
                    self.block(inner, style="Quote", depth=depth)
            case Listing():
                self.listing(block, depth)
            case Table():
                self.table(block)

    def listing(self, listing: Listing, depth: int) -> None:
        """Add a list, numbered anew."""
        level = "" if depth == 1 else f" {min(depth, _DEEPEST)}"
        kind = "List" if listing.boxed else "List Bullet" if listing.start is None else "List Number"
        number = None if listing.start is None else self._numbering(kind + level, listing.start)
        for item in listing.items:
            for place, block in enumerate(item):
                style = f"List Continue{level}" if place else kind + level
                self.block(block, style=style, depth=depth + 1)
                if place == 0 and number is not None and isinstance(block, Paragraph):
                    properties = self.made.paragraphs[-1]._p.get_or_add_pPr().get_or_add_numPr()
                    properties.get_or_add_numId().val = number

    def _numbering(self, style: str, start: int) -> int:
        """Return the id of a numbering of its own that looks like the style's and begins at ``start``."""
        numbering = self.made.part.numbering_part.numbering_definitions._numbering
        kept = self.made.styles[style].element.pPr.numPr.numId.val
        own = numbering.add_num(numbering.num_having_numId(kept).abstractNumId.val)
        own.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(own.numId)

    def table(self, table: Table) -> None:
        """Add a table with its head repeated on every page."""
        from docx.shared import Mm, Pt

        rows = [table.head, *table.rows] if table.headed else table.rows
        made = self.made.add_table(rows=len(rows), cols=len(table.head), style="Table Grid")
        made.autofit = False
        widths = [Mm(self.width * share) for share in table.shares()]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for number, (row, cells) in enumerate(zip(made.rows, rows, strict=True)):
            row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
            for cell, runs, width in zip(row.cells, cells, widths, strict=True):
                cell.width = width
                self.words(cell.paragraphs[0], runs, bold=table.headed and number == 0)
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(_TABLE_SIZE)
        if table.headed:
            repeat_head(made)
        self.made.add_paragraph()

    def words(self, paragraph: WordParagraph, runs: Runs, *, bold: bool = False) -> None:
        """Add runs of text to a paragraph."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.shared import RGBColor

        for run in runs:
            made = paragraph.add_run(run.text)
            made.bold, made.italic = run.bold or bold or None, run.italic or None
            made.font.strike = run.struck or None
            if run.code:
                made.font.name = "Consolas"
            if run.href:
                made.font.underline, made.font.color.rgb = True, RGBColor.from_string(_LINK)
                link = _element("w:hyperlink")
                relation = paragraph.part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", relation)
                link.append(made._r)
                paragraph._p.append(link)
