"""Who may have a kernel page: a few per person, no more in total than the machine holds, others in their turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

PER_PERSON: Final = 2
PATIENCE_SECONDS: Final = 20.0
"""Who waits asks every few seconds; who has not done so for this long has gone."""


@dataclass(eq=False, slots=True)
class Place:
    """One page: whose it is, and its kernel once there is one."""

    person: str
    kernel: str | None = None


class Places:
    """Hands places out, first come, first served.

    Args:
        capacity: pages at once.
        alive: tells whether a kernel is still there.
        clock: monotonic seconds.
    """

    def __init__(
        self, capacity: int, alive: Callable[[str], bool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.capacity = capacity
        self._alive = alive
        self._clock = clock
        self._taken: list[Place] = []
        self._waiting: dict[str, float] = {}

    def taken(self) -> int:
        """Return how many places are taken."""
        self._look()
        return len(self._taken)

    def ask(self, person: str) -> tuple[Place, list[str]] | int:
        """Return a place and the kernels that have to go for it, or how many people are let in before this one.

        Whoever opens one page too many loses their own oldest one, and needs no free place for it.
        """
        self._look()
        mine = [place for place in self._taken if place.person == person and place.kernel]
        leaving = mine[: max(len(mine) + 1 - PER_PERSON, 0)]
        if not leaving:
            if sum(place.person == person for place in self._taken) >= PER_PERSON:
                return self._wait(person)  # both are still being made
            ahead = self._wait(person)
            if ahead >= self.capacity - len(self._taken):
                return ahead
        self._waiting.pop(person, None)
        self._taken = [place for place in self._taken if place not in leaving]
        made = Place(person)
        self._taken.append(made)
        return made, [place.kernel for place in leaving if place.kernel]

    def release(self, place: Place) -> None:
        """Give a place back; harmless if it was taken away."""
        if place in self._taken:
            self._taken.remove(place)

    def _wait(self, person: str) -> int:
        now = self._clock()
        self._waiting[person] = now
        self._waiting = {name: seen for name, seen in self._waiting.items() if seen > now - PATIENCE_SECONDS}
        return list(self._waiting).index(person)

    def _look(self) -> None:
        self._taken = [place for place in self._taken if place.kernel is None or self._alive(place.kernel)]
