"""Every kind of activity in a notebook page: the gallery in stock Voilà on a phone, and tried out in JupyterLab."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from etika_widgets.activity import FACILITATOR
from etika_widgets.content.library import default_library
from etika_widgets.storage import Store, open_store

from ..jupyter import ROOT, VOILAS_OWN, jupyterlab, stock_voila
from .notebook_class import Class, browser  # noqa: F401 - the fixture is used by name

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(300)]

GALLERY = default_library().pack("galeri")
NOTEBOOK = ROOT / "workbooks" / "galeri.ipynb"
NAME = "Rusa Tenang"
WAIT_MS = 45_000
"""Until a kernel on a busy machine has drawn its page."""
SHOTS = os.environ.get("ETIKA_SHOTS")
"""Folder for screenshots to look at; none are taken without it."""

KEPT: dict[tuple[str, str], object] = {
    ("poll", "answer"): {"choices": ["dahulukan"], "reason": ""},
    ("ordering", "answer"): {"order": ["s4993260fb7", "s27ba52fdf9", "s8004a1837b", "s8abe943d91", "se9126a86db"]},
    ("highlight", "answer"): {"marks": {"rusak": None}},
    ("wall", "card:1"): {"text": "Fotokopi <b>KK</b>", "column": "aturan"},
    ("evidence", "answer"): {
        "choice": "ulin_dua",
        "reason": "",
        "seen": {"columns": ["layanan"], "filters": {}, "documents": ["surat"]},
    },
    ("map_kuning", "vote:0:jumat"): {"step": 0, "node": "jumat", "choice": "kembalikan", "reason": ""},
    ("meja_pengaduan", "decide:lampu"): {
        "event": "lampu",
        "choice": "teruskan",
        "at": "2026-03-02T08:00",
        "late": False,
        "step": 0,
    },
    ("canvas", "answer"): {
        "fields": {
            "fakta": ["Sembilan pemohon menunggu."],
            "belum_tahu": [],
            "pihak": [{"siapa": "Tukang jahit", "akibat": ""}],
            "kewajiban": "Standar pelayanan.",
            "nilai": "",
            "pilihan": [{"langkah": "Tetap menurut urutan", "untung": "", "rugi": ""}],
            "uji": [],
            "keputusan": "Menurut urutan.",
            "kabar": "",
        }
    },
    ("berkas_ditolak", "ready:1"): {"round": 1, "role": "petugas"},
}
"""What one participant has stored after :func:`answer`, by activity and slot."""
BY_CHANCE = {"id", "seconds"}
"""Parts of payloads that differ each time."""


def kept(store: Store, code: str) -> dict[tuple[str, str], object]:
    """What participants have stored, without what differs each time."""
    rows = [row for row in store.changes(code).responses if row.participant != FACILITATOR]
    return {
        (row.activity, row.slot): {key: value for key, value in row.payload.items() if key not in BY_CHANCE}
        for row in rows
    }


class Book:
    """The gallery on a page, with what the browser complained of."""

    def __init__(self, context: BrowserContext) -> None:
        context.set_default_timeout(WAIT_MS)
        expect.set_options(timeout=WAIT_MS)
        self.page: Page = context.new_page()
        self.troubles: list[str] = []
        context.on("console", lambda said: said.type == "error" and self.troubles.append(_with_place(said)))
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))

    def widget(self, activity: str) -> Locator:
        """An activity with all that a notebook puts around it."""
        kind = GALLERY.activity(activity).type
        return self.page.locator(".etika-kernel").filter(has=self.page.locator(f".etika-{kind}")).first

    def view(self, activity: str) -> Locator:
        """The participant's view of an activity."""
        return self.widget(activity).locator(".etika-view").first

    def wait(self, done: Callable[[], bool]) -> None:
        """Let the page go on until something is done, or for as long as we wait for anything."""
        deadline = time.monotonic() + WAIT_MS / 1000
        while not done() and time.monotonic() < deadline:
            self.page.wait_for_timeout(50)

    def take_pictures(self, host: str) -> None:
        if SHOTS:
            self.page.set_viewport_size({"width": self.page.viewport_size["width"], "height": 3600})
            for number, spec in enumerate(GALLERY.activities):
                self.view(spec.id).screenshot(path=Path(SHOTS) / f"{host}_{number:02}_{spec.type}.png")


