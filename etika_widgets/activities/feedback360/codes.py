"""Short codes by which a person is rated without anybody's name.

A person has one code for each relation in which others may rate, so that a rater need not say, and cannot mistake, in
which relation they rate. A code lets somebody rate; it never lets anybody read.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from typing import Final

PEER: Final = "peer"
SUPERIOR: Final = "superior"
SUBORDINATE: Final = "subordinate"
_PREFIXES: Final = {PEER: "R", SUPERIOR: "A", SUBORDINATE: "B"}
"""First letter by relation: *rekan*, *atasan*, *bawahan*; a code tells at sight which one it is."""
_SIGNS: Final = "BCDFGHJKLMNPQRSTVWXYZ23456789"
"""No vowels, so that no code spells a word, and no sign that looks like another."""
_LENGTH: Final = 6


def draw_codes(relations: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Return a new code for each relation, none of them ``taken``.

    Example:
        >>> codes = draw_codes(("peer", "superior"), ())
        >>> codes["peer"][:2], len(codes["superior"])
        ('R-', 8)
    """
    codes: dict[str, str] = {}
    for relation in relations:
        while not (code := codes.get(relation, "")) or code in taken:
            codes[relation] = f"{_PREFIXES[relation]}-{''.join(secrets.choice(_SIGNS) for _ in range(_LENGTH))}"
    return codes


def tidy(typed: str) -> str:
    """Return a code as it is stored, however it was typed.

    Example:
        >>> tidy(" r 7kd-m2q "), tidy("")
        ('R-7KDM2Q', '-')
    """
    signs = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return f"{signs[:1]}-{signs[1:]}"
