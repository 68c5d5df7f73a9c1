"""The Voilà application behind ``etika serve``."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import shutil
import signal
import socket
from collections.abc import Callable, Mapping
from typing import Any

import tornado.netutil
from jupyter_core.utils import ensure_async
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import HTTPError, RequestHandler
from traitlets.config import Config
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from etika_widgets._plugins import activity_types
from etika_widgets.content.library import Library
from etika_widgets.errors import EtikaError, SettingError
from etika_widgets.hosts.server import facilitator_pages as facilitator
from etika_widgets.hosts.server import participant_pages as participant
from etika_widgets.hosts.server.assets import Assets
from etika_widgets.hosts.server.context import Context
from etika_widgets.hosts.server.handlers import EtikaHandler
from etika_widgets.hosts.server.hub import Hub
from etika_widgets.hosts.server.identity import Tokens
from etika_widgets.hosts.server.pages import Pages, RenderError
from etika_widgets.hosts.server.plain import AssetFile, Health
from etika_widgets.hosts.server.socket import RoomSocket
from etika_widgets.room import Desk
from etika_widgets.room.clock import now
from etika_widgets.storage.contract import Store

log = logging.getLogger("etika")

KEPT_FROM_VOILA = ("/api/kernels/", "/voila/templates/", "/voila/static/", "/voila/api/shutdown/", "/voila/labextensions/")
"""Voilà's own routes that kernel pages need. Its listing of folders and files stays closed."""

CODE = r"([0-9A-Za-z \-]{4,16})"


class KernelPage(TornadoVoilaHandler):  # type: ignore[misc]
    """A workbook that needs a kernel per visitor, served Voilà's way; only workbooks of the library."""

    def initialize(self, context: Context, **settings: Any) -> None:
        """Take over what the server and Voilà hold."""
        super().initialize(**settings)
        self.context = context

    async def get(self, path: str | None = None) -> None:
        """Render the workbook in a kernel of its own."""
        try:
            workbook = self.context.library.workbook((path or "").removesuffix(".ipynb"))
            page = await self.context.pages.page(workbook, self.context.language(self))
        except (SettingError, RenderError) as error:
            raise HTTPError(404) from error
        if not page.needs_kernel:
            raise HTTPError(404)
        _ = self.xsrf_token  # without this cookie Voilà's page cannot shut its kernel down
        await super().get(os.path.relpath(workbook, self.context.pages.app.root_dir))


class NotFound(EtikaHandler):
    """Everything else."""

    def prepare(self) -> None:
        """Answer in plain words."""
        raise HTTPError(404)


