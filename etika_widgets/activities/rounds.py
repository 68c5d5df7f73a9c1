"""Answers round by round, with their mean and spread. Pure; nobody is named."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from etika_widgets.i18n import N_, translate
from etika_widgets.measures.suppression import THRESHOLD

if TYPE_CHECKING:
    from etika_widgets.activity import Response

V = TypeVar("V")

COUNTED_NOTICE: Final = N_(
    "Fasilitator dan kelas hanya melihat hitungannya, bukan jawaban orang per orang. "
    "Untuk analisis, jawaban Anda tersimpan dengan nama samaran."
)
"""Privacy notice of types whose control page shows nothing of a single person."""


def by_round(responses: Sequence[Response], slot: str = "answer") -> dict[int, list[Response]]:
    """Return the responses in ``slot`` from round 1 to the last one that holds any response.

    Example:
        >>> by_round([])
        {1: []}
    """
    last = max((response.round for response in responses), default=1)
    rounds: dict[int, list[Response]] = {number: [] for number in range(1, last + 1)}
    for response in responses:
        if response.slot == slot:
            rounds[response.round].append(response)
    return rounds


def final(by_number: Mapping[int, V]) -> V:
    """Return what the latest round holds."""
    return by_number[max(by_number)]


def round_name(number: int, language: str) -> str:
    """Return what a round is called, counted from 1."""
    return translate("Putaran {n}", language).format(n=number)


def visible_n(n: int, *, hides_small: bool) -> int | None:
    """Return the number of people, ``None`` where it is too small to be shown."""
    return None if hides_small and n < THRESHOLD else n


def cell(value: float | None, *, hides_small: bool) -> str | float | None:
    """Return a number for a table: a dash where there is none yet, ``None`` where it is hidden."""
    return "–" if value is None and not hides_small else value


def mean_and_spread(
    values: Sequence[float], *, hides_small: bool, decimals: int = 1
) -> tuple[float | None, float | None]:
    """Return the arithmetic mean and the sample standard deviation (n - 1), in the unit of the values.

    Without values both are ``None``; the spread needs two. With ``hides_small`` both are ``None`` for fewer than
    :data:`THRESHOLD` values, and where all are alike, since such a mean is everybody's answer.

    Example:
        >>> mean_and_spread([2, 4, 4, 5], hides_small=False)
        (3.8, 1.3)
        >>> mean_and_spread([2, 4, 4, 5], hides_small=True)
        (None, None)
    """
    if not values or (hides_small and (len(values) < THRESHOLD or len(set(values)) == 1)):
        return None, None
    spread = round(statistics.stdev(values), decimals) if len(values) > 1 else None
    return round(statistics.fmean(values), decimals), spread
