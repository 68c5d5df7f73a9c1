"""Branching case as a type: the contract, languages, what a browser may send, times, the frame, the picture."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etika_widgets.activities.branching_case import BranchingCase
from etika_widgets.activity import FACILITATOR, Accepted, Context, Moment, Phase, Summary, Table
from etika_widgets.errors import Refused
from etika_widgets.testing import check_activity_type

from .branching import DEFINITION, case

CASE = BranchingCase()


def director(**changes):
    return Context(participant=FACILITATOR, group=None, is_writer=False, phase=Phase.DISCUSSING, round=1, **changes)


def test_the_type_keeps_the_contract():
    check_activity_type(BranchingCase, DEFINITION)


def test_the_case_is_told_in_the_viewers_language():
    board = CASE.board(case(), [], Moment(phase=Phase.READING, round=1), "en")
    assert (board["node"]["title"], board["node"]["html"]) == (
        "Morning",
        "<p>Papers are <strong>missing</strong>.</p>",
    )


@pytest.mark.parametrize("choices", [["tutup"], ["tolak", "tutup"], "tolak", [1], [["tolak"]], ["tolak"] * 99, True])
def test_only_a_way_of_the_case_is_replayed(choices):
    with pytest.raises(Refused) as caught:
        CASE.direct(case(), director(), "replay", {"choices": choices})
    assert caught.value.code == "no_such_way"


def test_seconds_count_from_the_opening_and_then_from_each_step(context, response):
    at = "2026-01-05T08:00:00.000Z"
    payload = {"step": 0, "node": "pagi", "choice": "tolak"}
    first = CASE.accept(case(), context(since=at, at="2026-01-05T08:00:21.400Z"), "vote", payload)
    assert first == Accepted("vote:0:pagi", {**payload, "reason": "", "seconds": 21})
    step = {"do": "advance", **payload, "counts": {"tolak": 1}, "by": "votes", "seconds": 30}
    stored = [facilitated(response, step, "step:1", "2026-01-05T08:00:30Z")]
    later = context(since=at, at="2026-01-05T08:01:00Z", find_responses=lambda: stored)
    second = CASE.accept(case(), later, "vote", {"step": 1, "node": "siang", "choice": "jujur"})
    assert second.payload["seconds"] == 30


def facilitated(response, payload, slot, at=""):
    return response(0, payload, participant=FACILITATOR, name="", slot=slot, at=at)


def test_the_frame_has_a_row_for_every_vote_and_step(response, records):
    payload = {"step": 0, "node": "pagi", "choice": "tolak", "reason": "Adil", "seconds": 21}
    stored = [
        response(1, payload, slot="vote:0:pagi", group=2),
        facilitated(response, {"do": "advance", **payload, "counts": {"tolak": 1}, "by": "votes"}, "step:1"),
        facilitated(response, {"do": "back"}, "step:2"),
        facilitated(response, {"choices": ["tolak"]}, "replay"),
    ]
    row = {
        "peserta": "Nama 1",
        "kelompok": 2,
        "putaran": 1,
        "bagian": "suara",
        "langkah": 1,
        "simpul": "pagi",
        "pilihan": "tolak",
        "isi": "Kembalikan",
        "alasan": "Adil",
        "detik": 21,
    }
    nobody = {**row, "peserta": None, "kelompok": None}
    assert records(CASE.frame(case(), stored)) == [
        row,
        {**nobody, "bagian": "langkah_kelas"},
        {**dict.fromkeys(row), "putaran": 1, "bagian": "mundur"},
    ]


def test_the_report_counts_votes_at_every_branch_and_endings(response):
    choices = [("pagi", "terima"), ("siang", "tutup")]
    stored = [
        response(
            who, {"step": step, "node": node, "choice": choice, "reason": "", "seconds": 1}, slot=f"vote:{step}:{node}"
        )
        for who, way in ((1, choices), (2, choices[:1]))
        for step, (node, choice) in enumerate(way)
    ]
    assert CASE.summary(case(decide="each"), [], "id") == Summary(n=0)
    assert CASE.summary(case(decide="each"), stored, "en") == Summary(
        n=2,
        tables=(
            Table(
                caption="Votes at each branch",
                columns=("Scene and choice", "Votes", "People who came this way"),
                rows=(("Morning → Terima", 2, 2), ("zqsiang → zqtutup", 1, 1)),
                bars=1,
            ),
            Table(
                caption="Endings reached",
                columns=("Ending", "People who came this way"),
                rows=(("zqcepat", 1),),
                bars=1,
            ),
        ),
    )


def test_the_picture_names_nodes_and_counts(response):
    from matplotlib.figure import Figure

    payload = {"step": 0, "node": "pagi", "choice": "tolak", "reason": "", "seconds": 1}
    stored = [
        response(1, payload, slot="vote:0:pagi"),
        facilitated(response, {"do": "advance", **payload, "counts": {"tolak": 1}, "by": "votes"}, "step:1"),
    ]
    ax = CASE.plot(case(), stored, Figure().subplots())
    assert sorted(text.get_text() for text in ax.texts if text.get_text()) == sorted(
        ["Pagi\n(1)", "zqsiang\n(1)", "zqlambat", "zqcepat", "1"]
    )


# Anything a browser may send

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["pagi", "tolak"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NEAR = st.fixed_dictionaries(
    {"step": JSON | st.just(0), "node": JSON | st.just("pagi"), "choice": JSON, "reason": JSON}
)


@settings(max_examples=200, deadline=None)
@given(kind=st.sampled_from(["vote", "decide", "advance", "back", "replay"]), payload=JSON | NEAR)
def test_whatever_is_sent_is_accepted_as_plain_json_or_refused(kind, payload):
    for spec in (case(), case(decide="group"), case(decide="each")):
        context = Context(
            participant="p1", group=1, is_writer=True, phase=Phase.OPEN, round=1, at="2026-01-05T08:00:00Z"
        )
        try:
            accepted = (
                CASE.accept(spec, context, kind, payload)
                if kind in CASE.intents
                else CASE.direct(spec, director(at=context.at), kind, payload)
            )
        except Refused:
            continue
        assert json.loads(json.dumps(accepted.payload, allow_nan=False)) == accepted.payload
