"""Words of a pack that participants must not read early, and whether a page gives them away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

RUN: Final = 40
"""So many characters in a row, spaces and punctuation evened out, are no coincidence."""
SHORTEST_KEY: Final = 15
"""Shorter answers ("Ya", "Tujuh") stand in every text."""

_SECRET: Final = frozenset(
    {"ask", "cut", "detail", "details", "explanation", "follow_ups", "if_silent", "ladder", "notes"}
    | {"rationale", "rationales", "reference", "reveal", "say"}
)


class Secrets:
    """What a pack keeps back: notes, exact words, follow-ups, rationales, reveal texts and quiz keys.

    Args:
        data: the pack or a definition.
        tells: keys whose texts are not kept back after all (``ActivityType.tells``).
    """

    def __init__(self, data: Any, tells: frozenset[str] = frozenset()) -> None:
        texts = list(_texts(data, _SECRET - tells, secret=False))
        public = {window for text, secret in texts if not secret for window in _windows(_even(text))}
        hidden = {window for text, secret in texts if secret for window in _windows(_even(text))}
        self._hidden = hidden - public
        self._keys = {even: text for text in _quiz_keys(data) if len(even := _even(text)) >= SHORTEST_KEY}

    def quoted_in(self, text: str) -> str | None:
        """Return the beginning of the first kept-back text that ``text`` quotes, if any; quiz keys aside."""
        even = _even(text)
        starts = (start for start, window in enumerate(_windows(even)) if window in self._hidden)
        return next((even[start : start + RUN].strip() for start in starts), None)

    def found_in(self, text: str) -> str | None:
        """Return the beginning of the first secret that ``text`` gives away, if any."""
        if quoted := self.quoted_in(text):
            return quoted
        padded = f" {_even(text)} "
        return next((key for even_key, key in self._keys.items() if f" {even_key} " in padded), None)


def _even(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _windows(text: str) -> Iterator[str]:
    for start in range(len(text) - RUN + 1):
        yield text[start : start + RUN]


def _texts(value: Any, keys: frozenset[str], *, secret: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(value, str):
        yield value, secret
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _texts(entry, keys, secret=secret or key in keys)
    elif isinstance(value, list):
        for entry in value:
            yield from _texts(entry, keys, secret=secret)


def _quiz_keys(value: Any) -> Iterator[str]:
    """Yield the text of every right option: of any mapping with ``key`` and ``options``."""
    if isinstance(value, dict):
        options = value.get("options")
        if "key" in value and isinstance(options, list):
            for option in options:
                if isinstance(option, dict) and option.get("id") == value["key"]:
                    yield from (text for text, _ in _texts(option.get("text"), _SECRET, secret=True))
        for entry in value.values():
            yield from _quiz_keys(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _quiz_keys(entry)
