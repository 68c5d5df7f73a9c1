"""The definition of a rubric."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, check_amount, check_unique, with_default_title
from etika_widgets.errors import FieldError
from etika_widgets.spec import ActivitySpec, Slug, Text

LEVELS: Final = (1, 2, 3, 4)
LEAST_RATERS: Final = 3
"""Fewer peers than this are never shown: one could work out who gave what."""
MOST_CRITERIA: Final = 8
MOST_ROLES: Final = 4
MOST_SAMPLES: Final = 4
Level = Annotated[int, Field(strict=True, ge=LEVELS[0], le=LEVELS[-1])]


class Criterion(BaseModel):
    """Something to look at, with the behaviour that each level stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    label: Text
    anchors: tuple[Text, Text, Text, Text]
    """What one sees at level 1, 2, 3 and 4."""


class Sample(BaseModel):
    """A performance in writing that everybody rates, with the rating it is compared with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: Text
    body: Text
    """Markdown: what was said and done, in detail."""
    reference: dict[Slug, Level]
    """The level of every criterion; nobody sees it before the reveal."""
    explanation: Text | None = None
    """Markdown: which behaviour speaks for these levels; opens with the reference."""


class RubricSpec(ActivitySpec):
    """Levels from 1 to 4, each anchored in behaviour, given by the facilitator and by peers.

    Example:
        >>> anchors = ["Memotong", "Diam", "Mengulang keluhan", "Mengulang dan bertanya"]
        >>> criteria = [{"id": "dengar", "label": "Mendengar", "anchors": anchors}]
        >>> spec = RubricSpec(id="nilai", criteria=criteria)
        >>> spec.subjects, spec.peers, spec.title.id
        (('all',), 3, 'Rubrik')
    """

    type: Literal["rubric"] = "rubric"
    of: Literal["roles", "groups", "self", "samples"] = "groups"
    """What is rated: each of ``roles`` in a group that performs, the whole performance, oneself, or ``samples``."""
    roles: Annotated[tuple[Choice, ...], NamedByText] = ()
    """Only for ``of: roles``."""
    samples: tuple[Sample, ...] = ()
    """Only for ``of: samples``."""
    criteria: tuple[Criterion, ...]
    peers: Annotated[int, Field(strict=True, ge=LEAST_RATERS, le=100)] = LEAST_RATERS
    """How many peers are asked to rate a performance (with ``of: roles``: each role of it)."""
    reveal: Text | None = None
    """Markdown that closes the rubric."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "title", Text(id="Rubrik", en="Rubric"))

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.criteria, 1, MOST_CRITERIA, "criteria", "kriteria")
        check_unique([criterion.id for criterion in self.criteria], "criteria")
        if self.of == "roles":
            check_amount(self.roles, 1, MOST_ROLES, "roles", "peran")
            check_unique([role.id for role in self.roles], "roles")
        elif self.roles:
            raise FieldError("'roles' hanya berlaku bersama 'of: roles'.")
        if self.of == "samples":
            check_amount(self.samples, 1, MOST_SAMPLES, "samples", "contoh")
            check_unique([sample.id for sample in self.samples], "samples")
            wanted = {criterion.id for criterion in self.criteria}
            for sample in self.samples:
                if sample.reference.keys() != wanted:
                    raise FieldError("'reference' dari '{id}' harus memuat setiap kriteria satu kali.", id=sample.id)
        elif self.samples:
            raise FieldError("'samples' hanya berlaku bersama 'of: samples'.")
        return self

    @property
    def performed(self) -> bool:
        """Whether somebody performs in the room; if not, everybody rates everything."""
        return self.of in ("roles", "groups")

    @property
    def reference(self) -> dict[tuple[str, str], int]:
        """The reference level of every criterion of every sample."""
        return {
            (sample.id, criterion.id): sample.reference[criterion.id]
            for sample in self.samples
            for criterion in self.criteria
        }

    @property
    def subjects(self) -> tuple[str, ...]:
        """What is rated in one performance: ids of roles, ``all`` of it, ``self``, or ids of samples."""
        if self.of == "roles":
            return tuple(role.id for role in self.roles)
        if self.of == "samples":
            return tuple(sample.id for sample in self.samples)
        return ("all",) if self.of == "groups" else ("self",)
