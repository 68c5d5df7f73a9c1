"""Interface language: gettext catalogues read straight from ``.po`` files.

The source language of the interface is Indonesian: the ids in the code *are* the Indonesian text. English
lives in ``locale/en/LC_MESSAGES/etika.po``. Reading ``.po`` through Babel spares a compile step that an
installation could forget. ``make catalogue`` (``docs/catalogue.py``) brings the file up to date. A plug-in brings
catalogues of its own (:func:`add_folder`); where both know a text, ours counts.
"""

from __future__ import annotations

import gettext
import io
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

LANGUAGES: Final = ("id", "en")
LOCALE_DIR: Final = Path(__file__).parent / "locale"

_foreign: dict[Path, dict[str, list[Message]]] = {}
"""Catalogues of plug-ins by folder and language, in the order they came."""


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of ``language`` lies."""
    return LOCALE_DIR / language / "LC_MESSAGES" / "etika.po"


def add_folder(folder: Path) -> None:
    """Add the catalogues ``<language>/LC_MESSAGES/*.po`` below ``folder``; none twice.

    Raises:
        ValueError: one of them cannot be read; names file and reason.
    """
    if folder in _foreign:
        return
    found: dict[str, list[Message]] = {language: [] for language in LANGUAGES}
    for language, texts in found.items():
        for path in sorted((folder / language / "LC_MESSAGES").glob("*.po")):
            try:
                with path.open("rb") as file:
                    messages = read_po(file, locale=language, abort_invalid=True)
            except (OSError, ValueError, PoFileError) as error:
                raise ValueError(f"{path}: {error}") from error
            texts += [message for message in messages if message.id and message.string and not message.fuzzy]
    _foreign[folder] = found
    catalogue.cache_clear()
    browser_catalogue.cache_clear()


def _own(language: str) -> list[Message]:
    path = catalogue_path(language)
    if language not in LANGUAGES or not path.exists():
        return []
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id and message.string]


def _added(language: str) -> list[Message]:
    """Return the texts of plug-ins; of one text said twice the first plug-in's comes last, and counts."""
    return [message for found in reversed(_foreign.values()) for message in found.get(language, [])]


@lru_cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the gettext catalogue of ``language``; the source language needs none."""
    texts = {message.id: message.string for message in [*_added(language), *_own(language)]}
    if not texts:
        return gettext.NullTranslations()
    messages = Catalog(locale=language)
    for text, translation in texts.items():
        messages.add(text, translation)
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
    """Return the messages that front-end modules may ask for: id → translation; empty for Indonesian.

    Those that name files must name a ``.js`` one; a plug-in's that names none is taken.
    """
    if language == "id":
        return {}
    added = [one for one in _added(language) if not one.locations or _in_browser(one)]
    own = [one for one in _own(language) if _in_browser(one)]
    return {str(message.id): str(message.string) for message in [*added, *own]}


def _in_browser(message: Message) -> bool:
    return any(name.endswith(".js") for name, _ in message.locations)
