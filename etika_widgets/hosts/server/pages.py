"""Participant pages: a workbook executed and rendered once by Voilà, kept, and given to everybody.

A page is *light* when its outputs need nothing but Etika activities: its kernel is shut down after rendering and
the activities are attached to the room socket. Any other widget makes it a *kernel page*, served Voilà's way. Notebook
metadata ``etika.page`` (``light`` or ``kernel``) decides instead: ``kernel`` for pages whose Python answers to what
people do although no widget shows it; ``light`` makes a widget that creeps in an error.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from jupyter_core.utils import ensure_async
from voila.configuration import VoilaConfiguration
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from etika_widgets.content.library import Library
from etika_widgets.errors import EtikaError
from etika_widgets.hosts.kernels.forks import BOOK_MARK, LIGHT_MARK

log = logging.getLogger("etika.pages")

TEMPLATE: Final = "etika_light"
TEMPLATES: Final = Path(__file__).parents[1] / "voila_templates"
KERNEL_MARK: Final = "<!--etika:kernel-page-->"
ERROR_MARK: Final = "<!--etika:cell-error-->"
RENDER_SECONDS: Final = 60.0
CHECK_SECONDS: Final = 1.0
"""How long a page is handed out without looking whether its files have changed."""
RETRY_SECONDS: Final = 10.0
"""How long after a failure the next visitor makes it try again."""
ASKED_KINDS: Final = ("light", "kernel")
_ELEMENT: Final = re.compile(r'data-type="([a-z0-9_]+)"')


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered workbook: the HTML of its cells, the activity types in it, and whether it needs a kernel."""

    body: str
    types: tuple[str, ...]
    needs_kernel: bool
    version: str
    seconds: float = field(compare=False, default=0.0)


class RenderError(EtikaError):
    """A workbook could not be rendered; the class goes on without its text."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The latest rendering of a workbook: from which state of its files, when it was made and last compared."""

    version: str
    result: Page | RenderError
    checked: float
    rendered: float


