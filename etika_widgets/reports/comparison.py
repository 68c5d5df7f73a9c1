"""Before and after: class gain of two quizzes, and McNemar's test of two votes. Pure.

Only people who answered both times count. Values: ``reference/domain`` vectors *GAIN* and *McNemar*, in the tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import Final

LEAST_PAIRS: Final = 5
"""With fewer people, a mean would tell what single people scored."""


@dataclass(frozen=True, slots=True)
class Gain:
    """Scores of the same people before and after.

    Attributes:
        n: people who took both.
        before: mean score before.
        after: mean score after.
        of_means: class gain ⟨g⟩ = (after − before) / (highest − before).
        mean_of_gains: mean of each person's own gain, over those for whom it is defined; None if for nobody.
        undefined: people who had full marks before, whose own gain is undefined.
    """

    n: int
    before: Fraction
    after: Fraction
    of_means: Fraction
    mean_of_gains: Fraction | None
    undefined: int


def gain(before: Mapping[str, int], after: Mapping[str, int], highest: int) -> Gain | str:
    """Return the gain from ``before`` to ``after`` (scores by person), or why there is none.

    The reason is ``few`` (fewer than :data:`LEAST_PAIRS` people took both) or ``full`` (full marks before, so that
    the gain is undefined).
    """
    both = [(before[who], after[who]) for who in before if who in after]
    if len(both) < LEAST_PAIRS:
        return "few"
    first = Fraction(sum(pre for pre, _ in both), len(both))
    last = Fraction(sum(post for _, post in both), len(both))
    if first == highest:
        return "full"
    own = [Fraction(post - pre, highest - pre) for pre, post in both if pre != highest]
    return Gain(
        n=len(both),
        before=first,
        after=last,
        of_means=(last - first) / (highest - first),
        mean_of_gains=sum(own, Fraction()) / len(own) if own else None,
        undefined=len(both) - len(own),
    )


@dataclass(frozen=True, slots=True)
class Flow:
    """How one choice fared between two votes of the same people: who stayed with it, left it, came to it."""

    stayed: int
    left: int
    came: int

    @property
    def p(self) -> Fraction | None:
        """McNemar's exact two-sided p; None if nobody moved."""
        moved = self.left + self.came
        if not moved:
            return None
        tail = sum(comb(moved, k) for k in range(min(self.left, self.came) + 1))
        return min(Fraction(1), Fraction(2 * tail, 2**moved))


def flows(matrix: Sequence[Sequence[int]]) -> list[Flow]:
    """Return one flow per choice; ``matrix`` has a row per earlier and a column per later choice."""
    return [
        Flow(stayed := row[place], sum(row) - stayed, sum(other[place] for other in matrix) - stayed)
        for place, row in enumerate(matrix)
    ]
