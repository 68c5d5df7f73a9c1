"""Pages with a kernel of their own: who gets one, how many, and that none is left behind."""

from __future__ import annotations

import html
import os
import re
import signal
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect, sync_playwright

from etika_widgets.content.library import default_library
from etika_widgets.hosts.kernels.capacity import capacity
from etika_widgets.hosts.kernels.forks import why_not_here
from etika_widgets.hosts.kernels.places import PATIENCE_SECONDS, Place, Places
from etika_widgets.room import open_class
from etika_widgets.storage import open_store

from .serving import Answer, Browser, Server, measured, running, until
from .workbooks import WORKBOOKS, write_content, write_workbook

pytestmark = [pytest.mark.server, pytest.mark.timeout(150)]

PLACES = 3
KERNEL = re.compile(r'"kernelId":\s*"([0-9a-f-]{36})"')
TELLING = (
    "import json, os, ipywidgets\nprint(json.dumps(dict(os.environ)))\nipywidgets.IntSlider(description='Berapa?')"
)
SLIDER = "import ipywidgets\nipywidgets.IntSlider(description='Berapa?')"
FORCED = {
    "paksa_kernel": (["# Tanpa widget"], "kernel"),
    "paksa_ringan": (["# Dengan widget", SLIDER], "light"),
    "paksa_ringan_saja": (["# Tanpa widget"], "light"),
    "paksa_salah": (["# Tanpa widget"], "berat"),
}
"""Workbooks whose metadata says which kind of page they are."""
RELOADS = 100
ROOM_TO_BREATHE = 12
"""Files and MB by which a server may differ from itself."""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(WORKBOOKS, "geser", ["# Halaman dengan penggeser", TELLING])
        for slug in FORCED:
            patch.setitem(WORKBOOKS, slug, [])
        made = write_content(tmp_path_factory.mktemp("isi"))
    for slug, (cells, asked) in FORCED.items():
        write_workbook(made, slug, *cells, etika={"page": asked})
    return made


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, content: Path) -> Iterator[Server]:
    """A server with few places."""
    options = ("--content", str(content), "--kernel-pages", str(PLACES))
    with running(tmp_path_factory.mktemp("server"), *options) as started:
        yield started


@pytest.fixture
def code(server: Server, content: Path) -> Iterator[str]:
    """A class with a workbook that needs kernels; when the test is over, none is left."""
    store = open_store(server.url)
    klass = open_class(store, default_library([content]).pack("geser"))
    store.close()
    yield klass.code
    visitor = Browser(server.base)
    visitor.get("/")
    for kernel in list(_seen):
        leave(visitor, kernel)
    until(lambda: not kernels(server))


