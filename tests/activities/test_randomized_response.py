"""A question behind a lot: one answer a person, an estimate with limits from enough people, nothing of the lot."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from pydantic import ValidationError

from etika_widgets.activities.randomized_response import RandomizedResponse
from etika_widgets.activities.randomized_response.spec import RandomizedResponseSpec
from etika_widgets.activity import Summary, Table
from etika_widgets.room import Role
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

LOT = RandomizedResponse()
DEFINITION = {"id": "undi", "statement": "Saya pernah menerima uang rokok."}
CROSSWISE = {"method": "crosswise"}


def lot(**changes):
    return RandomizedResponseSpec.model_validate({**DEFINITION, **changes})


def said(response, word, other, count, n):
    return [response(at, {"said": word if at < count else other}, name="") for at in range(n)]


@pytest.mark.parametrize("changes", [{}, CROSSWISE])
def test_it_keeps_the_contract(changes):
    check_activity_type(RandomizedResponse, {**DEFINITION, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"die": {"truth": 4, "yes": 2}}, "Dadu perlu sisi untuk 'tidak'"),
        ({"die": {"truth": 6, "yes": 0}}, "less than or equal to 4"),
        ({"die": {"truth": 4, "yes": 0}}, "greater than or equal to 1"),
        ({"known": {"text": "Saya suka kopi.", "chance": 0.5}}, "less than or equal to 0.4"),
        ({"known": {"text": "Saya lahir.", "chance": 0.0}}, "greater than or equal to 0.1"),
        ({"least": 19}, "greater than or equal to 20"),
        ({"identity": "pseudonym"}, "Input should be 'anonymous'"),
    ],
)
def test_what_would_protect_nobody_or_tell_nothing_is_refused(changes, words):
    with pytest.raises(ValidationError) as caught:
        lot(**changes)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "payload",
    [
        {"said": "same"},
        {"said": True},
        {"said": ["yes"]},
        {"said": "yes", "die": 5},
        {},
    ],
)
def test_anything_but_the_answer_alone_is_refused(refusal, payload):
    refusal(LOT, lot(), "answer", payload)


def test_nobody_answers_twice_in_any_round(refusal, response):
    before = [response(1, {"said": "yes"})]
    error = refusal(LOT, lot(), "answer", {"said": "no"}, round=2, find_own=lambda: before)
    assert error.text("id") == "Jawaban Anda sudah tersimpan. Menjawab dua kali mengurangi perlindungan Anda."


def test_one_sees_that_one_answered_but_not_what(response):
    own = [response(1, {"said": "yes"}, round=2)]
    assert LOT.mine(lot(), own, "id", revealed=True) == {"2": {"answer": {}}}


def test_a_die_gives_the_share_of_the_room(response):
    assert LOT.results(lot(), said(response, "yes", "no", 48, 120), "id") == {
        "n": 120,
        "count": 48,
        "estimate": {
            "share": 0.35,
            "low": 0.2251,
            "high": 0.4842,
            "raw": 0.35,
            "se": 0.0671,
            "seen": {"share": 0.4, "low": 0.3168, "high": 0.4894},
        },
        "why": None,
    }


def test_two_statements_give_the_share_of_the_room(response):
    found = LOT.results(lot(**CROSSWISE), said(response, "same", "different", 80, 120), "id")
    estimate = found["estimate"]
    assert (found["count"], [estimate[name] for name in ("share", "low", "high")]) == (80, [0.1667, 0.0106, 0.3434])


def test_chance_may_carry_the_estimate_below_nothing(response):
    estimate = LOT.results(lot(), said(response, "yes", "no", 4, 30), "id")["estimate"]
    assert (estimate["share"], estimate["low"], estimate["raw"]) == (0.0, 0.0, -0.05)


@pytest.mark.parametrize(
    ("count", "n", "found"),
    [
        (9, 29, {"n": 29, "count": None, "estimate": None, "why": "few"}),
        (0, 0, {"n": 0, "count": None, "estimate": None, "why": "few"}),
        (0, 120, {"n": 120, "count": 0, "estimate": None, "why": "mismatch"}),
    ],
)
def test_too_few_or_impossible_answers_give_no_estimate_but_the_reason(response, count, n, found):
    assert LOT.results(lot(), said(response, "yes", "no", count, n), "id") == found


def test_the_summary_gives_percent_and_limits_or_the_reason(response):
    answers = said(response, "yes", "no", 48, 120)
    assert LOT.summary(lot(), answers, "id") == Summary(
        n=120,
        question="Saya pernah menerima uang rokok.",
        tables=(
            Table(
                caption="Taksiran",
                columns=("Pernyataan", "Taksiran (%)", "Paling rendah", "Paling tinggi"),
                rows=(("Saya pernah menerima uang rokok.", 35, 23, 48),),
                bars=1,
                whole=100,
            ),
        ),
        note="Batas 95%: taksiran dari jawaban yang diacak, bukan hitungan orang.",
    )
    assert LOT.summary(lot(), answers[:7], "id") == Summary(
        n=7,
        question="Saya pernah menerima uang rokok.",
        note="Tidak ditaksir: baru 7 jawaban, perlu sedikitnya 30.",
    )


def test_frame_and_plot_tell_nothing_of_persons(response, records):
    answers = [response(n, {"said": word}, name="") for n, word in enumerate(["no", "yes", "no"])]
    nobody = {"peserta": None, "kelompok": None, "putaran": 1}
    assert records(LOT.frame(lot(), answers)) == [nobody | {"jawaban": word} for word in ("Tidak", "Tidak", "Ya")]
    ax = LOT.plot(lot(), said(response, "yes", "no", 48, 120), Figure().subplots())
    assert [text.get_text() for text in ax.texts] == ["35%"]


@pytest.mark.parametrize("changes", [{}, CROSSWISE])
@given(seed=st.integers(0, 2**32))
def test_the_share_of_bots_lies_near_the_truth(changes, seed):
    """Bots follow the lot with a quarter for whom the statement is true; six standard errors are never left."""
    spec, dice = lot(**changes), random.Random(seed)
    words = [LOT.bot(spec, {"mine": {}}, dice)[0][1]["said"] for _ in range(600)]
    from etika_widgets.activity import Response

    rows = [
        Response(participant=f"p{n}", name="", group=None, round=1, slot="answer", payload={"said": word})
        for n, word in enumerate(words)
    ]
    estimate = LOT.results(spec, rows, "id")["estimate"]
    assert abs(estimate["raw"] - 0.25) < 6 * estimate["se"]


@pytest.mark.parametrize("changes", [{}, CROSSWISE])
def test_a_class_plays_it_once_each_and_sees_nothing_before_the_reveal(changes):
    spec = lot(**changes, least=20, reveal="Penutup rahasia")
    with memory_class([spec]) as klass:
        klass.move("undi", "reading", "open")
        people = [klass.join(f"Kenari {n}") for n in range(21)]
        dice = random.Random(1)
        for person in people:
            [(kind, payload)] = LOT.bot(spec, klass.state("undi", person), dice)
            assert submit_from_browser(klass, person, "undi", kind, payload)["ok"]
            assert LOT.bot(spec, klass.state("undi", person), dice) == ()
        again = submit_from_browser(klass, people[0], "undi", "answer", {"said": spec.options[0]})
        assert (again["ok"], again["code"]) == (False, "already")
        for viewer in ({"participant": people[0]}, {}):
            state = klass.state("undi", **viewer)
            assert (state["results"], state["reveal"]) == (None, None)
        assert klass.state("undi", people[0])["mine"] == {"1": {"answer": {}}}
        assert klass.state("undi", role=Role.FACILITATOR)["identity"] == "anonymous"
        klass.move("undi", "closed", "revealed")
        state = klass.state("undi", people[0])
        assert (state["results"]["n"], state["reveal"]) == (21, {"html": "<p>Penutup rahasia</p>"})
