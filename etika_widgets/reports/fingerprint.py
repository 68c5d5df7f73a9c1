"""What a document was made from, so that every number in it can be computed again and compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from etika_widgets.storage.rows import Changes, EventRow, ResponseRow

if TYPE_CHECKING:
    from etika_widgets.storage.contract import Store


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Revision of a class, length of its log, and a SHA-256 over answers and log."""

    rev: int
    events: int
    sha256: str


def read_class(store: Store, code: str) -> tuple[Changes, list[EventRow]]:
    """Return the rows of a class and its log up to the same revision.

    Raises:
        NoSuchClass: no class has this code.
    """
    rows = store.changes(code)
    return rows, [event for event in store.events(code) if event.rev <= rows.rev]


def fingerprint(store: Store, code: str) -> Fingerprint:
    """Return the fingerprint that a document made now would carry.

    Raises:
        NoSuchClass: no class has this code.
    """
    rows, events = read_class(store, code)
    return fingerprint_of(rows, events)


def fingerprint_of(rows: Changes, events: Sequence[EventRow]) -> Fingerprint:
    """Hash one line of JSON per row (keys sorted, UTF-8): answers by activity, round, slot, person; then the log."""
    digest = hashlib.sha256()
    answers = sorted(rows.responses, key=lambda row: (row.activity, row.round, row.slot, row.participant))
    for row in _rows(answers, events):
        line = json.dumps(asdict(row), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return Fingerprint(rev=rows.rev, events=len(events), sha256=digest.hexdigest())


def _rows(answers: Iterable[ResponseRow], events: Iterable[EventRow]) -> Iterable[ResponseRow | EventRow]:
    yield from answers
    yield from events
