"""The attitude scale: mean and spread together, nothing small where answers are anonymous."""

import random
from itertools import pairwise
from statistics import fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from pydantic import ValidationError

from etika_widgets.activities.likert import COARSE_NOTE, GAP_NOTE, Likert
from etika_widgets.activities.likert.labels import SETS, labels
from etika_widgets.activities.likert.plot import looks
from etika_widgets.activities.likert.spec import LikertSpec
from etika_widgets.activity import TALLY, Response
from etika_widgets.room import Role
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser
from etika_widgets.workbook import plot_in

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
        ({"statements": []}, "'statements' berisi 0 pernyataan; harus 1 sampai 24"),
        ({"statements": [TWO[0], TWO[0]]}, "'statements' memuat id yang sama lebih dari sekali"),
        ({"points": 8}, "less than or equal to 7"),
        ({"points": True}, "valid integer"),
        ({"scale": "senang"}, "'setuju', 'sering'"),
        (
            {"statements": [f"Pernyataan {n}" for n in range(25)]},
            "'statements' berisi 25 pernyataan; harus 1 sampai 24",
        ),
        (
            {"statements": [{"text": TWO[0], "target": 5}], "points": 4},
            "'target' pernyataan 'saya_berani_bertanya' adalah 5, tetapi skalanya hanya sampai 4",
        ),
        ({"statements": [{"text": TWO[0], "target": 0}]}, "greater than or equal to 1"),
        ({"statements": [{"text": TWO[0], "target": True}]}, "valid integer"),
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


def test_anonymous_answers_that_are_all_alike_look_like_mixed_ones_or_stay_hidden(response):
    alike = LIKERT.results(scale(identity="anonymous"), sheets(response, *[(2, 5)] * 9), "id")["rounds"]
    assert [[one["mean"], one["sd"], *one["counts"]] for one in alike[0]["statements"]] == [
        [2.0, None, *[None] * 5],
        [None, None, *[None] * 5],  # at the end of the scale
    ]
    assert LIKERT.summary(scale(identity="anonymous"), sheets(response, *[(2, 5)] * 9), "id").note == COARSE_NOTE
    mixed = [(point, 5) for point in (1, 1, 2, 2, 2, 2, 2, 3, 3)]
    [entry] = LIKERT.results(scale(identity="anonymous"), sheets(response, *mixed), "id")["rounds"]
    assert entry["statements"][0]["mean"] == 2.0


@given(points=st.lists(st.integers(1, 5), max_size=30))
def test_anonymous_counts_under_five_are_never_shown(points):
    spec = scale(identity="anonymous", statements=TWO[:1])
    rows = [
        Response(participant=f"p{n}", name="", group=None, round=1, slot="answer", payload={"answers": {IDS[0]: one}})
        for n, one in enumerate(points)
    ]
    [entry] = LIKERT.results(spec, rows, "id")["rounds"]
    [one] = entry["statements"]
    assert all(count is None or count >= 5 for count in one["counts"])
    if None in one["counts"]:
        assert one["sd"] is None
        assert one["mean"] is None or (len(points) >= 5 and abs(one["mean"] - fmean(points)) <= 0.25)
    else:
        assert (one["mean"], one["sd"]) == (round(fmean(points), 1), round(stdev(points), 1))
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


def test_a_heading_holds_until_the_next_one_and_targets_stay_back_until_the_results():
    first, second = {"text": TWO[0], "heading": "Teknis", "target": 4}, {"text": TWO[1], "target": 2}
    third = {"text": "Saya menulis.", "heading": "Manajerial"}
    content = LIKERT.content(scale(statements=[first, second, third]), "id")
    assert content["statements"] == [
        {"id": IDS[0], "text": TWO[0], "heading": "Teknis"},
        {"id": IDS[1], "text": TWO[1], "heading": "Teknis"},
        {"id": "saya_menulis", "text": "Saya menulis.", "heading": "Manajerial"},
    ]
    assert (content["note"], LIKERT.content(scale(), "id")["note"]) == (GAP_NOTE, None)


AIMED = {
    "statements": [
        {"text": TWO[0], "target": 4, "heading": "Teknis"},
        {"text": TWO[1], "target": 5},
        {"text": "Saya menulis.", "id": "menulis"},
    ],
    "scale": "mampu",
}


def aimed(response, *rows, **changes):
    ids = [*IDS, "menulis"]
    return [response(n, {"answers": dict(zip(ids, row, strict=True))}, **changes) for n, row in enumerate(rows)]


def test_the_largest_gap_comes_first_and_what_has_no_target_last(response):
    found = LIKERT.results(scale(**AIMED), aimed(response, (5, 3, 1), (4, 4, 2), (4, 3, 3)), "id")
    assert found["rounds"][0]["statements"] == [
        {"id": IDS[1], "counts": [0, 0, 2, 1, 0], "mean": 3.3, "sd": 0.6, "target": 5, "gap": 1.7},
        {"id": IDS[0], "counts": [0, 0, 0, 2, 1], "mean": 4.3, "sd": 0.6, "target": 4, "gap": -0.3},
        {"id": "menulis", "counts": [1, 1, 1, 0, 0], "mean": 2.0, "sd": 1.0},
    ]


