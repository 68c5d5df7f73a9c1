"""The facilitator guides there are, and one of them as a document."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

from babel.dates import format_date

from etika_widgets.content.data_tables import FOLDER, read_table
from etika_widgets.content.folders import Folder, content_folders, own_folder
from etika_widgets.content.library import default_library
from etika_widgets.documents.blocks import Blocks, Heading, plain, read_blocks
from etika_widgets.documents.front import Front
from etika_widgets.documents.pdf import to_pdf
from etika_widgets.documents.spoken import spoken_words
from etika_widgets.documents.word import to_docx
from etika_widgets.errors import SettingError

FORMATS: Final[Mapping[str, Callable[[Front, Blocks], bytes]]] = {"pdf": to_pdf, "docx": to_docx}
LICENCE: Final = "CC BY 4.0"
"""Of guides without a pack (``datasets/LICENSE``)."""


def guides(content: Sequence[Path | str] = ()) -> dict[str, Path]:
    """Return the guides by name, ours first; those in ``content`` and of plug-ins take the place of ours.

    Raises:
        SettingError: a folder that was named does not exist.
    """
    folders: list[Folder] = list(content_folders(content))
    found = {path.stem: path for folder in folders for path in sorted(folder.guides.glob("*.md"))}
    found.pop("README", None)
    return found


def export(
    name: str, folder: Path, formats: Sequence[str] = tuple(FORMATS), content: Sequence[Path | str] = ()
) -> list[Path]:
    """Write a guide as documents into ``folder`` and return the files.

    Args:
        name: of the guide, e.g. ``keluhan_di_loket``.
        folder: made if it is not there; files of the same name are replaced.
        formats: of ``FORMATS``.
        content: further folders of content.

    Raises:
        SettingError: there is no such guide, no such format, or the folder cannot be written.
        SpecError: the pack of the guide is broken.
    """
    known = guides(content)
    if name not in known:
        raise SettingError("Panduan '{name}' tidak ada. Yang ada: {known}.", name=name, known=", ".join(sorted(known)))
    blocks = blocks_of(name, known[name].read_text(encoding="utf-8"), content)
    front = front_of(name, blocks, content)
    written = []
    for kind in formats:
        path = folder / f"{name}.{kind}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(FORMATS[kind](front, blocks))
        except OSError as error:
            raise SettingError(
                "'{path}' tidak dapat ditulis: {reason}", path=path, reason=error.strerror or error
            ) from error
        written.append(path)
    return written


def blocks_of(name: str, text: str, content: Sequence[Path | str] = ()) -> Blocks:
    """Return the text of a guide, that of a lesson with the words of its pack as last annex."""
    library = default_library(content)
    return read_blocks(text + (spoken_words(library.pack(name)) if name in library.packs() else ""))


def front_of(name: str, blocks: Blocks, content: Sequence[Path | str] = ()) -> Front:
    """Return what a guide says about itself: of a lesson by its pack, of others by the table of regulations."""
    title = next((plain(block.runs) for block in blocks if isinstance(block, Heading)), name)
    library = default_library(content)
    notes, licence = [], LICENCE
    checked: list[datetime.date | None]
    if name in library.packs():
        pack = library.pack(name)
        licence = pack.licence
        checked = [law.checked_on for law in pack.law]
        notes.append("Untuk fasilitator. Memuat jawaban: jangan dibagikan kepada peserta sebelum sesi.")
    else:
        checked = [entry.row["checked_on"] for entry in read_table(own_folder().packs / FOLDER, "regulasi").entries]
    # The oldest date is the one that holds for all that is said.
    days = [day for day in checked if day is not None]
    if days:
        day = format_date(min(days), "d MMMM y", locale="id")
        notes.append(f"Hukum menurut sumber tersimpan, {day}; periksa sebelum mengajar.")
    author = f"Etika Widgets {version('etika-widgets')}"
    return Front(title, author, tuple(notes), f"{title} · {author} · {licence}")
