"""Nothing small can be read off or worked out, whatever the counts."""

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from etika_widgets.measures.suppression import THRESHOLD, coarse_mean, suppress

COUNTS = st.lists(st.integers(0, 40), min_size=2, max_size=8)


@given(COUNTS)
def test_no_small_count_is_shown_and_the_hidden_ones_stay_ambiguous(numbers):
    counts = {str(place): number for place, number in enumerate(numbers)}
    visible = suppress(counts, sum(numbers), additive=True)
    hidden = [counts[name] for name, number in visible.items() if number is None]
    assert all(number is None or number == counts[name] >= THRESHOLD for name, number in visible.items())
    assert not hidden or len(hidden) == len(counts) or (len(hidden) >= 2 and sum(hidden) >= THRESHOLD)


@given(COUNTS)
def test_with_several_choices_both_sides_of_a_shown_count_are_large(numbers):
    n = max(numbers)
    visible = suppress({str(place): number for place, number in enumerate(numbers)}, n, additive=False)
    assert all(number is None or THRESHOLD <= number <= n - THRESHOLD for number in visible.values())


def test_few_answers_hide_everything():
    assert suppress({"a": 4, "b": 0}, 4, additive=True) == {"a": None, "b": None}


def ways(people: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to spread people over cells."""
    if cells == 1:
        yield (people,)
        return
    for first in range(people + 1):
        yield from ((first, *rest) for rest in ways(people - first, cells - 1))


@given(st.lists(st.integers(0, 8), min_size=3, max_size=5))
def test_a_mean_beside_hidden_counts_leaves_three_values_of_each_possible(counts):
    n = sum(counts)
    assume(n >= THRESHOLD)
    shown = list(suppress({str(at): count for at, count in enumerate(counts)}, n, additive=True).values())
    assume(None in shown)
    mean = coarse_mean(counts, shown)
    if mean is None:
        return
    assert 1 < mean < len(counts)
    hidden = [point for point, count in enumerate(shown, 1) if count is None]
    known = sum(point * count for point, count in enumerate(shown, 1) if count is not None)
    rest = n - sum(count for count in shown if count is not None)
    agree = [
        way
        for way in ways(rest, len(hidden))
        if -Fraction(1, 4)
        <= Fraction(known + sum(map(lambda p, c: p * c, hidden, way)), n) - Fraction(mean)
        < Fraction(1, 4)
    ]
    assert all(len({way[at] for way in agree}) >= 3 for at in range(len(hidden)))


def test_an_end_of_the_scale_is_not_told_where_counts_are_hidden():
    assert coarse_mean([0, 0, 1, 19], [None] * 4) is None
    assert coarse_mean([0, 9, 0, 0], [None] * 4) == 2.0
