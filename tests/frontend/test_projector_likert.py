"""The results of 21 statements on the projector, page by page."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.content.folders import own_folder
from etika_widgets.content.templates import FOLDER, read_template
from etika_widgets.testing import memory_class, play

from .pages import (  # fixtures are used by name
    Json,
    browser,  # noqa: F401
    expect,
    scenes,  # noqa: F401
    shot,
    show,  # noqa: F401
    site,  # noqa: F401
    small_text,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WHOLE = """() => {
    const { top, bottom } = document.querySelector(".etika-projector-stage").getBoundingClientRect();
    const seen = (box) => box.top >= top - 1 && box.bottom <= bottom + 1;
    const all = [...document.querySelectorAll(".etika-statement")];
    return all.flatMap((one, at) => (seen(one.getBoundingClientRect()) ? [at] : []));
}"""


def test_21_statements_are_paged_without_cutting_one_and_read_from_six_metres(
    show: Callable[..., Page], scenes: dict[str, Json]
) -> None:
    filled = read_template(own_folder().packs / FOLDER / "berakhlak_21.yaml", "").fill({"id": "diri"})
    with memory_class([activity_types()["likert"].spec.model_validate(filled)]) as klass:
        play(klass, "diri", people=24)
        state = klass.state("diri")
    planted = copy.deepcopy(scenes["closing"]["projector"])
    planted["room"]["present"] |= {"activity": "diri", "round": 1}
    planted["states"] = {"diri": state}
    page = show("projector", planted, (1280, 720))
    told = page.locator(".etika-projector-page")
    expect(told).to_have_text(re.compile(r"Halaman 1 dari [1-9]$"))
    last = int(told.inner_text()[-1])
    pages = [page.evaluate(WHOLE)]
    for number in range(2, last + 1):
        shot(page, f"projector_likert_{number - 1}")
        page.keyboard.press("PageDown")
        expect(told).to_have_text(f"Halaman {number} dari {last}")
        pages.append(page.evaluate(WHOLE))
    assert {at for seen in pages for at in seen} == set(range(21))
    assert small_text(page, 28) == []
