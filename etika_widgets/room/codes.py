"""Class codes, resume codes and ids: easy to read aloud, impossible to guess."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

ALPHABET: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""No 0 O 1 I L, which look alike, and no vowels, which make words."""
CLASS_CODE_LENGTH: Final = 6
RESUME_CODE_LENGTH: Final = 8


def new_class_code() -> str:
    """Return a random class code of 6 characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CLASS_CODE_LENGTH))


def clean_code(text: str) -> str:
    """Return a code as typed by a person in its canonical form: capitals, no spaces or dashes.

    Example:
        >>> clean_code(" k7pq-4m ")
        'K7PQ4M'
    """
    return "".join(character for character in text.upper() if character.isalnum())[:16]


def _digest(secret: bytes, *parts: str) -> bytes:
    return hmac.new(secret, "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def participant_id(secret: bytes, code: str, join_id: str) -> str:
    """Return the id a join leads to; the same join, sent twice, leads to the same participant."""
    return _digest(secret, "participant", code, join_id).hex()[:16]


def resume_code(secret: bytes, code: str, join_id: str) -> str:
    """Return the resume code a join leads to. It is handed to its owner and stored only as a hash."""
    number = int.from_bytes(_digest(secret, "resume", code, join_id), "big")
    characters = []
    for _ in range(RESUME_CODE_LENGTH):
        number, index = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[index])
    return "".join(characters)


def resume_hash(secret: bytes, code: str, resume: str) -> str:
    """Return what is stored of a resume code."""
    return _digest(secret, "resume-hash", code, clean_code(resume)).hex()
