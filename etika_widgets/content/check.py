"""Checks packs, templates, workbooks and guides and reports every problem at once. Pure; the command prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from etika_widgets.content.data_tables import FOLDER as TABLES
from etika_widgets.content.folders import Folder, is_pack
from etika_widgets.content.library import default_library
from etika_widgets.content.loader import Types, load_source
from etika_widgets.content.notebook import read_notebook
from etika_widgets.content.pack import MINUTES_PER_JP, Pack
from etika_widgets.content.pack_rules import pack_problems, pack_prose_problems
from etika_widgets.content.problems import ContentError, Problem, in_order, suggestion
from etika_widgets.content.secrets import Secrets
from etika_widgets.content.table_rules import tables_checked
from etika_widgets.content.template_rules import template_problems
from etika_widgets.content.templates import FOLDER as TEMPLATES
from etika_widgets.content.text_rules import picture_faults, prose_faults
from etika_widgets.content.wording_rules import reading_problems
from etika_widgets.content.workbook_rules import opened_slug, secret_problems, show_problems, workbook_problems
from etika_widgets.content.yaml_source import parse_yaml, read_text
from etika_widgets.i18n import N_

_MINUTES_HEAD: Final = re.compile(r"\|\s*\**(menit|min|minutes?)\**\s*\|", re.IGNORECASE)
_MINUTES_ROW: Final = re.compile(r"\|\s*\**(\d+)\s*[–-]\s*(\d+)\**\s*\|")


def check(path: Path | str | None = None, *, types: Types | None = None) -> list[Problem]:
    """Return every problem of packs, templates, workbooks and guides, in the order of files and lines.

    Args:
        path: a pack, a template, a workbook, a guide or a folder of content; everything the library knows by default.
        types: activity types by name; those of this installation by default.
    """
    return list(in_order(_check(Path(path) if path is not None else None, types)))


def _check(path: Path | None, types: Types | None) -> Iterator[Problem]:
    if path is None:
        for folder in default_library().folders:
            yield from _Checker(folder, types).everything()
    elif path.is_dir():
        yield from _Checker(Folder.at(path), types).everything()
    elif not path.is_file():
        yield Problem(path, 1, "file tidak ditemukan. Periksa lagi nama dan foldernya.")
    else:
        checker = _Checker(_around(path), types)
        if path.suffix == ".ipynb":
            yield from checker.workbook(path)
        elif path.suffix == ".md":
            yield from checker.guide(path)
        elif path.parent.name == TEMPLATES:
            yield from template_problems(path, types)
        else:
            yield from checker.pack(path)


def _around(path: Path) -> Folder:
    """Return the content folder that a single file belongs to."""
    parent = path.resolve().parent
    inside = parent.name in ("datasets", "workbooks", "facilitator_guides")
    return Folder.at(parent.parent if inside else parent)


class _Checker:
    """Checks one folder of content; reads each pack once."""

    def __init__(self, folder: Folder, types: Types | None) -> None:
        self.folder = folder
        self.types = types
        self._loaded: dict[Path, tuple[Pack | None, Secrets | None, list[Problem]]] = {}

    def everything(self) -> Iterator[Problem]:
        for path in self.folder.pack_files():
            yield from self.pack(path)
        for path in sorted((self.folder.packs / TEMPLATES).glob("*.yaml")):
            yield from template_problems(path, self.types)
        for path in self.folder.workbook_files():
            yield from self.workbook(path)
        yield from tables_checked(self.folder.packs / TABLES)
        if self.folder.guides.is_dir():
            for path in sorted(self.folder.guides.glob("*.md")):
                yield from self.guide(path)

    def pack(self, path: Path) -> list[Problem]:
        """Return the problems of a pack."""
        return self._load(path)[2]

    def workbook(self, path: Path) -> Iterator[Problem]:
        """Yield the problems of a workbook, alone and against its pack."""
        try:
            notebook = read_notebook(path)
        except ContentError as error:
            yield from error.problems
            return
        yield from workbook_problems(notebook)
        slug = opened_slug(notebook)
        if slug is None:
            return
        pack_path = self._pack_path(slug)
        if pack_path is None:
            known = [file.stem for file in self.folder.pack_files()]
            guess = suggestion(slug, known)
            if guess:
                template = N_("paket '{slug}' tidak ditemukan. Maksud Anda '{guess}'?")
                yield Problem(path, 1, template, {"slug": slug, "guess": guess})
            else:
                yield Problem(path, 1, "paket '{slug}' tidak ditemukan.", {"slug": slug})
            return
        pack, secrets, _ = self._load(pack_path)
        if pack is not None:
            yield from show_problems(notebook, pack)
        if secrets is not None:
            yield from secret_problems(notebook, secrets)
        if self.folder.guides.is_dir() and not (self.folder.guides / f"{path.stem}.md").is_file():
            template = N_("panduan fasilitator {guide} belum ada.")
            yield Problem(path, 1, template, {"guide": f"{self.folder.guides.name}/{path.stem}.md"})

    def guide(self, path: Path) -> Iterator[Problem]:
        """Yield outdated law in a guide, and minute tables that do not add up to the lesson."""
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            yield Problem(path, 1, "file bukan UTF-8. Simpan ulang dengan pengodean UTF-8.")
            return
        for index, message in (*prose_faults(lines), *picture_faults(lines)):
            yield Problem(path, index + 1, message)
        pack_path = self._pack_path(path.stem)
        pack = self._load(pack_path)[0] if pack_path is not None else None
        if pack is not None:
            yield from _minute_tables(path, lines, pack.jp * MINUTES_PER_JP)

    def _pack_path(self, slug: str) -> Path | None:
        own = self.folder.packs / f"{slug}.yaml"
        if own.is_file():
            return own
        for folder in default_library().folders:
            other = folder.packs / f"{slug}.yaml"
            if is_pack(other):
                return other
        return None

    def _load(self, path: Path) -> tuple[Pack | None, Secrets | None, list[Problem]]:
        known = self._loaded.get(path.resolve())
        if known is None:
            known = self._loaded[path.resolve()] = self._read(path)
        return known

    def _read(self, path: Path) -> tuple[Pack | None, Secrets | None, list[Problem]]:
        try:
            text = read_text(path)
            source = parse_yaml(text, path)
        except ContentError as error:
            return None, None, list(error.problems)
        problems = list(pack_prose_problems(source, text))
        secrets = Secrets(source.data)
        try:
            pack = load_source(source, self.types)
        except ContentError as error:
            return None, secrets, [*error.problems, *problems]
        problems += reading_problems(source, pack, text.splitlines())
        return pack, secrets, [*pack_problems(source, pack), *problems]


def _minute_tables(path: Path, lines: list[str], wanted: int) -> Iterator[Problem]:
    """Check tables headed "Menit" whose rows start at 0: without gaps, and as long as the lesson."""
    inside, last, last_line = False, 0, 0
    for number, line in enumerate([*lines, ""], 1):
        row = _MINUTES_ROW.match(line)
        if _MINUTES_HEAD.match(line):
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
