"""The coverage page says what the content holds now, and names what is missing."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from PIL import Image

from etika_widgets import datasets

ROOT = Path(__file__).parents[1]
tool = runpy.run_path(str(ROOT / "docs" / "coverage.py"))


@pytest.fixture(scope="module")
def cover():
    return tool["Coverage"]()


def test_page_and_picture_are_up_to_date(cover):
    assert tool["PAGE"].read_text(encoding="utf-8") == tool["page"](cover), "run make pages"
    with Image.open(tool["PICTURE"]) as picture:
        assert picture.info["Description"] == cover.fingerprint(), "run make pages"


def test_the_page_counts_every_row_once(cover):
    kinds = cover.units["kind"].value_counts().to_dict()
    for kind, table in tool["TABLES"].items():
        assert kinds.pop(kind) == len(datasets.load(table)), table
    assert list(kinds) == ["objective"]
    assert cover.bloom("item").to_numpy().sum() == len(datasets.load_item_bank())


def test_a_behaviour_that_nothing_trains_any_more_is_named(cover, monkeypatch):
    assert not any("No item trains" in line for line in tool["gaps"](cover))
    without = cover.units.copy()
    without["behaviours"] = without["behaviours"].map(lambda names: [name for name in names if name != "harmonis_2"])
    monkeypatch.setattr(cover, "units", without)
    said = "\n".join(tool["gaps"](cover))
    assert "**No item trains** these behaviours: Harmonis 2: suka menolong." in said
    assert "**No case** turns on: Harmonis 2: suka menolong." in said


def test_a_level_of_bloom_and_a_law_that_fall_away_are_named(cover, monkeypatch):
    without = cover.units[~((cover.units["bloom"] == "C6") & (cover.units["module"] == "pengantar_etika"))].copy()
    without["law"] = without["law"].map(lambda names: [name for name in names if name != "uu27_2022"])
    monkeypatch.setattr(cover, "units", without)
    said = "\n".join(tool["gaps"](cover))
    assert "C6 in `pengantar_etika`" in said
    assert "`uu27_2022` (berlaku)" in said


@pytest.mark.parametrize("table", ["item_bank", "kasus"])
def test_a_behaviour_belongs_to_a_value_that_the_row_names(table):
    value = datasets.load_nilai_berakhlak().set_index("id")["nilai"]
    rows = datasets.load(table)
    wrong = {row.id: name for row in rows.itertuples() for name in row.perilaku if value[name] not in row.nilai}
    assert wrong == {}
