"""Sheets on a phone, on the projector and in the cockpit; earlier words that return."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from etika_widgets.content.templates import collect_templates
from etika_widgets.room import Role, Viewer
from etika_widgets.room.showing import room_state
from etika_widgets.testing import MemoryClass, memory_class, submit_from_browser

from .drawn import faults, wide

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror='etika.alarms++'> <b>tebal</b>"
TEMPLATES = collect_templates([(Path(__file__).parents[2] / "datasets", "etika")])
EVERY_KIND = {
    "type": "canvas",
    "id": "lembar",
    "title": "Lembar coba",
    "prompt": "Isi **semuanya**.",
    "sections": [
        {
            "title": "Bagian satu",
            "fields": [
                {
                    "id": "kata",
                    "label": "Kata",
                    "example": "Senin pukul 10.00",
                    "required": True,
                    "checks": [{"needs": "time"}, {"min_words": 3, "required": True}],
                },
                {"id": "daftar", "label": "Daftar", "kind": "list", "most": 3},
                {"id": "pilih", "label": "Pilih", "kind": "choice", "options": ["Ya", "Tidak"]},
            ],
        },
        {
            "title": "Bagian dua",
            "fields": [
                {"id": "hari", "label": "Tenggat", "kind": "days", "most": 90},
                {"id": "orang", "label": "Petugas", "kind": "number", "unit": "orang"},
                {
                    "id": "pihak",
                    "label": "Pihak",
                    "kind": "table",
                    "columns": ["Siapa", {"id": "kuat", "label": "Kuat", "options": ["Kecil", "Besar"]}],
                    "most": 2,
                },
            ],
        },
    ],
    "rubric": [{"id": "jelas", "text": "Jelas", "levels": ["Kabur", "Agak", "Jelas", "Sangat"]}],
}
FILLED = {
    "kata": f"{MARKUP} Senin pukul 10.00",
    "daftar": ["satu", "dua"],
    "pilih": "ya",
    "hari": 14,
    "orang": 3,
    "pihak": [{"siapa": "Warga", "kuat": "kecil"}, {"siapa": "Penyelia"}],
}


def fill(page: Any) -> None:
    page.get_by_label("Kata").fill(FILLED["kata"])
    page.get_by_label("Daftar (boleh dikosongkan)").fill("satu\ndua")
    page.get_by_role("radio", name="Ya", exact=True).check()
    page.get_by_label("Tenggat (boleh dikosongkan): berapa hari lagi").fill("14")
    page.get_by_label("Petugas (boleh dikosongkan) (orang)").fill("3")
    row = page.get_by_role("group", name="Baris 1", exact=True)
    row.get_by_label("Siapa").fill("Warga")
    row.get_by_role("radio", name="Kecil").check()
    page.get_by_role("button", name="Tambah baris").click()
    page.keyboard.type("Penyelia")


@pytest.fixture
def klass():
    with memory_class([EVERY_KIND]) as made:
        made.move("lembar", "reading", "open")
        yield made


def save(klass: MemoryClass, who: str, activity: str, fields: dict[str, Any], kind: str = "answer") -> None:
    ack = submit_from_browser(klass, who, activity, kind, fields)
    assert ack["ok"], ack


@pytest.mark.parametrize("width", [360, 1280])
def test_a_sheet_leaves_as_the_contract_says_and_is_taken(draw, klass, width):
    who = klass.join("Rusa Tenang")
    page = draw(klass.state("lembar", who), width=width)
    page.get_by_role("button", name="Simpan").click()
    assert page.get_by_role("alert").inner_text() == "Belum diisi: Kata."
    page.get_by_label("Kata").fill("Menyapa dulu")
    page.get_by_label("Kata").blur()
    assert "Sebutkan waktunya, misalnya Senin depan pukul 10.00." in page.locator("main").inner_text()
    page.get_by_role("button", name="Simpan").click()
    assert page.get_by_role("alert").inner_text() == "Kata: Tulis sedikit lebih banyak, paling sedikit 3 kata."
    fill(page)
    assert page.get_by_text("7 Desember 2026").is_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Simpan").click()
    [intent] = page.evaluate("etika.sent")
    assert intent == {"kind": "answer", "payload": {"fields": FILLED}}
    save(klass, who, "lembar", intent["payload"])
    page.evaluate("next => etika.change(next)", {"state": klass.state("lembar", who)})
    page.evaluate("next => etika.change(next)", {"delivery": {"status": "stored", "message": ""}})
    told = page.locator("main").inner_text()
    assert "– Siapa: Warga; Kuat: Kecil\n– Siapa: Penyelia" in told
    assert "dalam 14 hari (" in told
    assert MARKUP in told
    assert (page.evaluate("etika.alarms"), wide(page), faults(page)) == (0, 0, [])


def test_a_draft_survives_new_states_and_a_reload_and_the_keyboard_is_enough(draw, klass):
    who = klass.join("Rusa Tenang")
    page = draw(klass.state("lembar", who))
    page.get_by_label("Kata").focus()
    page.keyboard.type("Belum selesai")
    klass.join("Kenari Biru")
    page.evaluate("next => etika.change(next)", {"state": klass.state("lembar", who)})
    page.keyboard.type(" menulis")
    draw.again(page, klass.state("lembar", who))
    assert page.get_by_label("Kata").input_value() == "Belum selesai menulis"
    page.get_by_label("Kata").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_text("Senin pukul 10.00", exact=True).is_visible()


def test_the_sheet_of_a_group_is_written_by_one_and_read_by_all(draw):
    definition = EVERY_KIND | {"by": "group"}
    with memory_class([definition]) as klass:
        one, two = klass.join("Rusa Tenang"), klass.join("Kenari Biru")
        lead = Viewer(Role.FACILITATOR)
        assert klass.submit(lead, None, "group", {"largest": 2})["ok"]
        klass.move("lembar", "reading", "open")
        seats = {who: room_state(klass.room(), Viewer(Role.PARTICIPANT, who)) for who in (one, two)}
        [writer] = [who for who in seats if seats[who]["me"]["is_writer"]]
        [reader] = [who for who in seats if who != writer]
        page = draw(klass.state("lembar", reader), room=seats[reader])
        assert page.get_by_role("button", name="Simpan").count() == 0
        save(klass, writer, "lembar", {"fields": FILLED})
        page.evaluate("next => etika.change(next)", {"state": klass.state("lembar", reader)})
        assert "– satu\n– dua" in page.locator("main").inner_text()
        page.get_by_role("button", name="Ambil alih sebagai juru tulis").click()
        assert page.evaluate("etika.sent") == [{"kind": "take_pen", "payload": {}, "activity": None}]
        assert (faults(page), wide(page)) == ([], 0)
        page = draw(klass.state("lembar", writer), room=seats[writer])
        assert page.get_by_role("button", name="Ubah jawaban").is_visible()


def test_the_rubric_opens_with_the_results_and_the_projector_names_nobody(draw, klass):
    who = klass.join("Rusa Tenang")
    save(klass, who, "lembar", {"fields": FILLED})
    klass.move("lembar", "closed", "revealed")
    shown = {"participant": who, "slot": "answer", "round": 1, "shown": True}
    assert klass.submit(Viewer(Role.FACILITATOR), "lembar", "feature", shown)["ok"]
    page = draw(klass.state("lembar", who))
    page.get_by_role("radio", name="3 · Jelas").check()
    page.get_by_role("button", name="Simpan penilaian diri").click()
    [intent] = page.evaluate("etika.sent")
    assert intent == {"kind": "check", "payload": {"levels": {"jelas": 3}}}
    save(klass, who, "lembar", intent["payload"], "check")
    assert faults(page) == []
    page = draw(klass.state("lembar", role=Role.PROJECTOR), width=1280)
    told = page.locator("main").inner_text()
    assert ("Rusa Tenang" in told, MARKUP in told, wide(page), page.evaluate("etika.alarms")) == (False, True, 0, 0)
    page = draw(klass.state("lembar", role=Role.FACILITATOR), width=1280)
    page.get_by_text("Baca lembar").click()
    assert page.get_by_text("Rusa Tenang").is_visible()
    assert faults(page) == []


def test_follow_ups_bring_back_the_plan_and_its_dates(draw):
    with memory_class([TEMPLATES["action_plan"].fill({"id": "aksi", "template": "action_plan"})]) as klass:
        who = klass.join("Rusa Tenang")
        klass.move("aksi", "reading", "open")
        plan = {"masalah": "Warga datang berulang tanpa kabar sama sekali", "tujuan": "Paling banyak 2 kali datang"}
        plan |= {"langkah": [{"apa": "Papan kabar", "siapa": "Penyelia", "kapan": "Senin"}], "bukti": "Catatan harian"}
        save(klass, who, "aksi", {"fields": plan})
        page = draw(klass.state("aksi", who))
        assert page.get_by_role("list", name="Tanggal tindak lanjut").get_by_role("listitem").count() == 3
        klass.move("aksi", "closed", "revealed", "open")
        page = draw(klass.state("aksi", who))
        assert "Tindak lanjut 30 hari" in page.locator("main").inner_text()
        assert "Warga datang berulang" in page.locator(".etika-recalled").inner_text()
        page.get_by_role("radio", name="Sedang berjalan").check()
        page.get_by_label("Yang terjadi, dengan satu bukti").fill("Papan dipakai 5 hari")
        page.get_by_role("button", name="Simpan").click()
        sent = {"keadaan": "jalan", "terjadi": "Papan dipakai 5 hari"}
        assert page.evaluate("etika.sent") == [{"kind": "answer", "payload": {"fields": sent}}]


def test_earlier_words_return_to_their_writer_and_a_journal_is_never_sent(draw):
    journal = {"type": "reflection", "id": "jurnal", "title": "Jurnal pagi", "prompt": "Ingat"}
    later = {"type": "reflection", "id": "akhir", "prompt": "Baca lagi", "recalls": ["jurnal", "lembar"]}
    with memory_class([journal, EVERY_KIND, later]) as klass:
        who = klass.join("Rusa Tenang")
        for name in ("jurnal", "lembar", "akhir"):
            klass.move(name, "reading", "open")
        page = draw(klass.state("jurnal", who))
        page.get_by_label("Jurnal saya").fill(f"Dulu {MARKUP}.")
        save(klass, who, "lembar", {"fields": FILLED})
        known = {name: klass.state(name, who) for name in ("jurnal", "lembar")}
        draw.again(page, klass.state("akhir", who), known=known)
        told = page.locator(".etika-recalled").all_inner_texts()
        assert told[0].split("\n\n") == ["Yang Anda tulis tadi: Jurnal pagi", f"Dulu {MARKUP}."]
        assert "Yang Anda tulis tadi: Lembar coba" in told[1]
        assert (page.evaluate("etika.sent"), page.evaluate("etika.alarms"), faults(page)) == ([], 0, [])
        other = draw(klass.state("akhir", klass.join("Kenari Biru")))
        assert other.locator(".etika-recalled").count() == 0


def test_every_template_fits_a_small_phone(draw):
    names = [name for name, one in TEMPLATES.items() if one.type == "canvas"]
    forms = [TEMPLATES[name].fill({"id": name, "template": name, "by": "person"}) for name in names]
    with memory_class(forms) as klass:
        who, page = klass.join("Rusa Tenang"), None
        for name in names:
            klass.move(name, "reading", "open")
            state = klass.state(name, who)
            page = draw.again(page, state) if page else draw(state)
            assert (name, wide(page)) == (name, 0)
            assert page.get_by_role("button", name="Simpan").count() == 1
        assert faults(page) == []
