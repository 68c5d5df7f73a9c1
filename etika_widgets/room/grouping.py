"""Groups of a class: dealt at random, by unit or mixed, corrected by hand, evened out after people left.

Only people with a live line are dealt. Numbers of groups stay what they were for as long as possible, because
people know theirs by it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from etika_widgets.errors import Refused
from etika_widgets.measures.groups import deal, deal_balanced, deal_by_unit, rebalance
from etika_widgets.room.room import Room
from etika_widgets.storage.rows import ParticipantRow

SMALLEST: Final = 2
LARGEST: Final = 20
MOST_UNITS: Final = 40
LONGEST_UNIT: Final = 60

Ids = Sequence[Sequence[str]]
"""Participants' ids by group; group 1 first."""


def _by_unit(people: Sequence[ParticipantRow], largest: int, chance: random.Random) -> Ids:
    return deal_by_unit({person.id: person.unit or "" for person in people}, largest, chance)


def _balanced(people: Sequence[ParticipantRow], largest: int, chance: random.Random) -> Ids:
    return deal_balanced({person.id: [person.unit or ""] for person in people}, largest, chance)


def _at_random(people: Sequence[ParticipantRow], largest: int, chance: random.Random) -> Ids:
    return deal([person.id for person in people], largest, chance)


WAYS: Final[Mapping[str, Callable[[Sequence[ParticipantRow], int, random.Random], Ids]]] = {
    "random": _at_random,
    "unit": _by_unit,
    "balanced": _balanced,
}


def dealt(room: Room, largest: object, by: object = "random") -> list[ParticipantRow]:
    """Return the rows of everybody whose place changes when all who are online are dealt anew.

    Raises:
        Refused: not a size, not a way, or nobody is there.
    """
    size = _size(largest)
    if not isinstance(by, str) or by not in WAYS:
        raise Refused("unknown_way", "Cara membagi itu tidak dikenal. Pilih acak, per unit, atau campur unit.")
    people = [person for person in room.people.present() if person.id in room.online]
    people = people or list(room.people.present())
    if not people:
        raise Refused("nobody", "Belum ada peserta yang dapat dibagi.")
    groups = WAYS[by](people, size, random.SystemRandom())
    seats = {who: number for number, group in enumerate(groups, 1) for who in group}
    return _seated(room, {person.id: seats.get(person.id) for person in room.people.present()}, prefer=groups)


def evened_out(room: Room, largest: object) -> list[ParticipantRow]:
    """Return the rows that change when groups are made of nearly equal size again, moving as few as possible.

    Who is offline keeps the seat and is not counted; where a group is dissolved, they go to the smallest one.

    Raises:
        Refused: not a size, or there are no groups.
    """
    size = _size(largest)
    formed = room.people.groups()
    if not formed:
        raise Refused("no_group", "Fasilitator belum membagi kelompok.")
    there: list[list[str]] = [[] for _ in range(max(formed))]
    for number in formed:
        there[number - 1] = [person.id for person in room.people.group(number) if person.id in room.online]
    groups = rebalance(there, size)
    seats: dict[str, int | None] = {who: number for number, group in enumerate(groups, 1) for who in group}
    sizes = {number: len(group) for number, group in enumerate(groups, 1) if group}
    for person in room.people.present():
        if person.id not in seats:
            stays = (
                person.group if person.group in sizes else min(sizes, key=lambda number: sizes[number], default=None)
            )
            seats[person.id] = stays if person.group is not None else None
    return _seated(room, seats)


def placed(room: Room, person: ParticipantRow, group: object) -> list[ParticipantRow]:
    """Return the rows that change when the facilitator puts somebody into a group, or opens the next one for them.

    Raises:
        Refused: there is no such group.
    """
    formed = room.people.groups()
    if type(group) is not int or not 1 <= group <= max(formed, default=0) + 1:
        raise Refused("unknown_group", "Kelompok itu tidak ada. Pilih nomor kelompok yang ada, atau nomor berikutnya.")
    return _seated(room, {person.id: group})


def unit_names(payload: Mapping[str, Any]) -> list[str]:
    """Return the units that people may say they come from.

    Raises:
        Refused: not a list of short, different texts.
    """
    names = payload.get("names")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Refused("malformed", "Pesan dari perangkat ini tidak dapat dibaca. Muat ulang halaman.")
    tidy = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    if len(tidy) > MOST_UNITS or any(len(name) > LONGEST_UNIT or not name.isprintable() for name in tidy):
        raise Refused(
            "units",
            "Paling banyak {most} unit, masing-masing paling panjang {longest} karakter.",
            most=MOST_UNITS,
            longest=LONGEST_UNIT,
        )
    return tidy


def _size(largest: object) -> int:
    if type(largest) is not int or not SMALLEST <= largest <= LARGEST:
        raise Refused("group_size", "Ukuran kelompok harus 2 sampai 20 orang.")
    return largest


def _seated(room: Room, seats: Mapping[str, int | None], prefer: Iterable[Sequence[str]] = ()) -> list[ParticipantRow]:
    """Return the rows that differ once everybody sits where ``seats`` says and each group has one writer.

    The pen stays with its holder where they stay and are there; else it goes to the first of ``prefer``, else to the
    first who is there.
    """
    first = {group[0] for group in prefer if group}
    after = {person.id: seats.get(person.id, person.group) for person in room.people.present()}
    members: dict[int, list[ParticipantRow]] = {}
    for person in room.people.present():
        number = after[person.id]
        if number is not None:
            members.setdefault(number, []).append(person)
    writers = set()
    for number, people in members.items():

        def rank(person: ParticipantRow, number: int = number) -> tuple[bool, bool, bool]:
            keeps = person.is_writer and person.group == number and not first
            return (person.id not in room.online, not keeps, person.id not in first)

        writers.add(min(people, key=rank).id)
    return [
        replace(person, group=after[person.id], is_writer=person.id in writers)
        for person in room.people.present()
        if (person.group, person.is_writer) != (after[person.id], person.id in writers)
    ]
