"""Filled sheets (canvas) as a Word document: one's own, or those of a class.

The document has headings, real tables with header rows and its language set, so that a screen reader can follow it;
it holds no pictures. ``python-docx`` makes it and is imported only here, when a document is asked for.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from babel.dates import format_date

from etika_widgets.activities.canvas.results import sheets
from etika_widgets.activities.canvas.sheet import filled, plain, table
from etika_widgets.activities.canvas.spec import CanvasSpec, SheetField
from etika_widgets.activities.rendering import html as to_html
from etika_widgets.activity import Response
from etika_widgets.documents.word import repeat_head, set_language
from etika_widgets.errors import SettingError
from etika_widgets.i18n import LANGUAGES
from etika_widgets.room.room import AnyType, Room
from etika_widgets.wording import Words, local

if TYPE_CHECKING:
    from docx.document import Document

    from etika_widgets.storage.contract import Store

LOCALES: Final = {"id": "id-ID", "en": "en-GB"}
_BLOCK_END: Final = re.compile(r"</(?:p|li|h\d|tr|blockquote)>|<br\s*/?>")
_TAG: Final = re.compile(r"<[^>]*>")


def own_sheet(
    store: Store,
    code: str,
    types: Mapping[str, AnyType],
    activity: str,
    participant: str,
    *,
    language: str = "id",
    zone: str = "WIB",
) -> bytes:
    """Return a participant's own sheet as DOCX, or that of their group; it names nobody.

    Args:
        store: where the class lives.
        code: the class code.
        types: activity types by name.
        activity: id of a canvas of the class.
        participant: whose sheet.
        language: of headings, ``id`` or ``en``.
        zone: clock by which a day begins: ``WIB``, ``WITA`` or ``WIT``.

    Raises:
        NoSuchClass: no class has this code.
        SettingError: there is no such sheet, or a setting is not one we know.
    """
    room, spec = _find(store, code, types, activity, language)
    person = room.people.get(participant)
    written = [
        one
        for one in room.responses(activity)
        if person and (one.group == person.group if spec.by == "group" else one.participant == participant)
    ]
    return _document(room, spec, sheets(spec, written), Words(language, zone), of_class=False)


def class_sheets(
    store: Store,
    code: str,
    types: Mapping[str, AnyType],
    activity: str,
    *,
    shown: bool = False,
    language: str = "id",
    zone: str = "WIB",
) -> bytes:
    """Return the sheets of a class as DOCX, for the facilitator: all with pseudonyms, or those shown without.

    Args and Raises: as :func:`own_sheet`; ``shown`` takes only the sheets that were put on the shared screen.
    """
    room, spec = _find(store, code, types, activity, language)
    kept = [one for one in sheets(spec, room.responses(activity)) if one.shown or not shown]
    return _document(room, spec, kept, Words(language, zone), of_class=True, named=not shown)


def _find(
    store: Store, code: str, types: Mapping[str, AnyType], activity: str, language: str
) -> tuple[Room, CanvasSpec]:
    if language not in LANGUAGES:
        raise SettingError(
            "Bahasa '{language}' tidak tersedia. Yang ada: {known}.", language=language, known=", ".join(LANGUAGES)
        )
    room = Room(code, types)
    room.apply(store.changes(code))
    _ = room.row  # no class: said here
    found = room.activities.get(activity)
    if found is None or not isinstance(found.spec, CanvasSpec):
        raise SettingError("Kegiatan '{activity}' bukan lembar kerja di kelas ini.", activity=activity)
    return room, found.spec


def _document(
    room: Room, spec: CanvasSpec, kept: Sequence[Response], _: Words, *, of_class: bool, named: bool = False
) -> bytes:
    import docx

    made = docx.Document()
    title = spec.title.get(_.language)
    set_language(made, LOCALES[_.language])
    made.core_properties.title = title
    made.core_properties.author = ""
    made.core_properties.comments = ""
    made.core_properties.language = LOCALES[_.language]
    made.add_heading(title, 0)
    made.add_paragraph(_.text(room.row.title))
    made.add_paragraph(_plain(to_html(spec.prompt, _.language)))
    if not kept:
        made.add_paragraph(_("Belum ada lembar yang disimpan."))
    for place, (owner, rounds) in enumerate(_by_owner(spec, kept), start=1):
        if of_class:
            group = _("Kelompok {number}", number=owner)
            made.add_heading(group if spec.by == "group" else rounds[0].name if named else f"{_('Lembar')} {place}", 1)
        for one in rounds:
            _sheet(made, spec, one, _, level=2 if of_class else 1)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _by_owner(spec: CanvasSpec, kept: Iterable[Response]) -> list[tuple[Any, list[Response]]]:
    owners: dict[Any, list[Response]] = {}
    for one in kept:
        owners.setdefault(one.group if spec.by == "group" else one.participant, []).append(one)
    return list(owners.items())


def _sheet(made: Document, spec: CanvasSpec, one: Response, _: Words, level: int) -> None:
    values = one.payload["fields"]
    days = spec.days_of(one.round)
    if days is not None:
        made.add_heading(_("Tindak lanjut {n} hari", n=days), level)
    made.add_paragraph(_("Disimpan {moment}", moment=_.moment(one.at)))
    if days is not None:
        _fields(made, spec.fields_in(one.round), values, one.at, _, level)
        return
    for section in spec.sections:
        made.add_heading(section.title.get(_.language), level)
        _fields(made, section.fields, values, one.at, _, level)
    if spec.follow_up:
        made.add_heading(_("Tanggal tindak lanjut"), level)
        for ahead in spec.follow_up.days:
            date = _date(one.at, ahead, _)
            made.add_paragraph(_("{n} hari: {date}", n=ahead, date=date), style="List Bullet")


def _fields(
    made: Document, fields: Sequence[SheetField], values: Mapping[str, Any], at: str, _: Words, level: int
) -> None:
    """Add the fields of a section: labels and words in one table, each table field as a table of its own."""
    for tabular, run in groupby(fields, key=lambda field: field.kind == "table"):
        if not tabular:
            rows = [[field.label.get(_.language), _words(field, values.get(field.id), at, _)] for field in run]
            _table(made, [_("Isian"), _("Tulisan")], rows)
            continue
        for field in run:
            made.add_heading(field.label.get(_.language), level + 1)
            rows = [[text for _name, text in cells] for cells in table(field, values.get(field.id), _.language)]
            head = [_("Baris")] if field.rows else []
            _table(made, head + [column.label.get(_.language) for column in field.columns], rows)


def _words(field: SheetField, value: Any, at: str, _: Words) -> str:
    if not filled(value):
        return "–"
    words = plain(field, value, _.language)
    return f"{words} ({_date(at, value, _)})" if field.kind == "days" else words


def _date(at: str, days: int, _: Words) -> str:
    return format_date((local(at, _.zone) + timedelta(days=days)).date(), "long", locale=_.language)


def _table(made: Document, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    made_table = made.add_table(rows=0, cols=len(head), style="Table Grid")
    for place, row in enumerate([head, *(rows or [["–"] * len(head)])]):
        cells = made_table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
            if place == 0:
                cell.paragraphs[0].runs[0].bold = True
    repeat_head(made_table)
    made.add_paragraph()


def _plain(markup: str) -> str:
    """Return safe HTML without its tags; it stands in the document as text."""
    text = _TAG.sub("", _BLOCK_END.sub("\n", markup))
    return "\n".join(line.strip() for line in html.unescape(text).splitlines() if line.strip())
