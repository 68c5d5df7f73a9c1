"""What types say of self-paced classes: whether one person can do a definition, and when they have finished."""

from __future__ import annotations

import random

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.testing import memory_class, submit_from_browser

from .branching import DEFINITION as CASE
from .branching import case
from .simulations import DEFINITION as DESK

SHEET = {"title": "Lembar", "fields": [{"id": "a", "label": "A"}]}
CANVAS = {"type": "canvas", "id": "lembar", "prompt": "Isi.", "sections": [SHEET]}


@pytest.mark.parametrize(
    ("definition", "alone"),
    [
        (CASE | {"decide": "each"}, True),
        (CASE | {"decide": "group"}, False),
        (CASE | {"decide": "room"}, False),
        (DESK | {"by": "person", "lead": "self"}, True),
        (DESK | {"by": "person", "lead": "facilitator"}, False),
        (DESK | {"by": "group", "lead": "self"}, False),
        (CANVAS | {"by": "person"}, True),
        (CANVAS | {"by": "group"}, False),
    ],
)
def test_the_definition_decides_where_a_type_knows_several_ways(definition, alone):
    kind = activity_types()[definition["type"]]
    assert kind.works_alone(kind.spec.model_validate(definition)) is alone


def test_a_walk_is_finished_at_its_end_and_not_before():
    spec = case(decide="each")
    kind = activity_types()["branching_case"]
    with memory_class([CASE | {"decide": "each"}]) as klass:
        klass.move("map", "reading", "open")
        who = klass.join("Rusa Tenang")
        seen = []
        for step, (node, choice) in enumerate([("pagi", "ulang"), ("pagi", "tolak"), ("siang", "jujur")]):
            seen.append(kind.finished(spec, klass.room().own("map", who)))
            vote = {"step": step, "node": node, "choice": choice, "reason": ""}
            assert submit_from_browser(klass, who, "map", "vote", vote)["ok"]
        assert [*seen, kind.finished(spec, klass.room().own("map", who))] == [False, False, False, True]


def test_a_desk_is_finished_once_nothing_waits_and_nothing_comes():
    kind = activity_types()["simulation"]
    definition = DESK | {"lead": "self"}
    with memory_class([definition]) as klass:
        klass.move("meja", "reading", "open")
        who, dice, seen = klass.join("Rusa Tenang"), random.Random(3), []
        spec = klass.room().activities["meja"].spec
        while not (state := klass.state("meja", who))["dealt"]["done"]:
            seen.append(kind.finished(spec, klass.room().own("meja", who)))
            for intent, payload in kind.bot(spec, state, dice):
                assert submit_from_browser(klass, who, "meja", intent, payload)["ok"]
        assert seen
        assert not any(seen)
        assert kind.finished(spec, klass.room().own("meja", who))
