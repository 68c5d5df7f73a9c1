"""The participants of a class, indexed for what is asked at every join and every push."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from etika_widgets.storage.rows import ParticipantRow


def _joined(person: ParticipantRow) -> tuple[str, str]:
    return person.joined_at, person.id


class People:
    """Everybody who ever joined a class. ``put`` is the only way it changes; a join costs the same at any size."""

    def __init__(self) -> None:
        self.all: dict[str, ParticipantRow] = {}
        """By id, also those who were removed."""
        self._present: list[ParticipantRow] = []
        self._in_order = True
        self._by_name: dict[str, str] = {}
        self._by_resume: dict[str, str] = {}
        self._groups: dict[int, dict[str, ParticipantRow]] = {}

    def put(self, person: ParticipantRow) -> None:
        """Take over a new or changed row."""
        known = self.all.get(person.id)
        if known:
            self._forget(known)
        self.all[person.id] = person
        if person.removed:
            return
        self._by_name[person.name.casefold()] = person.id
        self._by_resume[person.resume_hash] = person.id
        if person.group is not None:
            self._groups.setdefault(person.group, {})[person.id] = person
        if known is None and self._in_order and (not self._present or _joined(self._present[-1]) < _joined(person)):
            self._present.append(person)
        else:
            self._in_order = False

    def _forget(self, known: ParticipantRow) -> None:
        self._in_order = False
        for index, key in ((self._by_name, known.name.casefold()), (self._by_resume, known.resume_hash)):
            if index.get(key) == known.id:
                del index[key]
        if known.group is not None:
            members = self._groups.get(known.group, {})
            members.pop(known.id, None)
            if not members:
                self._groups.pop(known.group, None)

    def present(self) -> Sequence[ParticipantRow]:
        """Return those who were not removed, in the order they joined. Do not change the list."""
        if not self._in_order:
            self._present = sorted((person for person in self.all.values() if not person.removed), key=_joined)
            self._in_order = True
        return self._present

    def get(self, participant: str | None) -> ParticipantRow | None:
        """Return somebody who was not removed."""
        person = self.all.get(participant or "")
        return None if person is None or person.removed else person

    def named(self, name: str) -> ParticipantRow | None:
        """Return who uses a pseudonym, whatever the capitals."""
        return self.get(self._by_name.get(name.casefold()))

    def names(self) -> set[str]:
        """Return the pseudonyms in use."""
        return {person.name for person in self.present()}

    def owner(self, resume_hash: str) -> ParticipantRow | None:
        """Return whose resume code has this hash."""
        return self.get(self._by_resume.get(resume_hash))

    def group(self, number: int | None) -> list[ParticipantRow]:
        """Return the members of a group in the order they joined."""
        return sorted(self._groups.get(number, {}).values(), key=_joined) if number is not None else []

    def groups(self) -> Mapping[int, Mapping[str, ParticipantRow]]:
        """Return the members of every group by id, by group number."""
        return self._groups
