"""Rules for figures of invented places: nobody may take them for facts.

What is invented says so: ``fictional: true`` in a pack or a table, *fiktif* in a text. A place that bears the label
once, "Kota Sejahtera (*fiktif*)", is known as invented everywhere; a guide or workbook of an invented case says so
before its first section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from etika_widgets.content.data_tables import FOLDER as TABLES
from etika_widgets.i18n import N_

_LABEL: Final = re.compile(r"fiktif|karangan|rekaan|fictional|invented", re.IGNORECASE)
_NAMED: Final = re.compile(r"\b((?:[A-Z][a-z]+ ){2,})\(\**(?:fiktif|rekaan|fictional)\b")
_REGION: Final = frozenset(
    ("Kota", "Kabupaten", "Kecamatan", "Kelurahan", "Desa", "Provinsi", "Pulau", "Kepulauan", "Puskesmas")
)
_FIGURE: Final = re.compile(r"\d\s*(?:%|persen\b|percent\b)|\d{2,}|\d[.,]\d")
_SECTION: Final = re.compile(r"##\s")

UNLABELLED: Final = N_("angka tentang {name} tidak berlabel. Tulis “fiktif” di sini atau di bagian pembuka.")
NO_OPENING: Final = N_(
    "kasusnya fiktif, tetapi bagian pembuka tidak menyebutnya. Tulis “fiktif” sebelum bagian pertama."
)


def invented_places(packs: Path) -> frozenset[str]:
    """Return the names of places that a pack or table in the folder ``packs`` labels as invented."""
    files = (*packs.glob("*.yaml"), *(packs / TABLES).rglob("*.yaml"))
    return frozenset(name for path in files for name in _names(path))


cached_places = lru_cache(maxsize=64)(invented_places)
"""The same, read once in this process; for installed data, which do not change."""


def _names(path: Path) -> Iterator[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return  # its own check reports it
    for found in _NAMED.finditer(text):
        words = found[1].split()
        start = max((place for place, word in enumerate(words[:-1]) if word in _REGION), default=0)
        yield " ".join(words[start:])


def unlabelled(lines: Sequence[str], places: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Yield the index of each line with figures of an invented place and no label, and the name of that place.

    Args:
        lines: the text; a line is a paragraph or a row.
        places: names from :func:`invented_places`.

    Example:
        >>> list(unlabelled(["Kota Sejahtera: 84 %.", "Kota Sejahtera."], frozenset({"Kota Sejahtera"})))
        [(0, 'Kota Sejahtera')]
    """
    if not places:
        return
    names = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(places, key=len, reverse=True))) + r")\b")
    for index, line in enumerate(lines):
        found = names.search(line)
        if found and _FIGURE.search(line) and not _LABEL.search(line):
            yield index, found[0]


def opens_labelled(lines: Iterable[str]) -> bool:
    """Return whether the lines before the first section, headed ``##``, say that the case is invented."""
    for line in lines:
        if _SECTION.match(line):
            return False
        if _LABEL.search(line):
            return True
    return False
