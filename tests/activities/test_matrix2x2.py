"""Items on two axes: two numbers per item, counts per cell, the widest disagreement first."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from pydantic import ValidationError

from etika_widgets.activities.matrix2x2 import Matrix2x2
from etika_widgets.activities.matrix2x2.spec import Matrix2x2Spec
from etika_widgets.activity import Response, Summary, Table
from etika_widgets.room import Role
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

MATRIX = Matrix2x2()
DEFINITION = {
    "id": "sah",
    "question": "Di mana?",
    "across": {"label": "Aturan", "low": "Melanggar", "high": "Boleh"},
    "up": {"label": "Nurani", "low": "Tidak patut", "high": "Patut"},
    "items": ["Titip antre", "Tutup loket"],
}


def matrix(**changes):
    return Matrix2x2Spec.model_validate({**DEFINITION, **changes})


def places(one, two):
    return {
        "places": {"titip_antre": dict(zip("xy", one, strict=True)), "tutup_loket": dict(zip("xy", two, strict=True))}
    }


@pytest.mark.parametrize("changes", [{}, {"steps": 5}, {"corners": ["A", "B", "C", "D"]}, {"identity": "anonymous"}])
def test_it_keeps_the_contract(changes):
    check_activity_type(Matrix2x2, {**DEFINITION, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"items": []}, "'items' berisi 0 butir; harus 1 sampai 8"),
        ({"items": ["A", "A"]}, "'items' memuat id yang sama lebih dari sekali: a"),
        ({"steps": 3}, "Input should be 2 or 5"),
        ({"corners": ["A"]}, "'corners' memuat tepat empat nama"),
        ({"corners": list("ABCD"), "steps": 5}, "'corners' memuat tepat empat nama"),
        ({"up": {"label": "Nurani", "low": "Tidak"}}, "up.high"),
    ],
)
def test_a_wrong_definition_is_refused(changes, words):
    with pytest.raises(ValidationError) as caught:
        matrix(**changes)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"places": {"titip_antre": {"x": 1, "y": 1}}}, "Nomor 2 belum diisi. Isi dulu semuanya."),
        (places((1, 1), (3, 1)), "Isi bilangan bulat dari 1 sampai 2, lalu kirim lagi."),
        (places((0, 1), (1, 1)), "Isi bilangan bulat dari 1 sampai 2, lalu kirim lagi."),
        (places((True, 1), (1, 1)), "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
        (places((1.0, 1), (1, 1)), "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
        (places((float("nan"), 1), (1, 1)), "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
        (
            {"places": {"titip_antre": [1, 1], "tutup_loket": [1, 1]}},
            "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi.",
        ),
    ],
)
def test_anything_but_two_steps_per_item_is_refused(refusal, payload, words):
    assert refusal(MATRIX, matrix(), "answer", payload).text("id") == words


def test_results_count_cells_and_the_summary_says_them_in_words(response):
    answers = [response(n, places(*pair)) for n, pair in enumerate([((1, 1), (2, 2)), ((2, 2), (2, 2))])]
    assert MATRIX.results(matrix(), answers, "id") == {
        "rounds": [
            {
                "round": 1,
                "n": 2,
                "items": [
                    {"id": "titip_antre", "cells": {"1_1": 1, "2_1": 0, "1_2": 0, "2_2": 1}, "apart": 100},
                    {"id": "tutup_loket", "cells": {"1_1": 0, "2_1": 0, "1_2": 0, "2_2": 2}, "apart": 0},
                ],
            }
        ],
        "suppressed": False,
    }
    assert MATRIX.summary(matrix(), answers, "id") == Summary(
        n=2,
        question="Di mana?",
        tables=(
            Table(
                caption="Putaran 1",
                columns=("Butir", "Aturan", "Nurani", "Jumlah peserta"),
                rows=(
                    ("Titip antre", "Melanggar", "Tidak patut", 1),
                    ("Titip antre", "Boleh", "Patut", 1),
                    ("Tutup loket", "Boleh", "Patut", 2),
                ),
                bars=3,
                whole=2,
            ),
        ),
    )


def test_the_plot_shows_the_item_that_splits_the_room_with_high_steps_on_top(response):
    answers = [response(n, places(*pair)) for n, pair in enumerate([((1, 1), (2, 2)), ((2, 2), (2, 2))])]
    ax = MATRIX.plot(matrix(), answers, Figure().subplots())
    assert ax.get_title(loc="left") == "Di mana? Titip antre"
    assert [text.get_text() for text in ax.texts] == ["0", "1", "1", "0"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Patut", "Tidak patut"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["Melanggar", "Boleh"]


@given(chosen=st.lists(st.tuples(st.integers(1, 2), st.integers(1, 2)), max_size=40))
def test_anonymous_counts_under_five_are_never_shown(chosen):
    spec = matrix(identity="anonymous", items=["Titip antre"])
    rows = [
        Response(
            participant=f"p{n}",
            name="",
            group=None,
            round=1,
            slot="answer",
            payload={"places": {"titip_antre": {"x": x, "y": y}}},
        )
        for n, (x, y) in enumerate(chosen)
    ]
    [entry] = MATRIX.results(spec, rows, "id")["rounds"]
    [one] = entry["items"]
    assert all(count is None or count >= 5 for count in one["cells"].values())
    frame = MATRIX.frame(spec, rows)
    assert {f"{x}_{y}" for x, y in zip(frame["mendatar"], frame["tegak"], strict=True)} == {
        cell for cell, count in one["cells"].items() if count
    }


@pytest.mark.parametrize("steps", [2, 5])
def test_a_class_plays_it_and_sees_nothing_before_the_reveal(steps):
    spec = matrix(steps=steps, reveal="Penutup rahasia")
    with memory_class([spec]) as klass:
        klass.move("sah", "reading", "open")
        people = [klass.join(f"Kenari {n}") for n in range(6)]
        dice = random.Random(1)
        for person in people:
            [(kind, payload)] = MATRIX.bot(spec, klass.state("sah", person), dice)
            assert submit_from_browser(klass, person, "sah", kind, payload)["ok"]
            assert MATRIX.bot(spec, klass.state("sah", person), dice) == ()
        for viewer in ({"participant": people[0]}, {}):
            state = klass.state("sah", **viewer)
            assert (state["results"], state["reveal"]) == (None, None)
        assert klass.state("sah", role=Role.FACILITATOR)["results"]["rounds"][0]["n"] == 6
        klass.move("sah", "closed", "revealed")
        state = klass.state("sah", people[0])
        assert sum(state["results"]["rounds"][0]["items"][0]["cells"].values()) == 6
        assert state["reveal"] == {"html": "<p>Penutup rahasia</p>"}
