from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from etika_widgets.errors import MeasureError
from etika_widgets.measures.proportions import wilson
from etika_widgets.measures.randomized import crosswise, forced_response


def test_with_certain_truth_the_estimate_is_the_plain_share():
    plain = wilson(22, 36)
    for found in (forced_response(22, 36, p_truth=1, p_yes=0), crosswise(22, 36, p_known=1)):
        assert (found.estimate, found.low, found.high) == pytest.approx((22 / 36, plain.low, plain.high), abs=1e-12)
        assert found.se == pytest.approx((22 / 36 * 14 / 36 / 36) ** 0.5)
        assert not found.truncated


@pytest.mark.parametrize("truth", [0.2, 0.3, 0.7])
def test_forced_response_finds_the_share_in_simulated_classes(truth):
    chance = np.random.default_rng(1)
    n, p_truth, p_yes = 200, 4 / 6, 1 / 6
    told = chance.choice(["truth", "yes", "no"], p=[p_truth, p_yes, 1 - p_truth - p_yes], size=(4000, n))
    guilty = chance.random((4000, n)) < truth
    yes = ((told == "yes") | ((told == "truth") & guilty)).sum(axis=1)
    judge([forced_response(int(count), n, p_truth, p_yes) for count in yes], truth)


@pytest.mark.parametrize(("truth", "p_known"), [(0.2, 0.2), (0.3, 0.25), (0.5, 0.8)])
def test_crosswise_finds_the_share_in_simulated_classes(truth, p_known):
    chance = np.random.default_rng(1)
    same = (chance.random((4000, 300)) < truth) == (chance.random((4000, 300)) < p_known)
    judge([crosswise(int(count), 300, p_known) for count in same.sum(axis=1)], truth)


def judge(found, truth):
    """The mean hits the truth, the standard error says how far single classes scatter, 95 % of intervals hold it."""
    raw = np.array([share.raw for share in found])
    assert raw.mean() == pytest.approx(truth, abs=4 * raw.std() / len(raw) ** 0.5)
    assert np.mean([share.se for share in found]) == pytest.approx(raw.std(), rel=0.04)
    assert 0.935 < np.mean([share.low <= truth <= share.high for share in found]) < 0.97


COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, st.floats(0.05, 0.95), st.floats(0, 1))
def test_the_estimate_lies_in_its_interval_between_0_and_1(counts, p_truth, rest):
    try:
        found = forced_response(*counts, p_truth=p_truth, p_yes=(1 - p_truth) * rest)
    except MeasureError:
        return
    assert 0 <= found.low <= found.estimate <= found.high <= 1
    assert found.truncated == (not 0 <= found.raw <= 1)


@given(COUNTS, st.floats(0, 1))
def test_the_crosswise_estimate_does_not_depend_on_how_the_harmless_statement_is_worded(counts, p_known):
    assume(abs(p_known - 0.5) > 0.05)
    same, n = counts
    try:
        found = crosswise(same, n, p_known)
    except MeasureError:
        with pytest.raises(MeasureError):
            crosswise(n - same, n, 1 - p_known)
        return
    turned = crosswise(n - same, n, 1 - p_known)
    assert turned.raw == pytest.approx(found.raw, abs=1e-9)
    assert (turned.low, turned.high) == pytest.approx((found.low, found.high), abs=1e-9)


def test_a_share_carried_below_0_by_chance_is_cut_off_and_says_so():
    found = forced_response(yes=15, n=100, p_truth=2 / 3, p_yes=1 / 6)
    assert found.raw == pytest.approx(-0.025)
    assert (found.estimate, found.low, found.truncated) == (0, 0, True)
    assert found.high == pytest.approx((wilson(15, 100).high - 1 / 6) * 1.5)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: forced_response(0, 0, 0.5, 0.25), "Belum ada jawaban"),
        (lambda: forced_response(9, 8, 0.5, 0.25), "Jumlah 9 harus antara 0 dan 8"),
        (lambda: forced_response(4, 8, 0, 0.25), "Peluang undian tidak dapat dipakai"),
        (lambda: forced_response(4, 8, 0.9, 0.2), "Peluang undian tidak dapat dipakai"),
        (lambda: forced_response(0, 200, 0.5, 0.25), "0 dari 200 jawaban tidak cocok dengan aturan undiannya"),
        (lambda: forced_response(200, 200, 0.5, 0.25), "200 dari 200 jawaban tidak cocok"),
        (lambda: crosswise(4, 8, 0.5), "Dengan peluang 0,5 jawaban tidak memuat keterangan"),
        (lambda: crosswise(4, 8, 1.2), r"harus antara 0 dan 1, bukan 1\.2"),
        (lambda: crosswise(4, 0, 0.25), "Belum ada jawaban"),
    ],
)
def test_undefined_cases_are_refused_with_a_reason(call, reason):
    with pytest.raises(MeasureError, match=reason):
        call()
