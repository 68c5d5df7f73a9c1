"""What the views promise, in a real browser over plain http, on a small phone and a wide screen."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from .drawn import change, faults, press, sent, wide
from .samples import ANSWERS, CANARY, CONTENT, ROOM, state

pytestmark = pytest.mark.browser

TYPES = sorted(CONTENT)
WIDTHS = [360, 1280]
PHASES = ["hidden", "reading", "open", "closed", "discussing", "revealed"]


def give_answer(page: Any, kind: str) -> dict[str, Any]:
    """Fill in and send; return the intent that must have left."""
    if kind == "poll":
        page.get_by_role("radio", name="Mendengarkan dulu, lalu memeriksa").check()
        page.get_by_label("Mengapa? (boleh dikosongkan)").fill(CANARY)
        press(page, "Kirim jawaban")
        return {"kind": "answer", "payload": {"choices": ["dengar"], "reason": CANARY}}
    if kind == "quiz":
        for number, option in enumerate(["KPK, melalui", "Jangka waktu", "14 hari kerja"], 1):
            page.get_by_role("group", name=f"Soal {number}").get_by_role("radio", name=option).check()
        press(page, "Kirim jawaban")
        return {"kind": "answer", "payload": {"answers": {"s1": "a", "s2": "b", "s3": "b"}}}
    if kind == "ordering":
        press(page, "Naikkan Mendengarkan sampai selesai")
        press(page, "Turunkan Menindaklanjuti dan mengabari")
        press(page, "Kirim jawaban")
        return {"kind": "answer", "payload": {"order": ["h1", "h3", "h2", "h5", "h4"]}}
    if kind == "case_discussion":
        page.get_by_role("radio", name="Ada jalan lain").check()
        page.get_by_label("Mengapa? (boleh dikosongkan)").fill(CANARY)
        press(page, "Kirim sikap")
        return {"kind": "position", "payload": {"choice": "lain", "reason": CANARY}}
    if kind == "reflection":
        page.get_by_label("Jurnal saya").fill("Satu.\n\nDua.\n\n\nTiga.")
        press(page, "Tandai selesai menulis")
        return {"kind": "wrote", "payload": {"paragraphs": 3}}
    page.get_by_label("Yang akan saya lakukan").fill(CANARY)
    press(page, "Kirim komitmen")
    return {"kind": "commit", "payload": {"fields": {"apa": CANARY}}}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", TYPES)
def test_an_answer_leaves_exactly_as_the_contract_says(draw, kind, width):
    page = draw(state(kind), room=ROOM, width=width)
    expected = give_answer(page, kind)
    assert sent(page) == [expected]
    assert page.evaluate("etika.alarms") == 0


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind not in {"reflection", "ordering"}])
def test_an_empty_form_sends_nothing_and_says_what_is_missing(draw, kind):
    page = draw(state(kind), room=ROOM)
    page.get_by_role("button", name="Kirim").click()
    assert sent(page) == []
    assert page.get_by_role("alert").first.inner_text() != ""


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind != "reflection"])
def test_what_was_stored_is_shown_and_can_be_changed_while_open(draw, kind):
    page = draw(state(kind), room=ROOM)
    give_answer(page, kind)
    page.get_by_role("status").filter(has_text="Terkirim, menunggu tersimpan").wait_for()
    change(page, delivery={"status": "stored", "message": ""})
    change(page, state=state(kind, mine={"1": ANSWERS[kind]}, mine_seq=1))
    assert "Tersimpan" in page.get_by_role("status").all_inner_texts()
    press(page, "Ubah jawaban")
    press(page, "Batal mengubah")
    assert page.get_by_role("button", name="Ubah jawaban").count() == 1
    change(page, state=state(kind, phase="closed", mine={"1": ANSWERS[kind]}, mine_seq=1))
    assert page.get_by_role("button", name="Ubah jawaban").count() == 0
    assert "Jawaban ditutup" in page.locator("main").inner_text()


def test_a_refused_answer_returns_to_the_form_with_its_text(draw):
    page = draw(state("poll"))
    give_answer(page, "poll")
    change(page, delivery={"status": "refused", "message": "Alasan terlalu panjang."})
    assert page.get_by_label("Mengapa?").input_value() == CANARY
    assert page.get_by_text("Alasan terlalu panjang.").is_visible()


def test_offline_the_answer_is_called_safe(draw):
    page = draw(state("poll"))
    give_answer(page, "poll")
    change(page, delivery={"status": "sent", "message": "", "offline": True})
    assert page.get_by_text("Terputus, jawaban Anda aman").is_visible()


FIELDS = {"poll": "Mengapa?", "case_discussion": "Mengapa?", "reflection": "Jurnal saya", "commitment": "Kapan"}


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_a_draft_survives_new_states_and_a_reload(draw, kind):
    page = draw(state(kind), room=ROOM)
    field = page.get_by_label(FIELDS[kind])
    field.click()
    page.keyboard.type("Belum selesai")
    change(page, state=state(kind, rev=8, mine_seq=3), room=ROOM | {"people": {"joined": 9, "online": 9}})
    page.keyboard.type(" menulis")
    assert field.input_value() == "Belum selesai menulis"
    change(page, state=state(kind, phase="closed"))
    change(page, state=state(kind))
    assert page.get_by_label(FIELDS[kind]).input_value() == "Belum selesai menulis"
    draw.again(page, state(kind), room=ROOM)
    assert page.get_by_label(FIELDS[kind]).input_value() == "Belum selesai menulis"


def test_choices_survive_a_reload_before_they_are_sent(draw):
    page = draw(state("quiz"))
    page.get_by_role("radio", name="Persyaratan").check()
    draw.again(page, state("quiz"))
    assert page.get_by_role("radio", name="Persyaratan").is_checked()
    press(page, "Kirim jawaban")
    assert page.get_by_role("alert").inner_text() == "Belum dijawab: soal 1, 3."


def test_another_round_starts_with_an_empty_form(draw):
    page = draw(state("poll"))
    page.get_by_label("Mengapa?").fill("putaran pertama")
    change(page, state=state("poll", round=2, mine={"1": ANSWERS["poll"]}))
    assert page.get_by_label("Mengapa?").input_value() == ""
    assert page.get_by_text("Terbuka · Setelah diskusi").is_visible()


def poisoned(value: Any) -> Any:
    """Every text that is not HTML, an id or a switch, with the canary behind it."""
    keep = {"id", "key", "reason", "correct", "participant", "type", "role", "phase", "order", "ids"}
    if isinstance(value, dict):
        return {
            name: inner
            if name.endswith("html")
            or (name in keep and isinstance(inner, str))
            or name in {"order", "ids", "choices"}
            else poisoned(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [poisoned(inner) for inner in value]
    return f"{value} {CANARY}" if isinstance(value, str) else value


@pytest.mark.parametrize("role", ["participant", "projector", "facilitator"])
@pytest.mark.parametrize("kind", TYPES)
def test_markup_in_texts_is_seen_as_text(draw, kind, role):
    for phase in ("open", "revealed"):
        clean = state(
            kind, role, phase, **({"mine": {"1": copy.deepcopy(ANSWERS[kind])}} if role == "participant" else {})
        )
        mine = clean.pop("mine", None)
        dirty = poisoned(clean)
        if mine is not None:
            dirty["mine"] = mine
        page = draw(dirty, room=ROOM)
        assert page.evaluate("[etika.alarms, document.querySelectorAll('main img, main b > b').length]") == [0, 0]
        assert CANARY in page.evaluate("document.querySelector('main').textContent")


def test_authors_html_cannot_run_code(draw):
    content = CONTENT["poll"] | {
        "case_html": "<p onclick='etika.alarms++'>Kasus</p><script>etika.alarms++</script>"
        "<img src=x onerror='etika.alarms++'><a href=' javascript:etika.alarms++'>tautan</a>"
    }
    page = draw(state("poll", content=content))
    page.get_by_text("Kasus", exact=True).click()
    page.get_by_text("tautan").click()
    assert page.evaluate("etika.alarms") == 0


WIDEST = """() => [...document.querySelectorAll("main, main *")]
  .filter((node) => !node.closest(".etika-hidden") && node.getBoundingClientRect().right > innerWidth + 0.5)
  .map((node) => node.outerHTML.slice(0, 120))"""
SMALL = """(least) => [...document.querySelectorAll("main *")]
  .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()))
  .filter((node) => parseFloat(getComputedStyle(node).fontSize) < least).map((node) => node.outerHTML.slice(0, 120))"""
LOW = """() => [...document.querySelectorAll("main button, main label.etika-choice, main textarea, main summary")]
  .filter((node) => node.getClientRects().length && node.getBoundingClientRect().height < 44)
  .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("role", ["participant", "projector", "facilitator"])
