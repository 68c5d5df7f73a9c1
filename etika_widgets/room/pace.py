"""Self-paced classes (belajar mandiri): everybody goes through the run-sheet on their own.

``run_sheet["pace"]`` marks such a class and says until when it takes answers. Activities that one person can do are
open from the start and stay so; all others stay hidden. What a participant may see of an activity follows from a
phase of their own (:func:`phase_of`), worked out of stored answers, so that nothing else has to be kept.

Shared results move on by blocks of people: between two pictures lie at least as many as may be shown at all, so
nobody can read off what the last one answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activity import FACILITATOR, Phase, Response
from etika_widgets.content.markdown import to_html
from etika_widgets.errors import Refused
from etika_widgets.i18n import N_, translate
from etika_widgets.measures.suppression import THRESHOLD
from etika_widgets.spec import Text

if TYPE_CHECKING:
    from etika_widgets.room.room import Activity, Room
    from etika_widgets.storage.rows import ClassRow

Json = dict[str, Any]

IN_CLASS: Final = N_("Kegiatan ini dikerjakan di kelas.")
ONCE: Final = N_("Jawaban dikirim sekali saja. Sesudah itu kunci dan pembahasannya terbuka untuk Anda.")
ONCE_LATER: Final = N_("Jawaban dikirim sekali saja. Pembahasannya terbuka setelah Anda mengirim “{title}”.")
LATER: Final = N_("Pembahasan terbuka setelah Anda mengirim “{title}”.")
TOO_FEW_YET: Final = N_("Hasil muncul setelah {n} orang menjawab. Sampai saat itu Anda dapat mengubah jawaban.")
TOO_FEW: Final = N_("Hasil tidak ditampilkan karena kurang dari {n} orang menjawab.")

LED: Final = frozenset(
    {
        *("move", "present", "tally", "group", "rebalance", "place", "units"),
        *("start_pulse", "show_pulse", "end_pulse"),
    }
)
"""What a facilitator does with a room that goes on together; nothing of it has a meaning here."""


def self_paced(room: Room) -> bool:
    """Return whether people go through the class on their own."""
    return "pace" in room.row.run_sheet


def marked(sheet: Mapping[str, Any], until: str | None) -> Json:
    """Return the run-sheet of a class that is self-paced until a moment (UTC, ISO 8601), or until it is ended."""
    return {**sheet, "pace": {"until": until}}


def end_of(day: str, at: str) -> str:
    """Return the last second of a day in this computer's time zone (UTC, ISO 8601).

    Raises:
        Refused: not a day such as ``2026-12-31``, or over at the moment ``at``.
    """
    try:
        last = datetime.combine(date.fromisoformat(day), time(23, 59, 59)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused("no_day", "Tanggal penutupan tidak terbaca. Tulis seperti 2026-12-31.") from None
    moment = last.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if moment <= at:
        raise Refused("past", "Tanggal penutupan sudah lewat. Pilih hari ini atau sesudahnya.")
    return moment


def closing(room: Room, payload: Mapping[str, Any], at: str) -> ClassRow:
    """Return the class with another day on which it closes: ``{day: "2026-12-31"}``, or null for none.

    Raises:
        Refused: not self-paced, no such day, or a day that is over.
    """
    if not self_paced(room):
        raise Refused("led", "Kelas ini dipandu fasilitator dan tidak menutup sendiri.")
    day = payload.get("day")
    until = None if day is None else end_of(str(day), at)
    return replace(room.row, run_sheet=marked(room.row.run_sheet, until))


def is_over(room: Room, at: str) -> bool:
    """Return whether the day on which the class closes has passed, although nobody has ended it yet."""
    until = room.row.run_sheet.get("pace", {}).get("until")
    return bool(until and until < at and not room.ended)


def phase_of(room: Room, activity: Activity, who: str | None) -> Phase:
    """Return where an activity stands for one participant; in a led class, and for all others, where it stands.

    *Revealed* once they have finished and may see key or results; *closed* while these wait for the last activity.
    """
    phase = activity.phase
    opens = activity.type.opens_alone
    if not (who and self_paced(room)) or phase not in (Phase.OPEN, Phase.CLOSED) or opens == "nothing":
        return phase
    name = activity.row.activity
    if not _finished(room, activity, who):
        return phase
    last = None if room.ended else _last(room)
    if last and name in _later(room) and not _finished(room, last, who):
        return Phase.CLOSED
    return Phase.REVEALED if opens == "key" or len(finishers(room, activity)) >= THRESHOLD else phase


def finishers(room: Room, activity: Activity) -> list[str]:
    """Return who has finished an activity, in the order of their last answers; aliases where it is anonymous."""
    own: dict[str, list[Response]] = {}
    for one in room.responses(activity.row.activity):
        if one.participant != FACILITATOR:
            own.setdefault(one.participant, []).append(one)
    kind, counts = activity.type, activity.type.counts
    ended = {
        who: max((one.at for one in given if one.slot.split(":")[0] == counts), default="")
        for who, given in own.items()
        if kind.finished(activity.spec, given)
    }
    return sorted(ended, key=lambda who: (ended[who], who))


def shared(room: Room, name: str) -> Sequence[Response] | None:
    """Return the responses that results for the whole class are made of; ``None`` as long as there are too few."""
    if not self_paced(room):
        return room.told(name)
    people = finishers(room, room.activities[name])
    block = set(people[: len(people) // THRESHOLD * THRESHOLD])
    return [one for one in room.told(name) if one.participant in {*block, FACILITATOR}] if block else None


def counts(room: Room, activity: Activity) -> Json:
    """Return what control page and projector count differently here: who has finished, of all who joined."""
    if not self_paced(room):
        return {}
    return {"answered": len(finishers(room, activity)), "expected": len(room.people.present())}


def follows(room: Room, name: str) -> Sequence[str]:
    """Return the activities whose keys open with an answer to this one."""
    last = _last(room) if self_paced(room) else None
    return sorted(_later(room)) if last and last.row.activity == name else ()


def readers(room: Room, activity: Activity) -> set[str]:
    """Return the participants to whom an answer of somebody else may show: those who finished; of a forum, all."""
    if activity.type.shares and activity.type.opens_alone == "nothing":
        return {one.id for one in room.people.present()}
    return {one.id for one in room.people.present() if _finished(room, activity, one.id)}


def own_part(room: Room, activity: Activity, who: str, language: str) -> Json:
    """Return what a participant's state has besides in a self-paced class, ``{done, calm}``.

    ``calm`` stands in the place of what else is said beside the answer: when what will open.
    """
    if not self_paced(room):
        return {}
    done = _finished(room, activity, who)
    last = _last(room)
    title = last.spec.title.get(language) if last and activity.row.activity in _later(room) else None
    said = _said(activity, phase_of(room, activity, who), title, done=done, ended=room.ended)
    calm = translate(said, language).format(n=THRESHOLD, title=title) if said else None
    return {"done": done, "calm": calm}


def _said(activity: Activity, phase: Phase, title: str | None, *, done: bool, ended: bool) -> str | None:
    if phase is Phase.HIDDEN:
        return IN_CLASS
    opens = activity.type.opens_alone
    if phase is Phase.REVEALED or opens == "nothing":
        return None
    if not done:
        return None if opens != "key" or ended else ONCE_LATER if title else ONCE
    if phase is Phase.CLOSED and not ended:
        return LATER
    return TOO_FEW if ended else TOO_FEW_YET


def room_part(room: Room, language: str, *, walks: bool) -> Json:
    """Return what the class's state has besides in a self-paced class; for those who walk through it, its pages."""
    if not self_paced(room):
        return {}
    pace = {"until": room.row.run_sheet["pace"]["until"]}
    return {"pace": pace | {"pages": _pages(room, language)} if walks else pace}


