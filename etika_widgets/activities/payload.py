"""Strict parsing of what a browser sent. Whatever the value, the outcome is a clean value or ``Refused``.

Messages never repeat a value from the payload: it may hold anything, lone surrogates included.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, TypeVar

from etika_widgets.activities.definitions import TextField
from etika_widgets.errors import Refused

V = TypeVar("V")

REASON_LIMIT: Final = 500
"""Most characters of a reason beside a vote or a position."""

# C0 and C1 controls except line feed, lone surrogates, zero width space and BOM, and every mark that can turn the
# direction of the text around it (a right-to-left override can make a text read as its opposite).
_STRIPPED: Final = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_LINE_BREAKS: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")
_MOST_MARKS: Final = 8
_VISIBLE: Final = frozenset("LNPS")


def clean_text(text: str) -> str:
    r"""Return ``text`` safe to store and show: NFC, trimmed, without control and direction marks.

    Tabs become spaces, every line break a line feed. A text in which nothing can be seen becomes empty.

    Example:
        >>> clean_text("  Kepada\u202e Yth.\x00 ")
        'Kepada Yth.'
    """
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    text = unicodedata.normalize("NFC", _without_towers(_STRIPPED.sub("", text))).strip()
    return text if any(unicodedata.category(sign)[0] in _VISIBLE for sign in text) else ""


def _without_towers(text: str) -> str:
    """Return ``text`` with at most eight combining marks in a row.

    More are never language: they cover the lines above and below, and the time Unicode normalisation takes grows
    with the square of their number.
    """
    kept: list[str] = []
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def parse_text(value: object, limit: int, *, label: str) -> str:
    """Return a clean text of at most ``limit`` characters; may be empty.

    Raises:
        Refused: not a text, or too long.
    """
    if not isinstance(value, str):
        raise Refused("not_text", "Isian “{label}” harus berupa teks.", label=label)
    text = clean_text(value)
    if len(text) > limit:
        raise Refused(
            "too_long",
            "Isian “{label}” terlalu panjang: {length} karakter, paling banyak {limit}. Persingkat dulu.",
            label=label,
            length=len(text),
            limit=limit,
        )
    return text


def parse_reason(value: object, mode: str, *, excused: bool = False) -> str:
    """Return the clean reason beside a choice.

    Args:
        value: what was sent; a missing reason is an empty one.
        mode: ``none``, ``optional`` or ``required``.
        excused: whether this choice may stand without a reason although the mode is ``required``.

    Raises:
        Refused: not a text, too long, missing or not asked for.
    """
    if not isinstance(value, str):
        raise Refused("not_text", "Alasan harus berupa teks.")
    text = clean_text(value)
    if len(text) > REASON_LIMIT:
        raise Refused(
            "too_long",
            "Alasan terlalu panjang: {length} karakter, paling banyak {limit}. Persingkat dulu.",
            length=len(text),
            limit=REASON_LIMIT,
        )
    if text and mode == "none":
        raise Refused("reason_not_asked", "Kegiatan ini tidak meminta alasan. Muat ulang halaman.")
    if not text and mode == "required" and not excused:
        raise Refused("reason_missing", "Alasan belum diisi. Tulis satu kalimat, lalu kirim lagi.")
    return text


def parse_keys(payload: object, *, required: Collection[str], optional: Collection[str] = ()) -> Mapping[str, Any]:
    """Return the payload once it is a mapping with exactly these keys.

    Raises:
        Refused: not a mapping, a key missing or too many.
    """
    if not isinstance(payload, Mapping):
        raise _malformed()
    keys = set(payload)
    if not set(required) <= keys or keys - set(required) - set(optional):
        raise _malformed()
    return payload


def parse_choice(value: object, allowed: Collection[str]) -> str:
    """Return one of the ``allowed`` ids.

    Raises:
        Refused: anything else.
    """
    if not isinstance(value, str):
        raise _malformed()
    if value not in allowed:
        raise Refused("unknown_option", "Pilihan itu tidak ada. Muat ulang halaman, lalu pilih lagi.")
    return value


def parse_choices(value: object, allowed: Sequence[str]) -> list[str]:
    """Return distinct ``allowed`` ids in the order in which they were sent.

    Raises:
        Refused: not a list, an unknown id or one twice.
    """
    if not isinstance(value, list | tuple):
        raise _malformed()
    chosen: list[str] = []
    for entry in value:
        choice = parse_choice(entry, allowed)
        if choice in chosen:
            raise Refused("duplicate_option", "Satu pilihan terkirim dua kali. Pilih lagi, lalu kirim.")
        chosen.append(choice)
    return chosen


def parse_every(value: object, ids: Sequence[str], parse: Callable[[object], V]) -> dict[str, V]:
    """Return what ``parse`` makes of every one of ``ids``; a missing one is named by its number.

    Raises:
        Refused: not a mapping, an unknown id, one missing, or whatever ``parse`` raises.

    Example:
        >>> parse_every({"b": 2, "a": 1}, ["a", "b"], lambda point: parse_whole(point, 1, 5))
        {'a': 1, 'b': 2}
    """
    sent = parse_keys(value, required=(), optional=ids)
    missing = [str(number) for number, name in enumerate(ids, start=1) if name not in sent]
    if missing:
        raise Refused("items_missing", "Nomor {numbers} belum diisi. Isi dulu semuanya.", numbers=", ".join(missing))
    return {name: parse(sent[name]) for name in ids}


def parse_switch(value: object) -> bool:
    """Return a yes or no.

    Raises:
        Refused: anything else, a number too.
    """
    if type(value) is not bool:
        raise _malformed()
    return value


def parse_whole(value: object, least: int, most: int) -> int:
    """Return a whole number from ``least`` to ``most``; ``True`` and ``3.0`` are none.

    Raises:
        Refused: anything else.
    """
    if type(value) is not int:
        raise _malformed()
    if not least <= value <= most:
        raise Refused(
            "out_of_range", "Isi bilangan bulat dari {least} sampai {most}, lalu kirim lagi.", least=least, most=most
        )
    return value


def parse_fields(value: object, fields: Sequence[TextField], required: Collection[str] = ()) -> dict[str, str]:
    """Return a clean text for every field; a field that was not sent is empty.

    Raises:
        Refused: not a mapping, an unknown field, a text too long, a required one empty, or all empty.
    """
    sent = parse_keys(value, required=(), optional=[field.id for field in fields])
    texts = {field.id: parse_text(sent.get(field.id, ""), field.max, label=field.label.id) for field in fields}
    for field in fields:
        if field.id in required and not texts[field.id]:
            raise Refused(
                "field_missing",
                "Isian “{label}” belum diisi. Isi dulu, lalu kirim lagi.",
                label=field.label.id,
            )
    if not any(texts.values()):
        raise Refused("empty", "Belum ada yang ditulis. Isi sedikitnya satu isian, lalu kirim lagi.")
    return texts


def unknown_kind() -> Refused:
    """Return the refusal of an intent that a type does not know."""
    return Refused("unknown_kind", "Kegiatan ini tidak mengenal kiriman itu. Muat ulang halaman, lalu coba lagi.")


def _malformed() -> Refused:
    return Refused("malformed", "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi.")
