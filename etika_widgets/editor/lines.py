"""Cuts and swaps items of a YAML list as lines of text, so that every comment stays with its item. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Span(NamedTuple):
    """Lines ``start`` to ``stop`` (not included) of an item, with the comments right above it."""

    start: int
    stop: int


def item_spans(lines: Sequence[str], items: Any) -> list[Span] | None:
    """Return where the items of a block list stand; ``None`` if they do not stand on lines of their own.

    Args:
        lines: of the file.
        items: the list, as ruamel.yaml read it.
    """
    rows = [items.lc.item(index) for index in range(len(items))]
    if any(lines[row][:column].strip() != "-" for row, column in rows):
        return None
    return [_span(lines, row) for row, _ in rows]


def key_span(lines: Sequence[str], mapping: Any, key: str) -> Span | None:
    """Return where a key of a block mapping stands with its value; ``None`` if something else begins on its line."""
    row, column = mapping.lc.key(key)
    return None if lines[row][:column].strip() else _span(lines, row)


def _span(lines: Sequence[str], row: int) -> Span:
    """Return the lines of what begins at ``row``: all that is indented further, and the comments right above it."""
    indent = _indent(lines[row])
    start, stop = row, row + 1
    while stop < len(lines) and (_is_apart(lines[stop]) or _indent(lines[stop]) > indent):
        stop += 1
    while stop > row + 1 and _is_apart(lines[stop - 1]):
        stop -= 1
    while start > 0 and lines[start - 1].lstrip().startswith("#") and _indent(lines[start - 1]) == indent:
        start -= 1
    return Span(start, stop)


def without(lines: Sequence[str], span: Span) -> list[str]:
    """Return the lines without an item; of the blank lines around it, those above go with it."""
    start = span.start
    while start > 0 and not lines[start - 1].strip() and not "".join(lines[span.stop : span.stop + 1]).strip():
        start -= 1
    return [*lines[:start], *lines[span.stop :]]


def swapped(lines: Sequence[str], first: Span, second: Span) -> list[str]:
    """Return the lines with two neighbouring items in each other's place."""
    return [
        *lines[: first.start],
        *lines[second.start : second.stop],
        *lines[first.stop : second.start],
        *lines[first.start : first.stop],
        *lines[second.stop :],
    ]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_apart(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")
