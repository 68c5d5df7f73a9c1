"""Opening a class from a pack: everything the lesson needs is frozen into the class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from etika_widgets._plugins import activity_types
from etika_widgets.activity import Phase
from etika_widgets.errors import SettingError, StoreError
from etika_widgets.i18n import LANGUAGES
from etika_widgets.room import pace as pacing
from etika_widgets.room.clock import now
from etika_widgets.room.codes import new_class_code
from etika_widgets.room.viewer import Role
from etika_widgets.storage.contract import Store
from etika_widgets.storage.rows import ActivityRow, ClassRow, EventRow

if TYPE_CHECKING:
    from etika_widgets.content.pack import Pack

ATTEMPTS = 5


def open_class(
    store: Store,
    pack: Pack,
    *,
    language: str = "id",
    code: str | None = None,
    pace: Literal["led", "self"] = "led",
    close_on: str | None = None,
) -> ClassRow:
    """Open a class from ``pack`` and return its row.

    The pack's definitions are copied into the class: editing the pack later changes new classes only.

    Args:
        store: where the class will live.
        pack: the lesson.
        language: of the class.
        code: instead of one drawn by lot.
        pace: ``led`` by a facilitator, from the first step of the run-sheet on; or ``self``: whatever one person can
            do is open at once, and everybody goes through it on their own (``room/pace.py``).
        close_on: last day of a self-paced class, e.g. ``2026-12-31``; by default it is open until it is ended.

    Raises:
        SettingError: the language is not one of the interface's, or nothing in the pack can be done alone.
        StoreError: the store cannot be written, or a given code is taken.
        Refused: ``close_on`` is not a day to come.
    """
    if language not in LANGUAGES:
        raise SettingError(
            "Bahasa '{language}' tidak tersedia. Yang ada: {known}.", language=language, known=", ".join(LANGUAGES)
        )
    sheet = pack.run_sheet_data()
    at = now()
    order = list(pack.activity_ids)
    definitions = [pack.activity(name) for name in order]
    types = activity_types() if pace == "self" else {}
    alone = {spec.id for spec in definitions if types and types[spec.type].works_alone(spec)}
    if types and not alone:
        raise SettingError("Tidak ada kegiatan di buku kerja ini yang dapat dikerjakan sendiri. Buka kelas terpandu.")
    if types:
        sheet = pacing.marked(sheet, pacing.end_of(close_on, at) if close_on else None)
    activities = [
        ActivityRow(
            activity=spec.id,
            type=spec.type,
            position=position,
            digest=spec.digest(),
            spec=spec.model_dump(mode="json", exclude_none=True),
            phase=(Phase.OPEN if spec.id in alone else Phase.HIDDEN).value,
            moved_at=at if spec.id in alone else None,
            rev=1,
        )
        for position, spec in enumerate(definitions)
    ]
    detail = {"workbook": pack.slug, **({"pace": pace} if alone else {})}
    event = EventRow(rev=1, at=at, kind="open_class", role=Role.FACILITATOR.value, detail=detail)
    for attempt in range(ATTEMPTS):
        row = ClassRow(
            code=code or new_class_code(),
            workbook=pack.slug,
            title=pack.title.model_dump(),
            language=language,
            pack_digest=pack.digest(),
            run_sheet=sheet,
            created_at=at,
            present=sheet["steps"][0]["id"] if sheet["steps"] and not alone else None,
            present_at=None if alone else at,
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
