"""`etika rehearse`: made-up people play every shipped workbook over the real protocol, and see what goes wrong."""

from __future__ import annotations

import asyncio
import json
import math
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.cli import main
from etika_widgets.content.library import default_library
from etika_widgets.content.secrets import Secrets
from etika_widgets.rehearsal.bots import LATE, Bot, Habit, cast
from etika_widgets.rehearsal.participant import Facilitator
from etika_widgets.rehearsal.rehearsal import play
from etika_widgets.rehearsal.stage import Served, etika_server
from etika_widgets.rehearsal.talk import Talk
from etika_widgets.rehearsal.wire import Address

pytestmark = pytest.mark.server

LIBRARY = default_library()
WORKBOOKS = sorted(LIBRARY.packs().keys() & LIBRARY.workbooks().keys())
PEOPLE = 12


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with etika_server(tmp_path_factory.mktemp("gladi"), None, None) as running:
        yield running


@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_every_shipped_workbook_is_played_to_its_end_and_nothing_is_lost_or_seen_early(served, workbook):
    pack = LIBRARY.pack(workbook)
    outcome = play(pack, served, people=PEOPLE, seed=7)
    assert outcome.broken == ()
    assert [step["id"] for step in outcome.steps] == [step.id for step in pack.runsheet]
    assert sum(outcome.people.values()) == PEOPLE
    assert {step["id"]: step["answers"] > 0 for step in outcome.steps if step["activity"]} == {
        step["id"]: True for step in outcome.steps if step["activity"]
    }
    assert outcome.stored >= PEOPLE


def test_every_crowd_has_all_kinds_of_people_and_exactly_one_troll():
    for people in (12, 40, 200):
        habits = Counter(cast(people, random.Random(people)))
        assert set(habits) == set(Habit)
        assert habits[Habit.TROLL] == 1
        assert habits[Habit.STEADY] >= people / 3
        assert sum(habits.values()) == people
    assert cast(1, random.Random(1)) == [Habit.TROLL]
    assert cast(0, random.Random(1)) == []


async def _bot() -> Bot:
    pack = LIBRARY.pack("keluhan_di_loket")
    specs = {spec.id: spec for spec in pack.activities}
    secrets = {name: Secrets(spec.model_dump(mode="json")) for name, spec in specs.items()}
    return Bot(Address("127.0.0.1", 9), "ABCDEF", Habit.STEADY, activity_types(), specs, secrets, 1, 1.0)


def _seen(frame: dict[str, Any]) -> list[str]:
    async def look() -> list[str]:
        bot = await _bot()
        bot._suggested["a"] = ("pretest: answer {}", LATE)
        bot._suggested["pen"] = ("ringkasan: write {}", LATE | {"not_writer"})
        bot._take(json.dumps(frame, ensure_ascii=False).encode(), 0.0)
        return bot.wrong

    return asyncio.run(look())


def _frame(**state: Any) -> dict[str, Any]:
    first = {"id": "pretest", "type": "quiz", "phase": "open", "round": 1, "rev": 3}
    return {"t": "activity", "id": "pretest", "rev": 3, "state": first | state}


REASON = LIBRARY.pack("keluhan_di_loket").activity("pretest").items[0].options[0].rationale.id  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (_frame(results={"n": 1}), "pretest showed its results while open"),
        (_frame(notes={"notes_html": "x"}), "pretest showed what is the facilitator's"),
        (_frame(content={"text": REASON}), "pretest gave away"),
        ({"t": "room", "rev": 1, "room": {"roster": []}}, "the room of a participant holds what is the facilitator's"),
        ({"t": "ack", "id": "a", "ok": False, "code": "malformed", "message": "?"}, "was refused: malformed"),
        ({"t": "ack", "id": "a", "ok": False, "code": "not_writer", "message": "?"}, "was refused: not_writer"),
    ],
)
def test_a_bot_tells_what_must_never_reach_a_participant(frame, said):
    [wrong] = _seen(frame)
    assert said in wrong


@pytest.mark.parametrize(
    "frame",
    [
        _frame(phase="revealed", results={"n": 1}, reveal={"text": REASON}),
        _frame(results=None, content={"text": "Situasi"}),
        {"t": "ack", "id": "a", "ok": False, "code": "closed", "message": "?"},
        {"t": "ack", "id": "pen", "ok": False, "code": "not_writer", "message": "?"},  # lost it on the way
        {"t": "ack", "id": "nonsense", "ok": False, "code": "malformed", "message": "?"},
    ],
)
def test_what_is_in_order_is_not_told(frame):
    assert _seen(frame) == []


