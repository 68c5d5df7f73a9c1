"""Common ground of the HTTP handlers: look, language, security headers, errors in plain words."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import jinja2
from babel.dates import format_datetime
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError

from etika_widgets.errors import EtikaError, NoSuchClass, StoreError
from etika_widgets.hosts.server.context import Context
from etika_widgets.hosts.server.documents import Document, codings, zipped_after_style
from etika_widgets.hosts.server.live import LiveRoom
from etika_widgets.hosts.server.logs import clean_path
from etika_widgets.i18n import N_, browser_catalogue, translate
from etika_widgets.room.codes import clean_code

log = logging.getLogger("etika.web")

POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'{socket}; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
)
WAIT_SECONDS: Final = 2
"""How long a waiting page waits before it asks again, about."""
WORTH_ZIPPING: Final = 1000
"""Bytes."""
_HOST: Final = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?")

EXPIRED: Final = N_(
    "Formulir itu sudah kedaluwarsa. Muat ulang halaman, lalu kirim lagi. Kuki peramban harus diizinkan."
)
FACILITATOR_ONLY: Final = N_(
    "Halaman ini hanya untuk fasilitator. Buka lagi tautan dari terminal, atau jalankan: etika link"
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


class PlainErrors(JupyterHandler):
    """Errors as a page in plain words, never a traceback; used by our handlers and by Voilà's pages alike."""

    context: Context
    language: str

    def take(self, context: Context) -> None:
        """Take over what the server holds. ``self.language`` is what this browser asked for."""
        self.context = context
        self.language = context.language(self)

    def check_xsrf_cookie(self) -> None:
        """Turn away forms that another site made, or that this browser's cookie does not vouch for.

        Raises:
            Denied: said in words that help, most often cookies are off.
        """
        try:
            super().check_xsrf_cookie()
        except HTTPError as error:
            raise Denied(EXPIRED) from error

    def write_error(self, status_code: int, **details: Any) -> None:
        """Say what happened in plain words; never a traceback."""
        error = details.get("exc_info", (None, None, None))[1]
        if isinstance(error, EtikaError):
            status_code = _status(error)
            message = error.text(self.language)
        else:
            fallback = MESSAGES[500 if status_code >= 500 else 400]
            message = translate(MESSAGES.get(status_code, fallback), self.language)
        self.set_status(status_code)
        if self.request.headers.get("Accept", "").startswith("application/json"):
            self.finish({"message": message})
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        styles = self.context.assets.styles("theme.css", "site.css")
        self.finish(environment(self.language).get_template("galat.html").render(message=message, styles=styles))

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Log what was not foreseen, without what people sent."""
        if not isinstance(error, (EtikaError, HTTPError)):
            log.error(
                "%s %s failed", self.request.method, clean_path(self.request.path), exc_info=(kind, error, trace)
            )


class EtikaHandler(PlainErrors):
    """Base of all our pages. ``self.language`` is what this browser asked for, else the class's language."""

    sends_again = False
    """Whether a form posted here may be sent again and again, because it counts once."""

    def initialize(self, context: Context) -> None:
        """Take over what the server holds."""
        self.take(context)

    def write_error(self, status_code: int, **details: Any) -> None:
        """Say what happened; where the store is only busy, with a page that goes on by itself."""
        error = details.get("exc_info", (None, None, None))[1]
        passing = isinstance(error, StoreError) and not isinstance(error, NoSuchClass)
        posted = self.request.method == "POST"
        wants_page = not self.request.headers.get("Accept", "").startswith("application/json")
        if not (passing and wants_page and (self.sends_again or not posted)):
            super().write_error(status_code, **details)
            return
        self.set_header("Retry-After", str(WAIT_SECONDS))
        self.page(
            "tunggu.html",
            status=503,
            seconds=WAIT_SECONDS,
            reason=error.text(self.language) if self.context.tokens.holds(self) else "",
            assets=f"/aset/{self.context.assets.digest}",
            fields={name: self.get_body_argument(name) for name in self.request.body_arguments} if posted else None,
        )

    async def head(self, *arguments: str) -> None:
        """Answer like ``get``; Tornado leaves the body out. Chat apps ask this way before they show a link."""
        answer = self.get(*arguments)
        if answer is not None:
            await answer

    def set_default_headers(self) -> None:
        """Set headers that hold for every answer."""
        super().set_default_headers()
        self.set_header("Content-Security-Policy", self.content_security_policy)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")  # with no-referrer a form would come with the origin "null"
        self.set_header("Cache-Control", "no-cache")

    @property
    def content_security_policy(self) -> str:
        """Nothing but this server. Older Safari does not count websockets as 'self', so they are named."""
        host = self.request.host
        return POLICY.format(socket=f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else "")

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
            raise Denied(FACILITATOR_ONLY)

    def page(self, template: str, *, status: int = 200, **fields: Any) -> None:
        """Answer with a page made from a template."""
        fields.setdefault("xsrf", self.xsrf_token.decode())
        fields.setdefault("styles", self.context.assets.styles("theme.css", "site.css"))
        fields.setdefault("other", "en" if self.language == "id" else "id")
        fields.setdefault("here", self.request.path)
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
        if len(body) > WORTH_ZIPPING and "gzip" in codings(self.request.headers.get("Accept-Encoding", "")):
            self.set_header("Content-Encoding", "gzip")
            body = zipped_after_style(body)
        self.finish(body)

    def send_document(self, document: Document) -> None:
        """Answer with a page that was made once for many; those who have it get its tag only."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Vary", "Accept-Encoding, Cookie")
        self.set_header("ETag", document.tag)
        if self.check_etag_header():
            self.set_status(304)
            self.finish()
            return
        coding, body = document.coded(self.request.headers.get("Accept-Encoding", ""))
        if coding:
            self.set_header("Content-Encoding", coding)
        self.finish(body)

    def settings_of_page(self, **fields: Any) -> str:
        """Return the page's configuration as JSON that is safe inside a script element."""
        data = {"language": self.language, "messages": browser_catalogue(self.language), **fields}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


class Denied(EtikaError):
    """This browser may not do that; the text says what it can do instead."""


def _status(error: EtikaError) -> int:
    """Return the HTTP status that tells machines what the error's text tells people."""
    if isinstance(error, Denied):
        return 403
    if isinstance(error, NoSuchClass):
        return 404
    return 503 if isinstance(error, StoreError) else 400


MESSAGES: Final = {
    400: N_("Permintaan itu tidak dapat dibaca. Muat ulang halaman, lalu coba lagi."),
    404: N_("Halaman itu tidak ada."),
    405: N_("Halaman itu tidak ada."),
    429: N_("Terlalu banyak percobaan. Tunggu satu menit, lalu coba lagi."),
    500: N_("Ada gangguan di komputer fasilitator. Tunggu sebentar, lalu muat ulang halaman ini."),
}
