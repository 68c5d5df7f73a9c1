"""Every kind of activity on the three screens of a class, while made-up people play the gallery."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.content.library import default_library
from etika_widgets.rehearsal.pictures import SCREENS, Album
from etika_widgets.rehearsal.rehearsal import Cast, play
from etika_widgets.rehearsal.stage import Served, etika_server

pytestmark = [pytest.mark.server, pytest.mark.browser]

api = pytest.importorskip("playwright.async_api", reason="playwright is not installed: no screen is looked at")
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PACK = default_library().pack("galeri")

SLIPS = ("undefined", "[object", "NaN")
"""What a page says when something was not thought of."""

LOOK = """() => {
  const shown = (node) => node.getClientRects().length > 0 && getComputedStyle(node).visibility !== "hidden";
  const texts = [...document.querySelectorAll("body *")].filter((node) => shown(node)
    && [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()));
  const small = texts.filter((node) => parseFloat(getComputedStyle(node).fontSize) < SMALLEST
    && !node.closest("[aria-hidden=true], .etika-hidden, sup, sub"));
  return {
    text: document.body.innerText,
    wide: document.documentElement.scrollWidth - innerWidth,
    small: [...new Set(small.map((node) => `${node.className}: ${node.textContent.trim().slice(0, 40)}`))],
    main: document.querySelector("main").innerText.trim(),
  };
}"""


class Inspector(Album):
    """Looks at the screens instead of taking pictures, and keeps what is wrong with them."""

    def __init__(self, served: Served, folder: Path) -> None:
        super().__init__(served, folder=folder, browser=CHROMIUM)
        self.wrong: list[str] = []
        self.seen: set[str] = set()
        self._listening = False

    async def __call__(self, step: dict[str, Any], cast: Cast) -> None:
        await super().__call__(step, cast)
        if not self._listening:
            self._listening = True
            for name, page in self._pages.items():
                page.on("pageerror", lambda error, name=name: self.wrong.append(f"{name}: {error}"))
                page.on("request", lambda request, name=name: self._asked(name, request.url))
        activity = step["activity"]
        phase = cast.facilitator.states[activity]["phase"] if activity else ""
        names = [person["name"] for person in cast.facilitator.room["roster"]]
        for name, page in self._pages.items():
            found = await page.evaluate(LOOK.replace("SMALLEST", "16"))
            where = f"{activity or step['id']} ({phase}) on {name}"
            if found["wide"] > 0:
                self.wrong.append(f"{where}: {found['wide']} px too wide")
            self.wrong += [f"{where}: small text: {text}" for text in found["small"]]
            self.wrong += [f"{where}: shows {word}" for word in SLIPS if word in found["text"]]
            if not found["main"]:
                self.wrong.append(f"{where}: shows nothing")
            if name == "layar":
                self.wrong += [f"{where}: names {who}" for who in names if who in found["text"]]
        if activity:
            self.seen.add(PACK.activity(activity).type)

    def _asked(self, name: str, url: str) -> None:
        if urlsplit(url).hostname not in ("127.0.0.1", None):
            self.wrong.append(f"{name} asked another host: {url}")


@pytest.mark.timeout(600)
def test_every_kind_of_activity_is_sound_on_phone_projector_and_control_page(tmp_path):
    assert set(SCREENS) == {"telepon", "layar", "kendali"}
    with etika_server(tmp_path, None, None) as served:
        inspector = Inspector(served, tmp_path)
        outcome = play(PACK, served, people=9, seed=3, look=inspector)
    assert sorted(set(inspector.wrong)) == []
    assert outcome.broken == ()
    assert inspector.seen == activity_types().keys()
