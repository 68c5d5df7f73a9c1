"""A guide's Markdown as blocks and runs of text, which every writer of documents understands.

Pictures and raw HTML are not part of guides: of a picture its description remains, of HTML its text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

WIDE_COLUMNS: Final = 6
"""Tables with so many columns stand on a page laid across."""

BOXES: Final = ("☐ ", "☑ ")

_PARSER: Final = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_TASK: Final = re.compile(r"\[( |x|X)\] ")
_WEB: Final = re.compile(r"(https?|mailto):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Run:
    """Some text in one look. ``href`` leads to the web; links between files are words only, for paper has none."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    struck: bool = False
    href: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the guide."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a line feed in a run is a line break."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to type, as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words to say, or words of somebody else."""

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; ``start`` is the first number, ``None`` for bullets."""

    start: int | None
    items: tuple[Blocks, ...]

    @property
    def boxed(self) -> bool:
        """Whether every item begins with a box to tick, which stands in place of the bullet."""
        return self.start is None and all(_words(item).startswith(BOXES) for item in self.items)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: all rows are as long as ``head``, which may be empty words."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]

    @property
    def headed(self) -> bool:
        """Whether the first row says anything."""
        return any(plain(cell) for cell in self.head)

    def shares(self) -> list[float]:
        """Return the share of the width that each column should have; they add up to 1.

        A column gets room for its longest word, the rest goes by the root of how much it has to say: by the amount
        itself, one long column would starve the others.
        """
        columns = list(zip(self.head, *self.rows, strict=True))
        words = [max((len(word) for cell in column for word in plain(cell).split()), default=1) for column in columns]
        texts = [math.sqrt(sum(len(plain(cell)) for cell in column)) for column in columns]
        wants = [min(word, 18) + 2 + text for word, text in zip(words, texts, strict=True)]
        return [want / sum(wants) for want in wants]


Block = Heading | Paragraph | Code | Rule | Quote | Listing | Table
Blocks = tuple[Block, ...]


def read_blocks(markdown: str) -> Blocks:
    """Return the blocks of a text in Markdown (CommonMark with tables and struck-out words).

    Example:
        >>> read_blocks("# Judul")
        (Heading(level=1, runs=(Run(text='Judul', bold=False, italic=False, code=False, struck=False, href=None),)),)
    """
    return tuple(_blocks(SyntaxTreeNode(_PARSER.parse(markdown)).children))


def plain(runs: Runs) -> str:
    """Return the words without their look."""
    return "".join(run.text for run in runs)


def pages(blocks: Blocks) -> list[tuple[bool, Blocks]]:
    """Return the blocks in stretches that share a page's direction: ``(across, blocks)``.

    A stretch goes from heading to heading; one with a wide table lies across the page, with the headings before it.
    """
    stretches: list[tuple[bool, list[Block]]] = []
    for block in blocks:
        if not stretches or (isinstance(block, Heading) and not _only_headings(stretches[-1][1])):
            stretches.append((False, []))
        stretches[-1][1].append(block)
        if isinstance(block, Table) and len(block.head) >= WIDE_COLUMNS:
            stretches[-1] = (True, stretches[-1][1])
    joined: list[tuple[bool, Blocks]] = []
    for across, stretch in stretches:
        if joined and joined[-1][0] == across:
            joined[-1] = (across, (*joined[-1][1], *stretch))
        else:
            joined.append((across, tuple(stretch)))
    return joined


def _words(blocks: Blocks) -> str:
    return plain(blocks[0].runs) if blocks and isinstance(blocks[0], Paragraph) else ""


def _only_headings(blocks: Sequence[Block]) -> bool:
    return all(isinstance(block, Heading) for block in blocks)


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        if node.type == "heading":
            yield Heading(int(node.tag[1]), _inline(node))
        elif node.type == "paragraph":
            yield Paragraph(_inline(node))
        elif node.type in ("fence", "code_block"):
            yield Code(node.content.rstrip("\n"))
        elif node.type == "hr":
            yield Rule()
        elif node.type == "blockquote":
            yield Quote(tuple(_blocks(node.children)))
        elif node.type in ("bullet_list", "ordered_list"):
            start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
            yield Listing(start, tuple(_task(tuple(_blocks(item.children))) for item in node.children))
        elif node.type == "table":
            rows = [tuple(_inline(cell) for cell in row.children) for part in node.children for row in part.children]
            yield Table(rows[0], tuple(rows[1:]))


def _task(blocks: Blocks) -> Blocks:
    """Turn ``[ ]`` at the start of a list's item into a box to tick."""
    match blocks:
        case (Paragraph((Run(text) as first, *rest)), *others) if found := _TASK.match(text):
            box = BOXES[found[1] != " "]
            return (Paragraph((replace(first, text=box + text[found.end() :]), *rest)), *others)
    return blocks


def _inline(node: SyntaxTreeNode) -> Runs:
    return tuple(run for child in node.children for run in _runs(child, Run("")))


def _runs(node: SyntaxTreeNode, look: Run) -> Iterator[Run]:
    if node.type == "text" or node.type == "html_inline":
        if node.content:
            yield replace(look, text=node.content)
    elif node.type == "code_inline":
        yield replace(look, text=node.content, code=True)
    elif node.type == "softbreak":
        yield replace(look, text=" ")
    elif node.type == "hardbreak":
        yield replace(look, text="\n")
    elif node.type == "image":
        yield replace(look, text=node.content)
    else:
        yield from (run for child in node.children for run in _runs(child, _look(node, look)))


def _look(node: SyntaxTreeNode, look: Run) -> Run:
    if node.type == "strong":
        return replace(look, bold=True)
    if node.type == "em":
        return replace(look, italic=True)
    if node.type == "s":
        return replace(look, struck=True)
    if node.type == "link" and _WEB.match(href := str(node.attrs.get("href", ""))):
        return replace(look, href=href)
    return look
