"""One's own trail on a small phone: after the end, after a reload, in a self-paced class at any time."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from etika_widgets.room import open_class

from .lesson import PACK, POLL, Lesson
from .screens import Phone, expect
from .serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]

SHOTS = os.environ.get("ETIKA_SHOTS")
"""Folder for screenshots to look at; none are taken without it."""
SMALL = {"width": 360, "height": 640}
OPTION = PACK.activity(POLL).options[0].text.id


def shot(phone: Phone, name: str) -> None:
    if SHOTS:
        phone.page.screenshot(path=Path(SHOTS) / f"trail_{name}.png", full_page=True)


def vote(phone: Phone, reason: str) -> None:
    phone.choose(OPTION)
    phone.page.get_by_role("textbox").first.fill(reason)
    phone.send()
    phone.stored()


def trail(phone: Phone) -> list[str]:
    """Return the lines of the open box."""
    box = phone.page.locator("details.etika-trail[open]")
    expect(box.locator("li").first).to_be_visible()
    return box.locator("li").all_inner_texts()


def wide(phone: Phone) -> int:
    return int(phone.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_it_stands_on_ones_own_page_after_the_end_and_comes_back_after_a_reload(
    screen, served: Served, lesson: Lesson
):
    phone = screen(Phone, served.url)
    phone.page.set_viewport_size(SMALL)
    phone.join("Kenari")
    lesson.present("pemicu")
    lesson.move(POLL, "reading", "open")
    vote(phone, "Nomor urut itu janji kita.")
    lesson.answer_as("Melati", POLL, {"choices": ["tetap_urut"], "reason": "Sama."})
    expect(phone.page.locator(".etika-trail")).to_have_count(0)

    lesson.lead("end", {})
    expected = ["Kegiatan yang Anda ikuti: 1", "Alasan yang Anda tulis: 1"]
    assert trail(phone) == expected
    phone.see("Peserta lain tidak melihat hitungan ini. Fasilitator dapat membacanya dengan nama samaran.")
    assert wide(phone) == 0
    assert phone.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.etika-trail p')).fontSize)") >= 16
    shot(phone, "1_akhir")

    phone.page.get_by_text("Jejak Anda di kelas ini").click()
    expect(phone.page.locator(".etika-trail li").first).to_be_hidden()
    phone.page.reload()
    assert trail(phone) == expected
    phone.page.get_by_role("button", name="Buku kerja").click()
    assert trail(phone) == expected


def test_a_self_paced_class_has_it_folded_away_and_counts_anew_when_it_is_opened(
    screen, served: Served, lesson: Lesson
):
    lesson.code = open_class(lesson.store, PACK, pace="self").code
    phone = screen(Phone, served.url)
    phone.page.set_viewport_size(SMALL)
    phone.join("Kenari")
    summary = phone.page.get_by_text("Jejak Anda di kelas ini")
    expect(summary).to_be_visible()
    assert phone.page.locator("details.etika-trail[open]").count() == 0
    summary.click()
    assert trail(phone) == ["Kegiatan yang Anda ikuti: 0"]
    shot(phone, "2_mandiri_awal")
    summary.click()

    for title in ("2 dari 8 langkah", "3 dari 8 langkah"):
        phone.button("Lanjut").click()
        phone.see(re.compile(title))
    vote(phone, "Sebab yang saya tulis.")
    summary.click()
    expect(phone.page.locator(".etika-trail li")).to_have_count(2)
    assert trail(phone) == ["Kegiatan yang Anda ikuti: 1", "Alasan yang Anda tulis: 1"]
    assert wide(phone) == 0
    shot(phone, "3_mandiri")
