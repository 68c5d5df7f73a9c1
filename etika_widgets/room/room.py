"""The in-memory picture of one class. ``apply`` is the only way it changes; it is rebuilt from the store at will."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, fields, replace
from functools import partial
from operator import attrgetter
from typing import Any, Final

from etika_widgets.activity import FACILITATOR, ActivityType, Context, Mate, Phase, Response
from etika_widgets.errors import NoSuchClass
from etika_widgets.room import pace
from etika_widgets.room.people import People
from etika_widgets.spec import ActivitySpec
from etika_widgets.storage.rows import ActivityRow, Changes, ClassRow, ParticipantRow, ResponseRow

AnyType = ActivityType[Any]
SIGNED: Final = (0, "name")
"""Round and slot of the name that a participant gives where an activity asks for it."""
Key = tuple[str, int, str]
"""Activity, round and slot: what a participant has one response in."""
_said_of_class: Final = attrgetter(*(field.name for field in fields(ClassRow) if field.name != "rev"))
_age: Final = attrgetter("at", "participant")


@dataclass(slots=True)
class _Standing:
    """A response as it is stored and, once somebody asked, as its type sees it; both are made once."""

    row: ResponseRow
    seen: Response | None = None


@dataclass(slots=True)
class Activity:
    """An activity in this class: its row, its parsed definition and its type."""

    row: ActivityRow
    type: AnyType
    spec: ActivitySpec
    stamp: int = 0
    """Revision of the last change that anybody can see: a move, an answer, a text shown or taken off."""

    @property
    def phase(self) -> Phase:
        """Where it stands."""
        return Phase(self.row.phase)

    @property
    def exported(self) -> bool:
        """Whether answers may leave the class and be told person by person: neither private nor sensitive."""
        return self.type.privacy.exported and not self.spec.hides_small


class Room:
    """A class as it stands at revision ``rev``.

    Args:
        code: the class code.
        types: activity types by name.
    """

    def __init__(self, code: str, types: Mapping[str, AnyType]) -> None:
        self.code = code
        self.types = types
        self.rev = 0
        self.people_rev = 0
        """Revision of the last change of the class itself or of its people."""
        self._row: ClassRow | None = None
        self.activities: dict[str, Activity] = {}
        self.people = People()
        self._slots: dict[str, dict[Key, dict[str, _Standing]]] = {}
        self._listed: dict[str, list[Response]] = {}
        """What ``responses`` returned; a further answer is appended."""
        self._answers: defaultdict[tuple[str, int], Counter[str]] = defaultdict(Counter)
        """By activity and round: how many counted responses stand of each person; kept with every answer."""
        self.online: frozenset[str] = frozenset()

    @property
    def row(self) -> ClassRow:
        """The class row.

        Raises:
            NoSuchClass: nothing was applied yet.
        """
        if self._row is None:
            raise NoSuchClass(self.code)
        return self._row

    @property
    def ended(self) -> bool:
        """Whether the facilitator has ended the class."""
        return self.row.ended_at is not None

    def apply(self, changes: Changes) -> set[str]:
        """Take over rows from the store; return the ids of the activities that look different now."""
        touched: set[str] = set()
        if changes.klass:
            if self._row is None or _said_of_class(changes.klass) != _said_of_class(self._row):
                self.people_rev = max(self.people_rev, changes.klass.rev)
            self._row = changes.klass
            self.rev = max(self.rev, changes.klass.rev)
        for row in changes.activities:
            self._apply_activity(row)
            touched.add(row.activity)
        if any(person.id in self.people.all for person in changes.participants):
            self._forget_seen(*self._slots)  # names and groups stand in them
        for person in changes.participants:
            self.people.put(person)
            self.people_rev = max(self.people_rev, person.rev)
        for response in changes.responses:
            self._apply_response(response)
            touched.add(response.activity)
            for name in (response.activity, *pace.follows(self, response.activity)):
                if name in self.activities:
                    touched.add(name)
                    activity = self.activities[name]
                    activity.stamp = max(activity.stamp, response.rev)
        self.rev = max(self.rev, changes.rev)
        return touched

    def _apply_activity(self, row: ActivityRow) -> None:
        known = self.activities.get(row.activity)
        if known and known.row.digest == row.digest:
            known.row = row
        else:
            kind = self.types[row.type]
            known = self.activities[row.activity] = Activity(row, kind, kind.spec.model_validate(row.spec))
            self._forget_seen(row.activity)
        known.stamp = max(known.stamp, row.rev)
        self.people_rev = max(self.people_rev, row.rev)

    def _apply_response(self, row: ResponseRow) -> None:
        name, standing = row.activity, _Standing(row)
        slot = self._slots.setdefault(name, {}).setdefault((name, row.round, row.slot), {})
        old = slot.get(row.participant)
        new = old is None
        slot[row.participant] = standing
        self._count(row, (row.payload is not None) - (old is not None and old.row.payload is not None))
        listed = self._listed.get(name)
        if (row.round, row.slot) == SIGNED:
            self._forget_seen(name)
        elif new and listed and not self._anonymous(name) and _age(listed[-1]) < _age(row):
            if seen := self._seen(standing):
                listed.append(seen)
        else:
            self._listed.pop(name, None)

    def _forget_seen(self, *activities: str) -> None:
        for name in activities:
            self._listed.pop(name, None)
            for slot in self._slots.get(name, {}).values():
                for standing in slot.values():
                    standing.seen = None

    def response(self, key: Key, participant: str) -> ResponseRow | None:
        """Return what a participant has in one slot, withdrawn or not."""
        standing = self._slots.get(key[0], {}).get(key, {}).get(participant)
        return standing.row if standing else None

    def responses(self, activity: str) -> Sequence[Response]:
        """Return the standing responses of an activity over all rounds, the oldest first, as its type sees them.

        Do not keep the list: it grows with the next answer.
        """
        listed = self._listed.get(activity)
        if listed is None:
            slots = self._slots.get(activity, {}).items()
            standing = [one for key, slot in slots if key[1:] != SIGNED for one in slot.values()]
            standing.sort(key=lambda one: _age(one.row))
            listed = [seen for one in standing if (seen := self._seen(one))]
            if self._anonymous(activity):
                listed = [one if one.participant == FACILITATOR else self._masked(activity, one) for one in listed]
            self._listed[activity] = listed
        return listed

    def told(self, activity: str) -> Sequence[Response]:
        """Return the responses that results are made of just now: all, of a sealed type those of finished rounds."""
        here, responses = self.activities[activity], self.responses(activity)
        if not here.type.sealed or here.phase is Phase.REVEALED:
            return responses
        return [one for one in responses if one.round < here.row.round]

    def _anonymous(self, activity: str) -> bool:
        return self.activities[activity].spec.identity == "anonymous"

    def own(self, activity: str, participant: str) -> list[Response]:
        """Return a participant's own standing responses in an activity."""
        mine = self._standing(activity, participant)
        return [seen for key, one in mine if key[1:] != SIGNED and (seen := self._seen(one))]

    def of_group(self, activity: str, number: int) -> list[Response]:
        """Return the standing responses of a group's members, the oldest first; none where answers are anonymous."""
        if self._anonymous(activity):
            return []
        members = self.people.groups().get(number, ())
        return sorted((seen for person in members for seen in self.own(activity, person)), key=_age)

    def signed(self, activity: str, participant: str) -> str | None:
        """Return the name that a participant gave in an activity that asks for it."""
        row = self.response((activity, *SIGNED), participant)
        return row.payload["name"] if row and row.payload else None

    def mates(self, participant: str) -> list[Mate]:
        """Return a participant's group in the order of joining, themselves included; empty without a group."""
        person = self.people.all[participant]
        if person.group is None:
            return []
        return self._mates(self.people.group(person.group))

    def everybody(self) -> list[Mate]:
        """Return the whole class in the order of joining."""
        return self._mates(self.people.present())

    def _mates(self, people: Iterable[ParticipantRow]) -> list[Mate]:
        here = self.online
        return [Mate(participant=one.id, name=one.name, online=one.id in here, group=one.group) for one in people]

    def context(self, activity: Activity, who: str, at: str = "") -> Context:
        """Return what the activity's type may know about a participant, or about the facilitator."""
        person = self.people.get(who)
        return Context(
            participant=who,
            group=person.group if person else None,
            is_writer=person is not None and person.is_writer,
            phase=pace.phase_of(self, activity, who),
            round=activity.row.round,
            at=at,
            since=activity.row.moved_at,
            find_mates=partial(self.mates, who) if person else tuple,
            find_everybody=self.everybody,
            find_responses=partial(self.responses, activity.row.activity),
            find_own=partial(self.own, activity.row.activity, who),
            find_directions=partial(self.own, activity.row.activity, FACILITATOR),
        )

    def writer_of(self, activity: str, who: str) -> str:
        """Return the participant behind an id or, in an anonymous activity, behind an alias."""
        if self.activities[activity].spec.identity != "anonymous":
            return who
        return next((one.id for one in self.people.present() if _alias(one.resume_hash, activity) == who), "")

    def seq(self, activity: str, participant: str) -> int:
        """Return the highest sequence number stored of a participant in an activity."""
        return max((row.seq for row in self.rows_of(activity, participant)), default=0)

    def rows_of(self, activity: str, participant: str) -> list[ResponseRow]:
        """Return what is stored of a participant in an activity, withdrawn or not."""
        return [one.row for _, one in self._standing(activity, participant)]

    def answered(self, activity: Activity) -> Set[str]:
        """Return who has answered in the present round. Do not keep the set: it grows with the next answer."""
        answers = self._answers[activity.row.activity, activity.row.round]
        if len(self.people.present()) == len(self.people.all):
            return answers.keys()
        return {who for who in answers if self.people.get(who)}

    def _count(self, row: ResponseRow, more: int) -> None:
        """Take into account that a person has one counted response more, or less, than before."""
        counts = self.activities[row.activity].type.counts if row.activity in self.activities else None
        if not more or row.participant == FACILITATOR or counts is None:
            return
        if row.slot == counts or row.slot.startswith(f"{counts}:"):
            answers = self._answers[row.activity, row.round]
            answers[row.participant] += more
            if not answers[row.participant]:
                del answers[row.participant]

    def in_order(self) -> Iterable[Activity]:
        """Return the activities in lesson order."""
        return sorted(self.activities.values(), key=lambda activity: activity.row.position)

    def _standing(self, activity: str, participant: str) -> list[tuple[Key, _Standing]]:
        slots = self._slots.get(activity, {})
        return [(key, one) for key, slot in slots.items() if (one := slot.get(participant))]

    def _seen(self, standing: _Standing) -> Response | None:
        if standing.seen is not None:
            return standing.seen
        row = standing.row
        person = self.people.get(row.participant)
        if row.payload is None or (person is None and row.participant != FACILITATOR):
            return None
        standing.seen = Response(
            participant=row.participant,
            name=(self.signed(row.activity, person.id) or person.name) if person else "",
            group=person.group if person else None,
            round=row.round,
            slot=row.slot,
            payload=row.payload,
            shown=row.shown,
            at=row.at,
        )
        return standing.seen

    def _masked(self, activity: str, seen: Response) -> Response:
        alias = _alias(self.people.all[seen.participant].resume_hash, activity)
        return replace(seen, participant=alias, name="", group=None)


def _alias(resume_hash: str, activity: str) -> str:
    """Return what stands for a participant in an anonymous activity: the same there, unknown elsewhere."""
    return hashlib.sha256(f"{resume_hash}:{activity}".encode()).hexdigest()[:32]
