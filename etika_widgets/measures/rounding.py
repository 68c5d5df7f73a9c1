"""Rounding for display, as people do it by hand. Numbers are computed in full and rounded here only."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def half_up(value: float | Fraction | Decimal, places: int) -> Decimal:
    """Return ``value`` rounded to ``places`` decimals, halves away from zero.

    A float counts as the shortest decimal number that stands for it, so 76.605 is a half although its binary form
    lies a little below.

    Args:
        value: number, finite.
        places: decimals to keep, 0 or more.

    Raises:
        ValueError: the value is not a number or infinite.

    Example:
        >>> half_up(Fraction(1, 8), 2), half_up(-0.125, 2), half_up(76.605, 2)
        (Decimal('0.13'), Decimal('-0.13'), Decimal('76.61'))
    """
    exact = value if isinstance(value, Fraction) else Fraction(str(value))
    scaled = int(abs(exact) * 10**places + Fraction(1, 2))
    return Decimal(-scaled if exact < 0 else scaled).scaleb(-places)
