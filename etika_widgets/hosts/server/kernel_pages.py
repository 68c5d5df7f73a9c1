"""Workbooks that need a kernel per visitor: Voilà renders them, we decide for whom and when."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import voila
from jupyter_core.utils import ensure_async
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.utils import ApiPath
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler
from voila.paths import collect_template_paths

from etika_widgets.errors import SettingError
from etika_widgets.hosts.kernels.capacity import capacity
from etika_widgets.hosts.kernels.files import PACKED
from etika_widgets.hosts.kernels.forks import BOOK_MARK, PAGE_MARK
from etika_widgets.hosts.kernels.places import Place, Places
from etika_widgets.hosts.kernels.provisioner import Kernels
from etika_widgets.hosts.kernels.rendering import Renderers
from etika_widgets.hosts.server import identity
from etika_widgets.hosts.server.context import Context
from etika_widgets.hosts.server.documents import GZIP
from etika_widgets.hosts.server.handlers import PlainErrors, environment
from etika_widgets.hosts.server.pages import TEMPLATES, RenderError
from etika_widgets.room.codes import clean_code

log = logging.getLogger("etika.kernels")

SUFFIX: Final = ".ipynb"
TEMPLATE: Final = "etika"
AT_ONCE: Final = 2 * (os.cpu_count() or 1)
"""Kernels being started and pages being executed at the same time; more would only slow each other down."""
LOAD_SECONDS: Final = 120.0
ASK_SECONDS: Final = (3.0, 6.0)
"""When a waiting browser asks again: at random in between, so that a class does not ask in step."""
POLICY: Final = (
    "default-src 'self' blob: data:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self' blob: data: ws://{host} wss://{host}; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
)
"""Nothing but this server, whatever a workbook or an extension would like to fetch."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who asks for a kernel page: a key for their places, the class they are in, what only they may see of it."""

    key: str
    code: str = ""
    resume: str | None = None


@dataclass(slots=True)
class KernelRoom:
    """What kernel pages share: places, kernels, their renderers and a limit on how many are made at once."""

    places: Places
    kernels: Kernels
    renderers: Renderers
    making: asyncio.Semaphore


def kernel_room(app: Any, wanted: int | None) -> KernelRoom:
    """Return the room for as many pages as this machine holds, and log how many and why."""
    kernels: Kernels = app.kernel_manager
    able = capacity(forked=kernels.nursery.reason is None, wanted=wanted)
    log.info("kernel pages: up to %d at once (%s)", able.pages, able.reason)
    if kernels.nursery.reason:
        log.info("kernels are started one by one: %s", kernels.nursery.reason)
    folders = [str(TEMPLATES / TEMPLATE), *collect_template_paths(["voila", "nbconvert"], "lab")]
    places = Places(able.pages, kernels.__contains__)
    return KernelRoom(places, kernels, Renderers(app, TEMPLATE, folders), asyncio.Semaphore(AT_ONCE))