@pytest.mark.parametrize("kind", TYPES)
def test_every_phase_fits_a_small_phone_is_big_enough_to_read_and_touch_and_accessible(draw, kind, role):
    long_word = "pertanggungjawaban" * 3
    for phase in PHASES:
        mine = {"mine": {"1": ANSWERS[kind]}} if role == "participant" and phase in {"closed", "revealed"} else {}
        made = state(kind, role, phase, title=long_word, **mine)
        page = draw(made, room=ROOM, width=1280 if role == "projector" else 360)
        assert page.evaluate(WIDEST) == [], phase
        assert page.evaluate(SMALL, 28 if role == "projector" else 16) == [], phase
        assert page.evaluate(LOW) == [], phase
        assert page.locator("button.etika-primary:visible").count() <= 1, phase
        assert wide(page) <= 0, phase
        assert phase not in {"open", "revealed"} or faults(page) == [], phase
        page.context.close()


@pytest.mark.parametrize("kind", TYPES)
def test_the_projector_shows_no_result_before_the_reveal_and_never_a_name(draw, kind):
    page = draw(state(kind, "projector", "open"), width=1280)
    text = page.locator("main").inner_text()
    assert "24 dari 34" in text
    assert page.locator("figure").count() == 0
    change(page, state=state(kind, "projector", "revealed"))
    assert "Melati" not in page.locator("main").inner_text()
    assert page.get_by_role("button").count() == 0


