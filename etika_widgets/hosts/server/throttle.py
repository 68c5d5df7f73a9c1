"""Slows down guessing and flooding; everything is remembered in memory only."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable


class Throttle:
    """Counts failures by key within a sliding time.

    Args:
        limit: failures allowed per key within ``seconds``.
        seconds: length of the window.
        clock: monotonic seconds.
    """

    def __init__(self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self.seconds = seconds
        self.clock = clock
        self._failures: dict[str, deque[float]] = defaultdict(deque)

    def blocked(self, key: str) -> bool:
        """Tell whether ``key`` has failed too often."""
        failures = self._failures.get(key)
        if not failures:
            return False
        while failures and self.clock() - failures[0] > self.seconds:
            failures.popleft()
        if not failures:
            del self._failures[key]
            return False
        return len(failures) >= self.limit

    def failed(self, key: str) -> None:
        """Note a failure of ``key``."""
        self._failures[key].append(self.clock())

    def forgive(self, key: str) -> None:
        """Take back the latest failure of ``key``: it was none."""
        failures = self._failures.get(key)
        if failures:
            failures.pop()


class Pace:
    """Lets a burst through at once, then so much per second: says how long the next one has to wait.

    Args:
        at_once: size of a burst that nobody has to wait for.
        per_second: what is let through in the long run.
        clock: monotonic seconds.
    """

    __slots__ = ("_at", "_clock", "_owed", "at_once", "per_second")

    def __init__(self, at_once: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.at_once = at_once
        self.per_second = per_second
        self._clock = clock
        self._owed = 0.0
        self._at = clock()

    def wait(self, cost: float = 1.0) -> float:
        """Take note of one more and return the seconds it has to wait."""
        moment = self._clock()
        self._owed = max(0.0, self._owed - (moment - self._at) * self.per_second) + cost
        self._at = moment
        return max(0.0, (self._owed - self.at_once) / self.per_second)
