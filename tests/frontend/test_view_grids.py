"""The views that ask several things at once, in a real browser with states from the real engine."""

from __future__ import annotations

import random
from typing import Any

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.room import Role
from etika_widgets.testing import MemoryClass, memory_class, submit_from_browser

from .drawn import faults, press, sent, wide

pytestmark = pytest.mark.browser
MARKUP = "<img src=x onerror='etika.alarms++'> <b>tebal</b>"
AXIS = {"label": "Aturan", "low": "Melanggar", "high": "Boleh"}
DEFINITIONS: dict[str, dict[str, Any]] = {
    "categorise": {
        "question": f"Boleh? {MARKUP}",
        "boxes": ["Boleh", "Ragu", "Tidak"],
        "items": [
            {"id": "foto", "text": f"Foto {MARKUP}", "key": "tidak", "rationale": "Sebab *jelas*"},
            {"id": "jam", "text": "Jam buka yang panjang sekali namanya"},
        ],
    },
    "matrix2x2": {
        "question": "Di mana?",
        "across": AXIS,
        "up": {**AXIS, "label": "Nurani"},
        "steps": 5,
        "items": [{"id": "foto", "text": f"Foto {MARKUP}"}],
    },
    "highlight": {
        "question": "Mana?",
        "document": f"Nota (fiktif) {MARKUP}",
        "passages": [
            {"id": "satu", "text": f"Satu {MARKUP}."},
            {"id": "dua", "text": "Dua.", "paragraph": True},
            {"id": "tiga", "text": "Tiga.", "key": True, "rationale": "Sebab"},
        ],
        "labels": [{"id": "desak", "text": "Desakan"}],
    },
    "randomized_response": {"statement": f"Saya pernah. {MARKUP}", "least": 20},
    "case_grid": {
        "question": "Mana?",
        "options": [{"id": "tolak", "text": f"Tolak {MARKUP}"}, {"id": "terima", "text": "Terima"}],
        "criteria": [{"id": "adil", "text": "Adil"}, {"id": "cepat", "text": "Cepat"}],
        "weights": "own",
    },
}
PAIRS = {
    "kind": "match",
    "boxes": [{"id": "camat", "text": "Kantor camat"}, {"id": "lurah", "text": "Kantor lurah"}],
    "items": [{"id": "surat", "text": "Surat pindah", "key": "camat"}],
}
ROLES = {"participant": 360, "projector": 1280, "facilitator": 1280}


def begin(name: str, **changes: Any) -> tuple[MemoryClass, list[str]]:
    """Return a class in which the activity is open, and the ids of 21 people."""
    klass = memory_class([{"id": "a", "type": name, **DEFINITIONS[name], **changes}])
    klass.move("a", "reading", "open")
    return klass, [klass.join(f"Rusa Nomor {number}") for number in range(21)]


def answer(klass: MemoryClass, people: list[str]) -> None:
    kind, dice = activity_types()[klass.state("a")["type"]], random.Random(4)
    spec = klass.room().activities["a"].spec
    for person in people:
        for intent, payload in kind.bot(spec, klass.state("a", person), dice):
            assert submit_from_browser(klass, person, "a", intent, payload)["ok"]


@pytest.fixture(scope="module")
def scenes():
    """States of every type: asked on a phone and a projector, and opened for every role."""
    made: dict[tuple[str, str, bool], Any] = {}
    for name in DEFINITIONS:
        klass, people = begin(name)
        with klass:
            made[name, "participant", False] = klass.state("a", people[0])
            made[name, "projector", False] = klass.state("a")
            answer(klass, people)
            klass.move("a", "closed", "revealed")
            made[name, "participant", True] = klass.state("a", people[0])
            made[name, "projector", True] = klass.state("a")
            made[name, "facilitator", True] = klass.state("a", role=Role.FACILITATOR)
    return made


def problem(page: Any) -> str:
    return str(page.get_by_role("alert").inner_text())


