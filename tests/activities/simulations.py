"""A small simulation, and a class of three that plays it."""

from __future__ import annotations

import copy
from typing import Any

from etika_widgets.activities.simulation.spec import SimulationSpec
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import MemoryClass, submit_from_browser

LEADER = Viewer(Role.FACILITATOR)
Json = dict[str, Any]
DEFINITION: Json = {
    "id": "meja",
    "type": "simulation",
    "title": "Meja",
    "start": "2026-03-05 08:00",  # a Thursday
    "variables": {"jujur": False},
    "meters": [{"id": "percaya", "text": "Kepercayaan", "words": ["retak", "goyah", "kuat"], "start": 1}],
    "reveal": "zqpenutup",
    "events": [
        {
            "id": "lampu",
            "at": {},
            "from": {"id": "Warga", "en": "Citizen"},
            "subject": {"id": "Lampu mati", "en": "No light"},
            "body": "Sudah **dua minggu**.",
            "attachments": [{"id": "foto", "title": "Foto", "body": "- gelap"}],
            "deadline": {"workdays": 1},
            "reply": "Balasan",
            "decisions": [
                {
                    "id": "janji",
                    "text": "Beri tanggal",
                    "moves": {"percaya": 2},
                    "set": {"jujur": True},
                    "consequence": "zqterima",
                    "note": "zqaturan",
                    "takes": {"hours": 2},
                    "leads": [{"event": "kabel", "after": {"workdays": 1, "at": "10:00"}}],
                },
                {
                    "id": "tutup",
                    "text": "Tutup",
                    "short": "Tutup saja",
                    "moves": {"percaya": -1},
                    "leads": [{"event": "foto", "after": {"hours": 3}}],
                },
            ],
            "missed": {"moves": {"percaya": -1}, "consequence": "zqmerah", "leads": [{"event": "foto"}]},
        },
        {
            "id": "kabel",
            "from": "Dinas",
            "subject": "zqkabel",
            "body": "zqpesan",
            "deadline": {"hours": 4},
            "decisions": [{"id": "kabari", "text": "zqkabari"}, {"id": "diam", "text": "zqdiam"}],
        },
        {"id": "foto", "from": "Humas", "subject": "zqfoto", "body": "zqsebar"},
        {
            "id": "rapat",
            "at": {"workdays": 1, "at": "09:00"},
            "from": "Atasan",
            "subject": "zqrapat",
            "body": "zqruang",
            "decisions": [{"id": "hadir", "text": "zqhadir"}, {"id": "titip", "text": "zqtitip"}],
        },
        {
            "id": "pujian",
            "at": {"workdays": 2, "at": "09:00"},
            "if": "jujur and percaya == 2",
            "from": "Warga",
            "subject": "zqpujian",
            "body": "zqterimakasih",
        },
    ],
}


def definition(**changes: Any) -> Json:
    """The definition with some keys changed."""
    return {**copy.deepcopy(DEFINITION), **changes}


def simulation(**changes: Any) -> SimulationSpec:
    """The simulation with some keys changed."""
    return SimulationSpec.model_validate(definition(**changes))


class Desk:
    """A class of three that plays the simulation."""

    def __init__(self, klass: MemoryClass) -> None:
        self.klass = klass
        klass.move("meja", "reading", "open")
        self.people = [klass.join(name) for name in ("Rusa Tenang", "Kenari Teduh", "Elang Jauh")]

    def sends(self, who: int, kind: str, **payload: Any) -> Json:
        """Send an intent as a phone does; return the acknowledgement."""
        return submit_from_browser(self.klass, self.people[who], "meja", kind, payload)

    def decides(self, who: int, event: str, choice: str, reply: str = "") -> Json:
        """Send a decision."""
        return self.sends(who, "decide", event=event, choice=choice, reply=reply)

    def advance(self, to: str) -> Json:
        """Move the clock, as the control page does."""
        now = self.projector()["board"]["now"]
        return self.klass.submit(LEADER, "meja", "advance", {"to": to, "now": now})

    def sees(self, who: int) -> Json:
        """Return what is on a participant's desk."""
        return self.klass.state("meja", self.people[who])["dealt"]  # type: ignore[no-any-return]

    def mail(self, who: int, event: str) -> Json:
        """Return one letter of a participant's inbox."""
        return next(one for one in self.sees(who)["inbox"] if one["id"] == event)  # type: ignore[no-any-return]

    def inbox(self, who: int) -> list[str]:
        """Return the ids in a participant's inbox, the newest first."""
        return [one["id"] for one in self.sees(who)["inbox"]]

    def projector(self) -> Json:
        """Return what the shared screen shows."""
        return self.klass.state("meja")

    def leads(self) -> Json:
        """Return the facilitator's results."""
        return self.klass.state("meja", role=Role.FACILITATOR)["results"]  # type: ignore[no-any-return]

    def group(self) -> None:
        """Put all into one group; its writer comes first."""
        assert self.klass.submit(LEADER, None, "group", {"largest": 5})["ok"]
        people = self.klass.room().people
        self.people.sort(key=lambda who: not people.all[who].is_writer)
