"""What a class must survive: failing Wi-Fi, double taps, late people, phones that change hands."""

from __future__ import annotations

import re
import time

import pytest

from .lesson import POLL, Lesson
from .proxy import Proxy
from .screens import Control, Phone, Projector
from .serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]

REASON = "Antrean juga bagian dari keadilan."
OFFLINE = "Terputus, jawaban Anda aman"
JOURNAL = "Rahasia-kenari di telepon pertama."


def open_poll(lesson: Lesson) -> None:
    lesson.present("pemicu")
    lesson.move(POLL, "reading", "open")


def vote(phone: Phone, reason: str = REASON) -> None:
    phone.choose("Tetap menurut nomor.")
    phone.page.get_by_label("Mengapa?").filter(visible=True).fill(reason)
    phone.send()


def wait_until_held(wifi: Proxy, direction: str) -> None:
    deadline = time.monotonic() + 20
    while not wifi.held(direction):
        assert time.monotonic() < deadline, "nothing was held"
        time.sleep(0.01)


@pytest.mark.parametrize("direction", ["out", "back"])
def test_an_answer_cut_off_in_the_middle_is_called_safe_and_stored_exactly_once(
    screen, served: Served, wifi: Proxy, lesson: Lesson, direction: str
):
    """``out``: it never reached the server. ``back``: it was stored, but the phone was never told."""
    open_poll(lesson)
    phone = screen(Phone, wifi.url)
    phone.join()
    phone.see("Soal urutan antrean")
    wifi.hold(direction)
    vote(phone)
    wait_until_held(wifi, direction)
    phone.see("Terkirim, menunggu tersimpan")
    stored_before = direction == "back"
    if stored_before:
        deadline = time.monotonic() + 20
        while not lesson.answers(POLL):
            assert time.monotonic() < deadline, "the server did not store what it got"
    wifi.cut()
    phone.see(re.compile(f"^{OFFLINE}"))
    phone.see(REASON)
    assert len(lesson.answers(POLL)) == int(stored_before)
    wifi.mend()
    phone.connected()
    phone.stored()
    assert lesson.answers(POLL) == [{"choices": ["tetap_urut"], "reason": REASON}]
    assert lesson.logged("answer") == 1
    intents = [text for text in phone.sent if '"kind":"answer"' in text]
    assert len(intents) >= 2, "the phone did not repeat what was never acknowledged"
    assert len(set(intents)) == 1


def test_an_answer_given_offline_survives_a_closed_tab_and_arrives(
    screen, served: Served, wifi: Proxy, lesson: Lesson
):
    open_poll(lesson)
    phone = screen(Phone, wifi.url)
    phone.join()
    phone.see("Soal urutan antrean")
    wifi.cut()
    phone.see(re.compile("^Terputus"))
    vote(phone)
    phone.see(re.compile("1 jawaban menunggu dikirim"))
    phone.page.close()
    wifi.mend()
    phone.page = phone.context.new_page()
    phone.page.goto(f"{phone.base}/kelas/{lesson.code}")
    phone.connected()
    phone.stored()
    assert [answer and answer["reason"] for answer in lesson.answers(POLL)] == [REASON]
    assert len(lesson.names()) == 1


def test_a_double_tap_on_send_stores_one_answer(screen, served: Served, wifi: Proxy, lesson: Lesson):
    open_poll(lesson)
    phone = screen(Phone, wifi.url)
    phone.page.goto(f"{phone.base}/gabung/{lesson.code}")
    phone.button("Gabung ke kelas").dblclick(no_wait_after=True)
    phone.connected()
    phone.choose("Tetap menurut nomor.")
    phone.button("Kirim jawaban").dblclick()
    phone.stored()
    assert len(lesson.answers(POLL)) == 1
    assert lesson.logged("answer") == 1
    assert len(lesson.names()) == 1


def test_the_facilitator_sees_each_answer_at_once_and_nobody_else_sees_it(
    screen, served: Served, wifi: Proxy, lesson: Lesson
):
    open_poll(lesson)
    control, projector = screen(Control, served.url), screen(Projector, served.url)
    control.enter(served.token)
    projector.open()
    one, two = screen(Phone, wifi.url), screen(Phone, wifi.url)
    one.join()
    two.join()
    control.counts(0, 2)
    one.choose("Tetap menurut nomor.")
    one.send()
    one.stored()
    control.counts(1, 2, seconds=2)
    projector.see("1 dari 2 menjawab")
    two.choose("Belum yakin")
    two.send()
    two.stored()
    control.counts(2, 2, seconds=2)
    results = [text for screen_ in (one, two, projector) for text in screen_.heard if '"counts"' in text]
    assert results == []


