"""Pictures of a rehearsal: the phone of one participant, the projector and the control page, at every step."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.errors import EtikaError
from etika_widgets.rehearsal.bots import Habit
from etika_widgets.rehearsal.stage import Served

if TYPE_CHECKING:
    from etika_widgets.rehearsal.rehearsal import Cast

SCREENS: Final = {"telepon": (360, 740), "layar": (1280, 720), "kendali": (1280, 800)}
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")


class AlbumError(EtikaError):
    """No pictures can be taken on this machine."""


class Album:
    """Takes the pictures with a browser of this machine; called as ``look`` by a rehearsal.

    Args:
        served: the server.
        folder: where the pictures go.
        browser: path of the browser.
    """

    def __init__(self, served: Served, *, folder: Path, browser: str) -> None:
        self.served, self.folder, self.browser = served, folder, browser
        self._pages: dict[str, Any] = {}
        self._number = 0

    @staticmethod
    def find_browser() -> str:
        """Return a browser that can take pictures.

        Raises:
            AlbumError: playwright or Chromium is missing; says which.
        """
        try:
            import playwright.async_api  # noqa: F401
        except ImportError:
            raise AlbumError("playwright belum terpasang (pip install playwright).") from None
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        if found is None:
            raise AlbumError("Chromium tidak ditemukan di komputer ini.")
        return found

    async def __call__(self, step: dict[str, Any], cast: Cast) -> None:
        """Take one picture of every screen."""
        if not self._pages:
            await self._open(cast)
        self._number += 1
        await asyncio.gather(*(self._shoot(name, step["id"]) for name in self._pages))

    async def _shoot(self, name: str, step: str) -> None:
        page = self._pages[name]
        await page.wait_for_load_state("networkidle")
        await page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        await page.screenshot(path=self.folder / f"{self._number:02d}_{step}_{name}.png")

    async def _open(self, cast: Cast) -> None:
        from playwright.async_api import async_playwright

        playwright = await async_playwright().start()
        browser = await playwright.chromium.launch(executable_path=self.browser, args=["--no-sandbox"])
        code = cast.facilitator.code
        phone = next(bot for bot in cast.there() if bot.habit is Habit.STEADY)
        visits = {
            "telepon": (f"/kelas/{code}", phone.cookies),
            "layar": (f"/layar/{code}", {}),
            "kendali": (f"/kendali/{code}", cast.facilitator.cookies),
        }
        origin = self.served.address.origin
        for name, (path, cookies) in visits.items():
            width, height = SCREENS[name]
            context = await browser.new_context(viewport={"width": width, "height": height}, locale="id-ID")
            await context.add_cookies(
                [{"name": re.sub(r"\s", "", key), "value": value, "url": origin} for key, value in cookies.items()]
            )
            page = await context.new_page()
            await page.goto(f"{origin}{path}")
            self._pages[name] = page
