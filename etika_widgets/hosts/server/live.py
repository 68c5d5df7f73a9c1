"""One class as a server holds it: the room, the connections, and what each connection has to be told."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from etika_widgets.activity import FACILITATOR, ActivityType, Phase
from etika_widgets.i18n import N_, translate
from etika_widgets.room import Role, Room, Viewer, pace
from etika_widgets.room.clock import now
from etika_widgets.room.room import AnyType
from etika_widgets.room.showing import own_activity, own_room, shared_activity, shared_room
from etika_widgets.storage.rows import Changes

PAUSE_PER_SECOND: Final = 10
COALESCE_SECONDS: Final = 0.5
"""Counts are pushed at most this often; a facilitator's move goes out at once."""

LINES_EACH: Final = {Role.PARTICIPANT: 8}
"""Pages that one participant may hold open; one more, and the oldest is let go."""
LINES_OF_A_ROLE: Final = 64
"""The same for control pages of a class, for its projectors, and for projectors that strangers opened: these need no
sign-in, so however many there are, none of the class's own goes for them."""
CROWDED: Final = N_(
    "Kelas ini terbuka di terlalu banyak halaman, jadi halaman ini dilepas. "
    "Tutup halaman yang lain, lalu muat ulang. Jawaban Anda aman."
)

Json = dict[str, Any]


encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Returns compact JSON that is safe to join into larger JSON."""


class Line(Protocol):
    """A connection to one browser."""

    viewer: Viewer
    resume: str | None
    trusted: bool
    """Whether the browser is a facilitator's."""

    def push(self, text: str) -> None:
        """Send one frame; never blocks, never raises."""
        ...

    def hang_up(self) -> None:
        """Close the connection; the browser will come back."""
        ...


