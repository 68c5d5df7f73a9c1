"""How hard a sentence is to read: its length and its share of long words. Pure.

The measure is LIX (Björnsson 1968), words per sentence plus the percentage of long words, taken for one sentence at a
time: a text is as hard as the sentence at which a reader stops. LIX calls words of more than six letters long; affixes
make Indonesian words longer (*mempertanggungjawabkan*), so here it is more than :data:`LONG` letters. The limits are
calibrated on the lessons shipped with the package, which people have read aloud; they are advice, not a norm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONG: Final = 9
"""A word with more letters than this is long."""
MOST_WORDS: Final = 25
"""The longest sentence that one breath carries."""
FEWEST_WORDS: Final = 8
"""Below this many words the share of long ones says nothing."""
HARDEST: Final = 45.0
"""The highest value of the measure that is let pass."""

_CODE: Final = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_BREAK: Final = re.compile(r"(?<=[.!?:;…])[\"”’)*_]*\s+|\n\s*(?=\n|[-*+>#|]+\s|\d+[.)]\s)|\s\|\s")
_MARK: Final = re.compile(r"\s*(?:(?:[-*+>#|]+|\d+[.)])\s+)*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its number of words and of long ones.

    Example:
        >>> Sentence("Baca dulu dengan tenang.", 4, 0).difficulty
        4.0
    """

    text: str
    words: int
    long: int

    @property
    def difficulty(self) -> float:
        """Words plus the percentage of long words."""
        return self.words + 100 * self.long / self.words if self.words else 0.0

    @property
    def is_hard(self) -> bool:
        """Whether it should be split or said more simply."""
        return self.words > MOST_WORDS or (self.words >= FEWEST_WORDS and self.difficulty > HARDEST)


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a Markdown text; code, addresses of links and marks are left out.

    Example:
        >>> [sentence.text for sentence in sentences("Baca **dulu**. Lalu jawab.")]
        ['Baca **dulu**.', 'Lalu jawab.']
    """
    plain = _LINK.sub(r"\1", _CODE.sub(" ", text))
    for part in _BREAK.split(plain):
        words = _WORD.findall(part)
        if words:
            yield Sentence(
                " ".join(_MARK.sub("", part, count=1).split()), len(words), sum(len(word) > LONG for word in words)
            )
