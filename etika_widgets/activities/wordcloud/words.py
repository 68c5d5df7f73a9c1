"""Words of an Indonesian word cloud: cutting texts up, and finding which forms belong together. Pure.

Stemming is *light*: affixes are taken off only to see whether two forms that people really wrote share a root, so a
form that stands alone is never touched, and what is shown is always a form that somebody wrote. A dictionary stemmer
(PySastrawi, MIT) goes further than a cloud can bear: for it *pemerintah* is *perintah* and *petugas* is *tugas*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

STOP_WORDS: Final = frozenset(
    word
    for line in Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
NEGATIONS: Final = frozenset({"tidak", "bukan", "tanpa", "belum", "kurang", "jangan", "tak"})
"""They turn a word round, so they stay with it: *tidak jujur* is a term of its own."""
_TOKEN: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_PREFIXES: Final = (
    # What stands before the root, and what may have gone missing at its start: meng+kirim is mengirim.
    ("menge", ("",), r"[^aiueo][aiueo][^aiueo]$"),
    ("penge", ("",), r"[^aiueo][aiueo][^aiueo]"),
    ("meng", ("", "k"), r"[aiueogh]"),
    ("peng", ("", "k"), r"[aiueogh]"),
    ("meny", ("s",), r"[aiueo]"),
    ("peny", ("s",), r"[aiueo]"),
    ("mem", ("", "p"), r"[aiueobfpv]"),
    ("pem", ("p",), r"[aiueo]"),
    ("pem", ("",), r"[bfp]"),
    ("men", ("t",), r"[aiueo]"),
    ("men", ("",), r"[cdjst]"),
    ("pen", ("t",), r"[aiueo]"),
    ("pen", ("",), r"[cdjs]"),
    ("me", ("",), r"[lmnrwy]"),
    ("pe", ("",), r"[lmnrwy]"),
    ("ber", ("",), r"[^r]"),
    ("per", ("",), r"[^r]"),
    ("ter", ("",), r"[^r]"),
    ("di", ("",), r"."),
    ("ke", ("",), r"."),
)
_SUFFIXES: Final = ("kan", "an", "i")
_SHORT_ROOT: Final = re.compile(r"[aiueo][^aiueo][aiueo]$")
_LEAST: Final = 4
_WHOLE: Final = ("pemerintah", "kebijakan", "kementerian", "menghargai")
"""Words that no longer mean what their root means: *pemerintah* is not *perintah*."""


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` in small letters; what holds no letter (a number, an emoji) is left out.

    Example:
        >>> tokens("Melayani, dengan hati-hati! 24 jam")
        ('melayani', 'dengan', 'hati-hati', 'jam')
    """
    return tuple(token for token in _TOKEN.findall(text.casefold()) if any(sign.isalpha() for sign in token))


@lru_cache(maxsize=8192)
def terms(text: str, phrases: Sequence[tuple[str, ...]] = ()) -> tuple[str, ...]:
    """Return what an entry adds to the cloud: phrases first, then words without stop-words, each once, in order.

    Args:
        text: what somebody wrote.
        phrases: words that belong together, e.g. ``(("pelayanan", "publik"),)``; a longer one wins.

    Example:
        >>> terms("pelayanan publik yang tidak jujur", (("pelayanan", "publik"),))
        ('pelayanan publik', 'tidak jujur')
    """
    return tuple(dict.fromkeys(_cut(tokens(text), sorted(phrases, key=len, reverse=True))))


def _cut(words: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> Iterator[str]:
    place = 0
    while place < len(words):
        phrase = next((one for one in phrases if one == tuple(words[place : place + len(one)])), None)
        word, following = words[place], words[place + 1 : place + 2]
        if phrase:
            yield " ".join(phrase)
            place += len(phrase)
        elif word in NEGATIONS and following and following[0] not in STOP_WORDS:
            yield f"{word} {following[0]}"
            place += 2
        else:
            if word not in STOP_WORDS and word not in NEGATIONS:
                yield word
            place += 1


def pairs(text: str, phrases: Sequence[tuple[str, ...]] = ()) -> set[str]:
    """Return neighbouring words of an entry that might be a phrase and are not one yet.

    Example:
        >>> sorted(pairs("anti pungli di kantor"))
        ['anti pungli']
    """
    words = tokens(text)
    dull = STOP_WORDS | NEGATIONS
    both = {f"{one} {two}" for one, two in pairwise(words) if one not in dull and two not in dull}
    return both - {" ".join(phrase) for phrase in phrases}


@lru_cache(maxsize=8192)
def roots(word: str) -> frozenset[str]:
    """Return ``word`` and every root it may have been made from, as far as affixes tell.

    Example:
        >>> sorted(roots("pelayanan"))
        ['layan', 'layanan', 'pelayan', 'pelayanan']
    """
    if " " in word:
        return frozenset({word})
    for whole in _WHOLE:
        if word.startswith(whole):
            return frozenset({word, whole})
    half, _, other = word.partition("-")
    found = {word, half} if half and half == other else {word}
    if word.endswith("nya"):
        found |= _long_enough({word.removesuffix("nya")})
    for _ in range(2):  # two prefixes at most: memper-, keber-
        found |= {root for one in found for root in _without_prefix(one)}
    for one in tuple(found):
        for suffix in _SUFFIXES:
            if one.endswith(suffix) and (suffix != "i" or one != word):
                found |= _long_enough({one.removesuffix(suffix)})
    return frozenset(found)


def _without_prefix(word: str) -> set[str]:
    return {
        root
        for prefix, lost, start in _PREFIXES
        if word.startswith(prefix) and re.match(start, word[len(prefix) :])
        for root in _long_enough({f"{letter}{word[len(prefix) :]}" for letter in lost})
    }


def _long_enough(candidates: Iterable[str]) -> set[str]:
    """Leave out what is too short to be a root: else *dinas* would belong to *nas*."""
    return {one for one in candidates if len(one) >= _LEAST or _SHORT_ROOT.fullmatch(one)}


def families(forms: Iterable[str], apart: Collection[str] = ()) -> dict[str, str]:
    """Return for every form the key of its family: forms with the same key are shown as one.

    Every form joins the root that most of the written forms may come from. The order of ``forms`` does not matter.

    Args:
        forms: words and phrases as people wrote them, in small letters.
        apart: forms that stand alone whatever their root.

    Example:
        >>> families(["melayani", "pelayanan", "layanan", "masalah"])
        {'melayani': 'layan', 'pelayanan': 'layan', 'layanan': 'layan', 'masalah': 'masalah'}
    """
    distinct = dict.fromkeys(forms)
    support = Counter(root for form in distinct if form not in apart for root in roots(form))
    keys: dict[str, str] = {}
    for form in distinct:
        known = [] if form in apart else [root for root in roots(form) if support[root] > 1]
        keys[form] = min(known, key=lambda root: (-support[root], -len(root), root), default=form)
    return keys
