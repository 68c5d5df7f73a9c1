"""The control page in a real browser, fed by the real engine with a class of 34."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from .pages import (
    CONTROL_SIZES,  # fixtures are used by name
    LINKS,
    MARKUP,
    MOMENTS,
    Json,
    browser,  # noqa: F401
    button,
    expect,
    overflow,
    primaries,
    scenes,  # noqa: F401
    sent,
    shot,
    show,  # noqa: F401
    site,  # noqa: F401
    size_id,
    small_text,
    take,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", CONTROL_SIZES, ids=size_id)
def test_control_reads_well_through_a_whole_lesson(
    show: Callable[..., Page], scenes: dict[str, Json], size: tuple[int, int]
) -> None:
    page = show("control", "start", size)
    for moment in MOMENTS:
        take(page, scenes[moment]["control"])
        shot(page, f"control_{moment}_{size[0]}", full=size[0] < 700)
        assert small_text(page, 16) == [], moment
        assert overflow(page) <= 0, moment
        assert len(primaries(page)) == 1, moment


def test_the_one_filled_button_is_the_usual_next_move(show: Callable[..., Page], scenes: dict[str, Json]) -> None:
    page = show("control", "soon")
    usual = {
        "soon": "Tampilkan soal",
        "reading": "Buka jawaban",
        "open": "Tutup jawaban",
        "closed": "Mulai diskusi",
        "discussing": "Lanjut: 5A: mnemonik modul ini",
        "revealed": "Lanjut: Jurnal pribadi",
        "closing": "Akhiri kelas",
        "ended": "Buka laporan",
    }
    for moment, label in usual.items():
        take(page, scenes[moment]["control"])
        assert primaries(page) == [label]
    assert page.get_by_role("link", name="Unduh data (CSV)").get_attribute("href") == LINKS["csv"]
    for name, url in {**LINKS["tables"], "kodebuku": LINKS["codebook"]}.items():
        assert page.get_by_role("link", name=name, exact=True).get_attribute("href") == url


def test_move_sends_the_revision_seen_and_only_once(show: Callable[..., Page], scenes: dict[str, Json]) -> None:
    page = show("control", "open")
    rev = scenes["open"]["control"]["states"]["langkah_pertama"]["rev"]
    button(page, "Tutup jawaban").dblclick()
    assert sent(page) == [{"activity": "langkah_pertama", "kind": "move", "payload": {"to": "closed", "rev": rev}}]
    page.evaluate("snapshot => etika.take(snapshot)", scenes["closed"]["control"])
    button(page, "Mulai diskusi").click()  # at once: taken for the second half of a double click
    assert len(sent(page)) == 1
    page.wait_for_timeout(800)
    button(page, "Buka hasil").click()
    assert sent(page)[1]["payload"]["to"] == "revealed"


def test_refused_move_is_said_and_the_page_stays_true(show: Callable[..., Page]) -> None:
    page = show("control", "open")
    button(page, "Tutup jawaban").click()
    page.evaluate("etika.delivery('langkah_pertama', 'refused', 'Fase sudah berubah.')")
    expect(page.get_by_role("alert").filter(has_text="Fase sudah berubah")).to_be_visible()
    expect(page.get_by_text("Terbuka · Suara pertama · hasil tertutup bagi peserta").first).to_be_visible()
    shot(page, "control_refused")
    button(page, "Tutup jawaban").click()
    assert len(sent(page)) == 2
    expect(page.get_by_role("alert").filter(has_text="Fase sudah berubah")).to_have_count(0)


def test_looking_at_another_step_moves_nothing(show: Callable[..., Page]) -> None:
    page = show("control", "open")
    sheet = page.get_by_role("navigation", name="Susunan acara")
    expect(sheet.locator("[aria-current=step]")).to_contain_text("Pukul 14.35 di Loket 2")
    sheet.get_by_role("button", name="Penutup").click()
    expect(page.get_by_role("heading", name="Penutup")).to_be_visible()
    expect(page.get_by_text("Kelas sedang di langkah lain: Pukul 14.35 di Loket 2 (Terbuka)")).to_be_visible()
    expect(page.get_by_text("Tetap di ruang 15 menit")).to_be_visible()
    assert sent(page) == []
    shot(page, "control_elsewhere")
    button(page, "Mulai langkah ini").click()
    assert sent(page) == [{"activity": None, "kind": "present", "payload": {"step": "penutup"}}]
    sheet.get_by_role("button", name="Pre-test").click()
    button(page, "Kembali ke langkah sekarang").click()
    expect(page.get_by_role("heading", name="Langkah pertama")).to_be_visible()


def test_people_are_renamed_removed_and_grouped(show: Callable[..., Page], scenes: dict[str, Json]) -> None:
    page = show("control", "open")
    roster = scenes["open"]["control"]["room"]["roster"]
    who = {person["name"]: person["id"] for person in roster}
    page.get_by_role("tab", name="Peserta").click()
    button(page, "Ubah Rusa Teduh").click()
    name = page.get_by_label("Nama samaran")
    expect(name).to_be_focused()
    name.fill("Rusa Baru")
    take(page, scenes["closed"]["control"])
    expect(name).to_be_focused()
    expect(name).to_have_value("Rusa Baru")
    name.press("Enter")
    page.evaluate("etika.delivery(null, 'refused', 'Nama itu sudah dipakai.')")
    expect(page.get_by_role("alert").filter(has_text="Nama itu sudah dipakai.")).to_be_visible()
    shot(page, "control_people")
    button(page, "Keluarkan").click()
    expect(page.get_by_text("Keluarkan Rusa Teduh?")).to_be_visible()
    expect(button(page, "Batal")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button(page, "Keluarkan")).to_be_focused()
    page.keyboard.press("Enter")
    button(page, "Ya, keluarkan").click()
    size = page.get_by_label("Orang per kelompok, paling banyak")
    expect(size).to_have_value("6")
    button(page, "Bagi kelompok").click()
    size.fill("40")
    button(page, "Bagi kelompok").click()
    expect(page.get_by_text("Ukuran kelompok harus 2 sampai 20 orang.")).to_be_visible()
    assert [(intent["kind"], intent["payload"]) for intent in sent(page)] == [
        ("rename", {"participant": who["Rusa Teduh"], "name": "Rusa Baru"}),
        ("remove", {"participant": who["Rusa Teduh"]}),
        ("group", {"largest": 6, "by": "random"}),
    ]


@pytest.mark.parametrize("size", [(1280, 720), (360, 740)], ids=size_id)
def test_hands_are_typed_checked_saved_and_kept_while_the_class_goes_on(
    show: Callable[..., Page], scenes: dict[str, Json], size: tuple[int, int]
) -> None:
    page = show("control", "open", size)
    fields = page.get_by_role("spinbutton")
    expect(fields).to_have_count(0)
    summary = page.locator("summary", has_text="Peserta tanpa ponsel")
    summary.press("Enter")
    labels = ["Tetap menurut nomor", "Dahulukan, secara terbuka", "Minta kerelaan antrean", "Minta putusan penyelia"]
    numbers = [page.get_by_role("spinbutton", name=label, exact=True) for label in [*labels, "Belum yakin"]]
    for number in numbers:
        expect(number).to_have_value("0")
    numbers[0].fill("1000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Isi bilangan bulat dari 0 sampai 999.")).to_be_visible()
    expect(numbers[0]).to_be_focused()
    expect(numbers[0]).to_have_accessible_description("Isi bilangan bulat dari 0 sampai 999.")
    numbers[0].fill("3")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    later = copy.deepcopy(scenes["open"]["control"])
    later["states"]["langkah_pertama"]["answered"] += 1
    take(page, later)
    expect(numbers[1]).to_be_focused()
    expect(numbers[0]).to_have_value("3")
    button(page, "Simpan").click()
    counts = {"tetap_urut": 3, "dahulukan": 2, "kerelaan": 0, "penyelia": 0, "unsure": 0}
    assert sent(page) == [{"activity": "langkah_pertama", "kind": "tally", "payload": {"round": 1, "counts": counts}}]
    later["states"]["langkah_pertama"]["tally"]["counts"] = counts
    take(page, later)
    expect(page.get_by_role("status").filter(has_text="Tersimpan: 5 suara tangan.")).to_be_visible()
    expect(summary).to_have_text("Peserta tanpa ponsel: 5 suara tangan tersimpan")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
    shot(page, f"control_hands_{size[0]}", full=True)
    assert small_text(page, 16) == []
    assert overflow(page) <= 0
    take(page, scenes["revealed"]["control"])
    expect(summary).to_be_hidden()


@pytest.mark.parametrize("name", ["control", "projector"])
def test_counted_hands_are_marked_in_the_results(
    show: Callable[..., Page], scenes: dict[str, Json], name: str
) -> None:
    page = show(name, "revealed", (1280, 720))
    expect(page.get_by_text("Setelah diskusi: termasuk 4 suara tangan yang dicatat fasilitator.")).to_be_visible()
    expect(page.get_by_text("10 dari 25 orang mengubah pilihannya. Suara tangan tidak ikut")).to_be_visible()
    expect(page.locator(".etika-track")).to_have_text([""] * 5)
    cells = page.locator("table td").all_text_contents()
    assert [cell for cell in cells if "tangan" in cell] == [
        "8, 2 di antaranya suara tangan",
        "16, 1 di antaranya suara tangan",
        "1, 1 di antaranya suara tangan",
    ]
    dotted = page.locator("figure .etika-hands").evaluate_all("marks => marks.map((mark) => mark.style.width)")
    assert dotted == ["25%", "6.25%", "100%"]
    shot(page, f"{name}_hands")


def test_groups_are_dealt_again_only_when_asked_twice(show: Callable[..., Page]) -> None:
    page = show("control", "case")
    page.get_by_role("tab", name="Peserta").click()
    expect(page.get_by_text("(juru tulis)").first).to_be_visible()
    page.get_by_label("Orang per kelompok, paling banyak").fill("5")
    button(page, "Bagi ulang kelompok").click()
    assert sent(page) == []
    button(page, "Ya, bagi ulang").click()
    assert sent(page) == [{"activity": None, "kind": "group", "payload": {"largest": 5, "by": "random"}}]


def test_people_are_dealt_by_unit_evened_out_and_moved_by_hand(
    show: Callable[..., Page], scenes: dict[str, Json]
) -> None:
    page = show("control", "case", size=(360, 740))
    page.get_by_role("tab", name="Peserta").click()
    page.get_by_text("Unit asal peserta").click()
    units = page.get_by_label("Satu unit per baris")
    expect(units).to_have_value("Loket\nArsip")
    units.fill("Loket\nArsip\nKeuangan")
    button(page, "Simpan unit").click()
    shot(page, "control_groups")
    page.get_by_label("Cara membagi").select_option(label="Unit bercampur")
    button(page, "Bagi ulang kelompok").click()
    button(page, "Ya, bagi ulang").click()
    button(page, "Ratakan kelompok").click()
    someone = scenes["case"]["control"]["room"]["roster"][3]
    button(page, f"Ubah {someone['name']}").click()
    page.get_by_label("Pindahkan ke").select_option(label="Kelompok 7 (baru)")
    button(page, "Pindahkan").click()
    assert [(intent["kind"], intent["payload"]) for intent in sent(page)] == [
        ("units", {"names": ["Loket", "Arsip", "Keuangan"]}),
        ("group", {"largest": 6, "by": "balanced"}),
        ("rebalance", {"largest": 6}),
        ("place", {"participant": someone["id"], "group": 7}),
    ]


def test_what_people_wrote_is_text(show: Callable[..., Page]) -> None:
    page = show("control", "open")
    expect(page.get_by_text(MARKUP).first).to_be_visible()
    page.get_by_role("tab", name="Peserta").click()
    expect(page.locator(".etika-control-people").get_by_text(MARKUP)).to_be_visible()
    page.get_by_label("Cari nama").fill("melati")
    expect(page.locator(".etika-control-people > li")).to_have_count(1)
    assert page.locator("main img").count() == 0
    assert page.evaluate("etika.alarms") == 0


def test_ending_a_class_asks_first(show: Callable[..., Page]) -> None:
    page = show("control", "open")
    button(page, "Akhiri kelas").click()
    expect(button(page, "Batal")).to_be_focused()
    shot(page, "control_end")
    button(page, "Batal").click()
    expect(button(page, "Akhiri kelas")).to_be_focused()
    assert sent(page) == []
    page.keyboard.press("Enter")
    button(page, "Ya, akhiri kelas").click()
    assert sent(page) == [{"activity": None, "kind": "end", "payload": {}}]


def test_door_shows_the_way_in_and_changes_the_address(show: Callable[..., Page]) -> None:
    page = show("control", "start")
    expect(page.get_by_role("tab", name="Cara masuk")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("img", name="Kode QR menuju halaman gabung")).to_be_visible()
    expect(page.get_by_text("192.168.100.24:8888/gabung/K7PQ4M")).to_be_visible()
    expect(page.get_by_text("Hotspot Windows menampung 8 perangkat")).to_be_visible()
    page.get_by_text("10.0.0.5:8888").click()
    assert page.evaluate("etika.chosen") == ["http://10.0.0.5:8888"]
    assert page.get_by_role("link", name="Buka layar proyektor").get_attribute("href") == LINKS["projector"]
    page.get_by_role("tab", name="Cara masuk").press("ArrowRight")
    expect(page.get_by_role("tab", name="Panduan")).to_be_focused()
    expect(page.get_by_text("Selamat pagi, Bapak dan Ibu.")).to_be_visible()


def test_guide_says_what_the_law_note_is_worth(show: Callable[..., Page]) -> None:
    page = show("control", "case")
    expect(page.get_by_text("periksa sebelum mengajar").first).to_be_visible()
    expect(page.get_by_text("perlu diperiksa (keyakinan sedang), menurut sumber").first).to_be_visible()
    expect(page.get_by_text("Bila kelas diam")).to_be_visible()


def test_scroll_and_focus_survive_answers_coming_in(show: Callable[..., Page], scenes: dict[str, Json]) -> None:
    page = show("control", "open", (1366, 500))
    page.mouse.wheel(0, 250)
    page.wait_for_timeout(200)
    switch = page.get_by_role("button", name="Tampilkan di layar").first
    switch.focus()
    before = page.evaluate("scrollY")
    more = copy.deepcopy(scenes["open"]["control"])
    more["states"]["langkah_pertama"]["answered"] = 28
    more["room"]["people"]["online"] = 30
    take(page, more)
    expect(page.get_by_text("28 dari 31").first).to_be_visible()
    expect(switch).to_be_focused()
    assert page.evaluate("scrollY") == before > 0


def test_connection_and_phase_are_said(show: Callable[..., Page], scenes: dict[str, Json]) -> None:
    page = show("control", "open")
    said = page.locator(".etika-hidden[role=status]")
    take(page, scenes["closed"]["control"])
    expect(said).to_have_text("Langkah pertama: Tertutup · Suara pertama · hasil belum dibuka")
    expect(page.get_by_text("Tersambung", exact=True)).to_be_visible()
    page.evaluate("etika.connect('closed')")
    expect(page.get_by_text("Terputus, menyambung lagi")).to_be_visible()


@pytest.mark.parametrize(
    ("page_name", "moment"), [("control", "open"), ("control", "start"), ("projector", "lobby"), ("projector", "open")]
)
def test_accessible_by_axe(show: Callable[..., Page], page_name: str, moment: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = show(page_name, moment, (1280, 720))
    found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.violations_count == 0, found.generate_report()
    if page_name == "projector":
        page.keyboard.press("d")
        dark = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
        assert dark.violations_count == 0, dark.generate_report()
