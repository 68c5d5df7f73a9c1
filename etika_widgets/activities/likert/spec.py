"""The definition of statements on an answer scale."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, QuestionSpec, check_amount, check_unique
from etika_widgets.errors import FieldError
from etika_widgets.spec import Text

MOST_STATEMENTS: Final = 24
MOST_POINTS: Final = 7


class Statement(Choice):
    """Something to place on the scale."""

    heading: Text | None = None
    """Begins a section: stands above this statement and holds for those that follow, up to the next heading."""
    target: Annotated[int, Field(strict=True, ge=1, le=MOST_POINTS)] | None = None
    """The point of the scale that is asked for, e.g. by a job profile; results tell how far the mean is from it."""


class LikertSpec(QuestionSpec):
    """One to 24 statements, all answered on the same labelled scale of three to seven points.

    Example:
        >>> spec = LikertSpec(id="suara", question="Seberapa setuju?", statements=["Saya berani bertanya."])
        >>> spec.scale, spec.points, spec.statements[0].id
        ('setuju', 5, 'saya_berani_bertanya')
    """

    type: Literal["likert"] = "likert"
    statements: Annotated[tuple[Statement, ...], NamedByText]
    scale: Literal["setuju", "sering", "puas", "yakin", "penting", "mampu"] = "setuju"
    """Which set of labels: agreement, frequency, satisfaction, confidence, importance or ability."""
    points: Annotated[int, Field(strict=True, ge=3, le=MOST_POINTS)] = 5
    """Points of the scale; an even number leaves out the middle."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.statements, 1, MOST_STATEMENTS, "statements", "pernyataan")
        check_unique([statement.id for statement in self.statements], "statements")
        for statement in self.statements:
            if statement.target is not None and statement.target > self.points:
                raise FieldError(
                    "'target' pernyataan '{id}' adalah {target}, tetapi skalanya hanya sampai {points}. "
                    "Kecilkan 'target' atau besarkan 'points'.",
                    id=statement.id,
                    target=statement.target,
                    points=self.points,
                )
        return self

    @property
    def has_targets(self) -> bool:
        """Whether results tell a gap for at least one statement."""
        return any(statement.target is not None for statement in self.statements)

    @property
    def headings(self) -> dict[str, Text | None]:
        """The heading that each statement stands under, by the statement's id.

        Example:
            >>> statements = [{"text": "Menghitung", "heading": "Teknis"}, "Menulis"]
            >>> spec = LikertSpec(id="diri", question="Seberapa mampu?", statements=statements)
            >>> [heading.id for heading in spec.headings.values()]
            ['Teknis', 'Teknis']
        """
        found: dict[str, Text | None] = {}
        above = None
        for statement in self.statements:
            above = statement.heading or above
            found[statement.id] = above
        return found
