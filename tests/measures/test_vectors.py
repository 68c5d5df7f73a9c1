"""Every vector of the domain reference holds to four decimals. A vector nobody looks at fails the last test."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from itertools import chain
from math import ceil
from pathlib import Path
from statistics import fmean, variance

import numpy as np
import pytest

from etika_widgets.measures import (
    agreement,
    clocks,
    did,
    gain,
    groups,
    items,
    multirater,
    nps,
    paired,
    proportions,
    reliability,
    skm,
)
from etika_widgets.measures.rounding import half_up

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
PUBLISHED_POPULATIONS = [
    *chain(range(10, 100, 5), range(100, 300, 10), range(300, 500, 20), range(500, 1000, 50), range(1000, 2000, 100)),
    *chain(range(2000, 3000, 200), range(3000, 5000, 500), range(5000, 10000, 1000)),
    *(10000, 15000, 20000, 30000, 40000, 50000, 75000, 1000000),
]
"""The rows of Krejcie and Morgan's table."""


def near(value):
    """Equal to four decimals, through lists and mappings."""
    return pytest.approx(value, abs=5.001e-5, rel=0)


def survey(matrix, weight=None):
    return skm.index([dict(zip(skm.ELEMENTS, row, strict=True)) for row in matrix], weight)


def column(total, n):
    """Return ``n`` scores from 1 to 4 that add up to ``total``."""
    return [total // n + (place < total % n) for place in range(n)]


def shown(ikm):
    band = skm.band(ikm)
    return [band.grade, band.performance, str(half_up(ikm, 2))]


def test_skm_a():
    want = VECTORS["skm_A"]
    found = survey(want["matrix"])
    assert list(found.nrr.values()) == near(want["nrr"])
    weighted = [mean * found.weights[element] for element, mean in found.nrr.items()]
    assert weighted == near(want["nrr_tertimbang"])
    assert (found.index, found.ikm) == (near(want["indeks"]), near(want["ikm"]))
    assert [found.grade, found.performance, str(half_up(found.ikm, 2))] == shown(found.ikm) == want["band"]
    assert [25 * mean for mean in found.nrr.values()] == near(want["unsur_x25"])
    assert survey(want["matrix"], "0.11").ikm == near(want["ikm_w011"])
    assert survey(want["matrix"], 0.111).ikm == near(want["ikm_w0111"])
    assert [f"U{skm.ELEMENTS.index(element) + 1}" for element in found.lowest] == want["lowest"]


def test_skm_b():
    want = VECTORS["skm_B"]
    rows = list(zip(*(column(total, want["n"]) for total in want["totals"]), strict=True))
    found = survey(rows)
    assert found.n == want["n"]
    assert list(found.nrr.values()) == near(want["nrr"])
    assert sum(found.nrr.values()) == near(want["sum_nrr"])
    assert (found.index, found.ikm) == (near(want["indeks"]), near(want["ikm"]))
    assert shown(found.ikm) == want["band"]
    spreadsheet = survey(rows, "0.11")
    assert spreadsheet.ikm == near(want["ikm_w011"])
    assert shown(spreadsheet.ikm) == want["band_w011"]
    assert float(half_up(spreadsheet.ikm, 2)) == want["public_repo_example_says"]
    assert survey(rows, "0.111").ikm == near(want["ikm_w0111"])
    assert found.saturated == ["biaya"]


def test_skm_missing():
    want = VECTORS["skm_missing"]
    rows = [list(row) for row in VECTORS["skm_A"]["matrix"]]
    rows[1][3], rows[4][8] = None, float("nan")
    found = survey(rows)
    assert list(found.nrr.values()) == near(want["nrr"])
    assert found.ikm == near(want["ikm"])
    assert {element: count for element, count in found.missing.items() if count} == {"biaya": 1, "sarana": 1}


def test_skm_max():
    want, best = VECTORS["skm_max"], [[4] * 9]
    assert [survey(best, weight).ikm for weight in (None, "0.11", "0.111")] == [
        want["exact"],
        want["w011"],
        want["w0111"],
    ]


@pytest.mark.parametrize("name", ["skm_bands", "seed_ikm"])
def test_skm_bands(name):
    assert {ikm: shown(float(ikm)) for ikm in VECTORS[name]} == VECTORS[name]


def test_weights_of_011_move_the_band():
    for want in VECTORS["w011_flips"]:
        assert 0.99 * want["exact"] == pytest.approx(want["w011"], abs=0.0051)
        assert skm.band(want["exact"]).grade == want["band_exact"]
        assert skm.band(want["w011"]).grade == want["band_w011"]


def test_krejcie_and_morgan():
    for population, want in VECTORS["km"].items():
        exact = skm.krejcie_morgan(int(population))
        assert exact == near(want["formula"])
        assert (skm.sample_size(int(population)), ceil(exact)) == (want["round"], want["ceil"])
        assert want["table"] in (None, want["round"])
    assert len(PUBLISHED_POPULATIONS) == VECTORS["km_table_rows"]
    differing = [n for n in PUBLISHED_POPULATIONS if skm.sample_size(n) != ceil(skm.krejcie_morgan(n))]
    assert len(differing) == VECTORS["km_mismatch_ceil_count"]
    assert VECTORS["km_mismatch_round"] == []


def test_gain():
    want = VECTORS["ngain"]
    pre, post = want["pre"], want["post"]
    found = gain.gains(pre, post, 100)
    assert found == near(want["g"])
    assert [gain.band(value) for value in found] == want["cat"]
    assert gain.class_gain(pre, post, 100) == near(want["gain_of_means"])
    assert gain.mean_gain(pre, post, 100) == near(want["mean_of_gains"])
    assert paired.compare(pre, post).mean_diff == near(want["raw_gain"]) == near(want["mean_post"] - want["mean_pre"])


def test_thirty_points_mean_different_gains():
    want = VECTORS["ngain_seed"]
    assert {pre: gain.class_gain([float(pre)], [float(pre) + 30], 100) for pre in want} == near(want)


def test_retention_and_differences():
    want = VECTORS["retention"]
    assert gain.retention(want["pre"], want["post"], want["delayed"]) == near(want["ratio"])
    want = VECTORS["did"]
    assert did.difference(want["treat"], want["comp"]) == want["did"]
    want = VECTORS["rate"]
    assert (did.rate(*want["before"]), did.rate(*want["after"])) == (want["rate_before"], want["rate_after"])


def test_kota_sejahtera():
    want = VECTORS["sejahtera"]
    ikm = did.change(68, 84)
    assert (ikm.points, 100 * ikm.relative) == (want["ikm_points"], near(want["ikm_rel_pct"]))
    half_years = groups.split(want["complaints_year"], want["semester_baseline_if_even"])
    assert half_years == [want["semester_baseline_if_even"]] * 2
    assert did.change(half_years[1], want["semester_after_at_50pct"]).relative == -0.5
    assert did.rate(120, want["complaints_year"], per=100) == want["findings_per_100_complaints"]


def test_items():
    want = VECTORS["items"]
    matrix = want["X"]
    found = items.analyse(matrix)
    for name in ("p", "D", "rpb", "r_item_rest"):
        assert found[name].to_list() == near(want[name])
    assert (found.attrs["n"], found.attrs["group"]) == (want["n"], want["n_group"])
    assert np.shape(matrix) == (want["n"], want["k"])
    totals = items.binary(matrix).sum(axis=1)
    assert totals.tolist() == want["totals"]
    assert [totals.mean(), totals.var(), totals.var(ddof=1)] == near([want["mean"], want["var_pop"], want["var_samp"]])
    assert (found["p"] * (1 - found["p"])).sum() == near(want["sum_pq"])
    assert reliability.kr20(matrix) == near(want["kr20_popvar"]) != near(want["kr20_samplevar_mixed"])
    assert reliability.cronbach_alpha(matrix) == near(want["alpha_ddof1"])
    assert reliability.kr21(matrix) == near(want["kr21"])
    assert reliability.sem(matrix) == near(want["SEM"])


def test_alpha():
    want = VECTORS["alpha"]
    by_item = [variance(item) for item in zip(*want["X"], strict=True)]
    assert (by_item, sum(by_item)) == (near(want["item_var"]), near(want["sum_var"]))
    assert variance([sum(row) for row in want["X"]]) == near(want["tot_var"])
    assert reliability.cronbach_alpha(want["X"]) == near(want["alpha"]) == near(want["pingouin"])
    assert reliability.alpha_if_deleted(want["X"]) == near(want["alpha_if_deleted"])


def test_paired():
    want = VECTORS["paired"]
    found = paired.compare(VECTORS["ngain"]["pre"], VECTORS["ngain"]["post"])
    names = {"p_two": "p", "ci95": "ci", "g_z": "hedges_g_z", "g_av": "hedges_g", "W_plus": "w_plus"}
    names |= {"W_minus": "w_minus", "wilcoxon_p_approx": "wilcoxon_p", "shapiro_W": "shapiro_w"}
    for name, value in want.items():
        if name != "J":
            ours = getattr(found, names.get(name, name))
            assert (list(ours) if isinstance(ours, tuple) else ours) == near(value), name
    assert found.hedges_g / found.d_av == near(want["J"])
    assert found.ranks_first


def test_cohen():
    want = VECTORS["cohen"]
    a, b = want["a"], want["b"]
    assert agreement.cohen_shares(a, b) == near((want["po"], want["pe"]))
    kappas = [agreement.cohen_kappa(a, b, weights) for weights in (None, "linear", "quadratic")]
    assert kappas == near([want["kappa"], want["linear"], want["quadratic"]])
    assert kappas[0] == near(want["sk"])
    pairs = Counter(zip(a, b, strict=True))
    assert [[pairs[row, col] for col in range(1, 5)] for row in range(1, 5)] == want["cm"]


def test_fleiss():
    want = VECTORS["fleiss"]
    assert agreement.fleiss_shares(want["counts"]) == near((want["Pbar"], want["Pe"]))
    assert agreement.fleiss_kappa(want["counts"]) == near(want["kappa"]) == near(want["sm"])
    assert [agreement.fleiss_shares([row]).observed for row in want["counts"]] == near(want["Pi"])
    assert sum(share**2 for share in want["pj"]) == pytest.approx(want["Pe"], abs=2e-4)


SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


@pytest.mark.parametrize(("name", "ratings"), [("icc_SF79", SHROUT_FLEISS), ("icc_rubrik", None)])
def test_icc(name, ratings):
    want = VECTORS[name]
    table = ratings or want["X"]
    assert agreement.mean_squares(table) == near(tuple(want[key] for key in ("MSR", "MSC", "MSE", "MSW")))
    kinds = {kind: want[f"ICC{kind.replace(',', '_')}"] for kind in ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")}
    assert {kind: agreement.icc(table, kind) for kind in kinds} == near(kinds)
    assert agreement.icc(table) == agreement.icc(table, "2,1")
    assert agreement.icc(table, f"2,{len(table[0])}") == agreement.icc(table, "2,k")


def test_nps():
    want = VECTORS["nps"]
    found = nps.score(want["scores"])
    assert (found.promoters, found.passives, found.detractors) == (want["prom"], want["pas"], want["det"])
    assert (found.nps, found.se, [found.low, found.high]) == (want["nps"], near(want["se"]), near(want["ci95"]))


def test_mcnemar():
    want = VECTORS["mcnemar"]
    found = paired.mcnemar(want["b"], want["c"])
    assert (found.chi2, found.chi2_corrected, found.p) == near((want["chi2"], want["chi2_cc"], want["exact_p"]))


def test_wilson():
    for counts, limits in VECTORS["wilson"].items():
        found = proportions.wilson(*map(int, counts.split("/")))
        assert [found.low, found.high] == near(limits)


def test_split():
    found = {counts: groups.split(*map(int, counts.split("/"))) for counts in VECTORS["split"]}
    assert found == VECTORS["split"]


def test_working_days():
    want = VECTORS["workdays"]
    holidays = [date(2026, 3, 19), date(2026, 3, 20), date(2026, 4, 3)]
    received, friday = date(2026, 3, 2), date(2026, 3, 6)
    assert {
        "2026-03-02 +30 (no holidays)": str(clocks.add_working_days(received, 30)),
        "2026-03-02 +30 (holidays 2026-03-19,2026-03-20,2026-04-03 as test data)": str(
            clocks.add_working_days(received, 30, holidays)
        ),
        "2026-03-06(Fri) +1": str(clocks.add_working_days(friday, 1)),
        "30 calendar days from 2026-03-02": str(received + timedelta(days=30)),
    } == want


def test_gap_between_self_and_others():
    want = VECTORS["gap360"]
    found = multirater.compare(want["self"], {"rekan": want["rekan"], "atasan": want["atasan"]})
    assert (found.own, found.others, found.gap) == (
        want["mean_self"],
        want["mean_others"],
        want["gap_self_minus_others"],
    )
    assert found.by_role == {"rekan": want["mean_rekan"], "atasan": want["mean_atasan"]}
    assert fmean([*want["rekan"], *want["atasan"]]) == found.others


def test_forms_of_maladministration_add_up():
    counts = dict(VECTORS["ombudsman2023"])
    assert counts.pop("sum") == sum(counts.values())


def test_every_vector_is_tested():
    source = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in VECTORS if name != "origin" and f'"{name}"' not in source] == []
