"""Clients that harm: five hundred sockets, a flood, one that reads nothing, answers twice and out of order."""

from __future__ import annotations

import json
import threading
import time
from itertools import count, cycle, islice

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from etika_widgets.hosts.server.live import LINES_OF_A_ROLE

from ..hosts.serving import LOOP, POLL, Browser, Line, measured, until
from .faulty import Raw, framed, memory

pytestmark = [pytest.mark.server, pytest.mark.timeout(120)]

SOCKETS = 500
FLOOD = 10_000
PUSHED = 7_000_000
"""Bytes: more than the system's own buffers take."""
GROWTH = 24
"""MB that a server may grow by while it is being abused."""


async def many(browser, code):
    """Open sockets as one participant, a few at a time; return their connections."""
    url = f"{browser.base.replace('http', 'ws', 1)}/soket/{code}/peserta"
    headers = {"Origin": browser.base, "Cookie": browser.cookies()}
    return [await websocket_connect(HTTPRequest(url, headers=headers)) for _ in range(SOCKETS)]


async def ended(connection):
    """Return the frames of a connection up to its end."""
    frames = []
    while (message := await connection.read_message()) is not None:
        frames.append(json.loads(message))
    connection.close()
    return frames


def test_five_hundred_sockets_of_one_cookie_leave_eight_and_nobody_else_feels_them(server, in_class):
    room = in_class(server, 1)
    greedy = server.join(room.code)
    before = memory(server)
    opening = threading.Thread(target=lambda: opened.extend(LOOP.run(many(greedy, room.code))))
    opened: list = []
    opening.start()
    sent = [room.served_at_once("selagi dibanjiri soket")]
    opening.join(60)
    assert len(opened) == SOCKETS
    for connection in opened[:-8]:
        (gone,) = LOOP.run(ended(connection))
        assert (gone["t"], gone["code"], connection.close_code) == ("gone", "crowded", 1012)
        assert gone["message"].startswith("Kelas ini terbuka di terlalu banyak halaman")
    last = opened[-8:]
    assert [connection.close_code for connection in last] == [None] * 8
    room.control.wait(lambda: room.control.room["people"] == {"joined": 2, "online": 2})
    sent.append(room.served_at_once("sesudahnya"))
    for connection in last:
        LOOP.loop.call_soon_threadsafe(connection.close)
        assert LOOP.run(ended(connection)) == []
    room.control.wait(lambda: room.control.room["people"]["online"] == 1)
    measured(f"{SOCKETS} sockets of one participant: {memory(server) - before:+.1f} MB")
    assert memory(server) - before < GROWTH
    room.nothing_lost_nothing_twice([sent])


def test_projectors_of_strangers_push_out_each_other_and_never_the_class_s_own(server, in_class):
    room = in_class(server)
    own = Line(server.facilitator(), room.code, "layar").live()
    stranger = Browser(server.base)
    oldest = Line(stranger, room.code, "layar").live()
    strangers = [Line(stranger, room.code, "layar").live() for _ in range(LINES_OF_A_ROLE)]
    assert oldest.frame(t="gone")["code"] == "crowded"
    assert [one.closed for one in (own, room.control, *room.phones, *strangers)] == [None] * (3 + LINES_OF_A_ROLE)
    room.control.move(POLL, "closed")
    own.wait(lambda: own.states[POLL]["phase"] == "closed")
    for one in (own, *strangers):
        one.close()


