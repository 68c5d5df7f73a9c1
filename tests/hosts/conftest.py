"""One `etika serve` for all tests that do not stop it, and a class of its own for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .rooms import code, line, shared  # noqa: F401 - fixtures
from .serving import Server, running
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
def database(server: Server) -> str:
    """The address of the server's store."""
    return server.url