class Pages:
    """Renders workbooks and keeps the result until the workbook file or the pack changes.

    Args:
        app: the Voilà application (kernels, contents, configuration).
        environment: variables for the rendering kernel, e.g. where the store is.
        library: finds workbooks and packs.
    """

    def __init__(self, app: Any, environment: dict[str, str], library: Library) -> None:
        self.app = app
        self.environment = environment
        self.library = library
        self._kept: dict[tuple[str, str], Kept] = {}
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}
        self._running: set[asyncio.Task[tuple[str, str | None]]] = set()
        self._stopping = False
        self.renders: Counter[str] = Counter()

    async def page(self, slug: str, language: str) -> Page:
        """Return the page of a workbook, rendering it if it was not or has changed.

        A failure is never kept as a page. It is remembered for a moment only, so that a full class does not wait
        for one failing render after the other.

        Raises:
            RenderError: there is no such workbook, a cell failed, or rendering took too long.
        """
        key = (slug, language)
        async with self._locks.setdefault(key, asyncio.Lock()):
            kept = self._kept.get(key)
            if kept is None or time.monotonic() - kept.checked > CHECK_SECONDS:
                kept = self._kept[key] = await self._fresh(slug, language, kept)
            if isinstance(kept.result, RenderError):
                raise kept.result
            return kept.result

    async def _fresh(self, slug: str, language: str, kept: Kept | None) -> Kept:
        """Return what is kept if it still holds, else a new rendering."""
        try:
            workbook = self.library.workbook(slug)
            version = self._version(workbook)
        except (EtikaError, OSError) as error:
            # A pack is being edited, or a file was moved: what was rendered before is still good to read.
            broken = RenderError("Lembar kerja '{name}' tidak dapat dibaca: {reason}", name=slug, reason=error)
            result = kept.result if kept and isinstance(kept.result, Page) else broken
            return Kept(kept.version if kept else "", result, time.monotonic(), time.monotonic())
        if kept and kept.version == version:
            failed_lately = time.monotonic() - kept.rendered < RETRY_SECONDS
            if isinstance(kept.result, Page) or failed_lately:
                return Kept(version, kept.result, time.monotonic(), kept.rendered)
        try:
            result = await self._page(workbook, language)
        except RenderError as error:
            result = error
        self.renders[_kind(result)] += 1
        return Kept(version, result, time.monotonic(), time.monotonic())

    async def _page(self, workbook: Path, language: str) -> Page:
        started = time.monotonic()
        try:
            body, asked = await self._rendering(workbook, language)
        except TimeoutError as error:
            raise RenderError("Lembar kerja '{name}' terlalu lama dimuat.", name=workbook.stem) from error
        except RenderError:
            raise
        except Exception as error:
            # Whatever Voilà, a kernel or a damaged notebook comes up with: the class goes on without its text.
            log.exception("workbook %s cannot be rendered", workbook.stem)
            raise RenderError("Lembar kerja '{name}' tidak dapat dimuat.", name=workbook.stem) from error
        if ERROR_MARK in body:
            raise RenderError("Lembar kerja '{name}' berhenti pada sel yang gagal.", name=workbook.stem)
        if asked == "light" and KERNEL_MARK in body:
            raise RenderError(
                "Lembar kerja '{name}' meminta halaman ringan (metadata etika.page: light), tetapi memuat widget yang "
                "memerlukan kernel. Hapus widget itu, atau hapus metadata itu.",
                name=workbook.stem,
            )
        page = Page(
            body=body,
            types=tuple(dict.fromkeys(_ELEMENT.findall(body))),
            needs_kernel=asked == "kernel" or KERNEL_MARK in body,
            version=hashlib.sha256(body.encode()).hexdigest()[:12],
            seconds=time.monotonic() - started,
        )
        kind = _kind(page)
        log.info(
            "workbook %s (%s): %s page%s, rendered in %.1f s",
            *(workbook.stem, language, kind, " as its metadata asks" if asked else "", page.seconds),
            extra={"event": "render", "workbook": workbook.stem, "kind": kind, "seconds": round(page.seconds, 2)},
        )
        return page

    async def warm(self, slug: str, languages: Iterable[str]) -> None:
        """Render a workbook before anybody asks for it; a failure is logged and costs nothing else."""
        for language in languages:
            try:
                await self.page(slug, language)
            except RenderError as error:
                log.error("%s", error)

    async def stop(self) -> None:
        """Break off what is being rendered, and see its kernels out."""
        self._stopping = True
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _rendering(self, workbook: Path, language: str) -> tuple[str, str | None]:
        task = asyncio.ensure_future(self._render(workbook, language))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        try:
            return await asyncio.wait_for(task, RENDER_SECONDS)
        except asyncio.CancelledError:
            if self._stopping:
                raise RenderError("Server sedang berhenti. Perangkat akan mencoba lagi.") from None
            raise

    def _version(self, workbook: Path) -> str:
        stat = workbook.stat()
        return f"{stat.st_mtime_ns}:{stat.st_size}:{self.library.pack(workbook.stem).digest()}"

    async def _render(self, workbook: Path, language: str) -> tuple[str, str | None]:
        """Return the cells as HTML, and which kind of page the notebook asks for."""
        app = self.app
        configuration = VoilaConfiguration(parent=app)
        configuration.template = TEMPLATE
        configuration.allow_template_override = "NO"
        configuration.show_tracebacks = False
        renderer = NotebookRenderer(
            voila_configuration=configuration,
            traitlet_config=app.config,
            notebook_path=os.path.relpath(workbook, app.root_dir),
            template_paths=[str(TEMPLATES / TEMPLATE)],
            config_manager=app.config_manager,
            contents_manager=app.contents_manager,
            base_url=app.base_url,
            kernel_spec_manager=app.kernel_spec_manager,
            page_config=get_page_config(
                base_url=app.base_url, settings={}, log=app.log, voila_configuration=configuration
            ),
            mathjax_config="",
            mathjax_url="",
        )
        await renderer.initialize()
        asked = _asked_kind(workbook, renderer.notebook.metadata)
        environment = {**os.environ, **self.environment, LIGHT_MARK: "1", "ETIKA_LANG": language}
        environment[BOOK_MARK] = workbook.stem
        starting = asyncio.ensure_future(
            ensure_async(
                app.kernel_manager.start_kernel(
                    kernel_name=renderer.notebook.metadata.kernelspec.name, path=renderer.cwd, env=environment
                )
            )
        )
        try:
            kernel = await asyncio.shield(starting)  # broken off half-way it would leave a kernel behind
            text: str = await renderer.generate_content_str(kernel, app.kernel_manager.get_kernel(kernel))
            return text, asked
        finally:
            await ensure_async(app.kernel_manager.shutdown_kernel(await starting, now=True))


def _asked_kind(workbook: Path, metadata: Mapping[str, Any]) -> str | None:
    """Return which kind of page a notebook asks for, None if it leaves that to us.

    Raises:
        RenderError: it asks for something else.
    """
    settings = metadata.get("etika")
    asked = settings.get("page") if isinstance(settings, Mapping) else None
    if asked is not None and asked not in ASKED_KINDS:
        raise RenderError(
            "Lembar kerja '{name}': metadata etika.page berisi '{value}'; yang dikenal: {known}.",
            name=workbook.stem,
            value=asked,
            known=", ".join(ASKED_KINDS),
        )
    return str(asked) if asked else None


def _kind(result: Page | RenderError) -> str:
    return "failed" if isinstance(result, RenderError) else "kernel" if result.needs_kernel else "light"
