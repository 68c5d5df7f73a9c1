"""One viewer at a kernel's line: parses what the browser sends, answers, and pushes what changed for this viewer.

Who somebody is lives here, in the kernel's memory. A browser proves it by joining or by its resume code, both sent
as a message; a door leads to the participant's role and to no other.
"""

from __future__ import annotations

import contextlib
import json
import logging
import random
import re
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

from etika_widgets.content.pseudonyms import offer
from etika_widgets.errors import EtikaError, NoSuchClass, Refused, StoreError
from etika_widgets.hosts.kernel_link import RoomLink, catalogue_frame
from etika_widgets.hosts.server.throttle import Throttle
from etika_widgets.i18n import N_, translate
from etika_widgets.room import Intent, Outcome, Role, Viewer
from etika_widgets.room.clock import now
from etika_widgets.room.codes import clean_code
from etika_widgets.room.intents import parse_intent
from etika_widgets.room.joining import offer_name
from etika_widgets.room.participation import own_trail
from etika_widgets.room.showing import activity_state, room_state

LARGEST_FRAME: Final = 64 * 1024
RESUME_TRIES: Final = Throttle(limit=20, seconds=60.0)
"""Wrong resume codes by class, in this kernel; as strict as the server's own page."""
_ID: Final = re.compile(r"[0-9a-f]{32}")
_log = logging.getLogger(__name__)

Json = dict[str, Any]


class Carrier(Protocol):
    """A widget that can carry messages to its browser."""

    def send(self, content: Json) -> None:
        """Send a custom message."""
        ...


