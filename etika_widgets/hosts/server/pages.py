"""Participant pages: a workbook executed and rendered once by Voilà, kept, and given to everybody.

A page is *light* when its outputs need nothing but Etika activities: its kernel is shut down after rendering and
the activities are attached to the room socket. Any other widget makes it a *kernel page*, served Voilà's way.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from jupyter_core.utils import ensure_async
from voila.configuration import VoilaConfiguration
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from etika_widgets.errors import EtikaError

log = logging.getLogger("etika.pages")

TEMPLATE: Final = "etika_light"
TEMPLATES: Final = Path(__file__).parents[1] / "voila_templates"
KERNEL_MARK: Final = "<!--etika:kernel-page-->"
ERROR_MARK: Final = "<!--etika:cell-error-->"
RENDER_SECONDS: Final = 60.0
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
    """A workbook could not be rendered; it is not cached, the next visitor tries again."""


class Pages:
    """Renders workbooks and keeps the result until the workbook file or the pack changes.

    Args:
        app: the Voilà application (kernels, contents, configuration).
        environment: variables for the rendering kernel, e.g. where the store is.
        content_version: returns a text that changes when the content of a workbook's pack does.
    """

    def __init__(self, app: Any, environment: dict[str, str], content_version: Callable[[str], str]) -> None:
        self.app = app
        self.environment = environment
        self.content_version = content_version
        self._kept: dict[tuple[str, str], tuple[str, Page]] = {}
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}

    async def page(self, workbook: Path, language: str) -> Page:
        """Return the page of a workbook, rendering it if it was not or has changed.

        Raises:
            RenderError: a cell failed or rendering took too long.
        """
        key = (str(workbook), language)
        async with self._locks.setdefault(key, asyncio.Lock()):
            version = self._version(workbook)
            kept = self._kept.get(key)
            if kept and kept[0] == version:
                return kept[1]
            started = time.monotonic()
            try:
                body = await asyncio.wait_for(self._render(workbook, language), RENDER_SECONDS)
            except TimeoutError as error:
                raise RenderError("Lembar kerja '{name}' terlalu lama dimuat.", name=workbook.stem) from error
            if ERROR_MARK in body:
                raise RenderError("Lembar kerja '{name}' berhenti pada sel yang gagal.", name=workbook.stem)
            page = Page(
                body=body,
                types=tuple(dict.fromkeys(_ELEMENT.findall(body))),
                needs_kernel=KERNEL_MARK in body,
                version=hashlib.sha256(body.encode()).hexdigest()[:12],
                seconds=time.monotonic() - started,
            )
            log.info(
                "workbook %s (%s): %s page, rendered in %.1f s",
                workbook.stem,
                language,
                "kernel" if page.needs_kernel else "light",
                page.seconds,
            )
            self._kept[key] = (version, page)
            return page

    async def warm(self, workbook: Path, languages: Iterable[str]) -> None:
        """Render a workbook before anybody asks for it; a failure is logged and costs nothing else."""
        for language in languages:
            try:
                await self.page(workbook, language)
            except RenderError as error:
                log.error("%s", error)

    def _version(self, workbook: Path) -> str:
        stat = workbook.stat()
        return f"{stat.st_mtime_ns}:{stat.st_size}:{self.content_version(workbook.stem)}"

    async def _render(self, workbook: Path, language: str) -> str:
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
        environment = {**os.environ, **self.environment, "ETIKA_LIGHT_RENDER": "1", "ETIKA_LANG": language}
        kernel = await ensure_async(
            app.kernel_manager.start_kernel(
                kernel_name=renderer.notebook.metadata.kernelspec.name, path=renderer.cwd, env=environment
            )
        )
        try:
            text: str = await renderer.generate_content_str(kernel, app.kernel_manager.get_kernel(kernel))
            return text
        finally:
            await ensure_async(app.kernel_manager.shutdown_kernel(kernel, now=True))