def test_somebody_late_lands_in_the_present_phase(screen, served: Served, wifi: Proxy, lesson: Lesson):
    open_poll(lesson)
    lesson.move(POLL, "closed", "discussing")
    late = screen(Phone, wifi.url)
    late.join()
    late.see("Waktu diskusi.")
    late.see("Soal urutan antrean")
    lesson.move(POLL, "open")
    late.see("Terbuka · Setelah diskusi")
    late.choose("Belum yakin")
    late.send()
    late.stored()
    later = screen(Phone, wifi.url)
    lesson.move(POLL, "closed", "revealed")
    later.join()
    later.see("Yang bertabrakan:")


def test_hands_of_people_without_a_phone_are_saved_by_keyboard_and_marked_on_every_screen(
    screen, served: Served, wifi: Proxy, lesson: Lesson
):
    open_poll(lesson)
    control, projector, phone = screen(Control, served.url), screen(Projector, served.url), screen(Phone, wifi.url)
    control.enter(served.token)
    projector.open()
    phone.join()
    vote(phone)
    phone.stored()
    control.page.locator("summary", has_text="Peserta tanpa ponsel").press("Enter")
    control.page.get_by_role("spinbutton", name="Minta kerelaan antrean").fill("4")
    control.page.keyboard.press("Enter")
    control.page.get_by_role("status").filter(has_text="Tersimpan: 4 suara tangan.").wait_for()
    assert [row for row in lesson.answers(POLL, "tally") if row] == [
        {"tetap_urut": 0, "dahulukan": 0, "kerelaan": 4, "penyelia": 0, "unsure": 0}
    ]
    assert "suara tangan" not in projector.everything() + phone.everything()
    lesson.move(POLL, "closed", "revealed")
    for one in (control, projector, phone):
        one.see("Termasuk 4 suara tangan yang dicatat fasilitator.")
    projector.see("1 dari 1 menjawab")
    control.see("1 peserta, 1 tersambung")


def test_the_facilitator_renames_and_removes_somebody(screen, served: Served, wifi: Proxy, lesson: Lesson):
    open_poll(lesson)
    control, phone, other = screen(Control, served.url), screen(Phone, wifi.url), screen(Phone, wifi.url)
    control.enter(served.token)
    phone.join("Nama Kurang Pantas")
    other.join("Kenari Sabar")
    phone.choose("Belum yakin")
    phone.send()
    phone.stored()
    control.tab("Peserta")
    control.button("Ubah Nama Kurang Pantas").click()
    control.page.get_by_label("Nama samaran").fill("Anggrek Tenang")
    control.button("Simpan nama").click()
    phone.see("Anggrek Tenang")
    assert sorted(lesson.names()) == ["Anggrek Tenang", "Kenari Sabar"]
    control.button("Ubah Anggrek Tenang").click()
    control.button("Keluarkan").click()
    control.button("Ya, keluarkan").click()
    phone.see("Anda dikeluarkan dari kelas ini oleh fasilitator.")
    control.see("1 peserta, 1 tersambung")
    assert lesson.names() == ["Kenari Sabar"]
    assert not any(lesson.answers(POLL))
    phone.page.goto(f"{phone.base}/kelas/{lesson.code}")
    phone.page.get_by_role("button", name="Gabung ke kelas").wait_for()
    other.connected()


