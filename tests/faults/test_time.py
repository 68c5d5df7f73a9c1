"""Time: the clock of the laptop is set back; a phone sleeps so long that its line is dead."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from ..browser.proxy import Proxy
from ..hosts import serving
from ..hosts.serving import POLL, Browser, Line, measured
from .faulty import troubled

pytestmark = [pytest.mark.server, pytest.mark.timeout(120)]

PING_SECONDS = 1.0
HANGING_UP = 5.0
"""Seconds that Tornado waits for the other end's goodbye."""


def test_a_clock_set_back_by_an_hour_does_not_bring_an_older_answer_back(tmp_path, in_class, monkeypatch):
    shift = tmp_path / "clock"
    shift.write_text("0")
    program = [sys.executable, str(Path(__file__).with_name("shifted_clock.py"))]
    monkeypatch.setattr(serving, "command", lambda *arguments: [*program, *arguments])
    with troubled(tmp_path / "server", variables={"FAULT_CLOCK": str(shift)}) as server:
        room = in_class(server, 2)
        sent = [[room.served_at_once("jam benar", phone)] for phone in (0, 1)]
        shift.write_text("-3600")
        later = room.answer(0, "jam mundur", 1)
        assert room.repeat(0, later)["ok"]
        assert room.repeat(0, sent[0][0])["ok"]  # the older one once more: it must not win
        sent[0].append(later)
        events = room.events()
        assert [event.rev for event in events] == sorted(event.rev for event in events)
        assert [event.at for event in events] != sorted(event.at for event in events), "the clock was not set back"
        assert len(events) == 3
        room.nothing_lost_nothing_twice(sent)
        chosen = room.phones[0].states[POLL]["content"]["options"]
        counts = room.control.states[POLL]["results"]["rounds"][0]["counts"]
        assert {counts[chosen[0]["id"]], counts[chosen[1]["id"]]} == {1}

        # Who comes or comes back now is shown the newest, and the facilitator's moves are taken.
        again = Line(room.browsers[0], room.code).live()
        assert again.states[POLL]["mine"]["1"]["answer"]["reason"] == "jam mundur"
        late = Line(server.join(room.code), room.code).live()
        room.control.wait(lambda: room.control.room["people"] == {"joined": 3, "online": 3})
        room.control.move(POLL, "closed")
        late.wait(lambda: late.states[POLL]["phase"] == "closed")
        for line in (again, late):
            line.close()
        room.close()


def test_a_phone_that_sleeps_is_not_counted_as_present_and_resumes_where_it_was(tmp_path, in_class):
    with troubled(tmp_path / "server", "--ping-seconds", str(PING_SECONDS)) as server:
        room = in_class(server, 1)
        sent = [room.served_at_once("sebelum tidur")]
        proxy = Proxy("127.0.0.1", server.port)
        try:
            sleeper = Browser(proxy.url)
            sleeper.jar = server.join(room.code).jar
            phone = Line(sleeper, room.code).live()
            room.control.wait(lambda: room.control.room["people"] == {"joined": 2, "online": 2})
            answer = phone.ask("answer", POLL, reason="dari yang tidur", choices=[])
            assert not answer["ok"]
            frame = phone.intent("answer", POLL, **serving.choose(phone.states[POLL], 1, "dari yang tidur"))
            phone.send(frame)
            seen = phone.frame(t="ack", id=frame["id"])["rev"]

            started = time.monotonic()
            proxy.hold("out")  # no goodbye, no reset: the line simply falls silent
            proxy.hold("back")
            room.control.wait(lambda: room.control.room["people"]["online"] == 1)
            taken = time.monotonic() - started
            measured(f"a silent line was let go after {taken:.1f} s")
            assert taken < 2 * PING_SECONDS + HANGING_UP + serving.WAIT_SECONDS / 4
            assert room.phones[0].closed is None  # who answers pings stays
            sent.append(room.served_at_once("selagi ia tidur"))

            proxy.cut()
            proxy.mend()
            phone.wait(lambda: phone.closed)
            awake = Line(sleeper, room.code).live()
            assert awake.states[POLL]["mine"]["1"]["answer"]["reason"] == "dari yang tidur"
            assert awake.room["me"] == phone.room["me"]
            # By revision: a page that has everything is sent the class and nothing else.
            known = len(awake.frames)
            rev = awake.frame(t="live")["rev"]
            assert rev >= seen
            awake.send({"t": "hello", "rev": rev, "page": ""})
            awake.wait(lambda: sum(one["t"] == "live" for _, one in awake.frames) == 2)
            assert [one["t"] for _, one in awake.frames[known:]] == ["room", "live"]
            awake.send(frame)  # the outbox repeats what it is not sure of
            awake.wait(lambda: any(one["t"] == "ack" for _, one in awake.frames))
            assert awake.frame(t="ack", id=frame["id"])["ok"]
            room.phones.append(awake)
            room.control.wait(lambda: room.control.room["people"]["online"] == 2)
            room.nothing_lost_nothing_twice([sent, [frame]])
            room.close()
        finally:
            proxy.close()
