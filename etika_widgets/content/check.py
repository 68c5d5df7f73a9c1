"""Checks packs, templates, workbooks and guides and reports every problem at once. Pure; the command prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from etika_widgets.content.data_tables import FOLDER as TABLES
from etika_widgets.content.fiction_rules import (
    NO_OPENING,
    UNLABELLED,
    cached_places,
    invented_places,
    opens_labelled,
    unlabelled,
)
from etika_widgets.content.folders import Folder, is_pack
from etika_widgets.content.guide_rules import guide_problems
from etika_widgets.content.library import default_library
from etika_widgets.content.loader import Types, load_source
from etika_widgets.content.notebook import read_notebook
from etika_widgets.content.pack import MINUTES_PER_JP, Pack
from etika_widgets.content.pack_rules import pack_problems, pack_prose_problems
from etika_widgets.content.problems import ContentError, Problem, in_order, suggestion
from etika_widgets.content.programme_rules import programme_problems
from etika_widgets.content.programmes import FOLDER as PROGRAMMES
from etika_widgets.content.secrets import Secrets
from etika_widgets.content.table_rules import tables_checked
from etika_widgets.content.template_rules import template_problems
from etika_widgets.content.templates import FOLDER as TEMPLATES
from etika_widgets.content.text_rules import picture_faults, prose_faults
from etika_widgets.content.wording_rules import reading_problems
from etika_widgets.content.workbook_rules import opened_slug, secret_problems, show_problems, workbook_problems
from etika_widgets.content.yaml_source import parse_yaml, read_text
from etika_widgets.i18n import N_


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
        elif path.parent.name == PROGRAMMES:
            yield from programme_problems(path, _Checker(Folder.at(path.resolve().parents[1]), types).jp)
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
        for path in sorted((self.folder.packs / PROGRAMMES).glob("*.yaml")):
            yield from programme_problems(path, self.jp)
        yield from tables_checked(self.folder.packs / TABLES)
        if self.folder.guides.is_dir():
            for path in sorted(self.folder.guides.glob("*.md")):
                yield from self.guide(path)

    def pack(self, path: Path) -> list[Problem]:
        """Return the problems of a pack."""
        return self._load(path)[2]

    def jp(self, slug: str) -> int | None:
        """Return how many JP a pack has, ``None`` if there is none of this name or it is broken."""
        path = self._pack_path(slug)
        pack = self._load(path)[0] if path is not None else None
        return pack.jp if pack is not None else None

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
        told = (cell for cell in notebook.cells if cell.kind == "markdown")
        numbered = [
            (line, cell.line_of(index)) for cell in told for index, line in enumerate(cell.source.splitlines())
        ]
        yield from self._invented(path, numbered, pack)
        if secrets is not None:
            yield from secret_problems(notebook, secrets)
        if self.folder.guides.is_dir() and not (self.folder.guides / f"{path.stem}.md").is_file():
            template = N_("panduan fasilitator {guide} belum ada.")
            yield Problem(path, 1, template, {"guide": f"{self.folder.guides.name}/{path.stem}.md"})

    def guide(self, path: Path) -> Iterator[Problem]:
        """Yield what is wrong with a guide, alone and against its pack."""
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            yield Problem(path, 1, "file bukan UTF-8. Simpan ulang dengan pengodean UTF-8.")
            return
        for index, message in (*prose_faults(lines), *picture_faults(lines)):
            yield Problem(path, index + 1, message)
        pack_path = self._pack_path(path.stem)
        pack = self._load(pack_path)[0] if pack_path is not None else None
        yield from guide_problems(path, lines, pack.jp * MINUTES_PER_JP if pack is not None else None)
        yield from self._invented(path, [(line, number) for number, line in enumerate(lines, 1)], pack)

    @cached_property
    def _places(self) -> frozenset[str]:
        """Places that are known as invented, from this folder and from what this installation ships."""
        shipped = (cached_places(folder.packs) for folder in default_library().folders)
        return invented_places(self.folder.packs).union(*shipped)

    def _invented(self, path: Path, numbered: Sequence[tuple[str, int]], pack: Pack | None) -> Iterator[Problem]:
        """Yield figures of invented places without a label; a text of an invented case opens with one."""
        lines = [line for line, _ in numbered]
        if opens_labelled(lines):
            return
        if pack is not None and pack.fictional:
            yield Problem(path, numbered[0][1] if numbered else 1, NO_OPENING)
        for index, name in unlabelled(lines, self._places):
            yield Problem(path, numbered[index][1], UNLABELLED, {"name": name})

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
        if not pack.fictional:
            found = unlabelled(text.splitlines(), self._places)
            problems += [Problem(path, index + 1, UNLABELLED, {"name": name}) for index, name in found]
        return pack, secrets, [*pack_problems(source, pack), *problems]
