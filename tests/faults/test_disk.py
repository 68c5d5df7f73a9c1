"""The facilitator's disk: an answer is synced before it is acknowledged; the disk is full; the file is locked."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ..hosts.serving import Browser, Line, measured, until
from .faulty import missing, troubled

pytestmark = [pytest.mark.server, pytest.mark.timeout(150)]

ROOT = Path(__file__).parents[2]
TOLD = "Komputer fasilitator sedang tidak dapat menyimpan. Jawaban Anda aman di perangkat ini dan dikirim lagi sendiri"
TOLD_WITHIN = 4.5
"""Seconds: one wait for the lock, and what a busy machine adds to it."""
CALL = re.compile(r"^(?P<pid>\d+) +(?P<at>[\d.]+) (?P<what>.*)$")


@pytest.fixture(scope="session")
def strace():
    """The path of strace, if this machine lets one program watch another."""
    if not sys.platform.startswith("linux"):
        missing("strace exists on Linux only")
    got = subprocess.run([ROOT / "deploy" / "strace.sh"], capture_output=True, text=True, check=False)
    if got.returncode:
        missing(f"strace: {got.stderr.strip()}")
    return shutil.which("strace")


def calls(record: Path):
    """Yield the system calls of a record as (text, finished) in the order in which they were made and returned."""
    begun: dict[str, str] = {}
    for line in record.read_text(errors="replace").splitlines():
        found = CALL.match(line)
        if not found:
            continue
        pid, what = found["pid"], found["what"]
        if what.endswith("<unfinished ...>"):
            begun[pid] = what.removesuffix("<unfinished ...>")
            yield begun[pid], False
        elif what.startswith("<... "):
            yield begun.pop(pid, "") + what.split("resumed>", 1)[-1], True
        else:
            yield what, False
            yield what, True


def test_every_acknowledgement_follows_a_sync_of_the_answer_it_is_for(tmp_path, strace, in_class):
    record = tmp_path / "strace.txt"
    # pwrite64 holds a whole page of the log (4 kB), in which the answer's own words are looked for.
    watching = [strace, "-D", "-f", "-qq", "-y", "-ttt", "-s", "5000", "-o", str(record)]
    watching += ["-e", "signal=none", "-e", "trace=fsync,fdatasync,pwrite64,pwritev,write,writev,sendto,sendmsg"]
    with troubled(tmp_path / "server", before=watching) as server:
        room = in_class(server, 4)
        sent = [[] for _ in room.phones]
        for number in range(5):  # one after the other
            frame = room.answer(0, f"bukti-0-{number:04}")
            sent[0].append(frame)
            assert room.repeat(0, frame)["ok"]
        # Together they share a commit. Each sends one at a time: of two answers of one person in the same commit only
        # the newer would be seen in the pages that are written.
        for number in range(5):
            burst = [room.answer(phone, f"bukti-{phone}-{number + 5:04}") for phone in range(4)]
            for phone, frame in enumerate(burst):
                sent[phone].append(frame)
                room.phones[phone].send(frame)
            for phone, frame in enumerate(burst):
                assert room.phones[phone].frame(t="ack", id=frame["id"])["ok"]
        room.nothing_lost_nothing_twice(sent)
        words = {frame["payload"]["reason"]: frame["id"] for frames in sent for frame in frames}
        until(lambda: all(identifier in record.read_text(errors="replace") for identifier in words.values()))
        room.close()
    written: set[str] = set()
    syncing: set[str] = set()
    safe: set[str] = set()
    acknowledged: list[str] = []
    for text, finished in calls(record):
        name = text.partition("(")[0]
        if name in ("pwrite64", "pwritev") and "etika.sqlite3" in text and finished:
            written |= {word for word in words if word in text}
        elif name in ("fsync", "fdatasync") and "etika.sqlite3-wal" in text:
            if not finished:
                syncing = set(written)  # what is written while it runs need not be on the disk afterwards
            elif text.rstrip().endswith("= 0"):
                safe |= syncing
        elif name in ("sendto", "sendmsg", "write", "writev") and '\\"t\\":\\"ack\\"' in text and not finished:
            for word, identifier in words.items():
                if identifier in text:
                    assert word in safe, f"{word} was acknowledged before it was on the disk"
                    acknowledged.append(identifier)
    assert sorted(acknowledged) == sorted(words.values())
    measured(f"{len(acknowledged)} acknowledgements, each behind a sync of its answer")


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    got = None
    if sys.platform.startswith("linux") and os.geteuid() == 0:
        got = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], capture_output=True, text=True, check=False
        )
    if got is None or got.returncode:
        missing(f"a small disk can only be mounted by root on Linux ({got.stderr.strip() if got else 'not root'})")
    yield place
    until(lambda: subprocess.run(["umount", place], capture_output=True, check=False).returncode == 0)


def fill(place: Path) -> Path:
    """Take all the room that is left."""
    filler = place / "penuh"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    return filler


def test_a_full_disk_loses_no_acknowledged_answer_and_takes_the_others_when_there_is_room_again(
    tmp_path, small_disk, in_class
):
    with troubled(tmp_path / "server", data=small_disk / "data") as server:
        room = in_class(server, 3)
        sent = [[room.answer(phone, f"sebelum {phone}")] for phone in range(3)]
        for phone, frames in enumerate(sent):
            assert room.repeat(phone, frames[0])["ok"]
        filler = fill(small_disk)
        refused = {}
        for number in range(600):  # until the log's own reserve is used up
            phone = number % 3
            frame = room.answer(phone, f"penuh {number} " + "x" * 250, number % 2)
            line = room.phones[phone]
            line.send(frame)
            line.wait(lambda line=line, frame=frame: any(one.get("id") == frame["id"] for _, one in line.frames))
            told = next(one for _, one in line.frames if one.get("id") == frame["id"])
            sent[phone].append(frame)
            if told["t"] == "busy":
                refused[phone] = frame
                assert told["message"] == TOLD
            else:
                assert told["ok"], told
            if len(refused) == 3:
                break
        assert len(refused) == 3, "the disk never became full"
        control = room.control.intent("present", step=room.control.room["steps"][0]["id"])
        room.control.send(control)
        assert room.control.frame(t="busy", id=control["id"])["message"].startswith("Disk penuh")
        kept = {event.rev for event in room.events()}
        acks = {one["rev"] for line in room.phones for _, one in line.frames if one["t"] == "ack"}
        assert acks == kept  # what was acknowledged is there, what was not is not
        assert server.process.poll() is None
        visitor = Browser(server.base)
        assert visitor.get("/sehat").status == 200
        assert visitor.get(f"/gabung/{room.code}").status == 200
        late = Line(room.browsers[0], room.code).live()  # reading goes on
        late.close()

        filler.unlink()
        for phone, frame in refused.items():
            assert room.repeat(phone, frame)["ok"]
        room.nothing_lost_nothing_twice(sent)
        assert len(room.events()) == sum(map(len, sent))
        room.close()


def test_a_locked_file_means_busy_then_stored_once_and_pages_answer_meanwhile(server, in_class):
    room, other = in_class(server, 3), in_class(server, 1)
    frames = [room.answer(phone, f"terkunci {phone}") for phone in range(3)]
    holder = sqlite3.connect(server.data / "etika.sqlite3", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    try:
        for phone, frame in enumerate(frames):
            room.phones[phone].send(frame)
        slowest = 0.0
        asked = 0
        busy = threading.Event()
        sent = time.monotonic()
        deadline = sent + 20
        while not busy.is_set():
            assert time.monotonic() < deadline
            started = time.monotonic()
            visitor = Browser(server.base)
            assert visitor.get("/sehat").status == 200
            assert visitor.get(f"/gabung/{room.code}").status == 200
            assert room.browsers[0].get(f"/kelas/{room.code}").status == 200
            assert other.browsers[0].get(f"/kelas/{other.code}").status == 200
            slowest = max(slowest, time.monotonic() - started)
            asked += 4
            if all(any(one["t"] == "busy" for _, one in line.frames) for line in room.phones):
                busy.set()
        told = time.monotonic() - sent
        measured(f"locked: all were told after {told:.2f} s")
        assert told < TOLD_WITHIN  # nobody waits once more behind those who were before them
        measured(f"locked: {asked} pages meanwhile, the slowest four together {slowest:.2f} s")
        assert slowest < 4
        assert [one["t"] for line in room.phones for _, one in line.frames if one["t"] == "ack"] == []
        assert {line.frame(t="busy")["message"] for line in room.phones} == {TOLD}
        other.phones[0].send({"t": "ping"})
        other.phones[0].frame(t="pong")
        assert room.stored() == []
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    for phone, frame in enumerate(frames):
        assert room.repeat(phone, frame)["ok"]
        assert room.repeat(phone, frame)["ok"]
    room.nothing_lost_nothing_twice([[frame] for frame in frames])
    assert len(room.events()) == 3
    other.nothing_lost_nothing_twice([[other.served_at_once("kelas lain")]])
