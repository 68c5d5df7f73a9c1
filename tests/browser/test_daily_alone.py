"""Daily practice in a self-paced class on a phone: five questions, a lost line, another phone, the next morning."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from etika_widgets.activities.daily.schedule import Session
from etika_widgets.content.library import default_library
from etika_widgets.room import Intent, Role, Viewer, open_class
from etika_widgets.room import desk as desks
from etika_widgets.wording import local

from .lesson import Lesson, too_early
from .proxy import Proxy
from .screens import Control, Phone, Projector, expect
from .serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(180)]

PAGI = "pagi"
PLACE = "4 dari 8 langkah"
ZONE = "WIT" if local(datetime.now(UTC).isoformat(), "WIB").hour == 23 else "WIB"
"""A day that does not end while these tests run."""


def _pack() -> Any:
    pack = default_library().pack("lima_pagi")
    return pack.model_copy(
        update={
            "activities": tuple(
                one.model_copy(update={"zone": ZONE}) if one.id == PAGI else one for one in pack.activities
            )
        }
    )


PACK = _pack()
ITEMS = {item.id: item for item in PACK.activity(PAGI).items}


@pytest.fixture
def lesson(served: Served) -> Iterator[Lesson]:
    """Return a self-paced class on the running server."""
    made = Lesson(served.store_url)
    made.code = open_class(made.store, PACK, pace="self").code
    yield made
    made.store.close()


@pytest.fixture
def practise(lesson: Lesson, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return ``practise(name, days_ago, right)``: what somebody answered on an earlier day."""

    def send(who: Viewer, kind: str, payload: dict[str, Any], seq: int) -> None:
        intent = Intent(id=uuid.uuid4().hex, seq=seq, activity=PAGI, kind=kind, payload=payload)
        [outcome], _ = lesson.desk.submit(lesson.code, [(who, intent)])
        assert outcome.ok, outcome.error

    def answer(name: str, days_ago: int, right: bool) -> None:
        then = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat(timespec="milliseconds")
        [row] = [one for one in lesson.store.changes(lesson.code).participants if one.name == name]
        who = Viewer(Role.PARTICIPANT, row.id)
        with monkeypatch.context() as patch:
            patch.setattr(desks, "now", lambda: then.replace("+00:00", "Z"))
            send(who, "start", {}, 1)
            for seq, item in enumerate(_days(lesson)[-1].items, 2):
                key = ITEMS[item].key
                option = key if right else next(one for one in ITEMS[item].option_ids if one != key)
                send(who, "answer", {"item": item, "option": option}, seq)

    return answer


def _days(lesson: Lesson) -> list[Session]:
    """Every day that is stored, in the order of dates."""
    rows = [row for row in lesson.store.changes(lesson.code).responses if row.activity == PAGI]
    return [
        Session(datetime.fromisoformat(row.payload["day"]).date(), tuple(row.payload["items"]), row.payload["answers"])
        for row in sorted(rows, key=lambda row: row.slot)
    ]


def _to_practice(phone: Phone) -> None:
    for step in ("2 dari 8 langkah", "3 dari 8 langkah", PLACE):
        phone.button("Lanjut").click()
        phone.see(step)


def _answer(phone: Phone, number: int) -> None:
    """Take the first option of the question on the screen and read the key."""
    expect(phone.page.get_by_text(f"Soal {number} dari 5")).to_be_visible()
    phone.page.get_by_role("radio").filter(visible=True).first.check()
    phone.button("Jawab").click()
    phone.see("Rujukan:")


def _sealed(phone: Phone, unanswered: tuple[str, ...]) -> list[str]:
    """Which rationales of questions without an answer this phone holds."""
    seen = phone.everything()
    texts = [one.rationale.id for item in unanswered for one in ITEMS[item].options]
    return [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] in seen]


