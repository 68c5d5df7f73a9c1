"""What the handlers of a server share: the hub, identity, pages, and where the server can be reached."""

from __future__ import annotations

from dataclasses import dataclass, field

from tornado.web import RequestHandler

from etika_widgets.content.library import Library
from etika_widgets.hosts.server.addresses import everywhere, reachable
from etika_widgets.hosts.server.assets import Assets
from etika_widgets.hosts.server.documents import Document
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
    public: str | None = None
    """The base address that people use, where a proxy stands before the server."""
    address: str | None = None
    """The base address the facilitator picked for the QR code."""
    documents: dict[tuple[str, str, str, str, int], Document] = field(default_factory=dict)
    """Class pages ready to be sent, by class, language, title, version of the workbook and number of activities."""
    resume_tries: Throttle = field(default_factory=lambda: Throttle(limit=20, seconds=60.0))
    _known: list[str] = field(default_factory=list)

    def addresses(self) -> list[str]:
        """Return the base addresses for phones, the likeliest first, as last looked up."""
        if not self._known:
            self.look_around()
        return list(self._known)

    def look_around(self) -> bool:
        """Look the machine's addresses up again and tell whether they changed; asks the system, may take seconds."""
        found = [self.public] if self.public else reachable(self.bound, self.port)
        changed, self._known = found != self._known, found
        return changed

    def own_address(self) -> str:
        """Return the base address for a browser or command on this machine."""
        return f"http://{'127.0.0.1' if everywhere(self.bound) else self.bound}:{self.port}"

    def facilitator_address(self) -> str:
        """Return the base address for the facilitator's browser."""
        return self.public or self.own_address()

    def chosen_address(self) -> str:
        """Return the base address that QR codes lead to."""
        known = self.addresses()
        return self.address if self.address in known else known[0]

    def language(self, handler: RequestHandler, fallback: str = "id") -> str:
        """Return the language this browser asked for, else ``fallback``."""
        wanted = handler.get_cookie(LANGUAGE_COOKIE, "")
        return wanted if wanted in LANGUAGES else fallback
