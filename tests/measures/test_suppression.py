"""Nothing small can be read off or worked out, whatever the counts."""

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import assume, example, given
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


def as_shown(counts: tuple[int, ...]) -> tuple[int | None, ...]:
    return tuple(suppress({str(at): count for at, count in enumerate(counts)}, sum(counts), additive=True).values())


@given(st.lists(st.integers(0, 7), min_size=3, max_size=4).map(tuple))
@example((5, 4, 2))  # beside 5 and the mean 1.5, nothing else can have been hidden like this
@example((1, 5, 5))
def test_a_mean_beside_hidden_counts_tells_none_of_them_to_somebody_who_knows_the_rules(counts):
    n, shown = sum(counts), as_shown(counts)
    assume(n >= THRESHOLD and None in shown)
    mean = coarse_mean(counts, shown)
    same = [way for way in ways(n, len(counts)) if as_shown(way) == shown]
    agree = [way for way in same if coarse_mean(way, shown) == mean]
    for at, count in enumerate(shown):
        told = len({way[at] for way in agree}) == 1
        # Without the mean too: rarely, the counts alone leave one value.
        assert count is not None or not told or len({way[at] for way in same}) == 1


@given(st.lists(st.integers(0, 40), min_size=3, max_size=7).map(tuple))
def test_a_mean_beside_hidden_counts_is_right_to_half_a_point(counts):
    shown = as_shown(counts)
    assume(sum(counts) >= THRESHOLD and None in shown)
    mean = coarse_mean(counts, shown)
    exact = Fraction(sum(point * count for point, count in enumerate(counts, 1)), sum(counts))
    assert mean is None or (1 < mean < len(counts) and abs(Fraction(mean) - exact) <= Fraction(1, 4))


def test_an_end_of_the_scale_is_not_told_where_counts_are_hidden():
    assert coarse_mean([0, 0, 1, 19], [None] * 4) is None
    assert coarse_mean([0, 9, 0, 0], [None] * 4) == 2.0