def test_two_rounds_are_read_as_numbers_and_as_a_table(draw):
    made = state("poll", "projector", "revealed")
    for entry in made["results"]["rounds"]:
        entry["counts"]["unsure"] = None
    made["results"]["rounds"][1]["counts"]["dahulu"] = None
    made["results"]["suppressed"] = True
    page = draw(made, width=1280)
    rows = page.get_by_role("table").get_by_role("row").all_text_contents()
    assert rows == [
        "Suara pertamaSetelah diskusi",
        "Melengkapi berkas, antre ulang166",
        "Mendengarkan, cari jalan menyusulkan921",
        "Mendahulukan karena anak sakit4disembunyikan",
        "Belum yakindisembunyikandisembunyikan",
    ]
    for text in ("16 → 6", "9 → 21", "4 → disembunyikan", "disembunyikan"):
        assert page.locator("figure b", has_text=text).first.is_visible()
    widths = page.locator("figure i.etika-bar").evaluate_all("bars => bars.map((bar) => bar.style.width)")
    assert widths[-3:] == ["0%", "0%", "0%"]


def test_counted_hands_are_marked_on_a_phone_too(draw):
    made = state("poll", phase="revealed")
    made["results"]["rounds"] = [
        entry | {"hands": {"n": 4, "counts": {"ulang": 3, "dengar": 0, "dahulu": 1, "unsure": 0}}}
        for entry in made["results"]["rounds"][:1]
    ]
    page = draw(made)
    assert page.get_by_text("Termasuk 4 suara tangan yang dicatat fasilitator.").is_visible()
    assert page.get_by_role("table").get_by_role("cell").all_text_contents() == [
        "",
        "16, 3 di antaranya suara tangan",
        "9",
        "4, 1 di antaranya suara tangan",
        "2",
    ]
    assert page.locator("figure .etika-hands").count() == 2


def test_own_choice_is_marked_in_the_results(draw):
    page = draw(state("poll", phase="revealed", round=2, mine={"1": ANSWERS["poll"], "2": ANSWERS["poll"]}))
    assert page.get_by_text("Pilihan Anda: Suara pertama, Setelah diskusi", exact=True).is_visible()


def test_several_choices_stop_at_the_limit_and_unsure_stands_alone(draw):
    page = draw(state("poll", content=CONTENT["poll"] | {"multiple": True, "max_choices": 2, "reason": "required"}))
    boxes = page.get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    assert boxes.nth(2).is_disabled()
    press(page, "Kirim jawaban")
    assert page.get_by_role("alert").inner_text() == "Tulis alasan Anda dengan singkat."
    boxes.nth(3).check()
    assert [boxes.nth(i).is_checked() for i in range(4)] == [False, False, False, True]
    boxes.nth(2).check()
    assert not boxes.nth(3).is_checked()
    page.get_by_label("Mengapa?").fill("Anaknya demam.")
    press(page, "Kirim jawaban")
    assert sent(page) == [{"kind": "answer", "payload": {"choices": ["dahulu"], "reason": "Anaknya demam."}}]


def test_steps_move_by_keyboard_and_the_focus_stays(draw):
    page = draw(state("ordering"))
    up = page.get_by_role("button", name="Naikkan Menindaklanjuti dan mengabari")
    up.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert up.evaluate("node => node === document.activeElement")
    assert page.get_by_text("Menindaklanjuti dan mengabari: sekarang urutan 1 dari 5").count() == 1
    assert page.get_by_role("list", name="Urutan Anda").get_by_role("listitem").first.inner_text().startswith("1.")


