"""One `etika serve` for all tests that do not stop it, and a class of its own for each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from etika_widgets.room import open_class
from etika_widgets.storage import Store, open_store

from .serving import Line, Server, running
from .workbooks import write_content


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of workbooks that do what ours must not."""
    return write_content(tmp_path_factory.mktemp("isi"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, content: Path) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server"), "--demo", "--content", str(content)) as started:
        yield started


@pytest.fixture
def shared(server: Server) -> Iterator[Store]:
    """The server's store, opened from this process."""
    opened = open_store(server.url)
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