def taken(klass: MemoryClass, person: str, page: Any) -> None:
    """Check that the engine takes what the page sent, and show the page that it did."""
    [intent] = sent(page)
    assert submit_from_browser(klass, person, "a", intent["kind"], intent["payload"])["ok"]
    page.evaluate("next => etika.change(next)", {"state": klass.state("a", person)})
    page.evaluate("next => etika.change(next)", {"delivery": {"status": "stored", "message": ""}})


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", DEFINITIONS)
def test_every_screen_fits_is_accessible_and_shows_markup_as_text(draw, scenes, name, role):
    page = None
    for opened in (False, True):
        if (name, role, opened) not in scenes:
            continue
        state = scenes[name, role, opened]
        page = draw.again(page, state) if page else draw(state, width=ROLES[role])
        assert (opened, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == (opened, 0)
        assert faults(page) == []
        told = page.locator("main").inner_text()
        assert ("Rusa Nomor" in told, page.evaluate("etika.alarms"), page.locator("main img").count()) == (False, 0, 0)
        sizes = page.eval_on_selector_all(
            "main *", "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(sizes) >= (28 if role == "projector" else 16)


@pytest.mark.parametrize("width", [360, 1280])
def test_items_are_sorted_by_keyboard_and_the_draft_survives(draw, width):
    klass, [who, other, *_] = begin("categorise")
    with klass:
        page = draw(klass.state("a", who), width=width)
        press(page, "Kirim jawaban")
        assert problem(page) == "Belum diisi: nomor 1, 2."
        page.get_by_role("radio", name="Boleh").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        answer(klass, [other])
        page.evaluate("next => etika.change(next)", {"state": klass.state("a", who)})
        page = draw.again(page, klass.state("a", who))
        press(page, "Kirim jawaban")
        assert problem(page) == "Belum diisi: nomor 2."
        page.get_by_role("radio", name="Tidak").last.check()
        press(page, "Kirim jawaban")
        assert sent(page) == [{"kind": "answer", "payload": {"places": {"foto": "ragu", "jam": "tidak"}}}]
        taken(klass, who, page)
        assert page.get_by_role("button", name="Ubah jawaban").is_visible()


@pytest.mark.parametrize("name", ["categorise", "matrix2x2", "highlight", "case_grid"])
def test_a_second_round_stands_beside_the_first(draw, name):
    klass, people = begin(name)
    with klass:
        answer(klass, people)
        klass.move("a", "closed", "revealed", "open")
        answer(klass, people)
        klass.move("a", "closed", "revealed")
        page = draw(klass.state("a", people[0]))
        if page.get_by_text("Putaran sebelumnya").count():
            page.get_by_text("Putaran sebelumnya").click()
        told = page.locator("main").inner_text()
        earlier = {"highlight": "Putaran 1 → Putaran 2", "case_grid": "(sebelumnya "}.get(
            name, "21 jawaban · Putaran 1"
        )
        assert (earlier in told, faults(page), page.evaluate("etika.alarms")) == (True, [], 0)


def test_pairs_are_chosen_from_lists(draw):
    klass, [who, *_] = begin("categorise", **PAIRS)
    with klass:
        page = draw(klass.state("a", who))
        page.get_by_label("1. Surat pindah").select_option("Kantor camat")
        press(page, "Kirim jawaban")
        assert sent(page) == [{"kind": "answer", "payload": {"places": {"surat": "camat"}}}]
        taken(klass, who, page)
        klass.move("a", "closed", "revealed")
        page = draw.again(page, klass.state("a", who))
        [table] = page.get_by_role("table").all_inner_texts()
        assert table.split() == ["Surat", "pindah", "Kantor", "camat", "(Kunci", "·", "Anda)", "1"]
        assert faults(page) == []


@pytest.mark.parametrize("steps", [2, 5])
def test_an_item_is_placed_on_both_axes(draw, steps):
    klass, [who, *_] = begin("matrix2x2", steps=steps)
    with klass:
        page = draw(klass.state("a", who))
        low, high = ("Melanggar", "Boleh") if steps == 2 else ("1 Melanggar", "5 Boleh")
        page.get_by_role("group", name="Aturan").get_by_role("radio", name=low).check()
        press(page, "Kirim jawaban")
        assert problem(page) == "Belum diisi: nomor 1."
        page.get_by_role("group", name="Nurani").get_by_role("radio", name=high).check()
        press(page, "Kirim jawaban")
        assert sent(page) == [{"kind": "answer", "payload": {"places": {"foto": {"x": 1, "y": steps}}}}]
        taken(klass, who, page)
        klass.move("a", "closed", "revealed")
        page = draw.again(page, klass.state("a", who))
        rows = page.get_by_role("row").all_inner_texts()
        assert (len(rows), rows[1].split()) == (
            steps + 1,
            [*(("Boleh",) if steps == 2 else ("5",)), "1", "Anda", *"0" * (steps - 1)],
        )


def test_sentences_are_marked_unmarked_and_named(draw):
    klass, [who, *_] = begin("highlight")
    with klass:
        page = draw(klass.state("a", who))
        press(page, "Kirim jawaban")
        assert problem(page) == "Tandai dulu sedikitnya satu kalimat."
        page.get_by_text("Satu <img").click()
        page.get_by_text("Dua.", exact=True).click()
        page.get_by_text("Dua.", exact=True).click()
        page.get_by_role("checkbox", name="Tiga.").focus()
        page.keyboard.press("Space")
        page.get_by_label("Sebutannya (boleh dilewati)").last.select_option("Desakan")
        assert faults(page) == []
        press(page, "Kirim jawaban")
        assert sent(page) == [{"kind": "answer", "payload": {"marks": {"satu": None, "tiga": "desak"}}}]
        taken(klass, who, page)
        klass.move("a", "closed", "revealed")
        told = draw.again(page, klass.state("a", who)).locator("main").inner_text()
        assert "Kesepakatan dihitung bila sedikitnya tiga orang menandai." in told


def test_the_die_is_fair_and_never_leaves_the_page(draw):
    klass, [who, *_] = begin("randomized_response")
    with klass:
        page = draw(klass.state("a", who))
        page.evaluate("""() => {
            const bytes = [255, 252, 5];
            Object.defineProperty(crypto, "getRandomValues", { value: (one) => ((one[0] = bytes.shift()), one) });
        }""")
        assert page.get_by_role("radio").count() == 0
        press(page, "Lempar dadu")
        assert page.get_by_role("status").first.inner_text() == "Mata dadu: 6. Jawab “tidak”, apa pun kenyataannya."
        assert (sent(page), page.evaluate("Object.keys(localStorage)")) == ([], [])
        press(page, "Kirim jawaban")
        assert problem(page) == "Pilih dulu satu jawaban."
        page.get_by_role("radio", name="Tidak").check()
        page.evaluate("next => etika.change(next)", {"state": klass.state("a", who) | {"rev": 99}})
        assert page.get_by_role("radio", name="Tidak").is_checked()
        press(page, "Kirim jawaban")
        assert sent(page) == [{"kind": "answer", "payload": {"said": "no"}}]
        assert page.evaluate("Object.keys(localStorage)") == []
        taken(klass, who, page)
        assert (page.get_by_role("button").count(), page.get_by_role("radio").count()) == (0, 0)


def test_the_estimate_is_worked_out_with_the_numbers_of_the_room(draw):
    klass, people = begin("randomized_response")
    with klass:
        for at, person in enumerate([*people, *(klass.join(f"Kenari Nomor {number}") for number in range(9))]):
            assert submit_from_browser(klass, person, "a", "answer", {"said": "yes" if at < 11 else "no"})["ok"]
        klass.move("a", "closed", "revealed")
        page = draw(klass.state("a"), width=1280)
        assert page.get_by_role("listitem").all_inner_texts() == [
            "30 orang menjawab; 11 berkata “ya”.",
            "Dadu menyuruh 1 dari 6 orang berkata “ya”: 30 × 1/6 = 5.",
            "Sisanya jujur: 11 − 5 = 6.",
            "Yang disuruh jujur: 30 × 4/6 = 20.",
            "6 dari 20 = 30%.",
            "Karena kebetulan, yang berkata “ya” dapat berkisar 22%–54%. Dengan langkah yang sama batasnya 8%–57%.",
        ]


def test_too_few_answers_give_the_reason_and_two_statements_need_no_die(draw):
    klass, [who, *_] = begin("randomized_response", method="crosswise")
    with klass:
        page = draw(klass.state("a", who))
        page.get_by_role("radio", name="Sama").check()
        press(page, "Kirim jawaban")
        assert sent(page) == [{"kind": "answer", "payload": {"said": "same"}}]
        taken(klass, who, page)
        klass.move("a", "closed", "revealed")
        told = draw.again(page, klass.state("a")).locator("main").inner_text()
        assert "Baru 1 jawaban; taksiran perlu sedikitnya 20." in told


def test_every_cell_gets_a_score_and_every_criterion_a_weight(draw):
    klass, [who, *_] = begin("case_grid")
    with klass:
        page = draw(klass.state("a", who))
        press(page, "Kirim jawaban")
        assert problem(page) == f"Belum lengkap: Tolak {MARKUP}; Terima."
        for at, point in enumerate("1532"):
            page.get_by_role("combobox").nth(at).select_option(point)
        press(page, "Kirim jawaban")
        assert problem(page) == "Isi dulu bobot semua kriteria."
        weights = page.get_by_role("group", name="Seberapa penting tiap kriteria bagi Anda?")
        weights.get_by_label("Adil").select_option("5")
        weights.get_by_label("Cepat").select_option("1")
        press(page, "Kirim jawaban")
        [intent] = sent(page)
        assert intent["payload"] == {
            "scores": {"tolak": {"adil": 1, "cepat": 5}, "terima": {"adil": 3, "cepat": 2}},
            "weights": {"adil": 5, "cepat": 1},
        }
        taken(klass, who, page)


def test_a_long_name_of_a_corner_wraps_on_a_small_phone(draw: Any) -> None:
    word = "pertanggungjawaban" * 2
    klass, people = begin("matrix2x2", steps=2, corners=[word, word.upper(), "Terus", "Berhenti"])
    with klass:
        answer(klass, people)
        klass.move("a", "closed", "revealed")
        page = draw(klass.state("a", people[0]))
    assert word in page.locator("main").inner_text().replace("\n", "").replace("\u00ad", "")
    assert wide(page) <= 0
    boxes = page.locator(".etika-heat td").all()
    assert [one.evaluate("cell => cell.scrollWidth > cell.clientWidth + 1") for one in boxes] == [False] * len(boxes)