class EtikaServer(Voila):  # type: ignore[misc]
    """One server: classes, participants' pages, the control page and the projector.

    Args:
        store: where classes live.
        library: packs and workbooks.
        host: address to bind; 0.0.0.0 lets phones in.
        port: port to bind; a taken one is an error.
        on_ready: called once the server answers, with its parts and a facilitator's token.
        kernel_environment: further variables for the kernels that render workbooks, e.g. ``ETIKA_CONTENT``.
    """

    def __init__(
        self,
        *,
        store: Store,
        library: Library,
        host: str,
        port: int,
        on_ready: Callable[[Context, str], None],
        kernel_environment: Mapping[str, str] | None = None,
    ) -> None:
        config = Config()
        config.VoilaConfiguration.template = "lab"
        config.VoilaConfiguration.allow_template_override = "NOTEBOOK"
        config.VoilaConfiguration.allow_theme_override = "NO"
        config.VoilaConfiguration.show_tracebacks = False
        config.VoilaConfiguration.extension_allowlist = [
            "@voila-dashboards/widgets-manager8",
            "@jupyter-widgets/jupyterlab-manager",
            "anywidget",
        ]
        if os.name == "posix":
            config.KernelManager.transport = "ipc"  # no TCP ports to run out of, nothing to overhear
        config.MappingKernelManager.cull_idle_timeout = 300
        config.MappingKernelManager.cull_interval = 30
        super().__init__(config=config)
        self.etika_store = store
        self.library = library
        self.bind_host = host
        self.bind_port = port
        self.on_ready = on_ready
        self.kernel_environment = dict(kernel_environment or {})
        self.run_name = secrets.token_hex(8)
        self.stopping: asyncio.Event | None = None

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM.

        Raises:
            SettingError: the port is taken or may not be used.
        """
        self.sockets = bind(self.bind_host, self.bind_port)
        self.config_file_paths = []
        self.open_browser = False
        self.cookie_secret = self.etika_store.secret("cookies")
        self.log_level = logging.WARNING
        self.initialize([])
        # Workbooks may come from several folders (a checkout, a package, --content).
        self.root_dir = os.path.commonpath([str(path.parent) for path in self.library.workbooks().values()] or ["/"])
        self.start()

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
            (rf"/laporan/{CODE}/(data\.csv|kodebuku\.csv)", facilitator.ReportPage, context),
            (rf"/soket/{CODE}/(peserta|kendali|layar)", RoomSocket, context),
            (r"/aset/([0-9a-f]+)/([a-z0-9_.\-]+)", AssetFile, context),
            (r"/sehat", Health, context),
            (
                r"/voila/render/(.*)",
                KernelPage,
                {
                    **context,
                    "template_paths": self.template_paths,
                    "config": self.config,
                    "voila_configuration": self.voila_configuration,
                },
            ),
        ]
        kept = [handler for handler in super().init_handlers() if str(handler[0]).startswith(KEPT_FROM_VOILA)]
        return [*ours, *kept, (r"/.*", NotFound, context)]

    def init_settings(self) -> dict[str, Any]:
        """Return Voilà's settings with ours; builds the parts that need a kernel manager."""
        settings: dict[str, Any] = super().init_settings()
        types = activity_types()
        environment = {"ETIKA_DB": self.etika_store.url} | self.kernel_environment
        self.context = Context(
            store=self.etika_store,
            library=self.library,
            hub=Hub(Desk(self.etika_store, types), self.run_name),
            tokens=Tokens(self.etika_store, self.run_name),
            assets=Assets(types.values()),
            pages=Pages(self, environment, lambda slug: self.library.pack(slug).digest()),
            bound=self.bind_host,
            port=self.sockets[0].getsockname()[1],
        )
        settings["default_handler_class"] = NotFound
        settings["default_handler_args"] = {"context": self.context}
        settings["log_function"] = log_request
        settings["websocket_max_message_size"] = 64 * 1024
        settings["websocket_ping_interval"] = 30
        settings["websocket_ping_timeout"] = 20
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
        server = HTTPServer(self.app, xheaders=False, max_body_size=1024 * 1024)
        server.add_sockets(self.sockets)
        self.context.hub.start()
        self.etika_store.open_run(self.run_name, f"http://127.0.0.1:{self.context.port}", now())
        try:
            self.on_ready(self.context, self.context.tokens.issue())
            await self.stopping.wait()
        finally:
            server.stop()
            await self.context.hub.stop()
            self.etika_store.close_run(self.run_name)
            await ensure_async(self.kernel_manager.shutdown_all(now=True))
            await server.close_all_connections()
            shutil.rmtree(self.connection_dir, ignore_errors=True)


def bind(host: str, port: int) -> list[socket.socket]:
    """Return listening sockets.

    Raises:
        SettingError: the port is taken, may not be used, or the address is not this machine's.
    """
    try:
        return tornado.netutil.bind_sockets(port, host, family=socket.AF_INET, reuse_port=False)
    except OSError as error:
        raise SettingError(
            "Alamat {host}:{port} tidak dapat dipakai: {reason}. Tutup program yang memakainya, "
            "atau pilih porta lain: etika serve --port {other}",
            host=host,
            port=port,
            reason=error.strerror or str(error),
            other=port + 1,
        ) from error


def log_request(handler: RequestHandler) -> None:
    """Log what went wrong: method, path and status. Never an address, a name or a query."""
    if handler.get_status() >= 500:
        log.error("%s %s: %d", handler.request.method, handler.request.path, handler.get_status())
    elif handler.get_status() >= 400:
        log.info("%s %s: %d", handler.request.method, handler.request.path, handler.get_status())