class Seat:
    """A viewer of a class, or a door to one.

    Args:
        book: slug of the workbook; browsers remember by it where they sat.
        title: what the door says one joins.
        link_to: opens the line to a class by its code.
        viewer: who sits here; a door until somebody joins.
        code: the class; None lets people type it.
        language: fixed language, else the class decides.
        keep_days: longest proposed retention among the activities.
        preview: nothing is kept.
        workbook: the class must have been opened from this pack; None takes any.
    """

    def __init__(
        self,
        *,
        book: str,
        title: str,
        link_to: Callable[[str], RoomLink],
        viewer: Viewer | None = None,
        code: str | None = None,
        language: str | None = None,
        keep_days: int = 0,
        preview: bool = False,
        workbook: str | None = None,
    ) -> None:
        self.id = uuid.uuid4().hex
        self.book = book
        self.title = title
        self.viewer = viewer or Viewer(Role.DOOR, language=language or "id")
        self.heard = 0.0
        self.link: RoomLink | None = None
        self._code = code
        self._language = language
        self._keep_days = keep_days
        self._preview = preview
        self._workbook = workbook
        self._link_to = link_to
        self._carrier: Carrier | None = None
        self._sent: dict[str, Json] = {}
        self._number = 0
        self._sending = threading.RLock()
        self._resume: str | None = None
        self._offer: str | None = None
        if self.joined and code:
            self._sit(link_to(code), self.viewer)

    @property
    def joined(self) -> bool:
        """Whether somebody sits here."""
        return self.viewer.role is not Role.DOOR

    def receive(self, frame: object, carrier: Carrier) -> None:
        """Handle a frame from the browser; never raises, for nobody would see it in a kernel."""
        try:
            self._carrier = carrier
            self._receive(frame)
        except Exception:
            _log.exception("frame of seat %s failed", self.id[:6])

    def _receive(self, frame: object) -> None:
        if not isinstance(frame, dict):
            return
        self.heard = time.monotonic()
        kind = frame.get("t")
        if len(json.dumps(frame, ensure_ascii=False).encode("utf-8", "replace")) > LARGEST_FRAME:
            self._refuse(frame, Refused("too_large", "Pesan terlalu besar. Persingkat tulisan Anda, lalu kirim lagi."))
        elif kind == "seat":
            self._send(self._info())
        elif kind == "hello":
            self._greet()
        elif kind == "intent":
            self._intent(frame)
        elif kind == "ping":
            self._send({"t": "pong"})
        elif kind == "trail":
            self._show_trail()

    def _show_trail(self) -> None:
        trail = self.link and own_trail(self.link.room, self.viewer.participant, self.viewer.language)
        if trail:
            self._send({"t": "trail", **trail})

    def _info(self) -> Json:
        link = self.link
        code = link.code if link else self._code
        return {
            "t": "seat",
            "joined": self.joined,
            "role": self.viewer.role.value,
            "code": code,
            "book": self.book,
            "title": self.title,
            "preview": self._preview,
            "offer": None if self.joined else self._pseudonym(),
            "keep_days": self._keep_days,
            **catalogue_frame(self.viewer.language),
        }

    def _pseudonym(self) -> str:
        """Return the same proposal as long as nobody has joined: a repeated question must not change the form."""
        if self._offer is None:
            self._offer = offer(set(), random.SystemRandom())
            if self._code:
                with contextlib.suppress(EtikaError):  # joining will say what is wrong with the class
                    self._offer = offer_name(self._link_to(self._code).room)
        return self._offer

    def _greet(self) -> None:
        if self.link is None:
            self._send(self._info())
            return
        self._sent.clear()
        with self.link.lock:
            self.link.catch_up()
            if self.link and self.link.room.rev:
                self.link.greeted()
                self._push(None)
                if self.link:
                    self._send({"t": "live", "rev": self.link.room.rev, "now": now()})

    def _intent(self, frame: Json) -> None:
        try:
            intent = parse_intent(frame)
            if self.link is None:
                self._enter(intent)
                return
            if intent.activity is None and intent.kind in ("join", "resume"):
                self._send(Outcome(data=self._told()).frame(intent.id, self.viewer.language))
                return
            outcome, tell = self.link.submit(self.viewer, intent)
        except NoSuchClass as error:
            self._refuse(frame, error)
        except StoreError:
            _log.warning("intent not stored; the browser will repeat it", exc_info=True)
        except EtikaError as error:
            self._refuse(frame, error)
        except Exception:
            _log.exception("intent of seat %s failed", self.id[:6])
            self._refuse(frame, EtikaError("Terjadi kesalahan di kelas ini; belum tersimpan. Beri tahu fasilitator."))
        else:
            self._send(outcome.frame(intent.id, self.viewer.language))
            tell()

    def _enter(self, intent: Intent) -> None:
        """Take ``join`` and ``resume`` at the door."""
        if intent.kind not in ("join", "resume"):
            raise Refused("not_joined", "Gabung dulu ke kelas dengan kodenya.")
        code = self._code or clean_code(str(intent.payload.get("class", "")))
        if not code:
            raise Refused("no_code", "Tulis kode kelas yang diberikan fasilitator.")
        link = self._link_to(code)
        if self._workbook and link.room.row.workbook != self._workbook:
            message = N_("Kode {kelas} milik kelas dengan buku kerja lain. Periksa lagi kodenya.")
            raise Refused("other_workbook", message, kelas=code)
        if intent.kind == "resume" and RESUME_TRIES.blocked(code):
            raise Refused("too_often", N_("Terlalu banyak percobaan. Tunggu satu menit, lalu coba lagi."))
        payload = {key: value for key, value in intent.payload.items() if key != "class"}
        outcome, tell = link.submit(self.viewer, replace(intent, payload=payload))
        if intent.kind == "resume" and not outcome.ok:
            RESUME_TRIES.failed(code)
        if outcome.ok:
            self._resume = str(outcome.data.get("resume") or clean_code(str(payload.get("code", ""))))
            language = self._language or link.room.row.language
            self._sit(link, Viewer(Role.PARTICIPANT, str(outcome.data["participant"]), language))
            outcome = replace(outcome, data=self._told())
        self._send(outcome.frame(intent.id, self.viewer.language))
        tell()

    def _told(self) -> Json:
        """Return what only this browser may know about its participant."""
        code = self.link.code if self.link else None
        return {"participant": self.viewer.participant, "resume": self._resume, "code": code}

    def _sit(self, link: RoomLink, viewer: Viewer) -> None:
        self.viewer = viewer
        self.link = link
        link.attach(self)

    def push(self, dirty: set[str] | None) -> None:
        """Send what looks different now; nothing before the browser's first hello."""
        if self._sent and self.link:
            self._push(dirty)

    def _push(self, dirty: set[str] | None) -> None:
        link = self.link
        if link is None:
            return
        room = link.room
        if self.viewer.role is Role.PARTICIPANT and room.people.get(self.viewer.participant) is None:
            self.gone("removed", "Anda tidak lagi terdaftar di kelas ini. Gabung lagi dengan kode kelas.")
            return
        state = room_state(room, self.viewer)
        if state.get("me"):
            state["me"]["resume"] = self._resume
        self._send_changed("", state, {"t": "room", "rev": room.rev, "room": state})
        for name in room.activities if dirty is None else sorted(dirty & room.activities.keys()):
            shown = activity_state(room, name, self.viewer)
            self._send_changed(name, shown, {"t": "activity", "rev": room.rev, "id": name, "state": shown})

    def _send_changed(self, name: str, state: Json, frame: Json) -> None:
        if self._sent.get(name) != state:
            self._sent[name] = state
            self._send(frame)

    def gone(self, code: str, message: str) -> None:
        """Send the browser away and be a door again."""
        if self.link:
            self.link.detach(self)
        language = self.viewer.language
        self.link = None
        self._sent.clear()
        self._resume = None
        if self.viewer.role is Role.PARTICIPANT:
            self.viewer = Viewer(Role.DOOR, language=language)
        self._send({"t": "gone", "code": code, "message": translate(message, language)})

    def _refuse(self, frame: Mapping[str, Any], error: EtikaError) -> None:
        identifier = frame.get("id")
        if isinstance(identifier, str) and _ID.fullmatch(identifier):
            self._send(Outcome(error=error).frame(identifier, self.viewer.language))

    def _send(self, frame: Json) -> None:
        """Send one frame; frames are numbered, so that the browser notices a lost one."""
        with self._sending:
            self._number += 1
            if self._carrier is not None:
                self._carrier.send({"etika": frame, "seat": self.id, "n": self._number})
