"""Who is on the other end: signed cookies that the server made, never a word of the browser.

A participant's cookie is bound to one class; a facilitator's to the servers that ran on the store when it was given,
and it ends with the last of them. The signing key lives in the store, so that a restart of the server does not turn a
class out, and behind a proxy every server knows everybody.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookies import CookieError
from typing import Final

from tornado.web import RequestHandler

from etika_widgets.room.clock import now
from etika_widgets.storage.contract import Store

FACILITATOR_COOKIE: Final = "etika_fasilitator"
SEPARATOR: Final = "."
LANGUAGE_COOKIE: Final = "etika_bahasa"
DAYS: Final = 30
BEAT_SECONDS: Final = 5.0
RUN_LEASE: Final = timedelta(seconds=15)
"""A server that has not said for so long that it runs is dead; the machines' clocks must agree better than that."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A participant's place in a class, with the resume code only they may see."""

    participant: str
    resume: str | None


def participant_cookie(code: str) -> str:
    """Return the name of the cookie that holds a membership in a class."""
    return f"etika_{code}"


def membership(handler: RequestHandler, code: str) -> Membership | None:
    """Return the membership this browser proves, if any."""
    raw = _signed(handler, participant_cookie(code))
    try:
        participant, resume = json.loads(raw or "null")
    except (ValueError, TypeError):
        return None
    return Membership(str(participant), str(resume) if resume else None)


def remember(handler: RequestHandler, code: str, member: Membership) -> None:
    """Give this browser a membership."""
    value = json.dumps([member.participant, member.resume])
    _set(handler, participant_cookie(code), value, days=DAYS)


def forget(handler: RequestHandler, code: str) -> None:
    """Take the membership from this browser."""
    handler.clear_cookie(participant_cookie(code), path="/")


class Tokens:
    """Facilitators' tokens of one run of the server; they die with it. All servers that run on the store accept them.

    Args:
        store: keeps hashes of tokens, so that ``etika link`` can add one from another process.
        run: random name of this run.
    """

    def __init__(self, store: Store, run: str) -> None:
        self.store = store
        self.run = run
        self._alive = frozenset({run})

    def register(self, address: str) -> None:
        """Say in the store that this server runs (again every ``BEAT_SECONDS``), and see which others do."""
        self.store.open_run(self.run, address, now())
        self._look()

    def _look(self) -> None:
        self._alive = frozenset({self.run, *(run for run, _, seen in self.store.runs() if lives(seen))})

    def issue(self) -> str:
        """Return a new token; only its hash is kept."""
        token = secrets.token_urlsafe(24)
        self.store.add_token(self.run, _hash(token))
        return token

    def exchange(self, handler: RequestHandler, token: str) -> bool:
        """Give this browser the facilitator's cookie if ``token`` is good."""
        if not token:
            return False
        self._look()  # the server that issued it may have started a moment ago
        if not any(self.store.has_token(run, _hash(token)) for run in self._alive):
            return False
        self._sign_in(handler)
        return True

    def holds(self, handler: RequestHandler) -> bool:
        """Tell whether this browser belongs to a facilitator of this server or of one that runs beside it."""
        return not self._named(handler).isdisjoint(self._alive)

    def renew(self, handler: RequestHandler) -> None:
        """Let a facilitator's sign-in follow the servers as they come and go."""
        if self.holds(handler) and self._named(handler) != self._alive:
            self._sign_in(handler)

    @staticmethod
    def _named(handler: RequestHandler) -> frozenset[str]:
        return frozenset((_signed(handler, FACILITATOR_COOKIE) or "").split(SEPARATOR))

    def _sign_in(self, handler: RequestHandler) -> None:
        _set(handler, FACILITATOR_COOKIE, SEPARATOR.join(sorted(self._alive)), days=None)


def lives(seen: str) -> bool:
    """Tell whether a server that last said at ``seen`` that it runs still counts as running."""
    return datetime.now(UTC) - datetime.fromisoformat(seen) < RUN_LEASE


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _signed(handler: RequestHandler, name: str) -> str | None:
    try:
        raw = handler.get_signed_cookie(name, max_age_days=DAYS)
    except CookieError:
        return None
    return raw.decode("utf-8", "replace") if raw else None


def _set(handler: RequestHandler, name: str, value: str, *, days: int | None) -> None:
    secure = handler.request.protocol == "https"  # as the proxy says, if there is one
    handler.set_signed_cookie(name, value, expires_days=days, httponly=True, samesite="Lax", path="/", secure=secure)
