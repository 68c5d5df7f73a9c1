from __future__ import annotations

from fractions import Fraction

import pytest

from etika_widgets.wording import Words


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(1, 8), 2, "0,13"),
        (Fraction(-1, 8), 2, "−0,13"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(1250), 1, "1.250,0"),
    ],
)
def test_numbers_are_rounded_half_up_and_written_indonesian(value: Fraction, places: int, shown: str) -> None:
    assert Words("id", "WIB").decimal(value, places) == shown


def test_shares_and_lengths() -> None:
    words = Words("id", "WIB")
    assert words.percent(5, 12) == "41,7%"
    assert words.percent(0, 0) == "–"
    assert [words.span(minutes) for minutes in (45, 120, 135)] == ["45 menit", "2 jam", "2 jam 15 menit"]
