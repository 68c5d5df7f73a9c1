"""Stock Voilà, untouched: join through the door, answer, reload."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ..jupyter import stock_voila, write_notebook
from .notebook_class import (  # fixtures are used by name
    POLL,
    Class,
    browser,  # noqa: F401
    context,  # noqa: F401
    klass,  # noqa: F401
)

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(150)]


@pytest.fixture
def voila(tmp_path: Path, klass: Class) -> Iterator[str]:
    path = write_notebook(
        tmp_path / "kelas.ipynb",
        'from etika_widgets import Workbook\nbook = Workbook.open("keluhan_di_loket")\nbook',
        f'book.show("{POLL}")',
    )
    with stock_voila(tmp_path, klass.store.url, path) as url:
        yield url


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
