"""The same people before and after: difference, effect sizes, and tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, erfc, sqrt

import numpy as np

from etika_widgets.errors import MeasureError
from etika_widgets.measures._arrays import Floats, pairs, varies
from etika_widgets.measures._confidence import upper


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scores of the same people before and after. Standard deviations divide by n − 1.

    Attributes:
        n: people with both scores.
        mean_diff: mean of the differences d = post − pre.
        sd_diff: their standard deviation.
        se: standard error of the mean difference.
        t: paired t = mean_diff / se.
        df: n − 1.
        p: two-sided p of the t test.
        ci: limits of the confidence interval of the mean difference.
        sd_pre: standard deviation before.
        sd_post: standard deviation after.
        r: correlation of pre and post; None if one of them does not vary.
        d_z: mean_diff / sd_diff; grows with the correlation, so not comparable with other studies.
        d_av: mean_diff / mean of sd_pre and sd_post.
        d_rm: d_z · √(2(1 − r)); None without ``r``.
        hedges_g: d_av · J with J = 1 − 3 / (4·df − 1), which corrects for small classes.
        hedges_g_z: d_z · J.
        w_plus: sum of the ranks of the rises.
        w_minus: sum of the ranks of the falls.
        n_nonzero: people whose score changed; the others are left out of the ranks.
        wilcoxon_z: z of the smaller rank sum, so 0 or below; without continuity correction, corrected for ties.
        wilcoxon_p: its two-sided p (normal approximation).
        rank_biserial: matched rank-biserial r = (w_plus − w_minus) / (w_plus + w_minus), −1 to 1.
        shapiro_w: Shapiro–Wilk statistic of the differences.
        shapiro_p: its p; below 0.05 the differences hardly follow a normal distribution.
    """

    n: int
    mean_diff: float
    sd_diff: float
    se: float
    t: float
    df: int
    p: float
    ci: tuple[float, float]
    sd_pre: float
    sd_post: float
    r: float | None
    d_z: float
    d_av: float
    d_rm: float | None
    hedges_g: float
    hedges_g_z: float
    w_plus: float
    w_minus: float
    n_nonzero: int
    wilcoxon_z: float
    wilcoxon_p: float
    rank_biserial: float
    shapiro_w: float
    shapiro_p: float

    @property
    def ranks_first(self) -> bool:
        """Whether to lead with Wilcoxon and ``rank_biserial`` (Shapiro p < 0.05); do so for ordinal scores too."""
        return self.shapiro_p < 0.05


