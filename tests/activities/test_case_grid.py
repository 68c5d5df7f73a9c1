"""Criteria by options: one score per cell, weights fixed or own, means and the cells over which the room parts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from etika_widgets.activities.case_grid import CaseGrid
from etika_widgets.activities.case_grid.spec import CaseGridSpec
from etika_widgets.activity import Response, Summary, Table
from etika_widgets.room import Role
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

GRID = CaseGrid()
CRITERIA = ["Adil", {"text": "Cepat", "weight": 3}]
DEFINITION = {"id": "timbang", "question": "Mana?", "options": ["Tolak", "Terima"], "criteria": CRITERIA}
CELLS = [("tolak", "adil"), ("tolak", "cepat"), ("terima", "adil"), ("terima", "cepat")]


def grid(**changes):
    return CaseGridSpec.model_validate({**DEFINITION, **changes})


def scores(*points):
    made: dict[str, dict[str, int]] = {}
    for (option, criterion), point in zip(CELLS, points, strict=True):
        made.setdefault(option, {})[criterion] = point
    return {"scores": made}


def sheets(response, *points, **changes):
    return [response(n, scores(*one), **changes) for n, one in enumerate(points)]


@pytest.mark.parametrize("changes", [{}, {"weights": "own"}, {"identity": "anonymous"}])
def test_it_keeps_the_contract(changes):
    check_activity_type(CaseGrid, {**DEFINITION, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"options": ["A"]}, "'options' berisi 1 pilihan; harus 2 sampai 5"),
        ({"criteria": list("abcdefg")}, "'criteria' berisi 7 kriteria; harus 2 sampai 6"),
        ({"options": ["A", "A"]}, "'options' memuat id yang sama lebih dari sekali: a"),
        ({"criteria": ["A", {"text": "B", "weight": 6}]}, "less than or equal to 5"),
        ({"criteria": ["A", {"text": "B", "weight": True}]}, "valid integer"),
        ({"weights": "none"}, "'fixed' or 'own'"),
    ],
)
def test_a_wrong_definition_is_refused(changes, words):
    with pytest.raises(ValidationError) as caught:
        grid(**changes)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"scores": {"tolak": {"adil": 1, "cepat": 1}}}, "Nomor 2 belum diisi. Isi dulu semuanya."),
        (scores(1, 2, 3, 6), "Isi bilangan bulat dari 1 sampai 5, lalu kirim lagi."),
        (scores(1, 2, 3, True), "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
        (scores(1, 2, 3, float("nan")), "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
        (scores(1, 2, 3, 4) | {"weights": {}}, "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
        ({"scores": [1, 2, 3, 4]}, "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
    ],
)
def test_anything_but_a_score_per_cell_is_refused(refusal, payload, words):
    assert refusal(GRID, grid(), "answer", payload).text("id") == words


def test_own_weights_are_asked_for_all_criteria(refusal, context):
    spec = grid(weights="own")
    refusal(GRID, spec, "answer", scores(1, 2, 3, 4))
    refusal(GRID, spec, "answer", scores(1, 2, 3, 4) | {"weights": {"adil": 1}})
    whole = scores(1, 2, 3, 4) | {"weights": {"adil": 1, "cepat": 5}}
    assert GRID.accept(spec, context(), "answer", whole).payload == whole


def test_results_give_means_weighted_totals_and_the_widest_cells(response):
    found = GRID.results(grid(), sheets(response, (1, 5, 3, 3), (5, 5, 3, 4)), "id")
    [entry] = found["rounds"]
    assert entry == {
        "round": 1,
        "n": 2,
        "cells": [
            {"option": "tolak", "criterion": "adil", "mean": 3.0, "sd": 2.8},
            {"option": "tolak", "criterion": "cepat", "mean": 5.0, "sd": 0.0},
            {"option": "terima", "criterion": "adil", "mean": 3.0, "sd": 0.0},
            {"option": "terima", "criterion": "cepat", "mean": 3.5, "sd": 0.7},
        ],
        # (1 + 3·5)/4 = 4 and (5 + 15)/4 = 5; (3 + 9)/4 = 3 and (3 + 12)/4 = 3,75.
        "totals": [{"option": "tolak", "mean": 4.5, "sd": 0.7}, {"option": "terima", "mean": 3.4, "sd": 0.5}],
        "weights": [{"criterion": "adil", "mean": 1}, {"criterion": "cepat", "mean": 3}],
        "widest": [{"option": "tolak", "criterion": "adil"}, {"option": "terima", "criterion": "cepat"}],
    }


def test_own_weights_count_for_their_owner(response):
    spec = grid(weights="own")
    rows = [
        response(1, scores(1, 5, 3, 3) | {"weights": {"adil": 5, "cepat": 1}}),
        response(2, scores(1, 5, 3, 3) | {"weights": {"adil": 1, "cepat": 3}}),
    ]
    [entry] = GRID.results(spec, rows, "id")["rounds"]
    assert entry["totals"][0] == {"option": "tolak", "mean": 2.8, "sd": 1.6}  # 10/6 and 16/4
    assert entry["weights"] == [{"criterion": "adil", "mean": 3.0}, {"criterion": "cepat", "mean": 2.0}]


def test_the_summary_and_the_frame_say_the_same(response, records):
    answers = sheets(response, (1, 5, 3, 3), (5, 5, 3, 4))
    assert GRID.summary(grid(), answers, "id") == Summary(
        n=2,
        question="Mana?",
        tables=(
            Table(
                caption="Putaran 1",
                columns=("Pilihan", "Nilai tertimbang", "Adil", "Cepat"),
                rows=(("Tolak", 4.5, 3.0, 5.0), ("Terima", 3.4, 3.0, 3.5)),
                bars=1,
                whole=5,
            ),
        ),
        note="Paling terbelah: Tolak – Adil; Terima – Cepat.",
    )
    first = {"peserta": "Nama 0", "kelompok": None, "putaran": 1, "pilihan": "tolak"}
    assert records(GRID.frame(grid(), answers))[:2] == [
        {**first, "kriteria": "adil", "nilai": 1, "bobot": 1},
        {**first, "kriteria": "cepat", "nilai": 5, "bobot": 3},
    ]


@given(points=st.lists(st.tuples(*[st.integers(1, 5)] * 4), max_size=12))
def test_anonymous_grids_of_few_or_of_one_mind_are_never_shown(points):
    spec = grid(identity="anonymous")
    rows = [
        Response(participant=f"p{n}", name="", group=None, round=1, slot="answer", payload=scores(*one))
        for n, one in enumerate(points)
    ]
    [entry] = GRID.results(spec, rows, "id")["rounds"]
    for at, cell in enumerate(entry["cells"]):
        alike = len({one[at] for one in points}) < 2
        assert (cell["mean"] is None, cell["sd"] is None) == (len(points) < 5 or alike,) * 2
    for total in entry["totals"]:
        hidden = any(cell["mean"] is None for cell in entry["cells"] if cell["option"] == total["option"])
        assert total["mean"] is None or not hidden
    assert (entry["n"] is None) == (len(points) < 5)
    assert len(GRID.frame(spec, rows)) == 0


@pytest.mark.parametrize("weights", ["fixed", "own"])
def test_a_class_plays_it_and_sees_nothing_before_the_reveal(weights):
    spec = grid(weights=weights, reveal="Penutup rahasia")
    with memory_class([spec]) as klass:
        klass.move("timbang", "reading", "open")
        people = [klass.join(f"Kenari {n}") for n in range(6)]
        dice = random.Random(1)
        for person in people:
            [(kind, payload)] = GRID.bot(spec, klass.state("timbang", person), dice)
            assert submit_from_browser(klass, person, "timbang", kind, payload)["ok"]
            assert GRID.bot(spec, klass.state("timbang", person), dice) == ()
        for viewer in ({"participant": people[0]}, {}):
            state = klass.state("timbang", **viewer)
            assert (state["results"], state["reveal"]) == (None, None)
        assert klass.state("timbang", role=Role.FACILITATOR)["results"]["rounds"][0]["n"] == 6
        klass.move("timbang", "closed", "revealed")
        state = klass.state("timbang", people[0])
        assert (state["results"]["rounds"][0]["n"], state["reveal"]) == (6, {"html": "<p>Penutup rahasia</p>"})
