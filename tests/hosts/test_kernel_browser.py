"""The notebook page's module in a real browser, over a comm that the test can cut."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect, sync_playwright

from etika_widgets.content.library import default_library
from etika_widgets.frontend import assets
from etika_widgets.hosts.kernel_link import RoomLink
from etika_widgets.hosts.kernel_seat import Seat
from etika_widgets.room import Intent, Role, Viewer, open_class
from etika_widgets.storage import Store, open_store

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

POLL = "langkah_pertama"
HOST = """<!doctype html><meta charset="utf-8"><div id="pintu"></div><div id="aktivitas"></div>
<script type="module">
  import { start } from "./module.js";
  window.down = false;
  window.sent = [];
  const page = start("");
  function widget(id, traits) {
    const handlers = new Set();
    const model = {
      get: (name) => traits[name] || "",
      on: (_, f) => handlers.add(f),
      off: (_, f) => handlers.delete(f),
      async send(content) {
        window.sent.push(content.etika.t);
        if (window.down) return;
        for (const message of await window.toKernel(content)) handlers.forEach((f) => f(message));
      },
    };
    return page.attach({ model, el: document.getElementById(id) });
  }
  const seat = await window.seatId();
  widget("pintu", { part: "door", seat, language: "id" });
  widget("aktivitas", { part: "activity", activity: "langkah_pertama", type: "poll", seat, language: "id" });
</script>"""


class Kernel:
    """A seat whose frames go back with the answer to whatever the page sent."""

    def __init__(self, link: RoomLink) -> None:
        self.link = link
        self.seat = Seat(book="keluhan_di_loket", title="Keluhan di loket", link_to=lambda _: link)
        self.waiting: list[dict[str, Any]] = []

    def send(self, content: dict[str, Any]) -> None:
        self.waiting.append(content)

    def take(self, content: dict[str, Any]) -> list[dict[str, Any]]:
        self.seat.receive(content["etika"], self)
        told, self.waiting = self.waiting, []
        return told

    def lead(self, *phases: str) -> None:
        for phase in phases:
            wanted = {"to": phase, "rev": self.link.room.activities[POLL].row.rev}
            intent = Intent(id=uuid.uuid4().hex, activity=POLL, kind="move", payload=wanted)
            outcome, tell = self.link.submit(Viewer(Role.FACILITATOR), intent)
            assert outcome.ok, outcome.error
            tell()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path}/etika.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def kernel(store: Store) -> Kernel:
    return Kernel(RoomLink(store, open_class(store, default_library().pack("keluhan_di_loket")).code))


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        made = browser.new_page()
        expect.set_options(timeout=30_000)
        yield made
        browser.close()


def open_page(page: Page, kernel: Kernel) -> None:
    def answer(route: Route) -> None:
        if route.request.url.endswith("module.js"):
            route.fulfill(body=assets.compose(), content_type="text/javascript; charset=utf-8")
        else:
            route.fulfill(body=HOST, content_type="text/html; charset=utf-8")

    page.route("http://buku.test/**", answer)
    page.expose_function("toKernel", lambda content: kernel.take(content))
    page.expose_function("seatId", lambda: kernel.seat.id)
    page.goto("http://buku.test/")


def join(page: Page, kernel: Kernel) -> None:
    page.get_by_label("Kode kelas").fill(kernel.link.code)
    page.get_by_label("Nama samaran").fill("Rusa Tenang")
    page.get_by_role("button", name="Gabung", exact=True).click()
    expect(page.get_by_text("Anda masuk sebagai Rusa Tenang.")).to_be_visible()


def test_an_answer_given_while_the_line_is_down_is_kept_and_stored_once(
    page: Page, kernel: Kernel, store: Store
) -> None:
    kernel.lead("reading", "open")
    open_page(page, kernel)
    join(page, kernel)
    page.evaluate("window.down = true")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Terputus, jawaban Anda aman").first).to_be_visible()
    assert store.changes(kernel.link.code).responses == []
    page.evaluate("window.down = false")
    expect(page.get_by_text("Tersimpan", exact=True)).to_be_visible()
    assert len(store.changes(kernel.link.code).responses) == 1


def test_a_join_sent_while_the_line_is_down_makes_one_participant(page: Page, kernel: Kernel, store: Store) -> None:
    open_page(page, kernel)
    page.get_by_label("Kode kelas").fill(kernel.link.code)
    page.evaluate("window.down = true")
    page.get_by_role("button", name="Gabung", exact=True).click()
    expect(page.get_by_role("button", name="Menghubungkan…")).to_be_disabled()
    page.wait_for_function("window.sent.filter((t) => t === 'intent').length > 1")
    page.evaluate("window.down = false")
    expect(page.get_by_text("Anda masuk sebagai")).to_be_visible()
    assert len(store.changes(kernel.link.code).participants) == 1


def test_a_lost_frame_is_noticed_and_made_good(page: Page, kernel: Kernel) -> None:
    open_page(page, kernel)
    join(page, kernel)
    kernel.lead("reading", "open")
    kernel.waiting.clear()  # what the kernel pushed never arrived
    expect(page.get_by_role("button", name="Kirim jawaban")).to_be_visible()


def test_after_the_end_the_door_shows_ones_own_trail(page: Page, kernel: Kernel) -> None:
    open_page(page, kernel)
    join(page, kernel)
    kernel.link.submit(Viewer(Role.FACILITATOR), Intent(id=uuid.uuid4().hex, kind="end"))[1]()
    page.reload()
    expect(page.locator("details.etika-trail[open] li")).to_have_text(["Kegiatan yang Anda ikuti: 0"])
