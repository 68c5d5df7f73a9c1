"""A vote on evidence, in a real browser with states from the real engine: the table, documents, slices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .drawn import change, faults, press, sent, wide
from .words_states import CANARY, Scene

pytestmark = pytest.mark.browser
DEFINITION = {
    "type": "evidence",
    "question": f"Loket mana? {CANARY}",
    "options": [
        {"id": "timur", "text": "Loket Timur"},
        {"id": "barat", "text": f"Loket Barat {CANARY}", "short": "Barat"},
    ],
    "reason": "optional",
    "table": {
        "caption": f"Keluhan {CANARY}",
        "source": "rekaan (fiktif)",
        "columns": [
            {"id": "loket", "label": "Loket", "type": "choice"},
            {"id": "minggu", "label": "Minggu", "type": "number"},
            {"id": "layanan", "label": "Layanan", "type": "number", "unit": "berkas", "summary": "total"},
            {"id": "keluhan", "label": "Keluhan", "type": "number", "summary": "mean"},
            {"id": "catatan", "label": "Catatan", "type": "text"},
        ],
        "rows": [
            ["Timur", 1, 400, 8, "ramai sekali setiap pagi"],
            ["Barat", 1, 60, 4, CANARY],
            ["Timur", 2, 500, 12, "pertanggungjawaban" * 3],
            ["Barat", 2, 40, None, "kotak rusak"],
        ],
    },
    "documents": [
        {"id": "papan", "title": f"Papan {CANARY}", "body": "Buka **08.00**"},
        {"id": "surat", "title": "Surat lurah", "body": "Kotak rusak sejak lama.", "released": False},
    ],
}
TOO_FEW = (
    "Belahan ini tidak ditampilkan karena salah satu kelompoknya kurang dari 5 orang. "
    "Grafik di atas memuat semua jawaban."
)


@pytest.fixture
def scene() -> Iterator[Scene]:
    """Twelve people; all but the first have answered, six of them after a look at the services."""
    made = Scene(DEFINITION, people=12)
    for person in range(1, 12):
        looked = {
            "columns": ["layanan"] if person < 7 else [],
            "filters": {},
            "documents": ["papan"] if person == 1 else [],
        }
        vote = {"choice": "barat" if person < 7 else "timur", "reason": f"Sebab {person} {CANARY}", "seen": looked}
        made.sends(person, "answer", vote)
    yield made
    made.klass.close()


def column(page: Any, number: int) -> list[str]:
    return list(page.locator(f"tbody td:nth-child({number})").all_inner_texts())


@pytest.mark.parametrize(("role", "width"), [("phone", 360), ("projector", 1280), ("facilitator", 1280)])
def test_every_screen_fits_is_accessible_and_shows_markup_as_text(
    draw: Any, scene: Scene, role: str, width: int
) -> None:
    page = draw(getattr(scene, role), width=width)
    if role == "phone":
        page.get_by_text("Saring dan cari").click()
        for summary in page.locator(".etika-filters summary").all():
            summary.click()
    for phase in ("open", "revealed"):
        if phase == "revealed":
            scene.leads("release", document="surat")
            scene.leads("slice", by="column:layanan")
            scene.move("closed", "revealed")
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
def test_people_filter_sort_search_and_what_they_looked_at_goes_along(draw: Any, scene: Scene, width: int) -> None:
    page = draw(scene.phone, width=width)
    status = page.get_by_role("status").first
    sums = page.locator(".etika-sums")
    assert (status.inner_text(), len(column(page, 1))) == ("4 dari 4 baris", 4)
    assert sums.inner_text().split("\n") == ["Jumlah: Layanan", "1.000 berkas", "Rata-rata: Keluhan", "8"]
    page.get_by_text("Saring dan cari").click()
    page.get_by_text("Loket", exact=True).first.click()
    page.get_by_role("checkbox", name="Barat").check()
    assert column(page, 4) == ["4", "–"]
    page.get_by_text("Layanan", exact=True).first.click()
    page.get_by_label("Dari").nth(1).fill("50")
    assert (column(page, 3), status.inner_text()) == (["60"], "1 dari 4 baris")
    press(page, "Hapus semua saringan")
    assert len(column(page, 1)) == 4
    page.get_by_role("button", name="Keluhan").focus()
    page.keyboard.press("Enter")
    assert column(page, 4) == ["12", "8", "4", "–"]  # an empty cell always comes last
    assert page.get_by_role("columnheader", name="Keluhan").get_attribute("aria-sort") == "descending"
    page.keyboard.press("Enter")
    assert column(page, 4) == ["4", "8", "12", "–"]
    page.get_by_text("Saring dan cari").click()  # clearing has folded it
    page.get_by_label("Cari dalam tabel").fill("RAMAI")
    assert column(page, 1) == ["Timur"]
    page.get_by_label("Cari dalam tabel").fill("")
    page.get_by_text("Loket", exact=True).first.click()
    page.get_by_role("checkbox", name="Timur").check()
    page.get_by_text("Papan <img").click()
    page.wait_for_function("JSON.stringify(localStorage).includes('papan')")

    page = draw.again(page, scene.phone)  # a reload forgets nothing of this
    assert column(page, 1) == ["Timur", "Timur"]
    press(page, "Kirim jawaban")
    assert (sent(page), page.get_by_role("alert").inner_text()) == ([], "Pilih dulu satu jawaban.")
    page.get_by_role("radio", name="Loket Barat").check()
    press(page, "Kirim jawaban")
    seen = {"columns": ["loket", "layanan", "keluhan"], "filters": {"loket": ["Timur"]}, "documents": ["papan"]}
    payload = {"choice": "barat", "reason": "", "seen": seen}
    assert sent(page) == [{"kind": "answer", "payload": payload}]
    scene.sends(0, "answer", payload)


def test_a_released_document_appears_while_another_stays_open_and_the_draft_stays(draw: Any, scene: Scene) -> None:
    page = draw(scene.phone)
    page.get_by_text("Papan <img").click()
    page.get_by_label("Mengapa?").fill("Belum selesai")
    assert page.get_by_text("Surat lurah").count() == 0
    scene.leads("release", document="surat")
    change(page, state=scene.phone)
    assert page.get_by_text("08.00").is_visible()
    assert page.get_by_label("Mengapa?").input_value() == "Belum selesai"
    page.get_by_text("Surat lurah").click()
    assert page.get_by_text("Kotak rusak sejak lama.").is_visible()
    screen = draw(scene.projector, width=1280)
    assert screen.get_by_text("Surat lurah").is_visible()


def test_a_facilitator_slices_the_answers_and_releases_documents(draw: Any, scene: Scene) -> None:
    page = draw(scene.facilitator, width=1280)
    cut = page.get_by_role("button", name="Kolom: Layanan (6)")
    cut.focus()
    page.keyboard.press("Enter")
    press(page, "Bagikan dokumen Surat lurah")
    assert sent(page) == [
        {"kind": "slice", "payload": {"by": "column:layanan"}},
        {"kind": "release", "payload": {"document": "surat"}},
    ]
    cut.focus()
    scene.leads("slice", by="column:layanan")
    scene.leads("release", document="surat")
    change(page, state=scene.facilitator)
    assert page.get_by_role("table", name="Memeriksa (n = 6)").first.inner_text().split() == [
        *("Memeriksa", "(n", "=", "6)", "Loket", "Timur", "0", "Barat", "6", "Belum", "yakin", "0")
    ]
    assert page.get_by_text("Sudah dibagikan").count() == 2
    page.keyboard.press("Enter")
    assert sent(page)[2:] == [{"kind": "slice", "payload": {"by": None}}]
    scene.leads("slice", by="document:papan")
    change(page, state=scene.facilitator)
    assert page.get_by_text(TOO_FEW).is_visible()
    assert page.get_by_role("table", name="Memeriksa").count() == 0


def test_the_projector_keeps_the_counts_of_all_where_a_slice_is_too_small_to_show(draw: Any, scene: Scene) -> None:
    scene.leads("slice", by="document:papan")
    scene.move("closed", "revealed")
    page = draw(scene.projector, width=1280)
    assert page.get_by_role("table").first.inner_text().split() == [
        *("Sebaran", "jawaban", "Putaran", "1", "Loket", "Timur", "5", "Barat", "6", "Belum", "yakin", "0")
    ]
    assert page.get_by_text(TOO_FEW).is_visible()