def test_a_first_morning_alone_survives_a_lost_line_a_reload_and_another_phone(
    screen: Any, served: Served, wifi: Proxy, lesson: Lesson
):
    phone, control, projector = screen(Phone, wifi.url), screen(Control, served.url), screen(Projector, served.url)
    control.enter(served.token)
    projector.open()
    phone.join("Kenari")
    _to_practice(phone)
    phone.see("Siapa yang melihat?")
    phone.button("Mulai").click()
    _answer(phone, 1)
    [day] = _days(lesson)
    assert _sealed(phone, day.items[1:]) == []
    phone.button("Soal berikutnya").click()

    wifi.cut()
    phone.page.get_by_role("radio").filter(visible=True).first.check()
    phone.button("Jawab").click()
    phone.see("Terputus, jawaban Anda aman")
    phone.see_not("Rujukan:")
    wifi.mend()
    phone.see("Soal berikutnya")
    phone.page.reload()
    phone.see(PLACE)
    _answer(phone, 3)
    code = phone.page.locator("#kode-lanjut").text_content() or ""
    phone.page.goto("about:blank")

    other = screen(Phone, wifi.url)
    other.page.goto(f"{wifi.url}/lanjut/{lesson.code}")
    other.page.get_by_label("Kode lanjut (8 huruf dan angka)").fill(code)
    other.page.get_by_role("button", name="Lanjut").click()
    other.see(PLACE)  # where questions wait
    for number in (4, 5):
        _answer(other, number)
        assert _sealed(other, day.items[number:]) == []
        other.button("Soal berikutnya" if number == 4 else "Selesai untuk hari ini").click()
    other.see("Sampai besok")
    other.see(f"{PLACE}, 1 jawaban terkirim")
    assert other.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

    [day] = _days(lesson)
    assert set(day.answers) == set(day.items) == set(list(ITEMS)[:5])
    control.page.get_by_role("navigation").get_by_text("1 dari 1 selesai").first.wait_for()
    projector.see("1 peserta sudah bergabung")
    assert [too_early(one.heard) for one in (phone, other, projector)] == [[], [], []]
    assert projector.page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_the_next_morning_the_page_opens_at_the_practice_with_what_was_wrong(
    screen: Any, wifi: Proxy, lesson: Lesson, practise: Any
):
    phone = screen(Phone, wifi.url)
    phone.join("Kenari")
    _to_practice(phone)
    practise("Kenari", 1, right=False)
    phone.see("1 jawaban terkirim")  # all of it has reached the server's pages
    phone.page.reload()
    phone.button("Mulai").wait_for()
    phone.button("Lanjut").click()
    phone.see("5 dari 8 langkah, 1 jawaban terkirim")
    phone.page.reload()  # the same morning: where its reader was
    phone.see("5 dari 8 langkah")
    phone.page.evaluate("localStorage.clear()")  # as on another phone: where there is something to do
    phone.page.reload()
    phone.see(f"{PLACE}, 1 jawaban terkirim")
    phone.see("Anda sudah berlatih 1 hari.")
    phone.button("Mulai").click()
    phone.see("Ulangan")
    _answer(phone, 1)
    phone.see(f"{PLACE}, 1 jawaban terkirim")  # who has answered a whole day stays finished
    phone.page.evaluate("localStorage.clear()")
    phone.page.reload()
    expect(phone.page.get_by_text("Soal 2 dari 5")).to_be_visible()
    yesterday, today = _days(lesson)
    assert today.day - yesterday.day == timedelta(days=1)
    assert today.items == (*yesterday.items[:4], list(ITEMS)[5])


def test_who_is_at_the_end_is_led_back_to_the_practice_that_is_due(
    screen: Any, wifi: Proxy, lesson: Lesson, practise: Any
):
    phone = screen(Phone, wifi.url)
    phone.join("Kenari")
    phone.button("Lanjut").click()
    phone.answer_quiz("abc")
    phone.button("Lanjut").click()
    phone.choose(PACK.activity("coba_bersama").options[0].text.id)
    phone.send()
    phone.stored()
    practise("Kenari", 3, right=True)
    phone.see("3 jawaban terkirim")
    for step in (4, 5, 6, 7, 8):
        phone.button("Lanjut").click()
        phone.see(f"{step} dari 8 langkah, 3 jawaban terkirim")
    phone.button("Ke kegiatan yang belum dijawab").click()  # not the card of step 5, which comes later
    phone.see(PLACE)
    phone.button("Mulai").wait_for()
