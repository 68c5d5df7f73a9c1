"""A simulation on phones, on the projector and in the cockpit: inbox, letter, decision, clock, debrief."""

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
DESK: dict[str, Any] = {
    "id": "meja",
    "type": "simulation",
    "title": f"Meja {MARKUP}",
    "start": "2026-03-05 08:00",
    "minutes": 2,
    "meters": [{"id": "percaya", "text": "Kepercayaan warga", "words": ["retak", "goyah", "kuat"], "start": 1}],
    "reveal": "Penutup.",
    "events": [
        {
            "id": "lampu",
            "at": {},
            "from": f"Warga {MARKUP}",
            "subject": f"Lampu mati {MARKUP}",
            "body": "Sudah dua minggu gelap.",
            "attachments": [{"id": "foto", "title": "Foto tikungan", "body": "- gelap"}],
            "deadline": {"workdays": 2},
            "reply": "Balasan untuk warga",
            "decisions": [
                {
                    "id": "janji",
                    "text": f"Beri tanggal {MARKUP}",
                    "moves": {"percaya": 1},
                    "consequence": "Warga menunggu tanggal itu.",
                    "note": "Tanggal adalah janji.",
                    "leads": [{"event": "kabel", "after": {"hours": 2}}],
                },
                {"id": "tutup", "text": "Tutup dengan jawaban baku", "short": "Tutup"},
            ],
        },
        {"id": "surat", "at": {}, "from": "Atasan", "subject": "Untuk diketahui", "body": "Rapat mundur."},
        {
            "id": "kabel",
            "from": "Dinas",
            "subject": "Kabel putus",
            "body": "Sepuluh hari kerja.",
            "deadline": {"hours": 4},
            "decisions": [{"id": "kabari", "text": "Kabari"}, {"id": "diam", "text": "Tunggu"}],
        },
    ],
}


class Play:
    """A class of three, and what each page of it is given."""

    def __init__(self, klass: MemoryClass) -> None:
        self.klass = klass
        klass.move("meja", "reading", "open")
        self.people = [klass.join(name) for name in ("Rusa Tenang", "Kenari Teduh", "Elang Jauh")]

    def decides(self, who: int, event: str, choice: str, reply: str = "") -> None:
        payload = {"event": event, "choice": choice, "reply": reply}
        assert submit_from_browser(self.klass, self.people[who], "meja", "decide", payload)["ok"]

    def advance(self, to: str) -> None:
        payload = {"to": to, "now": self.klass.state("meja")["board"]["now"]}
        assert self.klass.submit(LEADER, "meja", "advance", payload)["ok"]

    def group(self) -> None:
        assert self.klass.submit(LEADER, None, "group", {"largest": 5})["ok"]
        people = self.klass.room().people
        self.people.sort(key=lambda who: not people.all[who].is_writer)

    def page(self, who: int | Role) -> dict[str, Any]:
        viewer = Viewer(who) if isinstance(who, Role) else Viewer(Role.PARTICIPANT, self.people[who])
        state = self.klass.state("meja", viewer.participant, role=viewer.role)
        return {"state": state, "room": room_state(self.klass.room(), viewer)}


@pytest.fixture
def play() -> Iterator[Callable[..., Play]]:
    """Open classes that play the simulation; they end with the test."""
    with ExitStack() as stack:
        yield lambda **more: Play(stack.enter_context(memory_class([{**DESK, **more}])))


def start(draw: Any, page: dict[str, Any], **options: Any) -> Any:
    return draw(page["state"], room=page["room"], **options)


def sound(page: Any) -> None:
    """Nothing ran, nothing runs over the edge, and axe finds nothing."""
    assert (faults(page), wide(page) <= 0, page.evaluate("etika.alarms")) == ([], True, 0)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_letter_is_read_and_decided_by_keyboard_alone(draw: Any, play: Any, width: int) -> None:
    desk = play()
    page = start(draw, desk.page(0), width=width)
    rows = page.locator(".etika-mail")
    assert [MARKUP in text for text in rows.all_inner_texts()] == [False, True]
    assert ["Baru" in text for text in rows.all_inner_texts()] == [True, True]
    assert "Sisa 2 hari kerja" in rows.nth(1).inner_text()
    assert "Untuk diketahui" in rows.nth(0).inner_text()
    assert "Kamis, 5 Maret" in page.locator(".etika-clock").inner_text()
    sound(page)
    rows.nth(1).focus()
    page.keyboard.press("Enter")
    assert page.locator(".etika-mail").count() == 0  # one letter at a time
    assert page.evaluate("document.activeElement.dataset.key") == "back"
    sound(page)
    page.get_by_role("button", name="Putuskan").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("alert").inner_text() == "Pilih dulu satu putusan."
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("Balasan untuk warga").fill(MARKUP)
    change(page, **desk.page(0))  # news from elsewhere takes nothing away
    assert page.get_by_label("Balasan untuk warga").input_value() == MARKUP
    page.get_by_role("button", name="Putuskan").focus()
    page.keyboard.press("Enter")
    assert sent(page) == [{"kind": "decide", "payload": {"event": "lampu", "choice": "janji", "reply": MARKUP}}]
    assert page.get_by_role("button", name="Ubah jawaban").count() == 0
    desk.decides(0, "lampu", "janji", MARKUP)
    change(page, **desk.page(0), delivery={"status": "stored", "message": ""})
    assert page.get_by_text("Warga menunggu tanggal itu.").is_visible()
    assert MARKUP in page.locator(".etika-said").inner_text()
    assert "kuat" in page.locator(".etika-meters").inner_text()
    sound(page)
    press(page, "Kotak masuk")
    assert page.evaluate("document.activeElement.dataset.key") == "mail:lampu"
    assert "Sudah diputuskan" in page.locator(".etika-mail").nth(1).inner_text()
    desk.advance("event")
    change(page, **desk.page(0))
    assert ["Baru" in text for text in page.locator(".etika-mail").all_inner_texts()] == [True, True, False]
    press(page, "Kabel putus")
    assert page.locator(".etika-cause").inner_text() == f"Menyusul putusan Anda: Beri tanggal {MARKUP}"


