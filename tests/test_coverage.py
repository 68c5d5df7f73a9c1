"""The coverage page says what the content holds now, and names what is missing."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from PIL import Image

from etika_widgets import datasets
from etika_widgets.content.library import default_library

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


def test_every_objective_is_of_one_kind_of_competence_and_a_lesson_with_one_kind_only_is_named(cover, monkeypatch):
    assert cover.competence().to_numpy().sum() == len(cover.of("objective"))
    without = cover.units[~(cover.units["module"].eq("mulai") & cover.units["competence"].eq("sosial_kultural"))]
    monkeypatch.setattr(cover, "units", without)
    assert cover.competence().loc["mulai"].tolist() == [2, 0, 0]
    assert "`mulai` (teknis)" in "\n".join(tool["gaps"](cover))


def test_the_guides_name_level_and_kind_of_each_objective_as_the_packs_do():
    library, guides = default_library(), ROOT / "facilitator_guides"
    told, written = {}, {}
    for slug in library.packs():
        text = (guides / f"{slug}.md").read_text(encoding="utf-8")
        told[slug] = re.findall(r"^\d+\. \((\w+), (\w\d), ([a-z ]+)\) ", text, re.MULTILINE)
        written[slug] = [
            (one.id, one.bloom, str(one.competence).replace("_", " ")) for one in library.pack(slug).objectives
        ]
    assert told == written


@pytest.mark.parametrize("table", ["item_bank", "kasus"])
def test_a_behaviour_belongs_to_a_value_that_the_row_names(table):
    value = datasets.load_nilai_berakhlak().set_index("id")["nilai"]
    rows = datasets.load(table)
    wrong = {row.id: name for row in rows.itertuples() for name in row.perilaku if value[name] not in row.nilai}
    assert wrong == {}
