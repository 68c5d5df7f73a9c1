"""Estimates: numbers as people type them, histogram, median and quartiles; the reference stays closed."""

import itertools
import json
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.activities.numeric import Numeric
from etika_widgets.activities.numeric.numbers import parse_number
from etika_widgets.activities.numeric.results import edges, quartiles
from etika_widgets.activities.numeric.spec import NumericSpec
from etika_widgets.errors import Refused
from etika_widgets.room import Role
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

NUMERIC = Numeric()
DEFINITION = {"id": "hari", "question": "Berapa?", "unit": "hari", "min": 0, "max": 60, "reference": 43}


def numeric(**changes):
    return NumericSpec.model_validate({**DEFINITION, **changes})


def estimates(response, *values, **changes):
    return [response(n, {"value": value}, **changes) for n, value in enumerate(values)]


def test_the_contract_is_kept():
    check_activity_type(Numeric, DEFINITION)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"min": 60}, r"'min' \(60\) harus lebih kecil daripada 'max' \(60\)"),
        ({"reference": 61}, "'reference' bernilai 61; harus di antara 'min'"),
        ({"max": float("nan")}, "max"),
        ({"max": float("inf")}, "max"),
        ({"min": True}, "min"),
        ({"decimals": 4}, "decimals"),
    ],
)
def test_a_wrong_definition_is_explained(changes, words):
    with pytest.raises(ValueError, match=words):
        numeric(**changes)


@pytest.mark.parametrize(
    ("typed", "decimals", "number"),
    [
        ("12", 0, 12),
        (" 12 ", 0, 12),
        ("12,5", 1, 12.5),
        ("12.5", 1, 12.5),
        ("1.250", 0, 1250),
        ("1.250,75", 2, 1250.75),
        ("-3", 0, -3),
        ("\u22123,5", 1, -3.5),
        (12.0, 0, 12),
        (0.1 + 0.2, 1, 0.3),
    ],
)
def test_numbers_are_read_as_people_type_them(typed, decimals, number):
    assert parse_number(typed, decimals=decimals) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "dua",
        "1,2,3",
        "1.2.3",
        "12 hari",
        "1e3",
        "٣",
        "9" * 31,
        True,
        None,
        [],
        float("nan"),
        float("inf"),
        10**400,
    ],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(Refused) as caught:
        parse_number(typed, decimals=2)
    assert caught.value.code == "not_a_number"


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.booleans()), st.integers(0, 3))
def test_any_value_is_a_finite_number_or_refused(value, decimals):
    try:
        number = parse_number(value, decimals=decimals)
    except Refused:
        return
    assert json.loads(json.dumps(number, allow_nan=False)) == number
    assert number == round(number, decimals)


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
def test_a_number_written_with_dots_and_comma_comes_back(scaled, decimals):
    value = scaled / 10**decimals
    text = f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    assert parse_number(text, decimals=decimals) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("value", "code"), [("61", "out_of_range"), ("-1", "out_of_range"), ("12,5", "too_fine"), ("x", "not_a_number")]
)
def test_numbers_out_of_range_or_too_fine_are_refused(refusal, value, code):
    assert refusal(NUMERIC, numeric(), "answer", {"value": value}).code == code


@given(st.lists(st.integers(-5000, 5000), min_size=1, max_size=30), st.integers(0, 2))
def test_bins_are_few_equal_and_hold_every_value(scaled, decimals):
    values = [value / 10**decimals for value in scaled]
    around = edges(min(values), max(values), decimals)
    widths = [high - low for low, high in itertools.pairwise(around)]
    assert 1 <= len(widths) <= 10
    assert widths == pytest.approx([widths[0]] * len(widths))
    assert sum(low <= value < high for value in values for low, high in itertools.pairwise(around)) == len(values)


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_quartiles_are_those_of_numpy(values):
    assert quartiles(values, 3) == pytest.approx(np.percentile(values, [25, 50, 75]), abs=1e-3)


def test_results_give_histogram_median_and_quartiles(response):
    assert NUMERIC.results(numeric(), estimates(response, 3, 10, 14, 41), "id") == {
        "rounds": [{"round": 1, "n": 4, "counts": [1, 0, 2, 0, 0, 0, 0, 0, 1], "median": 12, "q1": 8.2, "q3": 20.8}],
        "edges": [0, 5, 10, 15, 20, 25, 30, 35, 40, 45],
        "rounded": False,
        "suppressed": False,
    }


def test_without_answers_there_is_nothing_to_say():
    [entry] = NUMERIC.results(numeric(), [], "id")["rounds"]
    assert (entry["n"], entry["median"], sum(entry["counts"])) == (0, None, 0)


def test_anonymous_estimates_follow_the_range_and_hide_small_counts(response):
    spec = numeric(identity="anonymous")
    found = NUMERIC.results(spec, estimates(response, 1, 2, 3, 4), "id")
    [entry] = found["rounds"]
    assert (entry["n"], entry["median"], set(entry["counts"]), found["edges"][0], found["edges"][-1]) == (
        None,
        None,
        {None},
        0,
        70,
    )
    [entry] = NUMERIC.results(spec, estimates(response, *[1] * 6, *[34] * 7), "id")["rounds"]
    assert (entry["counts"], entry["median"]) == ([None, None, None, 7, None, None, None], 30)
    summary = NUMERIC.summary(spec, estimates(response, *[1] * 6, *[34] * 7), "id")
    assert summary.tables[0].caption == "Putaran 1. Median 30 hari, kuartil 0 sampai 30."
    assert summary.note == "Dibulatkan ke 10 hari, supaya taksiran seseorang tidak terbaca."
    [alike] = NUMERIC.results(spec, estimates(response, *[9] * 8), "id")["rounds"]
    assert (alike["median"], set(alike["counts"])) == (None, {None})
    assert len(NUMERIC.frame(spec, estimates(response, 1, 2))) == 0


def test_the_reference_opens_with_the_results_and_not_before():
    spec = numeric()
    with memory_class([spec]) as klass:
        klass.move("hari", "reading", "open")
        person = klass.join("Kenari")
        assert submit_from_browser(klass, person, "hari", "answer", {"value": "12"})["ok"]
        state = klass.state("hari", person)
        assert state["mine"] == {"1": {"answer": {"value": 12}}}
        assert "43" not in json.dumps([state["content"], state["results"], state["reveal"], state["board"]])
        assert klass.state("hari", role=Role.FACILITATOR)["reveal"]["reference"] == 43
        klass.move("hari", "closed", "revealed")
        assert klass.state("hari")["reveal"] == {"reference": 43, "html": None}
        klass.move("hari", "open")
        [(kind, payload)] = NUMERIC.bot(spec, klass.state("hari", person), random.Random(1))
        assert submit_from_browser(klass, person, "hari", kind, payload)["ok"]
