"""Rules for guides: minutes that add up to the lesson, and objectives that can be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from etika_widgets.content.pack import MINUTES_PER_JP
from etika_widgets.content.problems import Problem
from etika_widgets.content.text_rules import UNOBSERVABLE, unobservable
from etika_widgets.i18n import N_

_RUNNING_HEAD: Final = re.compile(r"\|\s*\**(menit|min|minutes?)\**\s*\|", re.IGNORECASE)
_RUNNING_ROW: Final = re.compile(r"\|\s*\**(\d+)\s*[–-]\s*(\d+)\**\s*\|")
_PLAN_HEAD: Final = re.compile(r"\b(?:alokasi )?waktu \(menit\)|\bminutes\b", re.IGNORECASE)
_TOTAL: Final = re.compile(r"akumulasi waktu|total", re.IGNORECASE)
_JP: Final = re.compile(r"(?<![\d.,])(\d+)\s*JP\s*\((?:\d+\s*×\s*45\s*menit\s*=\s*)?(\d+)\s*menit\)")
_OBJECTIVES: Final = re.compile(r"tujuan pembelajaran|hasil belajar|objectives", re.IGNORECASE)


def guide_problems(path: Path, lines: Sequence[str], minutes: int | None) -> Iterator[Problem]:
    """Yield what is wrong with a guide by itself and, if it belongs to a lesson of ``minutes``, against that."""
    yield from _objectives(path, lines)
    yield from _lesson_hours(path, lines)
    yield from _plans(path, lines, minutes)
    if minutes is not None:
        yield from _running_minutes(path, lines, minutes)


def _objectives(path: Path, lines: Sequence[str]) -> Iterator[Problem]:
    """Look at the section of objectives, and at the column of indicators in the plans."""
    inside, column = False, None
    for number, line in enumerate(lines, 1):
        cells = _cells(line)
        if line.startswith("#"):
            inside = _OBJECTIVES.search(line) is not None
        elif cells and column is None:
            column = next((place for place, cell in enumerate(cells) if "indikator hasil belajar" in cell.lower()), -1)
            continue
        elif not cells:
            column = None
        said = line if inside else cells[column] if cells and column is not None and 0 <= column < len(cells) else ""
        verb = unobservable(said.replace("*", ""))
        if verb:
            yield Problem(path, number, UNOBSERVABLE, {"verb": verb})


def _lesson_hours(path: Path, lines: Sequence[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        for found in _JP.finditer(line):
            hours, minutes = int(found[1]), int(found[2])
            if minutes != hours * MINUTES_PER_JP:
                fields = {"jp": hours, "minutes": minutes, "wanted": hours * MINUTES_PER_JP}
                yield Problem(path, number, "{jp} JP adalah {wanted} menit, bukan {minutes}.", fields)


def _plans(path: Path, lines: Sequence[str], minutes: int | None) -> Iterator[Problem]:
    """Check tables with a column of minutes for each part (RBPMP, RP): the parts make the total, and the lesson."""
    column, total = -1, 0
    for number, line in enumerate(lines, 1):
        cells = _cells(line)
        if not cells:
            column = -1
        elif column < 0:
            column = next((place for place, cell in enumerate(cells) if _PLAN_HEAD.search(cell)), -1)
            total = 0
        elif any(_TOTAL.search(cell) for cell in cells):
            stated = next((int(cell) for cell in reversed(cells) if cell.isdigit()), None)
            for wanted in (total, minutes):
                if stated is not None and wanted is not None and stated != wanted:
                    template = N_("akumulasi waktu {stated} menit; harus {wanted}.")
                    yield Problem(path, number, template, {"stated": stated, "wanted": wanted})
            column = -1
        elif column < len(cells) and cells[column].isdigit():
            total += int(cells[column])


def _running_minutes(path: Path, lines: Sequence[str], wanted: int) -> Iterator[Problem]:
    """Check tables headed "Menit" whose rows start at 0: without gaps, and as long as the lesson."""
    inside, last, last_line = False, 0, 0
    for number, line in enumerate([*lines, ""], 1):
        row = _RUNNING_ROW.match(line)
        if _RUNNING_HEAD.match(line):
            inside, last, last_line = True, -1, number
        elif inside and row:
            start, end = int(row[1]), int(row[2])
            if last < 0 and start != 0:
                inside = False  # minutes of one step, not of the lesson
            elif start != max(last, 0) or end <= start:
                template = N_("menit {start}–{end} tidak menyambung dengan baris sebelumnya ({last}).")
                yield Problem(path, number, template, {"start": start, "end": end, "last": max(last, 0)})
                inside = False
            last, last_line = end, number
        elif inside and not line.startswith("|"):
            if last >= 0 and last != wanted:
                template = N_("tabel menit berakhir di {last}; harus {wanted}.")
                yield Problem(path, last_line, template, {"last": last, "wanted": wanted})
            inside = False


def _cells(line: str) -> list[str]:
    """Return the cells of a row of a Markdown table without emphasis; none of another line."""
    if not line.startswith("|"):
        return []
    return [cell.replace("*", "").strip() for cell in line.strip().strip("|").split("|")]
