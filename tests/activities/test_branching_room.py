"""Branching case, the room decides: votes, steps, ties, steps back, gates, replay."""

import json
from contextlib import ExitStack

import pytest

from etika_widgets.room import Role
from etika_widgets.testing import memory_class

from .branching import LEADER, Class, case


@pytest.fixture
def play():
    """Open classes that play the case with some changes; they end with the test."""
    with ExitStack() as stack:
        yield lambda **changes: Class(stack.enter_context(memory_class([case(**changes)])))


# The room decides


def test_the_room_goes_where_most_votes_lead_and_all_see_by_how_many(play):
    room = play()
    room.votes("terima", "terima", "tolak")
    assert room.projector()["board"]["voted"] == 3
    assert room.direct("advance", step=0, node="pagi")["ok"]
    board = room.sees(2)["board"]
    assert board == {
        "step": 1,
        "node": {
            "id": "siang",
            "title": "zqsiang",
            "html": "<p>zqtelepon</p>",
            "question": "zqtanya",
            "end": None,
            "choices": [{"id": "jujur", "text": "zqjelaskan"}, {"id": "tutup", "text": "zqtutup"}],
        },
        "documents": [
            {"id": "siang:surel", "title": "zqsurel", "body_html": "<p>zqisi</p>", "fresh": True},
            {"id": "pagi:daftar", "title": "Daftar", "body_html": "<ul>\n<li>Surat</li>\n</ul>", "fresh": False},
        ],
        "came": [
            {
                "node": "pagi",
                "title": "Pagi",
                "choice": "terima",
                "text": "Terima",
                "counts": {"terima": 2, "tolak": 1, "ulang": 0},
                "by": "votes",
            }
        ],
        "consequence_html": "<p>Map masuk laci.</p>",
        "voted": 0,
        "voices": [],
        "replay": None,
    }


def test_what_is_offered_follows_variables_and_history(play):
    room = play()
    room.votes("terima", "tolak", "tolak")
    room.direct("advance", step=0, node="pagi")
    assert [one["id"] for one in room.sees(0)["board"]["node"]["choices"]] == ["jujur"]
    assert room.vote(0, "tutup", 1, "siang")["code"] == "unknown_option"


def test_a_tie_is_the_facilitators_call_and_is_shown_as_one(play):
    room = play()
    assert room.direct("advance", step=0, node="pagi")["code"] == "tie"
    room.votes("terima", "tolak")
    assert room.direct("advance", step=0, node="pagi")["code"] == "tie"
    assert room.tree()["live"] == {
        "step": 0,
        "node": "pagi",
        "counts": {"terima": 1, "tolak": 1, "ulang": 0},
        "leading": ["terima", "tolak"],
    }
    assert room.direct("advance", step=0, node="pagi", choice="tolak")["ok"]
    assert room.projector()["board"]["came"][0]["by"] == "tie"


def test_a_step_against_most_votes_says_who_decided(play):
    room = play()
    room.votes("terima", "terima", "tolak")
    room.direct("advance", step=0, node="pagi", choice="tolak")
    assert room.projector()["board"]["came"][0]["by"] == "facilitator"


def test_a_vote_or_a_step_for_a_place_already_left_is_turned_down(play):
    room = play()
    room.votes("tolak")
    assert room.direct("advance", step=0, node="pagi")["ok"]
    assert room.direct("advance", step=0, node="pagi")["code"] == "moved_on"
    assert room.vote(1, "tolak")["code"] == "moved_on"
    assert room.direct("back", step=0)["code"] == "moved_on"


def test_stepping_back_keeps_votes_and_remembers_the_step(play):
    room = play()
    room.votes("terima", "terima", "tolak")
    room.direct("advance", step=0, node="pagi")
    room.votes("tutup", step=1, node="siang")
    assert room.direct("back", step=True)["code"] == "moved_on"
    assert room.direct("back", step=1)["ok"]
    board = room.sees(0)["board"]
    assert (board["step"], board["node"]["id"], board["voted"], board["came"]) == (0, "pagi", 3, [])
    assert room.vote(0, "tolak")["ok"]
    assert room.direct("advance", step=0, node="pagi")["ok"]
    assert room.projector()["board"]["came"][0]["choice"] == "tolak"
    tree = room.tree()
    assert tree["undone"] == [["pagi", "terima"]]
    # The vote for what is no longer offered stays in the tree, but counts for nothing here.
    assert (tree["nodes"]["siang"]["choices"]["tutup"], tree["live"]["counts"]) == (
        {"votes": 1, "taken": 0},
        {"jujur": 0},
    )
    assert room.direct("back", step=0)["code"] == "moved_on"


