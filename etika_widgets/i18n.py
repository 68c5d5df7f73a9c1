"""Interface language: gettext catalogues read straight from ``.po`` files.

The source language of the interface is Indonesian: the ids in the code *are* the Indonesian text. English
lives in ``locale/en/LC_MESSAGES/etika.po``. Reading ``.po`` through Babel spares a compile step that an
installation could forget. ``make catalogue`` (``docs/catalogue.py``) brings the file up to date.
"""

from __future__ import annotations

import gettext
import io
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES: Final = ("id", "en")
LOCALE_DIR: Final = Path(__file__).parent / "locale"


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of ``language`` lies."""
    return LOCALE_DIR / language / "LC_MESSAGES" / "etika.po"


@lru_cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the gettext catalogue of ``language``; the source language needs none."""
    path = catalogue_path(language)
    if language not in LANGUAGES or not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def N_(text: str) -> str:
    """Return ``text`` as it is: marks an id for the catalogue that is translated later, for another reader.

    Example:
        >>> N_("Belum yakin")
        'Belum yakin'
    """
    return text


def translate(message: str, language: str) -> str:
    """Return ``message`` (an Indonesian gettext id) in ``language``.

    Example:
        >>> translate("Kirim jawaban", "id")
        'Kirim jawaban'
    """
    return catalogue(language).gettext(message) if message else ""


@lru_cache
def browser_catalogue(language: str) -> dict[str, str]:
    """Return the messages that front-end modules may ask for: id → translation; empty for Indonesian."""
    path = catalogue_path(language)
    if language == "id" or not path.exists():
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    return {
        str(message.id): str(message.string)
        for message in messages
        if message.id and message.string and any(name.endswith(".js") for name, _ in message.locations)
    }
