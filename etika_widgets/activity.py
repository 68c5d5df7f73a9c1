"""The contract of an activity type: what built-ins and a trainer's own types provide.

A type is pure Python. It knows no transport, no store and no widget: the room engine asks it what to show,
gives it what participants sent, and stores what it accepts. Gates lie in the engine, not here: ``reveal`` and
``results`` reach participants and the projector only in the phase *revealed*.
"""

from __future__ import annotations

import enum
import inspect
import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Literal, TypeVar

from etika_widgets.errors import Refused
from etika_widgets.i18n import N_
from etika_widgets.measures.suppression import THRESHOLD
from etika_widgets.spec import IDENTITIES, ActivitySpec

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class Phase(enum.StrEnum):
    """Where an activity stands in a class."""

    HIDDEN = "hidden"
    READING = "reading"
    OPEN = "open"
    CLOSED = "closed"
    DISCUSSING = "discussing"
    REVEALED = "revealed"


OPEN_ONLY: Final = frozenset({Phase.OPEN})
RUNNING: Final = frozenset({Phase.OPEN, Phase.CLOSED, Phase.DISCUSSING})
"""While the activity goes on, before the reveal."""

FACILITATOR: Final = "facilitator"
"""Stands for a participant's id in what the facilitator stores about an activity (``ActivityType.direct``)."""

Trace = Literal["alasan", "kartu", "bantuan", "pertanyaan", "dukungan"]

TALLY: Final = "tally"
"""Slot of the hands that the facilitator counted in a round (``ActivityType.tally_options``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What a type keeps of a person, who sees it and for how long; shown before the first answer.

    Attributes:
        notice: gettext id, one or two plain Indonesian sentences: who sees the answer, under which name.
        personal_data: whether stored payloads may hold free text about a person.
        keep_days: proposed retention in days after the class ends (an agency's own schedule prevails).
        exported: whether answers appear in the CSV export.
    """

    notice: str
    personal_data: bool
    keep_days: int
    exported: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mate:
    """Somebody of the class; ``online`` tells whether a page of theirs is open just now."""

    participant: str
    name: str
    online: bool
    group: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Where the activity stands; ``since`` is when it came there (UTC, ISO 8601), None while hidden."""

    phase: Phase
    round: int
    since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who answers, and when: what a type may know about the sender of an intent.

    Attributes:
        participant: id; :data:`FACILITATOR` in ``direct``.
        group: number of the sender's group, None without one.
        is_writer: whether the sender holds the group's pen.
        at: the present moment (UTC, ISO 8601), by the server's clock.
        since: when the activity came to its phase (UTC, ISO 8601).
        find_mates: returns the sender's group in the order of joining, the sender included.
        find_everybody: returns the whole class in the order of joining, e.g. to allot tasks.
        find_responses: returns all standing responses of this activity, the oldest first.
        find_own: returns the sender's own standing responses, also where answers are anonymous.
        find_directions: returns what the facilitator stored (``direct``); cheap, unlike looking through all responses.
    """

    participant: str
    group: int | None
    is_writer: bool
    phase: Phase
    round: int
    at: str = ""
    since: str | None = None
    find_mates: Callable[[], Sequence[Mate]] = tuple
    find_everybody: Callable[[], Sequence[Mate]] = tuple
    find_responses: Callable[[], Sequence[Response]] = tuple
    find_own: Callable[[], Sequence[Response]] = tuple
    find_directions: Callable[[], Sequence[Response]] = tuple

    @property
    def mates(self) -> Sequence[Mate]:
        """The sender's group, the sender included."""
        return self.find_mates()

    @property
    def everybody(self) -> Sequence[Mate]:
        """The whole class; looked up only by types that need it."""
        return self.find_everybody()

    @property
    def responses(self) -> Sequence[Response]:
        """All standing responses of the activity; looked up only by types that need them."""
        return self.find_responses()

    @property
    def own(self) -> Sequence[Response]:
        """The sender's own standing responses."""
        return self.find_own()

    @property
    def directions(self) -> Sequence[Response]:
        """What the facilitator stored about the activity."""
        return self.find_directions()


