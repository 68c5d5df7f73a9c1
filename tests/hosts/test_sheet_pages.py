"""Sheets as Word documents: each to its writer by cookie, all of them to the facilitator, none to anybody else."""

from __future__ import annotations

import io

import docx
import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.documents.word import MIME
from etika_widgets.hosts.kernel_preview import loose_pack
from etika_widgets.room import open_class

from .serving import Browser

pytestmark = [pytest.mark.server, pytest.mark.timeout(180)]

SHEET = {
    "id": "lembar",
    "prompt": "Isi",
    "sections": [{"title": "Langkah", "fields": ["Tindakan"]}],
}


@pytest.fixture
def sheets(shared):
    """The code of a class with one sheet."""
    spec = activity_types()["canvas"].spec.model_validate(SHEET)
    return open_class(shared, loose_pack([spec])).code


def words(answer):
    assert (answer.status, answer.headers["Content-Type"]) == (200, MIME)
    document = docx.Document(io.BytesIO(answer.body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def test_each_gets_their_own_sheet_and_the_facilitator_all(server, sheets, line):
    one, two = server.join(sheets, "Rusa Tenang"), server.join(sheets, "Kenari Biru")
    boss = server.facilitator()
    control = line(boss, sheets, "kendali")
    control.move("lembar", "reading", "open")
    for browser, text in ((one, "Menyapa antrean"), (two, "Menulis papan kabar")):
        assert line(browser, sheets).ask("answer", "lembar", fields={"tindakan": text})["ok"]
    path = f"/lembar/{sheets}/lembar.docx"
    own = words(one.get(path))
    assert ("Menyapa antrean" in own, "Menulis papan kabar" in own) == (True, False)
    assert "Rusa Tenang" not in "".join(own)
    everything = words(boss.get(f"/lembar/{sheets}/lembar-semua.docx"))
    assert {"Rusa Tenang", "Kenari Biru", "Menyapa antrean", "Menulis papan kabar"} <= set(everything)
    assert "Belum ada lembar yang disimpan." in words(boss.get(f"/lembar/{sheets}/lembar-ditampilkan.docx"))
    assert one.get(path).headers["Cache-Control"] == "no-store"


def test_nobody_else_gets_a_sheet(server, sheets, code):
    member, stranger = server.join(sheets), Browser(server.base)
    for browser, path in [
        (stranger, "lembar.docx"),
        (server.join(code), "lembar.docx"),
        (server.facilitator(), "lembar.docx"),
        (member, "lembar-semua.docx"),
        (member, "lembar-ditampilkan.docx"),
        (stranger, "lembar-semua.docx"),
    ]:
        assert browser.get(f"/lembar/{sheets}/{path}").status == 403
    answer = member.get(f"/lembar/{sheets}/lain.docx")
    assert (answer.status, "bukan lembar kerja di kelas ini" in answer.text) == (400, True)
    assert member.get(f"/lembar/{sheets}/lembar.docx").status == 200
