"""A branching case on phones, on the projector and in the cockpit: votes, steps, decisions of groups, the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from etika_widgets.room import Role, Viewer
from etika_widgets.room.showing import room_state
from etika_widgets.testing import MemoryClass, memory_class, submit_from_browser

from .drawn import change, faults, press, sent, wide

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror='etika.alarms++'> <b>tebal</b>"
LEADER = Viewer(Role.FACILITATOR)
CASE: dict[str, Any] = {
    "id": "map",
    "type": "branching_case",
    "title": f"Map {MARKUP}",
    "start": "pagi",
    "reason": "required",
    "reveal": "Penutup.",
    "nodes": [
        {
            "id": "pagi",
            "title": f"Pagi {MARKUP}",
            "text": "Berkas kurang satu lembar.",
            "documents": [{"id": "daftar", "title": "Daftar periksa", "body": "- Surat"}],
            "choices": [
                {"id": "terima", "text": f"Terima {MARKUP}", "to": "siang", "consequence": "Map masuk laci."},
                {"id": "tolak", "text": "Kembalikan", "to": "siang"},
            ],
        },
        {
            "id": "siang",
            "title": "Siang",
            "text": "Telepon berdering.",
            "choices": [
                {"id": "jujur", "text": "Jelaskan", "to": "sore"},
                {"id": "tutup", "text": "Tutup telepon", "to": "malam", "if": 'chose("pagi", "terima")'},
            ],
        },
        {"id": "sore", "title": "Sore", "text": "Selesai sore.", "end": "Lambat, tercatat"},
        {"id": "malam", "title": "Malam", "text": "Selesai malam.", "end": "Cepat, gelap"},
    ],
}


class Play:
    """A class of three, and what each page of it is given."""

    def __init__(self, klass: MemoryClass) -> None:
        self.klass = klass
        klass.move("map", "reading", "open")
        self.people = [klass.join(name) for name in ("Rusa Tenang", "Kenari Teduh", "Elang Jauh")]

    def vote(self, who: int, choice: str, step: int = 0, node: str = "pagi", kind: str = "vote") -> None:
        reason = "" if kind == "vote" and self.klass.state("map")["content"]["decide"] == "group" else MARKUP
        payload = {"step": step, "node": node, "choice": choice, "reason": reason}
        assert submit_from_browser(self.klass, self.people[who], "map", kind, payload)["ok"]

    def direct(self, kind: str, **payload: Any) -> None:
        assert self.klass.submit(LEADER, "map", kind, payload)["ok"]

    def page(self, who: int | Role) -> dict[str, Any]:
        viewer = Viewer(who) if isinstance(who, Role) else Viewer(Role.PARTICIPANT, self.people[who])
        state = self.klass.state("map", viewer.participant, role=viewer.role)
        return {"state": state, "room": room_state(self.klass.room(), viewer)}


@pytest.fixture
def play() -> Iterator[Callable[..., Play]]:
    """Open classes that play the case; they end with the test."""
    with ExitStack() as stack:
        yield lambda **more: Play(stack.enter_context(memory_class([{**CASE, **more}])))


def start(draw: Any, page: dict[str, Any], **options: Any) -> Any:
    return draw(page["state"], room=page["room"], **options)


def sound(page: Any) -> None:
    """Nothing ran, nothing runs over the edge, and axe finds nothing."""
    assert (faults(page), wide(page) <= 0, page.evaluate("etika.alarms")) == ([], True, 0)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_vote_leaves_as_the_contract_says_by_keyboard_alone(draw: Any, play: Any, width: int) -> None:
    room = play()
    page = start(draw, room.page(0), width=width)
    assert MARKUP in page.get_by_role("heading", name="Pagi").inner_text()
    press(page, "Kirim suara")
    assert (sent(page), page.get_by_role("alert").inner_text()) == ([], "Pilih dulu satu langkah.")
    page.get_by_role("radio", name="Terima").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Adil bagi semua")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    payload = {"step": 0, "node": "pagi", "choice": "tolak", "reason": "Adil bagi semua"}
    assert sent(page) == [{"kind": "vote", "payload": payload}]
    sound(page)


def test_a_vote_may_be_changed_until_the_room_moves_and_no_draft_wanders_along(draw: Any, play: Any) -> None:
    room = play()
    page = start(draw, room.page(0))
    page.get_by_role("radio", name="Kembalikan").check()
    page.get_by_label("Mengapa?").fill("Adil")
    press(page, "Kirim suara")
    room.vote(0, "tolak")
    change(page, delivery={"status": "stored", "message": ""})
    change(page, **room.page(0))
    press(page, "Ubah jawaban")
    page.get_by_role("radio", name="Terima").check()
    press(page, "Kirim suara")
    assert sent(page)[-1]["payload"] == {"step": 0, "node": "pagi", "choice": "terima", "reason": MARKUP}
    page.get_by_text("Daftar periksa").click()
    room.direct("advance", step=0, node="pagi", choice="terima")
    change(page, **room.page(0))
    assert page.get_by_text("Map masuk laci.").is_visible()
    assert "0 dari 1 suara · diputuskan fasilitator" in page.locator(".etika-chosen").inner_text()
    assert page.get_by_text("Surat").is_visible()  # unfolded before, still unfolded
    assert page.get_by_label("Mengapa?").input_value() == ""
    assert page.get_by_role("radio", checked=True).count() == 0
    page.get_by_label("Mengapa?").fill("Setengah jalan")
    room.vote(1, "jujur", 1, "siang")
    change(page, **room.page(0))
    assert page.get_by_label("Mengapa?").input_value() == "Setengah jalan"
    assert page.get_by_role("radio").count() == 2
    room.direct("back", step=1)
    room.direct("advance", step=0, node="pagi", choice="tolak")
    change(page, **room.page(0))
    assert page.get_by_role("radio").count() == 1  # what is offered here follows the other way


def test_a_group_votes_sees_its_votes_and_its_writer_decides(draw: Any, play: Any) -> None:
    room = play(decide="group")
    page = start(draw, room.page(0))
    assert page.get_by_text("Fasilitator belum membagi kelompok.").is_visible()
    assert room.klass.submit(LEADER, None, "group", {"largest": 5})["ok"]
    people = room.klass.room().people.all
    writer = next(who for who in range(3) if people[room.people[who]].is_writer)
    change(page, **room.page(writer))
    assert page.get_by_text("Putusan Kelompok 1").count() == 0
    page.get_by_role("radio", name="Kembalikan").check()
    press(page, "Kirim suara")
    assert sent(page) == [{"kind": "vote", "payload": {"step": 0, "node": "pagi", "choice": "tolak", "reason": ""}}]
    room.vote(writer, "tolak")
    change(page, delivery={"status": "stored", "message": ""})
    change(page, **room.page(writer))
    decision = page.get_by_role("group", name="Apa putusan kelompok?")
    decision.get_by_role("radio", name="Kembalikan").check()
    press(page, "Tetapkan untuk kelompok")
    assert page.get_by_role("alert").inner_text() == "Tulis alasan Anda dengan singkat."
    page.get_by_label("Mengapa?").fill("Sepakat")
    sound(page)
    press(page, "Tetapkan untuk kelompok")
    payload = {"step": 0, "node": "pagi", "choice": "tolak", "reason": "Sepakat"}
    assert sent(page)[-1] == {"kind": "decide", "payload": payload}
    room.vote(writer, "tolak", kind="decide")
    change(page, **room.page(writer))
    assert page.get_by_role("heading", name="Siang").is_visible()


def test_the_facilitator_leads_steps_back_and_replays_the_minority(draw: Any, play: Any) -> None:
    room = play()
    room.vote(0, "terima")
    room.vote(1, "tolak")
    page = start(draw, room.page(Role.FACILITATOR), width=1280)
    assert page.get_by_text("Suara seri.").is_visible()
    press(page, "Lanjut: Kembalikan")
    assert sent(page) == [{"kind": "advance", "payload": {"step": 0, "node": "pagi", "choice": "tolak"}}]
    page.get_by_role("button", name="Tampilkan di layar").first.click()
    shown = {"participant": room.people[0], "slot": "vote:0:pagi", "round": 1, "shown": True}
    assert sent(page)[-1] == {"kind": "feature", "payload": shown}
    room.direct("advance", step=0, node="pagi", choice="tolak")
    change(page, **room.page(Role.FACILITATOR))
    press(page, "Mundur satu langkah")
    assert sent(page)[-1] == {"kind": "back", "payload": {"step": 1}}
    room.vote(0, "jujur", 1, "siang")
    room.direct("advance", step=1, node="siang")
    room.klass.move("map", "closed", "discussing")
    change(page, **room.page(Role.FACILITATOR))
    first = page.locator(".etika-tree li").first
    assert "1 suara" in first.inner_text()
    first.get_by_role("button", name="Putar ulang").click()
    assert sent(page)[-1] == {"kind": "replay", "payload": {"choices": ["terima"]}}
    room.direct("replay", choices=["terima"])
    change(page, **room.page(Role.FACILITATOR))
    press(page, "Lanjut: Tutup telepon")
    assert sent(page)[-1] == {"kind": "replay", "payload": {"choices": ["terima", "tutup"]}}
    sound(page)
    press(page, "Selesai memutar ulang")
    assert sent(page)[-1] == {"kind": "replay", "payload": {"choices": None}}


@pytest.mark.parametrize(("who", "width"), [(0, 360), (Role.PROJECTOR, 1280)])
def test_the_debrief_shows_the_replayed_way_and_then_one_tree(draw: Any, play: Any, who: Any, width: int) -> None:
    room = play()
    room.vote(0, "terima")
    room.vote(1, "tolak")
    room.vote(2, "tolak")
    page = start(draw, room.page(who), width=width)
    sound(page)
    room.direct("advance", step=0, node="pagi")
    room.vote(0, "jujur", 1, "siang")
    room.direct("advance", step=1, node="siang")
    room.klass.move("map", "closed", "discussing")
    room.direct("replay", choices=["terima", "tutup"])
    change(page, **room.page(who))
    assert page.get_by_text("Cepat, gelap").is_visible()
    sound(page)
    room.direct("replay", choices=None)
    room.klass.move("map", "revealed")
    change(page, **room.page(who))
    tree = page.locator(".etika-tree")
    taken = [" ".join(text.split()) for text in tree.locator(".etika-taken > .etika-way").all_inner_texts()]
    assert taken == [
        "Kembalikan 2 suara jalan kelas",
        f"Jelaskan 1 suara jalan kelas{' Pilihan Anda' if who == 0 else ''}",
    ]
    assert MARKUP in tree.inner_text()
    assert ("Tutup telepon" in tree.inner_text()) == (who == 0)  # without votes: only on phones
    assert page.get_by_text("Penutup.").is_visible()
    sound(page)
