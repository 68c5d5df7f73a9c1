"""The model of a content pack: one lesson with its objectives, law, run-sheet and activities.

Pure. A pack is read by :func:`etika_widgets.content.loader.load_pack`, which knows the activity types.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SerializeAsAny

from etika_widgets.content.problems import suggestion
from etika_widgets.errors import SpecError
from etika_widgets.spec import ActivitySpec, Slug, Text

MINUTES_PER_JP: Final = 45
"""One ``jam pelajaran`` has 45 minutes."""

Words = Annotated[str, Field(min_length=1)]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Slugs = Annotated[tuple[Slug, ...], BeforeValidator(_as_list)]
"""One id or a list of them."""


Competence = Literal["teknis", "manajerial", "sosial_kultural"]
"""Kinds of competence of a civil servant. For some posts the law is said to add *pemerintahan*: to be checked."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Objective(_Part):
    """What participants can do afterwards, where it is practised and where it is seen."""

    id: Slug
    bloom: Annotated[str, Field(pattern=r"^(?:C[1-6]|A[1-5]|P[1-7])$")]
    """Level in Bloom's taxonomy: cognitive C1–C6, affective A1–A5, psychomotor P1–P7."""
    competence: Competence | None = None
    """Kind of competence it serves most."""
    text: Text
    activities: Slugs = ()
    evaluation: Slugs = ()


class Law(_Part):
    """A rule the lesson leans on, with the date somebody last looked."""

    id: Slug
    title: Words
    about: Words
    status: Words
    """One of the words of the table of regulations: ``berlaku``, ``dicabut``, ``perlu diperiksa``, …"""
    checked_on: datetime.date | None = None
    certainty: Literal["H", "M", "L"]


class Rung(_Part):
    """One step of the question ladder: fact → feeling → principle → law → action."""

    level: Words
    ask: Words
    follow_ups: tuple[Words, ...] = ()


class Step(_Part):
    """One line of the run-sheet. Only ``title`` and ``screen`` are for participants and projector.

    Texts for the facilitator's eyes are Indonesian only.
    """

    id: Slug
    title: Text
    minutes: Annotated[int, Field(ge=1, le=600)]
    activity: Slug | None = None
    round: Annotated[int, Field(ge=1, le=9)] | None = None
    screen: Text | None = None
    """Markdown for the shared screen."""
    say: Words | None = None
    """Markdown: the facilitator's exact words."""
    notes: Words | None = None
    ladder: tuple[Rung, ...] = ()
    if_silent: Words | None = None
    law: Slugs = ()
    cut: Words | None = None
    """How to save minutes here."""
    reveal: Literal["here", "later"] = "here"
    """``later``: results and keys of this step's activity stay closed until another step, e.g. a pre-test's."""


class Pack(_Part):
    """A lesson.

    Example:
        >>> pack = Pack.model_validate(
        ...     {"schema": 1, "slug": "contoh", "version": "1.0.0", "title": "Contoh", "summary": "Contoh.",
        ...      "module": 1, "jp": 1, "licence": "CC BY 4.0", "fictional": True,
        ...      "runsheet": [{"id": "buka", "title": "Pembukaan", "minutes": 45}]}
        ... )
        >>> pack.minutes
        45
    """

    model_config = ConfigDict(extra="forbid", frozen=True, protected_namespaces=())

    schema_version: Annotated[Literal[1], Field(alias="schema")]
    slug: Slug
    version: Words
    title: Text
    summary: Text
    module: int | Words
    jp: Annotated[int, Field(ge=1, le=80)]
    licence: Words
    fictional: bool
    values: tuple[Words, ...] = ()
    objectives: tuple[Objective, ...] = ()
    law: tuple[Law, ...] = ()
    runsheet: tuple[Step, ...] = ()
    activities: tuple[SerializeAsAny[ActivitySpec], ...] = ()

    @property
    def minutes(self) -> int:
        """The length of the run-sheet."""
        return sum(step.minutes for step in self.runsheet)

    @property
    def activity_ids(self) -> tuple[str, ...]:
        """Every activity once: in the order of the run-sheet, then those no step uses."""
        used = [step.activity for step in self.runsheet if step.activity is not None]
        return tuple(dict.fromkeys([*used, *(activity.id for activity in self.activities)]))

    def activity(self, activity_id: str) -> ActivitySpec:
        """Return the definition of an activity.

        Raises:
            SpecError: the pack has no such activity; names those it has.
        """
        for activity in self.activities:
            if activity.id == activity_id:
                return activity
        known = ", ".join(self.activity_ids)
        guess = suggestion(activity_id, self.activity_ids)
        if guess:
            raise SpecError(
                "Paket '{slug}' tidak punya aktivitas '{activity}'. Maksud Anda '{guess}'? Yang ada: {known}.",
                slug=self.slug,
                activity=activity_id,
                guess=guess,
                known=known,
            )
        raise SpecError(
            "Paket '{slug}' tidak punya aktivitas '{activity}'. Yang ada: {known}.",
            slug=self.slug,
            activity=activity_id,
            known=known,
        )

    def run_sheet_data(self) -> dict[str, Any]:
        """Return what is frozen into a class: plain JSON in all languages.

        Titles, the summary, objectives and screens are ``{"id": …, "en": …}``; other texts are strings.

        Keys: ``slug``, ``version``, ``title``, ``summary``, ``module``, ``jp``, ``minutes``, ``objectives``,
        ``steps`` (as :class:`Step`) and ``law`` (as :class:`Law`).
        """
        data = self.model_dump(mode="json", by_alias=True, exclude={"activities"})
        kept = ("slug", "version", "title", "summary", "module", "jp", "objectives", "law")
        return {**{key: data[key] for key in kept}, "minutes": self.minutes, "steps": data["runsheet"]}

    def digest(self) -> str:
        """Return the content hash (16 hex digits) that names this very pack."""
        body = json.dumps(self.model_dump(mode="json", by_alias=True), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(body.encode()).hexdigest()[:16]
