"""A forum of online days: two phones of 360 pixels, a facilitator who reads first; nobody leads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from etika_widgets.activities.wall.spec import WallSpec
from etika_widgets.content.library import default_library
from etika_widgets.room import open_class

from .lesson import PACK, Lesson
from .proxy import Proxy
from .screens import Control, Phone, Screen, expect
from .serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]

SHOTS = os.environ.get("ETIKA_SHOTS")
"""Folder for screenshots to look at; none are taken without it."""
FORUM = WallSpec.model_validate(
    default_library().templates()["forum"].fill({"id": "forum", "template": "forum"}),
)
CARD = "Antrean lansia terpisah dari antrean umum. Siapa yang mengaturnya?"
REPLY = "Di tempat kami petugas penyapa yang mengatur."


@pytest.fixture
def lesson(served: Served) -> Iterator[Lesson]:
    """Return a self-paced class on the running server that holds the forum alone."""
    step = PACK.runsheet[0].model_copy(update={"id": "forum", "title": FORUM.title, "activity": "forum"})
    made = Lesson(served.store_url)
    pack = PACK.model_copy(update={"activities": (FORUM,), "runsheet": (step,)})
    made.code = open_class(made.store, pack, pace="self").code
    yield made
    made.store.close()


def shot(screen: Screen, name: str, *, whole: bool = True) -> None:
    if SHOTS:
        screen.page.screenshot(path=Path(SHOTS) / f"forum_{name}.png", full_page=whole)


def lets_up(control: Control, text: str) -> None:
    control.see(text)
    control.page.get_by_role("button", name=f"Tampilkan {text}").filter(visible=True).click()


def hides(control: Control, text: str) -> None:
    control.page.get_by_role("button", name=f"Sembunyikan {text}").filter(visible=True).click()


def fits(phone: Phone) -> bool:
    return bool(phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_card_is_answered_from_another_phone_and_both_go_when_it_is_hidden(
    screen, served: Served, wifi: Proxy, lesson: Lesson
):
    first, second = screen(Phone, wifi.url), screen(Phone, wifi.url)
    control = screen(Control, served.url)
    control.enter(served.token)
    first.join("Rusa")
    second.join("Kenari")
    second.see("bukan kanal pengaduan")
    shot(second, "1_mulai")

    first.page.get_by_label("Kartu Anda").fill(CARD)
    first.button("Kirim kartu").click()
    first.stored()
    lets_up(control, CARD)
    second.see(CARD)  # who has not written yet reads along
    second.page.get_by_role("button", name="Balas").click()
    field = second.page.get_by_label("Balasan Anda")
    expect(field).to_be_focused()
    field.fill(REPLY)
    shot(second, "2_membalas", whole=False)
    assert fits(second)
    wifi.cut()
    second.button("Kirim balasan").click()
    second.see("Terputus, jawaban Anda aman")
    wifi.mend()
    second.stored()
    expect(second.page.get_by_text("Balasan Anda: Menunggu fasilitator")).to_be_focused()
    first.see_not(REPLY)
    control.button("Ada 1 baru. Masukkan ke daftar").click()  # the list keeps still under the facilitator's hands
    shot(control, "3_tinjau")
    lets_up(control, REPLY)
    first.see(REPLY)
    second.see("balasan Anda")
    assert fits(first)
    shot(first, "4_terbalas")
    assert "Kenari" not in first.everything()

    second.page.get_by_role("button", name="Balas").filter(visible=True).click()
    second.page.get_by_label("Balasan Anda").fill("Satu lagi")
    hides(control, CARD)
    first.see_not(REPLY)
    second.see("Kartu yang Anda balas tidak tampil lagi.")
    second.see("Kartunya tidak tampil lagi")
    expect(second.page.get_by_label("Balasan Anda")).to_have_value("Satu lagi")
    expect(second.page.get_by_label("Balasan Anda")).to_be_focused()
    shot(second, "5_kartu_hilang")
    second.button("Kirim balasan").click()
    second.see("Belum diterima. Kartu itu tidak tampil lagi, jadi tidak dapat dibalas.")
    expect(second.page.get_by_label("Balasan Anda")).to_have_value("Satu lagi")
    second.button("Batal").click()
    second.page.get_by_role("button", name=f"Tarik kembali {REPLY}").click()
    second.see_not(REPLY)
    assert lesson.answers("forum", "reply:1") == [None]
