from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etika_widgets.content import folders
from etika_widgets.content.folders import Folder
from etika_widgets.content.library import Library, default_library
from etika_widgets.errors import SettingError

Write = Callable[..., Path]


def test_packs_and_workbooks_are_found_by_slug(write: Write, pack_text: str, types: Any, tmp_path: Path) -> None:
    pack = write(pack_text, "datasets/contoh.yaml")
    write("nouns: [Camar]\n", "datasets/nama.yaml")
    page = write("{}", "workbooks/contoh.ipynb")
    found = Library([Folder.at(tmp_path)], types)
    assert found.packs() == {"contoh": pack}
    assert found.workbooks() == {"contoh": page}
    assert found.pack("contoh").slug == "contoh"
    assert found.workbook("contoh") == page


def test_a_flat_folder_of_a_trainer_works_too(write: Write, pack_text: str, types: Any, tmp_path: Path) -> None:
    write(pack_text)
    write("{}", "contoh.ipynb")
    found = Library([Folder.at(tmp_path)], types)
    assert (list(found.packs()), list(found.workbooks())) == (["contoh"], ["contoh"])


def test_a_pack_is_read_anew_only_when_its_file_changes(
    write: Write, pack_text: str, types: Any, tmp_path: Path
) -> None:
    path = write(pack_text)
    found = Library([Folder.at(tmp_path)], types)
    first = found.pack("contoh")
    assert found.pack("contoh") is first
    write(pack_text.replace("Dengar", "Simak!"))
    os.utime(path, ns=(1, 1))
    assert found.pack("contoh").digest() != first.digest()


def test_an_unknown_slug_names_the_known_ones(write: Write, pack_text: str, types: Any, tmp_path: Path) -> None:
    write(pack_text)
    found = Library([Folder.at(tmp_path)], types)
    with pytest.raises(SettingError) as error:
        found.pack("conto")
    assert str(error.value) == "Paket 'conto' tidak ditemukan. Maksud Anda 'contoh'? Yang ada: contoh."
    with pytest.raises(SettingError) as error:
        found.workbook("etik")
    assert str(error.value) == "Buku kerja 'etik' tidak ditemukan. Yang ada: –."


def test_a_slug_used_twice_names_both_files_and_their_owners(
    write: Write, pack_text: str, types: Any, tmp_path: Path
) -> None:
    write(pack_text, "a/contoh.yaml")
    write(pack_text, "b/contoh.yaml")
    write("", "a/contoh.ipynb")
    write("", "b/contoh.ipynb")
    places = [Folder.at(tmp_path / name, f"paket_{name}") for name in ("a", "b", "a")]
    found = Library(places, types)
    clash = "'contoh' disediakan oleh 'paket_a' (a/contoh.{0}) dan 'paket_b' (b/contoh.{0}). Ganti nama salah satunya."
    with pytest.raises(SettingError) as error:
        found.packs()
    assert str(error.value) == "Paket " + clash.format("yaml")
    with pytest.raises(SettingError) as error:
        found.workbooks()
    assert str(error.value) == "Buku kerja " + clash.format("ipynb")


def test_folders_come_from_the_environment_and_the_command_line(
    write: Write, pack_text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(pack_text, "satu/dari_lingkungan.yaml")
    write(pack_text, "dua/dari_perintah.yaml")
    monkeypatch.setenv("ETIKA_CONTENT", str(tmp_path / "satu"))
    known = default_library([tmp_path / "dua"]).packs()
    assert {"dari_lingkungan", "dari_perintah"} <= set(known)


def test_a_folder_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ETIKA_CONTENT", raising=False)
    with pytest.raises(
        SettingError, match=r"Folder isi '/tidak/ada' tidak ada\. Periksa --content dan ETIKA_CONTENT\."
    ):
        default_library(["/tidak/ada"])


def test_without_a_checkout_the_installed_copies_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "etika_widgets"
    (package / "_data" / "datasets").mkdir(parents=True)
    (package / "_data" / "workbooks").mkdir()
    monkeypatch.setattr(folders, "_PACKAGE", package)
    assert folders.own_folder().packs == package / "_data" / "datasets"
