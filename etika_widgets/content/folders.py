"""The folders that hold content: a checkout's, else the installed copies; then plug-ins' and one's own."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from etika_widgets._plugins import build_plugin_manager
from etika_widgets.content.problems import shown_path
from etika_widgets.errors import SettingError

OWNER: Final = "etika-widgets"
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
    owner: str = field(default=OWNER, compare=False)
    """Who provides it: a package's name, or the folder that somebody named."""

    @classmethod
    def at(cls, root: Path, owner: str = OWNER) -> Folder:
        """Return the content under ``root``: in ``datasets`` and ``workbooks``, or packs in ``root`` itself."""
        root = root.resolve()
        packs = root / "datasets" if (root / "datasets").is_dir() else root
        workbooks = root / "workbooks" if (root / "workbooks").is_dir() else root
        return cls(packs, workbooks, root / "facilitator_guides", owner)

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


def content_folders(content: Sequence[Path | str] = ()) -> tuple[Folder, ...]:
    """Return where content lies: our own first, then plug-ins', then ``$ETIKA_CONTENT`` and ``content``.

    Raises:
        SettingError: a folder that was named does not exist.
    """
    named = [entry for entry in os.environ.get(VARIABLE, "").split(os.pathsep) if entry.strip()]
    return _content_folders(tuple(str(entry) for entry in (*named, *content)))


@lru_cache(maxsize=16)
def _content_folders(named: tuple[str, ...]) -> tuple[Folder, ...]:
    folders = [own_folder()]
    for implementation in build_plugin_manager().hook.register_content.get_hookimpls():
        roots: Sequence[Path] = implementation.function() or ()  # type: ignore[assignment] # pluggy: object
        folders += [Folder.at(Path(root), implementation.plugin_name) for root in roots]
    for entry in named:
        root = Path(entry).expanduser()
        if not root.is_dir():
            raise SettingError(
                "Folder isi '{folder}' tidak ada. Periksa --content dan {variable}.", folder=entry, variable=VARIABLE
            )
        folders.append(Folder.at(root, shown_path(root)))
    return tuple(dict.fromkeys(folders))
