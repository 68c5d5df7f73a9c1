"""Where the server puts Voilà's root: the folder that holds all workbooks, on Windows too."""

from __future__ import annotations

import ntpath
from pathlib import PureWindowsPath

import pytest

from etika_widgets.errors import SettingError
from etika_widgets.hosts.server import app


@pytest.fixture
def windows(monkeypatch):
    monkeypatch.setattr(app.os, "path", ntpath)


def test_the_root_holds_the_workbooks_of_every_content_folder(windows):
    folders = [PureWindowsPath(r"C:\Etika\workbooks"), PureWindowsPath(r"c:\Users\Sari\materi\workbooks")]
    assert app.common_folder(folders).lower() == "c:\\"


def test_content_on_another_drive_is_refused_in_words_that_help(windows):
    folders = [PureWindowsPath(r"C:\Etika\workbooks"), PureWindowsPath(r"D:\materi\workbooks")]
    with pytest.raises(SettingError, match=r"harus berada di drive yang sama .* Pindahkan folder --content"):
        app.common_folder(folders)
