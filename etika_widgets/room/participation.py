"""How far somebody is, and how they took part: counted from stored answers, never from what is right. Pure.

Only of activities that may be told person by person (``Activity.exported``): neither private nor sensitive ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from etika_widgets.activity import Phase, Response, Trace
from etika_widgets.i18n import N_, translate
from etika_widgets.room.pace import self_paced

if TYPE_CHECKING:
    from etika_widgets.room.room import Activity, AnyType, Room
    from etika_widgets.storage.rows import ParticipantRow

TRACES: Final[tuple[Trace, ...]] = get_args(Trace)
_OWN_WORDS: Final[Mapping[Trace, str]] = {
    "alasan": N_("Alasan yang Anda tulis"),
    "kartu": N_("Kartu dan gagasan yang Anda tulis"),
    "bantuan": N_("Membantu rekan"),
    "pertanyaan": N_("Pertanyaan yang Anda ajukan"),
    "dukungan": N_("Mendukung kartu atau pertanyaan"),
}
_NOTE: Final = N_(
    "Peserta lain tidak melihat hitungan ini. Fasilitator dapat membacanya dengan nama samaran. "
    "Benar atau salah tidak dihitung. "
    "Kegiatan anonim, peka, dan pribadi juga tidak."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a participant is in an activity.

    Attributes:
        state: ``selesai`` when they gave all that could be given in every round opened so far.
        rounds: rounds in which they did.
        by_group: whether answers of their group count as theirs.
        first: time of the oldest standing answer (UTC, ISO 8601), None without one; a changed answer has its new time.
        last: time of the newest one.
    """

    state: Literal["belum", "sebagian", "selesai"]
    rounds: int
    by_group: bool
    first: str | None
    last: str | None


def opened(activity: Activity) -> int:
    """Return how many rounds of an activity were opened so far."""
    return activity.row.round - (activity.phase in (Phase.HIDDEN, Phase.READING))


def progress(room: Room, activity: Activity, person: ParticipantRow) -> Progress:
    """Return how far somebody is in an activity."""
    name, spec, kind = activity.row.activity, activity.spec, activity.type
    group = person.group if spec.by_group else None
    own = room.own(name, person.id) if group is None else room.of_group(name, group)
    alone = kind.works_alone(spec)
    rounds: dict[int, list[Response]] = {}
    for one in own:
        rounds.setdefault(one.round, []).append(one)
    # Where the facilitator leads from step to step, nobody can be further than the room: having answered counts.
    done = sum(kind.finished(spec, given) if alone else _answered(kind, given) for given in rounds.values())
    times = sorted(one.at for one in own)
    return Progress(
        state="belum" if not own else "selesai" if done >= opened(activity) else "sebagian",
        rounds=done,
        by_group=group is not None,
        first=times[0] if times else None,
        last=times[-1] if times else None,
    )


def _answered(kind: AnyType, own: Iterable[Response]) -> bool:
    return any(one.slot == kind.counts or one.slot.startswith(f"{kind.counts}:") for one in own)


def traces(kind: AnyType, own: Sequence[Response]) -> Counter[Trace]:
    """Return how often one person took part in each way that their type declares (``ActivityType.traces``).

    A slot counts once for each answer in it. A field counts once for each text in it that is not empty; of a list of
    ids each id counts once over all rounds.
    """
    found: Counter[Trace] = Counter()
    for place, trace in kind.traces.items():
        slot, _, field = place.partition(".")
        payloads = [one.payload for one in own if one.slot.partition(":")[0] == slot]
        if not field:
            found[trace] += len(payloads)
            continue
        values = [payload.get(field) for payload in payloads]
        found[trace] += sum(bool(value.strip()) for value in values if isinstance(value, str))
        found[trace] += len({name for value in values if isinstance(value, list) for name in value})
    return found


def told_by_person(room: Room) -> list[Activity]:
    """Return the opened activities that may be told person by person, in lesson order."""
    return [activity for activity in room.in_order() if activity.exported and opened(activity)]


def participation(room: Room, person: ParticipantRow) -> tuple[int, Counter[Trace]]:
    """Return in how many activities somebody answered, and how often they took part in each way."""
    answered, found = 0, Counter[Trace]()
    for activity in told_by_person(room):
        answered += progress(room, activity, person).state != "belum"
        found += traces(activity.type, room.own(activity.row.activity, person.id))
    return answered, found


def own_trail(room: Room, participant: str | None, language: str) -> dict[str, Any] | None:
    """Return what participants see of their own taking part, ``{rows: [{label, n}], note}``; no other page gets it.

    It is there once the class has ended, in a self-paced one at any time; ``None`` before that. The facilitator has
    the same numbers under pseudonyms, in the table ``partisipasi``.
    """
    person = room.people.get(participant)
    if person is None or not (room.ended or self_paced(room)):
        return None
    answered, found = participation(room, person)
    counts = [
        (N_("Kegiatan yang Anda ikuti"), answered),
        *((_OWN_WORDS[one], found[one]) for one in TRACES if found[one]),
    ]
    return {
        "rows": [{"label": translate(label, language), "n": n} for label, n in counts],
        "note": translate(_NOTE, language),
    }
