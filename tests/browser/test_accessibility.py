"""Everybody can use it: axe (WCAG 2.2 AA), keyboard alone, sizes that can be read, a narrow phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .lesson import POLL, Lesson
from .proxy import Proxy
from .screens import Control, Phone, Projector
from .serving import Served

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(300)]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE_LEAST, CONTROL_LEAST, PROJECTOR_LEAST = 16, 16, 28

STEPS = {
    "pretest": "pretest",
    POLL: "pemicu",
    "lima_a": "lima_a",
    "diskusi_kasus": "diskusi_kasus",
    "jurnal": "jurnal",
    "komitmen": "komitmen",
    "posttest": "posttest",
}
WORDS = {
    "reading": "Baca dulu",
    "open": "Terbuka",
    "closed": "Tertutup",
    "discussing": "Diskusi",
    "revealed": "Hasil dibuka",
}

SMALL = """(least) => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const el = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
    if (!text || /^(SCRIPT|STYLE|NOSCRIPT|OPTION)$/.test(el.tagName) || !el.getClientRects().length) continue;
    const size = parseFloat(getComputedStyle(el).fontSize);
    if (size < least - 0.01) found.push(`${size}px ${text.slice(0, 60)}`);
  }
  return found;
}"""
WIDE = """() => [...document.body.querySelectorAll("*")]
  .filter((el) => el.getClientRects().length && !el.closest(".etika-hidden"))
  .filter((el) => el.getBoundingClientRect().right > innerWidth + 0.5)
  .map((el) => el.outerHTML.slice(0, 120)).slice(0, 5)"""


def check(page: Page, least: float, *, narrow: bool = False) -> None:
    """Fail with a list of all that somebody could not read, reach or understand."""
    found: list[Any] = []
    report = axe.Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]})
    for violation in report.response["violations"]:
        found.append((violation["id"], violation["help"], [node["html"][:160] for node in violation["nodes"][:3]]))
    found += page.evaluate(SMALL, least)
    if narrow:
        found += page.evaluate(WIDE)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert found == []


def answer(phone: Phone, activity: str) -> None:
    """Fill in and send whatever this activity asks."""
    if activity in {"pretest", "posttest"}:
        phone.answer_quiz("bdcab")
    elif activity == POLL:
        phone.choose("Belum yakin")
        phone.send()
    elif activity == "lima_a":
        phone.send()
    elif activity == "diskusi_kasus":
        phone.choose("Dengar dulu")
        phone.page.get_by_label("Mengapa?").filter(visible=True).fill("Yang dituduh juga didengar.")
        phone.send("Kirim sikap")
    elif activity == "jurnal":
        phone.page.get_by_label("Jurnal saya").filter(visible=True).fill("Satu paragraf.")
        phone.send("Tandai selesai menulis")
    else:
        for label in ("Yang saya lakukan", "Kapan saya mulai", "Tanda bahwa ini berhasil"):
            phone.page.get_by_label(label).filter(visible=True).fill("Senin, menyapa antrean.")
        phone.send("Kirim komitmen")
    expect(phone.page.get_by_text(re.compile("^(Tersimpan|Jawaban Anda)")).filter(visible=True).first).to_be_visible()


def test_the_pages_before_a_class_are_accessible(screen, served: Served, wifi: Proxy, lesson: Lesson):
    phone, control = screen(Phone, wifi.url), screen(Control, served.url)
    for path in ("/", f"/gabung/{lesson.code}", f"/lanjut/{lesson.code}", "/kendali"):
        phone.page.goto(f"{phone.base}{path}")
        phone.page.get_by_role("heading", level=1).wait_for()
        check(phone.page, PHONE_LEAST, narrow=True)
    control.enter(served.token)
    for path in ("/kendali", f"/kendali/{lesson.code}/hapus"):
        control.page.goto(f"{control.base}{path}")
        check(control.page, CONTROL_LEAST)


@pytest.mark.parametrize("activity", STEPS)
def test_every_phase_is_accessible_on_every_screen(screen, served: Served, wifi: Proxy, lesson: Lesson, activity: str):
    phone, control, projector = screen(Phone, wifi.url), screen(Control, served.url), screen(Projector, served.url)
    phone.join()
    control.enter(served.token)
    control.tab("Panduan")
    projector.open()
    lesson.lead("group", {"largest": 5})
    lesson.present(STEPS[activity])
    for phase in ("reading", "open", "closed", "discussing", "revealed"):
        lesson.move(activity, phase)
        for one in (phone, projector):
            one.see(re.compile(f"^{WORDS[phase]}"))
        expect(control.stage.get_by_text(re.compile(f"^{WORDS[phase]} ·"))).to_be_visible()
        check(phone.page, PHONE_LEAST, narrow=True)
        check(projector.page, PROJECTOR_LEAST)
        if phase in {"open", "revealed"}:
            check(control.page, CONTROL_LEAST)
        if phase == "open":
            answer(phone, activity)
            check(phone.page, PHONE_LEAST, narrow=True)


def test_lobby_people_end_and_report_are_accessible(screen, served: Served, wifi: Proxy, lesson: Lesson):
    phone, control, projector = screen(Phone, wifi.url), screen(Control, served.url), screen(Projector, served.url)
    projector.open()
    projector.see("0 peserta sudah bergabung")
    control.enter(served.token)
    check(projector.page, PROJECTOR_LEAST)
    check(control.page, CONTROL_LEAST)
    phone.join()
    control.tab("Peserta")
    control.see("tersambung")
    check(control.page, CONTROL_LEAST)
    check(phone.page, PHONE_LEAST, narrow=True)
    phone.page.get_by_text("Pindah telepon atau selesai").click()
    phone.button("Buku kerja").click()
    phone.see("Lima situasi untuk memulai")
    check(phone.page, PHONE_LEAST, narrow=True)
    phone.button("Sekarang").click()
    projector.page.keyboard.press("d")
    expect(projector.page.locator("html")).to_have_attribute("data-theme", "dark")
    check(projector.page, PROJECTOR_LEAST)
    lesson.present("pemicu")
    lesson.move(POLL, "reading", "open")
    answer(phone, POLL)
    lesson.move(POLL, "closed", "revealed")
    lesson.lead("end", {})
    phone.see("Kelas sudah diakhiri")
    check(phone.page, PHONE_LEAST, narrow=True)
    control.see("Kelas sudah diakhiri")
    check(control.page, CONTROL_LEAST)
    control.page.goto(f"{control.base}/laporan/{lesson.code}")
    check(control.page, 16)


def focus(page: Page, key: str, wanted: str, most: int = 80) -> None:
    """Press a key until the control with this accessible name has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        name = page.evaluate(
            """() => {
              const el = document.activeElement, [label] = el.labels || [];
              return el.getAttribute("aria-label") || (label || el).innerText || "";
            }"""
        )
        if name.strip().startswith(wanted):
            return
    raise AssertionError(f"no way by keyboard to {wanted!r}")


