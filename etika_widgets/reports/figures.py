"""Bars as small SVGs written by hand: no picture files, no outside requests, sharp on paper, the same bytes each time.

A figure holds no text of its own, so that nothing shrinks on a phone: labels and numbers stand in the table around
it, and its text alternative says them again. Earlier rounds are striped, the last one is solid.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from markupsafe import Markup

from etika_widgets.measures.rounding import half_up

PATTERNS: Final = Markup(
    '<svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    '<pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="#c3d0db"/><rect width="4" height="8" fill="#6f8aa3"/></pattern>'
    "</defs></svg>"
)
"""What striped bars are filled with; stands once in a page, before the first bar."""

_HEIGHT: Final = 10
_GAP: Final = 3


def bars(shares: Sequence[Fraction | None], alternative: str) -> Markup:
    """Return one bar per share of the whole (0 to 1), the earliest round on top.

    Args:
        shares: ``None`` is a hidden number: no bar and no track.
        alternative: what the bars show, in words.
    """
    height = len(shares) * (_HEIGHT + _GAP) - _GAP
    drawn = Markup("").join(
        Markup('<rect x="0" y="{}" width="{}%" height="{}" fill="{}"/>').format(
            place * (_HEIGHT + _GAP),
            half_up(share * 100, 2).normalize().__format__("f"),
            _HEIGHT,
            "#0b5d5e" if place == len(shares) - 1 else "url(#stripes)",
        )
        for place, share in enumerate(shares)
        if share
    )
    base = Markup("").join(
        Markup('<rect x="0" y="{}" width="100%" height="{}" fill="#eeebe3"/>').format(
            place * (_HEIGHT + _GAP), _HEIGHT
        )
        for place, share in enumerate(shares)
        if share is not None
    )
    return Markup('<svg class="bars" role="img" aria-label="{}" width="100%" height="{}">{}{}</svg>').format(
        alternative, height, base, drawn
    )
