"""The definition of a simulation: events, decisions, what they lead to, meters. Checked as a whole when it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cached_property
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from etika_widgets.activities.branching_case.expression import LARGEST, Expression, Value, parse
from etika_widgets.activities.case_discussion.spec import Document
from etika_widgets.activities.definitions import Loc, check_amount, check_unique, refuse_all
from etika_widgets.activities.simulation.timing import ClockTime, Deadline, Delay, Office, SimulatedMoment
from etika_widgets.errors import EtikaError, FieldError
from etika_widgets.spec import ActivitySpec, Slug, Text

MOST_EVENTS: Final = 40
MOST_DECISIONS: Final = 6
MOST_METERS: Final = 4
MOST_VARIABLES: Final = 20
MISSED: Final = "missed"
"""Stands for a choice where a deadline passed: ``chose("event", "missed")``."""

Loaded = Annotated[int, Field(strict=True, ge=-LARGEST, le=LARGEST)] | StrictBool


class Lead(BaseModel):
    """An event that comes of a decision or of a missed deadline, some time later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    event: Slug
    after: Delay = Delay()


class Outcome(BaseModel):
    """What comes of a decision or of a missed deadline."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    consequence: Text | None = None
    """Markdown shown at once: what happened then."""
    moves: Annotated[dict[Slug, Annotated[int, Field(strict=True, ge=-6, le=6)]], Field(default_factory=dict)]
    """Steps by which meters go up or down."""
    changes: Annotated[dict[Slug, Loaded | str], Field(alias="set", default_factory=dict)]
    """New values of variables: numbers, true or false, or expressions."""
    leads: tuple[Lead, ...] = ()
    note: Text | None = None
    """Markdown for the debrief, with the rule; opens at the reveal."""


class Decision(Outcome):
    """One thing that can be done about an event."""

    id: Slug
    text: Text
    short: Text | None = None
    """A few words for charts."""
    takes: Delay = Delay()
    """Simulated time it costs; counts where everybody goes at their own pace."""


class Event(BaseModel):
    """Something that lands in the inbox."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: Slug
    at: Delay | None = None
    """How long after the start it comes; without it, it comes when a decision leads to it."""
    condition: Annotated[str | None, Field(alias="if")] = None
    """It comes only if this holds then; see :mod:`~etika_widgets.activities.branching_case.expression`."""
    sender: Annotated[Text, Field(alias="from")]
    subject: Text
    body: Text
    """Markdown."""
    attachments: tuple[Document, ...] = ()
    deadline: Deadline | None = None
    decisions: tuple[Decision, ...] = ()
    """None: something to know, nothing to decide."""
    missed: Outcome | None = None
    """What comes of it when the deadline passes undecided."""
    reply: Text | None = None
    """Asks for a short text beside the decision; may be left empty."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_unique([decision.id for decision in self.decisions], "decisions")
        check_unique([document.id for document in self.attachments], "attachments")
        if self.decisions:
            check_amount(self.decisions, 2, MOST_DECISIONS, "decisions", "pilihan")
        elif self.deadline or self.reply:
            raise FieldError("'deadline' dan 'reply' hanya berlaku untuk kejadian dengan 'decisions'.")
        if self.missed and not self.deadline:
            raise FieldError("'missed' memerlukan 'deadline'. Tulis tenggatnya, atau hapus 'missed'.")
        if any(decision.id == MISSED for decision in self.decisions):
            raise FieldError("Id 'missed' berarti tenggat terlewat. Beri pilihan itu id lain.")
        return self

    @cached_property
    def by_id(self) -> Mapping[str, Decision]:
        """The decisions by id."""
        return {decision.id: decision for decision in self.decisions}

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What can come of it: the decisions, and a missed deadline."""
        return (*self.decisions, self.missed) if self.missed else self.decisions


class Meter(BaseModel):
    """Something that decisions move, told in words and never as a score."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    text: Text
    words: tuple[Text, ...]
    """What each step is called, the lowest first."""
    start: Annotated[int, Field(strict=True, ge=0)]
    """The step it starts at, counted from 0."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not 3 <= len(self.words) <= 7:
            raise FieldError("'words' harus berisi 3 sampai 7 kata atau frasa, dari yang terendah.")
        if self.start >= len(self.words):
            raise FieldError("'start' dihitung dari 0 dan paling besar {most}.", most=len(self.words) - 1)
        return self


