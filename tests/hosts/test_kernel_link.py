"""A class in a kernel, without a browser: what seats answer, what they push, what they never say."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from etika_widgets.content.library import default_library
from etika_widgets.hosts import kernel_link, kernel_seat
from etika_widgets.hosts.kernel_link import RoomLink
from etika_widgets.hosts.kernel_seat import LARGEST_FRAME, Seat
from etika_widgets.hosts.server.throttle import Throttle
from etika_widgets.room import Intent, Role, Viewer, open_class
from etika_widgets.storage import Store, open_store

POLL = "langkah_pertama"


class Browser:
    """Keeps what a seat sends."""

    def __init__(self, seat: Seat) -> None:
        self.seat = seat
        self.heard: list[dict[str, Any]] = []

    def send(self, content: dict[str, Any]) -> None:
        assert content["seat"] == self.seat.id
        self.heard.append(content["etika"])

    def says(self, **frame: Any) -> list[dict[str, Any]]:
        before = len(self.heard)
        self.seat.receive(frame, self)
        return self.heard[before:]

    def intends(self, kind: str, activity: str | None = None, **payload: Any) -> dict[str, Any]:
        return intent(kind, activity, payload)

    def state(self, activity: str) -> dict[str, Any]:
        return [frame["state"] for frame in self.heard if frame["t"] == "activity" and frame["id"] == activity][-1]


def intent(kind: str, activity: str | None, payload: dict[str, Any], seq: int = 1) -> dict[str, Any]:
    head = {"t": "intent", "id": uuid.uuid4().hex, "seq": seq}
    return {**head, "activity": activity, "round": None, "kind": kind, "payload": payload}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path}/etika.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def link(store: Store) -> RoomLink:
    return RoomLink(store, open_class(store, default_library().pack("keluhan_di_loket")).code)


def door(link: RoomLink, **settings: Any) -> Browser:
    def open_link(code: str) -> RoomLink:
        return link if code == link.code else RoomLink(link.store, code)

    return Browser(Seat(book="keluhan_di_loket", title="Keluhan", link_to=open_link, **settings))


def joined(link: RoomLink, name: str) -> Browser:
    browser = door(link, code=link.code)
    [ack, *_] = browser.says(**intent("join", None, {"name": name}))
    assert ack["ok"], ack
    browser.says(t="hello", rev=0, page="")
    return browser


def move(link: RoomLink, *phases: str) -> None:
    for phase in phases:
        wanted = {"to": phase, "rev": link.room.activities[POLL].row.rev}
        outcome, tell = link.submit(
            Viewer(Role.FACILITATOR), Intent(id=uuid.uuid4().hex, activity=POLL, kind="move", payload=wanted)
        )
        assert outcome.ok, outcome.error
        tell()


def test_a_door_tells_what_it_needs_and_no_more(link: RoomLink) -> None:
    [info] = door(link).says(t="seat")
    assert (info["joined"], info["code"], info["role"]) == (False, None, "door")
    assert info["offer"]
    [again] = door(link).says(t="hello", rev=0, page="")
    assert again["t"] == "seat"


def test_somebody_sees_their_own_trail_once_the_class_has_ended(link: RoomLink) -> None:
    browser = joined(link, "Kenari")
    assert browser.says(t="trail") == []
    link.submit(Viewer(Role.FACILITATOR), Intent(id=uuid.uuid4().hex, kind="end"))[1]()
    [trail] = browser.says(t="trail")
    assert (trail["t"], trail["rows"]) == ("trail", [{"label": "Kegiatan yang Anda ikuti", "n": 0}])
    assert door(link, code=link.code).says(t="trail") == []


def test_the_offered_name_stays_the_same(link: RoomLink) -> None:
    browser = door(link, code=link.code)
    assert browser.says(t="seat")[0]["offer"] == browser.says(t="seat")[0]["offer"]


def test_join_with_the_code_typed_loosely_then_resume_in_another_kernel(link: RoomLink) -> None:
    browser = door(link)
    typed = f" {link.code[:3].lower()}-{link.code[3:]} "
    [ack, *_] = browser.says(**intent("join", None, {"class": typed, "name": "Rusa Tenang"}))
    assert ack["ok"]
    assert ack["data"]["code"] == link.code
    other = door(link)
    [back, *_] = other.says(**intent("resume", None, {"class": link.code, "code": ack["data"]["resume"]}))
    assert back["data"]["participant"] == ack["data"]["participant"]
    assert back["data"]["resume"] == ack["data"]["resume"]


def test_guessing_resume_codes_is_slowed_down(link: RoomLink, monkeypatch: pytest.MonkeyPatch) -> None:
    [ack, *_] = door(link, code=link.code).says(**intent("join", None, {"name": "Rusa Tenang"}))
    now = [0.0]
    tries = Throttle(kernel_seat.RESUME_TRIES.limit, kernel_seat.RESUME_TRIES.seconds, lambda: now[0])
    monkeypatch.setattr(kernel_seat, "RESUME_TRIES", tries)
    guesser = door(link, code=link.code)

    def guess(code: str) -> Any:
        return guesser.says(**intent("resume", None, {"code": code}))[0]

    wrong = [guess(f"SALAH{number:03}")["code"] for number in range(tries.limit)]
    assert set(wrong) == {"unknown_resume"}
    right = ack["data"]["resume"]
    assert guess(right)["code"] == "too_often"
    now[0] = tries.seconds + 1
    assert guess(right)["ok"]


def test_a_join_sent_twice_makes_one_participant(link: RoomLink) -> None:
    frame = intent("join", None, {"class": link.code, "name": "Rusa Tenang"})
    first, second = door(link), door(link)
    one, two, three = first.says(**frame)[0], first.says(**frame)[0], second.says(**frame)[0]
    assert one["data"] == two["data"] == three["data"]
    assert len(link.room.people.all) == 1


@pytest.mark.parametrize("kind", ["answer", "move", "present", "end"])
def test_a_door_leads_to_nothing_but_joining(link: RoomLink, kind: str) -> None:
    [ack] = door(link, code=link.code).says(**intent(kind, None, {}))
    assert (ack["ok"], ack["code"]) == (False, "not_joined")


def test_unknown_and_foreign_classes_are_refused_with_words(link: RoomLink) -> None:
    [ack] = door(link).says(**intent("join", None, {"class": "XXXXXX", "name": "Rusa"}))
    assert not ack["ok"]
    assert "XXXXXX" in ack["message"]
    [other] = door(link, workbook="lain").says(**intent("join", None, {"class": link.code, "name": "Rusa"}))
    assert other["code"] == "other_workbook"


def test_hello_brings_everything_and_then_says_so(link: RoomLink) -> None:
    browser = joined(link, "Rusa Tenang")
    kinds = [frame["t"] for frame in browser.says(t="hello", rev=0, page="")]
    assert kinds[0] == "room"
    assert kinds[-1] == "live"
    assert kinds.count("activity") == 7


def test_an_answer_is_acknowledged_before_it_is_shown_and_kept_once(link: RoomLink, store: Store) -> None:
    browser, other = joined(link, "Rusa Tenang"), joined(link, "Elang Sabar")
    move(link, "reading", "open")
    content = browser.state(POLL)["content"]
    choice = content["options"][0]["id"]
    frame = intent("answer", POLL, {"choices": [choice], "reason": "Agar ia didengar."})
    said = browser.says(**frame)
    assert [said[0]["t"], said[0]["ok"]] == ["ack", True]
    assert browser.state(POLL)["mine"]["1"]["answer"]["choices"] == [choice]
    assert other.state(POLL)["mine"] == {}
    assert browser.says(**frame)[0]["ok"]
    assert len(store.changes(link.code).responses) == 1


def test_nothing_is_pushed_when_nothing_changed(link: RoomLink) -> None:
    browser = joined(link, "Rusa Tenang")
    before = len(browser.heard)
    for _ in range(3):
        link.tick()
    assert len(browser.heard) == before


def test_what_another_process_wrote_arrives_with_the_next_tick(link: RoomLink, tmp_path: Path) -> None:
    browser = joined(link, "Rusa Tenang")
    elsewhere = open_store(link.store.url)
    try:
        move(RoomLink(elsewhere, link.code), "reading")
    finally:
        elsewhere.close()
    link.tick()
    assert browser.state(POLL)["phase"] == "reading"


def test_no_key_reaches_a_participant_before_the_reveal(link: RoomLink) -> None:
    browser = joined(link, "Rusa Tenang")
    move(link, "reading", "open")
    assert browser.state(POLL)["reveal"] is None
    assert browser.state(POLL)["results"] is None
    assert "notes" not in browser.state(POLL)


def test_a_participant_cannot_do_what_a_facilitator_does(link: RoomLink) -> None:
    browser = joined(link, "Rusa Tenang")
    rev = link.room.activities[POLL].row.rev
    [ack, *_] = browser.says(**intent("move", POLL, {"to": "reading", "rev": rev}))
    assert not ack["ok"]
    assert link.room.activities[POLL].row.phase == "hidden"


@pytest.mark.parametrize("frame", [None, 7, [], "x", {}, {"t": 4}, {"t": "intent"}, {"t": "intent", "id": "x"}])
def test_what_is_no_frame_is_ignored(link: RoomLink, frame: object) -> None:
    browser = joined(link, "Rusa Tenang")
    before = len(browser.heard)
    browser.seat.receive(frame, browser)
    assert len(browser.heard) == before


def test_malformed_and_oversized_intents_are_refused_by_their_id(link: RoomLink) -> None:
    browser = joined(link, "Rusa Tenang")
    [ack] = browser.says(**{**intent("answer", POLL, {}), "seq": -1})
    assert (ack["ok"], ack["code"]) == (False, "malformed")
    [big] = browser.says(**intent("answer", POLL, {"reason": "x" * LARGEST_FRAME}))
    assert (big["ok"], big["code"]) == (False, "too_large")


def test_a_store_in_trouble_leaves_the_intent_to_be_repeated(link: RoomLink, monkeypatch: pytest.MonkeyPatch) -> None:
    from etika_widgets.errors import StoreBusy

    browser = joined(link, "Rusa Tenang")

    def busy(*_: object, **__: object) -> None:
        raise StoreBusy("Penyimpanan sibuk.")

    monkeypatch.setattr(link.desk, "submit", busy)
    assert browser.says(**intent("answer", POLL, {})) == []


def test_somebody_removed_is_told_and_stands_at_the_door_again(link: RoomLink) -> None:
    browser = joined(link, "Rusa Tenang")
    removal = {"participant": browser.seat.viewer.participant}
    _, tell = link.submit(Viewer(Role.FACILITATOR), Intent(id=uuid.uuid4().hex, kind="remove", payload=removal))
    tell()
    assert browser.heard[-1]["code"] == "removed"
    assert browser.says(t="seat")[0]["joined"] is False


def test_a_deleted_class_sends_everybody_away(link: RoomLink, store: Store) -> None:
    browser = joined(link, "Rusa Tenang")
    store.delete_class(link.code)
    link._version = -1
    link.tick()
    assert (browser.heard[-1]["t"], browser.heard[-1]["code"]) == ("gone", "deleted")
    assert link.closed


def test_presence_is_kept_in_the_store_while_the_browser_speaks(link: RoomLink, store: Store) -> None:
    browser = joined(link, "Rusa Tenang")
    who = browser.seat.viewer.participant
    assert store.presence(link.code, time.time()) == {who}
    browser.seat.heard = time.monotonic() - kernel_link.SILENT_SECONDS - 1
    link._online_due = 0
    link._beat_due = 0
    link.tick()
    assert store.presence(link.code, time.time() + kernel_link.PRESENT_SECONDS + 1) == set()


def test_the_watcher_survives_errors_and_ends_with_the_link(link: RoomLink, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks: list[int] = []

    def tick() -> None:
        ticks.append(1)
        link.closed = len(ticks) > 1
        raise RuntimeError("as if the disk were gone")

    async def watched() -> None:
        await asyncio.wait_for(link.watch(), 5)

    async def at_once(_: float) -> None:
        return None

    monkeypatch.setattr(link, "tick", tick)
    monkeypatch.setattr(kernel_link.asyncio, "sleep", at_once)
    asyncio.run(watched())
    assert len(ticks) == 2
