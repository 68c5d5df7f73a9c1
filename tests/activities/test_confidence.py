"""Confidence beside the answers of a quiz: asked with each, shown as four counts from five people on."""

import pytest

from etika_widgets.activities.quiz import Quiz
from etika_widgets.activities.quiz.spec import QuizSpec
from etika_widgets.testing import memory_class, submit_from_browser

QUIZ = Quiz()
ITEMS = [
    {"id": "p1", "text": "Hadiah?", "options": ["Tolak", "Terima"], "key": "Tolak"},
    {"id": "p2", "text": "Rekan keliru?", "options": ["Diam", "Ingatkan"], "key": "Ingatkan"},
]


def quiz(**changes):
    return QuizSpec.model_validate({"id": "pretes", "items": ITEMS, "confidence": True, **changes})


def sheet(response, number, first, sure, second="ingatkan", fairly=2):
    return response(number, {"answers": {"p1": first, "p2": second}, "confidence": {"p1": sure, "p2": fairly}})


def test_levels_are_in_the_content_only_where_they_are_asked_for():
    assert QUIZ.content(quiz(), "id")["confidence"] == ["Menebak", "Agak yakin", "Yakin"]
    assert "confidence" not in QUIZ.content(quiz(confidence=False), "id")


@pytest.mark.parametrize(
    "sure", [None, {}, {"p1": 3}, {"p1": 3, "p2": 0}, {"p1": 3, "p2": 4}, {"p1": 3, "p2": True}, {"p1": 3, "p2": 2.0}]
)
def test_every_answer_needs_a_level(refusal, sure):
    payload = {"answers": {"p1": "tolak", "p2": "diam"}, **({} if sure is None else {"confidence": sure})}
    refusal(QUIZ, quiz(), "answer", payload)


def test_a_quiz_that_does_not_ask_takes_no_level(refusal):
    payload = {"answers": {"p1": "tolak", "p2": "diam"}, "confidence": {"p1": 3, "p2": 3}}
    refusal(QUIZ, quiz(confidence=False), "answer", payload)


def test_sure_but_wrong_is_counted_by_item_and_over_all(response):
    rows = [
        sheet(response, n, *given)
        for n, given in enumerate([("terima", 3), ("terima", 3), ("terima", 1), ("tolak", 3)])
    ]
    assert QUIZ.results(quiz(), rows, "id")["confidence"] is None
    rows.append(sheet(response, 9, "tolak", 2, "diam", 3))
    assert QUIZ.results(quiz(), rows, "id")["confidence"] == {
        "items": [
            {"id": "p1", "matrix": {"sure_right": 1, "sure_wrong": 2, "unsure_right": 1, "unsure_wrong": 1}},
            {"id": "p2", "matrix": {"sure_right": 0, "sure_wrong": 1, "unsure_right": 4, "unsure_wrong": 0}},
        ],
        "all": {"sure_right": 1, "sure_wrong": 3, "unsure_right": 5, "unsure_wrong": 1},
    }


def test_an_anonymous_quiz_shows_no_small_number(response):
    rows = [sheet(response, n, "terima", 3) for n in range(6)] + [sheet(response, n, "tolak", 1) for n in range(6, 13)]
    found = QUIZ.results(quiz(identity="anonymous"), rows, "id")["confidence"]
    assert found["all"] is None
    assert found["items"][0]["matrix"] == {
        "sure_right": None,
        "sure_wrong": None,
        "unsure_right": 7,
        "unsure_wrong": None,
    }


def test_the_level_stands_beside_the_answer_in_the_table(response, records):
    rows = records(QUIZ.frame(quiz(), [sheet(response, 1, "terima", 3)]))
    assert [(row["soal"], row["benar"], row["keyakinan"]) for row in rows] == [("p1", False, 3), ("p2", True, 2)]
    assert "keyakinan" not in QUIZ.frame(quiz(confidence=False), [])


def test_a_class_sees_the_matrix_only_with_the_results():
    with memory_class([quiz()]) as klass:
        klass.move("pretes", "reading", "open")
        people = [klass.join(f"Kenari {n}") for n in range(5)]
        for person in people:
            payload = {"answers": {"p1": "terima", "p2": "diam"}, "confidence": {"p1": 3, "p2": 1}}
            assert submit_from_browser(klass, person, "pretes", "answer", payload)["ok"]
        assert klass.state("pretes")["results"] is None
        klass.move("pretes", "closed", "revealed")
        assert klass.state("pretes")["results"]["confidence"]["all"] == {
            "sure_right": 0,
            "sure_wrong": 5,
            "unsure_right": 0,
            "unsure_wrong": 5,
        }
