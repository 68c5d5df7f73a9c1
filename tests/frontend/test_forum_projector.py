"""Threads of a wall on the projector: large enough, page by page, no card or reply cut through."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .pages import (  # fixtures are used by name
    ROOT,
    Json,
    browser,  # noqa: F401
    overflow,
    scenes,  # noqa: F401
    shot,
    show,  # noqa: F401
    site,  # noqa: F401
    small_text,
    take,
)
from .words_states import Scene

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
CARDS = 9
WHOLE = """() => {
  const page = document.querySelector(".etika-projector-stage").getBoundingClientRect();
  const content = document.querySelector(".etika-projector-content"), all = content.getBoundingClientRect();
  const clip = getComputedStyle(content).clipPath.match(/-?[0-9.]+px/g) || ["0", "0", "0"];
  const [top, , bottom] = clip.map(parseFloat);
  const seen = [Math.max(page.top, all.top + top), Math.min(page.bottom, all.bottom - bottom)];
  return [...document.querySelectorAll(".etika-said")].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.top >= seen[0] - 1 && box.bottom <= seen[1] + 1;
  }).map((text) => text.textContent);
}"""
"""The texts that are seen from their first to their last line."""


@pytest.fixture(scope="module")
def threads():
    """Nine cards with two replies each, the newest with five."""
    scene = Scene({"type": "wall", "prompt": "Satu kejadian di loket minggu ini", "per_person": 3, "replies": 10})
    texts = [f"Kejadian {n}: warga datang kedua kali karena satu lembar kurang." for n in range(CARDS)]
    for n, text in enumerate(texts):
        scene.sends(n % 6, "add", {"text": text})
    scene.shows()
    for n, text in enumerate(texts):
        for number in range(2 if n < CARDS - 1 else 5):
            said = f"Balasan {n}.{number}: kami menelepon kantor sebelah lebih dulu."
            scene.sends((n + number) % 6, "reply", {"to": scene.id_of(text), "text": said})
    scene.shows()
    yield scene
    scene.klass.close()


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)], ids=["1280x720", "1024x768"])
def test_threads_are_read_from_six_metres_page_by_page(
    show: Callable[..., Page], scenes: dict[str, Json], threads: Scene, size: tuple[int, int]
) -> None:
    world = copy.deepcopy(scenes["open"]["projector"])
    world["room"]["present"]["activity"] = "a"
    page = show("projector", "start", size)
    page.add_style_tag(path=ROOT / "etika_widgets/activities/wall/view.css")  # the page of the server links it
    take(page, {"room": world["room"], "states": {"a": threads.projector}})
    page.locator(".etika-replies").first.wait_for()
    assert page.get_by_text("2 balasan sebelumnya").count() == 1
    assert (small_text(page, 28), overflow(page)) == ([], 0)
    pages = int(page.locator(".etika-projector-page").inner_text().split()[-1])
    read: list[str] = []
    for number in range(pages):
        shot(page, f"forum_projector_{size[0]}_{number}")
        read += page.evaluate(WHOLE)
        page.keyboard.press("PageDown")
    shown = [
        text
        for card in threads.projector["board"]["cards"]
        for text in (card["text"], *(one["text"] for one in card["replies"][-3:]))
    ]
    assert sorted(read) == sorted(shown)