def test_in_a_group_members_discuss_the_writer_decides_and_the_pen_may_be_taken(draw: Any, play: Any) -> None:
    desk = play(by="group", choices_only=True, events=[{**DESK["events"][0], "reply": None}, *DESK["events"][1:]])
    page = start(draw, desk.page(1))
    assert page.get_by_text("Fasilitator belum membagi kelompok.").is_visible()
    assert page.get_by_text("Jangan tulis kasus nyata.").is_visible()
    desk.group()
    change(page, **desk.page(1))
    press(page, "Lampu mati")
    assert page.get_by_role("radio").count() == 0
    assert page.get_by_role("textbox").count() == 0
    sound(page)
    press(page, "Ambil alih sebagai juru tulis")
    assert sent(page) == [{"kind": "take_pen", "payload": {}, "activity": None}]
    desk.decides(0, "lampu", "tutup")
    change(page, **desk.page(1))
    assert page.locator(".etika-card").get_by_text("Tutup dengan jawaban baku").is_visible()


def test_alone_time_may_be_let_pass(draw: Any, play: Any) -> None:
    desk = play(lead="self", minutes=None)
    page = start(draw, desk.page(0))
    press(page, "Biarkan waktu berjalan")
    assert sent(page) == [{"kind": "wait", "payload": {"now": "2026-03-05T08:00"}}]
    payload = {"now": "2026-03-05T08:00"}
    assert submit_from_browser(desk.klass, desk.people[0], "meja", "wait", payload)["ok"]
    change(page, **desk.page(0), delivery={"status": "stored", "message": ""})
    assert "Tenggat terlewat" in page.locator(".etika-mail").nth(1).inner_text()
    assert page.get_by_role("button", name="Biarkan waktu berjalan").count() == 0


def test_the_control_page_moves_the_clock_and_leads_the_debrief(draw: Any, play: Any) -> None:
    desk = play(by="group")
    desk.group()
    desk.decides(0, "lampu", "janji", MARKUP)
    page = start(draw, desk.page(Role.FACILITATOR), width=1280)
    sound(page)
    press(page, "Ke kejadian berikutnya")
    press(page, "Maju 4 jam")
    press(page, "Ke hari kerja berikutnya")
    assert sent(page) == [
        {"kind": "advance", "payload": {"to": to, "now": "2026-03-05T08:00"}} for to in ("event", "hours", "workday")
    ]
    board = page.locator(".etika-boards").inner_text()
    assert "Kelompok 1" in board
    assert "kuat" in board
    page.get_by_text("Balasan peserta").scroll_into_view_if_needed()
    page.locator("summary[data-key='replies:lampu']").click()
    press(page, "Tampilkan di layar")
    shown = {"participant": desk.people[0], "slot": "decide:lampu", "round": 1, "shown": True}
    assert sent(page)[-1] == {"kind": "feature", "payload": shown}
    desk.klass.move("meja", "closed", "revealed")
    change(page, **desk.page(Role.FACILITATOR))
    page.locator("summary[data-key='event:lampu']").click()
    sound(page)
    page.locator("button[data-key='spot:lampu']").click()
    assert sent(page)[-1] == {"kind": "spot", "payload": {"event": "lampu"}}


def test_the_projector_shows_clock_and_newest_event_then_one_event_of_the_debrief(draw: Any, play: Any) -> None:
    desk = play()
    desk.decides(0, "lampu", "janji", "Baik")
    page = start(draw, desk.page(Role.PROJECTOR), width=1280)
    assert "Kamis, 5 Maret" in page.locator(".etika-clock").inner_text()
    assert MARKUP in page.get_by_role("heading").inner_text()
    assert "1 dari" in page.locator(".etika-count").inner_text()
    sound(page)
    desk.klass.move("meja", "closed", "revealed")
    change(page, **desk.page(Role.PROJECTOR))
    assert page.get_by_text("Penutup.").is_visible()
    sound(page)
    assert desk.klass.submit(LEADER, "meja", "spot", {"event": "lampu"})["ok"]
    change(page, **desk.page(Role.PROJECTOR))
    assert page.get_by_text("Tanggal adalah janji.").is_visible()
    assert "Menyusul: Kabel putus" in page.locator(".etika-led").inner_text()
    assert "Rusa" not in page.locator("main").inner_text()
    sound(page)


def test_the_debrief_on_a_phone_marks_what_was_chosen_here(draw: Any, play: Any) -> None:
    desk = play()
    desk.decides(0, "lampu", "janji")
    desk.decides(1, "lampu", "tutup")
    desk.klass.move("meja", "closed", "revealed")
    page = start(draw, desk.page(0))
    page.locator("summary[data-key='event:lampu']").click()
    rows = page.locator("details .etika-row")
    assert ["Pilihan Anda" in text for text in rows.all_inner_texts()] == [True, False]
    sound(page)
