"""Role play: the private card on a phone, the observers' notes, the control page that deals, the projector."""

from __future__ import annotations

from typing import Any

import pytest

from etika_widgets.room import Role, Viewer
from etika_widgets.room.showing import room_state
from etika_widgets.testing import memory_class, submit_from_browser

from .drawn import faults, told, wide

pytestmark = pytest.mark.browser

LEADER = Viewer(Role.FACILITATOR)
MARKUP = "<img src=x onerror='etika.alarms++'> <b>tebal</b>"
DEFINITION = {
    "type": "role_play",
    "id": "peran",
    "scenario": "Berkas **ditolak**.",
    "roles": [
        {"id": name, "title": name.title(), "line": f"Baris {name}", "wants": f"Mau {name}", "knows": f"Tahu {name}"}
        for name in ("petugas", "warga", "pengawas")
    ]
    + [{"id": "pengamat", "title": "Pengamat", "line": "Melihat", "wants": "Mencatat", "many": True}],
    "rounds": [
        {"name": "Pagi", "minutes": 4, "twist": {"text": "Kabar baru", "to": ["petugas"]}},
        {"name": "Siang", "minutes": 4},
    ],
    "prompts": [{"id": "tenang", "text": "Apa yang menenangkan?"}, {"id": "beda", "text": "Apa yang berbeda?"}],
}


def room(klass: Any, viewer: Viewer) -> dict[str, Any]:
    return room_state(klass.room(), viewer)


@pytest.fixture
def klass():
    with memory_class([DEFINITION]) as made:
        made.online = made.people = [
            made.join(f"Rusa {word}") for word in ("Tenang", "Teduh", "Biru", "Hijau", "Muda")
        ]
        assert made.submit(LEADER, None, "group", {"largest": 5})["ok"]
        made.move("peran", "reading", "open")
        yield made


def start(klass: Any, number: int = 1) -> None:
    assert klass.submit(LEADER, "peran", "start_round", {"round": number})["ok"]


def holder(klass: Any, role: str) -> str:
    return next(who for who in klass.people if klass.state("peran", who)["dealt"]["role"] == role)


def test_a_card_is_hidden_until_its_holder_opens_it_and_again_after_a_reload(draw, klass):
    who = klass.people[0]
    page = draw(klass.state("peran", who))
    assert "Tunggu fasilitator memulai putaran." in told(page)
    start(klass)
    who = holder(klass, "petugas")
    draw.again(page, klass.state("peran", who))
    assert "Mau petugas" not in told(page)
    assert (faults(page), wide(page)) == ([], 0)
    page.get_by_role("button", name="Buka kartu saya").focus()
    page.keyboard.press("Enter")
    assert all(text in told(page) for text in ("Mau petugas", "Tahu petugas", "Kabar baru"))
    assert page.evaluate("document.activeElement.textContent") == "Tutup kartu saya"
    [intent] = page.evaluate("etika.sent")
    assert intent == {"kind": "ready", "payload": {"round": 1}}
    assert submit_from_browser(klass, who, "peran", **intent)["ok"]
    page.evaluate("next => etika.change(next)", {"state": klass.state("peran", who)})
    assert "Mau petugas" in told(page)
    assert faults(page) == []
    draw.again(page, klass.state("peran", who))
    assert "Mau petugas" not in told(page)
    page.get_by_role("button", name="Buka kartu saya").click()
    assert page.evaluate("etika.sent") == []
    start(klass, 2)
    page.evaluate("next => etika.change(next)", {"state": klass.state("peran", who)})
    assert page.get_by_role("button", name="Buka kartu saya").is_visible()
    assert "Mau" not in told(page)


def test_an_observers_notes_stay_on_the_phone_until_they_are_sent(draw, klass):
    start(klass)
    who = holder(klass, "pengamat")
    page = draw(klass.state("peran", who))
    page.get_by_role("button", name="Kirim catatan").click()
    assert page.get_by_text("Isi dulu paling sedikit satu catatan.").is_visible()
    page.get_by_label("Apa yang menenangkan?").fill(MARKUP)
    start(klass, 2)  # the next round begins before the note was sent
    state = klass.state("peran", who)
    assert state["dealt"]["role"] != "pengamat"
    draw.again(page, state)
    assert page.get_by_label("Apa yang menenangkan?").input_value() == MARKUP
    page.get_by_role("button", name="Kirim catatan").click()
    [intent] = page.evaluate("etika.sent")
    assert intent == {"kind": "note", "payload": {"round": 1, "notes": {"tenang": MARKUP}}}
    assert submit_from_browser(klass, who, "peran", **intent)["ok"]
    shown = {"participant": who, "slot": "note:1", "round": 1, "shown": True}
    leads = draw(klass.state("peran", role=Role.FACILITATOR), width=1280, room=room(klass, LEADER))
    leads.get_by_role("button", name="Tampilkan di layar").click()
    assert leads.evaluate("etika.sent") == [{"kind": "feature", "payload": shown}]
    klass.submit(LEADER, "peran", "feature", shown)
    klass.move("peran", "closed", "revealed")
    for options in ({"width": 1280}, {"width": 360}):
        viewer = None if options["width"] == 1280 else who
        page = draw(klass.state("peran", viewer), **options)
        assert all(text in told(page) for text in (MARKUP, "Mau warga"))
        assert ("Rusa" in told(page), wide(page), faults(page), page.evaluate("etika.alarms")) == (False, 0, [], 0)


def test_the_facilitator_starts_a_round_and_deals_again_for_who_is_gone(draw, klass):
    page = draw(klass.state("peran", role=Role.FACILITATOR), width=1280, room=room(klass, LEADER))
    page.get_by_role("button", name="Mulai putaran 1: Pagi (4 menit)").click()
    [intent] = page.evaluate("etika.sent")
    assert klass.submit(LEADER, "peran", **intent)["ok"]
    gone = holder(klass, "warga")
    update = {"state": klass.state("peran", role=Role.FACILITATOR), "room": room(klass, LEADER)}
    page.evaluate("next => etika.change(next)", update)
    assert page.get_by_role("button", name="Bagi ulang kartu Kelompok 1").count() == 0
    klass.online = [who for who in klass.people if who != gone]
    page.evaluate("next => etika.change(next)", {"room": room(klass, LEADER)})
    page.get_by_role("button", name="Bagi ulang kartu Kelompok 1").click()
    page.get_by_role("button", name="Tambah 1 menit").click()
    page.get_by_role("button", name="Hentikan waktu").click()
    directions = page.evaluate("etika.sent")[1:]
    assert [one["kind"] for one in directions] == ["redeal", "extend", "stop"]
    assert all(klass.submit(LEADER, "peran", **one)["ok"] for one in directions)
    assert holder(klass, "warga") != gone
    assert (faults(page), wide(page)) == ([], 0)


def test_the_projector_shows_the_scene_the_round_and_the_time_but_no_card(draw, klass):
    start(klass)
    page = draw(klass.state("peran"), width=1280)
    assert "Putaran 1 dari 2: Pagi" in told(page)
    assert page.get_by_role("timer").count() == 1
    assert not [text for text in ("Mau", "Tahu", "Kabar baru", "Rusa") if text in told(page)]
    assert (faults(page), wide(page)) == ([], 0)
