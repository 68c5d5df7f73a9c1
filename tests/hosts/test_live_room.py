"""What a live room sends to whom, and how often it makes what it sends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from etika_widgets.activity import Phase
from etika_widgets.hosts.server import live as live_module
from etika_widgets.hosts.server.live import LiveRoom
from etika_widgets.room import Intent, Role, Viewer
from etika_widgets.testing import MemoryClass, memory_class

POLL = {"type": "poll", "id": "antre", "question": "Antre?", "options": ["Ya", "Tidak"], "reason": "optional"}
LEADER = Viewer(Role.FACILITATOR, None, "id")
SCREEN = Viewer(Role.PROJECTOR, None, "id")


@dataclass(eq=False)
class Page:
    """A browser that keeps what it is sent."""

    viewer: Viewer
    resume: str | None = None
    trusted: bool = False
    frames: list[dict[str, Any]] = field(default_factory=list)

    def push(self, text: str) -> None:
        self.frames.append(json.loads(text))

    def hang_up(self) -> None:
        self.frames.append({"t": "closed"})

    def taken(self) -> list[str]:
        """Return what was sent since the last time, activities by their frame only."""
        kinds, self.frames = [frame["t"] for frame in self.frames], []
        return kinds


class Served:
    """A class with its live room."""

    def __init__(self, klass: MemoryClass) -> None:
        self.klass = klass
        self.live = LiveRoom(klass.code, klass.types)
        self.live.take(klass.store.changes(klass.code))

    def page(self, viewer: Viewer) -> Page:
        page = Page(viewer)
        self.live.enter(page)
        return page

    def answer(self, who: str, choice: str, number: int) -> None:
        """Store an answer the way the hub does."""
        payload = {"choices": [choice], "reason": ""}
        intent = Intent(id=f"{number:032x}", seq=number, activity="antre", round=1, kind="answer", payload=payload)
        outcomes, made = self.klass.desk.submit(self.klass.code, [(phone(who), intent)])
        assert outcomes[0].ok
        self.live.take(made)


def phone(who: str) -> Viewer:
    return Viewer(Role.PARTICIPANT, who, "id")


@pytest.fixture
def served() -> Iterator[Served]:
    with memory_class([POLL]) as klass:
        klass.move("antre", "reading", "open")
        for name in ("Rusa Tenang", "Kenari Teduh"):
            klass.join(name)
        yield Served(klass)


def people(served: Served) -> list[str]:
    return [person.id for person in served.live.room.people.present()]


def test_an_answer_is_told_to_its_writers_other_pages_and_to_those_who_lead(served: Served) -> None:
    async def play() -> None:
        rusa, kenari = people(served)
        sender, twin, other = (served.page(phone(who)) for who in (rusa, rusa, kenari))
        leads = [served.page(LEADER), served.page(SCREEN)]
        served.live.flush()
        every = [sender, twin, other, *leads]
        for page in every:
            page.taken()
        served.answer(rusa, "ya", 1)
        served.live.own_answer(sender, "antre")  # goes along with the acknowledgement
        served.live.flush()
        assert [page.taken() for page in every] == [[], ["activity"], [], ["activity"], ["activity"]]

    asyncio.run(play())


def test_a_page_that_was_acknowledged_still_hears_of_a_newer_answer_from_another_page(served: Served) -> None:
    async def play() -> None:
        rusa, _ = people(served)
        first, second = served.page(phone(rusa)), served.page(phone(rusa))
        served.live.flush()
        first.taken()
        served.answer(rusa, "ya", 1)
        served.live.own_answer(first, "antre")
        served.answer(rusa, "tidak", 2)
        served.live.own_answer(second, "antre")
        served.live.flush()
        assert first.frames[-1]["state"]["mine"]["1"]["answer"]["choices"] == ["tidak"]

    asyncio.run(play())


def test_what_a_role_shares_is_made_once_for_all_and_again_only_when_it_changed(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, str]] = []
    real = live_module.shared_activity

    def counted(room: Any, name: str, role: Role, language: str, phase: Phase) -> Any:
        made.append((role.value, language))
        return real(room, name, role, language, phase)

    monkeypatch.setattr(live_module, "shared_activity", counted)

    async def play() -> None:
        rusa, kenari = people(served)
        viewers = [phone(rusa), phone(kenari), LEADER, LEADER, SCREEN, replace(phone(rusa), language="en")]
        pages = [served.page(viewer) for viewer in viewers]
        served.live.flush()
        made.clear()
        served.answer(rusa, "ya", 1)
        for page in pages * 2:
            served.live.greet(page, 0)
        served.live.flush()
        assert sorted(made) == [
            ("facilitator", "id"),
            ("participant", "en"),
            ("participant", "id"),
            ("projector", "id"),
        ]
        served.live.leave(pages[1])  # fewer people are expected to answer, which phones are not told
        served.live.flush()
        served.live.greet(pages[0], 0)
        assert sorted(made[4:]) == [("facilitator", "id"), ("projector", "id")]

    asyncio.run(play())


def test_phones_are_told_what_the_facilitator_lets_out_but_not_what_others_answer() -> None:
    document = {"id": "surat", "title": "Surat", "body": "Isi", "released": False}
    evidence = {
        "type": "evidence",
        "id": "antre",
        "question": "Apa?",
        "options": ["Ya", "Tidak"],
        "documents": [document],
    }

    async def play() -> None:
        with memory_class([evidence]) as klass:
            rusa, kenari = (klass.join(name) for name in ("Rusa Tenang", "Kenari Teduh"))
            klass.move("antre", "reading", "open")
            served = Served(klass)
            page = served.page(phone(kenari))
            served.live.flush()
            page.taken()
            answer = {"choice": "ya", "seen": {"columns": [], "filters": {}, "documents": []}}
            told = [(phone(rusa), "answer", answer), (LEADER, "release", {"document": "surat"})]
            for number, (viewer, kind, payload) in enumerate(told):
                assert page.frames == []
                intent = Intent(id=f"{number:032x}", seq=1, activity="antre", round=1, kind=kind, payload=payload)
                outcomes, made = klass.desk.submit(klass.code, [(viewer, intent)])
                assert outcomes[0].ok
                served.live.take(made)
                served.live.flush()
            [frame] = page.frames
            assert [one["id"] for one in frame["state"]["board"]["documents"]] == ["surat"]

    asyncio.run(play())


def test_a_board_that_others_work_on_is_sent_again_only_when_it_looks_different() -> None:
    async def play(klass: MemoryClass) -> None:
        rusa, kenari = klass.join("Rusa Tenang"), klass.join("Kenari Teduh")
        live = LiveRoom(klass.code, klass.types)
        live.take(klass.store.changes(klass.code))
        reader, lead = Page(phone(kenari)), Page(LEADER)
        for page in (reader, lead):
            live.enter(page)
        live.flush()

        def happens(viewer: Viewer, kind: str, payload: dict[str, Any], number: int) -> list[list[str]]:
            intent = Intent(id=f"{number:032x}", seq=number, activity="kartu", round=1, kind=kind, payload=payload)
            [outcome], made = klass.desk.submit(klass.code, [(viewer, intent)])
            assert outcome.ok
            live.take(made)
            live.flush()
            return [reader.taken(), lead.taken()]

        waits = happens(phone(rusa), "add", {"text": "Antre dulu"}, 1)
        assert "activity" in waits[1]
        reader.taken()
        assert happens(phone(rusa), "add", {"text": "Dengar dulu"}, 2) == [[], ["activity"]]
        [card, *_] = [row.payload for row in klass.store.changes(klass.code).responses if row.payload]
        shown = happens(LEADER, "moderate", {"ids": [card["id"]], "to": "shown"}, 3)
        assert "activity" in shown[0]

    with memory_class([{"type": "wall", "id": "kartu", "title": "Kartu", "prompt": "Apa?"}]) as klass:
        klass.move("kartu", "reading", "open")
        asyncio.run(play(klass))
