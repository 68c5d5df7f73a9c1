"""A whole class with made-up people: every step of the run-sheet is led, answered, checked and timed.

The server, its database and the class are thrown away afterwards; everything travels over the protocol of browsers.
"""

from __future__ import annotations

import asyncio
import math
import random
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from etika_widgets._limits import raise_file_limit
from etika_widgets._plugins import AnyType, activity_types
from etika_widgets.content.library import Library
from etika_widgets.content.pack import Pack
from etika_widgets.content.secrets import Secrets
from etika_widgets.rehearsal.bots import Bot, Habit, cast
from etika_widgets.rehearsal.participant import Facilitator, Member
from etika_widgets.rehearsal.stage import RehearsalError, Served, etika_server
from etika_widgets.rehearsal.talk import Talk
from etika_widgets.storage import open_store

Json = dict[str, Any]
Say = Callable[[str, int, int], None]
Look = Callable[[Json, "Cast"], Awaitable[None]]
"""Called when there is something to see: the step, and everybody there."""

GROUP: Final = 5
TURNS: Final = 12
"""How often facilitator and participants take turns inside one phase at most."""
SETTLE_SECONDS: Final = 0.8
"""Longer than the server holds back what changed for others."""
OWN_SECONDS: Final = 10.0
"""How long at most until the facilitator sees what the facilitator has just done."""
LATECOMERS_AT: Final = 2
"""Who is late comes before this step."""


