"""The report of a class: one HTML file that needs nothing else, to be read on a phone, printed and filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import jinja2

from etika_widgets.activity import Phase
from etika_widgets.errors import SettingError
from etika_widgets.i18n import LANGUAGES, N_
from etika_widgets.reports.class_gain import class_gain
from etika_widgets.reports.figures import PATTERNS
from etika_widgets.reports.fingerprint import fingerprint_of, read_class
from etika_widgets.reports.sections import Material, section
from etika_widgets.reports.timeline import Span, class_span, minutes_spent, runs, whole_minutes
from etika_widgets.room.clock import now
from etika_widgets.room.pace import self_paced
from etika_widgets.room.room import AnyType, Room
from etika_widgets.storage.rows import EventRow
from etika_widgets.wording import Words

if TYPE_CHECKING:
    from etika_widgets.storage.contract import Store

Json = dict[str, Any]

CERTAINTY: Final = {"H": N_("tinggi"), "M": N_("sedang"), "L": N_("rendah")}
_COUNTED: Final = {
    "group": N_("Pembagian kelompok"),
    "feature": N_("Menampilkan atau menurunkan tulisan"),
    "tally": N_("Mencatat suara tangan"),
    "remove": N_("Mengeluarkan peserta"),
    "export": N_("Ekspor data"),
}


def class_report(
    store: Store,
    code: str,
    types: Mapping[str, AnyType],
    *,
    language: str = "id",
    printed_at: str | None = None,
    zone: str = "WIB",
) -> str:
    """Return the report of a class as one self-contained HTML page.

    It names nobody, holds no text that was not on the shared screen, and hides small numbers of sensitive
    activities. While the class goes on it is a draft that tells no more than the room has seen. The same class
    and the same ``printed_at`` give the same bytes.

    Args:
        store: where the class lives.
        code: the class code.
        types: activity types by name.
        language: of the document, ``id`` or ``en``.
        printed_at: time to print on it (UTC, ISO 8601 as in the store); the present moment by default.
        zone: clock that times are told by: ``WIB``, ``WITA`` or ``WIT``.

    Raises:
        NoSuchClass: no class has this code.
        SettingError: the language or the time zone is not one we know.
    """
    if language not in LANGUAGES:
        raise SettingError(
            "Bahasa '{language}' tidak tersedia. Yang ada: {known}.", language=language, known=", ".join(LANGUAGES)
        )
    rows, events = read_class(store, code)
    room = Room(code, types)
    room.apply(rows)
    words = Words(language, zone)
    law = _law(words, room.row.run_sheet.get("law", ()))
    titles = {entry["id"]: entry["title"] for entry in law["rows"]}
    material = [Material(activity, room.told(activity.row.activity), words, titles) for activity in room.in_order()]
    sections = [section(one, ended=room.ended) for one in material]
    hidden = any(one.get("suppressed") for one in sections)
    span = class_span(room.row, events)
    quizzes = [one for one in material if one.activity.row.type == "quiz" and one.activity.phase is not Phase.HIDDEN]
    page = _template().render(
        _=words,
        language=language,
        patterns=PATTERNS,
        head=_head(words, room, span),
        people=_people(words, room, material),
        sections=sections,
        gain=class_gain(quizzes, words, ended=room.ended),
        steps=_steps(words, room, events, span),
        phases=_phases(words, room, events),
        entries=_entries(words, events),
        kept=_kept(words, room),
        law=law,
        source=fingerprint_of(rows, events),
        counts_hidden=hidden,
        printed=words.moment(printed_at or now()),
    )
    return page + "\n"


@lru_cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("etika_widgets.reports", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("class_report.html.j2")


def _head(_: Words, room: Room, span: Span) -> Json:
    row, sheet = room.row, room.row.run_sheet
    same_day = _.day(span.begin) == _.day(span.end)
    return {
        "title": _.text(row.title),
        "workbook": row.workbook,
        "version": sheet.get("version"),
        "digest": row.pack_digest,
        "module": sheet.get("module"),
        "jp": sheet.get("jp"),
        "code": row.code if room.ended else None,  # until then, whoever holds the code can join
        "ended": room.ended,
        "day": _.day(span.begin),
        "begin": _.clock(span.begin),
        "end": _.clock(span.end) if same_day else f"{_.day(span.end)}, {_.clock(span.end)}",
        "zone": _.zone,
        "length": _.span(span.minutes),
        "objectives": [_.text(entry["text"]) for entry in sheet.get("objectives", ())],
    }


def _people(_: Words, room: Room, material: Iterable[Material]) -> Json:
    """Count people; answers to sensitive activities do not count, or their small number could be worked out."""
    answered = {
        response.participant
        for one in material
        if not one.sensitive
        for response in one.responses
        if response.slot == one.activity.type.counts
    }
    return {"joined": _.number(len(room.people.present())), "answered": _.number(len(answered))}


def _steps(_: Words, room: Room, events: Sequence[EventRow], span: Span) -> Json:
    spent = minutes_spent(room.row, events, span)
    rows, planned_total = [], 0
    for step in room.row.run_sheet.get("steps", ()):
        length = spent.get(step["id"])
        planned_total += step["minutes"]
        rows.append(
            {
                "title": _.text(step["title"]),
                "planned": _.number(step["minutes"]),
                "spent": None if length is None else _.number(whole_minutes(length)),
            }
        )
    total = {"planned": _.number(planned_total), "spent": _.number(span.minutes)}
    return total | {"rows": rows, "paced": self_paced(room)}


def _phases(_: Words, room: Room, events: Sequence[EventRow]) -> list[Json]:
    return [
        {
            "title": room.activities[run.activity].spec.title.get(_.language),
            "round": run.round,
            "times": [at and _.clock(at) for at in (run.opened, run.closed, run.revealed)],
        }
        for run in runs(room.row, events)
        if run.activity in room.activities
    ]


def _entries(_: Words, events: Sequence[EventRow]) -> list[tuple[str, str]]:
    counted = {kind: sum(event.kind == kind for event in events) for kind in _COUNTED}
    return [(_(label), _.number(counted[kind])) for kind, label in _COUNTED.items() if counted[kind]]


def _kept(_: Words, room: Room) -> list[Json]:
    types = {activity.row.type: activity.type for activity in room.in_order()}
    return [
        {
            "label": _(kind.label),
            "notices": sorted(
                {_(one.type.notice(one.spec)) for one in room.in_order() if one.row.type == name},
            ),
            "days": _.number(kind.privacy.keep_days),
            "exported": kind.privacy.exported,
        }
        for name, kind in types.items()
    ]


def _law(_: Words, laws: Iterable[Json]) -> Json:
    rows = [
        {
            "id": entry["id"],
            "title": _.text(entry["title"]),
            "about": _.text(entry.get("about")),
            "status": entry.get("status", ""),
            "checked": _.date(entry["checked_on"]) if entry.get("checked_on") else "–",
            "certainty": _(CERTAINTY.get(entry.get("certainty", ""), "–")),
            "checked_on": entry.get("checked_on") or "",
        }
        for entry in laws
    ]
    dates = sorted(row["checked_on"] for row in rows if row["checked_on"])
    return {"rows": rows, "date": _.date(dates[0]) if dates else None}