@dataclass(frozen=True, slots=True)
class Accepted:
    """A validated answer, ready to be stored.

    Attributes:
        slot: which of the participant's answers this replaces (one per participant, activity, round, slot).
        payload: plain JSON values; ``None`` withdraws the earlier answer.
    """

    slot: str
    payload: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A stored answer as a type sees it.

    ``name`` is the pseudonym, or the name given where the definition asks for one; where answers are anonymous
    it is empty, ``group`` is None and ``participant`` is an alias that says nothing elsewhere. ``shown`` is set
    by the facilitator. What the facilitator stored (``direct``) comes with :data:`FACILITATOR` as participant.
    """

    participant: str
    name: str
    group: int | None
    round: int
    slot: str
    payload: dict[str, Any]
    shown: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A small table of results in plain words, for reports and for those who cannot see a chart.

    Attributes:
        caption: what it shows.
        columns: one heading per column; the first column names the row.
        rows: texts and numbers; None is a number that must not be shown.
        bars: the column whose numbers are drawn as bars, each against the largest or against ``whole``.
        whole: what a full bar stands for, e.g. the number of people.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    bars: int | None = None
    whole: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a report says of an activity.

    Attributes:
        n: people who took part; None if that number must not be shown.
        question: what was asked.
        tables: the results, as the whole room may see them.
        texts: what was put on the shared screen, without names.
        note: one or two sentences to read the tables by.
    """

    n: int | None
    question: str = ""
    tables: tuple[Table, ...] = ()
    texts: tuple[str, ...] = ()
    note: str = ""


S = TypeVar("S", bound=ActivitySpec)

NOTICES: Final = {
    "anonymous": N_(
        "Anonim: tidak ada layar yang menampilkan jawaban ini bersama nama samaran Anda, juga layar fasilitator. "
        "Jumlah di bawah 5 disembunyikan. Sampai kelas dihapus, server tahu jawaban ini dari perangkat Anda, "
        "supaya tidak terhitung dua kali."
    ),
    "named": N_(
        "Dengan nama: fasilitator melihat jawaban ini bersama nama yang Anda tulis. "
        "Nama itu disimpan hanya untuk kegiatan ini dan tidak ikut dalam ekspor."
    ),
}
"""Who sees an answer where the definition sets ``identity``; a type's own notice holds for pseudonyms."""