def test_a_poll_is_answered_and_the_five_steps_are_ordered_by_keyboard_alone(
    screen, served: Served, wifi: Proxy, lesson: Lesson
):
    phone = screen(Phone, wifi.url)
    page = phone.page
    page.goto(f"{phone.base}/gabung/{lesson.code}")
    focus(page, "Tab", "Gabung ke kelas")
    page.keyboard.press("Enter")
    phone.connected()
    lesson.present("pemicu")
    lesson.move(POLL, "reading", "open")
    phone.see("Soal urutan antrean")
    focus(page, "Tab", "Tetap menurut nomor")
    page.keyboard.press("ArrowDown")
    focus(page, "Tab", "Mengapa?")
    page.keyboard.type("Kapalnya tidak menunggu.")
    focus(page, "Tab", "Kirim jawaban")
    page.keyboard.press("Enter")
    phone.stored()
    assert lesson.answers(POLL) == [{"choices": ["dahulukan"], "reason": "Kapalnya tidak menunggu."}]
    lesson.move(POLL, "closed")
    lesson.present("lima_a")
    lesson.move("lima_a", "reading", "open")
    phone.see("Pak Rano berdiri di depan Anda.")
    wanted = ["Bapak datang", "Saya ikut", "Boleh saya", "Ini yang", "Kejadian"]
    for place, words in enumerate(wanted):
        row = page.get_by_role("list", name="Urutan Anda").get_by_role("listitem").filter(has_text=words)
        steps = int(row.inner_text().split(".")[0]) - 1 - place
        if steps:
            focus(page, "Tab", f"Naikkan “{words}")
        for _ in range(steps):
            page.keyboard.press("Enter")
        expect(row).to_contain_text(f"{place + 1}.")
    focus(page, "Tab", "Kirim jawaban")
    page.keyboard.press("Enter")
    phone.stored()
    lesson.move("lima_a", "closed", "revealed")
    phone.see("1 dari 1 menyusun persis sama.")
