"""Ranking: whole orders only, mean ranks and places, agreement in words."""

import itertools
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from etika_widgets.activities.ranking import AGREEMENT, Ranking
from etika_widgets.activities.ranking.results import agreement_level, concordance
from etika_widgets.activities.ranking.spec import RankingSpec
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

RANKING = Ranking()
DEFINITION = {"id": "dulu", "question": "Mana dulu?", "options": ["Antrean", "Toilet", "Papan"]}
IDS = ["antrean", "toilet", "papan"]


def ranking(**changes):
    return RankingSpec.model_validate({**DEFINITION, **changes})


def orders(response, *given, **changes):
    return [response(n, {"order": list(one)}, **changes) for n, one in enumerate(given)]


def test_the_contract_is_kept():
    check_activity_type(Ranking, DEFINITION)


@pytest.mark.parametrize(
    ("options", "words"),
    [(["Satu"], "'options' berisi 1 pilihan; harus 2 sampai 10"), (["Satu", "Satu"], "lebih dari sekali: satu")],
)
def test_a_wrong_definition_is_explained(options, words):
    with pytest.raises(ValueError, match=words):
        ranking(options=options)


@pytest.mark.parametrize(
    "order", [IDS[:2], [*IDS, IDS[0]], [IDS[0], IDS[0], IDS[1]], [*IDS[:2], "lain"], [1, 2, 3], "antrean", None]
)
def test_anything_but_a_whole_order_is_refused(refusal, order):
    refusal(RANKING, ranking(), "answer", {"order": order})


def test_results_put_the_best_mean_rank_first(response):
    rows = orders(
        response, ["toilet", "antrean", "papan"], ["toilet", "papan", "antrean"], ["antrean", "toilet", "papan"]
    )
    assert RANKING.results(ranking(), rows, "id") == {
        "rounds": [
            {
                "round": 1,
                "n": 3,
                "options": [
                    {"id": "toilet", "mean": 1.3, "places": [2, 1, 0]},
                    {"id": "antrean", "mean": 2.0, "places": [1, 1, 1]},
                    {"id": "papan", "mean": 2.7, "places": [0, 1, 2]},
                ],
                "w": 0.44,
                "agreement": "Urutan peserta cukup mirip.",
            }
        ],
        "suppressed": False,
    }


def test_without_answers_there_are_no_means():
    [entry] = RANKING.results(ranking(), [], "id")["rounds"]
    assert (entry["n"], entry["w"], entry["agreement"]) == (0, None, None)
    assert {one["mean"] for one in entry["options"]} == {None}


@given(st.lists(st.permutations("abcd"), min_size=2, max_size=12))
def test_concordance_agrees_with_friedmans_test(given_orders):
    ranks = np.array([[order.index(name) + 1 for name in "abcd"] for order in given_orders])
    chi_square = friedmanchisquare(*ranks.T).statistic
    assert concordance(given_orders) == pytest.approx(chi_square / (len(given_orders) * 3), abs=1e-9)


def test_concordance_of_all_orders_is_none_and_of_one_order_is_full():
    assert concordance(list(itertools.permutations("abc"))) == 0
    assert concordance([list("abc")] * 4) == 1
    assert (concordance([]), concordance([list("abc")])) == (None, None)
    assert [agreement_level(w) for w in (0, 0.19, 0.2, 0.5, 0.79, 0.8, 1)] == [0, 0, 1, 2, 3, 4, 4]
    assert len(AGREEMENT) == 5


def test_anonymous_orders_of_four_say_nothing(response):
    spec = ranking(identity="anonymous")
    rows = orders(response, IDS, IDS, IDS[::-1], IDS)
    found = RANKING.results(spec, rows, "id")
    [entry] = found["rounds"]
    assert (found["suppressed"], entry["n"], entry["w"], entry["agreement"]) == (True, None, None, None)
    assert entry["options"] == [{"id": name, "mean": None, "places": None} for name in IDS]
    assert len(RANKING.frame(spec, rows)) == 0


def test_anonymous_orders_give_means_from_five_on_but_not_if_all_agree(response):
    spec = ranking(identity="anonymous")
    [mixed] = RANKING.results(spec, orders(response, *[IDS] * 4, IDS[::-1]), "id")["rounds"]
    assert [(one["id"], one["mean"], one["places"]) for one in mixed["options"]] == [
        ("antrean", 1.4, None),
        ("toilet", 2.0, None),
        ("papan", 2.6, None),
    ]
    [alike] = RANKING.results(spec, orders(response, *[IDS] * 6), "id")["rounds"]
    assert {one["mean"] for one in alike["options"]} == {None}


def test_a_class_plays_it_and_sees_nothing_before_the_reveal(records):
    spec = ranking()
    with memory_class([spec]) as klass:
        klass.move("dulu", "reading", "open")
        person = klass.join("Kenari")
        [(kind, payload)] = RANKING.bot(spec, klass.state("dulu", person), random.Random(2))
        assert submit_from_browser(klass, person, "dulu", kind, payload)["ok"]
        assert klass.state("dulu", person)["results"] is None
        klass.move("dulu", "closed", "revealed")
        assert klass.state("dulu")["results"]["rounds"][0]["n"] == 1
        rows = records(RANKING.frame(spec, klass.room().responses("dulu")))
    assert [(row["pilihan"], row["urutan"]) for row in rows] == list(zip(payload["order"], [1, 2, 3], strict=True))
