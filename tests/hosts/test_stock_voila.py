"""Stock Voilà, untouched: join through the door, answer, reload."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from etika_widgets._plugins import activity_types
from etika_widgets.content.library import default_library
from etika_widgets.room import Desk, Intent, Role, Viewer, open_class
from etika_widgets.storage import Store, open_store

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(150)]

SECONDS = 60
POLL = "langkah_pertama"
ROOT = Path(__file__).parents[2]


class Class:
    """A class in a file of its own, led from the test."""

    def __init__(self, url: str) -> None:
        self.store: Store = open_store(url)
        self.code = open_class(self.store, default_library().pack("keluhan_di_loket")).code
        self.desk = Desk(self.store, activity_types())

    def move(self, activity: str, *phases: str) -> None:
        for phase in phases:
            rev = next(row.rev for row in self.store.changes(self.code).activities if row.activity == activity)
            intent = Intent(id=uuid.uuid4().hex, activity=activity, kind="move", payload={"to": phase, "rev": rev})
            [outcome], _ = self.desk.submit(self.code, [(Viewer(Role.FACILITATOR), intent)])
            assert outcome.ok, outcome.error

    def answers(self) -> list[tuple[str, object]]:
        return [(row.participant, row.payload) for row in self.store.changes(self.code).responses]

    def names(self) -> list[str]:
        return [person.name for person in self.store.changes(self.code).participants]


@pytest.fixture
def klass(tmp_path: Path) -> Iterator[Class]:
    made = Class(f"sqlite:///{tmp_path}/etika.sqlite3")
    yield made
    made.store.close()


def write_notebook(path: Path, *cells: str) -> Path:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)
    return path


@pytest.fixture
def voila(tmp_path: Path, klass: Class) -> Iterator[str]:
    path = write_notebook(
        tmp_path / "kelas.ipynb",
        'from etika_widgets import Workbook\nbook = Workbook.open("keluhan_di_loket")\nbook',
        f'book.show("{POLL}")',
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "ETIKA_DB": klass.store.url, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}
    env.pop("ETIKA_KELAS", None)
    log = (tmp_path / "voila.log").open("w")
    command = [sys.executable, "-m", "voila", str(path), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    process = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT, cwd=tmp_path)
    url = f"http://127.0.0.1:{port}/"
    try:
        wait_for(f"{url}voila/static/voila.js", process, tmp_path / "voila.log")
        yield url
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except urllib.error.HTTPError as error:
            error.close()  # it answers: that is all we want to know
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{url} does not answer:\n{log.read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=options)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    made.set_default_timeout(SECONDS * 1000)
    expect.set_options(timeout=SECONDS * 1000)
    yield made
    made.close()


def join(page: Page, code: str, name: str) -> None:
    page.get_by_label("Kode kelas").fill(code)
    page.get_by_label("Nama samaran").fill(name)
    page.get_by_role("button", name="Gabung", exact=True).click()
    expect(page.get_by_text(f"Anda masuk sebagai {name}.")).to_be_visible()


def test_join_answer_and_come_back_after_a_reload(voila: str, klass: Class, context: BrowserContext) -> None:
    klass.move(POLL, "reading", "open")
    page = context.new_page()
    page.goto(voila)
    expect(page.get_by_text("UU 27/2022 Pasal 21")).to_be_visible()
    join(page, klass.code, "Rusa Tenang")
    page.get_by_role("radio").first.check()
    reason = page.get_by_label("Mengapa?")
    if reason.count():
        reason.first.fill("Supaya warga merasa didengar.")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Tersimpan", exact=True).first).to_be_visible()
    [(participant, payload)] = klass.answers()

    page.reload()
    expect(page.get_by_text("Anda masuk sebagai Rusa Tenang.")).to_be_visible()
    expect(page.get_by_role("button", name="Ubah jawaban")).to_be_visible()
    assert klass.answers() == [(participant, payload)]
    assert klass.names() == ["Rusa Tenang"]


def test_phases_reach_the_page_and_wrong_codes_are_explained(
    voila: str, klass: Class, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(voila)
    page.get_by_label("Kode kelas").fill("XXXXXX")
    page.get_by_label("Nama samaran").fill("Rusa Tenang")
    page.get_by_role("button", name="Gabung", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="XXXXXX")).to_be_visible()
    expect(page.get_by_label("Nama samaran")).to_have_value("Rusa Tenang")
    join(page, klass.code, "Rusa Tenang")
    expect(page.get_by_role("button", name="Kirim jawaban")).to_have_count(0)
    klass.move(POLL, "reading", "open")
    expect(page.get_by_role("button", name="Kirim jawaban")).to_be_visible()
