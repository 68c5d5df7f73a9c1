"""What is undefined is refused with a reason in Indonesian, never answered with a number."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from etika_widgets.errors import MeasureError
from etika_widgets.measures import (
    agreement,
    calibration,
    clocks,
    did,
    gain,
    items,
    multirater,
    nps,
    paired,
    proportions,
    reliability,
    skm,
)
from etika_widgets.measures.rounding import half_up

FULL = dict.fromkeys(skm.ELEMENTS, 4)
SHEET = pd.DataFrame({"q1": list("aab"), "q2": list("aba")})
KEYS = {"q1": "a", "q2": "a"}


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: skm.index([]), "Belum ada responden"),
        (lambda: calibration.calibrate({"a": {"x": 1}}, {}), "Nilai acuan belum ada"),
        (lambda: skm.index(pd.DataFrame(columns=list(skm.ELEMENTS))), "Belum ada responden"),
        (lambda: skm.index([{"u1": 4}]), "Unsur SKM ini tidak ada: persyaratan, prosedur"),
        (lambda: skm.index(pd.DataFrame([FULL]).drop(columns="sarana")), "tidak ada: sarana"),
        (lambda: skm.index([FULL | {"biaya": 5}]), "Skor unsur 'biaya' harus 1, 2, 3, atau 4, bukan '5'"),
        (lambda: skm.index([FULL | {"biaya": 2.5}]), r"bukan '2\.5'"),
        (lambda: skm.index([FULL | {"biaya": "4"}]), "bukan '4'"),
        (lambda: skm.index([FULL | {"biaya": None}]), "Tidak ada yang mengisi unsur 'biaya'"),
        (lambda: skm.index({name: [4, 4][: 1 + (name != "biaya")] for name in FULL}), "tidak sama panjang"),
        (lambda: skm.index([FULL], "1/0"), "Penimbang '1/0'"),
        (lambda: skm.index([FULL], "sembilan"), "Penimbang 'sembilan' harus angka di atas 0 sampai 1"),
        (lambda: skm.index([FULL], 0), "Penimbang '0'"),
        (lambda: skm.index([FULL], dict.fromkeys(skm.ELEMENTS, "0.11")), r"harus 1, bukan 0\.99"),
        (lambda: skm.index([FULL], {"biaya": 1}), "Unsur SKM ini tidak ada"),
        (lambda: skm.band(3.11), r"IKM adalah indeks 25 sampai 100; 3\.11 bukan IKM"),
        (lambda: skm.band(float("nan")), "bukan IKM"),
        (lambda: skm.sample_size(0), "paling sedikit 1, bukan 0"),
        (lambda: gain.gains([], [], 100), "Perlu paling sedikit 1 orang"),
        (lambda: gain.gains([1, 2], [3], 100), "panjangnya 2 dan 1"),
        (lambda: gain.gains([1, None], [3, 4], 100), "Ada 1 nilai kosong"),
        (lambda: gain.gains(["satu"], [4], 100), "harus berisi angka saja"),
        (lambda: gain.gains([50], [120], 100), r"Ada nilai 120\.0 di atas nilai tertinggi 100"),
        (lambda: gain.mean_gain([50, 100], [60, 100], 100), "1 dari 2 orang sudah bernilai penuh"),
        (lambda: gain.mean_gain([100], [90], 100, skip_full=True), "1 dari 1 orang sudah bernilai penuh"),
        (lambda: gain.class_gain([100, 100], [90, 100], 100), "gain kelas tidak terdefinisi"),
        (lambda: gain.retention(60, 60, 70), "retensi tidak terdefinisi"),
        (lambda: paired.compare([1, 2], [2, 4]), "paling sedikit 3 orang dengan kedua nilai, tetapi baru ada 2"),
        (lambda: paired.compare([1, 2, 3], [2, 3, 4]), r"Selisih nilai semua orang sama \(1\.0\)"),
        (lambda: paired.compare([0.1, 0.2, 0.3], [0.2, 0.3, 0.4]), "Selisih nilai semua orang sama"),
        (lambda: paired.compare([[1, 2, 3]], [[2, 3, 5]]), "Kedua deret"),
        (lambda: paired.mcnemar(0, 0), "uji McNemar tidak terdefinisi"),
        (lambda: paired.mcnemar(-1, 4), "uji McNemar tidak terdefinisi"),
        (lambda: proportions.wilson(0, 0), "Belum ada jawaban"),
        (lambda: proportions.wilson(5, 4), "Jumlah 5 harus antara 0 dan 4"),
        (lambda: items.analyse([[1, 0], [0, 1]]), "daya beda soal tidak terdefinisi"),
        (lambda: items.analyse([[1, 0], [2, 1]]), r"harus bernilai 1 \(benar\) atau 0 \(salah\)"),
        (lambda: items.analyse([[1, 0]]), "paling sedikit 2 baris dan 2 kolom"),
        (lambda: items.analyse([[1, 0], [1]]), "baris yang sama panjang"),
        (lambda: items.distractors(SHEET, {"q3": "a"}, "ab"), "Soal ini tidak ada di tabel: q3"),
        (lambda: items.distractors(SHEET, KEYS, "ac"), "bukan pilihan yang ada: b"),
        (lambda: items.distractors(SHEET[1:], KEYS, "ab"), "pengecoh tidak dapat dinilai"),
        (lambda: items.distractors(SHEET[:0], KEYS, "ab"), "pengecoh tidak dapat dinilai"),
        (lambda: reliability.cronbach_alpha([[1, 2], [2, 1]]), "reliabilitas tidak terdefinisi"),
        (lambda: reliability.cronbach_alpha([[1], [2]]), "paling sedikit 2 baris dan 2 kolom"),
        (lambda: reliability.alpha_if_deleted([[1, 2], [2, 2]]), "paling sedikit 2 baris dan 3 kolom"),
        (lambda: reliability.kr20([[1, 3], [0, 1]]), "harus bernilai 1"),
        (lambda: reliability.kr21([[1, 0], [0, 1]]), "reliabilitas tidak terdefinisi"),
        (lambda: reliability.sem([[1, np.nan], [0, 1]]), "Ada 1 nilai kosong"),
        (lambda: agreement.cohen_kappa([], []), "ada 0 dan 0 penilaian"),
        (lambda: agreement.cohen_kappa([1, 2], [1]), "ada 2 dan 1 penilaian"),
        (lambda: agreement.cohen_kappa([3, 3], [3, 3], "quadratic", range(1, 5)), "satu kategori, jadi kappa"),
        (lambda: agreement.cohen_kappa([1, 5], [1, 2], categories=range(1, 5)), "tidak ada dalam skala: 5"),
        (lambda: agreement.fleiss_kappa([[3, 0], [3, 0]]), "satu kategori, jadi kappa"),
        (lambda: agreement.fleiss_kappa([[3, 0], [1, 1]]), "jumlah yang sama di semua baris"),
        (lambda: agreement.fleiss_kappa([[1, 0], [0, 1]]), "paling sedikit 2"),
        (lambda: agreement.fleiss_kappa([[1.5, 1.5], [1, 2]]), "bilangan bulat"),
        (lambda: agreement.icc([[1, 2], [2, 1]]), "semua subjek sama"),
        (lambda: agreement.icc([[2, 1], [1, 3]], "2,k"), "Penilai berselisih lebih besar"),
        (lambda: agreement.icc([[2, 1], [1, 2], [1, 1]], "2,k"), "Penilai berselisih lebih besar"),
        (lambda: nps.score([]), "Belum ada jawaban"),
        (lambda: nps.score([11]), "bilangan bulat 0 sampai 10"),
        (lambda: nps.score([7.5]), "bilangan bulat 0 sampai 10"),
        (lambda: did.change(0, 4), "Perubahan relatif dari 0 tidak terdefinisi"),
        (lambda: did.rate(3, 0), "banyaknya layanan harus di atas 0"),
        (lambda: multirater.compare([], {"rekan": [3]}), "Penilaian diri dan penilaian orang lain harus ada"),
        (lambda: multirater.compare([3], {"rekan": []}), "Penilaian diri dan penilaian orang lain harus ada"),
    ],
)
def test_undefined_cases_are_refused_with_a_reason(call, reason):
    with pytest.raises(MeasureError, match=reason):
        call()


@pytest.mark.parametrize(
    ("call", "error", "reason"),
    [
        (lambda: skm.index([[4] * 9]), TypeError, "responses needs named columns"),
        (lambda: skm.index(np.ones((2, 9))), TypeError, "responses needs named columns"),
        (lambda: agreement.cohen_kappa([1, 2], [1, 2], "cubic"), ValueError, "got 'cubic'"),
        (lambda: agreement.icc([[1, 2], [2, 4]], "2,3"), ValueError, "got '2,3'"),
        (lambda: proportions.wilson(1, 2, 95), ValueError, "confidence must be between 0 and 1"),
        (lambda: paired.compare([1, 2, 3], [1, 2, 4], 95), ValueError, "confidence must be between 0 and 1"),
        (lambda: clocks.add_working_days(date(2026, 3, 2), -1), ValueError, "got -1"),
        (lambda: clocks.working_days_between(date(2026, 3, 2), date(2026, 3, 1)), ValueError, "end must not be"),
        (lambda: half_up(float("nan"), 2), ValueError, "nan"),
    ],
)
def test_mistakes_of_programmers_are_named_in_english(call, error, reason):
    with pytest.raises(error, match=reason):
        call()


def test_full_marks_are_left_out_of_the_mean_only_on_request():
    assert gain.gains([50, 100], [60, 100], 100) == [0.2, None]
    assert gain.mean_gain([50, 100], [60, 100], 100, skip_full=True) == 0.2


def test_where_everybody_began_alike_the_correlation_is_missing_and_the_rest_is_there():
    found = paired.compare([0, 0, 0, 0], [1, 3, 2, 5])
    assert (found.r, found.d_rm) == (None, None)
    assert found.d_av == 2 * found.d_z


def test_an_item_everybody_got_right_has_no_correlation_but_a_difficulty():
    found = items.analyse([[1, 1, 0], [1, 0, 0], [1, 1, 1], [1, 0, 1]])
    first = found.iloc[0]
    assert (first["p"], first["difficulty"], first["D"], first["discrimination"]) == (1, "mudah", 0, "buang")
    assert np.isnan([first["rpb"], first["r_item_rest"]]).all()


def test_small_classes_and_ties_at_the_edge_of_a_group_are_told():
    few = items.analyse([[1, 1], [1, 0], [0, 1], [0, 0]])
    assert (few.attrs["small"], few.attrs["ties"]) == (True, False)
    tied = items.analyse([[1, 1], [1, 1], [0, 1], [0, 0]])
    assert tied.attrs["ties"]
    many = items.analyse([[1, 1]] * 25 + [[0, 1]] * 25)
    assert many.attrs == {"n": 50, "group": 14, "ties": True, "small": False}


@pytest.mark.parametrize(
    ("right_above", "right_below", "band"),
    [(40, 0, "sangat baik"), (30, 0, "baik"), (20, 0, "perlu perbaikan"), (19, 0, "buang"), (0, 1, "cek kunci")],
)
def test_bands_of_discrimination_begin_at_their_limit(right_above, right_below, band):
    upper = [[place < right_above, 1, 1, 1] for place in range(100)]
    middle = [[0, 1, 1, 0]] * 170
    lower = [[place < right_below, 0, 0, 0] for place in range(100)]
    assert items.analyse(upper + middle + lower).iloc[0]["discrimination"] == band


@pytest.mark.parametrize(("p", "band"), [(29, "sukar"), (30, "sedang"), (70, "sedang"), (71, "mudah")])
def test_bands_of_difficulty_begin_at_their_limit(p, band):
    assert items.analyse([[place < p, place % 2] for place in range(100)]).iloc[0]["difficulty"] == band


@pytest.mark.parametrize(("g", "band"), [(0.7, "tinggi"), (0.6999, "sedang"), (0.3, "sedang"), (0.2999, "rendah")])
def test_bands_of_gain_begin_at_their_limit(g, band):
    assert gain.band(g) == band


def test_a_distractor_works_if_it_tempts_those_who_know_less():
    sheet = pd.DataFrame({"q1": list("aaaabbbc"), "q2": list("aaaaaabb"), "q3": ["a"] * 5 + ["b", None, None]})
    found = items.distractors(sheet, dict.fromkeys(sheet, "a"), "abcd").set_index(["item", "option"])
    assert found.loc["q1", "count"].to_list() == [4, 3, 1, 0]
    assert found.loc["q1", "works"].to_list() == [True, True, True, False]
    assert found.loc["q3", "share"].sum() == 6 / 8
    assert found.loc[("q1", "a"), ["upper", "lower"]].to_list() == [1, 0]


def test_an_agency_may_add_elements_and_weigh_them():
    weights = dict.fromkeys(skm.ELEMENTS, "0.1") | {"keamanan": "0.1"}
    found = skm.index([FULL | {"keamanan": 1, "usia": 40}], weights)
    assert (found.index, found.lowest) == (3.7, ["keamanan"])
    assert list(found.weights) == [*skm.ELEMENTS, "keamanan"]


def test_a_score_on_the_edge_of_a_band_does_not_fall_by_floating_point():
    weights = dict.fromkeys(skm.ELEMENTS, "0.058475") | {"waktu": "0.5322"}
    found = skm.index([dict.fromkeys(skm.ELEMENTS, 3) | {"waktu": 4}], weights)
    assert (found.ikm, found.grade) == (88.305, "A")
