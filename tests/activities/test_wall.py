"""The wall: columns, counts, table and plot. What it shares with others stands in ``test_moderated_texts``."""

import pytest
from pydantic import ValidationError

from etika_widgets.activities.wall import Wall
from etika_widgets.activities.wall.spec import WallSpec
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import memory_class, submit_from_browser

LEADER = Viewer(Role.FACILITATOR)
COLUMNS = [{"id": "aturan", "text": "Aturan"}, {"id": "orang", "text": "Orang"}]
DEFINITION = {"id": "dinding", "type": "wall", "prompt": "Apa yang menghambat?", "columns": COLUMNS}
KIND = Wall()
SPEC = WallSpec.model_validate(DEFINITION)


@pytest.fixture
def answers(response):
    def decided(**states):
        return response(9, {"states": states}, participant="facilitator", name="", slot="moderation")

    cards = [
        response(1, {"id": "c1", "text": "Berkas rangkap", "column": "aturan"}, slot="card:1"),
        response(1, {"id": "c2", "text": "Takut salah", "column": "orang"}, slot="card:2"),
        response(2, {"id": "c3", "text": "Loket kurang", "column": "orang"}, slot="card:1"),
    ]
    return [*cards, decided(c1="shown", c2="shown", c3="hidden")]


def test_a_card_goes_into_a_column_and_the_newest_comes_first(answers):
    assert KIND.results(SPEC, answers, "id") == {
        "cards": [
            {"id": "c2", "text": "Takut salah", "column": "orang"},
            {"id": "c1", "text": "Berkas rangkap", "column": "aturan"},
        ],
        "more": 0,
        "n": 2,
        "shown": 2,
        "columns": {"aturan": 1, "orang": 1},
    }


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"text": "Satu"}, "malformed"),
        ({"text": "Satu", "column": "lain"}, "unknown_option"),
        ({"text": "Satu", "column": ["orang"]}, "malformed"),
    ],
)
def test_where_there_are_columns_one_must_be_chosen(refusal, payload, code):
    assert refusal(KIND, SPEC, "add", payload).code == code


def test_a_wall_without_columns_takes_none(refusal, context):
    plain = WallSpec.model_validate({**DEFINITION, "columns": []})
    assert refusal(KIND, plain, "add", {"text": "Satu", "column": "orang"}).code == "malformed"
    assert KIND.accept(plain, context(), "add", {"text": "Satu"}).payload["column"] is None
    assert KIND.results(plain, [], "id")["columns"] == {}


@pytest.mark.parametrize("columns", [["Satu"], ["a", "b", "c", "d", "e", "f"], ["Satu", "Satu"]])
def test_too_few_too_many_or_equal_columns_are_refused_in_a_definition(columns):
    with pytest.raises(ValidationError, match="columns"):
        WallSpec.model_validate({**DEFINITION, "columns": columns})


def test_the_board_goes_into_the_results_at_the_reveal_and_can_still_be_cleaned():
    with memory_class([DEFINITION]) as klass:
        klass.move("dinding", "reading", "open")
        rusa = klass.join("Rusa Tenang")
        submit_from_browser(klass, rusa, "dinding", "add", {"text": "Takut salah", "column": "orang"})
        [card] = klass.state("dinding", rusa)["dealt"]["cards"]
        klass.submit(LEADER, "dinding", "moderate", {"ids": [card["id"]], "to": "shown"})
        klass.move("dinding", "closed")
        assert (
            submit_from_browser(klass, rusa, "dinding", "add", {"text": "Lagi", "column": "orang"})["code"] == "closed"
        )
        klass.move("dinding", "revealed")
        state = klass.state("dinding")
        assert (state["board"], len(state["results"]["cards"])) == ({}, 1)
        assert klass.submit(LEADER, "dinding", "moderate", {"ids": [card["id"]], "to": "hidden"})["ok"]
        assert klass.state("dinding")["results"]["cards"] == []


def test_the_frame_holds_every_card_with_what_became_of_it(answers, records):
    first = {"peserta": "Nama 1", "kelompok": None, "putaran": 1}
    assert records(KIND.frame(SPEC, answers)) == [
        {**first, "kolom": "aturan", "teks": "Berkas rangkap", "keadaan": "tampil"},
        {**first, "kolom": "orang", "teks": "Takut salah", "keadaan": "tampil"},
        {**first, "peserta": "Nama 2", "kolom": "orang", "teks": "Loket kurang", "keadaan": "disembunyikan"},
    ]


def test_the_plot_counts_the_cards_of_each_column(answers):
    from matplotlib.figure import Figure

    ax = KIND.plot(SPEC, answers, Figure().subplots())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Aturan", "Orang"]
    assert [bar.get_width() for bar in ax.containers[0]] == [1, 1]
