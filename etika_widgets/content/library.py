"""Where packs and workbooks lie: a checkout's folders, else the installed copies; then plug-ins' and one's own."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from etika_widgets._plugins import build_plugin_manager
from etika_widgets.content.loader import Types, load_pack
from etika_widgets.content.pack import Pack
from etika_widgets.content.problems import shown_path, suggestion
from etika_widgets.errors import SettingError

VARIABLE: Final = "ETIKA_CONTENT"
"""Environment variable with further content folders, separated as in ``PATH``."""

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_MARKS_A_PACK: Final = re.compile(rb"^(?:runsheet|activities|objectives)[ \t]*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Folder:
    """One place with content: folders that hold packs, workbooks and guides. Folders need not exist."""

    packs: Path
    workbooks: Path
    guides: Path

    @classmethod
    def at(cls, root: Path) -> Folder:
        """Return the content under ``root``: in ``datasets`` and ``workbooks``, or packs in ``root`` itself."""
        root = root.resolve()
        packs = root / "datasets" if (root / "datasets").is_dir() else root
        workbooks = root / "workbooks" if (root / "workbooks").is_dir() else root
        return cls(packs, workbooks, root / "facilitator_guides")

    def pack_files(self) -> list[Path]:
        """Return the packs here; other data sets are passed over."""
        return [path for path in sorted(self.packs.glob("*.yaml")) if is_pack(path)]

    def workbook_files(self) -> list[Path]:
        """Return the notebooks here."""
        return sorted(path for path in self.workbooks.glob("*.ipynb") if path.is_file())


def is_pack(path: Path) -> bool:
    """Return whether a YAML file is meant as a pack, even if it is broken."""
    try:
        return _MARKS_A_PACK.search(path.read_bytes()) is not None
    except OSError:
        return False


def own_folder() -> Folder:
    """Return the content that comes with the package: live in a checkout, else the installed copy."""
    checkout = _PACKAGE.parent
    if (checkout / "datasets").is_dir() and (checkout / "workbooks").is_dir():
        return Folder.at(checkout)
    return Folder.at(_PACKAGE / "_data")


class Library:
    """Finds packs and workbooks by slug, which is the name of the file without its ending.

    Args:
        folders: where to look.
        types: activity types by name; those of this installation by default.
    """

    def __init__(self, folders: Iterable[Folder], types: Types | None = None) -> None:
        self.folders: tuple[Folder, ...] = tuple(dict.fromkeys(folders))
        self._types = types
        self._read: dict[Path, tuple[tuple[int, int], Pack]] = {}

    def packs(self) -> dict[str, Path]:
        """Return the file of every pack by slug.

        Raises:
            SettingError: two files bear the same slug; both are named.
        """
        return _by_slug(path for folder in self.folders for path in folder.pack_files())

    def workbooks(self) -> dict[str, Path]:
        """Return the notebook of every workbook by slug.

        Raises:
            SettingError: two files bear the same slug; both are named.
        """
        return _by_slug(path for folder in self.folders for path in folder.workbook_files())

    def pack(self, slug: str) -> Pack:
        """Return the pack ``slug``, read anew when its file has changed.

        Raises:
            SettingError: there is no such pack; names those there are.
            SpecError: the pack is malformed.
        """
        path = self.packs().get(slug)
        if path is None:
            raise _unknown(
                "Paket '{slug}' tidak ditemukan. Yang ada: {known}.",
                "Paket '{slug}' tidak ditemukan. Maksud Anda '{guess}'? Yang ada: {known}.",
                slug,
                self.packs(),
            )
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._read.get(path)
        if known is None or known[0] != stamp:
            known = self._read[path] = (stamp, load_pack(path, self._types))
        return known[1]

    def workbook(self, slug: str) -> Path:
        """Return the notebook of the workbook ``slug``.

        Raises:
            SettingError: there is no such workbook; names those there are.
        """
        path = self.workbooks().get(slug)
        if path is None:
            raise _unknown(
                "Buku kerja '{slug}' tidak ditemukan. Yang ada: {known}.",
                "Buku kerja '{slug}' tidak ditemukan. Maksud Anda '{guess}'? Yang ada: {known}.",
                slug,
                self.workbooks(),
            )
        return path


def default_library(content: Sequence[Path | str] = ()) -> Library:
    """Return the library of this installation.

    Own content first, then that of plug-ins (``register_content``), of ``$ETIKA_CONTENT`` and of ``content``
    (``--content DIR``).

    Raises:
        SettingError: a folder that was named does not exist.
    """
    named = [entry for entry in os.environ.get(VARIABLE, "").split(os.pathsep) if entry.strip()]
    return _library(tuple(str(entry) for entry in (*named, *content)))


@lru_cache(maxsize=16)
def _library(named: tuple[str, ...]) -> Library:
    folders = [own_folder()]
    for registered in build_plugin_manager().hook.register_content():
        folders += [Folder.at(Path(root)) for root in registered or ()]
    for entry in named:
        root = Path(entry).expanduser()
        if not root.is_dir():
            raise SettingError(
                "Folder isi '{folder}' tidak ada. Periksa --content dan {variable}.", folder=entry, variable=VARIABLE
            )
        folders.append(Folder.at(root))
    return Library(folders)


def _by_slug(paths: Iterable[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in paths:
        first = found.setdefault(path.stem, path)
        if first != path:
            raise SettingError(
                "Nama '{slug}' dipakai dua file: {first} dan {second}. Ganti nama salah satunya.",
                slug=path.stem,
                first=shown_path(first),
                second=shown_path(path),
            )
    return dict(sorted(found.items()))


def _unknown(message: str, with_guess: str, slug: str, known: Iterable[str]) -> SettingError:
    names = list(known)
    guess = suggestion(slug, names)
    if guess:
        return SettingError(with_guess, slug=slug, guess=guess, known=", ".join(names))
    return SettingError(message, slug=slug, known=", ".join(names) or "–")
