"""Names that participants go by: offered ones, and the check of what they type themselves."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Final

from etika_widgets.content.folders import own_folder
from etika_widgets.content.yaml_source import read_yaml
from etika_widgets.errors import Refused

SHORTEST: Final = 2
LONGEST: Final = 40
PERSONAL_NUMBERS: Final = frozenset({16, 18})
"""How many digits a NIK and a NIP have."""
PHONE_DIGITS: Final = 9

_EMAIL: Final = re.compile(r"[^\s@]+\s*@\s*[^\s@]+")
_ATTEMPTS: Final = 40


def offer(taken: Collection[str], rng: random.Random) -> str:
    """Return a pseudonym that is not in ``taken`` (capitals do not matter), e.g. "Cendrawasih Tenang"."""
    nouns, adjectives = _words()
    used = {name.casefold() for name in taken}
    for _ in range(_ATTEMPTS):
        name = f"{rng.choice(nouns)} {rng.choice(adjectives)}"
        if name.casefold() not in used:
            return name
    free = [name for noun in nouns for word in adjectives if (name := f"{noun} {word}").casefold() not in used]
    if free:
        return rng.choice(free)
    number = 2
    while (name := f"{rng.choice(nouns)} {rng.choice(adjectives)} {number}").casefold() in used:
        number += 1
    return name


def clean_name(text: str) -> str:
    """Return the pseudonym somebody typed, tidied: composed, trimmed, without invisible characters.

    Example:
        >>> clean_name("  Kenari   Teduh ")
        'Kenari Teduh'

    Raises:
        Refused: too short or too long, no letter in it, or it looks like a NIK, NIP, phone number or e-mail address.
    """
    name = _tidy(text)
    plain = unicodedata.normalize("NFKC", name)
    digits = sum(unicodedata.category(character) == "Nd" for character in plain)
    if digits in PERSONAL_NUMBERS:
        raise Refused(
            "name_personal_number",
            "Nama ini berisi {digits} angka, seperti NIK atau NIP. Nomor itu data pribadi dan tidak boleh disimpan "
            "di sini. Pakai nama samaran.",
            digits=digits,
        )
    if digits >= PHONE_DIGITS:
        raise Refused(
            "name_phone",
            "Nama ini tampak seperti nomor telepon atau nomor pribadi. Nomor itu tidak boleh disimpan di sini. "
            "Pakai nama samaran.",
        )
    if _EMAIL.search(plain):
        raise Refused(
            "name_email",
            "Nama ini tampak seperti alamat surel. Alamat itu tidak boleh disimpan di sini. Pakai nama samaran.",
        )
    if not SHORTEST <= len(name) <= LONGEST:
        raise Refused(
            "name_length",
            "Nama samaran harus {shortest} sampai {longest} karakter.",
            shortest=SHORTEST,
            longest=LONGEST,
        )
    if not any(character.isalpha() for character in plain):
        raise Refused("name_no_letter", "Nama samaran harus memuat huruf.")
    return name


def _tidy(text: str) -> str:
    """Compose, turn every white space into one blank, and drop what cannot be seen (controls, direction marks)."""
    spaced = "".join(" " if character.isspace() else character for character in unicodedata.normalize("NFC", text))
    visible = "".join(character for character in spaced if not unicodedata.category(character).startswith("C"))
    return " ".join(unicodedata.normalize("NFC", visible).split())


@lru_cache
def _words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    path: Path = own_folder().packs / "nama_samaran.yaml"
    data = read_yaml(path).data
    return tuple(data["nouns"]), tuple(data["adjectives"])
