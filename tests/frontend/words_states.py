"""Plays wall, forum, questions, ideas and word cloud through the real engine, for the tests of their views."""

from __future__ import annotations

from typing import Any

from etika_widgets.room import Role, Viewer
from etika_widgets.testing import MemoryClass, memory_class, submit_from_browser

Json = dict[str, Any]
LEADER = Viewer(Role.FACILITATOR)
CANARY = "<img src=x onerror='etika.alarms++'> <b>tebal</b>"


class Scene:
    """A class with one activity that is open, and people who write in it.

    Args:
        definition: the activity, as in a pack, without an id.
        people: how many have joined; ``me`` is the first of them.
    """

    def __init__(self, definition: Json, people: int = 6) -> None:
        self.klass: MemoryClass = memory_class([{"id": "a", **definition}])
        self.people = [self.klass.join(f"Rusa Nomor {number}") for number in range(1, people + 1)]
        self.me = self.people[0]
        self.move("reading", "open")

    def move(self, *phases: str) -> None:
        """Lead the activity through phases."""
        self.klass.move("a", *phases)

    def sends(self, person: int, kind: str, payload: Json) -> None:
        """Let somebody send what must be accepted."""
        ack = submit_from_browser(self.klass, self.people[person], "a", kind, payload)
        assert ack["ok"], ack

    def leads(self, kind: str, **payload: Any) -> None:
        """Let the facilitator decide what must be accepted."""
        ack = self.klass.submit(LEADER, "a", kind, payload)
        assert ack["ok"], ack

    def shows(self, *texts: str) -> None:
        """Let up the texts that are named, else all that wait."""
        cards = self.facilitator["results"]["review"]["cards"]
        wanted = [card["id"] for card in cards if card["text"] in texts or (not texts and card["state"] == "waiting")]
        self.leads("moderate", ids=wanted, to="shown")

    def id_of(self, text: str) -> str:
        """Return the id under which the page speaks of a text."""
        return next(card["id"] for card in self.facilitator["results"]["review"]["cards"] if card["text"] == text)

    @property
    def phone(self) -> Json:
        """What the first person sees."""
        return self.klass.state("a", self.me)

    @property
    def projector(self) -> Json:
        """What stands on the shared screen."""
        return self.klass.state("a")

    @property
    def facilitator(self) -> Json:
        """What the control page gets."""
        return self.klass.state("a", role=Role.FACILITATOR)


def wall() -> Scene:
    """Three columns, eleven cards, one of them with markup; two wait."""
    columns = ["Aturan", "Alat", "Orang"]
    scene = Scene({"type": "wall", "prompt": "Apa yang membuat warga harus datang dua kali?", "columns": columns})
    texts = {
        "aturan": ["Syarat berbeda antara papan dan loket", "Legalisasi masih diminta", CANARY],
        "alat": ["Mesin antrean sering mati", "Pemindai hanya satu", "Jaringan putus setiap siang"],
        "orang": ["Petugas baru belum tahu syarat", "Tidak ada yang menyapa di pintu", "Takut memutuskan sendiri"],
    }
    for column, said in texts.items():
        for place, text in enumerate(said):
            scene.sends(place + 1, "add", {"text": text, "column": column})
    scene.shows()
    scene.sends(4, "add", {"text": "Formulir lama masih dipakai", "column": "alat"})
    scene.sends(5, "add", {"text": "Jam istirahat tidak bergantian", "column": "orang"})
    return scene


def forum() -> Scene:
    """A wall with replies: four cards, one taken off again; the first person has a card, and a reply that waits."""
    scene = Scene({"type": "wall", "prompt": "Satu kejadian di loket minggu ini, satu pertanyaan", "replies": 2})
    told = {
        0: "Pemohon datang ketiga kali karena satu fotokopi. Sampai di mana saya boleh membantu?",
        1: "Dua orang datang bersamaan, satu menggendong anak. Siapa yang dilayani lebih dulu?",
        2: "Kepala seksi kami, Pak Anu, meminta kartu ini ditulis.",
        3: "Jam tutup lewat lima menit, warga masih berdiri di pintu. Apa yang Anda lakukan?",
    }
    for person, text in told.items():
        scene.sends(person, "add", {"text": text})
    scene.shows()
    for person, to, text in (
        (4, 2, "Sama dengan kejadian di tempat kami."),
        (2, 1, "Saya tanya dulu kepada yang sudah antre."),
        (3, 1, "Di kantor kami ada kursi prioritas."),
        (4, 1, CANARY),
        (5, 1, "Siapa yang belum pernah ditanya?"),
        (1, 3, "Kami buat daftar tunggu untuk besok pagi."),
    ):
        scene.sends(person, "reply", {"to": scene.id_of(told[to]), "text": text})
    scene.shows()
    scene.sends(0, "reply", {"to": scene.id_of(told[3]), "text": "Saya layani, lalu catat jamnya."})
    scene.leads("moderate", ids=[scene.id_of(told[2])], to="hidden")
    return scene


def qna() -> Scene:
    """Four questions: one pinned, two up with votes, one waiting."""
    scene = Scene({"type": "qna", "prompt": "Apa yang masih mengganjal tentang menerima hadiah?"})
    asked = ["Bolehkah menerima oleh-oleh dari warga?", "Bagaimana kalau menolak menyinggung?", CANARY]
    for place, text in enumerate(asked, 1):
        scene.sends(place, "add", {"text": text})
    scene.shows()
    for person in (0, 3, 4, 5):
        scene.sends(person, "vote", {"id": scene.id_of(asked[1]), "on": True})
    scene.leads("moderate", ids=[scene.id_of(asked[0])], to="pinned")
    scene.sends(4, "add", {"text": "Kepada siapa melapor di kantor kecil?"})
    return scene


def brainstorm() -> Scene:
    """Six ideas that were let up and one that waits, in the stage of writing."""
    scene = Scene(
        {"type": "brainstorm", "prompt": "Bagaimana antrean pagi bisa lebih adil?", "votes": 2, "shortlist": 2}
    )
    ideas = ["Nomor antrean daring", "Antrean bernomor lewat ponsel", "Loket khusus lansia", CANARY]
    for place, text in enumerate([*ideas, "Papan syarat di pintu", "Petugas penyapa"], 1):
        scene.sends(place % 6, "add", {"text": text})
    scene.shows()
    scene.sends(1, "add", {"text": "Jam istirahat bergantian"})
    return scene


def wordcloud(**more: Any) -> Scene:
    """A dozen people; some words stand, some are too rare, one has markup."""
    scene = Scene({"type": "wordcloud", "question": "Satu kata: apa arti melayani?", **more}, people=12)
    words = [["pelayanan publik", "jujur"], ["melayani", "sabar"], ["ramah", "kejujuran"], ["jujur", CANARY[:38]]]
    for person in range(1, 12):
        scene.sends(person, "answer", {"words": words[person % 4]})
    return scene
