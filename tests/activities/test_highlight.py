"""Marking a document: counts per passage, agreement from three markers on, keys only at the reveal."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from etika_widgets.activities.highlight import Highlight
from etika_widgets.activities.highlight.spec import HighlightSpec
from etika_widgets.activity import Response, Summary, Table
from etika_widgets.room import Role
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

MARK = Highlight()
PASSAGES = ["Satu.", "Dua.", {"text": "Tiga.", "key": True, "rationale": "Sebab rahasia", "paragraph": True}]
DEFINITION = {
    "id": "nota",
    "question": "Mana?",
    "document": "Nota (fiktif)",
    "passages": PASSAGES,
    "labels": ["Desakan", "Ipar"],
}


def memo(**changes):
    return HighlightSpec.model_validate({**DEFINITION, **changes})


def sheets(response, *marks, **changes):
    return [response(n, {"marks": one}, **changes) for n, one in enumerate(marks)]


@pytest.mark.parametrize("changes", [{}, {"labels": []}, {"identity": "anonymous"}])
def test_it_keeps_the_contract(changes):
    check_activity_type(Highlight, {**DEFINITION, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"passages": PASSAGES[:2]}, "'passages' berisi 2 bagian; harus 3 sampai 40"),
        ({"passages": ["A", "A", "B"]}, "'passages' memuat id yang sama lebih dari sekali: a"),
        ({"labels": list("abcdefg")}, "'labels' berisi 7 pilihan; harus 0 sampai 6"),
        ({"passages": [{"text": text, "key": True} for text in "ABC"]}, "Setiap bagian bertanda 'key'"),
        ({"passages": [*PASSAGES[:2], {"text": "C", "key": 1}]}, "valid boolean"),
    ],
)
def test_a_wrong_definition_is_refused(changes, words):
    with pytest.raises(ValidationError) as caught:
        memo(**changes)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ({}, "Belum ada bagian yang ditandai. Tandai sedikitnya satu."),
        ({"lain": None}, "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
        (["satu"], "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
        ({"satu": True}, "Jawaban tidak terbaca. Muat ulang halaman, lalu kirim lagi."),
        ({"satu": "lain"}, "Pilihan itu tidak ada. Muat ulang halaman, lalu pilih lagi."),
    ],
)
def test_anything_but_marked_passages_is_refused(refusal, marks, words):
    assert refusal(MARK, memo(), "answer", {"marks": marks}).text("id") == words


def test_marks_are_stored_in_the_order_of_the_document(context):
    accepted = MARK.accept(memo(), context(), "answer", {"marks": {"tiga": "ipar", "satu": None}})
    assert list(accepted.payload["marks"].items()) == [("satu", None), ("tiga", "ipar")]


def test_results_give_counts_and_agreement(response):
    answers = sheets(response, {"tiga": "ipar"}, {"tiga": None, "satu": "desakan"}, {"tiga": "ipar"})
    assert MARK.results(memo(), answers, "id") == {
        "rounds": [
            {
                "round": 1,
                "n": 3,
                "passages": [
                    {"id": "satu", "n": 1, "labels": {"desakan": 1, "ipar": 0}},
                    {"id": "dua", "n": 0, "labels": {"desakan": 0, "ipar": 0}},
                    {"id": "tiga", "n": 3, "labels": {"desakan": 0, "ipar": 2}},
                ],
                # Pairs who agree: 1 of 3, 3 of 3, 3 of 3. By chance: (4/9)² + (5/9)² = 41/81.
                "agreement": {"share": 78, "kappa": round((7 / 9 - 41 / 81) / (1 - 41 / 81), 2), "why": None},
            }
        ],
        "suppressed": False,
    }


@pytest.mark.parametrize(
    ("marks", "agreement"),
    [
        ([{"tiga": None}] * 2, {"share": None, "kappa": None, "why": "few"}),
        ([{"tiga": None}] * 3, {"share": 100, "kappa": 1.0, "why": None}),
        ([dict.fromkeys(["satu", "dua", "tiga"])] * 3, {"share": 100, "kappa": None, "why": "same"}),
    ],
)
def test_agreement_is_refused_where_it_says_nothing(response, marks, agreement):
    [entry] = MARK.results(memo(), sheets(response, *marks), "id")["rounds"]
    assert entry["agreement"] == agreement


def test_the_summary_and_the_frame_say_the_same(response, records):
    answers = sheets(response, {"tiga": "ipar"}, {"tiga": None, "satu": "desakan"}, {"tiga": "ipar"})
    assert MARK.summary(memo(), answers, "id") == Summary(
        n=3,
        question="Mana?",
        tables=(
            Table(
                caption="Putaran 1",
                columns=("Bagian", "Ditandai", "Desakan", "Ipar"),
                rows=(("Satu.", 1, 1, 0), ("Dua.", 0, 0, 0), ("Tiga.", 3, 0, 2)),
                bars=1,
                whole=3,
            ),
        ),
        note="Kesepakatan: 78 dari 100 pasang peserta, kappa Fleiss 0,55.",
    )
    assert [(row["peserta"], row["bagian"], row["label"]) for row in records(MARK.frame(memo(), answers[1:2]))] == [
        ("Nama 1", "tiga", None),
        ("Nama 1", "satu", "desakan"),
    ]


@given(
    marks=st.lists(
        st.dictionaries(
            st.sampled_from(["satu", "dua", "tiga"]), st.sampled_from([None, "desakan", "ipar"]), min_size=1
        ),
        max_size=30,
    )
)
def test_anonymous_counts_under_five_are_never_shown_nor_can_be_worked_out(marks):
    spec = memo(identity="anonymous")
    rows = [
        Response(participant=f"p{n}", name="", group=None, round=1, slot="answer", payload={"marks": one})
        for n, one in enumerate(marks)
    ]
    [entry] = MARK.results(spec, rows, "id")["rounds"]
    for one in entry["passages"]:
        assert one["n"] is None or 5 <= one["n"] <= len(marks) - 5
        labels = [count for count in one["labels"].values() if count is not None]
        assert all(count >= 5 for count in labels)
        if labels:
            rest = one["n"] - sum(labels)
            assert rest == 0 or rest >= 5
    assert (entry["agreement"]["why"] == "hidden") == any(one["n"] is None for one in entry["passages"])
    assert len(MARK.frame(spec, rows)) == sum(one["n"] or 0 for one in entry["passages"])


def test_a_class_plays_it_and_sees_nothing_before_the_reveal():
    spec = memo(reveal="Penutup rahasia")
    with memory_class([spec]) as klass:
        klass.move("nota", "reading", "open")
        people = [klass.join(f"Kenari {n}") for n in range(6)]
        dice = random.Random(1)
        for person in people:
            [(kind, payload)] = MARK.bot(spec, klass.state("nota", person), dice)
            assert submit_from_browser(klass, person, "nota", kind, payload)["ok"]
            assert MARK.bot(spec, klass.state("nota", person), dice) == ()
        for viewer in ({"participant": people[0]}, {}):
            state = klass.state("nota", **viewer)
            assert (state["results"], state["reveal"], "rahasia" in str(state)) == (None, None, False)
        assert klass.state("nota", role=Role.FACILITATOR)["results"]["rounds"][0]["n"] == 6
        klass.move("nota", "closed", "revealed")
        reveal = klass.state("nota", people[0])["reveal"]
        assert reveal["passages"] == [{"id": "tiga", "marked": True, "html": "<p>Sebab rahasia</p>"}]
