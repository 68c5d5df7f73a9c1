"""Draw the pictures of the README: a class of 31 in a throw-away server, as four people see it.

Usage: ``python docs/pictures.py [FOLDER]`` (``make pictures``).
"""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from pictures_people import (
    FIRST,
    SECONDS,
    Participant,
    after_discussion,
    each,
    join,
    promise,
    put_in_order,
    quiz,
    take_a_position,
    vote,
    votes,
    write_a_journal,
    write_for_the_group,
)
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

FOLDER = Path(__file__).parent / "pictures"
PEOPLE = 31
LARGEST = 250_000
LESSON_MINUTES = 133
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


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


async def play(control: Cockpit, people: list[Participant], take: Callable[[str], Awaitable[None]]) -> None:
    """Lead the class through the lesson; ``take`` is called when a view is worth a picture."""
    first = votes(FIRST)
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


async def draw(browser: Browser, base: str, code: str, token: str, data: Path, folder: Path) -> None:
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
            stretch(data / "etika.sqlite3")
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


def stretch(database: Path) -> None:
    """Let the log of a class that was played in a minute look like that of a morning, for the report."""
    with closing(sqlite3.connect(database, timeout=SECONDS)) as connection, connection:
        rows = connection.execute("SELECT id, at FROM events ORDER BY id").fetchall()
        times = {number: datetime.fromisoformat(at) for number, at in rows}
        first, last = min(times.values()), max(times.values())
        factor = LESSON_MINUTES * 60 / (last - first).total_seconds()
        for number, at in times.items():
            earlier = (last - (last - at) * factor).isoformat(timespec="milliseconds")
            connection.execute("UPDATE events SET at = ? WHERE id = ?", (earlier, number))


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
            await draw(browser, base, code, token, Path(data), folder)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
