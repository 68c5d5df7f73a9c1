"""A notebook file as the check reads it: cells, and the line of the file on which each line of a cell stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etika_widgets.content.problems import ContentError, Problem


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``lines[i]`` is the place in the file of the i-th line of ``source``."""

    number: int
    kind: str
    id: str | None
    source: str
    tags: tuple[str, ...]
    has_outputs: bool
    line: int
    lines: tuple[int, ...]

    def line_of(self, index: int) -> int:
        """Return the line in the file of line ``index`` (from 0) of the cell."""
        return self.lines[index] if index < len(self.lines) else self.line


@dataclass(frozen=True, slots=True)
class Notebook:
    """A parsed ``.ipynb`` file."""

    path: Path
    data: dict[str, Any]
    cells: tuple[Cell, ...]


def read_notebook(path: Path) -> Notebook:
    """Read a notebook.

    Raises:
        ContentError: the file cannot be read or is not JSON of a notebook.
    """
    try:
        raw = path.read_text(encoding="utf-8")
        data = json.loads(raw)
    except OSError as error:
        problem = Problem(path, 1, "file tidak dapat dibaca: {reason}", {"reason": error.strerror or str(error)})
        raise ContentError([problem]) from error
    except json.JSONDecodeError as error:
        raise ContentError(
            [Problem(path, error.lineno, "notebook rusak: JSON tidak dapat dibaca di sini.")]
        ) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ContentError([Problem(path, 1, "notebook rusak: file bukan JSON UTF-8.")]) from error
    cells = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        raise ContentError([Problem(path, 1, "file bukan notebook: daftar 'cells' tidak ada.")])
    places = _Places(raw)
    return Notebook(path, data, tuple(_cell(number, cell, places) for number, cell in enumerate(cells, 1)))


def _cell(number: int, cell: dict[str, Any], places: _Places) -> Cell:
    source = cell.get("source", "")
    text = "".join(str(line) for line in source) if isinstance(source, list) else str(source)
    name = cell.get("id")
    line = places.find(f'"id": {json.dumps(name)}') if isinstance(name, str) else places.here
    lines = []
    for part in text.splitlines():
        lines.append(places.find(json.dumps(part, ensure_ascii=False)[1:-1], ascii_too=part) if part.strip() else 0)
    metadata = cell.get("metadata")
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return Cell(
        number=number,
        kind=str(cell.get("cell_type")),
        id=name if isinstance(name, str) else None,
        source=text,
        tags=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        has_outputs=bool(cell.get("outputs")) or cell.get("execution_count") is not None,
        line=line,
        lines=tuple(found or line for found in lines),
    )


class _Places:
    """Finds texts in the raw file one after another, so that equal lines of two cells are told apart."""

    def __init__(self, raw: str) -> None:
        self._lines = raw.splitlines() or [""]
        self._next = 0

    @property
    def here(self) -> int:
        return min(self._next, len(self._lines) - 1) + 1

    def find(self, needle: str, ascii_too: str | None = None) -> int:
        """Return the line that holds ``needle``, at or after the last one found; else the present line."""
        needles = {needle}
        if ascii_too is not None:
            needles.add(json.dumps(ascii_too)[1:-1])
        for index in range(self._next, len(self._lines)):
            if any(wanted in self._lines[index] for wanted in needles):
                self._next = index
                return index + 1
        return self.here
