"""The projector in a real browser, fed by the real engine with a class of 34."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .pages import (  # fixtures are used by name
    MOMENTS,
    NAMES,
    PROJECTOR_SIZES,
    Json,
    browser,  # noqa: F401
    button,
    expect,
    overflow,
    scenes,  # noqa: F401
    shot,
    show,  # noqa: F401
    site,  # noqa: F401
    size_id,
    small_text,
    take,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", PROJECTOR_SIZES, ids=size_id)
def test_projector_reads_from_six_metres(
    show: Callable[..., Page], scenes: dict[str, Json], size: tuple[int, int]
) -> None:
    page = show("projector", "start", size)
    for moment in MOMENTS:
        take(page, scenes[moment]["projector"])
        shot(page, f"projector_{moment}_{size[0]}")
        assert small_text(page, 28) == [], moment
        assert overflow(page) <= 0, moment
        if moment in {"start", "lobby", "soon", "open", "closing", "ended"}:
            scrolls = page.evaluate(
                "(e => e.scrollHeight - e.clientHeight)(document.querySelector('.etika-projector-stage'))"
            )
            assert scrolls <= 1, moment


def test_projector_shows_nothing_but_what_is_for_all_eyes(show: Callable[..., Page], scenes: dict[str, Json]) -> None:
    facilitator = scenes["open"]["control"]["room"]
    for moment in ("start", "soon", "open", "revealed"):
        planted = copy.deepcopy(scenes[moment]["projector"])
        planted["room"] |= {name: facilitator[name] for name in ("steps", "roster", "law", "groups")}
        for state in planted["states"].values():
            state |= {"notes": {"notes_html": "<p>KENARI-CATATAN</p>", "follow_ups": ["KENARI-TANYA"]}, "moves": []}
            state |= {"reveal": None, "results": None} if state["phase"] != "revealed" else {}
        page = show("projector", planted, (1280, 720))
        text = page.locator("main").inner_text()
        secrets_ = [
            "KENARI-CATATAN",
            "KENARI-TANYA",
            *NAMES,
            "Peserta Uji",
            "Jangan memberi tahu pilihan",
            "Hitung sampai tujuh",
        ]
        assert [secret for secret in secrets_ if secret in text] == []


def test_projector_door_and_dark_room(show: Callable[..., Page]) -> None:
    page = show("projector", "lobby", (1280, 720))
    expect(page.get_by_role("img", name="Kode QR untuk bergabung")).to_be_visible()
    expect(page.get_by_text("34 peserta sudah bergabung")).to_be_visible()
    expect(page.locator(".etika-projector-code")).to_have_text("K7PQ4M")
    expect(page.get_by_text("Buka di ponsel")).to_be_visible()
    tools = page.locator(".etika-projector-tools")
    expect(tools).to_have_css("opacity", "0")
    page.mouse.move(300, 300)
    expect(tools).to_have_css("opacity", "1")
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(button(page, "Mode gelap")).to_have_attribute("aria-pressed", "true")
    shot(page, "projector_dark")
    assert page.evaluate("localStorage.getItem('etika:projector:theme')") == "dark"
    page.evaluate("etika.stop()")
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


def test_projector_without_links_still_says_the_code(show: Callable[..., Page]) -> None:
    page = show("projector", "lobby", (1024, 768), links=None)
    expect(page.locator(".etika-projector-code")).to_have_text("K7PQ4M")
    page.evaluate("etika.connect('closed')")
    expect(page.get_by_text("Terputus, menyambung lagi")).to_be_visible()