def children(process: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def command_line(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


def zygote(server: Server) -> int | None:
    found = [child for child in children(server.process.pid) if "kernels.zygote" in command_line(child)]
    return found[0] if found else None


def kernels(server: Server) -> list[int]:
    """Return the processes of all kernels, forked or started."""
    started = [child for child in children(server.process.pid) if "ipykernel_launcher" in command_line(child)]
    mother = zygote(server)
    return started + (children(mother) if mother else [])


_seen: dict[str, None] = {}
"""Ids of the kernels whose pages tests have opened and not left."""


def show(browser: Browser, code: str) -> Answer:
    answer = browser.get(f"/voila/render/geser.ipynb?kelas={code}")
    if found := KERNEL.search(answer.text):
        _seen[found[1]] = None
    return answer


def kernel_of(answer: Answer) -> str:
    found = KERNEL.search(answer.text)
    assert answer.status == 200, answer.text
    assert found
    return found[1]


def leave(browser: Browser, kernel: str) -> None:
    """Do what a page does when it is left."""
    assert browser.post(f"/voila/api/shutdown/{kernel}").status == 204
    _seen.pop(kernel, None)


def test_only_people_of_the_class_start_kernels(server, code):
    stranger = Browser(server.base)
    for path in ("/voila/render/geser.ipynb", f"/voila/render/geser.ipynb?kelas={code}"):
        answer = stranger.ask("GET", path, None, {}, follow=False)
        assert answer.status == 302
        assert answer.headers["Location"] in ("/", f"/gabung/{code}")
    assert stranger.ask("HEAD", f"/voila/render/geser.ipynb?kelas={code}", None, {}).status == 405
    assert stranger.get("/voila/render/geser.ipynb?kelas=TIDAKADA").status == 404
    assert not kernels(server)
    assert kernel_of(show(server.facilitator(), code))


def test_a_kernel_knows_the_class_and_nobody_in_it(server, code):
    phone = server.join(code, "Badak Sumatra")
    page = show(phone, code)
    kernel_of(page)
    environment = next(line for line in html.unescape(page.text).splitlines() if '"ETIKA_KELAS"' in line)
    assert f'"ETIKA_KELAS": "{code}"' in environment
    member = phone.cookie(f"etika_{code}")
    assert member
    for secret in ("Badak", member, phone.cookie("_xsrf"), "HTTP_COOKIE", "REMOTE_ADDR"):
        assert secret not in environment
    assert page.headers["Cache-Control"] == "no-store"


def test_a_hundred_reloads_leave_nothing_behind(server, code):
    phone = server.join(code)
    for _ in range(6):  # pages that never said goodbye, as on phones that lost their network
        show(phone, code)
    until(lambda: len(kernels(server)) <= 2)
    before = holdings(server)
    for _ in range(RELOADS):
        leave(phone, kernel_of(show(phone, code)))
    until(lambda: len(kernels(server)) <= 2)
    until(lambda: holdings(server)["files"] <= before["files"] + ROOM_TO_BREATHE)
    after = holdings(server)
    measured(f"{RELOADS} reloads: {before} -> {after}")
    assert after["threads"] <= before["threads"] + 2  # a pool that was not full yet
    assert after["zygote files"] == before["zygote files"]
    assert after["memory MB"] <= before["memory MB"] + ROOM_TO_BREATHE
    for kernel in list(_seen):
        leave(phone, kernel)
        leave(phone, kernel)  # twice is once
    until(lambda: not kernels(server))


def holdings(server: Server) -> dict[str, int]:
    """Return what a server holds; the zygote's files tell whether it forgets kernels that have ended."""
    pid, mother = server.process.pid, zygote(server)
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    status = dict(line.split(":", 1) for line in lines)
    return {
        "files": count(f"/proc/{pid}/fd"),
        "threads": int(status["Threads"]),
        "memory MB": int(status["VmRSS"].split()[0]) // 1024,
        "zygote files": count(f"/proc/{mother}/fd") - len(kernels(server)) if mother else 0,
    }


def count(folder: str) -> int:
    return len(list(Path(folder).iterdir()))


@pytest.mark.skipif(why_not_here() is not None, reason="kernels cannot be forked here")
def test_kernels_are_ready_to_be_forked_before_anybody_comes(tmp_path, content):
    with running(tmp_path, "--content", str(content)) as fresh:
        until(lambda: zygote(fresh))
        assert "GET" not in fresh.log.read_text()


def class_page(server: Server, content: Path, slug: str) -> Answer:
    """Open a class from a workbook, join it, and return where its page leads."""
    store = open_store(server.url)
    klass = open_class(store, default_library([content]).pack(slug))
    store.close()
    return server.join(klass.code).ask("GET", f"/kelas/{klass.code}", None, {}, follow=False)


def test_a_notebook_can_ask_for_a_kernel_that_no_widget_needs(server, content):
    answer = class_page(server, content, "paksa_kernel")
    assert answer.status == 302
    assert answer.headers["Location"].startswith("/voila/render/paksa_kernel.ipynb?kelas=")
    assert "workbook paksa_kernel (id): kernel page as its metadata asks" in server.log.read_text()


def test_a_notebook_that_asks_for_a_light_page_gets_one(server, content):
    answer = class_page(server, content, "paksa_ringan_saja")
    assert (answer.status, "Tanpa widget" in answer.text) == (200, True)


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("paksa_ringan", "meminta halaman ringan (metadata etika.page: light), tetapi memuat widget"),
        ("paksa_salah", "metadata etika.page berisi 'berat'; yang dikenal: light, kernel"),
    ],
)
def test_what_cannot_be_had_is_told_and_the_class_goes_on(server, content, slug, said):
    answer = class_page(server, content, slug)
    assert answer.status == 200
    assert "kegiatannya tetap bisa diikuti" in answer.text
    assert said in server.log.read_text()


def test_who_finds_no_place_waits_and_is_let_in(server, code):
    one, two, three = (server.join(code) for _ in range(3))
    first = kernel_of(show(one, code))
    show(one, code)
    show(two, code)
    waiting = show(three, code)
    assert waiting.status == 503
    assert int(waiting.headers["Retry-After"]) >= 1
    assert '<meta http-equiv="refresh"' in waiting.text
    assert "Anda yang berikutnya" in waiting.text
    assert len(kernels(server)) == PLACES
    assert show(one, code).status == 200  # their own oldest page goes
    leave(one, first)
    for kernel in list(_seen)[:1]:
        leave(one, kernel)
    until(lambda: show(three, code).status == 200)  # as its page does


