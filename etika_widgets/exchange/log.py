"""Notes in the log of a class that data left it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from etika_widgets.errors import NoSuchClass
from etika_widgets.room.clock import now
from etika_widgets.room.viewer import Role
from etika_widgets.storage.rows import Changes, EventRow

if TYPE_CHECKING:
    from etika_widgets.storage.contract import Store


def log_export(store: Store, code: str, **detail: Any) -> int:
    """Append an ``export`` entry to the log and return its revision. ``detail`` says what left, never about whom.

    Raises:
        NoSuchClass: no class has this code.
        StoreBusy: the log could not be written; hand nothing out.
    """
    with store.transaction(code) as transaction:
        row = transaction.changes(0).klass
        if row is None:
            raise NoSuchClass(code)
        rev = row.rev + 1
        event = EventRow(rev=rev, at=now(), kind="export", role=Role.FACILITATOR.value, detail=detail)
        transaction.save(Changes(klass=replace(row, rev=rev), events=[event]))
    return rev
