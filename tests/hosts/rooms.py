"""Fixtures of a class on running servers: their store, a class of its own, lines to its room.

Who takes them provides ``database``, the address of that store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from etika_widgets.room import open_class
from etika_widgets.storage import Store, open_store

from .serving import Line


@pytest.fixture
def shared(database: str) -> Iterator[Store]:
    """The servers' store, opened from this process."""
    opened = open_store(database)
    yield opened
    opened.close()


@pytest.fixture
def code(shared: Store, lesson: Any) -> str:
    """The code of a new class."""
    return open_class(shared, lesson).code


@pytest.fixture
def line() -> Iterator[Callable[..., Line]]:
    """Return ``line(browser, code, role)``, which opens a room socket and (unless not ``greeted``) waits for all."""
    opened: list[Line] = []

    def make(*arguments: Any, greeted: bool = True, **options: Any) -> Line:
        opened.append(Line(*arguments, **options))
        return opened[-1].live() if greeted else opened[-1]

    yield make
    for one in opened:
        one.close()
