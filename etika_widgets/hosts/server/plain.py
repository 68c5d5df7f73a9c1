"""Machine-read answers: health, numbers and front-end files."""

from __future__ import annotations

import ipaddress
from importlib.metadata import version
from typing import Final

from tornado.web import HTTPError, RequestHandler

from etika_widgets.errors import StoreError
from etika_widgets.hosts.server.context import Context
from etika_widgets.hosts.server.metrics import CONTENT_TYPE, Exposition

FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")
"""Whoever came through a proxy did not sit at this machine, whatever address the proxy has."""


class Health(RequestHandler):
    """``/sehat``: whether the server answers and the store can be read."""

    def initialize(self, context: Context) -> None:
        """Take over what the server holds."""
        self.context = context

    def get(self) -> None:
        """Answer with status, version, classes that have not ended, and people connected here."""
        try:
            classes = [row for row in self.context.store.classes() if row.ended_at is None]
            status = "ok"
        except StoreError:
            classes, status = [], "store"
            self.set_status(503)
        self.finish(
            {
                "status": status,
                "version": version("etika-widgets"),
                "classes": len(classes),
                "people": self.context.hub.people_online(),
                "run": self.context.hub.run,
            }
        )


class Numbers(RequestHandler):
    """``/metrik``: Prometheus metrics, for the facilitator's browser and for programs on this machine."""

    def initialize(self, context: Context) -> None:
        """Take over what the server holds."""
        self.context = context

    def get(self) -> None:
        """Answer with the numbers, or 403."""
        if not (self._from_here() or self.context.tokens.holds(self)):
            self.set_status(403)
            self.finish()
            return
        self.set_header("Content-Type", CONTENT_TYPE)
        self.set_header("Cache-Control", "no-store")
        self.finish(Exposition(self.context).text())

    def _from_here(self) -> bool:
        try:
            loopback = ipaddress.ip_address(self.request.remote_ip or "").is_loopback
        except ValueError:
            return False
        return loopback and not any(name in self.request.headers for name in FORWARDED)


class AssetFile(RequestHandler):
    """``/aset/<digest>/<name>``: front-end files that a browser may keep for ever."""

    def initialize(self, context: Context) -> None:
        """Take over what the server holds."""
        self.context = context

    def get(self, digest: str, name: str) -> None:
        """Send the file in the smallest coding that the browser takes."""
        asset = self.context.assets.files.get(name)
        if asset is None:
            raise HTTPError(404)
        fresh = digest == self.context.assets.digest
        self.set_header("Cache-Control", "public, max-age=31536000, immutable" if fresh else "no-cache")
        self.set_header("Content-Type", asset.content_type)
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("X-Content-Type-Options", "nosniff")
        coding, body = asset.coded(self.request.headers.get("Accept-Encoding", ""))
        if coding:
            self.set_header("Content-Encoding", coding)
        self.finish(body)
