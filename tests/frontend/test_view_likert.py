"""Long self-ratings and gap charts in a real browser, on states that the engine made of the templates."""

from __future__ import annotations

import random
from typing import Any

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.content.folders import own_folder
from etika_widgets.content.templates import FOLDER, read_template
from etika_widgets.room import Role
from etika_widgets.testing import MemoryClass, memory_class, submit_from_browser

from .drawn import faults

pytestmark = pytest.mark.browser
WIDTHS = {Role.PARTICIPANT: 360, Role.PROJECTOR: 1280, Role.FACILITATOR: 1280}


def begin(template: str, **changes: Any) -> MemoryClass:
    """Return a class in which the template's activity is open."""
    filled = read_template(own_folder().packs / FOLDER / f"{template}.yaml", "").fill({"id": "diri", **changes})
    klass = memory_class([filled])
    klass.move("diri", "reading", "open")
    return klass


def crowd(klass: MemoryClass, people: int) -> list[str]:
    """Let so many people answer; return their ids."""
    spec, dice = klass.room().activities["diri"].spec, random.Random(5)
    kind = activity_types()[spec.type]
    joined = [klass.join(f"Rusa Nomor {number}") for number in range(people)]
    for person in joined:
        for intent, payload in kind.bot(spec, klass.state("diri", person), dice):
            assert submit_from_browser(klass, person, "diri", intent, payload)["ok"]
    return joined


def test_21_statements_are_filled_in_on_a_phone_over_a_reload_and_the_first_open_one_is_found(draw: Any) -> None:
    with begin("berakhlak_21") as klass:
        person = klass.join("Rusa Nomor 0")
        state = klass.state("diri", person)
        page = draw(state)
        progress = page.locator(".etika-progress")
        assert progress.inner_text() == "0 dari 21 terisi"
        assert page.get_by_role("heading", level=3).all_inner_texts() == [
            "Berorientasi Pelayanan", "Akuntabel", "Kompeten", "Harmonis", "Loyal", "Adaptif", "Kolaboratif",
        ]  # fmt: skip
        fields = page.locator("fieldset")
        assert fields.count() == 21
        for number in range(12):
            fields.nth(number).get_by_role("radio").nth(number % 4).press("Space")
        assert progress.inner_text() == "12 dari 21 terisi"

        page = draw.again(page, state)  # as a reload does
        assert page.locator(".etika-progress").inner_text() == "12 dari 21 terisi"
        page.get_by_role("button", name="Kirim jawaban").click()
        assert page.get_by_role("alert").inner_text() == "Belum dijawab: 9 pernyataan, mulai nomor 13."
        assert page.evaluate("etika.sent") == []
        found = fields.nth(12)
        assert found.locator("input").first.evaluate("one => one === document.activeElement")
        box, bar = found.bounding_box(), page.locator(".etika-actions").bounding_box()
        assert 0 <= box["y"] < box["y"] + box["height"] <= bar["y"]
        assert page.locator("[data-asked=missing]").count() == 9
        assert faults(page) == []

        for number in range(12, 21):
            fields.nth(number).get_by_role("radio").nth(number % 4).press("Space")
        assert (page.locator("[data-asked=missing]").count(), page.get_by_role("alert").count()) == (0, 0)
        page.get_by_role("button", name="Kirim jawaban").press("Enter")
        ids = [one["id"] for one in state["content"]["statements"]]
        [intent] = page.evaluate("etika.sent")
        assert intent == {"kind": "answer", "payload": {"answers": {one: at % 4 + 1 for at, one in enumerate(ids)}}}
        assert submit_from_browser(klass, person, "diri", **intent)["ok"]
        assert page.locator("li").first.is_hidden()  # what was sent is folded
        page.get_by_text("Lihat yang Anda kirim").click()
        assert page.get_by_role("listitem").first.inner_text() == (
            "memahami dan memenuhi kebutuhan masyarakat Tidak pernah"
        )
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_single_statement_is_marked_as_missing_until_it_is_answered(draw: Any) -> None:
    with begin("berakhlak_21", statements=[{"id": "satu", "text": "Saya berani bertanya."}]) as klass:
        page = draw(klass.state("diri", klass.join("Rusa Nomor 0")))
        page.get_by_role("button", name="Kirim jawaban").click()
        assert (page.get_by_role("alert").inner_text(), page.locator("[data-asked=missing]").count()) == (
            "Pilih dulu satu jawaban.", 1,
        )  # fmt: skip
        page.get_by_role("radio").first.press("Space")
        assert (page.get_by_role("alert").count(), page.locator("[data-asked=missing]").count()) == (0, 0)


