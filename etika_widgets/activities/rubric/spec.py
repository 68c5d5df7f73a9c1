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


class Criterion(BaseModel):
    """Something to look at, with the behaviour that each level stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    label: Text
    anchors: tuple[Text, Text, Text, Text]
    """What one sees at level 1, 2, 3 and 4."""


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
    of: Literal["roles", "groups", "self"] = "groups"
    """What is rated: each of ``roles`` in a group that performs, the whole performance, or oneself."""
    roles: Annotated[tuple[Choice, ...], NamedByText] = ()
    """Only for ``of: roles``."""
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
        return self

    @property
    def subjects(self) -> tuple[str, ...]:
        """What is rated in one performance: ids of roles, ``all`` of it, or ``self``."""
        if self.of == "roles":
            return tuple(role.id for role in self.roles)
        return ("all",) if self.of == "groups" else ("self",)
