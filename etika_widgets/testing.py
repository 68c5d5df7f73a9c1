"""For authors of activity types and packs: try them without a server, a kernel or a browser.

Example:
    >>> from etika_widgets.testing import memory_class, submit_from_browser
    >>> poll = {"type": "poll", "id": "antre", "question": "Antre?", "options": ["Ya", "Tidak"]}
    >>> with memory_class([poll]) as klass:
    ...     klass.move("antre", "reading", "open")
    ...     rusa = klass.join("Rusa Tenang")
    ...     ack = submit_from_browser(klass, rusa, "antre", "answer", {"choices": ["ya"]})
    ...     klass.move("antre", "closed", "revealed")
    ...     ack["ok"], klass.state("antre", rusa)["results"]["rounds"][0]["n"]
    (True, 1)
"""

from __future__ import annotations

import copy
import json
import random
import re
import tempfile
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Self, get_args

from etika_widgets._plugins import AnyType, activity_types
from etika_widgets.activities.hands import RECORDED
from etika_widgets.activity import FACILITATOR, TALLY, ActivityType, Context, Phase, Response, Trace
from etika_widgets.content.pack import Pack
from etika_widgets.content.secrets import Secrets
from etika_widgets.errors import EtikaError, Refused
from etika_widgets.frontend.assets import compose_parts
from etika_widgets.hosts.kernel_preview import loose_pack
from etika_widgets.i18n import add_folder, browser_catalogue, translate
from etika_widgets.rehearsal.talk import Talk
from etika_widgets.room import Desk, Intent, Role, Room, Viewer, open_class
from etika_widgets.room.intents import parse_intent
from etika_widgets.room.showing import activity_state, room_state
from etika_widgets.spec import ActivitySpec
from etika_widgets.storage import open_store
from etika_widgets.storage.location import sqlite_url

LANGUAGES: Final = ("id", "en")
FIRST_COLUMNS: Final = ["peserta", "kelompok", "putaran"]

MOST_INTENTS: Final = 60
"""More than a bot has to say in one round: who goes on after that never comes to an end."""
GROUP: Final = 6
"""People of a group in :func:`play`."""
HOSTILE: Final[Sequence[Any]] = (
    *(None, True, False, -1, 3.5, 10**30, float("nan"), float("inf"), "", " ", "x" * 100_000),
    *("<script>alert(1)</script>", "\u202etxt.exe", "\x00", "\ud800", "😀", [], [[]], ["x"], {}, {"x": 1}),
)
"""What a tampered page may send in the place of any part of a payload."""

_SCRIPT_TEXT: Final = re.compile(r"(?<![\w$])t\(\s*(\"(?:[^\"\\\n]|\\.)*\")")

Json = dict[str, Any]


class MemoryClass:
    """A class that ends with the ``with`` block; made by :func:`memory_class`."""

    def __init__(self, pack: Pack, types: Mapping[str, AnyType]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="etika-test-", ignore_cleanup_errors=True)
        self.store = open_store(sqlite_url(Path(self._folder.name) / "test.sqlite3"))
        self.types = types
        self.desk = Desk(self.store, types)
        self.code = open_class(self.store, pack).code
        self.online: Collection[str] = ()
        """Ids of the participants with a live line; set it to try what depends on who is there."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget the class."""
        self.store.close()
        self._folder.cleanup()

    def room(self) -> Room:
        """Return the class as it stands now."""
        room = Room(self.code, self.types)
        room.apply(self.store.changes(self.code))
        room.online = frozenset(self.online)
        return room

    def join(self, name: str) -> str:
        """Let somebody in under a pseudonym and return their id."""
        ack = self.submit(Viewer(Role.DOOR), None, "join", {"name": name})
        if not ack["ok"]:
            raise AssertionError(ack["message"])
        return str(ack["data"]["participant"])

    def move(self, activity: str, *phases: Phase | str) -> None:
        """Lead an activity through phases, as the facilitator does."""
        for phase in phases:
            wanted = {"to": Phase(phase).value, "rev": self.room().activities[activity].row.rev}
            ack = self.submit(Viewer(Role.FACILITATOR), activity, "move", wanted)
            if not ack["ok"]:
                raise AssertionError(ack["message"])

    def state(self, activity: str, participant: str | None = None, *, role: Role | None = None) -> Json:
        """Return what a participant, or somebody in ``role``, sees of an activity."""
        viewer = Viewer(role or (Role.PARTICIPANT if participant else Role.PROJECTOR), participant)
        return activity_state(self.room(), activity, viewer)

    def submit(self, viewer: Viewer, activity: str | None, kind: str, payload: object, seq: int = 1) -> Json:
        """Send one intent through everything a host sends it through, and return the acknowledgement."""
        head = {"t": "intent", "id": uuid.uuid4().hex, "seq": seq, "activity": activity}
        frame = json.loads(json.dumps({**head, "kind": kind, "payload": payload}))
        try:
            intent: Intent = parse_intent(frame)
        except EtikaError as error:
            return {"t": "ack", "id": frame["id"], "ok": False, "message": str(error)}
        [outcome], _ = self.desk.submit(self.code, [(viewer, intent)], online=self.online)
        return outcome.frame(intent.id, viewer.language)


