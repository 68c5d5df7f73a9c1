"""The load generator, a process of its own: ``python -m etika_widgets.rehearsal.generator '{"port": …}'``.

Writes one JSON object a line: ``{"step", "done", "of"}`` while it works, then ``{"result": …}`` or ``{"error": …}``.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from etika_widgets._limits import raise_file_limit
from etika_widgets.rehearsal.measure import (
    load_average,
    memory,
    milliseconds,
    per_person,
    processor_seconds,
)
from etika_widgets.rehearsal.participant import Facilitator, Phone
from etika_widgets.rehearsal.stage import OPTIONS, POLL, SLUG
from etika_widgets.rehearsal.wire import Address, Traffic

Json = dict[str, Any]
REASON: Final = "Yang diam juga kehilangan hari kerja; putusan di luar urutan perlu ada yang menanggungnya."
NEXT_ROUND: Final = ("closed", "discussing", "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What to rehearse.

    Attributes:
        host: where the server is.
        port: its port.
        pid: its process; 0 if it runs elsewhere (then nothing is said of memory).
        token: the facilitator's.
        people: how many phones.
        rounds: how often all of them answer.
        reconnect_every: every so manieth phone loses its line in each round; 0: none.
        idle_seconds: how long nobody does anything, to see what that costs.
        deadline: seconds for each part.
        seed: of the choices.
    """

    host: str
    port: int
    pid: int
    token: str
    people: int
    rounds: int = 1
    reconnect_every: int = 0
    idle_seconds: float = 0.0
    deadline: float = 120.0
    seed: int = 1


