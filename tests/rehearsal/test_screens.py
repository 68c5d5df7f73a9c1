"""Every kind of activity on the three screens of a class, while made-up people play the gallery."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
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


TWO_FRAMES = (
    "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))"
)
PROJECTORS = ((1280, 720), (1024, 768))
MOST_PAGES = 9
"""Three sheets of six sections are the longest thing in the gallery."""
SHOWN_AT_MOST = 3
SLOTS = {"reflection": "shared", "case_discussion": "position"}
"""Slot of a text that the facilitator puts on the screen, where it is not "answer" and its row does not name it."""

READ = """() => {
  const stage = document.querySelector(".etika-projector-stage"), content = stage.firstElementChild;
  const box = stage.getBoundingClientRect(), whole = content.getBoundingClientRect();
  const [top = 0, , bottom = top] = (getComputedStyle(content).clipPath.match(/-?[\\d.]+(?=px)/g) || []).map(Number);
  const clipped = getComputedStyle(content).clipPath !== "none";
  const from = Math.max(box.top, clipped ? whole.top + top : -Infinity);
  const to = Math.min(box.bottom, clipped ? whole.bottom - bottom : Infinity);
  const lines = { all: [], seen: [], cut: [], small: [] };
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let number = 0; walker.nextNode(); number++) {
    const { parentElement: parent, textContent: text } = walker.currentNode;
    if (!text.trim() || parent.closest(".etika-hidden, svg")) continue;
    range.selectNodeContents(walker.currentNode);
    [...range.getClientRects()].forEach((line, i) => {
      const name = `${number}.${i} ${text.trim().slice(0, 40)}`;
      lines.all.push(name);
      if (line.top >= from - 2 && line.bottom <= to + 2) lines.seen.push(name);
      else if (line.bottom > from + 2 && line.top < to - 2) lines.cut.push(name);
    });
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (range.getClientRects().length && size < 27.99) lines.small.push(text.trim());
  }
  const pages = Number((document.querySelector(".etika-projector-page").textContent.match(/\\d+$/) || [1])[0]);
  const hides = getComputedStyle(stage).overflowY === "hidden";
  return { ...lines, pages, scrolls: !hides && stage.scrollHeight > stage.clientHeight + 1 };
}"""
"""What is on the projector now: lines of text, those that are seen whole, those that are cut."""


def texts_of(node: Any) -> Iterator[dict[str, Any]]:
    """Yield the rows of facilitator's results that can be put on the screen and are not."""
    if isinstance(node, dict):
        if "participant" in node and node.get("shown") is False:
            yield node
        for value in node.values():
            yield from texts_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts_of(value)


class Inspector(Album):
    """Looks at the screens instead of taking pictures, and keeps what is wrong with them."""

    def __init__(self, served: Served, folder: Path) -> None:
        super().__init__(served, folder=folder, browser=CHROMIUM)
        self.wrong: list[str] = []
        self.seen: set[str] = set()
        self.heard = 0
        """Newest revision that the projector was sent."""
        self._news = asyncio.Event()
        self.pages: dict[tuple[str, int], int] = {}
        self._listening = False

    async def __call__(self, step: dict[str, Any], cast: Cast) -> None:
        if not self._listening:
            self._listening = True
            await self._open(cast)
            screen = self._pages["layar"]
            screen.on("websocket", lambda line: line.on("framereceived", self._hear))
            await screen.reload()
            for name, page in self._pages.items():
                page.on("pageerror", lambda error, name=name: self.wrong.append(f"{name}: {error}"))
                page.on("request", lambda request, name=name: self._asked(name, request.url))
        activity = step["activity"]
        if activity:
            await self._put_texts_on_screen(activity, cast)
        await super().__call__(step, cast)
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
        await self._read_projector(f"{activity or step['id']} ({phase})")
        if activity:
            self.seen.add(PACK.activity(activity).type)

    async def _put_texts_on_screen(self, name: str, cast: Cast) -> None:
        lead = cast.facilitator
        state = lead.states[name]
        if state["phase"] != "revealed":
            return
        sent = ""
        for row in list(texts_of(state["results"]))[:SHOWN_AT_MOST]:
            slot = row.get("slot") or SLOTS.get(state["type"], "answer")
            if state["type"] == "simulation":
                slot = f"decide:{row['event']}"
            elif state["type"] == "role_play":
                slot = f"note:{row['play']}"
            elif state["type"] == "case_discussion" and "fields" in row:
                slot = "synthesis"
            wanted = {"participant": row["participant"], "slot": slot, "round": row.get("round", state["round"])}
            sent = lead.add("feature", {**wanted, "shown": True}, name, None)
            await lead.until(lambda sent=sent: sent in lead.acked)  # type: ignore[misc] # a lambda's default
            if not lead.acked[sent][1]:
                self.wrong.append(f"{name}: {wanted} cannot be shown")

        while self.heard < lead.stored_at and sent:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 30)

    def _hear(self, text: str | bytes) -> None:
        self.heard = max(self.heard, json.loads(text).get("rev", 0))
        self._news.set()

    async def _read_projector(self, where: str) -> None:
        """Turn all pages of the projector: everything is seen, whole, without scrolling, large enough."""
        page = self._pages["layar"]
        for width, height in PROJECTORS:
            await page.set_viewport_size({"width": width, "height": height})
            await page.evaluate(TWO_FRAMES)
            found = await page.evaluate(READ)
            seen = set(found["seen"])
            for _ in range(found["pages"] - 1):
                await page.keyboard.press("PageDown")
                found = await page.evaluate(READ)
                seen |= set(found["seen"])
                self.wrong += [f"{where} at {width}: cut: {line}" for line in found["cut"]]
            self.wrong += [f"{where} at {width}: never seen: {line}" for line in found["all"] if line not in seen]
            self.wrong += [f"{where} at {width}: too small: {text}" for text in found["small"]]
            if found["scrolls"]:
                self.wrong.append(f"{where} at {width}: has to be scrolled")
            self.pages[where, width] = found["pages"]

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
    assert {where: pages for where, pages in inspector.pages.items() if pages > MOST_PAGES} == {}
    assert outcome.broken == ()
    assert inspector.seen == activity_types().keys()
