"""Fixtures for every test: a clean environment, a store of one's own, the shipped lesson."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.content.library import default_library
from etika_widgets.room import Desk
from etika_widgets.storage import open_store
from etika_widgets.storage.contract import Store

LESSON = "keluhan_di_loket"
collect_ignore = ["sample_plugin"]  # a package of its own; tests/test_plugins_sample.py installs it and runs its tests


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine reaches a test, and no test reaches the user's data."""
    for name in ("ETIKA_DB", "ETIKA_CONTENT", "ETIKA_KELAS", "ETIKA_LIGHT_RENDER", "SERVER_SOFTWARE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ETIKA_DATA", str(tmp_path / "data"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty SQLite store."""
    opened = open_store(f"sqlite:///{tmp_path / 'etika.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    """A desk over the store."""
    return Desk(store, activity_types())


@pytest.fixture(scope="session")
def lesson():
    """The shipped pack of the first lesson."""
    return default_library().pack(LESSON)
