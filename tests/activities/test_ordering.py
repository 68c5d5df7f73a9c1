"""Ordering: opaque ids, never the right order first, every step exactly once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from etika_widgets.activities.ordering import Ordering
from etika_widgets.activities.ordering.spec import OrderingSpec

ORDERING = Ordering()
STEPS = [
    {"id": "dengar", "text": {"id": "Dengarkan", "en": "Listen"}, "detail": "Sampai **selesai**."},
    {"id": "catat", "text": "Catat"},
    {"id": "jawab", "text": "Jawab"},
]


def task(**changes):
    return OrderingSpec.model_validate(
        {"id": "urut", "question": "Susun", "steps": STEPS, "reveal": "Alat bantu ingat.", **changes}
    )


def test_strings_are_enough_inline():
    spec = OrderingSpec(id="u", question="Susun", steps=["Dengar", "Jawab"])
    assert ([step.id for step in spec.steps], spec.title.id) == (["dengar", "jawab"], "Susun")
    assert OrderingSpec.model_validate(spec.model_dump(mode="json")) == spec


@pytest.mark.parametrize(
    ("steps", "words"),
    [(["Satu"], "'steps' berisi 1 langkah; harus 2 sampai 12"), (["Satu", "satu"], "sama lebih dari sekali: satu")],
)
def test_a_wrong_definition_is_explained_in_indonesian(steps, words):
    with pytest.raises(ValidationError) as caught:
        task(steps=steps)
    assert words in str(caught.value)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=2, max_size=12, unique=True))
def test_the_first_order_is_never_the_right_one(names):
    spec = OrderingSpec(id="u", question="Susun", steps=names)
    assert sorted(spec.scattered()) == sorted(spec.right_order())
    assert spec.scattered() != spec.right_order()


def test_content_shows_texts_under_opaque_ids():
    content = ORDERING.content(task(), "en")
    texts = {step["id"]: step["text"] for step in content["steps"]}
    assert [texts[name] for name in task().right_order()] == ["Listen", "Catat", "Jawab"]
    assert not {"dengar", "catat", "jawab"} & set(texts)
    assert content == {"question": "Susun", "steps": [{"id": i, "text": texts[i]} for i in task().scattered()]}


def test_reveal_has_order_details_and_closing_text():
    right = task().right_order()
    assert ORDERING.reveal(task(), "id") == {
        "order": right,
        "details_html": {right[0]: "<p>Sampai <strong>selesai</strong>.</p>"},
        "html": "<p>Alat bantu ingat.</p>",
    }


def test_a_full_order_is_stored(context):
    order = task().scattered()
    accepted = ORDERING.accept(task(), context(), "answer", {"order": order})
    assert (accepted.slot, accepted.payload) == ("answer", {"order": order})


def test_a_malformed_order_is_refused(refusal):
    first, second, third = task().scattered()
    refusals = {
        "steps_missing": [first, second],
        "duplicate_option": [first, second, second],
        "unknown_option": [first, second, "jawab"],
        "malformed": [first, second, 3],
    }
    for code, order in refusals.items():
        assert refusal(ORDERING, task(), "answer", {"order": order}).code == code
    assert refusal(ORDERING, task(), "answer", {"order": [first, second, third], "x": 1}).code == "malformed"
    assert str(refusal(ORDERING, task(), "answer", {"order": [first]})) == (
        "Baru 1 dari 3 langkah yang tersusun. Susun semuanya, lalu kirim."
    )


def test_results_count_places(response):
    a, b, c = task().right_order()
    stored = [response(1, {"order": [a, b, c]}), response(2, {"order": [a, c, b]}), response(3, {"order": [c, a, b]})]
    results = ORDERING.results(task(), stored, "id")
    assert results == {"n": 3, "positions": {a: [2, 1, 0], b: [0, 1, 2], c: [1, 1, 1]}, "exact": 1}
    assert list(results["positions"]) == task().scattered()
    assert ORDERING.facilitator_results(task(), stored, "id") == results


def test_frame_and_plot(response, records):
    from matplotlib.figure import Figure

    a, b, c = task().right_order()
    stored = [response(1, {"order": [b, a, c]}, group=3)]
    who = {"peserta": "Nama 1", "kelompok": 3, "putaran": 1}
    assert records(ORDERING.frame(task(), stored)) == [
        {**who, "langkah": "Catat", "tempat": 1, "tempat_benar": 2, "tepat": False},
        {**who, "langkah": "Dengarkan", "tempat": 2, "tempat_benar": 1, "tepat": False},
        {**who, "langkah": "Jawab", "tempat": 3, "tempat_benar": 3, "tepat": True},
    ]
    ax = ORDERING.plot(task(), stored, Figure().subplots())
    assert [text.get_text() for text in ax.get_yticklabels()] == ["1. Dengarkan", "2. Catat", "3. Jawab"]
    assert [text.get_text().strip() for text in ax.texts] == ["0", "0", "1"]


def test_mine_keeps_the_order(response):
    own = [response(1, {"order": task().scattered()})]
    assert ORDERING.mine(task(), own, "id", revealed=False) == {"1": {"answer": {"order": task().scattered()}}}
