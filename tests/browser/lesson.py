"""What a class holds, read and led beside the browser: straight in the store that the server writes."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from etika_widgets._plugins import activity_types
from etika_widgets.content.library import default_library
from etika_widgets.room import Desk, Intent, Role, Viewer, open_class
from etika_widgets.storage import Store, open_store

WORKBOOK = "keluhan_di_loket"
POLL = "langkah_pertama"
PACK = default_library().pack(WORKBOOK)
FACILITATOR = Viewer(Role.FACILITATOR)


class Lesson:
    """A class of its own in the server's database."""

    def __init__(self, store_url: str, code: str | None = None) -> None:
        self.store: Store = open_store(store_url)
        self.code = code or open_class(self.store, PACK).code
        self.desk = Desk(self.store, activity_types())

    def lead(self, kind: str, payload: dict[str, Any], activity: str | None = None) -> None:
        intent = Intent(id=uuid.uuid4().hex, activity=activity, kind=kind, payload=payload)
        [outcome], _ = self.desk.submit(self.code, [(FACILITATOR, intent)])
        assert outcome.ok, outcome.error

    def present(self, step: str) -> None:
        self.lead("present", {"step": step})

    def move(self, activity: str, *phases: str) -> None:
        for phase in phases:
            rev = next(row.rev for row in self.store.changes(self.code).activities if row.activity == activity)
            self.lead("move", {"to": phase, "rev": rev}, activity)

    def answer_as(self, name: str, activity: str, payload: dict[str, Any]) -> None:
        """Let somebody else join and answer."""
        join = Intent(id=uuid.uuid4().hex, kind="join", payload={"name": name})
        [joined], _ = self.desk.submit(self.code, [(Viewer(Role.DOOR), join)])
        who = Viewer(Role.PARTICIPANT, joined.data["participant"])
        answer = Intent(id=uuid.uuid4().hex, seq=1, activity=activity, kind="answer", payload=payload)
        [outcome], _ = self.desk.submit(self.code, [(who, answer)])
        assert outcome.ok, outcome.error

    def phase(self, activity: str) -> tuple[str, int]:
        return next(
            (row.phase, row.round) for row in self.store.changes(self.code).activities if row.activity == activity
        )

    def answers(self, activity: str, slot: str = "answer") -> list[dict[str, Any] | None]:
        rows = self.store.changes(self.code).responses
        return [row.payload for row in rows if row.activity == activity and row.slot == slot]

    def names(self) -> list[str]:
        return [person.name for person in self.store.changes(self.code).participants if not person.removed]

    def logged(self, kind: str) -> int:
        return sum(event.kind == kind for event in self.store.events(self.code))


def _plain(*texts: str) -> list[str]:
    """The longest piece of each text that looks the same in Markdown, HTML and JSON."""
    return [max(re.split(r"""[*"'<>&`|\n\\]+""", text), key=len).strip() for text in texts if text]


def _sealed() -> dict[str, list[str]]:
    """For each activity what nobody but the facilitator may have before its results are opened."""
    found: dict[str, list[str]] = {}
    for spec in PACK.activities:
        raw = spec.model_dump(mode="json")
        texts = [raw["reveal"]["id"]] if raw.get("reveal") else []
        texts += [option["rationale"]["id"] for item in raw.get("items", []) for option in item["options"]]
        texts += [step["detail"]["id"] for step in raw.get("steps", [])]
        found[spec.id] = _plain(*texts)
    return found


SEALED = _sealed()
STEP_IDS = ['"acknowledge"', '"apologize"', '"analyze"', '"advocate"']
"""Names of the 5A steps: on their own they tell the order, so phones get others."""

NOTES = _plain(
    *(text for step in PACK.runsheet for text in (step.say, step.notes, step.if_silent) if text),
    *(rung.ask for step in PACK.runsheet for rung in step.ladder),
    *(text for spec in PACK.activities for text in (spec.notes, *spec.follow_ups) if text),
)
"""What stands on the control page only."""


def too_early(frames: list[str]) -> list[str]:
    """Frames to a phone or projector that hold results before the reveal, or anything of the facilitator's."""
    wrong = []
    for text in frames:
        frame = json.loads(text)
        state = frame.get("state") or {}
        early = state.get("phase") != "revealed" and (state.get("results") or state.get("reveal"))
        if early or {"notes", "moves"} & state.keys() or {"steps", "law", "roster"} & (frame.get("room") or {}).keys():
            wrong.append(text[:300])
    return wrong
