"""A class played through the real store, desk and pack, with known answers and planted secrets."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import etika_widgets.room.desk as desk_module
import etika_widgets.room.opening as opening_module
from etika_widgets._plugins import activity_types
from etika_widgets.content.loader import load_pack
from etika_widgets.content.pack import Pack
from etika_widgets.room.desk import Desk
from etika_widgets.room.intents import Intent
from etika_widgets.room.opening import open_class
from etika_widgets.room.viewer import Role, Viewer
from etika_widgets.storage import open_store
from etika_widgets.storage.contract import Store

PACK = Path(__file__).parents[2] / "datasets" / "keluhan_di_loket.yaml"
CODE = "K7PQ4M"
PEOPLE = 12
NAMES = [f"Kenari {letter}x{number}" for number, letter in enumerate("ABCDEFGHJKLM")]
"""Pseudonyms, strange enough to be found anywhere."""
PRIVATE = "RAHASIA-TIDAK-TAMPIL"
"""Stands in every text that was not put on the shared screen."""
MARKUP = '<script>alert("x")</script> & <b>tebal</b>'


class Clock:
    """A clock that starts at 08.00 in Jakarta and goes on by hand."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> str:
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"2026-11-23T{1 + hours:02}:{minutes:02}:{seconds:02}.000Z"


@dataclass
class Classroom:
    """A class and the means to act in it."""

    store: Store
    pack: Pack
    clock: Clock
    code: str = CODE

    def __post_init__(self) -> None:
        self.types = activity_types()
        self.numbers = itertools.count(1)
        if not any(row.code == self.code for row in self.store.classes()):
            open_class(self.store, self.pack, code=self.code)
        people = self.store.changes(self.code).participants
        self.people = [person.id for name in NAMES for person in people if person.name == name]
        self.desk = Desk(self.store, self.types)

    def submit(self, viewer: Viewer, kind: str, activity: str | None = None, **payload: Any) -> dict[str, Any]:
        number = self.store.changes(self.code).rev * 1000 + next(self.numbers)
        intent = Intent(id=f"{number:032x}", seq=number, activity=activity, kind=kind, payload=payload)
        [outcome], _ = self.desk.submit(self.code, [(viewer, intent)], online=self.people)
        assert outcome.ok, str(outcome.error)
        return dict(outcome.data)

    def join(self, names: list[str]) -> None:
        self.people += [self.submit(Viewer(Role.DOOR), "join", name=name)["participant"] for name in names]

    def lead(self, kind: str, activity: str | None = None, **payload: Any) -> None:
        self.submit(Viewer(Role.FACILITATOR), kind, activity, **payload)

    def move(self, activity: str, *phases: str) -> None:
        for phase in phases:
            rev = next(row.rev for row in self.store.changes(self.code).activities if row.activity == activity)
            self.lead("move", activity, to=phase, rev=rev)

    def say(self, person: int, kind: str, activity: str, **payload: Any) -> None:
        self.submit(Viewer(Role.PARTICIPANT, self.people[person]), kind, activity, **payload)

    def show(self, activity: str, person: int, slot: str, round_: int = 1) -> None:
        self.lead("feature", activity, participant=self.people[person], slot=slot, round=round_, shown=True)

    def quiz(self, activity: str, rights: list[int]) -> None:
        """Let people answer a quiz, each with so many items right, the first items first."""
        spec = self.pack.activity(activity)
        for person, right in enumerate(rights):
            answers = {}
            for place, item in enumerate(spec.items):  # type: ignore[attr-defined]
                wrong = next(option for option in item.option_ids if option != item.key)
                answers[item.id] = item.key if place < right else wrong
            self.say(person, "answer", activity, answers=answers)


def open_classroom(folder: Path, monkeypatch: Any, pack: Pack | None = None) -> Classroom:
    clock = Clock()
    monkeypatch.setattr(desk_module, "now", clock)
    monkeypatch.setattr(opening_module, "now", clock)
    store = open_store(f"sqlite:///{folder / 'kelas.sqlite3'}")
    return Classroom(store, pack or load_pack(PACK, activity_types()), clock)


