"""Made-up participants with habits: they answer as their activity types suggest, and watch what they are shown."""

from __future__ import annotations

import asyncio
import enum
import json
import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

from etika_widgets._plugins import AnyType
from etika_widgets.content.secrets import Secrets
from etika_widgets.rehearsal.participant import Phone
from etika_widgets.rehearsal.talk import Talk
from etika_widgets.rehearsal.wire import Address
from etika_widgets.spec import ActivitySpec

Json = dict[str, Any]
MOST_INTENTS: Final = 60
"""What one bot sends in one round of an activity at most; more means that its type never comes to an end."""
FACILITATORS: Final = frozenset({"notes", "moves", "tally"})
"""Members of an activity's state that only the control page may have."""
PATIENCE_SECONDS: Final = 0.5
"""How long at least the first of a group waits for its writer; the next waits twice as long, and so on."""
LATE: Final = frozenset({"closed", "busy"})
"""Refusals that come of being too late, not of a wrong answer."""


class Habit(enum.StrEnum):
    """How somebody takes part."""

    STEADY = "steady"
    LATE = "late"
    SILENT = "silent"
    WAVERING = "wavering"
    DROPPING = "dropping"
    TROLL = "troll"


_SHARES: Final = {Habit.LATE: 0.1, Habit.SILENT: 0.08, Habit.WAVERING: 0.12, Habit.DROPPING: 0.1}