def test_a_flood_slows_only_the_one_who_sends_it(server, in_class):
    room = in_class(server, 2)
    valid = room.answer(1, "banjir")
    kinds = [
        lambda number: valid | {"id": f"{number:032x}", "seq": number},
        lambda _: "{",
        lambda _: '{"t":"ping"}',
        lambda _: {"t": "intent", "id": "x", "payload": []},
        lambda _: {"t": "hello", "rev": 0},
        lambda number: room.phones[1].intent("tidak_ada", POLL) | {"id": f"{number:032x}"},
    ]
    frames = b"".join(framed(kind(number)) for number, kind in enumerate(islice(cycle(kinds), FLOOD)))
    before = memory(server)
    raw = Raw(room.browsers[1], room.code)
    over = threading.Event()

    def flood() -> None:
        try:
            while not over.is_set():
                raw.socket.sendall(frames)
        except OSError:
            pass  # it was cut off, or has to wait until the end of the test

    sender = threading.Thread(target=flood)
    sender.start()
    sent = []
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        sent.append(room.served_at_once(f"selagi banjir {len(sent)}"))
        assert server.facilitator().get("/sehat").status == 200
    grown = memory(server) - before
    over.set()
    raw.close()
    sender.join(30)
    assert not sender.is_alive()
    measured(f"flood: {len(sent)} ordinary answers meanwhile, {grown:+.1f} MB")
    assert grown < GROWTH
    assert server.process.poll() is None
    # The flood's own person has one answer, and only what fits the pace was stored at all.
    names = {row.participant for row in room.stored()}
    assert len(room.stored()) == len(names) == 2
    flooded = len(room.events()) - len(sent)
    measured(f"flood: {flooded} of its valid answers were taken")
    assert 0 < flooded < 100
    sent.append(room.served_at_once("terakhir"))
    rows = {row.participant: row.payload["reason"] for row in room.stored()}
    assert rows[room.phones[0].room["me"]["id"]] == "terakhir"


def test_one_that_reads_nothing_is_let_go_and_the_memory_stays_flat(server, in_class):
    room = in_class(server, 1)
    boss = server.facilitator()
    deaf = [Raw(boss, room.code, "kendali", receive=4096) for _ in range(10)]
    for raw in deaf:
        raw.send({"t": "hello", "rev": 0, "page": ""})
    steps = [step["id"] for step in room.control.room["steps"]]
    assert room.control.ask("present", step=steps[0])["ok"]
    before, highest, pushed, sent = memory(server), 0.0, 0, []
    deadline = time.monotonic() + 60
    for number in count():
        if pushed > PUSHED:
            break
        assert time.monotonic() < deadline
        frame = room.control.intent("present", step=steps[number % 2])
        known = sum(map(len, room.control.raw))
        room.control.send(frame)
        assert room.control.frame(t="ack", id=frame["id"])["ok"]
        pushed += sum(map(len, room.control.raw)) - known
        if number % 50 == 0:
            highest = max(highest, memory(server) - before)
            sent.append(room.served_at_once(f"selagi ada yang tuli {number}"))
    highest = max(highest, memory(server) - before)
    measured(f"ten that read nothing: {pushed / 1e6:.1f} MB pushed to each, {highest:+.1f} MB of memory")
    assert highest < GROWTH
    for raw in deaf:
        raw.rest()  # the end of the line comes: nobody is left hanging
        raw.close()
    again = Line(boss, room.code, "kendali").live()
    assert again.room["present"]["step"] == room.control.room["present"]["step"]
    again.close()
    sent.append(room.served_at_once("sesudahnya"))
    room.nothing_lost_nothing_twice([sent])


def test_answers_sent_twice_and_out_of_order_leave_the_newest_once(server, in_class):
    room = in_class(server, 1)
    phone = room.phones[0]
    frames = [room.answer(0, f"jawaban {number}", number % 2) for number in range(6)]
    for frame in [frames[3], frames[0], frames[5], frames[1], frames[5], frames[0], frames[4], frames[2]]:
        phone.send(frame)
    for frame in frames:
        assert phone.frame(t="ack", id=frame["id"])["ok"]
    until(lambda: len([1 for _, one in phone.frames if one["t"] == "ack"]) == 8)
    room.nothing_lost_nothing_twice([frames])
    again = Line(room.browsers[0], room.code).live()
    assert again.states[POLL]["mine"]["1"]["answer"]["reason"] == "jawaban 5"
    again.close()
