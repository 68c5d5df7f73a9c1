"""Scale, ranking, allocation, estimate, pulse and confidence in a real browser, on states that the engine made."""

from __future__ import annotations

from typing import Any

import pytest

from etika_widgets.room import Role
from etika_widgets.testing import memory_class, submit_from_browser

pytestmark = pytest.mark.browser

CANARY = "<img src=x onerror=\"etika.alarms++\"> Anda & 'saya'"
OPTIONS = [{"id": "a", "text": f"Loket {CANARY}"}, {"id": "b", "text": "Keliling"}, {"id": "c", "text": "Telepon"}]
DEFINITIONS: dict[str, dict[str, Any]] = {
    "likert": {"question": CANARY, "statements": OPTIONS, "case": "Kasus *fiktif*."},
    "ranking": {"question": CANARY, "options": OPTIONS},
    "allocation": {"question": CANARY, "options": OPTIONS},
    "numeric": {"question": CANARY, "unit": "hari", "min": 0, "max": 1500, "decimals": 1, "reference": 12.5},
    "pulse": {"kind": "yes_no", "question": CANARY},
    "quiz": {"items": [{"id": "p", "text": "Soal", "options": OPTIONS, "key": "b"}], "confidence": True},
}
ANSWERS: dict[str, dict[str, Any]] = {
    "likert": {"answers": {"a": 4, "b": 2, "c": 5}},
    "ranking": {"order": ["b", "a", "c"]},
    "allocation": {"points": {"a": 60, "b": 40, "c": 0}},
    "numeric": {"value": "1.250,5"},
    "pulse": {"choice": "yes"},
    "quiz": {"answers": {"p": "a"}, "confidence": {"p": 3}},
}
KINDS = sorted(DEFINITIONS)
FORMS = [kind for kind in KINDS if kind != "pulse"]


def state(kind: str, *, people: int = 0, reveal: bool = False, role: Role = Role.PARTICIPANT) -> dict[str, Any]:
    """Return what the engine shows after ``people`` answered, the viewer among them."""
    with memory_class([{"id": "uji", "title": "Uji", "type": kind, **DEFINITIONS[kind]}]) as klass:
        klass.move("uji", "reading", "open")
        persons = [klass.join(f"Kenari {number}") for number in range(max(people, 1))]
        for person in persons[:people]:
            ack = submit_from_browser(klass, person, "uji", "answer", ANSWERS[kind])
            assert ack["ok"], ack
        if reveal:
            klass.move("uji", "closed", "revealed")
        return klass.state("uji", persons[0] if role is Role.PARTICIPANT else None, role=role)


def sent(page: Any) -> list[dict[str, Any]]:
    return page.evaluate("etika.sent")


def answer(page: Any, kind: str) -> None:
    """Answer with the keyboard where there is a choice of ways."""
    if kind == "likert":
        for group, point in ((1, 4), (2, 2), (3, 5)):
            page.get_by_role("group", name=f"{group}. ").get_by_role("radio").nth(point - 1).press("Space")
    elif kind == "ranking":
        up = page.get_by_role("button", name="Naikkan Keliling")
        up.press("Enter")
        assert up.evaluate("node => node === document.activeElement")
    elif kind == "allocation":
        first = page.get_by_role("slider").first
        first.focus()
        for _ in range(12):
            first.press("ArrowRight")
        for _ in range(10):  # two presses more than there is to give
            page.get_by_role("button", name="Tambah 5 poin: Keliling").press("Enter")
        assert page.get_by_text("Semua 100 poin sudah dibagi.").is_visible()
    elif kind == "numeric":
        page.get_by_label("Taksiran Anda (hari)").fill("1.250,5")
    elif kind == "quiz":
        page.get_by_role("radio", name="Loket").check()
        page.get_by_role("group", name="seberapa yakin").get_by_role("radio", name="Yakin", exact=True).check()
    if kind == "pulse":
        page.get_by_role("button", name="Ya", exact=True).press("Enter")
    else:
        page.get_by_role("button", name="Kirim jawaban").press("Enter")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_leaves_exactly_as_the_contract_says(draw: Any, kind: str, width: int) -> None:
    page = draw(state(kind), width=width)
    answer(page, kind)
    assert sent(page) == [{"kind": "answer", "payload": ANSWERS[kind]}]
    assert page.evaluate("[etika.alarms, document.documentElement.scrollWidth - innerWidth]") == [0, 0]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("likert", "Belum dijawab: pernyataan 1, 2, 3."),
        ("allocation", "Masih ada 100 poin. Bagi semuanya, lalu kirim."),
        ("numeric", "Tulis dulu taksiran Anda."),
        ("quiz", "Belum dijawab: soal 1."),
    ],
)
def test_an_empty_form_says_what_is_missing(draw: Any, kind: str, said: str) -> None:
    page = draw(state(kind))
    page.get_by_role("button", name="Kirim jawaban").click()
    assert (page.get_by_role("alert").inner_text(), sent(page)) == (said, [])


def test_wrong_numbers_are_told_before_they_leave(draw: Any) -> None:
    page = draw(state("numeric"))
    for typed, said in [
        ("dua", "bukan angka"),
        ("1500,1", "Dari 0 sampai 1.500 hari."),
        ("1,25", "Paling banyak 1 angka"),
    ]:
        page.get_by_label("Taksiran Anda (hari)").fill(typed)
        page.get_by_role("button", name="Kirim jawaban").click()
        assert said in page.get_by_role("alert").inner_text()
    assert sent(page) == []


def test_a_row_is_dragged_by_its_handle_and_survives_a_new_state(draw: Any) -> None:
    page = draw(state("ranking"), width=1280)
    handle, goal = (
        page.locator(".etika-grip").last.bounding_box(),
        page.locator(".etika-sorter li").first.bounding_box(),
    )
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(handle["x"] + 5, goal["y"] + 4, steps=12)
    page.mouse.up()
    page.evaluate("etika.change({ state: { ...etika.model.get('state'), rev: 9 } })")
    page.get_by_role("button", name="Kirim jawaban").click()
    assert sent(page) == [{"kind": "answer", "payload": {"order": ["c", "a", "b"]}}]


def test_a_tap_is_marked_and_a_refused_one_is_taken_back(draw: Any) -> None:
    page = draw(state("pulse"))
    yes = page.get_by_role("button", name="Ya", exact=True)
    yes.click()
    assert yes.get_attribute("aria-pressed") == "true"
    page.evaluate("etika.change({ delivery: { status: 'refused', message: 'Belum diterima' } })")
    assert yes.get_attribute("aria-pressed") == "false"


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.PROJECTOR, Role.FACILITATOR])
@pytest.mark.parametrize("kind", KINDS)
def test_results_are_shown_without_markup_or_sideways_scrolling(draw: Any, kind: str, role: Role) -> None:
    page = draw(state(kind, people=6, reveal=True, role=role), width=360 if role is Role.PARTICIPANT else 1280)
    said = page.locator("main").inner_text()
    expected = {
        "likert": "rata-rata 4, simpangan baku 0",
        "ranking": "Urutan peserta hampir sama semua.",
        "allocation": "± 0",
        "numeric": "Median 1.250,5 hari",
        "pulse": "6",
        "quiz": "Kunci" if role is Role.PARTICIPANT else "yakin tapi keliru",
    }[kind]
    assert expected in said
    assert "Kenari" not in said
    assert page.evaluate("[etika.alarms, document.documentElement.scrollWidth - innerWidth]") == [0, 0]


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(draw: Any, kind: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for shown in (state(kind), state(kind, people=6, reveal=True)):
        found = axe.run(draw(shown), options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]] == []
