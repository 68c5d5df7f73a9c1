"""Dividing people into groups of nearly equal size."""

from __future__ import annotations


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
    count = -(-people // largest)
    if not count:
        return []
    size, rest = divmod(people, count)
    return [size + 1] * rest + [size] * (count - rest)
