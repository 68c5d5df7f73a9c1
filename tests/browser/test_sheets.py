"""A sheet goes home as a document; earlier words return on the phone that wrote them and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from etika_widgets._plugins import activity_types
from etika_widgets.hosts.kernel_preview import loose_pack
from etika_widgets.room import open_class
from etika_widgets.storage import open_store

from .lesson import Lesson
from .screens import Control, Phone
from .serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]

JOURNAL = "Rahasia-kenari di jurnal pagi."
DEFINITIONS = [
    {"type": "reflection", "id": "pagi", "title": "Jurnal pagi", "prompt": "Ingat satu warga."},
    {
        "type": "canvas",
        "id": "rencana",
        "title": "Rencana kecil",
        "prompt": "Satu langkah",
        "sections": [{"title": "Langkah", "fields": ["Tindakan"]}],
        "recalls": ["pagi"],
    },
    {"type": "reflection", "id": "akhir", "title": "Jurnal akhir", "prompt": "Baca lagi.", "recalls": ["rencana"]},
]


@pytest.fixture
def lesson(served: Served) -> Iterator[Lesson]:
    """A class with two journals and a sheet between them, all open."""
    types, store = activity_types(), open_store(served.store_url)
    specs = [types[str(one["type"])].spec.model_validate(one) for one in DEFINITIONS]
    made = Lesson(served.store_url, open_class(store, loose_pack(specs)).code)
    store.close()
    for spec in specs:
        made.move(spec.id, "reading", "open")
    yield made
    made.store.close()


def test_a_sheet_is_taken_home_and_earlier_words_return(screen, served: Served, lesson: Lesson, tmp_path: Path):
    phone: Phone = screen(Phone, served.url)
    phone.join("Rusa Tenang")
    phone.button("Buku kerja").click()
    view = phone.page.locator
    view(".etika-activity[data-activity=pagi]").get_by_label("Jurnal saya").fill(JOURNAL)
    phone.page.reload()
    phone.button("Buku kerja").click()
    sheet, later = view(".etika-activity[data-activity=rencana]"), view(".etika-activity[data-activity=akhir]")
    expect(sheet.locator(".etika-recalled")).to_contain_text(JOURNAL)
    expect(later.locator(".etika-recalled")).to_have_count(0)
    sheet.get_by_label("Tindakan").fill("Menyapa antrean")
    sheet.get_by_role("button", name="Simpan").click()
    expect(later.locator(".etika-recalled")).to_contain_text("Menyapa antrean")
    with phone.page.expect_download() as waiting:
        sheet.get_by_role("link", name="Unduh DOCX").click()
    waiting.value.save_as(tmp_path / "rencana.docx")
    [table] = docx.Document(str(tmp_path / "rencana.docx")).tables
    assert [cell.text for cell in table.rows[1].cells] == ["Tindakan", "Menyapa antrean"]
    with phone.page.expect_download() as waiting:
        sheet.get_by_role("button", name="Unduh Markdown").click()
    waiting.value.save_as(tmp_path / "rencana.md")
    assert (
        tmp_path / "rencana.md"
    ).read_text() == "# Rencana kecil\n\n## Langkah\n\n**Tindakan**\n\nMenyapa antrean\n"
    assert JOURNAL not in phone.said_out()
    assert JOURNAL.encode() not in served.stored_bytes()
    control: Control = screen(Control, served.url)
    control.enter(served.token)
    links = control.context.request.get(f"{served.url}/lembar/{lesson.code}/rencana-semua.docx")
    assert links.status == 200
    assert lesson.logged("export") == 1