def compare(pre: Sequence[float], post: Sequence[float], confidence: float = 0.95) -> Comparison:
    """Return difference, effect sizes and tests for the same people before and after.

    The bands 0.2, 0.5 and 0.8 for *d* are conventions only; name the d that is printed. Without a comparison group
    a difference says nothing about its cause.

    Args:
        pre: scores before, one per person.
        post: scores of the same people after, in the same order and unit.
        confidence: of the interval ``ci``, 0.95 by default.

    Raises:
        MeasureError: fewer than three people, a missing score, series of different length, or everybody changed by
            the same amount, so that t and d are undefined.
        ValueError: ``confidence`` is not between 0 and 1.

    Source:
        Lakens (2013), Frontiers in Psychology 4: 863 (effect sizes); Wilcoxon (1945), Biometrics Bulletin 1: 80–83;
        Kerby (2014), Comprehensive Psychology 3: 1 (rank-biserial); Shapiro and Wilk (1965), Biometrika 52: 591–611.

    Example:
        >>> found = compare([40, 55, 60, 70, 80], [70, 80, 75, 90, 85])
        >>> round(found.mean_diff, 4), round(found.t, 4), round(found.d_z, 4)
        (19.0, 4.4174, 1.9755)
    """
    from scipy import stats  # costs half a second; a class without statistics does not pay for it

    limit = upper(confidence)
    first, last = pairs(pre, post, least=3)
    difference = np.round(last - first, 12)  # equal differences stay equal: 0.3 - 0.2 ties with 0.2 - 0.1
    if not varies(difference):
        raise MeasureError(
            "Selisih nilai semua orang sama ({value}), jadi t dan ukuran efek tidak terdefinisi.",
            value=float(difference[0]),
        )
    n = difference.size
    mean, sd = float(difference.mean()), float(difference.std(ddof=1))
    sd_pre, sd_post = float(first.std(ddof=1)), float(last.std(ddof=1))
    se, df = sd / sqrt(n), n - 1
    half = float(stats.t.ppf(limit, df)) * se
    r = float(np.corrcoef(first, last)[0, 1]) if varies(first) and varies(last) else None
    d_z, d_av = mean / sd, mean / ((sd_pre + sd_post) / 2)
    small = 1 - 3 / (4 * df - 1)
    shapiro = stats.shapiro(difference)
    w_plus, w_minus, moved, z = _signed_ranks(difference)
    return Comparison(
        n=n,
        mean_diff=mean,
        sd_diff=sd,
        se=se,
        t=mean / se,
        df=df,
        p=float(2 * stats.t.sf(abs(mean / se), df)),
        ci=(mean - half, mean + half),
        sd_pre=sd_pre,
        sd_post=sd_post,
        r=r,
        d_z=d_z,
        d_av=d_av,
        d_rm=None if r is None else d_z * sqrt(2 * (1 - r)),
        hedges_g=d_av * small,
        hedges_g_z=d_z * small,
        w_plus=w_plus,
        w_minus=w_minus,
        n_nonzero=moved,
        wilcoxon_z=z,
        wilcoxon_p=erfc(abs(z) / sqrt(2)),
        rank_biserial=(w_plus - w_minus) / (w_plus + w_minus),
        shapiro_w=float(shapiro.statistic),
        shapiro_p=float(shapiro.pvalue),
    )


def _signed_ranks(difference: Floats) -> tuple[float, float, int, float]:
    """Return the rank sums of rises and falls, the number of both, and z of the smaller sum; zeros are dropped."""
    moved = difference[difference != 0]
    _, place, counts = np.unique(np.abs(moved), return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]  # people with equal differences share their middle rank
    w_plus, w_minus = float(ranks[moved > 0].sum()), float(ranks[moved < 0].sum())
    n = moved.size
    variance = n * (n + 1) * (2 * n + 1) / 24 - float((counts**3 - counts).sum()) / 48
    return w_plus, w_minus, n, (min(w_plus, w_minus) - n * (n + 1) / 4) / sqrt(variance)


@dataclass(frozen=True, slots=True)
class McNemar:
    """Two votes of the same people.

    Attributes:
        chi2: (b − c)² / (b + c), with one degree of freedom.
        chi2_corrected: (|b − c| − 1)² / (b + c), Edwards' correction; 0 where b = c.
        p: exact two-sided p from the binomial distribution; the one to report.
    """

    chi2: float
    chi2_corrected: float
    p: float


def mcnemar(b: int, c: int) -> McNemar:
    """Return McNemar's test of whether as many people changed in one direction as in the other.

    Args:
        b: people who changed from the first answer to the second.
        c: people who changed the other way.

    Raises:
        MeasureError: nobody changed, or a count is negative.

    Source:
        McNemar (1947), Psychometrika 12: 153–157; Edwards (1948), Psychometrika 13: 185–187.

    Example:
        >>> round(mcnemar(9, 2).p, 4)
        0.0654
    """
    moved = b + c
    if b < 0 or c < 0 or not moved:
        raise MeasureError("Tidak ada yang berubah pilihan, jadi uji McNemar tidak terdefinisi.")
    tail = sum(comb(moved, count) for count in range(min(b, c) + 1))
    return McNemar(
        chi2=(b - c) ** 2 / moved,
        chi2_corrected=max(0, abs(b - c) - 1) ** 2 / moved,
        p=min(1.0, 2 * tail / 2**moved),
    )
