"""JupyterLab: the cockpit drives a class, and a workbook can be tried without one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from ..jupyter import jupyterlab, write_notebook
from .notebook_class import (  # fixtures are used by name
    POLL,
    SECONDS,
    Class,
    browser,  # noqa: F401
    context,  # noqa: F401
    klass,  # noqa: F401
)

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(150)]


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
    with jupyterlab(tmp_path, klass.store.url) as url:
        yield url


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
    run_all(page, f"{lab}/kendali.ipynb")
    expect(page.get_by_text(f"Kelas {klass.code}", exact=True).first).to_be_visible()
    press(page, "Tampilkan soal", "Buka jawaban")
    assert klass.phase(POLL) == "reading"
    press(page, "Buka jawaban", "Tutup jawaban")
    assert klass.phase(POLL) == "open"


def test_an_inline_poll_is_tried_without_a_class(lab: str, context: BrowserContext) -> None:
    page = context.new_page()
    run_all(page, f"{lab}/coba.ipynb")
    expect(page.get_by_text("Pratinjau, tidak disimpan")).to_be_visible()
    page.get_by_role("radio", name="Dengar").check()
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("Tersimpan", exact=True)).to_be_visible()
    page.get_by_role("button", name="→ Tertutup").click()
    page.get_by_role("button", name="→ Hasil dibuka").click()
    expect(page.get_by_text("Pilihan Anda", exact=True)).to_be_visible()