@pytest.mark.parametrize("template", ["berakhlak_21", "gap_kompetensi"])
@pytest.mark.parametrize("role", list(WIDTHS))
def test_results_are_read_without_axe_sideways_scrolling_or_small_type(draw: Any, template: str, role: Role) -> None:
    with begin(template) as klass:
        people = crowd(klass, 12)
        klass.move("diri", "closed", "revealed")
        state = klass.state("diri", people[0] if role is Role.PARTICIPANT else None, role=role)
    page = draw(state, width=WIDTHS[role])
    assert page.locator(".etika-statement").count() == len(state["content"]["statements"])
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    sizes = page.eval_on_selector_all("main *", "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) >= (28 if role is Role.PROJECTOR else 16)
    assert "Rusa Nomor" not in page.locator("main").inner_text()


@pytest.mark.parametrize("identity", ["pseudonym", "anonymous"])
def test_a_gap_chart_draws_mean_and_target_where_they_are_and_says_the_same_in_words(draw: Any, identity: str) -> None:
    statements = [
        {"id": "hitung", "text": "Menghitung", "heading": "Teknis", "target": 5},
        {"id": "tulis", "text": "Menulis", "target": 1},
        {"id": "dengar", "text": "Mendengar"},
    ]
    with begin("gap_kompetensi", statements=statements, identity=identity) as klass:
        for number in range(12):
            points = {"hitung": 2 + number % 2, "tulis": 2 + number % 2, "dengar": 3 + number % 2}
            assert submit_from_browser(klass, klass.join(f"R {number}"), "diri", "answer", {"answers": points})["ok"]
        klass.move("diri", "closed", "revealed")
        page = draw(klass.state("diri"), width=1280)
    rows = page.locator(".etika-statement")
    mean = {"pseudonym": "rata-rata {}, simpangan baku 0,5", "anonymous": "rata-rata kira-kira {}"}[identity].format
    assert [text.split("\n")[-1].replace("\u00a0", " ") for text in rows.all_inner_texts()] == [
        f"kesenjangan 2,5 · target 5 · {mean('2,5')}",
        f"tanpa kesenjangan · target 1 · {mean('2,5')}",
        mean("3,5"),
    ]
    places = rows.locator(".etika-aim").evaluate_all(
        "all => all.map(one => [...one.children].map(i => [i.className, i.style.left, i.style.width]))"
    )
    assert places == [
        [["etika-short", "40%", "50%"], ["etika-goal", "90%", ""], ["etika-mean", "40%", ""]],
        [["etika-over", "10%", "30%"], ["etika-goal", "10%", ""], ["etika-mean", "40%", ""]],
        [["etika-mean", "60%", ""]],
    ]
    people = {"pseudonym": ["0", "6", "6", "0", "0"], "anonymous": ["–", "–", "6", "–", "–"]}[identity]
    assert rows.nth(0).locator(".etika-people b").all_inner_texts() == people
    said = page.get_by_role("table").get_by_role("row").all_inner_texts()
    assert said[0].split("\t")[-3:] == ["Rata-rata", "Target", "Kesenjangan"]
    assert [row.split("\t")[-3:] for row in said[1:]] == [["2,5", "5", "2,5"], ["2,5", "1", "-1,5"], ["3,5", "–", "–"]]
    assert page.get_by_text("bukan penilaian atas orang").is_visible()


def test_training_needs_fit_a_phone_with_the_names_of_all_four_boxes(draw: Any) -> None:
    with begin("kebutuhan_pelatihan") as klass:
        people = crowd(klass, 40)
        klass.move("diri", "closed", "revealed")
        page = draw(klass.state("diri", people[0]))
    assert page.get_by_role("table").count() == 8
    for name in ("Latih dulu", "Tularkan", "Tunda", "Cukup"):
        assert page.get_by_role("table").first.get_by_text(name, exact=True).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_projector_leaves_a_long_form_to_the_phones_and_reads_it_out_before(draw: Any) -> None:
    with begin("berakhlak_21") as klass:
        page = draw(klass.state("diri"), width=1280)
        assert page.get_by_text("21 pernyataan ada di ponsel Anda.").is_visible()
        assert page.get_by_role("listitem").all_inner_texts()[:2] == ["Berorientasi Pelayanan (3)", "Akuntabel (3)"]
        state = {**klass.state("diri"), "phase": "reading"}
    page = draw.again(page, state)
    assert page.get_by_role("listitem").count() == 21
