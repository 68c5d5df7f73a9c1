"""The index of public satisfaction (IKM) from the survey of public satisfaction (SKM), PermenPANRB 14/2017.

The IKM is an index from 25 to 100. It is **not** a percentage of satisfied people, and never shown with a % sign.
The regulation's body lists *pengaduan* before *sarana*, its questionnaire asks them the other way round; so elements
are known by name here, never by place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.errors import MeasureError
from etika_widgets.measures.rounding import half_up

if TYPE_CHECKING:
    import pandas as pd

ELEMENTS: Final = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "pengaduan",
    "sarana",
)
"""The nine elements, in the order of the regulation's body; the column names of ``responses``."""

SCALE: Final = (1, 2, 3, 4)
"""The scores a respondent can give."""

Weight = float | str | Fraction | Mapping[str, float | str | Fraction]
"""One weight for all elements, or one for each by name. Text such as ``"0.11"`` is taken exactly."""


@dataclass(frozen=True, slots=True)
class Band:
    """A class of service quality.

    Attributes:
        low: lowest IKM of the class, rounded to two decimals.
        grade: ``A`` to ``D``.
        performance: its name in the regulation.
    """

    low: Decimal
    grade: str
    performance: str


BANDS: Final = (
    Band(Decimal("88.31"), "A", "Sangat Baik"),
    Band(Decimal("76.61"), "B", "Baik"),
    Band(Decimal("65.00"), "C", "Kurang Baik"),
    Band(Decimal("25.00"), "D", "Tidak Baik"),
)
"""The four classes, best first. The regulation's table of the index (1–4) has gaps; this one (25–100) has none."""


@dataclass(frozen=True, slots=True)
class Skm:
    """Result of a survey.

    Attributes:
        n: respondents, also those who left elements out.
        answered: how many answered each element.
        nrr: mean score of each element (NRR), 1 to 4, over those who answered it.
        weights: the weight of each element that was used; print it with the IKM.
        index: weighted sum of the means, 1 to 4 if the weights add up to 1.
        ikm: ``index`` × 25.
        grade: ``A`` to ``D``, from the IKM rounded half up to two decimals.
        performance: name of the grade, *Sangat Baik* to *Tidak Baik*.
        lowest: the element or elements with the lowest mean.
        saturated: elements everybody gave the highest score, such as the fee of a free service; say so, since they
            lift the index without telling anything.
    """

    n: int
    answered: dict[str, int]
    nrr: dict[str, float]
    weights: dict[str, float]
    index: float
    ikm: float
    grade: str
    performance: str
    lowest: list[str]
    saturated: list[str]

    @property
    def missing(self) -> dict[str, int]:
        """How many left each element out."""
        return {element: self.n - count for element, count in self.answered.items()}


def index(
    responses: pd.DataFrame | Mapping[str, Sequence[Any]] | Sequence[Mapping[str, Any]],
    weight: Weight | None = None,
) -> Skm:
    """Return the IKM of a survey.

    NRR_j = sum of the scores of element j / number of people who answered it; index = Σ NRR_j · w_j;
    IKM = index × 25. Computed in exact fractions, so no score falls into the wrong grade by floating point.

    Args:
        responses: one row per respondent and one column per element (:data:`ELEMENTS`; other columns are ignored):
            a DataFrame, a mapping of columns, or a sequence of mappings. Scores are 1 to 4; missing ones are
            ``None`` or NaN.
        weight: 1/9 each if not given. ``"0.11"`` or ``"0.111"`` repeat the spreadsheets of some agencies, whose
            IKM cannot exceed 99.00 or 99.90 and may drop a grade. A mapping names all elements, also added ones,
            and its weights add up to 1.

    Raises:
        MeasureError: no respondents, a column missing, a score that is none, an element nobody answered, or
            weights that are unusable.
        TypeError: ``responses`` has no named columns.

    Source:
        PermenPANRB 14/2017.

    Example:
        >>> rows = ["433434433", "332433332", "322333423", "443444434", "232433322"]
        >>> survey = index([dict(zip(ELEMENTS, map(int, row))) for row in rows])
        >>> half_up(survey.ikm, 2), survey.grade, survey.lowest
        (Decimal('77.78'), 'B', ['waktu'])
    """
    weights = _weights(weight)
    columns = _columns(responses, weights)
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise MeasureError("Kolom unsur tidak sama panjang. Sel yang kosong harus tetap ada sebagai nilai kosong.")
    (n,) = lengths
    if not n:
        raise MeasureError("Belum ada responden, jadi IKM tidak terdefinisi.")
    scores = {element: _scores(element, column) for element, column in columns.items()}
    for element, found in scores.items():
        if not found:
            raise MeasureError(
                "Tidak ada yang mengisi unsur '{element}', jadi IKM tidak terdefinisi.", element=element
            )
    nrr = {element: Fraction(sum(found), len(found)) for element, found in scores.items()}
    total = sum((nrr[element] * share for element, share in weights.items()), Fraction())
    least = min(nrr.values())
    reached = _band(total * 25)
    return Skm(
        n=n,
        answered={element: len(found) for element, found in scores.items()},
        nrr={element: float(mean) for element, mean in nrr.items()},
        weights={element: float(share) for element, share in weights.items()},
        index=float(total),
        ikm=float(total * 25),
        grade=reached.grade,
        performance=reached.performance,
        lowest=[element for element, mean in nrr.items() if mean == least],
        saturated=[element for element, mean in nrr.items() if mean == max(SCALE)],
    )