def test_a_report_tells_target_and_gap_beside_the_distribution(response):
    told = LIKERT.summary(scale(**AIMED), aimed(response, (5, 3, 1), (4, 4, 2)), "id")
    assert (told.n, told.note) == (2, GAP_NOTE)
    assert told.tables[0].columns[6:] == ("Rata-rata", "Simpangan baku", "Target", "Kesenjangan")
    assert told.tables[0].rows == (
        (f"Teknis: {TWO[1]}", 0, 0, 1, 1, 0, 3.5, 0.7, 5, 1.5),
        (f"Teknis: {TWO[0]}", 0, 0, 0, 1, 1, 4.5, 0.7, 4, -0.5),
        ("Teknis: Saya menulis.", 1, 1, 0, 0, 0, 1.5, 0.7, "–", "–"),
    )
    plain = LIKERT.summary(scale(), sheets(response, (1, 2)), "id")
    assert (plain.tables[0].columns[-1], plain.note) == ("Simpangan baku", "")


def test_rows_bring_the_target_along(response, records):
    frame = LIKERT.frame(scale(**AIMED), aimed(response, (5, 3, 1)))
    assert [(row["pernyataan"], row["nilai"], row["target"]) for row in records(frame)][:2] == [
        (IDS[0], 5, 4),
        (IDS[1], 3, 5),
    ]
    assert frame["target"].isna().tolist() == [False, False, True]
    assert "target" not in LIKERT.frame(scale(), [])


def test_a_hidden_mean_hides_the_gap_and_keeps_the_order_of_the_definition(response):
    spec = scale(**AIMED, identity="anonymous")
    found = LIKERT.results(spec, aimed(response, *[(5, 3, 1)] * 4), "id")["rounds"][0]["statements"]
    assert [(one["id"], one["mean"], one.get("gap", "-")) for one in found] == [
        (IDS[0], None, None),
        (IDS[1], None, None),
        ("menulis", None, "-"),
    ]
    told = LIKERT.summary(spec, [], "id")
    assert (told.tables[0].rows[0][-2:], told.note) == ((4, None), GAP_NOTE)


@given(
    rows=st.lists(st.tuples(*[st.integers(1, 5)] * 3), max_size=12),
    targets=st.tuples(*[st.none() | st.integers(1, 5)] * 3),
    identity=st.sampled_from(["pseudonym", "anonymous"]),
)
def test_gaps_are_told_where_a_mean_is_shown_and_never_grow_down_the_list(rows, targets, identity):
    ids = ["a", "b", "c"]
    statements = [{"id": one, "text": one, "target": aim} for one, aim in zip(ids, targets, strict=True)]
    answers = [
        Response(
            participant=f"p{n}",
            name="",
            group=None,
            round=1,
            slot="answer",
            payload={"answers": dict(zip(ids, row, strict=True))},
        )
        for n, row in enumerate(rows)
    ]
    found = LIKERT.results(scale(statements=statements, identity=identity), answers, "id")["rounds"][0]["statements"]
    assert sorted(one["id"] for one in found) == ids
    assert {one["id"]: one.get("target") for one in found} == dict(zip(ids, targets, strict=True))
    for one in found:
        shown = one["mean"] is not None and "target" in one
        assert one.get("gap") == (pytest.approx(one["target"] - one["mean"]) if shown else None)
    gaps = [one.get("gap") for one in found]
    known = [gap for gap in gaps if gap is not None]
    assert gaps[: len(known)] == sorted(known, reverse=True)


def test_a_figure_joins_mean_and_target_and_shows_the_people_by_point(response):
    ax = LIKERT.plot(scale(**AIMED), aimed(response, (5, 3, 1), (4, 4, 2)), Figure().subplots())
    labels = [label.get_text().splitlines() for label in ax.get_yticklabels()]
    assert labels[0] == [TWO[1], "rata-rata 3,5 ± 0,7", "target 5, kesenjangan 1,5"]
    assert labels[1][-1] == "target 4, tanpa kesenjangan"
    assert labels[2] == ["Saya menulis.", "rata-rata 1,5 ± 0,7"]
    joined = [list(line.get_xdata()) for line in ax.lines if len(line.get_xdata()) == 2]
    assert joined == [[3.5, 5], [4.5, 4]]
    assert [text.get_text() for text in ax.texts[:5]] == ["0", "0", "1", "1", "0"]


def test_a_new_figure_has_room_for_every_statement():
    with memory_class([scale(statements=[f"Pernyataan nomor {n}" for n in range(24)])]) as klass:
        figure = plot_in(klass.room(), "suara").figure
        figure.canvas.draw()
        boxes = [label.get_window_extent() for label in figure.axes[0].get_yticklabels()]
    assert len(boxes) == 24
    assert all(above.y0 >= below.y1 for above, below in pairwise(boxes))


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
