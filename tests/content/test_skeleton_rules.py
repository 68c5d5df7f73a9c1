"""A numbered module lacks none of its parts; taking one out of a shipped one is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from etika_widgets._plugins import activity_types
from etika_widgets.content.check import check
from etika_widgets.content.folders import own_folder

LESSON = "keluhan_di_loket"
TOLD = "modul ini belum"


def without(pack: dict[str, Any], *types: str) -> None:
    gone = {one["id"] for one in pack["activities"] if one["type"] in types}
    pack["runsheet"] = [step for step in pack["runsheet"] if step.get("activity") not in gone]


def no_case(pack: dict[str, Any]) -> None:
    without(pack, "case_discussion")
    for activity in pack["activities"]:
        if activity["type"] == "poll":
            activity.pop("case")


def no_material(pack: dict[str, Any]) -> None:
    without(pack, "poll")


def no_pretest(pack: dict[str, Any]) -> None:
    pack["runsheet"] = [step for step in pack["runsheet"] if step.get("activity") != "pretest"]


def open_pretest(pack: dict[str, Any]) -> None:
    [step] = [step for step in pack["runsheet"] if step.get("activity") == "pretest"]
    del step["reveal"]


def no_posttest(pack: dict[str, Any]) -> None:
    pack["runsheet"] = [step for step in pack["runsheet"] if step.get("activity") != "posttest"]


def named(pack: dict[str, Any]) -> None:
    no_case(pack)
    pack["module"] = "selingan"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda pack: None, []),
        (no_pretest, ["modul ini belum dibuka dengan pre-test", "modul ini belum ditutup dengan post-test"]),
        (open_pretest, ["modul ini belum dibuka dengan pre-test"]),
        (no_posttest, ["modul ini belum ditutup dengan post-test"]),
        (no_case, ["modul ini belum punya pembahasan kasus"]),
        (lambda pack: without(pack, "ordering"), ["modul ini belum punya latihan"]),
        (no_material, ["modul ini belum punya materi interaktif di samping kasus dan latihan"]),
        (lambda pack: without(pack, "reflection"), ["modul ini belum punya refleksi"]),
        (named, []),
    ],
)
def test_a_module_without_one_of_its_parts_is_refused(
    write: Callable[..., Path], change: Callable[[dict[str, Any]], None], told: list[str]
) -> None:
    pack = yaml.safe_load((own_folder().packs / f"{LESSON}.yaml").read_text(encoding="utf-8"))
    change(pack)
    text = yaml.safe_dump(pack, allow_unicode=True, sort_keys=False)
    problems = check(write(text, f"{LESSON}.yaml"), types=activity_types())
    found = [one for one in problems if TOLD in one.message]
    assert [(one.message[one.message.index(TOLD) :].split(".")[0], one.severity) for one in found] == [
        (words, "error") for words in told
    ]