def memory_class(
    content: Pack | Iterable[ActivitySpec | Mapping[str, Any]], *, types: Iterable[type[AnyType]] = ()
) -> MemoryClass:
    """Open a class from a pack, or from definitions as a pack would list them.

    Args:
        content: the pack or the definitions.
        types: your own activity types, if they are not installed as a plug-in.
    """
    known = activity_types() | {kind.name: kind() for kind in types}
    if isinstance(content, Pack):
        return MemoryClass(content, known)
    specs = [one if isinstance(one, ActivitySpec) else known[one["type"]].spec.model_validate(one) for one in content]
    return MemoryClass(loose_pack(specs), known)


def submit_from_browser(
    klass: MemoryClass, participant: str, activity: str, kind: str, payload: object, *, seq: int | None = None
) -> Json:
    """Send an intent as a participant's phone does, and return the acknowledgement."""
    after = klass.room().seq(activity, participant) + 1 if seq is None else seq
    return klass.submit(Viewer(Role.PARTICIPANT, participant), activity, kind, payload, after)


def play(klass: MemoryClass, activity: str, *, people: int = 6, seed: int = 1) -> None:
    """Let the type's bots play one round of an activity, from hidden to revealed, in groups of six.

    Args:
        klass: the class; so many new people join it.
        activity: id of the activity; it is still hidden.
        people: made-up participants.
        seed: of their choices.

    Raises:
        AssertionError: what a bot suggests was refused or never comes to an end, or a participant saw before the
            reveal what is kept for it.
    """
    crowd = [klass.join(f"Bayangan {uuid.uuid4().hex[:8]}") for _ in range(people)]
    klass.online = frozenset(klass.online) | frozenset(crowd)
    grouped = klass.submit(Viewer(Role.FACILITATOR), None, "group", {"largest": GROUP})
    _require(grouped["ok"], f"no groups: {grouped.get('message')}")
    dice, talk = random.Random(seed), Talk()  # noqa: S311 - a game
    for phase in (Phase.READING, Phase.OPEN, Phase.CLOSED, Phase.DISCUSSING, Phase.REVEALED):
        klass.move(activity, phase)
        turns = 0
        while phase is not Phase.REVEALED and _round_of_bots(klass, activity, crowd, dice, talk):
            turns += 1
            _require(turns < MOST_INTENTS, f"{activity}: the facilitator's bot never comes to an end")


