"""The Voilà application behind ``etika serve``."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import os
import secrets
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Any, Final

import tornado.netutil
import zmq
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import HTTPError, RequestHandler
from traitlets.config import Config
from voila.app import Voila

from etika_widgets._plugins import activity_types
from etika_widgets.content.library import Library
from etika_widgets.errors import SettingError, StoreError
from etika_widgets.exchange.class_tables import TABLES
from etika_widgets.hosts.server import facilitator_pages as facilitator
from etika_widgets.hosts.server import participant_pages as participant
from etika_widgets.hosts.server.assets import Assets
from etika_widgets.hosts.server.context import Context
from etika_widgets.hosts.server.handlers import EtikaHandler
from etika_widgets.hosts.server.hub import Hub
from etika_widgets.hosts.server.identity import BEAT_SECONDS, Tokens
from etika_widgets.hosts.server.kernel_pages import KernelGoodbye, KernelPage, Visitors, kernel_room, packed
from etika_widgets.hosts.server.logs import adopt, clean_path, quiet, tidy
from etika_widgets.hosts.server.pages import Pages
from etika_widgets.hosts.server.plain import AssetFile, Health, Numbers
from etika_widgets.hosts.server.sheet_pages import SheetPage
from etika_widgets.hosts.server.socket import LARGEST_MESSAGE, RoomSocket
from etika_widgets.room import Desk
from etika_widgets.storage.contract import Store

log = logging.getLogger("etika")

KEPT_FROM_VOILA = (
    "/api/kernels/",
    "/voila/templates/",
    "/voila/static/",
    "/voila/labextensions/",
)
"""Voilà's own routes that kernel pages need. Its listing of folders and files stays closed."""

CODE = r"([^/]{1,60})"
"""Whatever people type; ``clean_code`` makes the best of it and an unknown class has a page of its own."""
LOOK_AROUND_SECONDS: Final = 15.0
LONGEST_TEMPORARY: Final = 32
"""A name of a socket has 107 characters at most, and those of kernels lie in a folder below this one."""


class NotFound(EtikaHandler):
    """Everything else."""

    async def prepare(self, **options: Any) -> None:
        """Answer in plain words."""
        await super().prepare(**options)
        raise HTTPError(404)