PRE = [1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 2]
POST = [3, 3, 3, 4, 4, 4, 4, 4, 5, 5, 5]
"""Eleven people took the last quiz: the twelfth had left."""
FIRST = ["tetap_urut"] * 5 + ["dahulukan"] * 3 + ["kerelaan"] * 2 + ["penyelia"] + ["unsure"]
SECOND = ["tetap_urut"] * 3 + ["penyelia"] * 5 + ["dahulukan"] * 3


def play(room: Classroom, *, end: bool = True) -> None:
    """Play the whole lesson with twelve people."""
    room.clock.seconds = 4 * 60
    room.join(NAMES)
    room.clock.seconds = 10 * 60
    room.move("pretest", "reading", "open")
    room.quiz("pretest", PRE)
    room.clock.seconds = 19 * 60 + 40
    room.move("pretest", "closed")
    room.clock.seconds = 20 * 60
    room.move("langkah_pertama", "reading", "open")
    for person, choice in enumerate(FIRST):
        reason = {0: MARKUP, 1: "Nomor urut itu janji kita."}.get(person, f"{PRIVATE} alasan {person}")
        room.say(person, "answer", "langkah_pertama", choices=[choice], reason=reason)
    room.show("langkah_pertama", 0, "answer")
    room.show("langkah_pertama", 1, "answer")
    room.clock.seconds = 34 * 60
    room.move("langkah_pertama", "closed", "discussing")
    room.clock.seconds = 35 * 60
    room.move("lima_a", "reading", "open")
    order = room.types["ordering"].reveal(room.pack.activity("lima_a"), "id")["order"]
    for person in range(10):
        room.say(person, "answer", "lima_a", order=order if person < 6 else [order[1], order[0], *order[2:]])
    room.clock.seconds = 49 * 60
    room.move("lima_a", "closed", "revealed")
    room.clock.seconds = 50 * 60
    room.move("diskusi_kasus", "reading", "open")
    room.lead("group", largest=6)
    positions = ["buka_semua"] * 6 + ["dengar_dulu"] * 4 + ["sisipkan"] * 2
    for person, position in enumerate(positions):
        room.say(person, "position", "diskusi_kasus", choice=position, reason=f"{PRIVATE} usul {person}")
    writers = [row for row in room.store.changes(room.code).participants if row.is_writer]
    assert len(writers) == 2
    for writer in writers:
        text = "Warga yang diam didahulukan." if writer.group == 1 else f"{PRIVATE} rumusan"
        fields = {"etis": text, "kalimat": MARKUP if writer.group == 1 else PRIVATE}
        room.say(room.people.index(writer.id), "synthesis", "diskusi_kasus", fields=fields)
        if writer.group == 1:
            room.show("diskusi_kasus", room.people.index(writer.id), "synthesis")
    room.clock.seconds = 106 * 60
    room.move("diskusi_kasus", "closed", "revealed")
    room.clock.seconds = 107 * 60
    room.move("langkah_pertama", "open")
    for person, choice in enumerate(SECOND):
        room.say(person, "answer", "langkah_pertama", choices=[choice], reason="")
    room.clock.seconds = 111 * 60
    room.move("langkah_pertama", "closed", "revealed")
    room.clock.seconds = 120 * 60
    room.move("jurnal", "reading", "open")
    for person in range(9):
        room.say(person, "wrote", "jurnal", paragraphs=2)
    for person in range(3):
        room.say(person, "share", "jurnal", text=f"{PRIVATE} jurnal {person}")
    room.show("jurnal", 0, "shared")
    room.clock.seconds = 126 * 60
    room.move("komitmen", "reading", "open")
    for person in range(8):
        action = "Menyapa antrean tiap 15 menit." if person == 0 else f"{PRIVATE} kartu {person}"
        sign = "Pertanyaan “masih lama?” berkurang." if person == 0 else PRIVATE
        fields = {"tindakan": action, "kapan": "Senin, pukul 10.00", "tanda": sign}
        room.say(person, "commit", "komitmen", fields=fields)
    room.show("komitmen", 0, "answer")
    room.clock.seconds = 130 * 60
    room.move("posttest", "reading", "open")
    room.quiz("posttest", POST)
    room.clock.seconds = 137 * 60
    room.move("posttest", "closed", "revealed")
    room.move("pretest", "revealed")
    room.clock.seconds = 139 * 60
    room.lead("present", step="penutup")
    room.clock.seconds = 141 * 60
    if end:
        room.lead("end")
