"""What the handlers of a server share: the hub, identity, pages, and where the server can be reached."""

from __future__ import annotations

from dataclasses import dataclass, field

from tornado.web import RequestHandler

from etika_widgets.content.library import Library
from etika_widgets.hosts.server.addresses import reachable
from etika_widgets.hosts.server.assets import Assets
from etika_widgets.hosts.server.hub import Hub
from etika_widgets.hosts.server.identity import LANGUAGE_COOKIE, Tokens
from etika_widgets.hosts.server.pages import Pages
from etika_widgets.hosts.server.throttle import Throttle
from etika_widgets.i18n import LANGUAGES
from etika_widgets.storage.contract import Store


@dataclass(slots=True, kw_only=True)
class Context:
    """One server's parts, handed to every handler."""

    store: Store
    library: Library
    hub: Hub
    tokens: Tokens
    assets: Assets
    pages: Pages
    bound: str
    port: int
    address: str | None = None
    """The base address the facilitator picked for the QR code."""
    resume_tries: Throttle = field(default_factory=lambda: Throttle(limit=20, seconds=60.0))

    def addresses(self) -> list[str]:
        """Return the base addresses for phones, the likeliest first."""
        return reachable(self.bound, self.port)

    def chosen_address(self) -> str:
        """Return the base address that QR codes lead to."""
        known = self.addresses()
        return self.address if self.address in known else known[0]

    def language(self, handler: RequestHandler, fallback: str = "id") -> str:
        """Return the language this browser asked for, else ``fallback``."""
        wanted = handler.get_cookie(LANGUAGE_COOKIE, "")
        return wanted if wanted in LANGUAGES else fallback