class ActivityType(ABC, Generic[S]):
    """One way of interacting. Subclasses lie in a folder of their own beside ``view.js`` and ``view.css``.

    Everything returned by ``content``, ``reveal``, ``mine`` and ``results`` is plain JSON in the language
    asked for; Markdown fields are already safe HTML (``etika_widgets.content.markdown.to_html``), under names
    that end in ``_html``.
    """

    name: ClassVar[str]
    """Unique id, as written under ``type:`` in packs. Lower case, no spaces."""
    label: ClassVar[str]
    """gettext id: what trainers call this type."""
    spec: ClassVar[type[ActivitySpec]]
    """The pydantic model of a definition."""
    privacy: ClassVar[Privacy]
    intents: ClassVar[Mapping[str, frozenset[Phase]]] = {"answer": OPEN_ONLY}
    """Kinds of intents a participant may send, each with the phases in which it is taken."""
    counts: ClassVar[str] = "answer"
    """The slot that makes somebody count as having answered; slots ``<counts>:...`` count as well."""
    traces: ClassVar[Mapping[str, Trace]] = {}
    """Reasons, cards, help, questions and support in answers, by slot or by field: ``{"answer.reason": "alasan"}``."""
    directions: ClassVar[Mapping[str, frozenset[Phase]]] = {}
    """Kinds of intents the facilitator may send about this activity, each with the phases in which it is taken."""
    shares: ClassVar[bool] = False
    """Whether ``board`` or ``dealt`` change with what others do: then phones are told while the activity runs."""
    sealed: ClassVar[bool] = False
    """Whether nobody, the facilitator included, gets results of a round before it is revealed or over.

    For types where two looks at a running total would tell what one person sent: all results are then made of
    finished rounds only.
    """
    tells: ClassVar[frozenset[str]] = frozenset()
    """Keys of a definition told before the reveal to whoever may know, e.g. rationales after one's own answer."""
    identities: ClassVar[frozenset[str]] = IDENTITIES
    """Which values of ``identity`` make sense here, e.g. none but ``pseudonym`` where people work in groups."""
    opens_alone: ClassVar[Literal["key", "results", "nothing"]] = "results"
    """What opens once one has finished in a self-paced class: a view with ``key`` must do without ``results``."""

    def filled(
        self, definition: Mapping[str, Any], rows: Callable[[str], Sequence[Mapping[str, Any]]]
    ) -> dict[str, Any]:
        """Return a definition, not yet checked, with what it takes from tables of teaching data.

        Args:
            definition: as it stands in a pack or a notebook.
            rows: returns the rows of a table by name.

        Raises:
            EtikaError: there is no such table, or it does not hold what is needed.
        """
        return dict(definition)

    @abstractmethod
    def content(self, spec: S, language: str) -> dict[str, Any]:
        """Return what everybody may see from *reading* on. Never keys, rationales or results."""

    def reveal(self, spec: S, language: str) -> dict[str, Any]:
        """Return what opens only at *revealed*: keys, rationales, the closing text."""
        return {}

    @abstractmethod
    def accept(self, spec: S, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Check one intent strictly and return what to store.

        Raises:
            Refused: with an Indonesian message for the participant; nothing is stored.
        """

    def direct(self, spec: S, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Check one of the facilitator's intents (``directions``) and return what to store.

        Raises:
            Refused: with an Indonesian message; nothing is stored.
        """
        raise Refused("unknown_kind", "Permintaan '{kind}' tidak dikenal.", kind=kind)

    @abstractmethod
    def results(self, spec: S, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the room's results over all rounds, without any person's id or name."""

    def facilitator_results(self, spec: S, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return results for the control page; may add texts with pseudonyms. Default: as everybody's."""
        return self.results(spec, responses, language)

    def mine(self, spec: S, own: Sequence[Response], language: str, *, revealed: bool) -> dict[str, Any]:
        """Return a participant's own answers over all rounds: ``{round: {slot: payload}}`` by default."""
        answers: dict[str, Any] = {}
        for response in own:
            answers.setdefault(str(response.round), {})[response.slot] = response.payload
        return answers

    def group_view(self, spec: S, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return what the members of one group share before the reveal (``responses`` are that group's)."""
        return {}

    def board(self, spec: S, responses: Sequence[Response], moment: Moment, language: str) -> dict[str, Any]:
        """Return what everybody shares while the activity runs, from *reading* on and before any reveal.

        The same for all, without ids or names of participants. Set ``shares`` when it follows others' answers.
        A number under ``voted`` stands for the people who answered, where each step of an activity counts anew.
        """
        return {}

    def dealt(self, spec: S, context: Context, language: str) -> dict[str, Any]:
        """Return what this participant alone is given, from *reading* on: a role card, others' reasons to weigh."""
        return {}

    def bot(self, spec: S, state: Mapping[str, Any], dice: random.Random) -> Sequence[tuple[str, dict[str, Any]]]:
        """Return the intents ``(kind, payload)`` of a made-up participant who sees ``state`` while it is open.

        Used in rehearsals: everything in it must be acceptable to ``accept``. ``state`` is that of the participant,
        with ``me`` as in the room (group, ``is_writer``) and ``heard``: what ``bot_says`` returned for all so far.
        Called again when the state changes; return nothing once there is nothing more to do. ``take_pen`` in it: the
        group waits for its writer; whoever waits long takes over.
        """
        return ()

    def bot_says(self, spec: S, state: Mapping[str, Any]) -> Any:
        """Return what a made-up participant hands the others without the server, such as a code; ``None``: nothing."""
        return None

    def bot_facilitator(
        self, spec: S, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Return what a made-up facilitator does in this activity besides moving it (``directions``)."""
        return ()

    def tally_options(self, spec: S, language: str) -> list[dict[str, str]] | None:
        """Return what the facilitator may count raised hands for, ``[{id, text}]``; ``None`` (default): nothing.

        It is for people without a phone. What was counted comes among the responses with slot ``TALLY`` and payload
        ``{id: people}``, every option in it. A type that offers this keeps it apart from what people sent
        (``etika_widgets.activities.hands``) and marks it wherever it adds it up. Everybody sees a raised hand: the
        engine takes none where the definition is sensitive or anonymous.
        """
        return None

    def works_alone(self, spec: S) -> bool:
        """Return whether one person can do this in a self-paced class, without facilitator and group."""
        return not (self.shares or self.directions or self.sealed) and type(self).group_view is ActivityType.group_view

    def finished(self, spec: S, own: Sequence[Response]) -> bool:
        """Return whether these responses of one person are all they have to give; by default the first answer."""
        return any(one.slot == self.counts or one.slot.startswith(f"{self.counts}:") for one in own)

    def summary(self, spec: S, responses: Sequence[Response], language: str) -> Summary:
        """Return the results in plain tables, as the whole room may see them: without names, small counts hidden.

        By default only how many people took part.
        """
        people = {response.participant for response in responses if response.participant != FACILITATOR}
        return Summary(n=None if spec.hides_small and len(people) < THRESHOLD else len(people))

    @abstractmethod
    def frame(self, spec: S, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one tidy row per answer; columns start with ``peserta`` (pseudonym), ``kelompok``, ``putaran``."""

    @abstractmethod
    def plot(self, spec: S, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the results with Indonesian labels on ``ax`` and return it."""

    def notice(self, spec: S) -> str:
        """Return the gettext id of the privacy notice shown before the first answer."""
        return NOTICES.get(spec.identity) or self.privacy.notice

    @classmethod
    def folder(cls) -> Path:
        """Return the folder that holds this type's ``view.js`` and ``view.css``."""
        return Path(inspect.getfile(cls)).parent
