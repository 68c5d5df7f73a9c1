"""The people in the pictures: phones that take the door and the room socket, and answer as a real class might."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

SECONDS = 60
POLL = "langkah_pertama"

FIRST = {"tetap_urut": 14, "dahulukan": 9, "kerelaan": 3, "penyelia": 3, "unsure": 2}
"""How the class votes before the discussion."""
MOVED = {"tetap_urut": ["kerelaan"] * 3 + ["penyelia"] * 4, "dahulukan": ["penyelia"] * 3, "unsure": ["penyelia"] * 2}
"""Where some of them stand after the discussion."""
REASONS = {
    "tetap_urut": ["Nomor antrean itu janji kita kepada semua orang.", "Yang diam juga kehilangan hari kerja."],
    "dahulukan": [
        "Kantor ikut membuat ia datang dua kali.",
        "Kapal hanya sekali sehari, antrean masih bisa dijelaskan.",
    ],
    "kerelaan": ["Warga sering mau memberi jalan bila ditanya dengan hormat."],
    "penyelia": ["Putusan di luar urutan perlu ada yang menanggungnya.", "Butir 4 memberi jalan, asal dicatat."],
}
KEYS = {"pretest": "bdcab", "posttest": "dabca"}


class Participant:
    """One phone: joined through the form, then on the room socket."""

    def __init__(self, line: WebSocketClientConnection) -> None:
        self.line = line
        self.seq = 0
        self.contents: dict[str, dict[str, Any]] = {}
        self.group: dict[str, Any] = {}

    async def read(self, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Follow the class until a frame arrives that fits."""
        async with asyncio.timeout(SECONDS):
            while text := await self.line.read_message():
                frame: dict[str, Any] = json.loads(text)
                if frame["t"] == "activity":
                    self.contents[frame["id"]] = frame["state"]
                elif frame["t"] == "room":
                    self.group = frame["room"]["me"] or {}
                if until(frame):
                    return frame
        raise ConnectionError("the server hung up")

    async def send(self, activity: str, kind: str, payload: dict[str, Any], round_: int = 1) -> None:
        """Send one intent and wait until it is stored."""
        self.seq += 1
        intent = {"t": "intent", "id": secrets.token_hex(16), "seq": self.seq, "activity": activity, "round": round_}
        await self.line.write_message(json.dumps(intent | {"kind": kind, "payload": payload}))
        answer = await self.read(lambda frame: frame["t"] == "ack" and frame["id"] == intent["id"])
        if not answer["ok"]:
            raise RuntimeError(f"{activity}: {answer['message']}")


async def join(base: str, code: str) -> Participant:
    """Take the door with the pseudonym that it offers."""
    client = AsyncHTTPClient()
    door = await client.fetch(f"{base}/gabung/{code}")
    html = door.body.decode()
    fields = {name: _value(html, name) for name in ("_xsrf", "formulir", "nama")}
    jar = _cookies(door)
    request = HTTPRequest(
        f"{base}/gabung/{code}",
        method="POST",
        body=urlencode(fields),
        headers={"Cookie": jar, "Content-Type": "application/x-www-form-urlencoded"},
        follow_redirects=False,
    )
    answer = await client.fetch(request, raise_error=False)
    if answer.code != 303:
        raise HTTPClientError(answer.code, response=answer)
    socket_url = f"{base.replace('http', 'ws', 1)}/soket/{code}/peserta"
    line = await websocket_connect(HTTPRequest(socket_url, headers={"Cookie": _cookies(answer), "Origin": base}))
    person = Participant(line)
    await line.write_message(json.dumps({"t": "hello", "rev": 0, "page": ""}))
    await person.read(lambda frame: frame["t"] == "live")
    return person


def _value(html: str, name: str) -> str:
    tag = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', html)
    found = re.search(r'\bvalue="([^"]*)"', tag.group()) if tag else None
    if not found:
        raise ValueError(f"the door has no field {name}")
    return found.group(1)


def _cookies(answer: HTTPResponse) -> str:
    jar = SimpleCookie()
    for line in answer.headers.get_list("Set-Cookie"):
        jar.load(line)
    return "; ".join(f"{name}={morsel.coded_value}" for name, morsel in jar.items())


async def each(people: list[Participant], work: Callable[[int, Participant], Awaitable[None]]) -> None:
    """Let everybody do something at the same time."""
    await asyncio.gather(*(work(number, person) for number, person in enumerate(people)))


def votes(counts: dict[str, int]) -> list[str]:
    """Return one vote for each person."""
    return [option for option, count in counts.items() for _ in range(count)]


def _vote(option: str, number: int) -> dict[str, Any]:
    said = REASONS.get(option, [""])
    return {"choices": [option], "reason": said[number % len(said)] if number % 3 == 0 else ""}


