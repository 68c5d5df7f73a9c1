"""What must hold whatever the data: bounds, invariances, monotonicity."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from etika_widgets.errors import MeasureError
from etika_widgets.measures import agreement, clocks, gain, items, nps, paired, proportions, reliability, skm
from etika_widgets.measures.rounding import half_up

SCORES = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=3, max_size=40)
SURVEYS = st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=30)
ANSWERS = arrays(np.int64, st.tuples(st.integers(4, 25), st.integers(3, 8)), elements=st.integers(0, 1))
RATINGS = arrays(np.int64, st.tuples(st.integers(2, 10), st.integers(2, 5)), elements=st.integers(1, 4))
DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1))


def near(value):
    return pytest.approx(value, rel=1e-9, abs=1e-9)


def named(rows):
    return [dict(zip(skm.ELEMENTS, row, strict=True)) for row in rows]


@given(st.decimals(-1000, 1000, places=6), st.integers(0, 5))
def test_rounding_is_that_of_decimal_for_every_kind_of_number(value, places):
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert half_up(value, places) == half_up(Fraction(value), places) == half_up(float(value), places) == expected


@given(SURVEYS, st.randoms())
def test_the_index_lies_between_25_and_100_and_ignores_the_order_of_people_and_columns(rows, chance):
    found = skm.index(named(rows))
    assert 25 <= found.ikm <= 100
    assert found.index == near(found.ikm / 25)
    shuffled = named(rows)
    chance.shuffle(shuffled)
    order = list(skm.ELEMENTS)
    chance.shuffle(order)
    assert skm.index([{name: row[name] for name in order} for row in shuffled]) == found
    assert skm.index({name: [row[name] for row in named(rows)] for name in order}) == found
    assert skm.index(named(rows), dict.fromkeys(order, "1/9")) == found
    assert skm.index(named(rows), 1 / 9) == found


@given(SURVEYS, st.data())
def test_a_better_score_never_lowers_the_index(rows, data):
    who, what = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 8))
    assume(rows[who][what] < 4)
    before = skm.index(named(rows))
    rows[who][what] += 1
    after = skm.index(named(rows))
    assert after.ikm > before.ikm
    assert after.grade <= before.grade


@given(st.floats(25, 100), st.floats(25, 100))
def test_bands_are_in_the_order_of_the_index(a, b):
    assert (skm.band(min(a, b)).grade >= skm.band(max(a, b)).grade) is True


@given(st.integers(1, 10**7))
def test_a_sample_grows_with_the_population_and_never_exceeds_it(population):
    assert 1 <= skm.sample_size(population) <= min(population, 384)
    assert skm.sample_size(population) <= skm.sample_size(population + 1)


@given(SCORES)
def test_gain_is_the_same_in_every_unit_and_at_most_1(scores):
    pre, post = zip(*scores, strict=True)
    assume(max(pre) < 100)
    assert all(value <= 1 for value in gain.gains(pre, post, 100))
    tenths = [[score / 10 for score in series] for series in (pre, post)]
    assert gain.class_gain(*tenths, 10) == near(gain.class_gain(pre, post, 100))
    assert gain.mean_gain(*tenths, 10) == near(gain.mean_gain(pre, post, 100))
    assert gain.class_gain(pre, pre, 100) == gain.mean_gain(pre, pre, 100) == 0


@settings(deadline=None)  # the first call imports scipy
@given(SCORES, st.randoms())
def test_turning_before_and_after_turns_the_sign_and_order_does_not_matter(scores, chance):
    pre, post = map(list, zip(*scores, strict=True))
    assume(len({after - before for before, after in scores}) > 1)
    found, turned = paired.compare(pre, post), paired.compare(post, pre)
    assert (turned.t, turned.d_z, turned.d_av, turned.hedges_g) == near(
        (-found.t, -found.d_z, -found.d_av, -found.hedges_g)
    )
    assert (turned.rank_biserial, turned.wilcoxon_z) == near((-found.rank_biserial, found.wilcoxon_z))
    assert turned.p == near(found.p)
    assert -1 <= found.rank_biserial <= 1
    assert 0 <= found.p <= 1
    assert 0 <= found.wilcoxon_p <= 1
    assert found.ci[0] <= found.mean_diff <= found.ci[1]
    assert abs(found.hedges_g) <= abs(found.d_av)
    chance.shuffle(scores)
    again = paired.compare(*zip(*scores, strict=True))
    assert (again.t, again.d_av, again.wilcoxon_z) == near((found.t, found.d_av, found.wilcoxon_z))


@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_does_not_care_which_direction_is_named_first(b, c):
    assume(b + c)
    found = paired.mcnemar(b, c)
    assert found == paired.mcnemar(c, b)
    assert 0 < found.p <= 1
    assert found.chi2_corrected <= found.chi2


@given(st.integers(1, 500), st.data())
def test_an_interval_of_a_share_narrows_with_people_and_mirrors(n, data):
    successes = data.draw(st.integers(0, n))
    found, mirrored = proportions.wilson(successes, n), proportions.wilson(n - successes, n)
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert (mirrored.low, mirrored.high) == near((1 - found.high, 1 - found.low))
    wider = proportions.wilson(10 * successes, 10 * n)
    assert wider.high - wider.low < found.high - found.low


@given(ANSWERS)
def test_items_stay_within_their_bounds_and_mirror_when_right_and_wrong_are_swapped(answers):
    assume(np.ptp(answers.sum(axis=1)))
    found = items.analyse(answers)
    assert found["p"].between(0, 1).all()
    for column in ("D", "rpb", "r_item_rest"):
        assert found[column].dropna().between(-1 - 1e-9, 1 + 1e-9).all()
    assert reliability.kr20(answers) <= 1 + 1e-9
    assert reliability.kr21(answers) <= reliability.kr20(answers) + 1e-9
    assert reliability.kr20(1 - answers) == near(reliability.kr20(answers))
    assert items.analyse(1 - answers)["rpb"].to_numpy() == pytest.approx(found["rpb"].to_numpy(), nan_ok=True)


@given(ANSWERS, st.floats(0.1, 10), st.floats(-5, 5))
def test_alpha_does_not_depend_on_the_scale(answers, factor, shift):
    assume(np.ptp(answers.sum(axis=1)))
    assert reliability.cronbach_alpha(factor * answers + shift) == near(reliability.cronbach_alpha(answers))


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=40))
def test_kappa_is_symmetric_at_most_1_and_1_for_full_agreement(pairs):
    a, b = zip(*pairs, strict=True)
    assume(len({*a, *b}) > 1)
    for weights in (None, "linear", "quadratic"):
        found = agreement.cohen_kappa(a, b, weights, range(1, 5))
        assert -1 - 1e-9 <= found <= 1 + 1e-9
        assert found == near(agreement.cohen_kappa(b, a, weights, range(1, 5)))
        assert found == near(agreement.cohen_kappa([5 - x for x in a], [5 - x for x in b], weights, range(1, 5)))
    if len(set(a)) > 1:
        assert agreement.cohen_kappa(a, a, "quadratic") == near(1)


@given(RATINGS, st.randoms())
def test_intraclass_correlations_ignore_the_order_of_subjects_and_raters(ratings, chance):
    assume(np.ptp(ratings.mean(axis=1)) > 0)
    n, k = ratings.shape
    turned = ratings[chance.sample(range(n), n)][:, chance.sample(range(k), k)]
    for kind in ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k"):
        try:
            found = agreement.icc(ratings, kind)
        except MeasureError:
            assert kind == "2,k"
            continue
        assert found <= 1 + 1e-9
        assert agreement.icc(turned, kind) == near(found)
        assert agreement.icc(10 - 2.0 * ratings, kind) == near(found)
    constant = np.repeat(ratings[:, :1], 3, axis=1)
    if np.ptp(constant):
        assert agreement.icc(constant) == near(1)
        biased = constant + np.array([0, 1, 2])
        assert agreement.icc(biased, "3,1") == near(1) != near(agreement.icc(biased))


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_promoters_passives_and_detractors_are_everybody(scores):
    found = nps.score(scores)
    assert found.promoters + found.passives + found.detractors == found.n == len(scores)
    assert -100 <= found.low <= found.nps <= found.high <= 100
    assert nps.score([10] * len(scores)).nps == 100


@given(DAYS, st.integers(0, 80), st.sets(DAYS, max_size=5))
def test_a_deadline_ends_on_a_working_day_and_holidays_only_push_it_back(start, days, holidays):
    end = clocks.add_working_days(start, days, holidays)
    assert clocks.working_days_between(start, end, holidays) == days
    assert days == 0 or clocks.is_working_day(end, holidays)
    assert end >= clocks.add_working_days(start, days)
    assert clocks.add_working_days(start, days + 1, holidays) > end >= start + timedelta(days=days)