class LiveRoom:
    """A class with its connections.

    Args:
        code: the class code.
        types: activity types by name.
    """

    def __init__(self, code: str, types: Mapping[str, AnyType]) -> None:
        self.code = code
        self.room = Room(code, types)
        self.lines: set[Line] = set()
        self.consoles: set[Line] = set()
        """Those of ``lines`` that are control pages and projectors."""
        self.elsewhere: set[str] = set()
        """Participants connected through other hosts."""
        self._here: Counter[str] = Counter()
        self._pages: dict[tuple[Role, str | None, bool], list[Line]] = {}
        self._shared: dict[tuple[str, Role, str, Phase | None], tuple[tuple[int, int], str]] = {}
        self._dirty: set[str] = set()
        self._dirty_people: dict[str, set[str]] = {}
        self._concerned: set[str] = set()
        """Participants whose own picture of the class changed: name, group, pen, or those of a group mate."""
        self._room_dirty = False
        self._everybody = False
        self._urgent = False
        self._timer: asyncio.TimerHandle | None = None
        self._quiet_until = 0.0
        self._presence = 0
        self._presence_dirty = False
        self._shown: dict[Line, dict[str, int]] = {}
        """What phones last saw of activities whose boards follow others, as a hash."""
        self._told: set[tuple[Line, str]] = set()
        """Lines whose acknowledgement already carried their own answer to an activity."""

    def enter(self, line: Line) -> None:
        """Add a connection; whoever holds too many loses the oldest."""
        key = (line.viewer.role, line.viewer.participant, line.trusted)
        pages = self._pages.setdefault(key, [])
        while len(pages) >= LINES_EACH.get(line.viewer.role, LINES_OF_A_ROLE):
            self._let_go(pages[0], "crowded", CROWDED)
            self.leave(pages[0])
        pages.append(line)
        self._pages[key] = pages
        self.lines.add(line)
        if line.viewer.role is not Role.PARTICIPANT:
            self.consoles.add(line)
        if line.viewer.participant:
            self._here[line.viewer.participant] += 1
        self.presence_changed()

    def leave(self, line: Line) -> None:
        """Remove a connection."""
        if line not in self.lines:
            return
        self.lines.discard(line)
        self._shown.pop(line, None)
        self.consoles.discard(line)
        key = (line.viewer.role, line.viewer.participant, line.trusted)
        self._pages[key].remove(line)
        if not self._pages[key]:
            del self._pages[key]
        if who := line.viewer.participant:
            self._here[who] -= 1
            if not self._here[who]:
                del self._here[who]
        self.presence_changed()

    def connected(self) -> set[str]:
        """Return the participants with a live line to this server."""
        return set(self._here)

    def take(self, changes: Changes) -> None:
        """Apply rows and note whom they concern."""
        before = self._outline()
        known = self.room.people.all.keys() & {person.id for person in changes.participants}
        groups = {self.room.people.all[name].group for name in known}
        self._dirty |= self.room.apply(changes)
        for response in changes.responses:
            for name in (response.activity, *pace.follows(self.room, response.activity)):
                self._dirty_people.setdefault(name, set()).add(response.participant)
            for line in self._pages.get((Role.PARTICIPANT, response.participant, False), ()):
                self._told.discard((line, response.activity))
        groups |= {person.group for person in changes.participants}
        mates = {person.id for group in groups for person in self.room.people.group(group)}
        self._concerned |= known | mates
        led = self._outline() != before
        self._room_dirty |= led or bool(changes.activities or changes.participants)
        # Somebody joining concerns the control page, the projector and their group; a move concerns all.
        self._everybody |= led or bool(changes.activities)
        self._urgent |= self._everybody or bool(known)
        for person in changes.participants:
            if person.removed:
                self.gone(
                    "removed",
                    "Anda dikeluarkan dari kelas ini oleh fasilitator. Bila ini keliru, bicarakan langsung dengannya.",
                    participant=person.id,
                )

    def _outline(self) -> tuple[Any, ...] | None:
        """Return what of the class row everybody sees."""
        if not self.room.rev:
            return None
        row = self.room.row
        return row.present, row.ended_at, *(row.run_sheet.get(name) for name in ("units", "pulse", "pace"))

    def presence_changed(self) -> None:
        """Work out again, soon, who is online; facilitators and projectors are told if that changed."""
        self._presence_dirty = True
        self.flush_soon()

    def _count_presence(self) -> None:
        self._presence_dirty = False
        online = frozenset(self._here.keys() | self.elsewhere)
        if online != self.room.online:
            self.room.online = online
            self._presence += 1
            self._room_dirty = True
            self._dirty |= {name for name, activity in self.room.activities.items() if activity.phase.value == "open"}

    def flush_soon(self) -> None:
        """Push what changed: a move at once, counts at once too but then not again for a moment."""
        loop = asyncio.get_running_loop()
        wait = self._quiet_until - loop.time()
        if self._urgent or wait <= 0:
            self.flush()
        elif self._timer is None:
            self._timer = loop.call_later(wait, self.flush)

    def flush(self) -> None:
        """Send every connection what changed for it since the last flush."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self._presence_dirty:
            self._count_presence()
        dirty, writers, concerned = self._dirty, self._dirty_people, self._concerned
        room_dirty, everybody = self._room_dirty, self._everybody
        told = self._told
        self._dirty, self._dirty_people, self._concerned, self._told = set(), {}, set(), set()
        self._room_dirty = self._everybody = self._urgent = False
        if not (dirty or room_dirty or concerned):
            return
        started = time.monotonic()
        visible = {name for name, activity in self.room.activities.items() if activity.phase.value != "hidden"}
        readers = {name: self._readers(name, writers.get(name, set())) for name in dirty}
        for line in list(self.lines) if everybody else self._lines_of(concerned, *readers.values(), *writers.values()):
            viewer = line.viewer
            own = viewer.participant in concerned
            leads = viewer.role is not Role.PARTICIPANT
            if room_dirty and (leads or everybody or own):
                line.push(self.room_frame(line))
            # Names, groups and pens stand in the activities too.
            for name in sorted(dirty | visible if own or (leads and concerned) else dirty):
                reads = readers.get(name, set())
                wrote = viewer.participant in writers.get(name, ()) and (line, name) not in told
                if leads or own or everybody or wrote or reads is None or viewer.participant in reads:
                    self._push_activity(line, name, only_news=not (leads or own or everybody or wrote))
        # In a very large class telling everybody takes its time: then it is done less often.
        pause = max(COALESCE_SECONDS, PAUSE_PER_SECOND * (time.monotonic() - started))
        self._quiet_until = asyncio.get_running_loop().time() + pause

    def _push_activity(self, line: Line, name: str, *, only_news: bool) -> None:
        """Send an activity; a board that others work on may look the same as before, and is then not sent again."""
        frame = self.activity_frame(name, line.viewer)
        shares = self.room.activities[name].type.shares or pace.self_paced(self.room)
        if line.viewer.role is Role.PARTICIPANT and shares:
            seen = hash(frame[frame.index('"state":') :])
            last = self._shown.setdefault(line, {})
            if only_news and last.get(name) == seen:
                return
            last[name] = seen
        line.push(frame)

    def own_answer(self, line: Line, name: str) -> Json:
        """Return what an acknowledgement says of the sender's own answer: it spares them a frame of their own."""
        if name not in self.room.activities:
            return {}
        if not pace.self_paced(self.room):  # there, an answer may open what a frame of its own brings
            self._told.add((line, name))
        return own_activity(self.room, name, line.viewer)

    def _readers(self, name: str, writers: set[str]) -> set[str] | None:
        """Return which participants can see what these wrote (None: all): spares phones what they cannot show."""
        activity, people = self.room.activities[name], self.room.people
        if pace.self_paced(self.room):
            return pace.readers(self.room, activity) if writers else set()
        led = FACILITATOR in writers and activity.type.directions  # a document let out, a reason taken off
        if activity.phase.value == "revealed" or activity.type.shares or led:
            return None
        if type(activity.type).group_view is ActivityType.group_view:
            return set()  # groups share nothing here
        groups = {writer.group for writer in map(people.get, writers) if writer and writer.group is not None}
        return {mate for number in groups for mate in people.groups().get(number, ())}

    def _lines_of(self, *people: set[str] | None) -> list[Line]:
        """Return the connections of all these participants (None: of everybody) and those that lead."""
        if None in people:
            return list(self.lines)
        some = set().union(*(one for one in people if one))
        pages = (self._pages.get((Role.PARTICIPANT, who, False), ()) for who in some)
        return [*self.consoles, *(line for lines in pages for line in lines)]

    def greet(self, line: Line, rev: int) -> None:
        """Bring a connection up to date from revision ``rev`` on (0: everything)."""
        line.push(self.room_frame(line))
        # Counts of people change without a revision, so control pages and projectors always get everything.
        since = rev if line.viewer.role is Role.PARTICIPANT and 0 < rev <= self.room.rev else 0
        for activity in self.room.in_order():
            if max(activity.stamp, self.room.people_rev) > since:
                line.push(self.activity_frame(activity.row.activity, line.viewer))
        line.push(encode({"t": "live", "rev": self.room.rev, "now": now()}))

    def room_frame(self, line: Line) -> str:
        """Return the class's state for one connection, encoded."""
        viewer = line.viewer
        shared = self._encoded(
            "", viewer, None, self.room.rev, lambda: shared_room(self.room, viewer.role, viewer.language)
        )
        own = own_room(self.room, viewer)
        if own.get("me"):
            own["me"]["resume"] = line.resume
        return f'{{"t":"room","rev":{self.room.rev},"room":{_joined(shared, own)}}}'

    def activity_frame(self, name: str, viewer: Viewer) -> str:
        """Return an activity's state for one viewer, encoded; the shared part is built once for all."""
        activity = self.room.activities[name]
        rev = max(activity.stamp, self.room.people_rev)
        phase = pace.phase_of(self.room, activity, viewer.participant)
        shared = self._encoded(
            name,
            viewer,
            None if phase is activity.phase else phase,
            rev,
            lambda: shared_activity(self.room, name, viewer.role, viewer.language, phase),
        )
        own = own_activity(self.room, name, viewer)
        return f'{{"t":"activity","rev":{self.room.rev},"id":{encode(name)},"state":{_joined(shared, own)}}}'

    def _encoded(self, name: str, viewer: Viewer, own: Phase | None, rev: int, build: Callable[[], Json]) -> str:
        key = (name, viewer.role, viewer.language, own)
        stamp = (rev, 0 if viewer.role is Role.PARTICIPANT else self._presence)  # phones are not told who is online
        known = self._shared.get(key)
        if known is None or known[0] != stamp:
            known = self._shared[key] = (stamp, encode(build()))
        return known[1]

    def gone(self, code: str, message: str, *, participant: str | None = None) -> None:
        """Send connections away for good: all, or those of one participant."""
        for line in list(self.lines):
            if participant is None or line.viewer.participant == participant:
                self._let_go(line, code, message)

    def _let_go(self, line: Line, code: str, message: str) -> None:
        line.push(encode({"t": "gone", "code": code, "message": translate(message, line.viewer.language)}))
        line.hang_up()

    def close_all(self) -> None:
        """Hang up on everybody; browsers come back by themselves."""
        for line in list(self.lines):
            line.hang_up()


def _joined(shared: str, own: Json) -> str:
    """Return the JSON object ``shared`` with the members of ``own`` appended."""
    return f"{shared[:-1]},{encode(own)[1:]}" if own else shared
