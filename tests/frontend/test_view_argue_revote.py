"""Argue and vote again, in a real browser with states from the real engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .drawn import change, faults, press, sent, wide
from .words_states import CANARY, Scene

pytestmark = pytest.mark.browser
DEFINITION = {
    "type": "argue_revote",
    "question": f"Tempel daftarnya? {CANARY}",
    "options": [
        {"id": "tempel", "text": f"Tempel semua {CANARY}", "short": "Tempel"},
        {"id": "jangan", "text": "Jangan"},
    ],
}


@pytest.fixture
def scene() -> Iterator[Scene]:
    """Six people; the first has not voted yet, the last one stands alone."""
    made = Scene(DEFINITION)
    for person in range(1, 6):
        vote = {"choice": "jangan" if person == 5 else "tempel", "reason": f"Sebab {person} {CANARY}"}
        made.sends(person, "answer", vote)
    yield made
    made.klass.close()


def argued(scene: Scene) -> None:
    scene.sends(0, "answer", {"choice": "tempel", "reason": "Warga mengawasi"})
    scene.move("closed", "discussing")


def revealed(scene: Scene) -> None:
    argued(scene)
    scene.move("open")
    for person in range(6):
        dealt = scene.klass.state("a", scene.people[person])["dealt"]
        keep = person > 1
        choice = dealt["before"] if keep else "jangan"
        scene.sends(person, "revote", {"keep": keep, "choice": choice, "moved": dealt["reasons"][0]["id"]})
    row = next(row for row in scene.facilitator["results"]["listed"] if row["votes"])
    scene.leads("feature", participant=row["participant"], slot="answer", round=1, shown=True)
    scene.move("closed", "revealed")


@pytest.mark.parametrize(("role", "width"), [("phone", 360), ("projector", 1280), ("facilitator", 1280)])
def test_every_screen_fits_is_accessible_and_shows_markup_as_text(
    draw: Any, scene: Scene, role: str, width: int
) -> None:
    argued(scene)
    page = draw(getattr(scene, role), width=width)
    for phase in ("discussing", "open"):
        if phase == "open":
            scene.move(phase)
            change(page, state=getattr(scene, role))
        assert (wide(page) <= 0, faults(page)) == (True, [])
        sizes = page.eval_on_selector_all(
            "main *", "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(sizes) >= (28 if role == "projector" else 16)
    assert page.evaluate("[etika.alarms, document.querySelectorAll('main img').length]") == [0, 0]
    assert CANARY in page.locator("main").inner_text()
    assert "Rusa" not in page.locator("main").inner_text() or role == "facilitator"


@pytest.mark.parametrize("width", [360, 1280])
def test_a_first_vote_leaves_as_the_contract_says_by_keyboard_alone(draw: Any, scene: Scene, width: int) -> None:
    page = draw(scene.phone, width=width)
    assert page.get_by_text("Sebab").count() == 0
    press(page, "Kirim jawaban")
    assert (sent(page), page.get_by_role("alert").inner_text()) == ([], "Pilih dulu satu jawaban.")
    page.get_by_role("radio", name="Tempel").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    press(page, "Kirim jawaban")
    assert (sent(page), page.get_by_role("alert").inner_text()) == ([], "Tulis alasan Anda dengan singkat.")
    page.get_by_label("Mengapa?").focus()
    page.keyboard.type("Alamat ikut terbaca")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert sent(page) == [{"kind": "answer", "payload": {"choice": "jangan", "reason": "Alamat ikut terbaca"}}]


def test_a_second_vote_says_keep_or_change_and_what_moved_and_survives_a_reason_taken_off(
    draw: Any, scene: Scene
) -> None:
    argued(scene)
    page = draw(scene.phone)
    assert page.locator(".etika-heard .etika-tag").all_inner_texts() == ["memilih: Jangan", "memilih sama dengan Anda"]
    assert page.get_by_text(f"Sebab 5 {CANARY}").is_visible()
    scene.move("open")
    change(page, state=scene.phone)
    opposing, same = scene.phone["dealt"]["reasons"]
    press(page, "Kirim suara kedua")
    assert page.get_by_role("alert").inner_text() == "Pilih dulu: tetap atau berubah."
    assert page.get_by_role("group", name="Pilihan Anda sekarang").is_hidden()
    page.get_by_role("radio", name="Berubah").check()
    press(page, "Kirim suara kedua")
    assert page.get_by_role("alert").inner_text() == "Pilih dulu jawaban Anda yang baru."
    page.get_by_role("group", name="Pilihan Anda sekarang").get_by_role("radio", name="Jangan").check()
    page.get_by_role("radio", name="Alasan 2").check()
    scene.leads("hide", id=same["id"], on=True)
    change(page, state=scene.phone)  # the one that was chosen is gone, all else stands
    press(page, "Kirim suara kedua")
    assert (sent(page), page.get_by_role("alert").inner_text()) == ([], "Pilih dulu apa yang menggerakkan Anda.")
    page.get_by_role("radio", name="Alasan 1").check()
    press(page, "Kirim suara kedua")
    vote = {"keep": False, "choice": "jangan", "moved": opposing["id"]}
    assert sent(page) == [{"kind": "revote", "payload": vote}]
    scene.sends(0, "revote", vote)
    change(page, state=scene.phone, delivery={"status": "stored", "message": ""})
    assert "Yang menggerakkan: Alasan 1: Sebab 5" in page.locator(".etika-card").last.inner_text()
    press(page, "Ubah jawaban")
    assert page.get_by_role("radio", name="Berubah").is_checked()


def test_who_finds_nobody_of_another_mind_is_told_so_kindly(draw: Any, scene: Scene) -> None:
    argued(scene)
    gone = next(row["id"] for row in scene.facilitator["results"]["listed"] if row["choice"] == "jangan")
    scene.leads("hide", id=gone, on=True)
    page = draw(scene.phone)
    assert page.get_by_text("Belum ada yang berpendapat lain.").is_visible()
    assert page.locator(".etika-heard .etika-tag").all_inner_texts() == ["memilih sama dengan Anda"] * 2


def test_the_projector_shows_how_votes_moved_as_a_table_and_phones_in_words(draw: Any, scene: Scene) -> None:
    page = draw(scene.projector, width=1280)
    assert page.get_by_role("table").count() == 0
    revealed(scene)
    change(page, state=scene.projector)
    rows = page.get_by_role("table").get_by_role("row").all_inner_texts()
    assert [row.split() for row in rows] == [
        ["Tempel", "(3)", "Jangan", "(3)", "Belum", "yakin", "(0)"],
        ["Tempel", "(5)", "3", "2", "–"],
        ["Jangan", "(1)", "–", "1", "–"],
        ["Belum", "yakin", "(0)", "–", "–", "–"],
    ]
    assert page.get_by_text("2 orang dari “Tempel” ke “Jangan”").count() == 1
    assert "Yang menggerakkan: Alasan orang lain 6" in page.locator("main").inner_text()
    assert page.get_by_role("button").count() == 0
    assert faults(page) == []
    phone = draw(scene.phone)
    assert phone.get_by_text("2 orang dari “Tempel” ke “Jangan”").is_visible()
    assert phone.get_by_role("region").count() == 0


def test_a_facilitator_takes_a_reason_off_and_keeps_the_focus(draw: Any, scene: Scene) -> None:
    page = draw(scene.facilitator, width=1280)
    button = page.get_by_role("button", name="Jangan bagikan Sebab 2")
    button.focus()
    page.keyboard.press("Enter")
    row = next(row for row in scene.facilitator["results"]["listed"] if row["text"].startswith("Sebab 2"))
    assert sent(page) == [{"kind": "hide", "payload": {"id": row["id"], "on": True}}]
    scene.leads("hide", id=row["id"], on=True)
    change(page, state=scene.facilitator)
    page.keyboard.press("Enter")  # the same button now offers it again
    assert sent(page)[1:] == [{"kind": "hide", "payload": {"id": row["id"], "on": False}}]
