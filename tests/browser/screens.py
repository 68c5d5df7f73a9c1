"""Phones, projectors and control pages, each with a record of all that came and went."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, WebSocket, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

SECONDS = 30
AGAIN_MS = 1500  # buttons of the control page ignore a click right after they changed
PHASES = {
    "Tampilkan soal": "Baca dulu",
    "Buka jawaban": "Terbuka",
    "Tutup jawaban": "Tertutup",
    "Mulai diskusi": "Diskusi",
    "Buka hasil": "Hasil dibuka",
    "Buka putaran 2": "Terbuka",
}


def _with_place(said: ConsoleMessage) -> str:
    """What the browser complains of, and the address it is about: "Failed to load resource" alone says little."""
    return f"{said.text} <{said.location['url']}>"


class Screen:
    """One browser of its own: cookies, storage, and everything it sent, received and complained about."""

    size = (1280, 720)

    def __init__(self, browser: Browser, base: str, code: str) -> None:
        self.base = base
        self.code = code
        self.troubles: list[str] = []
        self.requests: list[Request] = []
        self.sent: list[str] = []
        self.heard: list[str] = []
        self.context = browser.new_context(
            viewport={"width": self.size[0], "height": self.size[1]},
            locale="id-ID",
            reduced_motion="reduce",
            has_touch=self.size[0] < 500,
        )
        self.context.set_default_timeout(SECONDS * 1000)
        self.context.on("request", lambda request: self.requests.append(request))
        self.context.on("console", lambda said: said.type == "error" and self.troubles.append(_with_place(said)))
        self.context.on("weberror", lambda error: self.troubles.append(str(error.error)))
        self.context.on("page", lambda page: page.on("websocket", self._listen))
        self.page: Page = self.context.new_page()

    def _listen(self, line: WebSocket) -> None:
        line.on("framesent", lambda text: self.sent.append(str(text)))
        line.on("framereceived", lambda text: self.heard.append(str(text)))

    def hosts(self) -> set[str]:
        """Hosts that this browser has tried to reach."""
        urls = [request.url for request in self.requests]
        return {urlsplit(url).hostname or "" for url in urls if not url.startswith(("data:", "blob:", "about:"))}

    def everything(self) -> str:
        """Every frame received so far, the page as it came and as it stands, and what is kept in this browser."""
        came = self.context.request.get(self.page.url).text()
        kept = self.page.evaluate("JSON.stringify(localStorage)")
        return "\n".join([*self.heard, came, self.page.content(), kept])

    def said_out(self) -> str:
        """Every frame, address and body that left this browser."""
        posted = [f"{request.url} {request.post_data or ''}" for request in self.requests]
        return "\n".join([*self.sent, *posted])

    def see(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def see_not(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).filter(visible=True)).to_have_count(0)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name, exact=isinstance(name, str)).filter(visible=True)


class Phone(Screen):
    """A participant's phone."""

    size = (360, 740)

    def join(self, name: str | None = None) -> str:
        """Go through the door; return the pseudonym."""
        self.page.goto(f"{self.base}/gabung/{self.code}")
        field = self.page.get_by_label("Nama samaran Anda di kelas ini")
        if name:
            field.fill(name)
        chosen = field.input_value()
        self.button("Gabung ke kelas").click()
        self.connected()
        return chosen

    def connected(self) -> None:
        expect(self.page.locator("#sambungan")).to_have_text("Tersambung")

    def send(self, label: str = "Kirim jawaban") -> None:
        self.button(label).click()

    def stored(self) -> None:
        said = re.compile("^Tersimpan")  # not "Terkirim, menunggu tersimpan"
        expect(self.page.get_by_role("status").filter(has_text=said, visible=True).first).to_be_visible()

    def choose(self, option: str) -> None:
        self.page.get_by_role("radio", name=option).filter(visible=True).check()

    def answer_quiz(self, picks: str) -> None:
        """Choose the n-th option of each item, a to d."""
        for number, letter in enumerate(picks, 1):
            group = self.page.get_by_role("group", name=f"Soal {number}").filter(visible=True)
            group.get_by_role("radio").nth("abcd".index(letter)).check()
        self.send()
        self.stored()


class Projector(Screen):
    """The screen for all eyes."""

    def open(self) -> None:
        self.page.goto(f"{self.base}/layar/{self.code}")


class Control(Screen):
    """The facilitator's laptop."""

    size = (1366, 768)

    def enter(self, token: str) -> None:
        self.page.goto(f"{self.base}/kendali/{self.code}#{token}")
        self.see("Tersambung")

    def press(self, name: str, then: Callable[[], Locator]) -> None:
        """Press a button until what follows is seen: right after a change the page ignores presses."""
        for _ in range(SECONDS * 1000 // AGAIN_MS):
            # On a slow machine the first press may take effect only now, and the button be gone.
            with suppress(PlaywrightTimeout):
                self.button(name).first.click(timeout=AGAIN_MS)
            try:
                expect(then()).to_be_visible(timeout=AGAIN_MS)
            except AssertionError:
                continue
            return
        expect(then()).to_be_visible()

    def move(self, name: str) -> None:
        """Press a phase button and wait for the phase."""
        self.press(name, lambda: self.stage.get_by_text(re.compile(rf"^{PHASES[name]} ·")).first)

    def go_on(self, title: str, label: str = "") -> None:
        """Take the class to the next step."""
        current = (
            self.page.get_by_role("navigation")
            .get_by_role("button", name=title)
            .and_(self.page.locator("[aria-current=step]"))
        )
        self.press(label or f"Lanjut: {title}", lambda: current)

    def look(self, title: str) -> None:
        """Look at a step without moving the class."""
        self.page.get_by_role("navigation").get_by_role("button", name=title).first.click()

    @property
    def stage(self) -> Locator:
        return self.page.get_by_role("region", name="Langkah yang dilihat")

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def counts(self, answered: int, expected: int, seconds: float = SECONDS) -> None:
        expect(self.stage.get_by_text(f"{answered} dari {expected}", exact=True)).to_be_visible(timeout=seconds * 1000)
