"""A small branching case, and a class of three that plays it."""

from __future__ import annotations

from typing import Any

from etika_widgets.activities.branching_case.spec import BranchingCaseSpec
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import MemoryClass, submit_from_browser

LEADER = Viewer(Role.FACILITATOR)
Json = dict[str, Any]
DEFINITION: Json = {
    "id": "map",
    "type": "branching_case",
    "title": "Map kuning",
    "start": "pagi",
    "variables": {"percaya": 2},
    "reveal": "zqpenutup",
    "nodes": [
        {
            "id": "pagi",
            "title": {"id": "Pagi", "en": "Morning"},
            "text": {"id": "Berkas **kurang**.", "en": "Papers are **missing**."},
            "documents": [{"id": "daftar", "title": "Daftar", "body": "- Surat"}],
            "choices": [
                {
                    "id": "terima",
                    "text": "Terima",
                    "to": "siang",
                    "set": {"percaya": "percaya - 1"},
                    "consequence": "Map masuk laci.",
                },
                {"id": "tolak", "text": "Kembalikan", "short": "Kembali", "to": "siang"},
                {"id": "ulang", "text": "Baca lagi", "to": "pagi"},
            ],
        },
        {
            "id": "siang",
            "title": "zqsiang",
            "text": "zqtelepon",
            "question": "zqtanya",
            "documents": [{"id": "surel", "title": "zqsurel", "body": "zqisi"}],
            "choices": [
                {"id": "jujur", "text": "zqjelaskan", "to": "sore"},
                {"id": "tutup", "text": "zqtutup", "to": "malam", "if": 'percaya < 2 and chose("pagi", "terima")'},
            ],
        },
        {"id": "sore", "title": "zqsore", "text": "zqtercatat", "end": "zqlambat"},
        {"id": "malam", "title": "zqmalam", "text": "zqgelap", "end": "zqcepat"},
    ],
}


def case(**changes: Any) -> BranchingCaseSpec:
    """The case with some keys changed."""
    return BranchingCaseSpec.model_validate({**DEFINITION, **changes})


class Class:
    """A class of three that plays the case."""

    def __init__(self, klass: MemoryClass) -> None:
        self.klass = klass
        klass.move("map", "reading", "open")
        self.people = [klass.join(name) for name in ("Rusa Tenang", "Kenari Teduh", "Elang Jauh")]

    def vote(
        self, who: int, choice: str, step: int = 0, node: str = "pagi", reason: str = "", kind: str = "vote"
    ) -> Json:
        """Send a vote, or a group's decision, as a phone does; return the acknowledgement."""
        payload = {"step": step, "node": node, "choice": choice, "reason": reason}
        return submit_from_browser(self.klass, self.people[who], "map", kind, payload)

    def votes(self, *choices: str, step: int = 0, node: str = "pagi") -> None:
        """Let people vote, one after the other."""
        for who, choice in enumerate(choices):
            ack = self.vote(who, choice, step, node)
            assert ack["ok"], ack

    def direct(self, kind: str, **payload: Any) -> Json:
        """Send one of the facilitator's directions."""
        return self.klass.submit(LEADER, "map", kind, payload)

    def sees(self, who: int) -> Json:
        """Return what a participant sees."""
        return self.klass.state("map", self.people[who])

    def projector(self) -> Json:
        """Return what the shared screen shows."""
        return self.klass.state("map")

    def tree(self) -> Json:
        """Return the last round of the facilitator's results."""
        return self.klass.state("map", role=Role.FACILITATOR)["results"]["rounds"][-1]  # type: ignore[no-any-return]