class EtikaServer(Voila):  # type: ignore[misc]
    """One server: classes, participants' pages, the control page and the projector.

    Args:
        store: where classes live.
        library: packs and workbooks.
        host: the address that ``sockets`` are bound to; 0.0.0.0 lets phones in.
        sockets: from ``bind``; made first, so that a taken port stops everything before anything is written.
        on_ready: called once the server answers, with its parts and a facilitator's token.
        kernel_environment: further variables for the kernels that render workbooks, e.g. ``ETIKA_CONTENT``.
        kernel_pages: kernel pages at once; by default what this machine can hold.
        public_url: the base address that people use, where a proxy stands before the server.
        ping_seconds: how often each line is asked whether it still stands; who has not answered after two thirds of
            that time is let go.
        behind_proxy: believe the proxy who the visitor is (X-Real-IP, X-Forwarded-For and -Proto); without one,
            anybody could write these.
    """

    def __init__(
        self,
        *,
        store: Store,
        library: Library,
        host: str,
        sockets: list[socket.socket],
        on_ready: Callable[[Context, str], None],
        ping_seconds: float,
        kernel_environment: Mapping[str, str] | None = None,
        kernel_pages: int | None = None,
        public_url: str | None = None,
        behind_proxy: bool = False,
    ) -> None:
        config = Config()
        config.VoilaConfiguration.multi_kernel_manager_class = "etika_widgets.hosts.kernels.provisioner.Kernels"
        config.VoilaConfiguration.allow_template_override = "NO"
        config.VoilaConfiguration.allow_theme_override = "NO"
        config.VoilaConfiguration.show_tracebacks = False
        config.VoilaConfiguration.extension_allowlist = [
            "@voila-dashboards/widgets-manager8",
            "@jupyter-widgets/jupyterlab-manager",
            "anywidget",
        ]
        if os.name == "posix" and len(tempfile.gettempdir()) < LONGEST_TEMPORARY:
            config.KernelManager.transport = "ipc"  # no TCP ports to run out of, nothing to overhear
        elif zmq.has("curve"):
            config.KernelManager.transport_encryption = "auto"
        config.MappingKernelManager.cull_idle_timeout = 300
        config.MappingKernelManager.cull_interval = 30
        config.KernelRestarter.restart_limit = 0  # a restarted kernel would be empty; its page loads itself anew
        super().__init__(config=config)
        self.identity_provider_class = Visitors
        self.etika_store = store
        self.library = library
        self.bind_host = host
        self.sockets = sockets
        self.on_ready = on_ready
        self.kernel_environment = dict(kernel_environment or {})
        self.kernel_pages = kernel_pages
        self.public_url = public_url
        self.ping_seconds = ping_seconds
        self.behind_proxy = behind_proxy
        self.run_name = secrets.token_hex(8)
        self.stopping: asyncio.Event | None = None

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM.

        Raises:
            SettingError: the content lies on different drives.
        """
        tidy()
        self.config_file_paths: list[str] = []
        self.open_browser = False
        self.cookie_secret = self.etika_store.secret("cookies")
        self.log_level = logging.WARNING
        # Kernels of kernel pages inherit this process's environment; Voilà offers no other way.
        os.environ.update(self._environment())
        self.initialize([])
        adopt(self.log)
        self.root_dir = common_folder([path.parent for path in self.library.workbooks().values()])
        self.start()

    def _environment(self) -> dict[str, str]:
        return {"ETIKA_DB": self.etika_store.url} | self.kernel_environment

    def init_handlers(self) -> list[Any]:
        """Return our routes, then those of Voilà's that kernel pages need."""
        context = {"context": self.context}
        ours: list[tuple[Any, ...]] = [
            (r"/", participant.HomePage, context),
            (r"/bahasa", participant.LanguagePage, context),
            (rf"/gabung/{CODE}", participant.JoinPage, context),
            (rf"/lanjut/{CODE}", participant.ResumePage, context),
            (rf"/keluar/{CODE}", participant.LeavePage, context),
            (rf"/kelas/{CODE}", participant.ClassPage, context),
            (rf"/layar/{CODE}", facilitator.ProjectorPage, context),
            (rf"/tautan/{CODE}", facilitator.LinksPage, context),
            (r"/masuk", facilitator.SignIn, context),
            (r"/alamat", facilitator.ChooseAddress, context),
            (r"/kendali", facilitator.ControlHome, context),
            (rf"/kendali/{CODE}", facilitator.ControlPage, context),
            (rf"/kendali/{CODE}/hapus", facilitator.DeletePage, context),
            (rf"/laporan/{CODE}", facilitator.ReportPage, context),
            (rf"/laporan/{CODE}/(data|kodebuku|{'|'.join(TABLES)})\.csv", facilitator.ReportPage, context),
            (rf"/lembar/{CODE}/([a-z][a-z0-9_]*)(-semua|-ditampilkan)?\.docx", SheetPage, context),
            (rf"/soket/{CODE}/(peserta|kendali|layar)", RoomSocket, context),
            (r"/aset/([0-9a-f]+)/([a-z0-9_.\-]+)", AssetFile, context),
            (r"/sehat", Health, context),
            (r"/metrik", Numbers, context),
            (r"/voila/render/(.*)", KernelPage, context | {"room": self.kernel_room}),
            (r"/voila/api/shutdown/([0-9a-f\-]+)", KernelGoodbye, context | {"room": self.kernel_room}),
        ]
        kept = [packed(handler) for handler in super().init_handlers() if str(handler[0]).startswith(KEPT_FROM_VOILA)]
        # Voilà's handler of template files falls over addresses without a file.
        kept = [
            (str(path).replace("templates/(.*)", "templates/([^/]+/static/[^/.][^/]*(?:/[^/.][^/]*)*)"), *rest)
            for path, *rest in kept
        ]
        return [*ours, *kept, (r"/.*", NotFound, context)]

    def init_settings(self) -> dict[str, Any]:
        """Return Voilà's settings with ours; builds the parts that need a kernel manager."""
        settings: dict[str, Any] = super().init_settings()
        types = activity_types()
        self.kernel_room = kernel_room(self, self.kernel_pages)
        self.contents_manager.log = quiet()  # it warns of every workbook that nobody has signed
        self.context = Context(
            store=self.etika_store,
            library=self.library,
            hub=Hub(Desk(self.etika_store, types), self.run_name),
            tokens=Tokens(self.etika_store, self.run_name),
            assets=Assets(types.values()),
            pages=Pages(self, self._environment(), self.library),
            bound=self.bind_host,
            port=self.sockets[0].getsockname()[1],
            public=self.public_url,
        )
        settings["default_handler_class"] = NotFound
        settings["default_handler_args"] = {"context": self.context}
        settings["log_function"] = log_request
        settings["websocket_max_message_size"] = LARGEST_MESSAGE
        settings["websocket_ping_interval"] = self.ping_seconds
        settings["websocket_ping_timeout"] = self.ping_seconds * 2 / 3
        return settings

    def listen(self) -> None:
        """Serve on the bound sockets until a signal; then store what waits and tell everybody."""
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self.ioloop = IOLoop.current()
        self.stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            try:
                loop.add_signal_handler(number, self.stopping.set)
            except NotImplementedError:  # Windows: Ctrl+C arrives as KeyboardInterrupt
                signal.signal(number, lambda *_: loop.call_soon_threadsafe(self.stopping.set))  # type: ignore[union-attr]
        server = HTTPServer(self.app, xheaders=self.behind_proxy, max_body_size=1024 * 1024)
        server.add_sockets(self.sockets)
        tune_memory()
        self.context.hub.start()
        self.context.hub.spawn(self._follow_addresses())
        self.context.hub.spawn(self.kernel_manager.nursery.warm())
        await self._register()
        self.context.hub.spawn(self.context.hub.every(BEAT_SECONDS, self._register))
        try:
            self.on_ready(self.context, self.context.tokens.issue())
            await self.stopping.wait()
        finally:
            server.stop()
            self.context.hub.say_goodbye()
            await self.context.pages.stop()
            await self.context.hub.stop()
            if not self.context.hub.stuck:
                with suppress(StoreError):
                    self.etika_store.close_run(self.run_name)
            with suppress(HTTPError):  # a kernel that left by itself meanwhile
                await self.kernel_manager.stop()
            with suppress(TimeoutError):  # a browser that reads nothing
                await asyncio.wait_for(server.close_all_connections(), 1)
            shutil.rmtree(self.connection_dir, ignore_errors=True)
            log.info("stopped", extra={"event": "stop"})
            if self.context.hub.stuck:  # threads wait for the store, and Python would wait for them
                logging.shutdown()
                os._exit(0)

    async def _register(self) -> None:
        """Tell the other servers on this store that this one runs."""
        await self.context.hub.read(self.context.tokens.register, self.context.own_address())

    async def _follow_addresses(self) -> None:
        """Notice when the machine changes its network; QR codes follow."""
        while True:
            await asyncio.sleep(LOOK_AROUND_SECONDS)
            if await asyncio.to_thread(self.context.look_around):
                self.context.hub.tell_consoles({"t": "links"})