class SimulationSpec(ActivitySpec):
    """An inbox of events with decisions, deadlines and consequences.

    Example:
        >>> spec = SimulationSpec.model_validate({
        ...     "id": "meja", "type": "simulation", "title": "Meja pengaduan", "start": "2026-03-02 08:00",
        ...     "events": [{"id": "lampu", "at": {}, "from": "Warga", "subject": "Lampu", "body": "Padam.",
        ...                 "deadline": {"workdays": 3},
        ...                 "decisions": [{"id": "balas", "text": "Balas"}, {"id": "tunggu", "text": "Tunggu"}]}],
        ... })
        >>> spec.by_id["lampu"].deadline.due(spec.start, spec.office).isoformat()
        '2026-03-05T16:00:00'
    """

    type: Literal["simulation"] = "simulation"
    start: SimulatedMoment
    opens: ClockTime = time(8)
    closes: ClockTime = time(16)
    holidays: tuple[date, ...] = ()
    by: Literal["person", "group"] = "person"
    """Who decides: everybody alone, or each group by its writer."""
    lead: Literal["facilitator", "self"] = "facilitator"
    """Who moves the clock: the facilitator for all, or everybody's own decisions."""
    minutes: Annotated[int, Field(strict=True, ge=1, le=60)] | None = None
    """Real minutes after each step of the facilitator's clock, counted down on all screens."""
    choices_only: StrictBool = False
    """No text reaches the server, and all screens say that real cases do not belong here."""
    reply_limit: Annotated[int, Field(strict=True, ge=20, le=1000)] = 280
    variables: Annotated[dict[Slug, Loaded], Field(default_factory=dict)]
    """What decisions count and conditions ask for, with initial values; never shown."""
    meters: tuple[Meter, ...] = ()
    events: tuple[Event, ...]
    reveal: Text | None = None
    """Markdown that closes the debrief."""

    @property
    def by_group(self) -> bool:
        """Whether groups send one answer each, by their writer."""
        return self.by == "group"

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not 1 <= len(self.events) <= MOST_EVENTS:
            raise FieldError(
                "'events' berisi {count} kejadian; harus 1 sampai {most}. Tambah atau kurangi kejadian.",
                count=len(self.events),
                most=MOST_EVENTS,
            )
        check_unique([event.id for event in self.events], "events")
        check_unique([*self.variables, *(meter.id for meter in self.meters)], "variables, meters")
        if len(self.meters) > MOST_METERS or len(self.variables) > MOST_VARIABLES:
            raise FieldError(
                "Paling banyak {meters} 'meters' dan {variables} 'variables'. Kurangi.",
                meters=MOST_METERS,
                variables=MOST_VARIABLES,
            )
        if self.opens >= self.closes:
            raise FieldError("'opens' harus lebih awal daripada 'closes'.")
        if not any(event.at == Delay() and event.condition is None for event in self.events):
            raise FieldError("Sedikitnya satu kejadian harus datang saat mulai: tulis 'at: {{}}', tanpa 'if'.")
        refuse_all(self, list(self._wrong()))
        return self

    def _wrong(self) -> Iterator[tuple[Loc, EtikaError]]:
        """Yield what does not fit together, each with its place."""
        choices = {event.id: [*(one.id for one in event.decisions), MISSED] for event in self.events}
        led = {lead.event for event in self.events for one in event.outcomes for lead in one.leads}
        for row, event in enumerate(self.events):
            here: Loc = ("events", row)
            if event.at is None and event.id not in led:
                yield (
                    here,
                    FieldError("Kejadian '{event}' tidak pernah datang: tulis 'at' atau 'leads'.", event=event.id),
                )
            if self.choices_only and event.reply:
                yield (*here, "reply"), FieldError("'choices_only' tidak menerima tulisan. Hapus 'reply'.")
            if event.condition is not None:
                try:
                    if parse(event.condition).kind(self.initial, choices) is not bool:
                        raise FieldError("'if' harus menghasilkan benar/salah, misalnya 'waktu > 0'.")
                except EtikaError as error:
                    yield (*here, "if"), error
            for column, decision in enumerate(event.decisions):
                yield from self._wrong_outcome((*here, "decisions", column), decision, choices)
            if event.missed:
                yield from self._wrong_outcome((*here, MISSED), event.missed, choices)

    def _wrong_outcome(
        self, here: Loc, outcome: Outcome, choices: Mapping[str, list[str]]
    ) -> Iterator[tuple[Loc, EtikaError]]:
        for place, lead in enumerate(outcome.leads):
            if lead.event not in choices:
                yield (
                    (*here, "leads", place),
                    FieldError("Kejadian '{event}' tidak ada. Periksa lagi id-nya.", event=lead.event),
                )
        for name in outcome.moves:
            if name not in self.meters_by_id:
                yield (*here, "moves", name), _unknown_name(name, self.meters_by_id)
        for name, value in outcome.changes.items():
            try:
                if name not in self.variables:
                    raise _unknown_name(name, self.variables)
                if expression(value).kind(self.initial, choices) is not type(self.variables[name]):
                    raise FieldError(
                        "Isi 'set' untuk '{name}' harus sejenis dengan nilai awalnya di 'variables'.", name=name
                    )
            except EtikaError as error:
                yield (*here, "set", name), error

    @cached_property
    def by_id(self) -> Mapping[str, Event]:
        """The events by id."""
        return {event.id: event for event in self.events}

    @cached_property
    def meters_by_id(self) -> Mapping[str, Meter]:
        """The meters by id."""
        return {meter.id: meter for meter in self.meters}

    @cached_property
    def initial(self) -> Mapping[str, Value]:
        """What conditions may ask for at the start: variables, and meters as whole numbers."""
        return {**self.variables, **{meter.id: meter.start for meter in self.meters}}

    @cached_property
    def office(self) -> Office:
        """When the simulated office works."""
        return Office(self.opens, self.closes, frozenset(self.holidays))

    @cached_property
    def common(self) -> tuple[tuple[datetime, Event], ...]:
        """The events that come to everybody whatever they decide, with their moments, the earliest first."""
        timed = [
            (event.at.after(self.start, self.office), event)
            for event in self.events
            if event.at is not None and event.condition is None
        ]
        return tuple(sorted(timed, key=lambda pair: pair[0]))


def expression(value: Value | str) -> Expression:
    """Return what stands in ``set`` as an expression."""
    return parse(value) if isinstance(value, str) else Expression("value", value=value)


def _unknown_name(name: str, known: Mapping[str, object]) -> FieldError:
    return FieldError("'{name}' tidak ada. Yang ada: {known}.", name=name, known=", ".join(known) or "–")