@dataclass
class Cast:
    """Everybody in a rehearsal."""

    facilitator: Facilitator
    bots: list[Bot] = field(default_factory=list)

    def there(self) -> list[Bot]:
        """Return the bots that have joined."""
        return [bot for bot in self.bots if bot.room and not bot.stopped]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rehearsal found.

    Attributes:
        steps: one mapping per step: ``id``, ``title``, ``activity``, ``round``, ``minutes`` planned, ``seconds`` it
            took, ``answers`` and ``refused``.
        broken: what must never happen and did, one line each; empty if all is well.
        people: how many of each habit took part.
        stored: intents that were acknowledged and are in the database.
        seconds: the whole rehearsal.
    """

    workbook: str
    steps: tuple[Json, ...]
    broken: tuple[str, ...]
    people: Mapping[str, int]
    stored: int
    seconds: float


def rehearse(
    workbook: str,
    library: Library,
    content: Path | None = None,
    *,
    people: int = 40,
    speed: float = 20.0,
    seed: int = 1,
    say: Say | None = None,
    look: Callable[[Served], Look] | None = None,
    deadline: float = 3600.0,
) -> Outcome:
    """Play a workbook from the door to the end on a throw-away server.

    Args:
        workbook: its slug.
        library: where its pack is found.
        content: the folder given as ``--content``, if it lies there.
        people: how many participants.
        speed: how much faster than people they think; ``inf`` for no pauses at all.
        seed: of everything drawn by lot.
        say: told how far it is.
        look: makes what looks at the screens once the server runs.
        deadline: seconds for the whole.

    Raises:
        RehearsalError: the server did not start, or the rehearsal did not come to an end in time.
        SettingError: there is no such workbook.
        SpecError: its pack is malformed.
    """
    raise_file_limit()
    pack = library.pack(workbook)
    with tempfile.TemporaryDirectory(prefix="etika-rehearse-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with etika_server(folder, content, None) as served:
            eyes = look(served) if look else None
            return play(pack, served, people=people, speed=speed, seed=seed, say=say, look=eyes, deadline=deadline)


def play(
    pack: Pack,
    served: Served,
    *,
    people: int,
    speed: float = math.inf,
    seed: int = 1,
    say: Say | None = None,
    look: Look | None = None,
    deadline: float = 600.0,
) -> Outcome:
    """Play a pack in a class of its own on a running server; see :func:`rehearse`.

    Raises:
        RehearsalError: it did not come to an end in time.
    """
    began = time.monotonic()
    course = _Play(pack, served, people, speed, seed, say or (lambda *_: None), look)
    try:
        asyncio.run(_within(course, deadline))
    except TimeoutError:
        raise RehearsalError(
            "Gladi tidak selesai dalam {seconds} detik; berhenti di langkah '{step}'.",
            seconds=round(deadline),
            step=course.step,
        ) from None
    broken = course.broken()
    stored, lost = _kept(course)
    said = served.log.read_text(encoding="utf-8", errors="replace")
    if "Traceback" in said:
        broken.append(f"the server met an error: {said[said.index('Traceback') :][:2000]}")
    habits = Counter(bot.habit.value for bot in course.cast.bots)
    seconds = time.monotonic() - began
    return Outcome(pack.slug, tuple(course.steps), tuple(broken + lost), habits, stored, seconds)


async def _within(play: _Play, deadline: float) -> None:
    async with asyncio.timeout(deadline):
        await play.run()


class _Play:
    def __init__(
        self, pack: Pack, served: Served, people: int, speed: float, seed: int, say: Say, look: Look | None
    ) -> None:
        self.pack, self.served, self.people, self.speed, self.say, self.look = pack, served, people, speed, say, look
        self.dice = random.Random(seed)
        self.types: Mapping[str, AnyType] = activity_types()
        self.cast: Cast
        self.step = ""
        self.steps: list[Json] = []
        self.errors: list[str] = []

    async def run(self) -> None:
        """Open the class, let people in, lead every step, open what was kept back, end."""
        lead = Facilitator(self.served.address, self.served.token)
        self.cast = Cast(lead)
        code = await lead.open_class(self.pack.slug)
        specs = {spec.id: spec for spec in self.pack.activities}
        secrets = {
            name: Secrets(spec.model_dump(mode="json"), self.types[spec.type].tells) for name, spec in specs.items()
        }
        talk = Talk()
        for number, habit in enumerate(cast(self.people, self.dice)):
            seed = self.dice.getrandbits(32)
            self.cast.bots.append(
                Bot(self.served.address, code, habit, self.types, specs, secrets, seed + number, self.speed, talk)
            )
        await self._enter([bot for bot in self.cast.bots if bot.habit is not Habit.LATE])
        await lead.until(lambda: lead.room["people"]["online"] >= len(self.cast.there()))  # only they are dealt
        await self._ask("group", {"largest": GROUP}, None)
        for number, step in enumerate(lead.room["steps"]):
            if number == LATECOMERS_AT:
                await self._enter([bot for bot in self.cast.bots if bot.habit is Habit.LATE])
            self.step = step["id"]
            self.say(step["title"], number, len(lead.room["steps"]))
            await self._lead(step)
        for name, state in sorted(lead.states.items()):
            if state["phase"] == "closed":
                await lead.move(name, "revealed")
                await self._everybody(name, "revealed")
        await self._ask("end", {}, None)
        for member in (lead, *self.cast.bots):
            member.stop()

    async def _enter(self, bots: list[Bot]) -> None:
        await asyncio.gather(*(bot.join() for bot in bots))

    async def _ask(self, kind: str, payload: Json, activity: str | None) -> None:
        """Send an intent of the facilitator; a refusal is a mistake of the activity's type."""
        lead = self.cast.facilitator
        name = lead.add(kind, payload, activity, None)
        await lead.until(lambda: name in lead.acked)
        if not lead.acked[name][1]:
            self.errors.append(f"{self.step}: the facilitator's {kind} {payload} was refused")

    async def _lead(self, step: Json) -> None:
        lead, name = self.cast.facilitator, step["activity"]
        began = time.monotonic()
        before = self._counted(name)
        await self._ask("present", {"step": step["id"]}, None)
        if name:
            for phase in self._way(name, step):
                await lead.move(name, phase)
                await self._everybody(name, phase)
                if phase in ("open", "revealed"):
                    await self._see(step)
        else:
            await self._see(step)
        after = self._counted(name)
        self.steps.append(
            {key: step[key] for key in ("id", "title", "activity", "round", "minutes")}
            | {"seconds": time.monotonic() - began, "answers": after[0] - before[0], "refused": after[1] - before[1]}
        )

    async def _see(self, step: Json) -> None:
        if self.look is not None:
            await self.look(step, self.cast)

    def _way(self, name: str, step: Json) -> list[str]:
        """Return the phases that lead through this step's activity."""
        phase = self.cast.facilitator.states[name]["phase"]
        steps = self.cast.facilitator.room["steps"]
        later = any(other["activity"] == name for other in steps[steps.index(step) + 1 :])
        way = ["reading", "open"] if phase == "hidden" else ["open"]
        way.append("closed")
        if later:
            return [*way, "discussing"]
        return [*way, "discussing", "revealed"] if step["reveal"] == "here" else way

    async def _everybody(self, name: str, phase: str) -> None:
        """Let everybody do what there is to do in this phase, facilitator and participants in turns."""
        lead = self.cast.facilitator
        there = self.cast.there()
        await asyncio.gather(*(bot.until(_stands(bot, name, phase)) for bot in there))
        kind, spec = self.types[lead.states[name]["type"]], self.pack.activity(name)
        taken = [intent for intent, phases in kind.directions.items() if phase in phases]
        for _ in range(TURNS):
            if phase != "revealed":
                await asyncio.gather(*(bot.take_part(name) for bot in there))
            if not taken:
                return
            await _settle([lead], name, max(lead.stored_at, *(bot.stored_at for bot in there)))
            wanted = [one for one in kind.bot_facilitator(spec, lead.states[name], self.dice) if one[0] in taken]
            for intent, payload in wanted:
                await self._ask(intent, payload, name)
            if not wanted:
                return
            own = _settle([lead], name, lead.stored_at, OWN_SECONDS)  # what comes next depends on it
            await asyncio.gather(own, _settle(there, name, lead.stored_at))

    def _counted(self, name: str | None) -> tuple[int, int]:
        bots = self.cast.bots
        return (
            sum(bot.answered[name] for bot in bots) if name else 0,
            sum(sum(bot.refused.values()) for bot in bots),
        )

    def broken(self) -> list[str]:
        """Return what must not happen and did, each once."""
        found = [*self.errors, *(line for bot in self.cast.bots for line in bot.wrong)]
        found += [f"a {bot.habit} was sent away: {bot.gone}" for bot in self.cast.bots if bot.gone]
        return list(dict.fromkeys(found))