def test_the_journal_stays_here_until_it_is_shared_word_by_word(draw):
    page = draw(state("reflection"))
    page.get_by_label("Jurnal saya").fill("Rahasia saya.\n\nPanjang.")
    assert page.get_by_text("2 dari 3–5 paragraf. Tersimpan di perangkat ini.").is_visible()
    press(page, "Tandai selesai menulis")
    press(page, "Bagikan sebagian")
    page.get_by_label("Yang ingin dibagikan").fill(f"  Satu kalimat. {CANARY} ")
    press(page, "Periksa dulu")
    assert len(sent(page)) == 1
    assert page.locator("blockquote").inner_text() == f"Satu kalimat. {CANARY}"
    assert page.get_by_text("Siapa yang melihat?").is_visible()
    press(page, "Ya, bagikan")
    assert sent(page) == [
        {"kind": "wrote", "payload": {"paragraphs": 2}},
        {"kind": "share", "payload": {"text": f"Satu kalimat. {CANARY}"}},
    ]
    assert "Rahasia" not in str(sent(page))
    change(
        page, state=state("reflection", mine={"1": {"wrote": {"paragraphs": 2}, "shared": {"text": "Satu kalimat."}}})
    )
    press(page, "Tarik kembali")
    assert sent(page)[-1] == {"kind": "unshare", "payload": {}}
    with page.expect_download() as download:
        press(page, "Unduh Markdown")
    assert download.value.suggested_filename == "jurnal.md"
    assert download.value.path().read_text(encoding="utf-8") == "# Jurnal penutup\n\nRahasia saya.\n\nPanjang.\n"


def test_a_journal_that_the_device_cannot_keep_says_so(draw):
    page = draw(state("reflection"))
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.get_by_label("Jurnal saya").fill("Satu.")
    assert page.get_by_text("Perangkat ini tidak dapat menyimpan.").is_visible()


def test_only_the_writer_writes_and_members_may_take_the_pen(draw):
    page = draw(state("case_discussion", phase="discussing"), room=ROOM)
    page.get_by_label("Yang kami sepakati").fill("Terima dulu.")
    press(page, "Simpan sintesis kelompok")
    assert sent(page) == [{"kind": "synthesis", "payload": {"fields": {"sepakat": "Terima dulu."}}}]
    member = copy.deepcopy(ROOM)
    member["me"]["is_writer"] = False
    change(page, room=member)
    change(
        page,
        state=state(
            "case_discussion",
            phase="discussing",
            group={"fields": {"sepakat": "Baru saja.", "beda": ""}, "writer": "Melati 7"},
        ),
    )
    assert page.get_by_label("Yang kami sepakati").count() == 0
    assert page.get_by_text("Baru saja.").is_visible()
    press(page, "Ambil alih sebagai juru tulis")
    assert sent(page)[-1] == {"kind": "take_pen", "payload": {}, "activity": None}
    member["me"]["group"] = None
    change(page, room=member)
    assert page.get_by_text("Fasilitator belum membagi kelompok.").is_visible()


@pytest.mark.parametrize(
    ("kind", "slot"),
    [("poll", "answer"), ("case_discussion", "position"), ("reflection", "shared"), ("commitment", "answer")],
)
def test_the_facilitator_puts_a_text_on_the_screen_and_keeps_the_focus(draw, kind, slot):
    page = draw(state(kind, "facilitator"), width=1280)
    row = page.get_by_role("listitem").filter(has_text="Kenari 2" if kind == "poll" else "Melati 7")
    button = row.get_by_role("button", name="Tampilkan di layar")
    button.click()
    who, round_ = ("p8", 2) if kind == "poll" else ("p7", 1)
    assert sent(page) == [
        {"kind": "feature", "payload": {"participant": who, "slot": slot, "round": round_, "shown": True}}
    ]
    made = state(kind, "facilitator")
    for entry in [*made["results"].get("reasons", []), *made["results"].get("texts", [])]:
        entry["shown"] = True
    change(page, state=made)
    assert button.get_attribute("aria-pressed") == "true"
    assert button.evaluate("node => node === document.activeElement")


def test_english_comes_from_the_catalogue_and_a_view_leaves_nothing_behind(draw):
    page = draw(state("poll"), language="en", messages={"Kirim jawaban": "Send answer", "Terbuka": "Open"})
    assert page.get_by_role("button", name="Send answer").is_visible()
    assert page.get_by_text("Open · Suara pertama").is_visible()
    page.evaluate("etika.stop()")
    assert page.locator("main").inner_text() == ""
    change(page, state=state("poll", phase="closed"), delivery={"status": "stored", "message": ""})
    assert page.evaluate("Object.values(etika.listeners).reduce((sum, set) => sum + set.size, 0)") == 0
