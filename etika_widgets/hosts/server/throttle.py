"""Slows down guessing: a few failures per minute and key, remembered in memory only."""

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
