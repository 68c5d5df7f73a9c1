"""The door's limits: how long a form is waited for, and how many may queue."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from etika_widgets.errors import StoreBusy
from etika_widgets.hosts.server import participant_pages as pages
from etika_widgets.room import Intent, Outcome

FORM = Intent(id="0" * 32, kind="join", payload={"name": "Kenari", "offered": False})
LIVE = SimpleNamespace(code="BCDFGH")


class SlowHub:
    """A hub whose disk takes its time."""

    def __init__(self, queue: int) -> None:
        self.queue = queue
        self.written = asyncio.Event()
        self.stored: list[Intent] = []

    def queue_length(self) -> int:
        return self.queue

    async def submit(self, code, viewer, intent) -> Outcome:
        await self.written.wait()
        self.stored.append(intent)
        return Outcome(rev=1)


def door(hub: SlowHub) -> SimpleNamespace:
    return SimpleNamespace(context=SimpleNamespace(hub=hub), language="id")


def test_a_form_that_takes_too_long_is_answered_and_stored_all_the_same(monkeypatch):
    monkeypatch.setattr(pages, "PATIENCE_SECONDS", 0.01)

    async def play() -> list[Intent]:
        hub = SlowHub(queue=0)
        with pytest.raises(StoreBusy):
            await pages.DoorPage.store(door(hub), LIVE, FORM)
        hub.written.set()
        assert (await pages.DoorPage.store(door(hub), LIVE, FORM)).ok
        return hub.stored

    assert asyncio.run(play()) == [FORM, FORM]  # the second is the waiting page's; the desk counts them once


def test_who_comes_when_the_queue_is_full_does_not_make_it_longer():
    async def play() -> list[Intent]:
        hub = SlowHub(queue=pages.LONGEST_QUEUE)
        hub.written.set()
        with pytest.raises(StoreBusy):
            await pages.DoorPage.store(door(hub), LIVE, FORM)
        return hub.stored

    assert asyncio.run(play()) == []
