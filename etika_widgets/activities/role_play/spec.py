"""The definition of a role play."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, check_amount, check_unique, with_default_title
from etika_widgets.errors import FieldError
from etika_widgets.spec import ActivitySpec, Slug, Text

MOST_ROLES: Final = 8
MOST_ROUNDS: Final = 8
MOST_PROMPTS: Final = 6
LONGEST_ROUND: Final = 60  # minutes

Seats = Annotated[int, Field(strict=True, ge=1, le=6)]


class Role(BaseModel):
    """Somebody to play: what all may know of them, and a card for the holder's eyes only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: Text
    line: Text
    """One public line: who this is."""
    wants: Text
    """Card: the aim. Markdown, like the rest of the card."""
    knows: Text | None = None
    """Card: what only this role knows."""
    withholds: Text | None = None
    """Card: what this role must not say of itself."""
    min: Seats = 1
    """How many of a group play it at least, where the group is large enough."""
    max: Seats = 1
    """How many of a group play it at most."""
    many: StrictBool = False
    """Whether everybody left over in a group plays it: the observers."""


class Twist(BaseModel):
    """News that some roles learn when the round begins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text
    """Markdown."""
    to: tuple[Slug, ...] = Field(min_length=1)
    """Ids of the roles that learn it."""


class Round(BaseModel):
    """One time through the scene."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Text
    minutes: Annotated[int, Field(strict=True, ge=1, le=LONGEST_ROUND)]
    twist: Twist | None = None


class RolePlaySpec(ActivitySpec):
    """A scene for groups: cards are dealt when a round starts, and everybody gets another role in the next.

    Example:
        >>> roles = [
        ...     {"id": "petugas", "title": "Petugas", "line": "Di loket 2", "wants": "Antrean tetap jalan."},
        ...     {"id": "warga", "title": "Warga", "line": "Baru tiba", "wants": "Selesai hari ini."},
        ...     {"id": "pengamat", "title": "Pengamat", "line": "Melihat", "wants": "Mencatat.", "many": True},
        ... ]
        >>> spec = RolePlaySpec(
        ...     id="loket", scenario="Berkas ditolak.", roles=roles, rounds=[{"name": "Satu", "minutes": 4}],
        ...     prompts=["Kalimat apa yang menenangkan?"],
        ... )
        >>> spec.title.id, spec.watchers.id, spec.prompts[0].id
        ('Bermain peran', 'pengamat', 'kalimat_apa_yang_menenangkan')
    """

    type: Literal["role_play"] = "role_play"
    scenario: Text
    """Markdown: what happened. Fictional."""
    roles: tuple[Role, ...]
    """The most important first: in a small group the last ones stay empty."""
    rounds: tuple[Round, ...]
    prompts: Annotated[tuple[Choice, ...], NamedByText]
    """What observers look for and write about."""
    reveal: Text | None = None
    """Markdown that closes the play."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "title", Text(id="Bermain peran", en="Role play"))

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.roles, 2, MOST_ROLES, "roles", "peran")
        check_unique([role.id for role in self.roles], "roles")
        check_amount(self.rounds, 1, MOST_ROUNDS, "rounds", "putaran")
        check_amount(self.prompts, 1, MOST_PROMPTS, "prompts", "isian")
        check_unique([prompt.id for prompt in self.prompts], "prompts")
        if sum(role.many for role in self.roles) != 1:
            raise FieldError("Tepat satu peran harus memakai 'many: true', yaitu pengamat: sisa kelompok memegangnya.")
        for role in self.roles:
            if role.min > role.max:
                raise FieldError("Peran '{role}': 'min' tidak boleh lebih besar daripada 'max'.", role=role.id)
        known = {role.id for role in self.roles}
        for number, round_ in enumerate(self.rounds, start=1):
            unknown = sorted(set(round_.twist.to) - known) if round_.twist else []
            if unknown:
                raise FieldError(
                    "Putaran {number}: 'twist' menyebut peran yang tidak ada: {ids}.",
                    number=number,
                    ids=", ".join(unknown),
                )
        return self

    @property
    def watchers(self) -> Role:
        """The role of everybody left over."""
        return next(role for role in self.roles if role.many)

    def role(self, name: str) -> Role:
        """Return the role with this id."""
        return next(role for role in self.roles if role.id == name)
