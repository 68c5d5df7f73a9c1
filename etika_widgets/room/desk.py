"""Takes intents: catches up, decides and stores a whole batch in one transaction."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from etika_widgets.errors import EtikaError, Refused
from etika_widgets.room.clock import now
from etika_widgets.room.deciding import decide
from etika_widgets.room.intents import Intent
from etika_widgets.room.room import AnyType, Room
from etika_widgets.room.viewer import Viewer
from etika_widgets.storage.contract import Store
from etika_widgets.storage.rows import Changes, IntentRow


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an intent: stored under ``rev``, or turned down with ``error``.

    ``data`` goes back to the sender alone, e.g. the id of a new participant.
    """

    rev: int = 0
    error: EtikaError | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it is stored."""
        return self.error is None

    def frame(self, identifier: str, language: str) -> dict[str, Any]:
        """Return the acknowledgement to send to the browser."""
        if self.error is None:
            data = {"data": dict(self.data)} if self.data else {}
            return {"t": "ack", "id": identifier, "ok": True, "rev": self.rev, **data}
        code = self.error.code if isinstance(self.error, Refused) else "failed"
        return {"t": "ack", "id": identifier, "ok": False, "code": code, "message": self.error.text(language)}


class Desk:
    """The one place where a class changes. Safe to use from several threads.

    Args:
        store: where classes live.
        types: activity types by name.

    Each batch runs in one store transaction: the desk's own room first takes over what other processes have
    written, then every intent is decided in memory against exactly the state it will be stored on top of, and
    all rows are saved together. An intent that is turned down leaves no trace and does not disturb the others.
    If the transaction fails the room is thrown away and rebuilt at the next batch.
    """

    def __init__(self, store: Store, types: Mapping[str, AnyType]) -> None:
        self.store = store
        self.types = types
        self.secret = store.secret("people")
        self._rooms: dict[str, Room] = {}
        self._lock = threading.Lock()

    def submit(
        self, code: str, batch: Sequence[tuple[Viewer, Intent]], *, online: Collection[str] = ()
    ) -> tuple[list[Outcome], Changes]:
        """Decide and store a batch; return one outcome per intent, and the rows that were stored.

        ``online`` names the participants with a live line: only they are dealt into groups.

        Raises:
            NoSuchClass: the class does not exist (any more).
            StoreError: nothing was stored; trying again is safe.
        """
        with self._lock:
            room = self._rooms.pop(code, None) or Room(code, self.types)
            room.online = frozenset(online)
            with self.store.transaction(code) as transaction:
                room.apply(transaction.changes(room.rev))
                seen = transaction.seen([intent.id for _, intent in batch])
                outcomes, made = self._decide(room, batch, seen)
                if made.rev:
                    transaction.save(made)
            self._rooms[code] = room
            return outcomes, made

    def _decide(
        self, room: Room, batch: Sequence[tuple[Viewer, Intent]], seen: dict[str, int]
    ) -> tuple[list[Outcome], Changes]:
        outcomes: list[Outcome] = []
        made = Changes()
        for viewer, intent in batch:
            try:
                decision = decide(room, viewer, intent, now(), self.secret, repeated=intent.id in seen)
            except Refused as error:
                outcomes.append(Outcome(error=error))
                continue
            rev = seen.get(intent.id, room.rev)
            if intent.id not in seen and (new := decision.changes.rev):
                rev = new
                owner = viewer.participant or str(decision.data.get("participant", viewer.role.value))
                decision.changes.intents.append(IntentRow(id=intent.id, participant=owner, rev=rev))
                room.apply(decision.changes)
                made.add(decision.changes)
                seen[intent.id] = rev
            outcomes.append(Outcome(rev=rev, data=decision.data))
        return outcomes, made

    def forget(self, code: str) -> None:
        """Drop the desk's picture of a class, e.g. after it was deleted."""
        with self._lock:
            self._rooms.pop(code, None)
