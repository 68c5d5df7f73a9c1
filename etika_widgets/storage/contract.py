"""The Store contract: what every database must promise. One test suite runs against all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

from etika_widgets.storage.rows import ActivityRow, Changes, ClassRow, EventRow

BUSY_SECONDS: Final = 5.0
"""How long it is waited for others while a store is opened and cleaned up."""
WRITE_SECONDS: Final = 1.0
"""How long a writer waits for the others at most: short, for phones wait behind it and try again by themselves."""


class Transaction(Protocol):
    """One writer of one class; everything in it becomes visible at once, or not at all."""

    def changes(self, after: int) -> Changes:
        """Return the class's rows with ``rev > after`` (events and intents are left out).

        Raises:
            NoSuchClass: the class was deleted.
        """
        ...

    def seen(self, intent_ids: Collection[str]) -> dict[str, int]:
        """Return the revision under which each of these intents was taken, for those that were."""
        ...

    def save(self, changes: Changes) -> None:
        """Insert or replace the rows and move the class to ``changes.rev``."""
        ...


class Store(Protocol):
    """Where classes live. Safe to use from several threads and processes at once.

    ``transaction`` holds the class's write lock from its first statement on, so what it reads stays true until
    it commits. A commit returns only when the data would survive a power cut.
    """

    url: str

    def create_class(self, row: ClassRow, activities: Sequence[ActivityRow], event: EventRow) -> None:
        """Store a new class.

        Raises:
            StoreError: the code is taken.
        """
        ...

    def whole(self, code: str) -> Changes:
        """Return one consistent view of everything a class holds, its log and intents too.

        Raises:
            NoSuchClass: no class has this code.
        """
        ...

    def insert_class(self, whole: Changes) -> None:
        """Store a class that ``whole`` read elsewhere; it is read back and compared before it is committed.

        Raises:
            StoreError: the code is taken, or the rows did not arrive as they were.
        """
        ...

    def classes(self) -> list[ClassRow]:
        """Return all classes, the newest first."""
        ...

    def changes(self, code: str, after: int = 0) -> Changes:
        """Return one consistent view of the rows with ``rev > after`` (without events and intents).

        Raises:
            NoSuchClass: no class has this code.
        """
        ...

    def events(self, code: str, after: int = 0) -> list[EventRow]:
        """Return the log of a class in order."""
        ...

    def transaction(self, code: str) -> AbstractContextManager[Transaction]:
        """Open a write transaction on one class; leaving it normally commits, an exception rolls back.

        Raises:
            NoSuchClass: no class has this code.
            StoreBusy: the lock could not be had in time; nothing was written.
        """
        ...

    def delete_class(self, code: str, *, at: int | None = None) -> None:
        """Delete a class with everything it holds.

        Raises:
            StoreError: the class is not at revision ``at`` (if given); nothing was deleted.
        """
        ...

    def save_definition(self, digest: str, type_name: str, spec: dict[str, Any]) -> None:
        """Register an inline definition under its content hash; repeating it changes nothing."""
        ...

    def definition(self, digest: str) -> tuple[str, dict[str, Any]] | None:
        """Return the type name and spec registered under ``digest``."""
        ...

    def keep_secret(self, name: str, value: bytes) -> bool:
        """Keep ``value`` under ``name`` unless something is there; tell whether ``name`` now holds ``value``."""
        ...

    def secret(self, name: str) -> bytes:
        """Return 32 random bytes kept under ``name``, made on first use."""
        ...

    def set_presence(self, code: str, host: str, participants: Collection[str], until: float) -> None:
        """Say which participants this host holds a live line to, until a time (seconds since 1970)."""
        ...

    def presence(self, code: str, now: float, *, besides: str | None = None) -> set[str]:
        """Return the participants some host (except ``besides``) holds a live line to."""
        ...

    def open_run(self, run: str, address: str, started_at: str) -> None:
        """Register a running server; facilitators' tokens belong to it and end with it."""
        ...

    def close_run(self, run: str) -> None:
        """Forget a server and its tokens."""
        ...

    def runs(self) -> list[tuple[str, str, str]]:
        """Return ``(run, address, started_at)`` of the registered servers, the newest first."""
        ...

    def add_token(self, run: str, token_hash: str) -> None:
        """Let a facilitator's token (hashed) open the control page of ``run``."""
        ...

    def has_token(self, run: str, token_hash: str) -> bool:
        """Tell whether this token belongs to ``run``."""
        ...

    def version(self) -> int:
        """Return a number that changes soon after another connection has committed; cheap enough to poll.

        What was committed before the first call is read from the tables, not announced. A change is a hint and
        may come without a commit; a commit never stays without a change.
        """
        ...

    def close(self) -> None:
        """Release connections."""
        ...
