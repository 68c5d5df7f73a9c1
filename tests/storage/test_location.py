"""One order in which every host finds the data."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from etika_widgets.errors import SettingError
from etika_widgets.storage import open_store, store_url

FILE = "etika.sqlite3"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    for name in ("ETIKA_DB", "ETIKA_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name: str(tmp_path / "pengguna" / name))
    monkeypatch.chdir(tmp_path)


def test_the_first_place_that_is_given_wins(monkeypatch, tmp_path):
    def in_folder(name: str) -> str:
        return f"sqlite:///{tmp_path / name / FILE}"

    assert store_url() == in_folder("pengguna/etika-widgets")
    monkeypatch.setenv("ETIKA_DATA", str(tmp_path / "d"))
    assert store_url() == in_folder("d")
    monkeypatch.setenv("ETIKA_DB", "postgresql://host/etika")
    assert store_url() == "postgresql://host/etika"
    assert store_url(data=tmp_path / "e") == in_folder("e")
    assert store_url("postgresql://host/lain", data="e") == "postgresql://host/lain"


def test_empty_settings_count_as_not_given(monkeypatch, tmp_path):
    monkeypatch.setenv("ETIKA_DB", "")
    monkeypatch.setenv("ETIKA_DATA", "")

    assert store_url("", "") == f"sqlite:///{tmp_path / 'pengguna' / 'etika-widgets' / FILE}"


def test_relative_places_become_absolute_because_kernels_run_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "rumah"))

    assert store_url(data="data") == f"sqlite:///{tmp_path / 'data' / FILE}"
    assert store_url("sqlite:///kelas.sqlite3") == f"sqlite:///{tmp_path / 'kelas.sqlite3'}"
    assert store_url("sqlite:///~/kelas.sqlite3") == f"sqlite:///{tmp_path / 'rumah' / 'kelas.sqlite3'}"


def test_the_data_folder_is_made_and_the_store_opens_in_it(tmp_path):
    url = store_url(data=tmp_path / "a" / "b")

    open_store(url).close()

    assert [file.name for file in (tmp_path / "a" / "b").iterdir()] == [FILE]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_a_new_data_folder_is_for_its_owner_only_and_an_old_one_keeps_its_permissions(tmp_path):
    (tmp_path / "lama").mkdir(mode=0o755)
    for name in ("baru", "lama"):
        store_url(data=tmp_path / name)

    modes = [stat.filemode((tmp_path / name).stat().st_mode) for name in ("baru", "lama")]
    assert modes == ["drwx------", "drwxr-xr-x"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "berkas").write_text("bukan folder")
    folder = tmp_path / "berkas" / "data"

    with pytest.raises(SettingError) as refused:
        store_url(data=folder)

    assert str(refused.value) == (
        f"Folder data {folder} tidak dapat dibuat atau ditulisi. Pilih folder lain dengan --data atau ETIKA_DATA."
    )