def _round_of_bots(klass: MemoryClass, activity: str, crowd: Sequence[str], dice: random.Random, talk: Talk) -> bool:
    """Let everybody do what there is to do now; return whether the facilitator's bot did something."""
    room = klass.room()
    spec = room.activities[activity].spec
    kind = klass.types[spec.type]
    secrets = Secrets(spec.model_dump(mode="json"), kind.tells)
    for person in crowd:
        for count in range(MOST_INTENTS + 1):
            state = klass.state(activity, person)
            early = state["results"] or state["reveal"] or secrets.quoted_in(json.dumps(state, ensure_ascii=False))
            _require(not early, f"{activity} shows too early, while {state['phase']}: {early}")
            me = room_state(klass.room(), Viewer(Role.PARTICIPANT, person))["me"]
            taken = [name for name, phases in kind.intents.items() if state["phase"] in phases]
            seen = talk.between(kind, spec, {**state, "me": me}, person)
            wanted = [one for one in kind.bot(spec, seen, dice) if one[0] in taken]
            if not wanted:
                break
            _require(count < MOST_INTENTS, f"{activity}: the bot never comes to an end")
            for intent, payload in wanted:
                ack = submit_from_browser(klass, person, activity, intent, payload)
                _require(ack["ok"], f"{activity}: {intent} {payload} of the bot was refused: {ack.get('message')}")
    state = klass.state(activity, role=Role.FACILITATOR)
    suggested = kind.bot_facilitator(spec, state, dice)
    led = [one for one in suggested if state["phase"] in kind.directions.get(one[0], ())]
    for intent, payload in led:
        ack = klass.submit(Viewer(Role.FACILITATOR), activity, intent, payload)
        _require(ack["ok"], f"{activity}: {intent} {payload} of the facilitator was refused: {ack.get('message')}")
    return bool(led)


def _require(true: object, message: str) -> None:
    if not true:
        raise AssertionError(message)


def check_activity_type(
    cls: type[ActivityType[Any]], definition: Mapping[str, Any], valid: Mapping[str, Any] | None = None
) -> None:
    """Check that a type keeps its contract, as far as can be seen from outside.

    Args:
        cls: the type.
        definition: a definition of it, as it would stand in a pack.
        valid: a good payload for each kind of intent. With it, every part of it is replaced by :data:`HOSTILE`
            values: the type must accept them clean or refuse them, and never fail in another way.

    Raises:
        AssertionError: names everything that is wrong, one line each.
    """
    kind = cls()
    spec = cls.spec.model_validate(dict(definition))
    wrong = [*_names_wrong(cls), *_answers_wrong(kind, spec), *_hands_wrong(kind, spec), *_view_wrong(cls)]
    for intent, payload in (valid or {}).items():
        wrong += _payloads_wrong(kind, spec, intent, payload)
    if wrong:
        raise AssertionError("\n".join(f"{cls.__name__}: {line}" for line in wrong))


def texts_without_english(cls: type[AnyType]) -> list[str]:
    """Return the interface texts of a type that no catalogue knows, ours or one in ``locale`` beside the class.

    Looked at are its label, its notice, and what stands in ``t("…")`` in its view.
    """
    add_folder(cls.folder() / "locale")
    view = cls.folder() / "view.js"
    asked = _SCRIPT_TEXT.findall(view.read_text(encoding="utf-8")) if view.exists() else []
    drawn = dict.fromkeys(json.loads(text) for text in asked)
    said = [text for text in (cls.label, cls.privacy.notice) if translate(text, "en") == text]
    return [*said, *(text for text in drawn if text not in browser_catalogue("en"))]


def _names_wrong(cls: type[AnyType]) -> Iterable[str]:
    if not cls.name.replace("_", "").isalnum() or cls.name != cls.name.lower():
        yield f"name {cls.name!r} must be lower case, without spaces"
    if not cls.label or not cls.privacy.notice:
        yield "label and privacy.notice must say something"
    for kind, phases in cls.intents.items():
        if not phases or Phase.HIDDEN in phases:
            yield f"intent {kind!r} must be taken in some phase, and never while hidden"
    for place, trace in cls.traces.items():
        if trace not in get_args(Trace):
            yield f"traces[{place!r}] is {trace!r}; it must be one of {', '.join(get_args(Trace))}"


