"""Kernel managers of `etika serve`: kernels of pages are forked, others are started as everywhere."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any, Final, cast

import zmq
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from tornado.web import HTTPError
from traitlets import default

from etika_widgets.hosts.kernels.forks import LIGHT_MARK, PAGE_MARK, NotForked, Nursery

log = logging.getLogger("etika.kernels")

SOCKETS: Final = 32_768
"""libzmq stops at 1,023 by default, and a page holds six."""


class ForkProvisioner(LocalProvisioner):
    """Gets a kernel from the nursery, else starts it as a process."""

    nursery: Nursery

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Return how to connect to the new kernel."""
        try:
            fork = await self.nursery.fork(_connection_file(cmd), kwargs["env"], str(kwargs.get("cwd") or Path.cwd()))
        except NotForked as reason:
            log.debug("kernel started as a process: %s", reason)
            return await super().launch_kernel(cmd, **kwargs)
        self.process = fork  # type: ignore[assignment]  # it looks like a Popen
        self.pid = self.pgid = fork.pid
        self.cwd = kwargs.get("cwd")
        return self.connection_info


def _connection_file(command: list[str]) -> str:
    """Return the file that tells the kernel its sockets.

    Raises:
        NotForked: this is not the kernel of our own Python, or it wants settings of its own.
    """
    match command:
        case [sys.executable, "-m", "ipykernel_launcher", "-f", file]:
            return file
    raise NotForked(f"{' '.join(command)} is another kernel")


class PageKernelManager(ServerKernelManager):
    """Manages one kernel; those of pages, and those that render pages, are forked."""

    async def _async_pre_start_kernel(self, **options: Any) -> Any:
        environment = options.get("env") or {}
        if self.provisioner is None and "1" in (environment.get(PAGE_MARK), environment.get(LIGHT_MARK)):
            self.kernel_id = self.kernel_id or options.pop("kernel_id")
            made = ForkProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
            made.nursery = cast(Kernels, self.parent).nursery
            self.provisioner = made
        return await super()._async_pre_start_kernel(**options)


class Kernels(AsyncMappingKernelManager):
    """All kernels of a server, with room for many, and without ghosts of those that died."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self.nursery = Nursery()
        self._cleaning: set[asyncio.Task[None]] = set()

    @default("kernel_manager_class")
    def _default_kernel_manager_class(self) -> str:
        return f"{__name__}.{PageKernelManager.__name__}"

    @default("context")
    def _context_default(self) -> Any:
        context = super()._context_default()
        context.set(zmq.MAX_SOCKETS, min(SOCKETS, context.get(zmq.SOCKET_LIMIT)))
        return context

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """Forget a kernel that died. Its page notices and loads itself anew; a new kernel alone would be empty."""
        log.warning("a kernel died; its page will load itself anew")
        task = asyncio.ensure_future(self.end(kernel_id))
        self._cleaning.add(task)
        task.add_done_callback(self._cleaning.discard)

    async def end(self, kernel_id: str) -> None:
        """Shut a kernel down, whether or not it is there and whoever else is doing so."""
        if kernel_id in self:
            try:
                await self.shutdown_kernel(kernel_id)  # type: ignore[no-untyped-call]
            except (HTTPError, KeyError):  # somebody else was faster
                log.debug("kernel %s was already gone", kernel_id)

    async def stop(self) -> None:
        """End all kernels and the zygote."""
        try:
            await self.shutdown_all(now=True)
        finally:
            self.nursery.stop()
