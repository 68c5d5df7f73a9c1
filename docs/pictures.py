"""Draw the pictures of the README: a class of 31 in a throw-away server, as four people see it.

Usage: ``python docs/pictures.py [FOLDER]`` (``make pictures``). Phones are real: each takes the door and the room socket.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

FOLDER = Path(__file__).parent / "pictures"
PEOPLE = 31
LARGEST = 250_000
SECONDS = 60
POLL = "langkah_pertama"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

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


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[tuple[str, str, str]]:
    """Run `etika serve --demo` on a free port; yield its address, the class code and the facilitator's token."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "etika_widgets.cli", "serve", "--demo", "--no-browser", "--json"]
    process = await asyncio.create_subprocess_exec(
        *command, "--port", str(port), "--data", str(folder), stdout=subprocess.PIPE
    )
    try:
        assert process.stdout
        line = await asyncio.wait_for(process.stdout.readline(), SECONDS * 2)
        control = urlsplit(json.loads(line)["facilitator"])
        yield f"http://127.0.0.1:{port}", control.path.rsplit("/", 1)[-1], control.fragment
    finally:
        process.terminate()
        await process.wait()


class Cockpit:
    """The facilitator: moves the class by its own buttons."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, *names: str) -> None:
        """Press buttons one after the other, each when it can be pressed."""
        for name in names:
            button = self.page.get_by_role("button", name=name, exact=True).first
            await button.click()
            await button.wait_for(state="detached")
            await self.page.wait_for_timeout(800)  # right after a change the page ignores presses

    async def go_on(self, title: str) -> None:
        """Take the class to the next step."""
        await self.press(f"Lanjut: {title}")


async def each(people: list[Participant], work: Callable[[int, Participant], Awaitable[None]]) -> None:
    """Let everybody do something at the same time."""
    await asyncio.gather(*(work(number, person) for number, person in enumerate(people)))


def _votes(counts: dict[str, int]) -> list[str]:
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


async def play(control: Cockpit, people: list[Participant], take: Callable[[str], Awaitable[None]]) -> None:
    """Lead the class through the lesson; ``take`` is called when a view is worth a picture."""
    first = _votes(FIRST)
    await control.go_on("Pre-test")
    await control.press("Tampilkan soal", "Buka jawaban")
    await quiz(people, "pretest", sure=5)
    await control.press("Tutup jawaban")
    await control.go_on("Pukul 14.35 di Loket 2")
    await control.press("Tampilkan soal", "Buka jawaban")
    await take("phone")
    await vote(people[:-3], 1, first)
    await take("control")
    await vote(people[-3:], 1, first[-3:])
    await control.press("Tutup jawaban", "Mulai diskusi")
    await control.go_on("5A: mnemonik modul ini")
    await control.press("Tampilkan soal", "Buka jawaban")
    await each(people, put_in_order)
    await control.press("Tutup jawaban", "Buka hasil")
    await control.go_on("Dua keluhan, satu rapat pagi")
    await control.page.get_by_role("tab", name="Peserta").click()
    await control.page.get_by_role("button", name="Bagi kelompok").click()
    await control.press("Tampilkan soal", "Buka jawaban")
    await each(people, take_a_position)
    await control.press("Tutup jawaban", "Mulai diskusi")
    await each(people, write_for_the_group)
    await control.press("Buka hasil")
    await control.go_on("Suara kedua dan pergeseran")
    await control.press("Buka putaran 2")
    await vote(people, 2, after_discussion(first))
    await control.press("Tutup jawaban", "Buka hasil")
    await take("projector")
    await control.go_on("Jurnal pribadi")
    await control.press("Tampilkan soal", "Buka jawaban")
    await each(people, write_a_journal)
    await control.press("Tutup jawaban")
    await control.go_on("Kartu komitmen")
    await control.press("Tampilkan soal", "Buka jawaban")
    await each(people, promise)
    await control.press("Tutup jawaban")
    await control.go_on("Post-test")
    await control.press("Tampilkan soal", "Buka jawaban")
    await quiz(people, "posttest", sure=8)
    await control.press("Tutup jawaban", "Buka hasil")
    await control.page.get_by_role("navigation").get_by_role("button", name="Pre-test").click()
    await control.press("Buka hasil")
    await control.page.get_by_role("navigation").get_by_role("button", name="Penutup").click()
    await control.press("Mulai langkah ini")
    await control.page.get_by_role("button", name="Akhiri kelas").last.click()
    await control.press("Ya, akhiri kelas")
    await take("report")


async def draw(browser: Browser, base: str, code: str, token: str, folder: Path) -> None:
    """Open the four views, play the lesson, save the pictures."""
    sizes = {"phone": (390, 844, 2), "control": (1366, 768, 1), "projector": (1280, 720, 1), "report": (1100, 1400, 1)}
    pages: dict[str, Page] = {}
    for name, (width, height, scale) in sizes.items():
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=scale,
            locale="id-ID",
            reduced_motion="reduce",
        )
        context.set_default_timeout(SECONDS * 1000)
        pages[name] = await context.new_page()
    phone, cockpit, report = pages["phone"], pages["control"], pages["report"]
    for page in (cockpit, report):
        await page.goto(f"{base}/kendali/{code}#{token}")
        await page.get_by_text("Tersambung", exact=True).wait_for()
    await cockpit.get_by_role("tab", name="Panduan").click()
    await pages["projector"].goto(f"{base}/layar/{code}")
    await phone.goto(f"{base}/gabung/{code}")
    await phone.get_by_role("button", name="Gabung ke kelas").click()
    people = await asyncio.gather(*(join(base, code) for _ in range(PEOPLE)))

    async def take(name: str) -> None:
        page = pages[name]
        if name == "phone":
            await page.get_by_role("radio", name="Dahulukan Pak Rano sekarang.").check()
            await page.get_by_role("heading", name="apa langkah pertama Anda?").evaluate(
                "heading => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 120)"
            )
        elif name == "control":
            await page.get_by_text(f"{PEOPLE - 3} dari {PEOPLE + 1}").first.wait_for()
            await page.get_by_role("tab", name="Panduan").click()
        elif name == "projector":
            await page.get_by_text("orang mengubah pilihannya").wait_for()
        else:
            await page.goto(f"{base}/laporan/{code}")
        await page.mouse.move(0, 0)
        await page.wait_for_timeout(3500)  # the projector hides its buttons, counts come to rest
        size = save(await page.screenshot(), folder / f"{name}.png")
        print(f"{folder / f'{name}.png'}: {size // 1000} kB")

    try:
        await play(Cockpit(cockpit), list(people), take)
    finally:
        for person in people:
            person.line.close()


def save(png: bytes, path: Path) -> int:
    """Write a picture with as few colours as it needs; return its size."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    small = picture.quantize(128, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(f"{path} has {size} bytes, more than {LARGEST}")
    return size


async def main(folder: Path) -> None:
    """Make all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="etika-pictures-", ignore_cleanup_errors=True) as data:
        async with serving(Path(data)) as (base, code, token), async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
            await draw(browser, base, code, token, folder)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
