"""A wall with replies tried in a notebook cell: both sides of it in one page, with a kernel behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from ..jupyter import jupyterlab, write_notebook
from .notebook_class import browser, context  # noqa: F401 - fixtures are used by name
from .test_jupyterlab import run_all

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(150)]


def test_a_card_is_let_up_answered_and_its_reply_let_up(tmp_path: Path, context: BrowserContext) -> None:
    write_notebook(
        tmp_path / "forum.ipynb", 'from etika_widgets import Wall\nforum = Wall("Satu kejadian?", replies=2)', "forum"
    )
    page = context.new_page()
    facilitator = page.locator("[data-role=facilitator]")
    with jupyterlab(tmp_path, f"sqlite:///{tmp_path}/unused.sqlite3") as url:
        run_all(page, f"{url}/forum.ipynb")
        page.get_by_label("Kartu Anda").fill("Antre lama")
        page.get_by_role("button", name="Kirim kartu").click()
        page.get_by_text("Sebagai fasilitator").click()
        facilitator.get_by_role("button", name="Tampilkan semua yang menunggu").click()
        page.get_by_role("button", name="Balas Antre lama").click()
        expect(page.get_by_label("Balasan Anda")).to_be_focused()
        page.get_by_label("Balasan Anda").fill("Sama di sini")
        page.get_by_role("button", name="Kirim balasan").click()
        facilitator.get_by_role("button", name="Tampilkan semua yang menunggu").click()
        expect(page.locator(".etika-replies").get_by_text("Sama di sini")).to_be_visible()
