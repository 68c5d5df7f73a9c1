"""What the tests of the control page and the projector share: a class of 34 from the real engine, one Chromium."""

from __future__ import annotations

import functools
import http.server
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.content import load_pack
from etika_widgets.hosts.server.addresses import qr_svg
from etika_widgets.room import Desk, Intent, Role, Room, Viewer, open_class
from etika_widgets.room.showing import activity_state, room_state
from etika_widgets.storage import open_store

if TYPE_CHECKING:
    from playwright.sync_api import Page

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect
Json = dict[str, Any]

ROOT = Path(__file__).parents[2]
SHOTS = os.environ.get("ETIKA_SHOTS")
"""Folder for screenshots to look at; none are taken without it."""
MARKUP = "<img src=x onerror='etika.alarms++'>"
NAMES = ["Melati Pagi", "Rusa Teduh", "Kenari Biru", MARKUP, "Sawo Matang", "Angin Utara", "Batu Kali", "Camar Laut"]
REASONS = ["Kalau satu dibolehkan, semua minta.", "Aturan bisa dijalankan tanpa mengabaikan orangnya.", MARKUP]
LINKS = {
    "join": "http://192.168.100.24:8888/gabung/K7PQ4M",
    "projector": "/layar/K7PQ4M",
    "chosen": "http://192.168.100.24:8888",
    "qr_svg": qr_svg("http://192.168.100.24:8888/gabung/K7PQ4M"),
    "report": "/laporan/K7PQ4M",
    "csv": "/laporan/K7PQ4M/data.csv",
    "codebook": "/laporan/K7PQ4M/kodebuku.csv",
    "tables": {name: f"/laporan/K7PQ4M/{name}.csv" for name in ("progres", "partisipasi", "nilai")},
    "addresses": [
        {"url": "http://192.168.100.24:8888", "label": "192.168.100.24:8888"},
        {"url": "http://10.0.0.5:8888", "label": "10.0.0.5:8888"},
    ],
}
CONTROL_SIZES = [(1366, 768), (360, 740), (1024, 768), (1920, 1080)]
PROJECTOR_SIZES = [(1280, 720), (1024, 768), (1920, 1080)]
MOMENTS = ["start", "lobby", "soon", "reading", "open", "closed", "case", "revealed", "quiz", "closing", "ended"]


class Lesson:
    """A class from the pack, played through the real desk."""

    def __init__(self, folder: Path) -> None:
        pack = load_pack(ROOT / "datasets" / "keluhan_di_loket.yaml", activity_types())
        self.types = activity_types()
        self.store = open_store(f"sqlite:///{folder / 'kelas.sqlite3'}")
        self.code = open_class(self.store, pack, code="K7PQ4M").code
        self.desk = Desk(self.store, self.types)
        self.people: list[str] = []

    def send(
        self, viewer: Viewer, kind: str, payload: Json, activity: str | None = None, round_: int | None = None
    ) -> Any:
        intent = Intent(id=secrets.token_hex(16), seq=1, activity=activity, round=round_, kind=kind, payload=payload)
        outcomes, _ = self.desk.submit(self.code, [(viewer, intent)], online=self.people)
        assert outcomes[0].ok, outcomes[0].error
        return outcomes[0].data

    def lead(self, kind: str, payload: Json, activity: str | None = None) -> None:
        self.send(Viewer(Role.FACILITATOR), kind, payload, activity)

    def move(self, activity: str, *phases: str) -> None:
        for phase in phases:
            rev = self.room().activities[activity].row.rev
            self.lead("move", {"to": phase, "rev": rev}, activity)

    def join(self, count: int) -> None:
        for number in range(count):
            name = NAMES[number] if number < len(NAMES) else f"Peserta Uji {number}"
            self.people.append(self.send(Viewer(Role.DOOR), "join", {"name": name})["participant"])

    def answer(self, activity: str, payloads: list[Json], kind: str = "answer", round_: int = 1) -> None:
        for who, payload in zip(self.people, payloads, strict=False):
            self.send(Viewer(Role.PARTICIPANT, who), kind, payload, activity, round_)

    def room(self) -> Room:
        room = Room(self.code, self.types)
        with self.store.transaction(self.code) as transaction:
            room.apply(transaction.changes(0))
        room.online = frozenset(self.people[:-3])
        return room

    def snapshot(self, role: Role) -> Json:
        room, viewer = self.room(), Viewer(role)
        states = {name: activity_state(room, name, viewer) for name in room.activities}
        return {"room": room_state(room, viewer), "states": states}

    def both(self) -> Json:
        return {"control": self.snapshot(Role.FACILITATOR), "projector": self.snapshot(Role.PROJECTOR)}


