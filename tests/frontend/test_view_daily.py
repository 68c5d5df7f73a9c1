"""Daily practice on a phone: begin, answer, read the key, go on, see what comes back; what the room sees."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from etika_widgets.activities.daily.schedule import Session
from etika_widgets.room import Role
from etika_widgets.room import desk as desks
from etika_widgets.testing import memory_class, submit_from_browser

from .samples import CANARY

pytestmark = pytest.mark.browser

NOW = "2026-11-23T03:00:00.000Z"
"""What the harness takes for the present moment."""
DEFINITION = {
    "type": "daily",
    "id": "pagi",
    "title": "Lima pagi",
    "per_day": 2,
    "items": [
        {
            "id": f"s{number}",
            "text": f"Warga menitip amplop {number}. Apa yang Anda katakan?",
            "options": [
                {"id": "tolak", "text": f"Menolak dengan hormat {CANARY}", "rationale": "Niatnya dihargai."},
                {"id": "terima", "text": "Menerima dulu", "rationale": f"Ingin cepat. {CANARY}"},
            ],
            "key": "tolak",
            "reference": "Nilai Akuntabel",
            "remember": f"Pesan nomor {number}",
        }
        for number in range(1, 8)
    ],
    "reveal": "Sampai **minggu depan**.",
}


def faults(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(
        page, options={"rules": {"region": {"enabled": False}, "page-has-heading-one": {"enabled": False}}}
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]]


def wide(page: Any) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def told(page: Any) -> str:
    return page.locator("main").inner_text()


@pytest.fixture
def klass(monkeypatch):
    with memory_class([DEFINITION]) as made:
        made.clock = lambda at: monkeypatch.setattr(desks, "now", lambda: at)
        made.clock(NOW)
        made.move("pagi", "reading", "open")
        yield made


def pass_on(page: Any, klass: Any, who: str) -> dict[str, Any]:
    """Hand the page's last intent to the engine, and its answer to the page; return the intent."""
    intent = page.evaluate("etika.sent.at(-1)")
    assert submit_from_browser(klass, who, "pagi", **intent)["ok"]
    state = {"state": klass.state("pagi", who), "delivery": {"status": "stored"}}
    page.evaluate("next => etika.change(next)", state)
    return intent


@pytest.mark.parametrize("width", [360, 1280])
def test_a_morning_by_keyboard_alone(draw, klass, width):
    rusa = klass.join("Rusa Tenang")
    page = draw(klass.state("pagi", rusa), width=width)
    assert "Siapa yang melihat?" in told(page)
    page.get_by_role("button", name="Mulai").focus()
    page.keyboard.press("Enter")
    assert pass_on(page, klass, rusa) == {"kind": "start", "payload": {}}
    assert "Soal 1 dari 2" in told(page).replace("SOAL", "Soal")
    page.get_by_role("button", name="Jawab").click()
    assert page.get_by_text("Pilih dulu satu jawaban.").is_visible()
    page.get_by_role("radio", name="Menerima dulu").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert "Kunci dan alasannya muncul setelah jawaban tersimpan." in told(page)
    assert "Niatnya dihargai." not in page.content()
    assert pass_on(page, klass, rusa) == {"kind": "answer", "payload": {"item": "s1", "option": "terima"}}
    shown = told(page)
    assert "Ada jawaban yang lebih dapat dipertahankan." in shown
    assert all(text in shown for text in ("Niatnya dihargai.", f"Ingin cepat. {CANARY}", "Pesan nomor 1", CANARY))
    assert (faults(page), wide(page), page.evaluate("etika.alarms")) == ([], 0, 0)
    page.get_by_role("button", name="Soal berikutnya").focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Menolak dengan hormat").check()
    page.get_by_role("button", name="Jawab").click()
    pass_on(page, klass, rusa)
    assert "Tepat." in told(page)
    page.get_by_role("button", name="Selesai untuk hari ini").click()
    shown = told(page)
    assert "1 dari 2 jawaban Anda tepat. Hanya Anda yang melihat ini." in shown
    assert "Selasa, 24 November: 1 soal\nRabu, 25 November: 1 soal\nbelum pernah Anda jawab: 5 soal" in shown
    assert (faults(page), wide(page), page.get_by_role("button", name="Mulai").count()) == ([], 0, 0)


def test_a_reload_in_between_goes_on_with_the_next_question_and_the_choice_made(draw, klass):
    rusa = klass.join("Rusa Tenang")
    submit_from_browser(klass, rusa, "pagi", "start", {})
    submit_from_browser(klass, rusa, "pagi", "answer", {"item": "s1", "option": "tolak"})
    page = draw(klass.state("pagi", rusa))
    page.get_by_role("radio", name="Menerima dulu").check()
    draw.again(page, klass.state("pagi", rusa))
    assert page.get_by_role("radio", name="Menerima dulu").is_checked()
    assert "amplop 2" in told(page)


def test_a_question_keeps_its_number_when_the_state_comes_anew(draw, klass):
    rusa = klass.join("Rusa Tenang")
    submit_from_browser(klass, rusa, "pagi", "start", {})
    page = draw(klass.state("pagi", rusa))
    for fresh in (4, 3):  # whatever makes the view draw again
        state = klass.state("pagi", rusa)
        state["dealt"]["fresh"] = fresh
        page.evaluate("next => etika.change(next)", {"state": state})
        assert page.get_by_text("Soal 1 dari 2").is_visible()


def test_a_page_left_open_overnight_offers_the_new_day(draw, klass):
    rusa = klass.join("Rusa Tenang")
    submit_from_browser(klass, rusa, "pagi", "start", {})
    for item in ("s1", "s2"):
        submit_from_browser(klass, rusa, "pagi", "answer", {"item": item, "option": "tolak"})
    page = draw(klass.state("pagi", rusa))
    assert "Sampai besok" in told(page)
    page.evaluate("etika.change({now: Date.parse('2026-11-23T17:00:01Z')})")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    klass.clock("2026-11-23T23:00:00.000Z")
    page.get_by_role("button", name="Mulai").click()
    pass_on(page, klass, rusa)
    assert "amplop 3" in told(page)


def test_the_room_sees_days_and_hard_questions_and_the_facilitator_the_key(draw, klass):
    monday = date(2026, 11, 23)
    for number in range(6):
        who = klass.join(f"Rusa {'ABCDEF'[number]}")
        for later in range(2):
            klass.clock(f"{monday + timedelta(days=later)}T03:00:00.000Z")
            submit_from_browser(klass, who, "pagi", "start", {})
            [first, *_] = klass.state("pagi", who)["dealt"]["items"]
            submit_from_browser(klass, who, "pagi", "answer", {"item": first["id"], "option": "terima"})
    assert Session(monday, ()).slot in {one.slot for one in klass.room().responses("pagi")}
    page = draw(klass.state("pagi", role=Role.PROJECTOR), width=1280)
    assert "2 soal setiap pagi." in told(page)
    assert "amplop" not in page.content()
    klass.move("pagi", "closed", "revealed")
    for role in (Role.PROJECTOR, Role.FACILITATOR):
        draw.again(page, klass.state("pagi", role=role))
        shown = told(page)
        tuesday = "Sel, 24/11" if role is Role.PROJECTOR else "Selasa, 24 November"
        assert all(text in shown for text in (tuesday, "amplop 1", "0 dari 6 tepat"))
        assert ("Kunci dan alasan" in shown) is (role is Role.FACILITATOR)
        assert (faults(page), wide(page)) == ([], 0)
    page.get_by_text("Kunci dan alasan").click()
    assert "Niatnya dihargai." in told(page)
