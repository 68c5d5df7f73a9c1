from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .classroom import Classroom, open_classroom, play


@pytest.fixture
def classroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Classroom:
    """A class with an open door and nobody in it."""
    return open_classroom(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def played_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data file of a class in which twelve people took the whole lesson."""
    folder = tmp_path_factory.mktemp("kelas")
    with pytest.MonkeyPatch.context() as monkeypatch:
        room = open_classroom(folder, monkeypatch)
        play(room)
        room.store.close()
    return folder / "kelas.sqlite3"


@pytest.fixture
def played(played_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Classroom:
    """A copy of that class of the test's own."""
    shutil.copy(played_once, tmp_path / "kelas.sqlite3")
    return open_classroom(tmp_path, monkeypatch)
