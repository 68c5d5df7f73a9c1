"""Opening a class from a pack: everything the lesson needs is frozen into the class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etika_widgets.errors import SettingError, StoreError
from etika_widgets.i18n import LANGUAGES
from etika_widgets.room.clock import now
from etika_widgets.room.codes import new_class_code
from etika_widgets.room.viewer import Role
from etika_widgets.storage.contract import Store
from etika_widgets.storage.rows import ActivityRow, ClassRow, EventRow

if TYPE_CHECKING:
    from etika_widgets.content.pack import Pack

ATTEMPTS = 5


def open_class(store: Store, pack: Pack, *, language: str = "id", code: str | None = None) -> ClassRow:
    """Open a class from ``pack`` and return its row; the first run-sheet step is the present one.

    The pack's definitions are copied into the class: editing the pack later changes new classes only.

    Raises:
        SettingError: the language is not one of the interface's.
        StoreError: the store cannot be written, or a given code is taken.
    """
    if language not in LANGUAGES:
        raise SettingError(
            "Bahasa '{language}' tidak tersedia. Yang ada: {known}.", language=language, known=", ".join(LANGUAGES)
        )
    sheet = pack.run_sheet_data()
    at = now()
    order = list(pack.activity_ids)
    definitions = [pack.activity(name) for name in order]
    activities = [
        ActivityRow(
            activity=spec.id,
            type=spec.type,
            position=position,
            digest=spec.digest(),
            spec=spec.model_dump(mode="json", exclude_none=True),
            rev=1,
        )
        for position, spec in enumerate(definitions)
    ]
    event = EventRow(rev=1, at=at, kind="open_class", role=Role.FACILITATOR.value, detail={"workbook": pack.slug})
    for attempt in range(ATTEMPTS):
        row = ClassRow(
            code=code or new_class_code(),
            workbook=pack.slug,
            title=pack.title.model_dump(),
            language=language,
            pack_digest=pack.digest(),
            run_sheet=sheet,
            created_at=at,
            present=sheet["steps"][0]["id"] if sheet["steps"] else None,
            present_at=at,
            rev=1,
        )
        try:
            store.create_class(row, activities, event)
        except StoreError:
            if code or attempt == ATTEMPTS - 1:
                raise
        else:
            return row
    raise AssertionError("unreachable")
