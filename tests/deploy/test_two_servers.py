"""One class over two servers on one PostgreSQL behind nginx, and what happens when one of them is killed."""

from __future__ import annotations

import time

import pytest

from ..hosts.serving import POLL, Browser, Line, choose, measured, until

pytestmark = [pytest.mark.server, pytest.mark.timeout(240)]

PEOPLE = 14
EACH = 12
"""Answers of one person in the burst."""
MOVE_SECONDS = 2


def people_of(room):
    return room["people"]


def move(control, *phases):
    """Move the poll; the acknowledgement may come before the new state."""
    for phase in phases:
        control.move(POLL, phase)
        control.wait(lambda phase=phase: control.states[POLL]["phase"] == phase)


def test_a_class_spread_over_both_is_one_class(site, code, line, shared):
    control = line(site.facilitator(), code, "kendali")
    before = site.people()
    phones = [line(site.join(code), code) for _ in range(PEOPLE)]
    spread = [now - then for now, then in zip(site.people(), before, strict=True)]
    measured(f"people on each server: {spread}")
    assert sum(spread) == PEOPLE
    assert min(spread) >= PEOPLE // 4
    control.wait(lambda: people_of(control.room) == {"joined": PEOPLE, "online": PEOPLE})

    move(control, "reading")
    at = time.monotonic()
    move(control, "open")
    for phone in phones:
        phone.wait(lambda phone=phone: phone.states[POLL]["phase"] == "open")
    arrived = [
        next(when for when, frame in phone.frames if frame["t"] == "activity" and frame["state"]["phase"] == "open")
        for phone in phones
    ]
    measured(f"a move reached the last phone, over both servers, after {max(arrived) - at:.2f} s")
    assert max(arrived) - at < MOVE_SECONDS
    for number, phone in enumerate(phones):
        assert phone.ask("answer", POLL, **choose(phone.states[POLL], number % 3))["ok"]
    control.wait(lambda: control.states[POLL]["answered"] == PEOPLE)
    control.wait(lambda: control.states[POLL]["expected"] == PEOPLE)
    assert len(shared.changes(code).responses) == PEOPLE


def test_the_same_person_through_both_servers_is_one(site, code, line):
    control = line(site.facilitator(), code, "kendali")
    phone = site.join(code)
    twins = []
    for server in site.servers:
        direct = Browser(server.base)
        direct.jar = phone.jar
        twins.append(line(direct, code))
    assert twins[0].room["me"] == twins[1].room["me"]
    time.sleep(6)  # both have said in the store whom they hold
    assert people_of(control.room) == {"joined": 1, "online": 1}


def test_one_killed_in_a_burst_its_people_go_on_with_the_other(site, code, line, shared):
    boss = site.facilitator(1)  # signed in with the token of the one that dies
    control = line(boss, code, "kendali")
    move(control, "reading", "open")
    phones = [site.join(code) for _ in range(PEOPLE)]
    lines = [line(phone, code) for phone in phones]
    faces = [one.room["me"] for one in lines]
    for one in lines:
        one.wait(lambda one=one: one.states[POLL]["phase"] == "open")
    doomed = site.people()[1]
    assert 0 < doomed < PEOPLE

    sent = [[] for _ in phones]
    for number in range(EACH):
        for who, one in enumerate(lines):
            frame = one.intent("answer", POLL, **choose(one.states[POLL], number % 3, f"alasan {number}"))
            sent[who].append(frame)
            one.send(frame)
        if number == EACH // 3:
            for one in lines:
                one.wait(lambda one=one: any(frame["t"] == "ack" for _, frame in one.frames))
        if number == EACH // 2:
            site.servers[1].process.kill()
    site.servers[1].kill()
    until(lambda: sum(one.closed is not None for one in lines) == doomed)
    acked = {frame["id"] for one in lines for _, frame in one.frames if frame["t"] == "ack" and frame["ok"]}
    lost = {who for who, one in enumerate(lines) if one.closed is not None}
    hanging = sum(frame["id"] not in acked for who in lost for frame in sent[who])
    measured(f"killed with {doomed} of {PEOPLE} people, {hanging} of {PEOPLE * EACH} answers not acknowledged")
    assert 0 < hanging < doomed * EACH
    assert {row.id for row in shared.whole(code).intents} >= acked

    if control.closed is not None:
        control = line(boss, code, "kendali")
    began = time.monotonic()
    for who in lost:
        lines[who] = line(phones[who], code)
        assert lines[who].room["me"] == faces[who]
        for frame in sent[who]:  # as the outbox does, and more: those that were acknowledged too
            lines[who].send(frame)
    for who, one in enumerate(lines):
        for frame in sent[who]:
            assert one.frame(t="ack", id=frame["id"])["ok"]
    measured(f"{doomed} people on the other server, all acknowledged, after {time.monotonic() - began:.2f} s")

    whole = shared.whole(code)
    everything = {frame["id"] for frames in sent for frame in frames}
    stored = [row.id for row in whole.intents if row.id in everything]
    assert sorted(stored) == sorted(everything)  # each once, none missing
    assert len([event for event in whole.events if event.kind == "answer"]) <= PEOPLE * EACH
    answers = {row.participant: row.payload["reason"] for row in whole.responses}
    assert len(whole.responses) == len(answers) == len(whole.participants) == PEOPLE
    assert set(answers.values()) == {f"alasan {EACH - 1}"}
    control.wait(lambda: control.states[POLL]["answered"] == PEOPLE)
    control.wait(lambda: people_of(control.room) == {"joined": PEOPLE, "online": PEOPLE})
    counted = [frame["room"]["people"] for _, frame in control.frames if frame["t"] == "room"]
    assert max(people["online"] for people in counted) <= PEOPLE

    assert "client:" not in site.proxy.log()  # no address of a visitor

    # The facilitator stays signed in, and the one that was killed takes part again.
    assert "Masuk sebagai fasilitator" not in boss.get(f"/kendali/{code}").text
    site.bring_back(1)
    time.sleep(3)  # nginx tries it again after fail_timeout
    latecomers = [line(site.join(code), code) for _ in range(6)]
    assert site.people()[1] > 0
    control.wait(lambda: people_of(control.room) == {"joined": PEOPLE + 6, "online": PEOPLE + 6})
    move(control, "closed")
    for one in latecomers:
        one.wait(lambda one=one: one.states[POLL]["phase"] == "closed")
    there = Browser(site.servers[1].base)
    there.jar = boss.jar
    there_too = Line(there, code, "kendali").live()
    there_too.close()
