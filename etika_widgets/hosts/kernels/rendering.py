"""Voilà's renderer for kernel pages: what is the same for all pages is made once, and waiting is cut short.

Stock Voilà reads the notebook, compiles the templates and looks for front-end extensions anew for every page; that was
most of its own time. It also starts a thread per kernel that listens for a heartbeat, and sleeps 0.2 s for each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any, Final

from jupyter_core.utils import ensure_async
from voila.configuration import VoilaConfiguration
from voila.execute import VoilaExecutor
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

READY_SECONDS: Final = 60.0
ASK_AGAIN_SECONDS: Final = 1.0


class PageRenderer(NotebookRenderer):  # type: ignore[misc]
    """Renders one page from a notebook and an exporter that others made."""

    def __init__(self, master: NotebookRenderer, exporter: Any, resources: Mapping[str, Any]) -> None:
        super().__init__(
            voila_configuration=master.voila_configuration,
            traitlet_config=master.traitlet_config,
            notebook_path=master.notebook_path,
            base_url=master.base_url,
            page_config={},
        )
        self.notebook = deepcopy(master.notebook)
        self.cwd = master.cwd
        self.page_config = master.page_config
        self.resources = {**master.resources, **resources}
        self.exporter = exporter

    async def _jinja_kernel_start(self, nb: Any, kernel_id: str, kernel_future: Any) -> str:
        self.executor = VoilaExecutor(
            nb,
            km=kernel_future,
            config=self.traitlet_config,
            show_tracebacks=self.voila_configuration.show_tracebacks,
        )
        self.executor.kc = await connected(kernel_future)
        self.kernel_started = True
        return kernel_id


async def connected(manager: Any) -> Any:
    """Return a client of a kernel that answers, and whose outputs reach the client.

    Raises:
        RuntimeError: the kernel died, or did not answer.
    """
    client = manager.client()
    client.start_channels(stdin=False, hb=False)
    try:
        async with asyncio.timeout(READY_SECONDS):
            while not await _hears(client):
                if not await ensure_async(manager.is_alive()):
                    raise RuntimeError("the kernel died before it answered")
    except TimeoutError as error:
        client.stop_channels()
        raise RuntimeError("the kernel did not answer") from error
    except BaseException:
        client.stop_channels()
        raise
    return client


async def _hears(client: Any) -> bool:
    """Ask who is there; tell whether both the answer and the end of the work on it were heard in time."""
    asked = client.kernel_info()
    heard: set[str] = set()
    try:
        async with asyncio.timeout(ASK_AGAIN_SECONDS):
            while "idle" not in heard:
                message = await client.get_iopub_msg(timeout=ASK_AGAIN_SECONDS)
                if message["parent_header"].get("msg_id") == asked:
                    heard.add(message["content"].get("execution_state"))
            while (await client.get_shell_msg(timeout=ASK_AGAIN_SECONDS))["parent_header"].get("msg_id") != asked:
                pass
    except (Empty, TimeoutError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Master:
    """A workbook as it was read, and from which state of its file."""

    stamp: tuple[int, int]
    renderer: NotebookRenderer


class Renderers:
    """Makes renderers for pages, from one reading per workbook and one set of compiled templates per language.

    Args:
        app: the Voilà application (contents, configuration).
        template: name of the template.
        folders: where templates lie, the nearest first.
    """

    def __init__(self, app: Any, template: str, folders: list[str]) -> None:
        self._app = app
        self._template = template
        self._folders = folders
        self._masters: dict[str, Master] = {}
        self._exporters: dict[str, Any] = {}
        self._turn = asyncio.Lock()

    async def renderer(self, path: str, language: str, resources: Mapping[str, Any]) -> PageRenderer:
        """Return a renderer for one page.

        Args:
            path: the workbook, from the root of all content.
            language: language of the interface.
            resources: what only this page has, for its template.
        """
        async with self._turn:  # a whole class comes at once; one of them reads and compiles
            master = await self._master(path)
            if language not in self._exporters:
                exporter = self._exporters[language] = (await self._read(path)).exporter
                exporter.language_code = language
                exporter.environment.auto_reload = False  # templates do not change while we run
        return PageRenderer(master, self._exporters[language], resources)

    async def _master(self, path: str) -> NotebookRenderer:
        state = Path(self._app.root_dir, path).stat()
        stamp = (state.st_mtime_ns, state.st_size)
        known = self._masters.get(path)
        if known is None or known.stamp != stamp:
            known = self._masters[path] = Master(stamp, await self._read(path))
        return known.renderer

    async def _read(self, path: str) -> NotebookRenderer:
        app = self._app
        configuration = VoilaConfiguration(parent=app)
        configuration.template = self._template
        configuration.allow_template_override = "NO"
        settings = app.app.settings
        renderer = NotebookRenderer(
            voila_configuration=configuration,
            traitlet_config=app.config,
            notebook_path=path,
            template_paths=self._folders,
            config_manager=app.config_manager,
            contents_manager=app.contents_manager,
            base_url=app.base_url,
            kernel_spec_manager=app.kernel_spec_manager,
            page_config=get_page_config(
                base_url=app.base_url, settings=settings, log=app.log, voila_configuration=configuration
            ),
            mathjax_config=settings.get("mathjax_config"),
            mathjax_url=settings.get("mathjax_url"),
        )
        await renderer.initialize()
        return renderer