def _pages(room: Room, language: str) -> list[Json]:
    """Return the run-sheet as one person walks through it, ``[{step, title, activity, screen_html, in_class}]``.

    An activity comes once. What only a class can do is named on a page of its own, ``in_class``.
    """
    pages: list[Json] = []
    come: set[str] = set()
    for step in room.row.run_sheet.get("steps", ()):
        activity = room.activities.get(step.get("activity") or "")
        title, screen = _text(step["title"], language), None
        if activity is None:
            screen = to_html(_text(step["screen"], language)) if step.get("screen") else None
        elif activity.row.activity in come:
            continue
        else:
            come.add(activity.row.activity)
            title = activity.spec.title.get(language)
        page = {"step": step["id"], "title": title, "activity": None, "screen_html": screen, "in_class": None}
        if activity is None:
            pages.append(page)
        elif activity.phase is not Phase.HIDDEN:
            pages.append(page | {"activity": activity.row.activity})
        elif pages and pages[-1]["in_class"]:
            pages[-1]["in_class"].append(title)
        else:
            pages.append(page | {"in_class": [title]})
    return pages


def _text(value: Any, language: str) -> str:
    return Text.model_validate(value).get(language)


def _finished(room: Room, activity: Activity, who: str) -> bool:
    return activity.type.finished(activity.spec, room.own(activity.row.activity, who))


def _later(room: Room) -> set[str]:
    """Return the activities whose keys wait for the end of the lesson, e.g. a pre-test."""
    steps = room.row.run_sheet.get("steps", ())
    return {step["activity"] for step in steps if step.get("reveal") == "later" and step.get("activity")}


def _last(room: Room) -> Activity | None:
    """Return the last activity of the lesson that one person can do and whose own key does not wait."""
    order = [room.activities.get(step.get("activity") or "") for step in room.row.run_sheet.get("steps", ())]
    later = _later(room)
    ends = [one for one in order if one and one.phase is not Phase.HIDDEN and one.row.activity not in later]
    return ends[-1] if ends else None
