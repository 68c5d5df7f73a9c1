"""The attitude scale: mean and spread together, nothing small where answers are anonymous."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from etika_widgets.activities.likert import Likert
from etika_widgets.activities.likert.labels import SETS, labels
from etika_widgets.activities.likert.plot import looks
from etika_widgets.activities.likert.spec import LikertSpec
from etika_widgets.activity import TALLY
from etika_widgets.room import Role
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

LIKERT = Likert()
TWO = ["Saya berani bertanya.", "Atasan mau mendengar."]
IDS = ["saya_berani_bertanya", "atasan_mau_mendengar"]


def scale(**changes):
    return LikertSpec.model_validate({"id": "suara", "question": "Setuju?", "statements": TWO, **changes})


def sheets(response, *pairs, **changes):
    return [response(n, {"answers": dict(zip(IDS, pair, strict=False))}, **changes) for n, pair in enumerate(pairs)]


def test_a_question_and_statements_are_enough():
    spec = scale()
    assert (spec.title.id, spec.scale, spec.points, [one.id for one in spec.statements]) == (
        "Setuju?",
        "setuju",
        5,
        IDS,
    )
    check_activity_type(Likert, {"id": "suara", "question": "Setuju?", "statements": TWO[:1]})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"statements": []}, "'statements' berisi 0 pernyataan; harus 1 sampai 12"),
        ({"statements": [TWO[0], TWO[0]]}, "'statements' memuat id yang sama lebih dari sekali"),
        ({"points": 8}, "less than or equal to 7"),
        ({"points": True}, "valid integer"),
        ({"scale": "senang"}, "'setuju', 'sering'"),
    ],
)
def test_a_wrong_definition_is_refused(changes, words):
    with pytest.raises(ValidationError) as caught:
        scale(**changes)
    assert words in str(caught.value)


@pytest.mark.parametrize("name", sorted(SETS))
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_set_has_distinct_labels_for_three_to_seven_points(name, language):
    for points in range(3, 8):
        words = labels(name, points, language)
        assert len(set(words)) == len(words) == points == len(set(looks(points)))
        middle = labels(name, 7, language)[3]
        assert (middle in words) == bool(points % 2)


@pytest.mark.parametrize(
    "payload",
    [
        {"answers": {IDS[0]: 3}},
        {"answers": {IDS[0]: 3, IDS[1]: 6}},
        {"answers": {IDS[0]: 3, IDS[1]: 0}},
        {"answers": {IDS[0]: 3, IDS[1]: True}},
        {"answers": {IDS[0]: 3, IDS[1]: 2.0}},
        {"answers": {IDS[0]: 3, IDS[1]: float("nan")}},
        {"answers": {IDS[0]: 3, IDS[1]: 2, "lain": 1}},
        {"answers": [3, 2]},
        {"answers": {IDS[0]: 3, IDS[1]: 2}, "lain": 1},
    ],
)
def test_anything_but_one_point_per_statement_is_refused(refusal, payload):
    refusal(LIKERT, scale(), "answer", payload)


def test_a_missing_statement_is_named_by_its_number(refusal):
    error = refusal(LIKERT, scale(), "answer", {"answers": {IDS[0]: 3}})
    assert error.text("id") == "Pernyataan nomor 2 belum dijawab. Jawab dulu semuanya."


def test_results_give_counts_mean_and_spread_by_round(response):
    answers = sheets(response, (1, 5), (2, 5), (3, 5)) + sheets(response, (4, 4), round=2)
    assert LIKERT.results(scale(), answers, "id") == {
        "rounds": [
            {
                "round": 1,
                "n": 3,
                "statements": [
                    {"id": IDS[0], "counts": [1, 1, 1, 0, 0], "mean": 2.0, "sd": 1.0},
                    {"id": IDS[1], "counts": [0, 0, 0, 0, 3], "mean": 5.0, "sd": 0.0},
                ],
            },
            {
                "round": 2,
                "n": 1,
                "statements": [
                    {"id": IDS[0], "counts": [0, 0, 0, 1, 0], "mean": 4.0, "sd": None},
                    {"id": IDS[1], "counts": [0, 0, 0, 1, 0], "mean": 4.0, "sd": None},
                ],
            },
        ],
        "suppressed": False,
    }


def test_anonymous_answers_of_four_give_no_number_at_all(response):
    spec = scale(identity="anonymous")
    found = LIKERT.results(spec, sheets(response, (1, 5), (2, 5), (3, 4), (3, 4)), "id")
    [entry] = found["rounds"]
    assert (found["suppressed"], entry["n"]) == (True, None)
    assert entry["statements"] == [{"id": one, "counts": [None] * 5, "mean": None, "sd": None} for one in IDS]
    assert len(LIKERT.frame(spec, sheets(response, (1, 5)))) == 0
    assert LIKERT.summary(spec, sheets(response, (1, 5)), "id").n is None


def test_anonymous_answers_that_are_all_alike_stay_hidden(response):
    [entry] = LIKERT.results(scale(identity="anonymous"), sheets(response, *[(2, 5)] * 9), "id")["rounds"]
    assert entry["statements"][0] == {"id": IDS[0], "counts": [None] * 5, "mean": None, "sd": None}


@given(points=st.lists(st.integers(1, 5), max_size=30))
def test_anonymous_counts_under_five_are_never_shown(points):
    from etika_widgets.activity import Response

    spec = scale(identity="anonymous", statements=TWO[:1])
    rows = [
        Response(participant=f"p{n}", name="", group=None, round=1, slot="answer", payload={"answers": {IDS[0]: one}})
        for n, one in enumerate(points)
    ]
    [entry] = LIKERT.results(spec, rows, "id")["rounds"]
    [one] = entry["statements"]
    assert all(count is None or count >= 5 for count in one["counts"])
    assert (one["mean"] is None) == (len(points) < 5 or len(set(points)) == 1)
    assert set(LIKERT.frame(spec, rows)["nilai"]) == {at for at, count in enumerate(one["counts"], 1) if count}


def test_raised_hands_are_added_and_told_apart(response, records):
    spec = scale(statements=TWO[:1])
    assert [one["id"] for one in LIKERT.tally_options(spec, "id")] == ["1", "2", "3", "4", "5"]
    hands = {"1": 0, "2": 0, "3": 0, "4": 2, "5": 1}
    rows = [*sheets(response, (4,)), response(9, hands, participant="facilitator", name="", slot=TALLY)]
    [entry] = LIKERT.results(spec, rows, "id")["rounds"]
    assert (entry["n"], entry["hands"]) == (4, {"n": 3, "counts": [0, 0, 0, 2, 1]})
    assert entry["statements"] == [{"id": IDS[0], "counts": [0, 0, 0, 3, 1], "mean": 4.2, "sd": 0.5}]
    assert [(row["nilai"], row["sumber"]) for row in records(LIKERT.frame(spec, rows))] == [
        (4, "peserta"),
        (4, "dicatat fasilitator"),
        (4, "dicatat fasilitator"),
        (5, "dicatat fasilitator"),
    ]


@pytest.mark.parametrize("changes", [{}, {"statements": TWO[:1], "identity": "anonymous"}])
def test_hands_make_no_sense_with_several_statements_or_in_secret(changes):
    assert LIKERT.tally_options(scale(**changes), "id") is None


def test_a_class_plays_it_and_sees_nothing_before_the_reveal():
    with memory_class([scale(reveal="Penutup rahasia")]) as klass:
        klass.move("suara", "reading", "open")
        people = [klass.join(f"Kenari {n}") for n in range(6)]
        dice = random.Random(1)
        for person in people:
            [(kind, payload)] = LIKERT.bot(scale(), klass.state("suara", person), dice)
            assert submit_from_browser(klass, person, "suara", kind, payload)["ok"]
            assert LIKERT.bot(scale(), klass.state("suara", person), dice) == ()
        for viewer in ({"participant": people[0]}, {}):
            state = klass.state("suara", **viewer)
            assert (state["results"], state["reveal"]) == (None, None)
        assert klass.state("suara", role=Role.FACILITATOR)["results"]["rounds"][0]["n"] == 6
        klass.move("suara", "closed", "revealed")
        state = klass.state("suara", people[0])
        assert sum(state["results"]["rounds"][0]["statements"][0]["counts"]) == 6
        assert "Penutup rahasia" in state["reveal"]["html"]
