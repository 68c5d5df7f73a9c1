"""One class in three hosts at once: phones on `etika serve`, a visitor of stock Voilà, a cockpit in JupyterLab."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ..jupyter import VOILAS_OWN, jupyterlab, stock_voila, write_notebook
from .lesson import POLL, WORKBOOK, Lesson, too_early
from .proxy import Proxy
from .screens import Control, Phone, Projector
from .serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(420)]

SLOW = 90_000  # ms until a kernel has started and drawn its page
REASON = "Dari Voilà: putusan perlu ada yang menanggung."


def test_phones_voila_and_jupyterlab_share_one_class(
    screen, served: Served, wifi: Proxy, lesson: Lesson, tmp_path: Path
):
    lesson.present("pemicu")
    control, projector, phone = screen(Control, served.url), screen(Projector, served.url), screen(Phone, wifi.url)
    control.enter(served.token)
    projector.open()
    phone.join("Anggrek Tenang")
    opening = f'from etika_widgets import Workbook\nbook = Workbook.open("{WORKBOOK}", kelas="{lesson.code}")\nbook'
    with (
        stock_voila(tmp_path, served.store_url) as voila,
        jupyterlab(tmp_path, served.store_url) as lab,
    ):
        write_notebook(tmp_path / "kendali.ipynb", opening, "book.control()")
        notebook = f"{lab}/kendali.ipynb"
        visitor, cockpit = screen(Phone, voila), screen(Control, notebook)
        the_cockpit_opens(cockpit, notebook, lesson)
        the_visitor_joins(visitor, voila, lesson)
        control.see("2 peserta, 2 tersambung")
        cockpit.see("2 peserta, 2 tersambung")

        cockpit.move("Tampilkan soal")
        phone.see("Pak Rano, nomor 58")
        projector.see("Pak Rano, nomor 58")
        assert lesson.phase(POLL) == ("reading", 1)
        cockpit.move("Buka jawaban")
        for one in (phone, visitor):
            one.choose("Hubungi penyelia di ruang rapat.")
        visitor.page.get_by_label("Mengapa?").filter(visible=True).first.fill(REASON)
        visitor.button("Kirim jawaban").first.click()
        visitor.stored()
        control.counts(1, 2)
        control.see(REASON)
        phone.send()
        phone.stored()
        cockpit.counts(2, 2)
        projector.see("2 dari 2 menjawab")
        assert len(lesson.answers(POLL)) == 2
        assert too_early(phone.heard + projector.heard) == []
        assert '"results":{' not in "".join(visitor.heard)

        control.move("Tutup jawaban")
        control.move("Buka hasil")
        expect(cockpit.stage.get_by_text(re.compile("^Hasil dibuka ·")).first).to_be_visible()
        for one in (phone, visitor, projector):
            one.see("Yang bertabrakan:")

        visitor.page.reload()
        expect(visitor.page.get_by_text("Anda masuk sebagai Kenari Sabar.")).to_be_visible(timeout=SLOW)
        visitor.see("Pilihan Anda")
        assert sorted(lesson.names()) == ["Anggrek Tenang", "Kenari Sabar"]
        visitor.troubles = [said for said in visitor.troubles if not VOILAS_OWN.fullmatch(said)]


def the_cockpit_opens(cockpit: Control, notebook: str, lesson: Lesson) -> None:
    page = cockpit.page
    page.goto(notebook)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible(timeout=SLOW)
    page.get_by_text("from etika_widgets").click()
    for number in (1, 2):
        page.keyboard.press("Shift+Enter")
        expect(page.get_by_text(f"[{number}]:", exact=True).first).to_be_visible(timeout=SLOW)
    cockpit.see(f"Kelas {lesson.code}")


def the_visitor_joins(visitor: Phone, voila: str, lesson: Lesson) -> None:
    page = visitor.page
    page.goto(voila)
    expect(page.get_by_text("UU 27/2022 Pasal 21")).to_be_visible(timeout=SLOW)
    page.get_by_label("Kode kelas").fill(lesson.code)
    page.get_by_label("Nama samaran").fill("Kenari Sabar")
    page.get_by_role("button", name="Gabung", exact=True).click()
    expect(page.get_by_text("Anda masuk sebagai Kenari Sabar.")).to_be_visible(timeout=SLOW)
