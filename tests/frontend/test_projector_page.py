"""The projector in a real browser, fed by the real engine with a class of 34."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .pages import (  # fixtures are used by name
    LINKS,
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


def _long(scenes: dict[str, Json], paragraphs: int) -> Json:
    """A step without activity whose text takes several pages."""
    planted = copy.deepcopy(scenes["closing"]["projector"])
    planted["room"]["present"]["screen_html"] = "".join(
        f"<p>Alinea {n}: {'kata yang cukup panjang untuk satu baris dan lebih ' * 3}</p>"
        for n in range(1, paragraphs + 1)
    )
    return planted


def _page_of(page: Page) -> str:
    text: str = page.locator(".etika-projector-page").inner_text()
    return text


def test_what_does_not_fit_is_shown_page_by_page_which_turn_by_themselves_until_somebody_turns_one(
    show: Callable[..., Page], scenes: dict[str, Json]
) -> None:
    page = show("projector", "start", (1024, 768))
    page.clock.install()
    take(page, _long(scenes, 12))
    page.clock.run_for(100)
    shot(page, "projector_page_1")
    assert _page_of(page) == "Halaman 1 dari 3"
    assert page.evaluate("getComputedStyle(document.querySelector('.etika-projector-stage')).overflowY") == "hidden"
    page.clock.run_for(15_000)
    assert _page_of(page) == "Halaman 2 dari 3"
    page.keyboard.press("PageDown")
    assert _page_of(page) == "Halaman 3 dari 3"
    page.clock.run_for(60_000)
    assert _page_of(page) == "Halaman 3 dari 3"
    page.keyboard.press("ArrowRight")
    assert _page_of(page) == "Halaman 1 dari 3"
    page.keyboard.press("ArrowLeft")
    assert _page_of(page) == "Halaman 3 dari 3"
    take(page, _long(scenes, 1))
    page.clock.run_for(100)
    assert _page_of(page) == ""
    page.keyboard.press("PageDown")
    assert _page_of(page) == ""


def test_the_control_page_in_the_same_browser_turns_the_pages_of_the_projector(
    show: Callable[..., Page], scenes: dict[str, Json], site: str
) -> None:
    control = show("control", "closing", (1366, 768))
    turner = control.get_by_role("group", name="Halaman di layar proyektor")
    expect(turner).to_be_hidden()
    screen = control.context.new_page()
    screen.set_viewport_size({"width": 1280, "height": 720})
    screen.goto(site)
    screen.wait_for_selector("html[data-ready]", state="attached")
    screen.evaluate("world => etika.start(world)", {"page": "projector", "snapshot": _long(scenes, 9), "links": LINKS})
    expect(turner).to_contain_text("Layar: 1 dari")
    control.get_by_role("button", name="Halaman berikutnya di layar").click()
    expect(screen.locator(".etika-projector-page")).to_contain_text("Halaman 2 dari")
    expect(turner).to_contain_text("Layar: 2 dari")
    control.get_by_role("button", name="Halaman sebelumnya di layar").click()
    expect(turner).to_contain_text("Layar: 1 dari")
    shot(control, "control_pages")
    screen.evaluate("etika.stop()")
    expect(turner).to_be_hidden()
