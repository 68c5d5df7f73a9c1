"""One `etika serve` for the faults that clients cause, and a class of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from etika_widgets.room import open_class
from etika_widgets.storage import open_store

from ..hosts.serving import Server
from .faulty import Lesson, troubled


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with troubled(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def in_class(lesson: Any) -> Iterator[Callable[..., Lesson]]:
    """Return ``in_class(server, phones)``, which opens a class with its poll open."""
    opened: list[Lesson] = []

    def make(server: Server, phones: int = 1) -> Lesson:
        store = open_store(server.url)
        try:
            code = open_class(store, lesson).code
        finally:
            store.close()
        opened.append(Lesson(server, code, phones))
        return opened[-1]

    yield make
    for one in opened:
        one.close()
