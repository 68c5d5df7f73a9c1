"""Groups of a class: at random, by unit, mixed, by hand, and evened out when people drop out."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from etika_widgets.room import Role, Viewer
from etika_widgets.testing import MemoryClass, memory_class

LEADER = Viewer(Role.FACILITATOR)
POLL = {"type": "poll", "id": "antre", "question": "Antre?", "options": ["Ya", "Tidak"]}
UNITS = ["Loket", "Arsip", "Keuangan"]


def ask(klass: MemoryClass, kind: str, payload: dict[str, Any], online: list[str] | None = None) -> dict[str, Any]:
    klass.online = klass.room().people.all.keys() if online is None else online
    return klass.submit(LEADER, None, kind, payload)


def crowd(klass: MemoryClass, people: int) -> list[str]:
    return [klass.join(f"Peserta {'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}") for n in range(people)]


def sizes(klass: MemoryClass, online: list[str] | None = None) -> list[int]:
    counted = Counter(
        person.group for person in klass.room().people.present() if online is None or person.id in online
    )
    assert None not in counted
    return [counted[number] for number in sorted(counted)]


def writers(klass: MemoryClass) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for person in klass.room().people.present():
        if person.is_writer:
            found.setdefault(person.group or 0, []).append(person.id)
    return found


@pytest.fixture
def klass():
    with memory_class([POLL]) as made:
        yield made


def test_37_people_in_groups_of_at_most_6_are_6_6_5_5_5_5_5(klass):
    crowd(klass, 37)
    assert ask(klass, "group", {"largest": 6})["ok"]
    assert sizes(klass) == [6, 6, 5, 5, 5, 5, 5]
    assert {number: len(who) for number, who in writers(klass).items()} == dict.fromkeys(range(1, 8), 1)


def test_people_tell_their_unit_and_are_dealt_by_it_or_mixed(klass):
    people = crowd(klass, 12)
    assert ask(klass, "units", {"names": [" Loket ", "Arsip", "Keuangan", "Loket", ""]})["ok"]
    assert klass.room().row.run_sheet["units"] == UNITS
    for number, who in enumerate(people):
        told = klass.submit(Viewer(Role.PARTICIPANT, who), None, "unit", {"unit": UNITS[number % 3]})
        assert told["ok"]

    def units_by_group() -> list[set[str | None]]:
        groups: dict[int | None, set[str | None]] = {}
        for person in klass.room().people.present():
            groups.setdefault(person.group, set()).add(person.unit)
        return list(groups.values())

    assert ask(klass, "group", {"largest": 4, "by": "unit"})["ok"]
    assert sorted(units_by_group(), key=str) == [{"Arsip"}, {"Keuangan"}, {"Loket"}]
    assert ask(klass, "group", {"largest": 4, "by": "balanced"})["ok"]
    assert units_by_group() == [set(UNITS)] * 3


@pytest.mark.parametrize("unit", ["Dapur", 7, True, ["Loket"], {"a": 1}])
def test_only_the_units_of_the_class_can_be_told(klass, unit):
    [who] = crowd(klass, 1)
    ask(klass, "units", {"names": UNITS})
    refused = klass.submit(Viewer(Role.PARTICIPANT, who), None, "unit", {"unit": unit})
    assert refused["code"] == "unknown_unit"
    assert klass.room().people.all[who].unit is None


def test_after_people_dropped_out_groups_are_evened_out_and_few_move(klass):
    people = crowd(klass, 18)
    ask(klass, "group", {"largest": 6})
    before = {person.id: person.group for person in klass.room().people.present()}
    first = [who for who in people if before[who] == 1]
    there = [who for who in people if who not in first[:4]]  # four of group 1 are gone
    assert ask(klass, "rebalance", {"largest": 6}, online=there)["ok"]
    assert sorted(sizes(klass, there)) == [4, 5, 5]
    after = {person.id: person.group for person in klass.room().people.present()}
    assert sum(after[who] != before[who] for who in there) == 2
    assert {who: after[who] for who in first[:4]} == {who: before[who] for who in first[:4]}  # they keep their seats
    pens = writers(klass)
    assert {number: len(who) for number, who in pens.items()} == {1: 1, 2: 1, 3: 1}
    assert all(who in there for [who] in pens.values())


def test_the_facilitator_puts_somebody_elsewhere_and_the_pen_stays_behind(klass):
    people = crowd(klass, 6)
    ask(klass, "group", {"largest": 3})
    [writer] = writers(klass)[1]
    assert ask(klass, "place", {"participant": writer, "group": 2})["ok"]
    assert klass.room().people.all[writer].group == 2
    assert {number: len(who) for number, who in writers(klass).items()} == {1: 1, 2: 1}
    assert ask(klass, "place", {"participant": people[0], "group": 3})["ok"]  # a new one
    assert klass.room().people.all[people[0]].is_writer


@pytest.mark.parametrize("group", [0, 9, True, "2", None, 1.0])
def test_a_group_that_is_not_there_is_refused(klass, group):
    [who, _] = crowd(klass, 2)
    assert ask(klass, "place", {"participant": who, "group": group})["code"] == "unknown_group"


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("group", {"largest": 1}, "group_size"),
        ("group", {"largest": True}, "group_size"),
        ("group", {"largest": 6, "by": "zodiak"}, "unknown_way"),
        ("rebalance", {"largest": 6}, "no_group"),
        ("units", {"names": "Loket"}, "malformed"),
        ("units", {"names": ["x" * 61]}, "units"),
        ("units", {"names": ["Lo\u202eket"]}, "units"),
        ("units", {"names": [str(n) for n in range(41)]}, "units"),
    ],
)
def test_malformed_wishes_are_refused_and_change_nothing(klass, kind, payload, code):
    crowd(klass, 2)
    before = klass.room().rev
    assert ask(klass, kind, payload)["code"] == code
    assert klass.room().rev == before
