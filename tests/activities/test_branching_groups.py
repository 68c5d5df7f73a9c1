"""Branching case, groups or everybody alone decide; bots play it in all three ways."""

import csv
import io
import json
import random
from contextlib import ExitStack

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.activities.branching_case import BranchingCase
from etika_widgets.exchange import export_csv
from etika_widgets.room import Role
from etika_widgets.testing import memory_class, submit_from_browser

from .branching import LEADER, Class, case

CASE = BranchingCase()
TYPES = activity_types()


@pytest.fixture
def play():
    """Open classes that play the case with some changes; they end with the test."""
    with ExitStack() as stack:
        yield lambda **changes: Class(stack.enter_context(memory_class([case(**changes)])))


# Groups decide


@pytest.fixture
def group(play):
    room = play(decide="group")
    assert room.klass.submit(LEADER, None, "group", {"largest": 5})["ok"]
    people = room.klass.room().people
    room.people.sort(key=lambda who: not people.all[who].is_writer)  # the writer comes first
    return room


def test_a_group_sees_its_votes_once_it_has_voted_and_its_writer_decides(group):
    group.votes("terima", "tolak")
    counts = {"terima": 1, "tolak": 1, "ulang": 0}
    seen = [group.sees(who)["dealt"] for who in range(3)]
    assert [(one["counts"], one["voted"], one["members"], one["may"]) for one in seen] == [
        (counts, 2, 2, ["terima", "tolak", "ulang"]),
        (counts, 2, 2, []),
        (None, 2, 2, []),
    ]
    assert group.vote(1, "tolak", kind="decide")["code"] == "not_writer"
    assert group.vote(0, "tolak", reason="Adil", kind="decide")["ok"]
    assert [group.sees(who)["dealt"]["node"]["id"] for who in range(3)] == ["siang"] * 3
    assert group.projector()["board"] == {
        "walkers": 1,
        "ended": 0,
        "groups": [{"group": 1, "steps": 1, "ended": False}],
        "replay": None,
    }
    reason = group.tree()["reasons"][0]
    assert (reason["group"], reason["slot"], reason["text"]) == (1, "step:0", "Adil")


def test_without_its_writer_a_majority_of_those_present_decides(group):
    group.vote(1, "tolak")
    group.vote(2, "tolak")
    assert group.sees(1)["dealt"]["may"] == ["tolak"]
    assert group.vote(1, "terima", kind="decide")["code"] == "not_writer"
    assert group.vote(1, "tolak", kind="decide")["ok"]
    assert group.vote(2, "tolak", kind="decide")["code"] == "moved_on"


def test_when_a_writer_is_removed_the_group_decides_that_step_again(group):
    group.vote(0, "tolak", kind="decide")
    assert group.klass.submit(LEADER, None, "remove", {"participant": group.people[0]})["ok"]
    assert group.sees(1)["dealt"]["node"]["id"] == "pagi"
    writer = next(who for who in (1, 2) if group.klass.room().people.all[group.people[who]].is_writer)
    assert group.vote(writer, "tolak", kind="decide")["ok"]
    assert group.sees(1)["dealt"]["step"] == 1


def test_groups_do_not_see_each_other(play):
    room = play(decide="group")
    room.people.append(room.klass.join("Penyu Sabar"))
    room.klass.submit(LEADER, None, "group", {"largest": 2})
    people = room.klass.room().people.all
    writers = [who for who, name in enumerate(room.people) if people[name].is_writer]
    assert room.vote(writers[0], "tolak", kind="decide")["ok"]
    assert [room.sees(who)["dealt"]["step"] for who in writers] == [1, 0]
    assert "zq" not in json.dumps(room.sees(writers[1]))
    assert room.tree()["paths"] == [
        {
            "choices": ["tolak"],
            "node": "siang",
            "ended": False,
            "walkers": 1,
            "groups": [people[room.people[writers[0]]].group],
        }
    ]


def test_a_reason_stands_beside_the_decision_and_not_beside_the_votes(play):
    room = play(decide="group", reason="required")
    assert room.vote(0, "tolak")["code"] == "no_group"
    room.klass.submit(LEADER, None, "group", {"largest": 5})
    assert room.vote(0, "tolak", reason="Adil")["code"] == "reason_not_asked"
    assert room.vote(0, "tolak")["ok"]
    writer = next(who for who in range(3) if room.klass.room().people.all[room.people[who]].is_writer)
    assert room.vote(writer, "tolak", kind="decide")["code"] == "reason_missing"


# Everybody alone


def test_alone_a_vote_is_the_step_and_everybody_goes_their_own_way(play):
    room = play(decide="each", reason="required")
    assert room.vote(0, "terima")["code"] == "reason_missing"
    room.vote(0, "terima", reason="Hujan")
    room.vote(1, "tolak", reason="Adil")
    room.vote(0, "tutup", 1, "siang", reason="Malu")
    assert [room.sees(who)["dealt"]["node"]["id"] for who in range(3)] == ["malam", "siang", "pagi"]
    assert room.vote(0, "tutup", 2, "malam", reason="Lagi")["code"] == "ended"
    assert "zqgelap" not in json.dumps([room.sees(1), room.sees(2), room.projector()])
    tree = room.tree()
    assert tree["endings"] == {"sore": 0, "malam": 1}
    assert [(path["choices"], path["ended"], path["walkers"]) for path in tree["paths"]] == [
        (["terima", "tutup"], True, 1),
        (["tolak"], False, 1),
    ]
    assert room.direct("advance", step=0, node="pagi", choice="tolak")["code"] == "not_room"
    assert room.vote(0, "tolak", kind="decide")["code"] == "unknown_kind"


# Export


def test_choices_leave_in_the_export_and_reasons_do_not(play):
    room = play(decide="each")
    room.vote(0, "terima", reason="Hujan deras")
    room.vote(0, "jujur", 1, "siang")
    rows = csv.DictReader(io.StringIO(export_csv(room.klass.store, room.klass.code, TYPES).decode("utf-8-sig")))
    assert {(row["kolom"], row["nilai"]) for row in rows} == {
        ("vote:0:pagi.step", "0"),
        ("vote:0:pagi.node", "pagi"),
        ("vote:0:pagi.choice", "terima"),
        ("vote:0:pagi.seconds", "0"),
        ("vote:1:siang.step", "1"),
        ("vote:1:siang.node", "siang"),
        ("vote:1:siang.choice", "jujur"),
        ("vote:1:siang.seconds", "0"),
    }


# Rehearsal


@pytest.mark.parametrize("decide", ["room", "group", "each"])
def test_bots_play_the_case_to_an_ending(play, decide):
    room, dice = play(decide=decide), random.Random(7)
    if decide == "group":
        room.klass.submit(LEADER, None, "group", {"largest": 5})
    for _ in range(60):
        for who in range(3):
            for kind, payload in CASE.bot(case(decide=decide), room.sees(who), dice):
                assert submit_from_browser(room.klass, room.people[who], "map", kind, payload)["ok"]
        leading = room.klass.state("map", role=Role.FACILITATOR)
        for kind, payload in CASE.bot_facilitator(case(decide=decide), {**leading, "expected": 3}, dice):
            assert room.direct(kind, **payload)["ok"]
    assert sum(room.tree()["endings"].values()) == {"room": 1, "group": 1, "each": 3}[decide]