def test_a_loop_may_be_walked_with_new_votes_each_time(play):
    room = play()
    room.votes("ulang", "ulang")
    room.direct("advance", step=0, node="pagi")
    assert room.projector()["board"]["voted"] == 0
    room.votes("tolak", "tolak", step=1)
    room.direct("advance", step=1, node="pagi")
    assert room.tree()["nodes"]["pagi"] == {
        "visits": 2,
        "here": 0,
        "seconds": 0,
        "choices": {
            "terima": {"votes": 0, "taken": 0},
            "tolak": {"votes": 2, "taken": 1},
            "ulang": {"votes": 2, "taken": 1},
        },
    }


def test_opening_again_after_the_debrief_starts_anew_and_keeps_the_first_round(play):
    room = play()
    room.votes("tolak")
    room.direct("advance", step=0, node="pagi")
    room.klass.move("map", "closed", "discussing", "open")
    assert room.sees(0)["board"]["node"]["id"] == "pagi"
    room.votes("terima")
    assert [
        row["paths"][0]["choices"] for row in room.klass.state("map", role=Role.FACILITATOR)["results"]["rounds"]
    ] == [
        ["tolak"],
        [],
    ]


def test_reasons_reach_the_screen_only_when_the_facilitator_shows_them(play):
    room = play()
    room.vote(0, "terima", reason="Hujan <b>deras</b>")
    assert room.projector()["board"]["voices"] == []
    shown = {"participant": room.people[0], "slot": "vote:0:pagi", "round": 1, "shown": True}
    assert room.klass.submit(LEADER, "map", "feature", shown)["ok"]
    assert room.sees(1)["board"]["voices"] == [{"node": "pagi", "choice": "terima", "text": "Hujan <b>deras</b>"}]
    assert room.tree()["reasons"] == [
        {
            "participant": room.people[0],
            "name": "Rusa Tenang",
            "group": None,
            "round": 1,
            "slot": "vote:0:pagi",
            "node": "pagi",
            "choice": "terima",
            "text": "Hujan <b>deras</b>",
            "shown": True,
        }
    ]


# Gates


def test_nothing_of_nodes_not_reached_or_of_what_moves_the_case_leaves_before_the_reveal(play):
    room = play()
    room.vote(0, "terima", reason="zqalasan")
    for state in (room.sees(1), room.projector()):
        assert not [word for word in ("zq", "percaya") if word in json.dumps(state)]
    room.direct("advance", step=0, node="pagi")
    for state in (room.sees(1), room.projector()):
        text = json.dumps(state)
        assert all(word in text for word in ("zqsiang", "zqtelepon", "zqtutup"))
        hidden = ("zqsore", "zqtercatat", "zqlambat", "zqmalam", "zqgelap", "zqcepat", "zqpenutup", "zqalasan")
        assert not [word for word in (*hidden, "percaya", '"if"', '"set"', '"to"') if word in text]
    room.klass.move("map", "closed", "revealed")
    for state in (room.sees(1), room.projector()):
        text = json.dumps(state)
        assert all(word in text for word in ("zqgelap", "zqcepat", "zqpenutup"))
        assert not [
            word for word in ("zqalasan", "percaya", "Rusa", room.people[0]) if word in json.dumps(state["results"])
        ]
        assert "percaya" not in text


# Debrief


def test_the_way_of_the_minority_is_replayed_on_all_screens_in_the_debrief_only(play):
    room = play()
    room.votes("terima", "tolak", "tolak")
    room.direct("advance", step=0, node="pagi")
    assert room.direct("replay", choices=["terima", "tutup"])["code"] == "wrong_phase"
    room.klass.move("map", "closed", "discussing")
    routes = room.klass.state("map", role=Role.FACILITATOR)["results"]["routes"]
    assert routes == {
        "pagi": {"terima": [], "tolak": [], "ulang": []},
        "siang": {"jujur": ["tolak"], "tutup": ["terima"]},
    }
    assert room.direct("replay", choices=[*routes["siang"]["tutup"], "tutup"])["ok"]
    for state in (room.sees(0), room.projector()):
        replay = state["board"]["replay"]
        assert (replay["choices"], replay["node"]["end"], replay["consequence_html"]) == (
            ["terima", "tutup"],
            "zqcepat",
            None,
        )
        assert [(one["title"], one["text"]) for one in replay["came"]] == [("Pagi", "Terima"), ("zqsiang", "zqtutup")]
        assert "zqlambat" not in json.dumps(state)  # the other ending stays closed
    assert room.direct("replay", choices=None)["ok"]
    assert room.projector()["board"]["replay"] is None
