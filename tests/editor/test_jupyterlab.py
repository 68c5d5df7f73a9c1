"""The form in a real JupyterLab: typed with the keyboard, saved, and found in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from etika_widgets.scaffold.generator import new_workbook, write

from ..hosts.notebook_class import SECONDS, browser, context  # noqa: F401 - fixtures are used by name
from ..jupyter import jupyterlab, write_notebook

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(150)]


def test_a_pack_is_edited_with_the_keyboard_alone(tmp_path: Path, context: BrowserContext) -> None:
    write(new_workbook("antre_pagi"), tmp_path)
    pack = tmp_path / "datasets" / "antre_pagi.yaml"
    before = pack.read_text(encoding="utf-8")
    code = 'from etika_widgets.editor import edit\nedit("datasets/antre_pagi.yaml")'
    write_notebook(tmp_path / "tulis.ipynb", code)
    with jupyterlab(tmp_path, f"sqlite:///{tmp_path / 'etika.sqlite3'}") as url:
        page = context.new_page()
        page.goto(f"{url}/tulis.ipynb")
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
        page.get_by_text("from etika_widgets").click()
        page.keyboard.press("Shift+Enter")
        parts = page.get_by_label("Bagian")
        parts.focus()
        page.keyboard.press("End")
        for _ in range(2):
            page.keyboard.press("ArrowUp")
        minutes = page.get_by_label("Menit")
        minutes.focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("sembilan")
        page.keyboard.press("Tab")
        expect(page.locator(".etika-editor").get_by_role("alert")).to_contain_text("harus berupa bilangan bulat")
        minutes = page.get_by_label("Menit")
        minutes.focus()
        page.keyboard.press("Control+A")
        page.keyboard.type("12")
        page.keyboard.press("Tab")
        expect(page.locator(".etika-editor").get_by_role("alert")).to_have_count(0)
        page.screenshot(path=tmp_path / "formulir.png")
        save = page.get_by_role("button", name="Simpan", exact=True)
        save.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Tersimpan di datasets/antre_pagi.yaml.")).to_be_visible()
    assert pack.read_text(encoding="utf-8") == _nth(before, "minutes: 10", "minutes: 12", 2)


def _nth(text: str, old: str, new: str, number: int) -> str:
    """Return ``text`` with the n-th ``old`` replaced."""
    parts = text.split(old)
    return old.join(parts[:number]) + new + old.join(parts[number:])