def _with_place(said: object) -> str:
    return f"{said.text} <{said.location['url']}>"  # type: ignore[attr-defined]


def stored(view: Locator) -> None:
    expect(view.get_by_role("status").filter(has_text=re.compile("^Tersimpan")).first).to_be_visible()


def press(view: Locator, name: str) -> None:
    """Press a button with the keyboard."""
    button = view.get_by_role("button", name=name).first
    button.focus()
    button.press("Enter")


def vote_with_keys(view: Locator) -> None:
    first = view.get_by_role("radio").first
    first.focus()
    first.press("Space")
    first.press("ArrowDown")
    press(view, "Kirim jawaban")
    stored(view)


def order_with_keys(view: Locator) -> None:
    press(view, "Turunkan")
    press(view, "Kirim jawaban")
    stored(view)


def look_and_vote(view: Locator) -> None:
    press(view, "Layanan")
    view.get_by_text("Surat dari Pasar Lama").click()
    view.get_by_role("radio", name="Ulin Dua").check()
    press(view, "Kirim jawaban")
    stored(view)


def choose_the_way(view: Locator) -> None:
    view.get_by_role("radio", name="Kembalikan dengan daftar kekurangan tertulis").check()
    press(view, "Kirim suara")
    stored(view)


def decide_on_a_letter(view: Locator) -> None:
    press(view, "Lampu mati di tikungan sekolah")
    view.get_by_role("radio", name="Teruskan ke dinas teknis").check()
    press(view, "Putuskan")
    expect(view.get_by_text("Yang terjadi kemudian")).to_be_visible()


def fill_in_the_sheet(view: Locator) -> None:
    view.get_by_label("Yang kita tahu", exact=True).fill("Sembilan pemohon menunggu.")
    view.get_by_label("Pihak", exact=True).fill("Tukang jahit")
    view.get_by_label("Langkah").fill("Tetap menurut urutan")
    view.get_by_label("Kewajiban dan aturan yang menyangkut").fill("Standar pelayanan.")
    view.get_by_label("Keputusan kami dan alasannya").fill("Menurut urutan.")
    press(view, "Simpan")
    stored(view)


def pin_a_card(view: Locator) -> None:
    view.get_by_role("radio", name="Aturan").check()
    view.get_by_label("Kartu Anda").fill("Fotokopi <b>KK</b>")
    press(view, "Kirim kartu")
    stored(view)


def mark_a_sentence(view: Locator) -> None:
    view.get_by_role("checkbox").first.check()
    press(view, "Kirim jawaban")
    stored(view)


def open_the_card(view: Locator) -> None:
    press(view, "Buka kartu saya")
    expect(view.get_by_text("Yang Anda inginkan")).to_be_visible()


WAYS: dict[str, Callable[[Locator], None]] = {
    "poll": vote_with_keys,
    "ordering": order_with_keys,
    "highlight": mark_a_sentence,
    "wall": pin_a_card,
    "evidence": look_and_vote,
    "map_kuning": choose_the_way,
    "meja_pengaduan": decide_on_a_letter,
    "canvas": fill_in_the_sheet,
    "berkas_ditolak": open_the_card,
}


def answer(book: Book) -> None:
    """See that every kind is there and open, then answer some of each way of interacting."""
    for spec in GALLERY.activities:
        expect(book.view(spec.id)).to_have_attribute("data-phase", "open")
        expect(book.view(spec.id)).to_contain_text(spec.title.id)
    for activity, way in WAYS.items():
        way(book.view(activity))