def test_front_end_files_are_compressed_once_and_kept(server):
    browser = Browser(server.base)
    plain = browser.get("/voila/static/voila.js")
    small = browser.get("/voila/static/voila.js", Accept_Encoding="gzip")
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.body) < 0.5 * len(plain.body)
    assert small.headers["ETag"] == plain.headers["ETag"]
    assert browser.get("/voila/static/voila.js", If_None_Match=plain.headers["ETag"]).status == 304
    assert "immutable" in browser.get("/voila/static/voila.js?v=1").headers["Cache-Control"]
    remote = [
        path for path in Path(sys.prefix, "share/jupyter/labextensions/anywidget/static").glob("remoteEntry*.js")
    ]
    answer = browser.get(f"/voila/labextensions/anywidget/static/{remote[0].name}", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.fixture
def phone(server: Server, code: str) -> Iterator[BrowserContext]:
    """A real browser that has joined."""
    joined = server.join(code)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context()
        context.add_cookies([{"name": c.name, "value": c.value or "", "url": server.base} for c in joined.jar])
        expect.set_options(timeout=30_000)
        yield context
        browser.close()


@pytest.mark.browser
def test_a_page_asks_nobody_else_and_gives_its_kernel_back(server, code, phone):
    page = phone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.base}/kelas/{code}")
    expect(page.get_by_text("Berapa?")).to_be_visible()
    assert len(asked) > 10
    assert {url for url in asked if not url.startswith((server.base, "data:", "blob:"))} == set()
    stored = page.evaluate("localStorage.getItem('etika:door:geser')")
    assert code in stored
    for _ in range(5):
        page.reload()
    expect(page.get_by_text("Berapa?")).to_be_visible()
    until(lambda: len(kernels(server)) <= 1)
    measured(f"kernels after five reloads: {len(kernels(server))}")
    page.goto("about:blank")
    until(lambda: not kernels(server))


@pytest.mark.browser
@pytest.mark.skipif(why_not_here() is not None, reason="kernels cannot be forked here")
@pytest.mark.parametrize(("victim", "comes_back"), [("zygote", False), ("kernel", True)])
def test_a_page_whose_kernel_died_says_so_and_opens_itself_again(server, code, phone, victim, comes_back):
    page = phone.new_page()
    page.goto(f"{server.base}/kelas/{code}")
    expect(page.get_by_text("Berapa?")).to_be_visible()
    before = zygote(server)
    [kernel] = kernels(server)
    assert before
    os.kill(before if victim == "zygote" else kernel, signal.SIGKILL)
    until(lambda: not kernels(server))
    said = page.get_by_text("Sedang dibuka kembali")
    if comes_back:  # else it notices by itself, which takes up to 20 seconds
        until(lambda: page.evaluate("dispatchEvent(new Event('focus'))") and said.is_visible())
    expect(said).to_be_visible()
    expect(said).to_have_count(0)  # the page has gone, and another has come
    expect(page.get_by_text("Berapa?")).to_be_visible()
    until(lambda: kernels(server) and kernel not in kernels(server))
    assert (zygote(server) == before) == (victim == "kernel")
    page.goto("about:blank")
    until(lambda: not kernels(server))


def test_places_go_to_those_who_came_first() -> None:
    alive: set[str] = set()
    now = [0.0]
    places = Places(2, alive.__contains__, lambda: now[0])

    def sit(person: str) -> Place:
        answer = places.ask(person)
        assert isinstance(answer, tuple)
        answer[0].kernel = uuid.uuid4().hex
        alive.add(answer[0].kernel)
        return answer[0]

    first = sit("a")
    sit("b")
    assert [places.ask(person) for person in "cdc"] == [0, 1, 0]
    alive.discard(str(first.kernel))
    assert places.ask("d") == 1  # the place is kept for the one who came before
    now[0] = PATIENCE_SECONDS + 1
    sit("d")  # who had gone meanwhile
    assert places.taken() == 2
    assert Places(0, alive.__contains__).ask("a") == 0


def test_the_number_of_pages_has_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    said = capacity(forked=True)
    assert said.pages > 0
    assert "MB of memory free" in said.reason
    assert capacity(forked=True, wanted=7).pages == 7
    monkeypatch.setattr("etika_widgets.hosts.kernels.capacity.file_limit", lambda: 240)
    assert capacity(forked=True).pages == 10
    assert "open files" in capacity(forked=True).reason