def common_folder(folders: Sequence[PurePath]) -> str:
    """Return the folder that holds all workbooks: those of a checkout or package, and those of ``--content``.

    Raises:
        SettingError: they lie on different drives.
    """
    try:
        return os.path.commonpath(folders or [Path.cwd()])
    except ValueError as error:  # Windows: no path leads from one drive to another
        raise SettingError(
            "Folder isi harus berada di drive yang sama dengan Etika Widgets. Pindahkan folder --content."
        ) from error


def tune_memory() -> None:
    """Look for garbage less often, and never again among what was loaded at the start.

    A class of thousands keeps many objects alive; looking through all of them again and again took a sixth of
    the server's time while everybody joined.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


BACKLOG: Final = 4096
"""Connections the system holds for us while a whole class joins in the same second."""


def bind(host: str, port: int) -> list[socket.socket]:
    """Return listening sockets.

    Raises:
        SettingError: the port is taken, may not be used, or the address is not this machine's.
    """
    try:
        return tornado.netutil.bind_sockets(port, host, family=socket.AF_INET, backlog=BACKLOG)
    except OSError as error:
        raise SettingError(
            "Alamat {host}:{port} tidak dapat dipakai: {reason}. "
            "Tutup program yang memakainya, atau pilih yang lain: etika serve --port {other}",
            host=host,
            port=port,
            reason=REASONS.get(error.errno or 0, error.strerror or str(error)),
            other=port + 1,
        ) from error


REASONS: Final = {
    errno.EADDRINUSE: "porta sedang dipakai program lain",
    errno.EACCES: "porta ini hanya untuk administrator",
    errno.EADDRNOTAVAIL: "komputer ini tidak memiliki alamat itu",
}


def log_request(handler: RequestHandler) -> None:
    """Log what went wrong: method, path and status. Never an address, a name or a query."""
    method, path, status = handler.request.method, clean_path(handler.request.path), handler.get_status()
    if status >= 400:
        level = logging.ERROR if status >= 500 else logging.INFO
        fields = {"event": "request", "method": method, "path": path, "status": status}
        log.log(level, "%s %s: %d", method, path, status, extra=fields)