@pytest.fixture(scope="module")
def voila(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Return the address of the gallery in stock Voilà, and of its store."""
    folder = tmp_path_factory.mktemp("voila")
    store = f"sqlite:///{folder}/etika.sqlite3"
    with stock_voila(folder, store, NOTEBOOK) as url:
        yield url, store


@pytest.fixture
def klass(voila: tuple[str, str]) -> Iterator[Class]:
    """Return a class of the gallery in which everything is open."""
    made = Class(voila[1], "galeri")
    made.move_all("reading", "open")
    yield made
    made.store.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Book]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, reduced_motion="reduce")
    book = Book(context)
    yield book
    context.close()
    assert [said for said in book.troubles if not VOILAS_OWN.fullmatch(said)] == []


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # where a preview keeps what it forgets at its end
    shutil.copy(NOTEBOOK, tmp_path)
    with jupyterlab(tmp_path, f"sqlite:///{tmp_path}/unused.sqlite3") as url:
        yield f"{url}/{NOTEBOOK.name}"


@pytest.fixture
def laptop(lab: str, browser: Browser) -> Iterator[Book]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    book = Book(context)
    yield book
    context.close()
    assert book.troubles == []


def join(book: Book, url: str, klass: Class) -> None:
    book.page.goto(url)
    book.page.get_by_label("Kode kelas").fill(klass.code)
    book.page.get_by_label("Nama samaran").fill(NAME)
    book.page.get_by_role("button", name="Gabung", exact=True).click()
    expect(book.page.get_by_text(f"Anda masuk sebagai {NAME}.")).to_be_visible()


def test_every_kind_is_there_and_answered_on_a_phone_in_stock_voila(
    voila: tuple[str, str], klass: Class, phone: Book
) -> None:
    join(phone, voila[0], klass)
    klass.lead("group", largest=6)
    klass.lead("start_round", "berkas_ditolak", round=1)
    answer(phone)
    phone.wait(lambda: kept(klass.store, klass.code) == KEPT)
    assert kept(klass.store, klass.code) == KEPT
    phone.take_pictures("voila")
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 360


def test_every_kind_is_tried_in_jupyterlab(lab: str, laptop: Book, tmp_path: Path) -> None:
    page = laptop.page
    page.goto(lab)
    expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    role_play = laptop.widget("berkas_ditolak")
    role_play.get_by_text("Sebagai fasilitator").click()
    role_play.get_by_role("button", name="Mulai putaran 1").click()
    answer(laptop)
    [path] = tmp_path.glob("etika-preview-*/preview.sqlite3")
    with closing(open_store(f"sqlite:///{path}")) as store:
        [tried] = store.classes()
        laptop.wait(lambda: kept(store, tried.code) == KEPT)
        assert kept(store, tried.code) == KEPT
    laptop.take_pictures("lab")


def test_a_pulse_and_the_question_for_the_unit_reach_a_page_of_stock_voila(
    voila: tuple[str, str], klass: Class, phone: Book
) -> None:
    join(phone, voila[0], klass)
    page = phone.page
    klass.lead("units", names=["Loket", "Arsip"])
    page.get_by_role("button", name="Arsip").click()
    expect(page.get_by_text("Anda dari unit mana?")).to_have_count(0)
    field = phone.view("commitment").get_by_label("Yang akan saya lakukan")
    field.fill("Menelepon balik")
    klass.lead("start_pulse", kind="tempo")
    panel = page.locator("body > .etika-pulse-panel")
    expect(panel.get_by_text("Bagaimana tempo sesi ini?")).to_be_in_viewport()
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / "voila_pulse.png")
    panel.get_by_role("button", name="Pas", exact=True).click()
    stored(panel)
    panel.get_by_text("Denyut", exact=True).click()
    expect(panel.get_by_text("Bagaimana tempo sesi ini?")).to_be_hidden()
    klass.lead("show_pulse")
    panel.get_by_text("Denyut", exact=True).click()
    expect(panel.get_by_text("1 jawaban").first).to_be_visible()
    klass.lead("end_pulse")
    expect(panel).to_have_count(0)
    expect(field).to_have_value("Menelepon balik")
    page.reload()
    expect(phone.view("poll")).to_be_visible()
    assert kept(klass.store, klass.code) == {("denyut_2", "answer"): {"choice": "right"}}
    assert [person.unit for person in klass.store.changes(klass.code).participants] == ["Arsip"]
    expect(page.get_by_text("Anda dari unit mana?")).to_have_count(0)
