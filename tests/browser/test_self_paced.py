"""A self-paced class on phones: alone through the lesson, closed in the middle, gone on with on another phone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from etika_widgets.room import open_class

from .lesson import PACK, POLL, SEALED, Lesson
from .proxy import Proxy
from .screens import Control, Phone, Projector, Screen, expect
from .serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]

SHOTS = os.environ.get("ETIKA_SHOTS")
"""Folder for screenshots to look at; none are taken without it."""
OTHERS = 4
POST = PACK.activity("posttest")


@pytest.fixture
def lesson(served: Served) -> Iterator[Lesson]:
    """Return a self-paced class on the running server."""
    made = Lesson(served.store_url)
    made.code = open_class(made.store, PACK, pace="self").code
    yield made
    made.store.close()


def shot(screen: Screen, name: str) -> None:
    if SHOTS:
        screen.page.screenshot(path=Path(SHOTS) / f"pace_{name}.png", full_page=True)


def on(phone: Phone, then: str) -> None:
    phone.button("Lanjut").click()
    phone.see(then)


def keys_in(phone: Phone, quiz: str) -> list[str]:
    """What this phone got of a quiz that opens only after the answer."""
    seen = phone.everything()
    return [text for text in SEALED[quiz] if text in seen]


def test_one_person_goes_through_alone_and_goes_on_with_another_phone(
    screen, served: Served, wifi: Proxy, lesson: Lesson
):
    phone, control = screen(Phone, wifi.url), screen(Control, served.url)
    control.enter(served.token)
    phone.join("Kenari")

    phone.see("1 dari 8 langkah, 0 jawaban terkirim")
    shot(phone, "1_mulai")
    on(phone, "2 dari 8 langkah")
    shot(phone, "2_pretes")
    phone.answer_quiz("abcda")
    phone.see("2 dari 8 langkah, 1 jawaban terkirim")
    phone.see("Pembahasan terbuka setelah Anda mengirim “Post-test”.")
    shot(phone, "3_pretes_terkirim")
    on(phone, "3 dari 8 langkah")
    option = PACK.activity(POLL).options[0]
    phone.choose(option.text.id)
    phone.send()
    phone.see("Hasil muncul setelah 5 orang menjawab.")
    shot(phone, "4_menunggu")
    on(phone, "4 dari 8 langkah")
    on(phone, "Kegiatan ini dikerjakan di kelas")
    phone.see("4 dari 8 langkah, 2 jawaban terkirim")
    shot(phone, "5_di_kelas")
    control.page.get_by_role("navigation").get_by_text("1 dari 1 selesai").first.wait_for()
    control.page.get_by_label("Ditutup sesudah tanggal").fill("2100-01-31")
    control.button("Simpan tanggal").click()
    for one in (control, phone):
        one.see(re.compile("^Ditutup (31 Januari|1 Februari) 2100 pukul"))
    shot(control, "6_kendali")

    phone.page.reload()
    phone.see("Kegiatan ini dikerjakan di kelas")
    code = phone.page.locator("#kode-lanjut").text_content() or ""
    phone.page.close()
    other = screen(Phone, wifi.url)
    other.page.goto(f"{wifi.url}/lanjut/{lesson.code}")
    other.page.get_by_label("Kode lanjut (8 huruf dan angka)").fill(code)
    other.page.get_by_role("button", name="Lanjut").click()
    other.see("4 dari 8 langkah, 2 jawaban terkirim")  # behind the last answer
    other.button("Kembali").click()
    other.see(option.short.id)
    other.see("Hasil muncul setelah 5 orang menjawab.")

    for _ in range(4):
        other.button("Lanjut").click()
    other.see("6 dari 8 langkah")
    on(other, "7 dari 8 langkah")
    assert keys_in(other, "posttest") == keys_in(other, "pretest") == []
    other.answer_quiz("abcda")
    other.see("jawaban Anda tepat. Hanya Anda yang melihat ini.")
    shot(other, "7_kunci")
    assert keys_in(other, "posttest") == SEALED["posttest"]
    on(other, "8 dari 8 langkah, 3 jawaban terkirim")
    expect(other.button("Lanjut")).to_have_count(0)
    shot(other, "8_akhir")
    other.button("Ke kegiatan yang belum dijawab").click()
    other.see("4 dari 8 langkah")
    assert [answer["answers"] for answer in lesson.answers("posttest")] == [
        {item.id: item.option_ids["abcd".index(letter)] for item, letter in zip(POST.items, "abcda", strict=True)}
    ]


def test_results_come_with_the_fifth_answer_and_the_line_may_fail(screen, served: Served, wifi: Proxy, lesson: Lesson):
    phone, projector = screen(Phone, wifi.url), screen(Projector, served.url)
    projector.open()
    phone.join("Kenari")
    on(phone, "2 dari 8 langkah")
    on(phone, "3 dari 8 langkah")
    option = PACK.activity(POLL).options[0]
    phone.choose(option.text.id)
    wifi.cut()
    phone.send()
    phone.see("Terputus, jawaban Anda aman")
    wifi.mend()
    phone.see("Hasil muncul setelah 5 orang menjawab.")

    for number in range(OTHERS):
        lesson.answer_as(f"Orang {number}", POLL, {"choices": [option.id], "reason": ""})
    phone.see("Hasil dibuka")
    phone.see("5")
    shot(phone, "9_hasil")
    projector.see("5 peserta sudah bergabung")
    shot(projector, "10_layar")
