"""Numbers as people type them in Indonesian: dots between thousands, a comma before the decimals."""

from __future__ import annotations

import math
import re
from typing import Final

from etika_widgets.errors import Refused

_LONGEST: Final = 30
_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_PLAIN: Final = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def parse_number(value: object, *, decimals: int) -> float | int:
    """Return a number sent as a number or as text; whole numbers come back as ``int``.

    A dot followed by three digits separates thousands, any other dot is taken for a decimal comma.

    Raises:
        Refused: not a number, not finite, or with more decimals than asked for.

    Example:
        >>> parse_number("1.250,5", decimals=1), parse_number("12,50", decimals=1), parse_number("1.250", decimals=0)
        (1250.5, 12.5, 1250)
    """
    number = _read(value)
    if not math.isfinite(number) or abs(number) > 1e15:
        raise _not_a_number()
    exact = round(number, decimals)
    if abs(exact - number) > 1e-9 * max(1.0, abs(number)):
        if decimals == 0:
            raise Refused("too_fine", "Tulis bilangan bulat, tanpa angka di belakang koma.")
        raise Refused("too_fine", "Paling banyak {n} angka di belakang koma.", n=decimals)
    return int(exact) if exact == int(exact) else exact


def _read(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise _not_a_number()
    if not isinstance(value, str):
        try:
            return float(value)
        except OverflowError:
            raise _not_a_number() from None
    text = value.strip().replace("\u2212", "-").replace(" ", "") if len(value) <= _LONGEST else ""
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    elif not _PLAIN.fullmatch(text):
        raise _not_a_number()
    return float(text.replace(",", "."))


def _not_a_number() -> Refused:
    return Refused("not_a_number", "Isian itu bukan angka. Tulis angka saja, misalnya 12 atau 12,5.")
