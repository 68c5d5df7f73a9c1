"""Dividing 100 points: exactly all of them, in steps of 5; mean and spread."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.activities.allocation import Allocation
from etika_widgets.activities.allocation.spec import AllocationSpec
from etika_widgets.activity import Accepted, Context, Phase
from etika_widgets.errors import Refused
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

ALLOCATION = Allocation()
DEFINITION = {"id": "dana", "question": "Ke mana?", "options": ["Loket", "Keliling"]}


def allocation(**changes):
    return AllocationSpec.model_validate({**DEFINITION, **changes})


def given_points(response, *loket, **changes):
    return [response(n, {"points": {"loket": x, "keliling": 100 - x}}, **changes) for n, x in enumerate(loket)]


def test_the_contract_is_kept():
    check_activity_type(Allocation, DEFINITION)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ({"loket": 50, "keliling": 45}, "Jumlahnya 95 poin; harus tepat 100."),
        ({"loket": 50, "keliling": 55}, "Jumlahnya 105 poin; harus tepat 100."),
        ({"loket": 48, "keliling": 52}, "Poin dibagi per 5."),
        ({"loket": 105, "keliling": -5}, "Isi bilangan bulat dari 0 sampai 100"),
        ({"loket": 100}, "Jawaban tidak terbaca."),
        ({"loket": 100, "keliling": False}, "Jawaban tidak terbaca."),
        ({"loket": 50.0, "keliling": 50}, "Jawaban tidak terbaca."),
    ],
)
def test_anything_but_a_full_hundred_in_steps_is_refused(refusal, points, words):
    assert words in refusal(ALLOCATION, allocation(), "answer", {"points": points}).text("id")


@given(st.dictionaries(st.sampled_from(["loket", "keliling", "x"]), st.integers(-20, 25).map(lambda n: n * 5)))
def test_what_is_accepted_always_sums_to_a_hundred(points):
    context = Context(participant="p1", group=None, is_writer=False, phase=Phase.OPEN, round=1)
    try:
        accepted = ALLOCATION.accept(allocation(), context, "answer", {"points": points})
    except Refused:
        assert set(points) != {"loket", "keliling"} or sum(points.values()) != 100 or min(points.values()) < 0
    else:
        assert accepted == Accepted("answer", {"points": {name: points[name] for name in ("loket", "keliling")}})


def test_results_give_mean_and_spread_by_round(response):
    rows = [*given_points(response, 20, 40, 60), *given_points(response, 50, round=2)]
    assert ALLOCATION.results(allocation(), rows, "id") == {
        "rounds": [
            {
                "round": 1,
                "n": 3,
                "options": [{"id": "loket", "mean": 40.0, "sd": 20.0}, {"id": "keliling", "mean": 60.0, "sd": 20.0}],
            },
            {
                "round": 2,
                "n": 1,
                "options": [{"id": "loket", "mean": 50.0, "sd": None}, {"id": "keliling", "mean": 50.0, "sd": None}],
            },
        ],
        "suppressed": False,
    }


@pytest.mark.parametrize(("loket", "mean"), [([20, 40, 60, 80], None), ([30] * 7, None), ([20, 40, 60, 80, 100], 60)])
def test_anonymous_means_need_five_answers_that_differ(response, loket, mean):
    spec = allocation(identity="anonymous")
    found = ALLOCATION.results(spec, given_points(response, *loket), "id")
    assert (found["rounds"][0]["options"][0]["mean"], found["suppressed"]) == (mean, mean is None)
    assert len(ALLOCATION.frame(spec, given_points(response, *loket))) == 0


def test_a_class_plays_it_and_sees_nothing_before_the_reveal(records):
    spec = allocation()
    with memory_class([spec]) as klass:
        klass.move("dana", "reading", "open")
        person = klass.join("Kenari")
        [(kind, payload)] = ALLOCATION.bot(spec, klass.state("dana", person), random.Random(2))
        assert submit_from_browser(klass, person, "dana", kind, payload)["ok"]
        assert klass.state("dana")["results"] is None
        klass.move("dana", "closed", "revealed")
        assert klass.state("dana", person)["results"]["rounds"][0]["n"] == 1
        rows = records(ALLOCATION.frame(spec, klass.room().responses("dana")))
    assert {row["pilihan"]: row["poin"] for row in rows} == payload["points"]