def _votes(counts: dict[str, int]) -> list[Json]:
    chosen = [option for option, count in counts.items() for _ in range(count)]
    return [{"choices": [option], "reason": REASONS[n % 3] if n % 4 == 0 else ""} for n, option in enumerate(chosen)]


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Json]:
    """Snapshots for both pages at the moments of a lesson."""
    lesson = Lesson(tmp_path_factory.mktemp("kelas"))
    found = {"start": lesson.both()}
    lesson.join(34)
    found["lobby"] = lesson.both()
    poll = "langkah_pertama"
    options = [option["id"] for option in lesson.snapshot(Role.FACILITATOR)["states"][poll]["content"]["options"]]
    lesson.lead("present", {"step": "pemicu"})
    found["soon"] = lesson.both()
    lesson.move(poll, "reading")
    found["reading"] = lesson.both()
    lesson.move(poll, "open")
    lesson.answer(poll, _votes(dict(zip(options, (12, 7, 4, 2), strict=False))))
    found["open"] = lesson.both()
    lesson.move(poll, "closed")
    found["closed"] = lesson.both()
    lesson.move(poll, "discussing")
    found["discussing"] = lesson.both()
    lesson.lead("units", {"names": ["Loket", "Arsip"]})
    lesson.lead("group", {"largest": 6})
    lesson.move("diskusi_kasus", "reading", "open")
    found["case"] = lesson.both()
    lesson.move(poll, "open")
    lesson.answer(poll, _votes(dict(zip(options, (6, 15, 8, 2), strict=False))), round_=2)
    lesson.lead("tally", {"round": 2, "counts": dict(zip(options, (2, 1, 0, 0, 1), strict=True))}, poll)
    lesson.move(poll, "closed", "revealed")
    found["revealed"] = lesson.both()
    lesson.move("pretest", "reading", "open", "closed", "revealed")
    found["quiz"] = lesson.both()
    lesson.lead("present", {"step": "penutup"})
    found["closing"] = lesson.both()
    lesson.lead("end", {})
    found["ended"] = lesson.both()
    return found


class _Handler(http.server.SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        if path == "/":
            return str(Path(__file__).with_name("page_harness.html"))
        return super().translate_path(path)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The front-end files over http."""
    handler = functools.partial(_Handler, directory=str(ROOT / "etika_widgets"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")  # two running Playwrights in one process are refused
def browser() -> Iterator[Any]:
    """Chromium, once for all tests here."""
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Any, site: str, scenes: dict[str, Json]) -> Iterator[Callable[..., Page]]:
    """Opens a page at a moment of the lesson; complains at the end about errors on it."""
    contexts: list[Any] = []
    errors: list[str] = []

    def open_page(
        page: str, scene: str | Json, size: tuple[int, int] = (1366, 768), links: Json | None = LINKS
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", locale="id-ID"
        )
        contexts.append(context)
        tab: Page = context.new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(site)
        tab.wait_for_selector("html[data-ready]", state="attached")
        snapshot = scenes[scene][page] if isinstance(scene, str) else scene
        tab.evaluate("world => etika.start(world)", {"page": page, "snapshot": snapshot, "links": links})
        tab.wait_for_timeout(150)
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


def shot(page: Page, name: str, *, full: bool = False) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=full)


def sent(page: Page) -> list[Json]:
    intents: list[Json] = page.evaluate("etika.sent.map(({activity, kind, payload}) => ({activity, kind, payload}))")
    return intents


def small_text(page: Page, least: float) -> list[str]:
    """Return visible texts set in less than ``least`` px."""
    small: list[str] = page.evaluate(
        """least => {
          const found = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const el = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
            if (!text || el.closest(".etika-hidden") || !el.getClientRects().length) continue;
            const size = parseFloat(getComputedStyle(el).fontSize);
            if (size < least - 0.01) found.push(`${size}px ${text}`);
          }
          return found;
        }""",
        least,
    )
    return small


def overflow(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def primaries(page: Page) -> list[str]:
    texts: list[str] = page.locator(".etika-primary:visible").all_inner_texts()
    return texts


def take(page: Page, snapshot: Json) -> None:
    page.evaluate("snapshot => etika.take(snapshot)", snapshot)
    page.wait_for_timeout(120)


def size_id(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)
