"""Random data give the same numbers as scipy, statsmodels, scikit-learn, numpy and pandas."""

from __future__ import annotations

import warnings
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.linear_model import LinearRegression
from sklearn.metrics import cohen_kappa_score
from statsmodels.formula.api import ols
from statsmodels.stats import contingency_tables, inter_rater
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.proportion import proportion_confint

from etika_widgets.measures import agreement, clocks, did, items, nps, paired, proportions, reliability, skm

SEEDS = range(5)


def near(value):
    return pytest.approx(value, rel=1e-9, abs=1e-12)


@pytest.fixture(params=SEEDS)
def chance(request):
    return np.random.default_rng(request.param)


def test_paired_comparison(chance):
    n = int(chance.integers(5, 60))
    pre = chance.integers(20, 90, n)
    post = pre + chance.integers(-10, 30, n)  # whole points: ties and zeros occur
    found = paired.compare(pre, post)
    t_test = stats.ttest_rel(post, pre)
    assert (found.t, found.df, found.p) == near((t_test.statistic, t_test.df, t_test.pvalue))
    assert found.ci == near(tuple(t_test.confidence_interval()))
    assert paired.compare(pre, post, 0.9).ci == near(tuple(t_test.confidence_interval(0.9)))
    ranks = stats.wilcoxon(post, pre, correction=False, method="approx")
    assert abs(found.wilcoxon_z) == near(abs(ranks.zstatistic))
    assert (found.wilcoxon_p, min(found.w_plus, found.w_minus)) == near((ranks.pvalue, ranks.statistic))
    shapiro = stats.shapiro(post - pre)
    assert (found.shapiro_w, found.shapiro_p) == near((shapiro.statistic, shapiro.pvalue))
    assert found.r == near(stats.pearsonr(pre, post).statistic)


def test_mcnemar(chance):
    b, c = (1 + int(count) for count in chance.integers(0, 40, 2))
    table = [[5, b], [c, 7]]
    found = paired.mcnemar(b, c)
    assert found.p == near(contingency_tables.mcnemar(table, exact=True).pvalue)
    assert found.chi2 == near(contingency_tables.mcnemar(table, exact=False, correction=False).statistic)
    if b != c:
        assert found.chi2_corrected == near(contingency_tables.mcnemar(table, exact=False).statistic)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_wilson(chance, confidence):
    n = int(chance.integers(1, 300))
    for successes in {0, n, int(chance.integers(0, n + 1))}:
        found = proportions.wilson(successes, n, confidence)
        expected = proportion_confint(successes, n, alpha=1 - confidence, method="wilson")
        assert (found.low, found.high) == near(expected)
        assert found.low <= found.estimate <= found.high


def test_items_and_reliability(chance):
    ability = chance.normal(size=(80, 1))
    scores = (ability + chance.normal(size=(80, 12)) > chance.normal(size=12)).astype(int)
    frame = pd.DataFrame(scores, columns=[f"soal_{number}" for number in range(12)])
    found = items.analyse(frame)
    assert found.index.to_list() == frame.columns.to_list()
    totals = scores.sum(axis=1)
    for item, row in zip(scores.T, found.itertuples(), strict=True):
        assert row.rpb == near(stats.pointbiserialr(item, totals).statistic)
        assert row.r_item_rest == near(stats.pearsonr(item, totals - item).statistic)
        assert row.p == near(item.mean())
        ranked = item[np.argsort(-totals, kind="stable")]
        assert near(ranked[:22].mean() - ranked[-22:].mean()) == row.D  # 27 % of 80 is 21.6
    covariance = np.cov(scores.T)
    alpha = 12 / 11 * (1 - np.trace(covariance) / covariance.sum())
    assert reliability.cronbach_alpha(frame) == near(alpha)
    assert reliability.kr20(scores) == near(alpha)
    assert reliability.sem(scores) == near(totals.std(ddof=1) * np.sqrt(1 - alpha))


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_cohen_kappa(chance, weights):
    a = chance.integers(1, 5, 40)
    b = np.clip(a + chance.integers(-1, 2, 40), 1, 4)
    assert agreement.cohen_kappa(a, b, weights) == near(cohen_kappa_score(a, b, weights=weights))
    labels = [0, 1, 2, 3, 4, 5]
    expected = cohen_kappa_score(a, b, weights=weights, labels=labels)
    assert agreement.cohen_kappa(a, b, weights, categories=labels) == near(expected)


def test_fleiss_kappa(chance):
    ratings = chance.integers(0, 4, (30, 5))
    counts, _ = inter_rater.aggregate_raters(ratings)
    assert agreement.fleiss_kappa(counts) == near(inter_rater.fleiss_kappa(counts))


def test_mean_squares_of_ratings(chance):
    ratings = chance.integers(1, 5, (12, 4))
    long = pd.DataFrame(ratings).melt(ignore_index=False, var_name="rater", value_name="score").reset_index()
    long = long.astype({"rater": "int64", "score": "float64"})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # statsmodels' own, about its formula library
        two_way = anova_lm(ols("score ~ C(index) + C(rater)", long).fit())["mean_sq"]
        one_way = anova_lm(ols("score ~ C(index)", long).fit())["mean_sq"]
    assert agreement.mean_squares(ratings) == near(
        (two_way["C(index)"], two_way["C(rater)"], two_way["Residual"], one_way["Residual"])
    )


def test_net_promoter_score(chance):
    scores = chance.integers(0, 11, 60)
    signs = np.where(scores >= 9, 100, np.where(scores <= 6, -100, 0))
    found = nps.score(scores)
    assert (found.nps, found.se) == near((signs.mean(), signs.std() / np.sqrt(60)))


def test_difference_in_differences(chance):
    figures = chance.normal(size=(2, 2))
    trained, later = np.array([[1, 0], [1, 1], [0, 0], [0, 1]]).T
    fitted = LinearRegression().fit(np.column_stack([trained, later, trained * later]), figures.ravel())
    assert did.difference(tuple(figures[0]), tuple(figures[1])) == near(fitted.coef_[2])


def test_survey_index(chance):
    answers = pd.DataFrame(chance.integers(1, 5, (150, 9)).astype(float), columns=skm.ELEMENTS)
    answers[chance.random(answers.shape) < 0.05] = np.nan
    found = skm.index(answers)
    assert found.ikm == near(answers.mean().mean() * 25)
    assert found.nrr == near(answers.mean().to_dict())
    assert found.answered == answers.count().to_dict()
    assert found.lowest == [answers.mean().idxmin()]


def test_working_days(chance):
    start = np.datetime64("2026-01-01") + int(chance.integers(0, 700))
    off = start + np.unique(chance.integers(1, 60, 8))
    holidays, first = [day.item() for day in off], start.item()
    for days in range(1, 40):
        expected = np.busday_offset(np.busday_offset(start, 0, "backward", holidays=off), days, holidays=off).item()
        assert clocks.add_working_days(first, days, holidays) == expected
        assert clocks.working_days_between(first, expected, holidays) == days
    assert isinstance(first, date)
