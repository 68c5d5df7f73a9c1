"""`etika new`: skeletons that work, and that never write over anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from etika_widgets.cli import main
from etika_widgets.content.check import check
from etika_widgets.content.folders import Folder
from etika_widgets.content.library import Library
from etika_widgets.errors import SettingError
from etika_widgets.scaffold.generator import new_activity, new_workbook, write
from etika_widgets.testing import memory_class, play
from etika_widgets.workbook import Workbook

NAMES = ["", "Tebak", "tebak ruangan", "2tebak", "../tebak", "tebak-ruangan", "x" * 61, "tébak"]


@pytest.fixture(scope="module")
def workbook() -> dict[str, str]:
    return new_workbook("antre_pagi")


def test_a_workbook_is_made_of_pack_page_twin_guide_and_test(workbook):
    assert sorted(workbook) == [
        "datasets/antre_pagi.yaml",
        "facilitator_guides/antre_pagi.md",
        "tests/test_antre_pagi_content.py",
        "workbooks/antre_pagi.ipynb",
        "workbooks/antre_pagi.py",
    ]
    assert new_workbook("antre_pagi") == workbook


def test_a_new_workbook_passes_the_check_and_is_played_to_its_end(workbook, tmp_path):
    write(workbook, tmp_path)
    assert check(tmp_path) == []
    pack = Library([Folder.at(tmp_path)]).pack("antre_pagi")
    with memory_class(pack) as klass:
        for activity in pack.activity_ids:
            play(klass, activity)
            assert klass.state(activity)["phase"] == "revealed"


def test_a_new_workbook_runs_from_top_to_bottom(workbook, tmp_path, monkeypatch):
    write(workbook, tmp_path)
    monkeypatch.setenv("ETIKA_CONTENT", str(tmp_path))
    scope: dict[str, object] = {}
    exec(compile(workbook["workbooks/antre_pagi.py"], "antre_pagi.py", "exec"), scope)
    assert isinstance(scope["book"], Workbook)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_cannot_be_used_is_refused_before_anything_is_written(name, tmp_path, capsys):
    for kind in ("activity", "workbook"):
        assert main(["new", kind, name, "--dir", str(tmp_path / "baru")]) == 2
        assert "tidak dapat dipakai sebagai nama. Pakai huruf kecil" in capsys.readouterr().err
    assert not (tmp_path / "baru").exists()


def test_nothing_is_written_over(workbook, tmp_path):
    theirs = tmp_path / "workbooks" / "antre_pagi.py"
    theirs.parent.mkdir()
    theirs.write_text("milik orang")
    with pytest.raises(SettingError, match=r"Sudah ada: .*antre_pagi\.py\. Tidak ada yang ditimpa\."):
        write(workbook, tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["antre_pagi.py"]
    assert theirs.read_text() == "milik orang"


def test_a_folder_that_cannot_be_written_is_named(workbook, tmp_path):
    (tmp_path / "datasets").write_text("")
    with pytest.raises(SettingError, match="datasets"):
        write(workbook, tmp_path)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["activity", "poll"], "Jenis 'poll' sudah disediakan oleh 'etika_widgets.activities.poll'."),
        (["workbook", "keluhan_di_loket"], "Nama 'keluhan_di_loket' sudah dipakai: "),
    ],
)
def test_a_name_in_use_is_refused_with_its_owner(arguments, said, tmp_path, capsys):
    assert main(["new", *arguments, "--dir", str(tmp_path / "baru")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "baru").exists()


def test_the_command_writes_where_it_says_and_tells_what_to_do_next(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "activity", "antre_pagi"]) == 0
    said = capsys.readouterr().out
    made = sorted(
        path.relative_to("antre_pagi").as_posix() for path in Path("antre_pagi").rglob("*") if path.is_file()
    )
    assert made == sorted(new_activity("antre_pagi"))
    assert f"{len(made)} file ditulis di antre_pagi." in said
    assert main(["new", "activity", "antre_pagi"]) == 2
