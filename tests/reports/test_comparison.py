from __future__ import annotations

from fractions import Fraction

import pytest

from etika_widgets.measures.rounding import half_up
from etika_widgets.reports.comparison import Flow, Gain, flows, gain
from etika_widgets.wording import Words

PRE = [40, 55, 60, 70, 80, 50, 65, 45, 75, 60]
POST = [70, 80, 75, 90, 85, 50, 95, 75, 70, 90]


def people(scores: list[int]) -> dict[str, int]:
    return {str(place): score for place, score in enumerate(scores)}


def test_gain_of_means_differs_from_mean_of_gains() -> None:
    found = gain(people(PRE), people(POST), 100)
    assert isinstance(found, Gain)
    assert found.of_means == Fraction(45, 100)
    assert half_up(found.mean_of_gains or Fraction(), 4) == half_up(Fraction("0.43"), 4)
    assert found.after - found.before == 18


def test_gain_counts_people_with_full_marks_apart_and_may_be_negative() -> None:
    found = gain(people([5, 4, 4, 4, 4]), people([5, 3, 4, 4, 3]), 5)
    assert isinstance(found, Gain)
    assert found.undefined == 1
    assert found.of_means == Fraction(-1, 2)
    assert found.mean_of_gains == Fraction(-1, 2)


@pytest.mark.parametrize(("scores", "reason"), [([5] * 5, "full"), ([1] * 4, "few")])
def test_gain_says_why_there_is_none(scores: list[int], reason: str) -> None:
    assert gain(people(scores), people([5] * 5), 5) == reason


def test_mcnemar() -> None:
    assert round(float(Flow(stayed=0, left=9, came=2).p or 0), 6) == 0.065430
    assert Flow(stayed=3, left=0, came=0).p is None
    assert Flow(stayed=0, left=1, came=1).p == 1
    assert flows([[3, 2], [1, 4]]) == [Flow(3, 2, 1), Flow(4, 1, 2)]


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