@pytest.mark.browser
def test_the_command_writes_a_report_with_pictures(tmp_path, capsys):
    pytest.importorskip("playwright")
    out = tmp_path / "laporan"
    command = ["rehearse", "keluhan_di_loket", "--people", "8", "--speed", "100000", "--out", str(out)]
    assert main(command) == 0
    said = capsys.readouterr().out
    told = json.loads((out / "laporan.json").read_text(encoding="utf-8"))
    assert f"{told['stored']} kiriman diterima dan tersimpan sekali." in said
    report = (out / "laporan.md").read_text(encoding="utf-8")
    assert "| Kartu komitmen | 4 | komitmen |" in report
    assert told["broken"] == []
    pictures = sorted(path.name for path in out.glob("*.png"))
    assert {name.rsplit("_", 1)[1] for name in pictures} == {"telepon.png", "layar.png", "kendali.png"}
    assert all(f"({name})" in report for name in pictures)
    assert min(path.stat().st_size for path in out.glob("*.png")) > 5_000


def test_an_unknown_workbook_is_named_before_anything_starts(tmp_path: Path, capsys):
    assert main(["rehearse", "keluhan", "--out", str(tmp_path / "x")]) != 0
    assert "keluhan_di_loket" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_where_the_writer_of_a_group_stays_silent_a_mate_takes_the_pen(served):
    """The writer sends nothing, nor does anybody else; the only one who takes part is not the writer."""
    pack = LIBRARY.pack("galeri")
    specs = {spec.id: spec for spec in pack.activities}
    secrets = {name: Secrets(spec.model_dump(mode="json")) for name, spec in specs.items()}

    async def play_one_group() -> tuple[Any, ...]:
        lead = Facilitator(served.address, served.token)
        code = await lead.open_class(pack.slug)
        group = [
            Bot(served.address, code, Habit.SILENT, activity_types(), specs, secrets, seed, math.inf)
            for seed in range(3)
        ]
        for bot in group:
            await bot.join()
        await lead.until(lambda: lead.room["people"]["online"] == len(group))
        dealt = lead.add("group", {"largest": 5}, None, None)
        await lead.until(lambda: dealt in lead.acked)
        await asyncio.gather(*(bot.until(lambda bot=bot: bot.room["me"]["group"]) for bot in group))
        mate = next(bot for bot in group if not bot.room["me"]["is_writer"])
        mate.habit = Habit.STEADY
        for phase in ("reading", "open"):
            await lead.move("canvas", phase)
        await asyncio.gather(*(bot.until(lambda bot=bot: bot.states["canvas"]["phase"] == "open") for bot in group))
        before = lead.states["canvas"]["results"]["n"]
        await asyncio.gather(*(bot.take_part("canvas") for bot in group))
        await lead.until(lambda: lead.states["canvas"]["answered"] == 1)
        state = lead.states["canvas"]
        writers = [person["name"] for person in lead.room["roster"] if person["is_writer"]]
        for member in (lead, *group):
            member.stop()
        return before, state["results"]["n"], state["counted"], state["expected"], writers == [mate.room["me"]["name"]]

    assert asyncio.run(asyncio.wait_for(play_one_group(), 60)) == (0, 1, "groups", 1, True)


def test_bots_hand_each_other_codes_so_that_feedback_from_all_sides_is_given_and_opened(served):
    """Nine people who come one after the other: the first is rated from all sides, the last by nobody."""
    pack = LIBRARY.pack("evaluasi_3_bulan")
    specs = {spec.id: spec for spec in pack.activities}
    secrets = {name: Secrets(spec.model_dump(mode="json")) for name, spec in specs.items()}

    async def play_it() -> tuple[list[Any], list[str]]:
        lead, talk = Facilitator(served.address, served.token), Talk()
        code = await lead.open_class(pack.slug)
        crowd = [
            Bot(served.address, code, Habit.STEADY, activity_types(), specs, secrets, seed, math.inf, talk)
            for seed in range(9)
        ]
        await asyncio.gather(*(bot.join() for bot in crowd))
        for phase in ("reading", "open"):
            await lead.move("balikan", phase)
        for bot in crowd:
            await bot.until(lambda bot=bot: bot.states["balikan"]["phase"] == "open")
            await bot.take_part("balikan")
        for phase in ("closed", "revealed"):
            await lead.move("balikan", phase)
        await asyncio.gather(*(bot.until(lambda bot=bot: bot.states["balikan"]["results"]) for bot in crowd))
        for member in (lead, *crowd):
            member.stop()
        received = [bot.states["balikan"]["dealt"]["received"][0] for bot in crowd]
        return received, [line for bot in crowd for line in bot.wrong]

    received, wrong = asyncio.run(asyncio.wait_for(play_it(), 60))
    assert wrong == []
    assert [tuple(one["forms"].values()) for one in received] == [
        *((3, 1, 3), (3, 1, 3), (3, 1, 2), (3, 1, 1), (3, 1, 0)),
        *((3, 0, 0), (2, 0, 0), (1, 0, 0), (0, 0, 0)),
    ]
    firsts = [one["behaviours"][0] for one in received]
    assert [[name for name in one if one[name] is None] for one in firsts[:3]] == [[], [], ["subordinates"]]
    assert [one["peers"] is None for one in firsts] == [False] * 6 + [True] * 3
