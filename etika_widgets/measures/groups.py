"""Dividing people into groups: at random, by unit, balanced, and again after people left.

Whatever the way, the sizes are those of :func:`split`: none above the largest, as equal as can be. Groups are lists
of people in the order they were dealt; a person is anything hashable, such as an id. Chance comes from outside
(``random.SystemRandom()`` in a class, a seeded one in a test), so nothing here depends on hidden state.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from itertools import islice
from random import Random
from typing import TypeVar

P = TypeVar("P", bound=Hashable)


def split(people: int, largest: int) -> list[int]:
    """Return group sizes for ``people``, none above ``largest``, as equal as can be, larger ones first.

    Args:
        people: number of people, 0 or more.
        largest: largest size of a group, 1 or more.

    Raises:
        ValueError: a number is out of range.

    Example:
        >>> split(37, 6)
        [6, 6, 5, 5, 5, 5, 5]
    """
    if people < 0 or largest < 1:
        msg = f"people must be >= 0 and largest >= 1, got {people} and {largest}"
        raise ValueError(msg)
    return _share(people, -(-people // largest))


def _share(people: int, count: int) -> list[int]:
    """Return ``count`` sizes that differ by one at most and add up to ``people``, larger ones first."""
    if not count:
        return []
    size, rest = divmod(people, count)
    return [size + 1] * rest + [size] * (count - rest)


def deal(people: Collection[P], largest: int, chance: Random) -> list[list[P]]:
    """Return groups drawn at random.

    Args:
        people: everybody once.
        largest: largest size of a group, 1 or more.
        chance: source of randomness.

    Example:
        >>> [len(group) for group in deal(range(37), 6, Random(1))]
        [6, 6, 5, 5, 5, 5, 5]
    """
    return _cut(_shuffled(people, chance), split(len(people), largest))


def deal_by_unit(units: Mapping[P, Hashable], largest: int, chance: Random) -> list[list[P]]:
    """Return groups in which people of one unit sit together as far as the sizes allow.

    A group takes the rest of a unit begun in the group before, then the largest unit that still fits whole; only if
    none fits is a unit begun and carried on in the next group. So a unit of ``k`` people is spread over at most
    ``ceil((k - 1) / smallest size) + 1`` neighbouring groups.

    Args:
        units: the unit of each person.
        largest: largest size of a group, 1 or more.
        chance: source of randomness; decides among units of one size and among the people of a unit.

    Example:
        >>> units = {"a": "loket", "b": "arsip", "c": "loket", "d": "arsip"}
        >>> sorted(sorted(group) for group in deal_by_unit(units, 2, Random(1)))
        [['a', 'c'], ['b', 'd']]
    """
    left: dict[Hashable, list[P]] = {}
    for person in _shuffled(units, chance):
        left.setdefault(units[person], []).append(person)
    groups: list[list[P]] = []
    begun: Hashable | None = None
    for size in split(len(units), largest):
        group: list[P] = []
        while (room := size - len(group)) > 0:
            fitting = [unit for unit in left if len(left[unit]) <= room]
            unit = begun if begun in left else max(fitting or left, key=lambda unit: len(left[unit]))
            taken, rest = left[unit][:room], left[unit][room:]
            group += taken
            left[unit] = rest
            begun = unit if rest else None
            if not rest:
                del left[unit]
        groups.append(group)
    return groups


def deal_balanced(attributes: Mapping[P, Sequence[str]], largest: int, chance: Random) -> list[list[P]]:
    """Return groups that are mixed alike: each value of the first attribute differs by one person at most.

    The same holds for every combination of the first two attributes, of the first three, and so on: people are put
    in order of their attributes (in each, the values and the people in random order) and dealt out one by one.

    Args:
        attributes: the attributes of each person, such as ``(unit, position)``, the most important one first.
        largest: largest size of a group, 1 or more.
        chance: source of randomness.

    Example:
        >>> people = {"a": ["loket"], "b": ["arsip"], "c": ["loket"], "d": ["arsip"]}
        >>> [sorted(people[person][0] for person in group) for group in deal_balanced(people, 2, Random(1))]
        [['arsip', 'loket'], ['arsip', 'loket']]
    """
    people = _shuffled(attributes, chance)
    order: dict[str, float] = {}
    for person in people:
        for value in attributes[person]:
            order.setdefault(value, chance.random())
    people.sort(key=lambda person: [order[value] for value in attributes[person]])
    count = len(split(len(people), largest))
    return [people[start::count] for start in range(count)]


def rebalance(groups: Sequence[Sequence[P]], largest: int, smallest: int | None = None) -> list[list[P]]:
    """Return groups of nearly equal size again, moving as few people as possible.

    Groups keep their place, so group 5 stays group 5; one that is dissolved stays as an empty list. A group is
    dissolved (the smallest first, of equal ones the last) only where groups would otherwise fall below ``smallest``,
    and one is added only where they would exceed ``largest``. Within a group, those at the end move first.

    Args:
        groups: the people still there, by group; groups may be empty.
        largest: largest size of a group, 1 or more.
        smallest: size below which groups are merged, where ``largest`` allows; if not given, half of ``largest``,
            but at least two.

    Raises:
        ValueError: a number is out of range.

    Example:
        >>> rebalance([["a", "b", "c"], ["d"], ["e", "f", "g"]], 4)
        [['a', 'b', 'c'], ['d', 'g'], ['e', 'f']]
        >>> rebalance([["a", "b", "c"], ["d"], ["e", "f"]], 4, smallest=3)
        [['a', 'b', 'c'], [], ['e', 'f', 'd']]
    """
    if smallest is None:
        smallest = max(-(-largest // 2), min(2, largest))  # nobody works alone in a class of pairs
    if not 1 <= smallest <= largest:
        msg = f"smallest must be between 1 and largest ({largest}), got {smallest}"
        raise ValueError(msg)
    people = sum(len(group) for group in groups)
    occupied = sum(bool(group) for group in groups)
    count = max(len(split(people, largest)), min(occupied, people // smallest))
    kept = [list(group) for group in groups] + [[] for _ in range(count - len(groups))]
    by_size = sorted(range(len(kept)), key=lambda place: -len(kept[place]))
    sizes = dict(zip(by_size, _share(people, count), strict=False))
    moving = [person for place, group in enumerate(kept) for person in group[sizes.get(place, 0) :]]
    rest = iter(moving)
    stay = [group[: sizes.get(place, 0)] for place, group in enumerate(kept)]
    return [group + list(islice(rest, sizes.get(place, 0) - len(group))) for place, group in enumerate(stay)]


def _shuffled(people: Iterable[P], chance: Random) -> list[P]:
    shuffled = list(people)
    chance.shuffle(shuffled)
    return shuffled


def _cut(people: Sequence[P], sizes: Sequence[int]) -> list[list[P]]:
    rest = iter(people)
    return [list(islice(rest, size)) for size in sizes]
