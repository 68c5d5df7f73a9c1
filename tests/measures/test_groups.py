from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from etika_widgets.measures.groups import deal, deal_balanced, deal_by_unit, rebalance, split

CHANCE = st.integers(0, 2**32).map(Random)
LARGEST = st.integers(1, 9)
UNITS = st.lists(st.sampled_from("ABCDE"), max_size=70).map(lambda units: dict(enumerate(units)))


def sizes(groups):
    return [len(group) for group in groups]


def everybody(groups):
    return sorted(person for group in groups for person in group)


@pytest.mark.parametrize(
    ("people", "largest", "expected"),
    [(37, 6, [6, 6, 5, 5, 5, 5, 5]), (0, 6, []), (1, 6, [1]), (7, 6, [4, 3])],
)
def test_known_class_splits(people, largest, expected):
    assert split(people, largest) == expected


@given(st.integers(0, 2000), st.integers(1, 60))
def test_sizes_add_up_are_nearly_equal_and_never_too_large(people, largest):
    found = split(people, largest)
    assert sum(found) == people
    assert max(found, default=0) <= largest
    assert max(found, default=0) - min(found, default=0) <= 1
    assert len(found) == -(-people // largest)
    assert found == sorted(found, reverse=True)


def test_impossible_numbers_are_refused():
    with pytest.raises(ValueError, match="got -1 and 6"):
        split(-1, 6)
    with pytest.raises(ValueError, match="got 3 and 0"):
        split(3, 0)


@given(st.integers(0, 80), LARGEST, CHANCE)
def test_random_groups_hold_everybody_once(n, largest, chance):
    groups = deal(range(n), largest, chance)
    assert everybody(groups) == list(range(n))
    assert sizes(groups) == split(n, largest)


def test_every_pair_of_four_meets_equally_often_by_chance():
    chance = Random(1)
    pairs = Counter(frozenset(group) for _ in range(3000) for group in deal("abcd", 2, chance))
    assert sum(pairs.values()) == 6000
    assert len(pairs) == 6
    assert all(abs(count - 1000) < 150 for count in pairs.values())


@given(UNITS, LARGEST, CHANCE)
def test_a_unit_sits_in_as_few_neighbouring_groups_as_the_sizes_allow(units, largest, chance):
    groups = deal_by_unit(units, largest, chance)
    assert everybody(groups) == sorted(units)
    assert sizes(groups) == split(len(units), largest)
    for unit, count in Counter(units.values()).items():
        places = [place for place, group in enumerate(groups) if any(units[person] == unit for person in group)]
        assert len(places) <= -(-(count - 1) // min(sizes(groups))) + 1
        assert places == list(range(places[0], places[-1] + 1))


@given(st.integers(1, 8), LARGEST, CHANCE)
def test_units_that_fit_are_not_torn_apart(count, largest, chance):
    units = {(unit, place): unit for unit in range(count) for place in range(largest)}
    assert all(len({units[person] for person in group}) == 1 for group in deal_by_unit(units, largest, chance))


@given(
    st.lists(st.tuples(st.sampled_from("ABCD"), st.sampled_from("pq"), st.sampled_from("xyz")), max_size=60),
    LARGEST,
    CHANCE,
)
def test_balanced_groups_are_mixed_alike(attributes, largest, chance):
    people = dict(enumerate(attributes))
    groups = deal_balanced(people, largest, chance)
    assert everybody(groups) == sorted(people)
    assert sizes(groups) == split(len(people), largest)
    for depth in (1, 2, 3):
        for kind in {values[:depth] for values in attributes}:
            counts = [sum(people[person][:depth] == kind for person in group) for group in groups]
            assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize("ways", [deal_by_unit, deal_balanced])
def test_the_same_chance_deals_the_same_groups_and_another_one_different_groups(ways):
    people = {person: ["loket", "arsip"][person % 2] for person in range(30)}
    assert ways(people, 6, Random(1)) == ways(people, 6, Random(1)) != ways(people, 6, Random(2))


GROUPS = st.lists(st.integers(0, 9), max_size=6).map(
    lambda counts: [[(group, person) for person in range(count)] for group, count in enumerate(counts)]
)


@given(GROUPS, LARGEST, st.data())
def test_groups_are_balanced_again_with_the_fewest_moves(groups, largest, data):
    smallest = data.draw(st.none() | st.integers(1, largest))
    after = rebalance(groups, largest, smallest)
    assert everybody(after) == everybody(groups)
    filled = [size for size in sizes(after) if size]
    assert max(filled, default=0) <= largest
    assert max(filled, default=0) - min(filled, default=0) <= 1
    target = sorted(filled, reverse=True) + [0] * (len(after) - len(filled))
    before = sizes(groups) + [0] * (len(after) - len(groups))
    could_stay = np.minimum.outer(before, target)
    most = could_stay[linear_sum_assignment(could_stay, maximize=True)].sum()
    stayed = sum(len(set(old) & set(new)) for old, new in zip(groups, after, strict=False))
    assert stayed == most
    assert rebalance(after, largest, smallest) == after


def test_one_person_less_moves_nobody_in_a_class_of_37():
    groups = deal(range(37), 6, Random(1))
    assert rebalance([groups[0][:-1], *groups[1:]], 6) == [groups[0][:-1], *groups[1:]]
    assert sizes(rebalance([*groups[:-1], groups[-1][:2]], 6)) == [5, 5, 5, 5, 5, 5, 4]


def test_groups_too_small_to_work_are_merged_and_numbers_stay():
    groups = [[1, 2, 3], [4], [5, 6, 7], [8, 9]]
    assert rebalance(groups, 6, smallest=4) == [[1, 2, 3, 4, 8], [], [5, 6, 7, 9], []]
    assert rebalance([[1, 2, 3, 4, 5, 6, 7], []], 3) == [[1, 2, 3], [4, 5], [6, 7]]
    assert rebalance([[1], [2, 3], [4]], 2) == [[1, 4], [2, 3], []]


def test_a_smallest_size_above_the_largest_is_refused():
    with pytest.raises(ValueError, match=r"between 1 and largest \(4\), got 5"):
        rebalance([[1]], 4, smallest=5)
