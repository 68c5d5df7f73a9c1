"""The quiz: all items or nothing, totals only, keys behind the reveal."""

import pytest
from pydantic import ValidationError

from etika_widgets.activities.quiz import Quiz
from etika_widgets.activities.quiz.spec import QuizSpec

QUIZ = Quiz()
ITEMS = [
    {
        "id": "p1",
        "text": "Hadiah dari *pemohon*?",
        "options": [
            {"id": "a", "text": "Terima", "rationale": "Sungkan menolak."},
            {"id": "b", "text": "Tolak dan catat", "rationale": {"id": "Terbuka.", "en": "Open."}},
        ],
        "key": "b",
        "reference": "uu20_2023",
        "objective": "tj1",
        "bloom": "C4",
    },
    {"id": "p2", "text": "Rekan keliru?", "options": ["Diam", "Ingatkan"], "key": "Ingatkan"},
]


def quiz(items=ITEMS):
    return QuizSpec.model_validate({"id": "pretes", "title": "Pre-test", "items": items})


def sheet(response, number, p1, p2):
    return response(number, {"answers": {"p1": p1, "p2": p2}})


def test_inline_items_need_neither_ids_nor_title():
    spec = QuizSpec(id="kuis", items=[{"text": "Benar?", "options": ["Ya", "Tidak"], "key": "Ya"}])
    assert (spec.title.id, spec.items[0].id, spec.items[0].key) == ("Kuis", "benar", "ya")
    assert QuizSpec.model_validate(spec.model_dump(mode="json")) == spec


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "'items' berisi 0 soal; harus 1 sampai 60"),
        ([ITEMS[0], ITEMS[0]], "'items' memuat id yang sama lebih dari sekali: p1"),
        ([{**ITEMS[0], "key": "z"}], "Kunci 'z' pada soal 'p1' bukan salah satu pilihan. Pakai salah satu: a, b."),
        ([{**ITEMS[0], "options": ["Terima"]}], "'options' berisi 1 pilihan; harus 2 sampai 8"),
    ],
)
def test_a_wrong_definition_is_explained_in_indonesian(items, words):
    with pytest.raises(ValidationError) as caught:
        quiz(items)
    assert words in str(caught.value)


def test_content_has_no_keys_and_reveal_has_them():
    assert QUIZ.content(quiz(), "id") == {
        "items": [
            {
                "id": "p1",
                "text_html": "<p>Hadiah dari <em>pemohon</em>?</p>",
                "options": [{"id": "a", "text": "Terima"}, {"id": "b", "text": "Tolak dan catat"}],
            },
            {
                "id": "p2",
                "text_html": "<p>Rekan keliru?</p>",
                "options": [{"id": "diam", "text": "Diam"}, {"id": "ingatkan", "text": "Ingatkan"}],
            },
        ]
    }
    assert QUIZ.reveal(quiz(), "en") == {
        "items": [
            {
                "id": "p1",
                "key": "b",
                "rationales": {"a": "Sungkan menolak.", "b": "Open."},
                "reference": "uu20_2023",
            },
            {"id": "p2", "key": "ingatkan", "rationales": {}, "reference": None},
        ]
    }


def test_a_full_sheet_is_stored(context):
    accepted = QUIZ.accept(quiz(), context(), "answer", {"answers": {"p2": "diam", "p1": "b"}})
    assert (accepted.slot, accepted.payload) == ("answer", {"answers": {"p1": "b", "p2": "diam"}})


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"answers": {}}, "items_missing"),
        ({"answers": {"p1": "a", "p2": "diam", "p3": "a"}}, "malformed"),
        ({"answers": ["a", "diam"]}, "malformed"),
        ({"answers": {"p1": "a", "p2": None}}, "malformed"),
        ({"answers": {"p1": "a", "p2": "a"}}, "unknown_option"),
        ({"answers": {"p1": "a", "p2": "diam"}, "score": 2}, "malformed"),
        (None, "malformed"),
    ],
)
def test_a_malformed_sheet_is_refused(refusal, payload, code):
    assert refusal(QUIZ, quiz(), "answer", payload).code == code


def test_missing_items_are_named_by_number(refusal):
    refused = refusal(QUIZ, quiz(), "answer", {"answers": {"p1": "a"}})
    assert str(refused) == "Soal nomor 2 belum dijawab. Jawab dulu semuanya."


def test_results_are_totals_for_everybody(response):
    stored = [
        sheet(response, 1, "b", "ingatkan"),
        sheet(response, 2, "a", "ingatkan"),
        sheet(response, 3, "a", "diam"),
    ]
    expected = {
        "n": 3,
        "items": [
            {"id": "p1", "counts": {"a": 2, "b": 1}, "correct": 1},
            {"id": "p2", "counts": {"diam": 1, "ingatkan": 2}, "correct": 2},
        ],
        "scores": [1, 1, 1],
    }
    assert QUIZ.results(quiz(), stored, "id") == expected
    assert QUIZ.facilitator_results(quiz(), stored, "id") == expected


def test_results_without_answers():
    assert QUIZ.results(quiz(), [], "id")["scores"] == [0, 0, 0]


def test_frame_has_one_row_per_item(response, records):
    frame = QUIZ.frame(quiz(), [sheet(response, 1, "b", "diam")])
    who = {"peserta": "Nama 1", "kelompok": None, "putaran": 1}
    assert records(frame) == [
        {**who, "soal": "p1", "jawaban": "b", "kunci": "b", "benar": True},
        {**who, "soal": "p2", "jawaban": "diam", "kunci": "ingatkan", "benar": False},
    ]
    assert list(frame.dtypes) == list(QUIZ.frame(quiz(), []).dtypes)


def test_mine_holds_answers_and_no_key(response):
    own = [sheet(response, 1, "a", "diam")]
    mine = {"1": {"answer": {"answers": {"p1": "a", "p2": "diam"}}}}
    assert QUIZ.mine(quiz(), own, "id", revealed=False) == mine
