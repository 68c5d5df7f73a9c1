"""Common ground of the HTTP handlers: look, language, security headers, errors in plain words."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import jinja2
from babel.dates import format_datetime
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError

from etika_widgets.errors import EtikaError, NoSuchClass
from etika_widgets.hosts.server.context import Context
from etika_widgets.hosts.server.live import LiveRoom
from etika_widgets.i18n import browser_catalogue, translate
from etika_widgets.room.codes import clean_code

log = logging.getLogger("etika.web")

POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
)


@lru_cache
def environment(language: str) -> jinja2.Environment:
    """Return the template environment of one language."""
    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    made = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.globals["t"] = lambda message, **fields: translate(message, language).format(**fields)
    made.globals["language"] = language
    made.filters["moment"] = lambda moment: format_datetime(moment, "d MMMM y, HH:mm", locale=language)
    return made


class EtikaHandler(JupyterHandler):  # type: ignore[misc]
    """Base of all pages. ``self.language`` is what this browser asked for, else the class's language."""

    def initialize(self, context: Context) -> None:
        """Take over what the server holds."""
        self.context = context
        self.language = context.language(self)

    def set_default_headers(self) -> None:
        """Set headers that hold for every answer."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")  # with no-referrer a form would come with the origin "null"
        self.set_header("Cache-Control", "no-cache")

    @property
    def content_security_policy(self) -> str:
        """The policy, where Jupyter's base class asks for it."""
        return POLICY

    async def live(self, code: str) -> LiveRoom:
        """Return the class's live room; the page then speaks its language unless the browser asked otherwise.

        Raises:
            NoSuchClass: shown as a page by ``write_error``.
        """
        live = await self.context.hub.room(clean_code(code))
        self.language = self.context.language(self, live.room.row.language)
        return live

    def require_facilitator(self) -> None:
        """Turn away everybody but the facilitator."""
        if not self.context.tokens.holds(self):
            raise HTTPError(403)

    def page(self, template: str, *, status: int = 200, **fields: Any) -> None:
        """Answer with a page made from a template."""
        fields.setdefault("xsrf", self.xsrf_token.decode())
        fields.setdefault("styles", self.context.assets.styles("theme.css", "site.css"))
        self.set_status(status)
        self.send_body(environment(self.language).get_template(template).render(**fields).encode(), etag=False)

    def send_body(self, body: bytes, *, content_type: str = "text/html; charset=utf-8", etag: bool = True) -> None:
        """Answer with ``body``, gzipped where the browser takes that, unchanged pages by their tag only."""
        self.set_header("Content-Type", content_type)
        self.set_header("Vary", "Accept-Encoding, Cookie")
        if etag:
            self.set_header("ETag", f'"{hashlib.sha256(body).hexdigest()[:20]}"')
            if self.check_etag_header():
                self.set_status(304)
                self.finish()
                return
        if "gzip" in self.request.headers.get("Accept-Encoding", "") and len(body) > 1000:
            self.set_header("Content-Encoding", "gzip")
            body = gzip.compress(body, 6, mtime=0)
        self.finish(body)

    def config(self, **fields: Any) -> str:
        """Return the page's configuration as JSON that is safe inside a script element."""
        data = {"language": self.language, "messages": browser_catalogue(self.language), **fields}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")

    def write_error(self, status_code: int, **details: Any) -> None:
        """Say what happened in plain words; never a traceback."""
        error = details.get("exc_info", (None, None, None))[1]
        if isinstance(error, EtikaError):
            status_code = 404 if isinstance(error, NoSuchClass) else 400
            message = error.text(self.language)
        else:
            message = translate(MESSAGES.get(status_code, MESSAGES[500]), self.language)
        if self.request.headers.get("Accept", "").startswith("application/json"):
            self.set_status(status_code)
            self.finish({"message": message})
            return
        self.page("galat.html", status=status_code, message=message)

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Log what was not foreseen, without what people sent."""
        if not isinstance(error, (EtikaError, HTTPError)):
            log.error("%s %s failed", self.request.method, self.request.path, exc_info=(kind, error, trace))


MESSAGES: Final = {
    403: "Halaman ini hanya untuk fasilitator. Buka lagi tautan dari terminal, atau jalankan: etika link",
    404: "Halaman itu tidak ada.",
    429: "Terlalu banyak percobaan. Tunggu satu menit, lalu coba lagi.",
    500: "Ada gangguan di komputer fasilitator. Tunggu sebentar, lalu muat ulang halaman ini.",
}