def band(ikm: float | Fraction | Decimal) -> Band:
    """Return the class of an IKM, which is first rounded half up to two decimals.

    Args:
        ikm: 25 to 100.

    Raises:
        MeasureError: the number is outside 25 to 100, so it is no IKM.

    Source:
        PermenPANRB 14/2017.

    Example:
        >>> band(88.304).grade, band(88.305).grade
        ('B', 'A')
    """
    if not 25 <= ikm <= 100:
        raise MeasureError("IKM adalah indeks 25 sampai 100; {value} bukan IKM.", value=ikm)
    return _band(ikm)


def sample_size(population: int) -> int:
    """Return how many respondents a survey needs: :func:`krejcie_morgan`, rounded half up as in the published table.

    The formula is meant for a proportion, whereas the IKM is a mean: take it as the custom it is.

    Args:
        population: people served in the period, 1 or more.

    Raises:
        MeasureError: the population is below 1.

    Example:
        >>> sample_size(1200)
        291
    """
    return int(half_up(krejcie_morgan(population), 0))


def krejcie_morgan(population: int) -> float:
    """Return the sample size S = χ²·N·P·Q / (d²·(N − 1) + χ²·P·Q), with χ² = 3.841, P = Q = 0.5, d = 0.05, unrounded.

    Args:
        population: N, people served in the period, 1 or more.

    Raises:
        MeasureError: the population is below 1.

    Source:
        Krejcie and Morgan (1970), Educational and Psychological Measurement 30: 607–610; PermenPANRB 14/2017.

    Example:
        >>> round(krejcie_morgan(1200), 4)
        291.1503
    """
    if population < 1:
        raise MeasureError("Jumlah pengguna layanan harus paling sedikit 1, bukan {value}.", value=population)
    spread = Fraction("3.841") / 4
    return float(spread * population / (Fraction("0.0025") * (population - 1) + spread))


def _band(ikm: float | Fraction | Decimal) -> Band:
    rounded = half_up(ikm, 2)
    return next((each for each in BANDS if rounded >= each.low), BANDS[-1])


def _weights(weight: Weight | None) -> dict[str, Fraction]:
    if not isinstance(weight, Mapping):
        share = Fraction(1, len(ELEMENTS)) if weight is None else _fraction(weight)
        return dict.fromkeys(ELEMENTS, share)
    _demand(weight)
    weights = {element: _fraction(weight[element]) for element in dict.fromkeys((*ELEMENTS, *weight))}
    total = sum(weights.values(), Fraction())
    if abs(total - 1) > Fraction(1, 10**9):
        raise MeasureError("Jumlah penimbang semua unsur harus 1, bukan {total}.", total=float(total))
    return weights


def _fraction(share: float | str | Fraction) -> Fraction:
    try:
        found = Fraction(str(share))
        if isinstance(share, float):  # 1/9 as a float means 1/9
            found = found.limit_denominator(10**6)
    except (ValueError, ZeroDivisionError):
        found = Fraction()
    if not 0 < found <= 1:
        raise MeasureError("Penimbang '{value}' harus angka di atas 0 sampai 1, misalnya 1/9.", value=share)
    return found


def _columns(responses: Any, elements: Iterable[str]) -> dict[str, list[Any]]:
    if hasattr(responses, "columns") or isinstance(responses, Mapping):
        _demand(responses)
        return {element: list(responses[element]) for element in elements}
    rows = list(responses)
    if not all(isinstance(row, Mapping) for row in rows):
        msg = "responses needs named columns: a DataFrame, a mapping of columns or a sequence of mappings"
        raise TypeError(msg)
    _demand({element for row in rows for element in row} if rows else elements)
    return {element: [row.get(element) for row in rows] for element in elements}


def _demand(names: Iterable[str]) -> None:
    """Refuse data without one of the nine elements."""
    known = set(names)
    absent = [element for element in ELEMENTS if element not in known]
    if absent:
        raise MeasureError("Unsur SKM ini tidak ada: {absent}. Nama kolom harus tepat.", absent=", ".join(absent))


def _scores(element: str, column: Iterable[Any]) -> list[int]:
    """Return the scores given, without missing ones: ``None``, NaN, pandas' NA."""
    found = [value for value in column if str(value) not in ("None", "nan", "<NA>")]
    for value in found:
        if not (isinstance(value, Real) and value in SCALE):
            raise MeasureError(
                "Skor unsur '{element}' harus 1, 2, 3, atau 4, bukan '{value}'.", element=element, value=value
            )
    return [int(value) for value in found]