def test_phones_ask_for_the_unit_once_and_groups_follow_it(screen, served: Served, wifi: Proxy, lesson: Lesson):
    lesson.lead("units", {"names": ["Loket", "Arsip"]})
    phones = [screen(Phone, wifi.url) for _ in range(3)]
    for phone, unit in zip(phones, ("Loket", "Arsip", "Lewati"), strict=True):
        phone.join()
        phone.button(unit).click()
    control = screen(Control, served.url)
    control.enter(served.token)
    control.see("3 peserta, 3 tersambung")
    control.tab("Peserta")
    control.page.get_by_label("Cara membagi").select_option(label="Satu unit bersama")
    control.page.get_by_label("Orang per kelompok, paling banyak").fill("2")
    control.button("Bagi kelompok").click()
    phones[0].page.get_by_text(re.compile("Kelompok [12]:")).wait_for()
    phones[2].page.reload()
    phones[2].connected()
    assert phones[2].page.get_by_text("Anda dari unit mana?").count() == 0
    told = [person.unit for person in lesson.store.changes(lesson.code).participants]
    assert sorted(told, key=str) == ["Arsip", "Loket", None]


def test_the_qr_code_follows_the_address_that_the_facilitator_picks(screen, served: Served, lesson: Lesson):
    control, projector = screen(Control, served.url), screen(Projector, served.url)
    control.enter(served.token)
    projector.open()
    projector.see(f"{served.host}:{served.port}")
    code = projector.page.get_by_role("img", name="Kode QR untuk bergabung")
    before = code.inner_html()
    control.page.get_by_label(f"127.0.0.1:{served.port}").check()
    try:
        projector.see(f"127.0.0.1:{served.port}")
        assert code.inner_html() != before
        control.page.locator("strong", has_text=f"127.0.0.1:{served.port}").wait_for()
    finally:
        control.page.get_by_label(f"{served.host}:{served.port}").check()
    projector.see(f"{served.host}:{served.port}")
    assert code.inner_html() == before


def test_a_phone_that_changes_hands_remembers_nothing(screen, served: Served, wifi: Proxy, lesson: Lesson):
    open_poll(lesson)
    phone = screen(Phone, wifi.url)
    name = phone.join()
    vote(phone)
    phone.stored()
    lesson.present("jurnal")
    lesson.move("jurnal", "reading", "open")
    phone.page.get_by_label("Jurnal saya").filter(visible=True).fill(JOURNAL)
    assert JOURNAL in phone.page.evaluate("JSON.stringify(localStorage)")
    phone.page.get_by_text("Pindah telepon atau selesai").click()
    phone.button("Selesai di perangkat ini").click()
    phone.see("Perangkat ini sudah melupakan kelas tadi")
    kept = phone.page.evaluate("JSON.stringify(localStorage)")
    assert JOURNAL not in kept
    assert lesson.code not in kept
    assert REASON not in kept
    assert not [cookie for cookie in phone.context.cookies() if lesson.code in str(cookie.get("name"))]
    phone.page.goto(f"{phone.base}/kelas/{lesson.code}")
    phone.page.get_by_role("button", name="Gabung ke kelas").wait_for()
    assert name not in phone.page.content()
    assert len(lesson.answers(POLL)) == 1


def test_a_resume_code_brings_the_answers_to_another_phone_but_not_the_journal(
    screen, served: Served, wifi: Proxy, lesson: Lesson
):
    open_poll(lesson)
    first = screen(Phone, wifi.url)
    name = first.join()
    vote(first)
    first.stored()
    lesson.present("jurnal")
    lesson.move("jurnal", "reading", "open")
    first.page.get_by_label("Jurnal saya").filter(visible=True).fill(JOURNAL)
    first.page.get_by_text("Pindah telepon atau selesai").click()
    first.see("Draf dan jurnal pribadi tidak ikut pindah.")
    code = first.page.locator("#kode-lanjut").inner_text()
    assert re.fullmatch(r"\S{4} \S{4}", code)
    second, control = screen(Phone, wifi.url), screen(Control, served.url)
    second.page.goto(f"{second.base}/gabung/{lesson.code}")
    second.page.get_by_role("link", name="Pakai kode lanjut").click()
    second.see("draf dan jurnal pribadi tetap di telepon pertama")
    second.page.get_by_label("Kode lanjut").fill(code.lower())
    second.button("Lanjutkan").click()
    second.connected()
    second.see(name)
    assert second.page.get_by_label("Jurnal saya").filter(visible=True).input_value() == ""
    lesson.present("pemicu")
    second.see(REASON)
    assert lesson.names() == [name]
    assert JOURNAL not in second.everything()
    control.enter(served.token)
    plain = code.replace(" ", "")
    assert plain not in control.everything() + "".join(control.heard)
    assert plain.encode() not in served.stored_bytes()