def _answers_wrong(kind: AnyType, spec: ActivitySpec) -> Iterable[str]:
    for language in LANGUAGES:
        made = {
            "content": kind.content(spec, language),
            "reveal": kind.reveal(spec, language),
            "results": kind.results(spec, [], language),
            "facilitator_results": kind.facilitator_results(spec, [], language),
            "mine": kind.mine(spec, [], language, revealed=False),
            "group_view": kind.group_view(spec, [], language),
        }
        for name, value in made.items():
            try:
                same = json.loads(json.dumps(value)) == value
            except (TypeError, ValueError):
                same = False
            if not isinstance(value, dict) or not same:
                yield f"{name} must return plain JSON in a dict ({language})"
    columns = list(kind.frame(spec, []).columns[:3])
    if columns != FIRST_COLUMNS:
        yield f"frame must start with the columns {FIRST_COLUMNS}, not {columns}"
    from matplotlib.figure import Figure

    ax = Figure().subplots()
    if kind.plot(spec, [], ax) is not ax:
        yield "plot must return the axes it was given"


def _hands_wrong(kind: AnyType, spec: ActivitySpec) -> Iterable[str]:
    options = kind.tally_options(spec, "id")
    if options is None:
        return
    payload = {option["id"]: 1 for option in options}
    if len(payload) != len(options):
        yield "tally_options must give every option an id of its own"
    counted = Response(participant=FACILITATOR, name="", group=None, round=1, slot=TALLY, payload=payload)
    for read in (kind.results, kind.facilitator_results):
        if read(spec, [counted], "id") == read(spec, [], "id"):
            yield f"{read.__name__} must show raised hands, since tally_options asks for them"
    rows = kind.frame(spec, [counted])
    if "sumber" not in rows or list(rows["sumber"].unique()) != [RECORDED]:
        yield f"frame must list raised hands with sumber {RECORDED!r}"


def _payloads_wrong(kind: AnyType, spec: ActivitySpec, intent: str, valid: Any) -> Iterator[str]:
    phase = min(kind.intents.get(intent, {Phase.OPEN}))
    context = Context(participant="p1", group=1, is_writer=True, phase=phase, round=1, at="2026-01-20T08:00:00Z")

    def outcome(payload: Any, name: str = intent) -> str:
        try:
            stored = kind.accept(spec, context, name, payload).payload
            json.dumps(stored, allow_nan=False, ensure_ascii=False).encode()
        except Refused:
            return "refused"
        except Exception as error:  # whatever it is, it is what we look for
            return f"{type(error).__name__}: {error}"[:200]
        return "accepted"

    if (said := outcome(valid)) != "accepted":
        yield f"accept must take {intent} {valid!r}, not answer: {said}"
    if (said := outcome(valid, "x" * 60)) != "refused":
        yield f"accept must refuse an unknown kind of intent, not answer: {said}"
    for payload in (*HOSTILE, *_tampered(valid)):
        if (said := outcome(payload)) not in ("accepted", "refused"):
            yield f"accept must refuse {intent} {str(payload)[:80]!r}, not fail: {said}"


def _tampered(payload: Any) -> Iterator[Any]:
    """Yield copies of ``payload``: every part replaced or left out, one too many added."""
    ways: list[tuple[Any, ...]] = [()]
    for way in ways:
        part = payload
        for key in way:
            part = part[key]
        keys = part if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
        ways += [(*way, key) for key in keys]
    for way in ways[1:]:
        for value in (*HOSTILE, KeyError):
            holder = changed = copy.deepcopy(payload)
            for key in way[:-1]:
                holder = holder[key]
            if value is KeyError:
                del holder[way[-1]]
            else:
                holder[way[-1]] = value
            yield changed
    if isinstance(payload, dict):
        yield {**payload, "tambahan": 1}


def _view_wrong(cls: type[AnyType]) -> Iterable[str]:
    path = cls.folder() / "view.js"
    if not path.exists():
        yield f"{path} is missing"
        return
    try:
        text = compose_parts({f"views[{cls.name!r}]": path})
    except ValueError as error:
        yield str(error)
        return
    if "default: default_" not in text:
        yield f"{path} must export a default with render({{model, el, ui}})"
