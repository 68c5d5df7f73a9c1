from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.measures.groups import split


@pytest.mark.parametrize(
    ("people", "largest", "sizes"),
    [
        (37, 6, [6, 6, 5, 5, 5, 5, 5]),
        (200, 40, [40] * 5),
        (200, 30, [29] * 4 + [28] * 3),
        (200, 35, [34] * 2 + [33] * 4),
        (0, 6, []),
    ],
)
def test_known_class_splits(people, largest, sizes):
    assert split(people, largest) == sizes


@given(st.integers(0, 2000), st.integers(1, 60))
def test_sizes_add_up_are_nearly_equal_and_never_too_large(people, largest):
    sizes = split(people, largest)
    assert sum(sizes) == people
    assert max(sizes, default=0) <= largest
    assert max(sizes, default=0) - min(sizes, default=0) <= 1


def test_impossible_numbers_are_refused():
    with pytest.raises(ValueError, match="got -1 and 6"):
        split(-1, 6)
