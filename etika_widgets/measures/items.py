"""How well the questions of a test work: difficulty, discrimination, item–rest correlation, distractors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from etika_widgets.errors import MeasureError
from etika_widgets.measures._arrays import Floats, rectangle, varies
from etika_widgets.measures.rounding import half_up

TAIL: Final = 0.27
"""Share of people in the upper and in the lower group."""
SMALL: Final = 50
"""With fewer people the numbers move a lot from class to class; a convention of this library."""
WORKING: Final = 0.05
"""Share of people a distractor must tempt to earn its place, by convention."""


def analyse(matrix: Any) -> pd.DataFrame:
    """Return one row per item of a test scored right or wrong.

    Columns:
        p: difficulty, the share of people who were right; difficulty: *sukar* below 0.30, *mudah* above 0.70, else
        *sedang*; D: discrimination, p of the upper minus p of the lower group (27 % of people each, rounded half up,
        one at least); discrimination: *sangat baik* from 0.40, *baik* from 0.30, *perlu perbaikan* from 0.20,
        *buang* from 0, *cek kunci* below; r_item_rest: correlation with the sum of the other items; rpb: correlation
        with the sum of all items, too high because the item is part of it. A correlation is NaN where the item or
        the sum does not vary (everybody right, or everybody wrong).

    Notes in ``attrs``:
        n: people; group: people in the upper and the lower group; ties: whether people of the same total were put
        on both sides of a group's edge, where the order of input decides; small: fewer people than :data:`SMALL`,
        print *n kecil*.

    Args:
        matrix: people by items, 1 (right) or 0 (wrong); the columns of a DataFrame become the index.

    Raises:
        MeasureError: fewer than two people or items, a value that is not 0 or 1, or all totals equal.

    Source:
        Kelley (1939), Journal of Educational Psychology 30: 17–24 (27 %); Ebel and Frisbie (1991), Essentials of
        Educational Measurement (bands).

    Example:
        >>> table = analyse([[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 0, 0]])
        >>> table["p"].to_list(), table["D"].to_list(), table.attrs["n"]
        ([0.75, 0.5, 0.25], [1.0, 1.0, 1.0], 4)
    """
    scores = binary(matrix)
    totals = scores.sum(axis=1)
    if not varies(totals):
        raise MeasureError("Jumlah benar semua orang sama, jadi daya beda soal tidak terdefinisi.")
    upper, lower, ties = _tails(totals)
    p = scores.mean(axis=0)
    d = (scores[upper].sum(axis=0) - scores[lower].sum(axis=0)) / len(upper)
    table = pd.DataFrame(
        {
            "p": p,
            "difficulty": [_difficulty(value) for value in p],
            "D": d,
            "discrimination": [_discrimination(value) for value in d],
            "r_item_rest": [_correlation(item, totals - item) for item in scores.T],
            "rpb": [_correlation(item, totals) for item in scores.T],
        },
        index=getattr(matrix, "columns", None),
    )
    n = len(totals)
    table.attrs.update(n=n, group=len(upper), ties=ties, small=n < SMALL)
    return table


def distractors(choices: pd.DataFrame, keys: Mapping[str, str], options: Sequence[str]) -> pd.DataFrame:
    """Return one row per item and option: who chose it.

    Columns:
        item; option; key (whether it is the right one); count; share of all people; upper and lower: share in the
        upper and the lower 27 % by total score; works: for a distractor, whether at least 5 % chose it and more so
        in the lower than in the upper group; for the key, whether the upper group chose it more. Shares of an item
        fall short of 1 by those who left it out.

    Args:
        choices: people by items, the option chosen; missing where somebody left the item out.
        keys: the right option of each item, which are the columns looked at.
        options: all options, also those nobody chose.

    Raises:
        MeasureError: an item without column, a choice that is no option, no people, or all totals equal.

    Source:
        Haladyna and Downing (1993), Educational and Psychological Measurement 53: 999–1010 (5 %).

    Example:
        >>> sheet = pd.DataFrame({"q1": list("aaab"), "q2": list("aabc")})
        >>> table = distractors(sheet, {"q1": "a", "q2": "a"}, "abc")
        >>> table[table["item"] == "q2"]["count"].to_list()
        [2, 1, 1]
    """
    absent = [item for item in keys if item not in choices.columns]
    if absent:
        raise MeasureError("Soal ini tidak ada di tabel: {items}.", items=", ".join(absent))
    chosen = choices[list(keys)]
    unknown = sorted({str(value) for value in chosen.stack().dropna() if value not in options})
    if unknown:
        raise MeasureError("Jawaban ini bukan pilihan yang ada: {values}.", values=", ".join(unknown))
    totals = chosen.eq(pd.Series(keys)).sum(axis=1).to_numpy(dtype=np.float64)
    if not totals.size or not varies(totals):
        raise MeasureError("Jumlah benar semua orang sama, jadi pengecoh tidak dapat dinilai.")
    upper, lower, _ = _tails(totals)
    rows = []
    for item, key in keys.items():
        for option in options:
            took = chosen[item].eq(option).to_numpy(dtype=bool)
            high, low, share = took[upper].mean(), took[lower].mean(), took.mean()
            works = high > low if option == key else share >= WORKING and low > high
            rows.append((item, option, option == key, int(took.sum()), share, high, low, bool(works)))
    return pd.DataFrame(rows, columns=["item", "option", "key", "count", "share", "upper", "lower", "works"])


def binary(values: Any) -> Floats:
    """Return a table of people by items scored 1 or 0.

    Raises:
        MeasureError: fewer than two people or items, a missing value, or one that is not 0 or 1.

    Example:
        >>> binary([[1, 0], [True, False]]).tolist()
        [[1.0, 0.0], [1.0, 0.0]]
    """
    scores = rectangle(values)
    if not np.isin(scores, (0, 1)).all():
        raise MeasureError("Setiap jawaban harus bernilai 1 (benar) atau 0 (salah).")
    return scores


def _tails(totals: Floats) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], bool]:
    """Return who is in the upper and the lower group, and whether equal totals were separated."""
    size = max(1, int(half_up(TAIL * totals.size, 0)))
    order = np.argsort(-totals, kind="stable")
    ranked = totals[order]
    ties = size < ranked.size and (ranked[size - 1] == ranked[size] or ranked[-size] == ranked[-size - 1])
    return order[:size], order[-size:], bool(ties)


def _correlation(item: Floats, total: Floats) -> float:
    return float(np.corrcoef(item, total)[0, 1]) if varies(item) and varies(total) else float("nan")


def _difficulty(p: float) -> str:
    if p < 0.30:
        return "sukar"
    return "mudah" if p > 0.70 else "sedang"


def _discrimination(d: float) -> str:
    for limit, name in ((0.40, "sangat baik"), (0.30, "baik"), (0.20, "perlu perbaikan"), (0.0, "buang")):
        if d >= limit:
            return name
    return "cek kunci"