def _stands(bot: Bot, name: str, phase: str) -> Callable[[], bool]:
    return lambda: bot.stopped or bot.states.get(name, {}).get("phase") == phase


async def _settle(members: Sequence[Member], name: str, rev: int, seconds: float = SETTLE_SECONDS) -> None:
    """Wait until everybody sees an activity as of ``rev``, or as long as pushes are held back: not all concern all."""
    waiting = [asyncio.ensure_future(one.until(_sees(one, name, rev))) for one in members]
    await asyncio.wait(waiting, timeout=seconds)
    for one in waiting:
        one.cancel()


def _sees(member: Member, name: str, rev: int) -> Callable[[], bool]:
    return lambda: member.stopped or member.seen_rev(name) >= rev


def _kept(play: _Play) -> tuple[int, list[str]]:
    """Compare what was acknowledged with what the database holds."""
    store = open_store(play.served.store_url)
    try:
        whole = store.whole(play.cast.facilitator.code)
    finally:
        store.close()
    kept = Counter(row.id for row in whole.intents)
    members = (play.cast.facilitator, *play.cast.bots)
    # What changes nothing (the present step once more) is acknowledged to the facilitator and leaves no row.
    promised = {name for bot in play.cast.bots for name, (_, stored) in bot.acked.items() if stored}
    lost = [f"an acknowledged intent is not stored: {name}" for name in sorted(promised - kept.keys())]
    twice = [f"an intent is stored {count} times: {name}" for name, count in kept.items() if count > 1]
    unsent = [f"never acknowledged: {frame['kind']}" for member in members for frame in member.pending.values()]
    return len(promised & kept.keys()), lost + twice + unsent
