"""The door under a wave: nobody is turned away, nobody has to type again, everybody is in exactly once."""

from __future__ import annotations

import asyncio
import random
import secrets
import sqlite3
from collections import Counter
from html import unescape
from urllib.parse import urlencode

import pytest

from etika_widgets._limits import raise_file_limit
from etika_widgets.rehearsal.wire import Address, HttpLine, Traffic, connect, head_of
from etika_widgets.storage import open_store

from ..hosts.serving import Browser, measured
from .faulty import troubled
from .test_disk import strace  # noqa: F401 - a fixture

pytestmark = [pytest.mark.server, pytest.mark.timeout(150)]

PEOPLE = 2_000
SLOW_SYNC_US = 400_000


class Wave:
    """A class that comes in at once: each sends a form, and again from the waiting page for as long as it gets one."""

    def __init__(self, base: str, code: str) -> None:
        self.path = f"/gabung/{code}"
        visitor = Browser(base)
        self.name = visitor.get(self.path).field("nama")
        self.xsrf = visitor.cookie("_xsrf")
        host, port = base.removeprefix("http://").split(":")
        self.address = Address(host, int(port))
        self.waiting = asyncio.Event()
        self.seen: Counter[int] = Counter()

    async def come_in(self) -> str:
        """Return the cookie that makes somebody a participant."""
        fields = {"_xsrf": self.xsrf, "formulir": secrets.token_hex(16), "nama": self.name, "tawaran": self.name}
        body = urlencode(fields).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        head = head_of("POST", self.path, self.address, {"_xsrf": self.xsrf}, headers)
        line = HttpLine(Traffic())
        await connect(self.address, line)
        while True:
            answer = await line.ask(head + body)
            self.seen[answer.status] += 1
            if answer.status == 303:
                line.close()
                return next(value for name, value in answer.cookies if name.startswith("etika_"))
            assert answer.status == 503, answer.text
            page = unescape(answer.text)
            assert "Begitu siap, halaman ini lanjut dengan sendirinya" in page
            assert [f'name="{name}" value="{value}"' in page for name, value in fields.items()] == [True] * len(fields)
            self.waiting.set()
            await asyncio.sleep(int(answer.headers["retry-after"]) * (0.5 + random.random()))

    async def all(self, release) -> list[str]:
        coming = asyncio.gather(*(self.come_in() for _ in range(PEOPLE)))
        await asyncio.wait([coming, asyncio.ensure_future(self.waiting.wait())], return_when=asyncio.FIRST_COMPLETED)
        release()
        return await coming


def test_two_thousand_at_the_door_of_a_busy_store_on_a_slow_disk_come_in_by_themselves(tmp_path, strace):
    raise_file_limit()
    slowly = [strace, "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "signal=none"]
    slowly += ["-e", "trace=fdatasync", "-e", f"inject=fdatasync:delay_enter={SLOW_SYNC_US}"]
    with troubled(tmp_path / "server", before=slowly) as server:
        code = server.links["participant"].rsplit("/", 1)[1]
        wave = Wave(server.base, code)
        holder = sqlite3.connect(server.data / "etika.sqlite3", isolation_level=None, check_same_thread=False)
        holder.execute("BEGIN IMMEDIATE")
        cookies = asyncio.run(wave.all(release=holder.close))
        store = open_store(server.url)
        people = store.changes(code).participants
        store.close()
        measured(f"{PEOPLE} at the door: answers by status {dict(wave.seen)}")
        assert set(wave.seen) == {303, 503}
        assert wave.seen[303] == len(set(cookies)) == PEOPLE
        assert len(people) == len({person.name for person in people}) == PEOPLE
        assert "Traceback" not in server.log.read_text()
