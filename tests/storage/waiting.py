"""Waiting for what comes by itself, with deadlines that a busy machine does not miss."""

from __future__ import annotations

import time
from collections.abc import Callable

CODE = "K7PQ4M"


def eventually(found: Callable[[], bool]) -> bool:
    """Wait until something holds; SQLite says it at once, PostgreSQL a moment later."""
    deadline = time.monotonic() + 20
    while not found() and time.monotonic() < deadline:
        time.sleep(0.005)
    return found()


def follow(store, target: int, clock: Callable[[], float] = time.monotonic) -> list[int]:
    """Read the feed as a host does until the class is at ``target``; return the revisions in order of arrival."""
    deadline = clock() + 60
    last, seen = 1, []
    while last < target:
        assert clock() < deadline, f"The feed stood still at {last} of {target}; seen: {seen}"
        changes = store.changes(CODE, last)
        seen += [row.rev for row in changes.responses]
        last = max(last, changes.rev)
    return seen