def cast(people: int, dice: random.Random) -> list[Habit]:
    """Return a habit for everybody: from four people on each kind at least once, and always exactly one troll.

    Example:
        >>> sorted(set(cast(40, random.Random(1))))
        ['dropping', 'late', 'silent', 'steady', 'troll', 'wavering']
    """
    habits = [habit for habit, share in _SHARES.items() for _ in range(math.ceil(people * share))]
    habits = habits[: max(0, people // 2)]
    steady = people - len(habits) - 1
    habits += [Habit.STEADY] * steady + [Habit.TROLL] * (people > 0)
    dice.shuffle(habits)
    return habits


def nonsense(dice: random.Random) -> tuple[str, Any]:
    """Return an intent that no activity should take, or only as harmless text."""
    kind = dice.choice(["answer", "answer", "move", "vote", "feature", "x" * 60])
    return kind, dice.choice(
        [
            {},
            {"choices": ["<script>alert(1)</script>"]},
            {"choices": True, "reason": 1.5},
            {"answers": {"\u202e": None}, "text": "😀" * 50},
            {"text": "<img src=x onerror=alert(1)>" * 4000},
            {"fields": [[[[["dalam"]]]]]},
            {"to": "revealed", "rev": 1},
        ]
    )


class Bot(Phone):
    """A participant who plays by itself.

    Args:
        address: where the server is.
        code: the class.
        habit: how they take part.
        types: activity types by name.
        specs: definitions by activity id.
        secrets: what nobody may read of an activity before it is revealed, by activity id.
        seed: of their choices.
        haste: by how much faster they think than people do; infinite: at once.
        talk: what bots of this class tell each other; by default nobody listens.
    """

    def __init__(
        self,
        address: Address,
        code: str,
        habit: Habit,
        types: Mapping[str, AnyType],
        specs: Mapping[str, ActivitySpec],
        secrets: Mapping[str, Secrets],
        seed: int,
        haste: float,
        talk: Talk | None = None,
    ) -> None:
        super().__init__(address, code)
        self.habit, self.types, self.specs, self.secrets, self.haste = habit, types, specs, secrets, haste
        self.talk = talk or Talk()
        self.dice = random.Random(seed)
        self.wrong: list[str] = []
        """What this bot saw and should not have seen, and what was refused although its type suggested it."""
        self.refused: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self._suggested: dict[str, tuple[str, frozenset[str]]] = {}
        self._sent: Counter[tuple[str, int]] = Counter()
        self._told: dict[str, str] = {}

    def pause(self, seconds: float) -> float:
        """Return how long to wait for what takes a person so many seconds."""
        return seconds * self.dice.uniform(0.3, 1.7) / self.haste

    def _take(self, text: bytes, at: float) -> None:
        frame = json.loads(text)
        if frame["t"] == "activity":
            self._watch(frame["id"], frame["state"], text)
        elif frame["t"] == "room" and {"steps", "roster", "law"} & frame["room"].keys():
            self.wrong.append("the room of a participant holds what is the facilitator's")
        elif frame["t"] == "ack" and not frame["ok"]:
            self.refused[frame["code"]] += 1
            suggested, excused = self._suggested.get(frame["id"], ("", LATE))
            if suggested and frame["code"] not in excused:
                self.wrong.append(f"{suggested} was refused: {frame['code']}: {frame['message']}")
        super()._take(text, at)
        if frame["t"] == "ack" and "own" in frame and frame["activity"] in self.states:
            self.states[frame["activity"]] |= frame["own"]
            self._wake()

    def _watch(self, name: str, state: Json, text: bytes) -> None:
        if state["phase"] == "revealed":
            return
        if state.get("results") or state.get("reveal"):
            self.wrong.append(f"{name} showed its results while {state['phase']}")
        if FACILITATORS & state.keys():
            self.wrong.append(f"{name} showed what is the facilitator's")
        told = text.decode()
        if self._told.get(name) != told and (secret := self.secrets[name].quoted_in(told)):
            self.wrong.append(f"{name} gave away “{secret}” while {state['phase']}")
        self._told[name] = told

    async def take_part(self, name: str) -> None:
        """Do what there is to do in an open activity, until nothing is left to do for now."""
        if self.habit is Habit.SILENT:
            return
        await asyncio.sleep(self.pause(60 if self.habit is Habit.LATE else 20))
        if self.habit is Habit.TROLL:
            kind, payload = nonsense(self.dice)
            sent = self.add(kind, payload, name, self.states[name]["round"])
            await self.until(lambda: sent in self.acked or self.stopped)
        if self.habit is Habit.DROPPING and self.dice.random() < 0.5:
            self.drop()
            await self.until(lambda: self.live_at is not None or self.stopped)
        done = await self._play(name)
        if await self._got_pen(name):
            done = await self._play(name)
        if self.habit is Habit.WAVERING and done:
            await asyncio.sleep(self.pause(15))
            await self._play(name, again=True)

    async def _got_pen(self, name: str) -> bool:
        """Take the pen where the group's writer stays silent; whoever stands first in the group waits least."""
        if not self._wants_pen(name):
            return False
        mates = self.room["me"]["members"]
        patience = (1 + mates.index(self.room["me"]["name"])) * (PATIENCE_SECONDS + self.pause(20))
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self.until(lambda: self.stopped or not self._wants_pen(name))
        if self.stopped or not self._wants_pen(name):
            return False
        sent = self.add("take_pen", {}, None, None)
        await self.until(lambda: self.stopped or (sent in self.acked and not self._wants_pen(name)))
        return not self.stopped

    def _wants_pen(self, name: str) -> bool:
        """Return whether the group still waits for what only its writer may send."""
        return any(intent == "take_pen" for intent, _ in self._wanted(name, self.states[name], random.Random(0)))

    def _wanted(self, name: str, state: Json, dice: random.Random) -> Sequence[tuple[str, Json]]:
        if state["phase"] == "hidden" or "content" not in state:
            return ()
        kind, spec = self.types[state["type"]], self.specs[name]
        return kind.bot(spec, self.talk.between(kind, spec, {**state, "me": self.room["me"]}, self), dice)

    async def _play(self, name: str, *, again: bool = False) -> bool:
        """Send what the type suggests; True if anything was sent."""
        anything = False
        while not self.stopped:
            state = self.states[name]
            intents = self.types[state["type"]].intents
            taken = [intent for intent, phases in intents.items() if state["phase"] in phases]
            shown = state | ({"mine": {}} if again else {})
            wanted = [one for one in self._wanted(name, shown, self.dice) if one[0] in taken]
            key = (name, state["round"])
            if not wanted or self._sent[key] + len(wanted) > MOST_INTENTS:
                if wanted:
                    self.wrong.append(f"{name} never comes to an end: {MOST_INTENTS} intents in one round")
                return anything
            self._sent[key] += len(wanted)
            # Whoever waited long enough may take the pen while the writer's answer is under way.
            excused = LATE | {"not_writer"} if (self.room["me"] or {}).get("is_writer") else LATE
            ids = []
            for intent, payload in wanted:
                ids.append(self.add(intent, payload, name, state["round"]))
                if not again:  # some things can be said only once; whoever wavers may be told so
                    told = f"{name}: {intent} {json.dumps(payload, ensure_ascii=False)[:200]}"
                    self._suggested[ids[-1]] = (told, excused)
            again = False  # once more from the beginning, then on from what is stored
            await self.until(lambda ids=ids: all(one in self.acked for one in ids) or self.stopped)  # type: ignore[misc] # a lambda's default
            if not any(self.acked.get(one, (0, False))[1] for one in ids):
                return anything
            anything = True
            self.answered[name] += 1
            if again_later := self.pause(3):
                await asyncio.sleep(min(again_later, 5))
        return anything
