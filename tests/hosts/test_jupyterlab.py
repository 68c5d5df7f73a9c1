"""JupyterLab: the cockpit drives a class, and a workbook can be tried without one."""

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
from playwright.sync_api import TimeoutError as PlaywrightTimeout

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

    def present(self, activity: str) -> None:
        steps = self.store.changes(self.code).klass.run_sheet["steps"]
        step = next(step["id"] for step in steps if step["activity"] == activity)
        intent = Intent(id=uuid.uuid4().hex, kind="present", payload={"step": step})
        [outcome], _ = self.desk.submit(self.code, [(Viewer(Role.FACILITATOR), intent)])
        assert outcome.ok, outcome.error

    def phase(self, activity: str) -> str:
        return next(row.phase for row in self.store.changes(self.code).activities if row.activity == activity)


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
def lab(tmp_path: Path, klass: Class) -> Iterator[str]:
    write_notebook(
        tmp_path / "kendali.ipynb",
        f'from etika_widgets import Workbook\nbook = Workbook.open("keluhan_di_loket", kelas="{klass.code}")\nbook',
        "book.control()",
    )
    write_notebook(
        tmp_path / "coba.ipynb",
        'from etika_widgets import Poll\njajak = Poll("Apa langkah pertama Anda?", options=["Dengar", "Tolak"])',
        "jajak",
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(tmp_path / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTERLAB_SETTINGS_DIR", "IPYTHONDIR")}
    own |= {"JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"), "JUPYTER_RUNTIME_DIR": str(tmp_path / "run")}
    env = {**os.environ, **own, "ETIKA_DB": klass.store.url, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}
    for name in ("ETIKA_KELAS", "SERVER_SOFTWARE"):
        env.pop(name, None)
    log = (tmp_path / "lab.log").open("w")
    options = ["--no-browser", "--allow-root", "--ServerApp.token=", "--ServerApp.password=", f"--port={port}"]
    command = [sys.executable, "-m", "jupyterlab", *options, f"--ServerApp.root_dir={tmp_path}"]
    process = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT, cwd=tmp_path)
    url = f"http://127.0.0.1:{port}/"
    try:
        wait_for(f"{url}api/status", process, tmp_path / "lab.log")
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


def run_all(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
    page.get_by_text("from etika_widgets").click()
    for number in (1, 2):
        page.keyboard.press("Shift+Enter")
        expect(page.get_by_text(f"[{number}]:", exact=True).first).to_be_visible()


def press(page: Page, name: str, then: str) -> None:
    """Press a button until the next one stands in its place: the cockpit ignores presses right after a change."""
    deadline = time.monotonic() + SECONDS
    following = page.get_by_role("button", name=then).first
    while time.monotonic() < deadline and not following.is_visible():
        page.get_by_role("button", name=name).first.click()
        try:
            following.wait_for(timeout=3000)
        except PlaywrightTimeout:
            continue
    expect(following).to_be_visible()


def test_the_cockpit_drives_a_phase(lab: str, klass: Class, context: BrowserContext) -> None:
    klass.present(POLL)
    page = context.new_page()
    run_all(page, f"{lab}lab/tree/kendali.ipynb")
    expect(page.get_by_text(f"Kelas {klass.code}", exact=True).first).to_be_visible()
    press(page, "Tampilkan soal", "Buka jawaban")
    assert klass.phase(POLL) == "reading"
    press(page, "Buka jawaban", "Tutup jawaban")
    assert klass.phase(POLL) == "open"


def test_an_inline_poll_is_tried_without_a_class(lab: str, context: BrowserContext) -> None:
    page = context.new_page()
    run_all(page, f"{lab}lab/tree/coba.ipynb")
    expect(page.get_by_text("Pratinjau, tidak disimpan")).to_be_visible()
    page.get_by_role("radio", name="Dengar").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Tersimpan", exact=True)).to_be_visible()
    page.get_by_role("button", name="→ Tertutup").click()
    page.get_by_role("button", name="→ Hasil dibuka").click()
    expect(page.get_by_text("Pilihan Anda", exact=True)).to_be_visible()
