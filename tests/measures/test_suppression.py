"""Nothing small can be read off or worked out, whatever the counts."""

from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.measures.suppression import THRESHOLD, suppress

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
