"""The contract of an activity type: what built-ins and a trainer's own types provide.

A type is pure Python. It knows no transport, no store and no widget: the room engine asks it what to show,
gives it what participants sent, and stores what it accepts. Gates lie in the engine, not here: ``reveal`` and
``results`` reach participants and the projector only in the phase *revealed*.
"""

from __future__ import annotations

import enum
import inspect
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from etika_widgets.spec import ActivitySpec

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


OPEN_ONLY = frozenset({Phase.OPEN})


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
class Context:
    """Who answers, and when: what a type may know about the sender of an intent."""

    participant: str
    group: int | None
    is_writer: bool
    phase: Phase
    round: int


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
    """A stored answer as a type sees it. ``name`` is the pseudonym; ``shown`` is set by the facilitator."""

    participant: str
    name: str
    group: int | None
    round: int
    slot: str
    payload: dict[str, Any]
    shown: bool = False


S = TypeVar("S", bound=ActivitySpec)


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
    """The slot that makes somebody count as having answered."""

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

    @abstractmethod
    def frame(self, spec: S, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one tidy row per answer; columns start with ``peserta`` (pseudonym), ``kelompok``, ``putaran``."""

    @abstractmethod
    def plot(self, spec: S, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the results with Indonesian labels on ``ax`` and return it."""

    def notice(self, spec: S) -> str:
        """Return the gettext id of the privacy notice shown before the first answer."""
        return self.privacy.notice

    @classmethod
    def folder(cls) -> Path:
        """Return the folder that holds this type's ``view.js`` and ``view.css``."""
        return Path(inspect.getfile(cls)).parent
