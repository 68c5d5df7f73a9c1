"""Packs, workbooks and templates by name, over all folders with content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from etika_widgets.content.folders import Folder, content_folders
from etika_widgets.content.loader import Types, load_pack
from etika_widgets.content.pack import Pack
from etika_widgets.content.problems import shown_path, suggestion
from etika_widgets.content.templates import Template, collect_templates
from etika_widgets.errors import SettingError
from etika_widgets.i18n import N_


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
            SettingError: two files bear the same slug; both are named with their owners.
        """
        found = _by_slug((path, folder.owner) for folder in self.folders for path in folder.pack_files())
        return _single(
            found,
            N_(
                "Paket '{slug}' disediakan oleh '{first}' ({first_path}) dan '{second}' ({second_path}). "
                "Ganti nama salah satunya."
            ),
        )

    def workbooks(self) -> dict[str, Path]:
        """Return the notebook of every workbook by slug.

        Raises:
            SettingError: two files bear the same slug; both are named with their owners.
        """
        found = _by_slug((path, folder.owner) for folder in self.folders for path in folder.workbook_files())
        return _single(
            found,
            N_(
                "Buku kerja '{slug}' disediakan oleh '{first}' ({first_path}) dan '{second}' ({second_path}). "
                "Ganti nama salah satunya."
            ),
        )

    def templates(self) -> dict[str, Template]:
        """Return every template by name.

        Raises:
            SettingError: two templates bear the same name; both owners are named.
            SpecError: a template is malformed.
        """
        return collect_templates((folder.packs, folder.owner) for folder in self.folders)

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
            known = self._read[path] = (stamp, load_pack(path, self._types, self.templates()))
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
    return _library(content_folders(content))


@lru_cache(maxsize=16)
def _library(folders: tuple[Folder, ...]) -> Library:
    return Library(folders)


def _by_slug(files: Iterable[tuple[Path, str]]) -> dict[str, dict[Path, str]]:
    """Return files with their owners by slug; one file that two folders list has its first owner."""
    found: dict[str, dict[Path, str]] = {}
    for path, owner in files:
        found.setdefault(path.stem, {}).setdefault(path, owner)
    return dict(sorted(found.items()))


def _single(found: Mapping[str, Mapping[Path, str]], clash: str) -> dict[str, Path]:
    """Return the one file of every slug.

    Raises:
        SettingError: two files bear the same slug: ``clash``, a gettext id.
    """
    for slug, files in found.items():
        if len(files) > 1:
            (first_path, first), (second_path, second), *_ = files.items()
            raise SettingError(
                clash,
                slug=slug,
                first=first,
                first_path=shown_path(first_path),
                second=second,
                second_path=shown_path(second_path),
            )
    return {slug: next(iter(files)) for slug, files in found.items()}


def _unknown(message: str, with_guess: str, slug: str, known: Iterable[str]) -> SettingError:
    names = list(known)
    guess = suggestion(slug, names)
    if guess:
        return SettingError(with_guess, slug=slug, guess=guess, known=", ".join(names))
    return SettingError(message, slug=slug, known=", ".join(names) or "–")