def _quiz(items: list[dict[str, Any]], key: str, number: int, sure: int) -> dict[str, Any]:
    """Answers of somebody of whom ``sure`` in ten know each item."""
    right = [(number * 7 + place * 3) % 10 < sure for place in range(len(key))]
    options = [[option["id"] for option in item["options"]] for item in items]
    picked = [
        letter if knows else options[place]["abcd".index(letter) - 1 - number % 2]
        for place, (letter, knows) in enumerate(zip(key, right, strict=True))
    ]
    return {"answers": {item["id"]: choice for item, choice in zip(items, picked, strict=True)}}


async def quiz(people: list[Participant], activity: str, sure: int) -> None:
    """Everybody answers a quiz."""

    async def answer(number: int, person: Participant) -> None:
        await person.read(lambda frame: frame.get("id") == activity and frame["state"]["phase"] == "open")
        items = person.contents[activity]["content"]["items"]
        await person.send(activity, "answer", _quiz(items, KEYS[activity], number, sure))

    await each(people, answer)


async def vote(people: list[Participant], round_: int, options: list[str]) -> None:
    """Everybody votes in the poll."""

    async def answer(number: int, person: Participant) -> None:
        def opened(frame: dict[str, Any]) -> bool:
            state = frame.get("state") or {}
            return frame.get("id") == POLL and state["phase"] == "open" and state["round"] == round_

        await person.read(opened)
        await person.send(POLL, "answer", _vote(options[number], number + round_), round_)

    await each(people, answer)


def after_discussion(options: list[str]) -> list[str]:
    """Return how the same people vote after the discussion."""
    moved = {option: iter(targets) for option, targets in MOVED.items()}
    return [next(moved[option], option) if option in moved else option for option in options]


async def opened(person: Participant, activity: str) -> dict[str, Any]:
    """Wait until an activity can be answered; return what it asks."""
    if (person.contents.get(activity) or {}).get("phase") not in {"open", "discussing"}:
        await person.read(
            lambda frame: frame.get("id") == activity and frame["state"]["phase"] in {"open", "discussing"}
        )
    content: dict[str, Any] = person.contents[activity]["content"]
    return content


STARTS = ("“Bapak datang", "“Saya ikut", "“Boleh saya", "“Ini yang", "“Kejadian")


async def put_in_order(number: int, person: Participant) -> None:
    """Order the 5A; many take two neighbours the wrong way round."""
    steps = (await opened(person, "lima_a"))["steps"]
    order = [next(step["id"] for step in steps if step["text"].startswith(start)) for start in STARTS]
    if number % 3:
        place = number % 4
        order[place], order[place + 1] = order[place + 1], order[place]
    await person.send("lima_a", "answer", {"order": order})


async def take_a_position(number: int, person: Participant) -> None:
    """Choose a proposal for the meeting."""
    positions = (await opened(person, "diskusi_kasus"))["positions"]
    choice = positions[(0, 0, 0, 1, 1, 2, 2, 3)[number % 8]]["id"]
    reason = "Warga yang diam berhak tahu bahwa ia tidak dicatat."
    await person.send("diskusi_kasus", "position", {"choice": choice, "reason": reason})


async def write_for_the_group(number: int, person: Participant) -> None:
    """The writer of each group fills in the sheet."""
    del number
    await person.read(lambda frame: frame.get("id") == "diskusi_kasus" and frame["state"]["phase"] == "discussing")
    if person.group.get("is_writer"):
        fields = {
            "etis": "Kejujuran kepada warga lebih dulu; harganya rasa malu kantor.",
            "prosedural": "Butir 5 dijalankan hari ini, penyelia mencatat pengecualian di buku loket.",
            "responsif": "Pukul 07.45 sebelas orang ditelepon; pengumuman di pintu untuk tiga orang lain.",
            "kalimat": "Ibu benar, kemarin Ibu tidak dicatat. Kami menyesal Ibu pulang tanpa kepastian.",
        }
        await person.send("diskusi_kasus", "synthesis", {"fields": fields})


async def write_a_journal(number: int, person: Participant) -> None:
    """Say that a journal was written; its text stays on the phone."""
    await opened(person, "jurnal")
    await person.send("jurnal", "wrote", {"paragraphs": 2 + number % 3})


async def promise(number: int, person: Participant) -> None:
    """Fill in the commitment card."""
    await opened(person, "komitmen")
    deeds = ("Menyapa antrean setiap 15 menit", "Menyebut perkiraan waktu tunggu", "Mencatat warga yang dipulangkan")
    fields = {"tindakan": deeds[number % 3], "kapan": "Senin depan", "tanda": "Pertanyaan “masih lama?” berkurang"}
    await person.send("komitmen", "commit", {"fields": fields})