def packed(handler: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return one of Voilà's routes; front-end files are served by a handler that compresses them."""
    pattern, made, *rest = handler
    return (pattern, PACKED.get(made, made), *rest)


class KernelPage(PlainErrors):
    """``/voila/render/<workbook>.ipynb?kelas=<code>``: only workbooks that need a kernel, only for their class."""

    def initialize(self, context: Context, room: KernelRoom) -> None:
        """Take over what the server holds."""
        self.take(context)
        self.room = room
        self.gone = False
        self._zip: Any = None

    def on_connection_close(self) -> None:
        """Note that nobody waits for this page any more."""
        super().on_connection_close()
        self.gone = True

    async def get(self, name: str) -> None:
        """Send the page with a kernel of its own, or one that waits for a place."""
        slug = name.removesuffix(SUFFIX)
        try:
            workbook = self.context.library.workbook(slug)
            page = await self.context.pages.page(slug, self.language)
        except (SettingError, RenderError) as error:
            raise HTTPError(404) from error
        if not page.needs_kernel or not name.endswith(SUFFIX):
            raise HTTPError(404)
        guest = await self._guest(slug)
        if guest is None:
            return
        self.set_header("Cache-Control", "no-store")
        _ = self.xsrf_token  # without this cookie the page cannot shut its kernel down
        answer = self.room.places.ask(guest.key)
        if isinstance(answer, int):
            self._wait(answer)
            return
        place, leaving = answer
        for kernel in leaving:
            self.context.hub.spawn(self.room.kernels.end(kernel))
        try:
            await self._show(workbook, guest, place)
        finally:
            if place.kernel is None:
                self.room.places.release(place)

    async def _guest(self, slug: str) -> Guest | None:
        """Return who asks; None if they were sent to a form first."""
        typed = self.get_query_argument("kelas", "")
        facilitator = self.context.tokens.holds(self)
        if not typed:
            if not facilitator:
                self.redirect("/")
            return Guest("fasilitator") if facilitator else None
        live = await self.context.hub.room(clean_code(typed))
        if live.room.row.workbook != slug:
            raise HTTPError(404)
        self.language = self.context.language(self, live.room.row.language)
        member = identity.membership(self, live.code)
        if member and await self.context.hub.knows(live, member.participant):
            return Guest(f"{live.code}:{member.participant}", live.code, member.resume)
        if facilitator:
            return Guest("fasilitator", live.code)
        self.redirect(f"/gabung/{live.code}")
        return None

    def _wait(self, ahead: int) -> None:
        """Send a page that asks again by itself."""
        seconds = random.uniform(*ASK_SECONDS)  # noqa: S311 - spreads load, guards nothing
        self.set_status(503)
        self.set_header("Retry-After", str(round(seconds)))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        template = environment(self.language).get_template("antre.html")
        styles = self.context.assets.styles("theme.css", "site.css")
        self.finish(template.render(ahead=ahead, seconds=round(seconds, 1), styles=styles))

    async def _show(self, workbook: Path, guest: Guest, place: Place) -> None:
        app = self.context.pages.app
        async with self.room.making:
            if self.gone:
                return
            path = os.path.relpath(workbook, app.root_dir)
            try:
                settings = {"etika": _page_settings(self.language, workbook.stem, guest)}
                renderer = await self.room.renderers.renderer(path, self.language, settings)
                kernel = str(uuid.uuid4())
                place.kernel = await ensure_async(
                    self.room.kernels.start_kernel(
                        kernel_id=kernel,
                        kernel_name=renderer.notebook.metadata.kernelspec.name,
                        path=ApiPath(Path(path).parent.as_posix()),
                        env=self._environment(path, guest, kernel),
                    )
                )
            except Exception:  # whatever a machine at its limits comes up with
                log.exception("no kernel for a page; its visitor waits")
                self._wait(0)
                return
            try:
                async with asyncio.timeout(LOAD_SECONDS):
                    await self._send_page(renderer, str(place.kernel))
            except (StreamClosedError, TimeoutError):
                log.info("a kernel page was left, or took too long, before it was complete")
                await self.room.kernels.end(str(place.kernel))
            except Exception:
                await self.room.kernels.end(str(place.kernel))
                raise

    async def _send_page(self, renderer: Any, kernel: str) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", POLICY.format(host=self.request.host))
        self.set_header("Vary", "Accept-Encoding, Cookie")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            self._zip = zlib.compressobj(5, zlib.DEFLATED, GZIP)
        async for html, _ in renderer.generate_content_generator(kernel, self.room.kernels.get_kernel(kernel)):
            if self.gone:
                raise StreamClosedError
            data = html.encode()
            self.write(self._zip.compress(data) + self._zip.flush(zlib.Z_SYNC_FLUSH) if self._zip else data)
            await self.flush()
        self.finish(self._zip.flush() if self._zip else None)

    def _environment(self, path: str, guest: Guest, kernel: str) -> Mapping[str, str]:
        """Return the kernel's environment: the class, never who sits in front of it."""
        inherited = {name: value for name, value in os.environ.items() if name != "ETIKA_KELAS"}
        query = f"kelas={guest.code}" if guest.code else ""
        address = f"{self.request.protocol}://{self.request.host}{self.request.path}"
        ours = {
            PAGE_MARK: "1",
            BOOK_MARK: Path(path).stem,
            "ETIKA_LANG": self.language,
            "SERVER_SOFTWARE": f"voila/{voila.__version__}",
            "SCRIPT_NAME": self.request.path,
            "QUERY_STRING": query,
            "VOILA_REQUEST_URL": f"{address}?{query}",
            "VOILA_BASE_URL": self.base_url,
            "VOILA_PREHEAT": "False",
            "VOILA_KERNEL_ID": kernel,
        }
        return inherited | ours | ({"ETIKA_KELAS": guest.code} if guest.code else {})


def _page_settings(language: str, book: str, guest: Guest) -> str:
    """Return, as JSON for a script element, what the page's own script needs; only its participant gets the page."""
    seat = {"code": guest.code, "resume": guest.resume} if guest.resume else None
    return json.dumps({"language": language, "book": book, "seat": seat}).replace("</", "<\\/")


class KernelGoodbye(PlainErrors):
    """``/voila/api/shutdown/<kernel>``: a page was left. Twice is once, and what is gone is gone."""

    def initialize(self, context: Context, room: KernelRoom) -> None:
        """Take over what the server holds."""
        self.take(context)
        self.room = room

    def post(self, kernel: str) -> None:
        """Shut the kernel down; the browser that asks for it does not wait."""
        self.context.hub.spawn(self.room.kernels.end(kernel))
        self.set_status(204)
        self.finish()


class Visitors(IdentityProvider):
    """Everybody is the same visitor to Jupyter's layer, which would otherwise set a cookie with a made-up name.

    Who somebody is to us follows from ``identity``.
    """

    def get_user(self, handler: RequestHandler) -> User:
        """Return the visitor."""
        return User(username="tamu")