class Rehearsal:
    """One class from the door to the last answer.

    Args:
        options: what to rehearse.
        say: told how far each part is.
    """

    def __init__(self, options: Options, say: Callable[[str, int, int], None]) -> None:
        self.options, self.say = options, say
        self.address = Address(options.host, options.port)
        self.facilitator = Facilitator(self.address, options.token)
        self.phones: list[Phone] = []
        self.errors: Counter[str] = Counter()
        self.result: Json = {"people": options.people, "load_average": load_average()}
        self.choices = random.Random(options.seed)
        self.loop = asyncio.get_running_loop()

    async def play(self) -> Json:
        """Play it; return what was measured."""
        async with asyncio.timeout(self.options.deadline):
            code = await self.facilitator.open_class(SLUG)
            await self._pages(code)
        await self._join(code)
        await self._idle()
        await self._rounds()
        self.result["code"] = code
        self.result["errors"] = {what: number for what, number in self.errors.items() if number}
        for member in (self.facilitator, *self.phones):
            member.stop()
        return self.result

    async def _pages(self, code: str) -> None:
        """Weigh the page as the first phone gets it, which also renders it before everybody comes."""
        phone = Phone(self.address, code)
        await phone.join()  # the first to come waits for the workbook to be rendered
        phone.stop()
        phone.cookies["etika_bahasa"] = "en"  # the server renders it in English too; its kernel must not be in the way
        await phone.visit()
        phone.stop()
        del phone.cookies["etika_bahasa"]
        phone.kept.clear()
        phone.tags.clear()
        for name in ("first", "second"):
            phone.traffic = Traffic()
            await phone.visit()
            self.result[f"{name}_page_bytes"] = phone.traffic.received
            self.result[f"{name}_page_requests"] = phone.traffic.requests - 1
            phone.stop()
        await phone.post(f"/keluar/{code}")
        phone.let_go()

    async def _join(self, code: str) -> None:
        people, pid = self.options.people, self.options.pid
        before, used, own = memory(pid), processor_seconds(pid), processor_seconds()
        began = self.loop.time()
        self.phones = [Phone(self.address, code) for _ in range(people)]
        tasks = [asyncio.create_task(self._joined(phone)) for phone in self.phones]
        while True:
            done, rest = await asyncio.wait(tasks, timeout=0.25)
            self.say("join", len(done), people)
            if not rest or self.loop.time() - began > self.options.deadline:
                break
        for task in rest:
            task.cancel()
        self.errors["not live in time"] += len(rest)
        self.phones = [phone for phone in self.phones if phone.seen_at is not None and not phone.stopped]
        times = [phone.seen_at - began for phone in self.phones if phone.seen_at is not None]
        self.result |= {
            "live": len(self.phones),
            "join_seconds": round(max(times), 3) if len(times) == people else None,
            "usable_seconds": round(max(finished for task in done if (finished := task.result())) - began, 3)
            if len(times) == people
            else None,
            "names_taken": sum(phone.turned_down for phone in self.phones),
            "join_p50_ms": milliseconds(times, 0.5),
            "join_p95_ms": milliseconds(times, 0.95),
            "join_ms_per_person": round(max(times) * 1000 / len(times), 3) if times else None,
            "join_server_ms_per_person": _each(used, processor_seconds(pid), people),
            "join_generator_ms_per_person": _each(own, processor_seconds(), people),
        }
        await self._wait("everybody online", lambda: self.facilitator.room["people"]["online"] >= len(self.phones))
        self.result["memory_mb_per_person"] = per_person(before, memory(pid), len(self.phones))
        for phone in self.phones:
            phone.let_go()

    async def _joined(self, phone: Phone) -> float:
        try:
            await phone.join()
        except (OSError, ValueError, KeyError) as error:
            self.errors[f"{type(error).__name__}: {error}"] += 1
            phone.stop()
        return self.loop.time()

    async def _wait(self, what: str, true: Callable[[], bool]) -> bool:
        try:
            async with asyncio.timeout(self.options.deadline):
                await self.facilitator.until(true)
        except TimeoutError:
            self.errors[f"not in time: {what}"] += 1
            return False
        return True

    async def _idle(self) -> None:
        self.result["idle_server_percent"] = None
        before = processor_seconds(self.options.pid)
        if self.options.idle_seconds and before is not None:
            await asyncio.sleep(self.options.idle_seconds)
            after = processor_seconds(self.options.pid) or before
            self.result["idle_server_percent"] = round((after - before) / self.options.idle_seconds * 100, 2)

    async def _rounds(self) -> None:
        pushes: list[float] = []
        acks: list[float] = []
        returned: list[float] = []
        spans: list[float] = []
        sent: dict[str, str] = {}
        leaving = set(self.phones[:: self.options.reconnect_every] if self.options.reconnect_every else ())
        lost = refused = 0
        used, own = processor_seconds(self.options.pid), processor_seconds()
        await self._move("reading")
        for round_ in range(1, self.options.rounds + 1):
            for phase in ("open",) if round_ == 1 else NEXT_ROUND:
                moved = await self._move(phase)
            await self._all(partial(_has_seen, round_))
            pushes += [phone.opened[round_] - moved for phone in self.phones if round_ in phone.opened]
            names = self._answer(round_, leaving, sent)
            await self._all(_has_sent)
            self.say("rounds", round_, self.options.rounds)
            stored = [
                (phone, phone.acked[name][0], phone.sent_at[name])
                for phone, name in names.items()
                if name in phone.acked
            ]
            refused += sum(not phone.acked[names[phone]][1] for phone, _, _ in stored)
            lost += len(names) - len(stored)
            for phone, at, began in stored:
                (returned if phone in leaving else acks).append(at - began)
            stayed = [(at, began) for phone, at, began in stored if phone not in leaving]
            if stayed:
                spans.append(max(at for at, _ in stayed) - min(began for _, began in stayed))
            self.result["counted"] = len(names)
            if not await self._wait("counted", lambda: self._counted() >= len(self.phones)):
                self.result["counted"] = self._counted()
        answers = self.options.rounds * len(self.phones)
        self.result |= {
            "rounds": self.options.rounds,
            "push_p50_ms": milliseconds(pushes, 0.5),
            "push_p95_ms": milliseconds(pushes, 0.95),
            "answer_p50_ms": milliseconds(acks, 0.5),
            "answer_p95_ms": milliseconds(acks, 0.95),
            "answer_span_ms": milliseconds(spans, 0.5),
            "returned_p95_ms": milliseconds(returned, 0.95),
            "reconnects": sum(phone.reconnects for phone in self.phones),
            "acked": answers - lost - refused,
            "lost": lost,
            "refused": refused,
            "busy": sum(phone.busy for phone in self.phones),
            "answer_server_ms_each": _each(used, processor_seconds(self.options.pid), answers),
            "answer_generator_ms_each": _each(own, processor_seconds(), answers),
            "chosen": sent,
        }

    async def _move(self, phase: str) -> float:
        async with asyncio.timeout(self.options.deadline):
            return await self.facilitator.move(POLL, phase)

    def _answer(self, round_: int, leaving: set[Phone], sent: dict[str, str]) -> dict[Phone, str]:
        """Let everybody answer in the same instant; some lose the line right before or right after."""
        names: dict[Phone, str] = {}
        for number, phone in enumerate(self.phones):
            choice = self.choices.choice(OPTIONS)
            leaves = phone in leaving
            if leaves and round_ % 2:
                phone.drop()
            names[phone] = phone.answer(POLL, round_, choice, REASON if number % 3 == 0 else "")
            if leaves and not round_ % 2:
                phone.drop()
            sent[f"{phone.room['me']['id']} {round_}"] = choice
        return names

    async def _all(self, true: Callable[[Phone], bool]) -> None:
        """Wait until something is true of every phone, or the deadline has come."""
        waiting = [asyncio.create_task(phone.until(partial(true, phone))) for phone in self.phones]
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=self.options.deadline)
            for task in late:
                task.cancel()
            self.errors["late"] += len(late)

    def _counted(self) -> int:
        return int(self.facilitator.states[POLL].get("answered") or 0)


def _has_seen(round_: int, phone: Phone) -> bool:
    return round_ in phone.opened


def _has_sent(phone: Phone) -> bool:
    return not phone.pending


def _each(before: float | None, after: float | None, number: int) -> float | None:
    return None if before is None or after is None or not number else round((after - before) * 1000 / number, 3)


def main() -> None:
    """Play what the command line says."""

    def write(line: Json) -> None:
        print(json.dumps(line), flush=True)  # noqa: T201 - the parent reads it

    async def play() -> Json:
        options = Options(**json.loads(sys.argv[1]))
        return await Rehearsal(options, lambda step, done, of: write({"step": step, "done": done, "of": of})).play()

    raise_file_limit()
    gc.disable()  # it lives for one class only; its pauses would be taken for the server's
    try:
        write({"result": asyncio.run(play())})
    except (OSError, TimeoutError) as error:
        write({"error": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
