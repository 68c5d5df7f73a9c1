"""The control page and the projector in a real browser, fed by the real engine with a class of 34."""

from __future__ import annotations

import copy
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
pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SHOTS = Path(os.environ.get("ETIKA_SHOTS", "/tmp/shots"))
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
    lesson.lead("group", {"largest": 6})
    lesson.move("diskusi_kasus", "reading", "open")
    found["case"] = lesson.both()
    lesson.move(poll, "open")
    lesson.answer(poll, _votes(dict(zip(options, (6, 15, 8, 2), strict=False))), round_=2)
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


def _shot(page: Page, name: str, *, full: bool = False) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=full)


def _sent(page: Page) -> list[Json]:
    intents: list[Json] = page.evaluate("etika.sent.map(({activity, kind, payload}) => ({activity, kind, payload}))")
    return intents


def _small_text(page: Page, least: float) -> list[str]:
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


def _overflow(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def _primaries(page: Page) -> list[str]:
    texts: list[str] = page.locator(".etika-primary:visible").all_inner_texts()
    return texts


def _take(page: Page, snapshot: Json) -> None:
    page.evaluate("snapshot => etika.take(snapshot)", snapshot)
    page.wait_for_timeout(120)


def _size_id(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def _button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize("size", CONTROL_SIZES, ids=_size_id)
def test_control_reads_well_through_a_whole_lesson(
    show: Callable[..., Page], scenes: dict[str, Json], size: tuple[int, int]
) -> None:
    page = show("control", "start", size)
    for moment in MOMENTS:
        _take(page, scenes[moment]["control"])
        _shot(page, f"control_{moment}_{size[0]}", full=size[0] < 700)
        assert _small_text(page, 16) == [], moment
        assert _overflow(page) <= 0, moment
        assert len(_primaries(page)) == 1, moment


@pytest.mark.parametrize("size", PROJECTOR_SIZES, ids=_size_id)
def test_projector_reads_from_six_metres(
    show: Callable[..., Page], scenes: dict[str, Json], size: tuple[int, int]
) -> None:
    page = show("projector", "start", size)
    for moment in MOMENTS:
        _take(page, scenes[moment]["projector"])
        _shot(page, f"projector_{moment}_{size[0]}")
        assert _small_text(page, 28) == [], moment
        assert _overflow(page) <= 0, moment
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
    expect(_button(page, "Mode gelap")).to_have_attribute("aria-pressed", "true")
    _shot(page, "projector_dark")
    assert page.evaluate("localStorage.getItem('etika:projector:theme')") == "dark"
    page.evaluate("etika.stop()")
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


def test_projector_without_links_still_says_the_code(show: Callable[..., Page]) -> None:
    page = show("projector", "lobby", (1024, 768), links=None)
    expect(page.locator(".etika-projector-code")).to_have_text("K7PQ4M")
    page.evaluate("etika.connect('closed')")
    expect(page.get_by_text("Terputus, menyambung lagi")).to_be_visible()


def test_the_one_filled_button_is_the_usual_next_move(show: Callable[..., Page], scenes: dict[str, Json]) -> None:
    page = show("control", "soon")
    usual = {
        "soon": "Tampilkan soal",
        "reading": "Buka jawaban",
        "open": "Tutup jawaban",
        "closed": "Mulai diskusi",
        "discussing": "Lanjut: 5A: mnemonik modul ini",
        "revealed": "Lanjut: Jurnal pribadi",
        "closing": "Akhiri kelas",
        "ended": "Buka laporan",
    }
    for moment, label in usual.items():
        _take(page, scenes[moment]["control"])
        assert _primaries(page) == [label]
    assert page.get_by_role("link", name="Unduh data (CSV)").get_attribute("href") == LINKS["csv"]


def test_move_sends_the_revision_seen_and_only_once(show: Callable[..., Page], scenes: dict[str, Json]) -> None:
    page = show("control", "open")
    rev = scenes["open"]["control"]["states"]["langkah_pertama"]["rev"]
    _button(page, "Tutup jawaban").dblclick()
    assert _sent(page) == [{"activity": "langkah_pertama", "kind": "move", "payload": {"to": "closed", "rev": rev}}]
    page.evaluate("snapshot => etika.take(snapshot)", scenes["closed"]["control"])
    _button(page, "Mulai diskusi").click()  # at once: taken for the second half of a double click
    assert len(_sent(page)) == 1
    page.wait_for_timeout(800)
    _button(page, "Buka hasil").click()
    assert _sent(page)[1]["payload"]["to"] == "revealed"


def test_refused_move_is_said_and_the_page_stays_true(show: Callable[..., Page]) -> None:
    page = show("control", "open")
    _button(page, "Tutup jawaban").click()
    page.evaluate("etika.delivery('langkah_pertama', 'refused', 'Fase sudah berubah.')")
    expect(page.get_by_role("alert").filter(has_text="Fase sudah berubah")).to_be_visible()
    expect(page.get_by_text("Terbuka · Suara pertama · hasil tertutup bagi peserta").first).to_be_visible()
    _shot(page, "control_refused")
    _button(page, "Tutup jawaban").click()
    assert len(_sent(page)) == 2
    expect(page.get_by_role("alert").filter(has_text="Fase sudah berubah")).to_have_count(0)


def test_looking_at_another_step_moves_nothing(show: Callable[..., Page]) -> None:
    page = show("control", "open")
    sheet = page.get_by_role("navigation", name="Susunan acara")
    expect(sheet.locator("[aria-current=step]")).to_contain_text("Pukul 14.35 di Loket 2")
    sheet.get_by_role("button", name="Penutup").click()
    expect(page.get_by_role("heading", name="Penutup")).to_be_visible()
    expect(page.get_by_text("Kelas sedang di langkah lain: Pukul 14.35 di Loket 2 (Terbuka)")).to_be_visible()
    expect(page.get_by_text("Tetap di ruang 15 menit")).to_be_visible()
    assert _sent(page) == []
    _shot(page, "control_elsewhere")
    _button(page, "Mulai langkah ini").click()
    assert _sent(page) == [{"activity": None, "kind": "present", "payload": {"step": "penutup"}}]
    sheet.get_by_role("button", name="Pre-test").click()
    _button(page, "Kembali ke langkah sekarang").click()
    expect(page.get_by_role("heading", name="Langkah pertama")).to_be_visible()


def test_people_are_renamed_removed_and_grouped(show: Callable[..., Page], scenes: dict[str, Json]) -> None:
    page = show("control", "open")
    roster = scenes["open"]["control"]["room"]["roster"]
    who = {person["name"]: person["id"] for person in roster}
    page.get_by_role("tab", name="Peserta").click()
    _button(page, "Ubah Rusa Teduh").click()
    name = page.get_by_label("Nama samaran")
    expect(name).to_be_focused()
    name.fill("Rusa Baru")
    _take(page, scenes["closed"]["control"])
    expect(name).to_be_focused()
    expect(name).to_have_value("Rusa Baru")
    name.press("Enter")
    page.evaluate("etika.delivery(null, 'refused', 'Nama itu sudah dipakai.')")
    expect(page.get_by_role("alert").filter(has_text="Nama itu sudah dipakai.")).to_be_visible()
    _shot(page, "control_people")
    _button(page, "Keluarkan").click()
    expect(page.get_by_text("Keluarkan Rusa Teduh?")).to_be_visible()
    expect(_button(page, "Batal")).to_be_focused()
    page.keyboard.press("Escape")
    expect(_button(page, "Keluarkan")).to_be_focused()
    page.keyboard.press("Enter")
    _button(page, "Ya, keluarkan").click()
    size = page.get_by_label("Orang per kelompok, paling banyak")
    expect(size).to_have_value("6")
    _button(page, "Bagi kelompok").click()
    size.fill("40")
    _button(page, "Bagi kelompok").click()
    expect(page.get_by_text("Ukuran kelompok harus 2 sampai 20 orang.")).to_be_visible()
    assert [(intent["kind"], intent["payload"]) for intent in _sent(page)] == [
        ("rename", {"participant": who["Rusa Teduh"], "name": "Rusa Baru"}),
        ("remove", {"participant": who["Rusa Teduh"]}),
        ("group", {"largest": 6}),
    ]


def test_groups_are_dealt_again_only_when_asked_twice(show: Callable[..., Page]) -> None:
    page = show("control", "case")
    page.get_by_role("tab", name="Peserta").click()
    expect(page.get_by_text("(juru tulis)").first).to_be_visible()
    page.get_by_label("Orang per kelompok, paling banyak").fill("5")
    _button(page, "Bagi ulang kelompok").click()
    assert _sent(page) == []
    _button(page, "Ya, acak ulang").click()
    assert _sent(page) == [{"activity": None, "kind": "group", "payload": {"largest": 5}}]


def test_what_people_wrote_is_text(show: Callable[..., Page]) -> None:
    page = show("control", "open")
    expect(page.get_by_text(MARKUP).first).to_be_visible()
    page.get_by_role("tab", name="Peserta").click()
    expect(page.locator(".etika-control-people").get_by_text(MARKUP)).to_be_visible()
    page.get_by_label("Cari nama").fill("melati")
    expect(page.locator(".etika-control-people > li")).to_have_count(1)
    assert page.locator("main img").count() == 0
    assert page.evaluate("etika.alarms") == 0


def test_ending_a_class_asks_first(show: Callable[..., Page]) -> None:
    page = show("control", "open")
    _button(page, "Akhiri kelas").click()
    expect(_button(page, "Batal")).to_be_focused()
    _shot(page, "control_end")
    _button(page, "Batal").click()
    expect(_button(page, "Akhiri kelas")).to_be_focused()
    assert _sent(page) == []
    page.keyboard.press("Enter")
    _button(page, "Ya, akhiri kelas").click()
    assert _sent(page) == [{"activity": None, "kind": "end", "payload": {}}]


def test_door_shows_the_way_in_and_changes_the_address(show: Callable[..., Page]) -> None:
    page = show("control", "start")
    expect(page.get_by_role("tab", name="Cara masuk")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("img", name="Kode QR menuju halaman gabung")).to_be_visible()
    expect(page.get_by_text("192.168.100.24:8888/gabung/K7PQ4M")).to_be_visible()
    expect(page.get_by_text("Hotspot Windows menampung 8 perangkat")).to_be_visible()
    page.get_by_text("10.0.0.5:8888").click()
    assert page.evaluate("etika.chosen") == ["http://10.0.0.5:8888"]
    assert page.get_by_role("link", name="Buka layar proyektor").get_attribute("href") == LINKS["projector"]
    page.get_by_role("tab", name="Cara masuk").press("ArrowRight")
    expect(page.get_by_role("tab", name="Panduan")).to_be_focused()
    expect(page.get_by_text("Selamat pagi, Bapak dan Ibu.")).to_be_visible()


def test_guide_says_what_the_law_note_is_worth(show: Callable[..., Page]) -> None:
    page = show("control", "case")
    expect(page.get_by_text("periksa sebelum mengajar").first).to_be_visible()
    expect(page.get_by_text("perlu diperiksa (keyakinan sedang), menurut sumber").first).to_be_visible()
    expect(page.get_by_text("Bila kelas diam")).to_be_visible()


def test_scroll_and_focus_survive_answers_coming_in(show: Callable[..., Page], scenes: dict[str, Json]) -> None:
    page = show("control", "open", (1366, 500))
    page.mouse.wheel(0, 250)
    page.wait_for_timeout(200)
    switch = page.get_by_role("button", name="Tampilkan di layar").first
    switch.focus()
    before = page.evaluate("scrollY")
    more = copy.deepcopy(scenes["open"]["control"])
    more["states"]["langkah_pertama"]["answered"] = 28
    more["room"]["people"]["online"] = 30
    _take(page, more)
    expect(page.get_by_text("28 dari 31").first).to_be_visible()
    expect(switch).to_be_focused()
    assert page.evaluate("scrollY") == before > 0


def test_connection_and_phase_are_said(show: Callable[..., Page], scenes: dict[str, Json]) -> None:
    page = show("control", "open")
    said = page.locator(".etika-hidden[role=status]")
    _take(page, scenes["closed"]["control"])
    expect(said).to_have_text("Langkah pertama: Tertutup · Suara pertama · hasil belum dibuka")
    expect(page.get_by_text("Tersambung", exact=True)).to_be_visible()
    page.evaluate("etika.connect('closed')")
    expect(page.get_by_text("Terputus, menyambung lagi")).to_be_visible()


@pytest.mark.parametrize(
    ("page_name", "moment"), [("control", "open"), ("control", "start"), ("projector", "lobby"), ("projector", "open")]
)
def test_accessible_by_axe(show: Callable[..., Page], page_name: str, moment: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = show(page_name, moment, (1280, 720))
    found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
    if page_name == "projector":
        page.keyboard.press("d")
        dark = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
        assert dark.violations_count == 0, dark.generate_report()
