"""The definition of statements on an answer scale."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, QuestionSpec, check_amount, check_unique

MOST_STATEMENTS: Final = 12


class LikertSpec(QuestionSpec):
    """One to twelve statements, all answered on the same labelled scale of three to seven points.

    Example:
        >>> spec = LikertSpec(id="suara", question="Seberapa setuju?", statements=["Saya berani bertanya."])
        >>> spec.scale, spec.points, spec.statements[0].id
        ('setuju', 5, 'saya_berani_bertanya')
    """

    type: Literal["likert"] = "likert"
    statements: Annotated[tuple[Choice, ...], NamedByText]
    scale: Literal["setuju", "sering", "puas", "yakin", "penting"] = "setuju"
    """Which set of labels: agreement, frequency, satisfaction, confidence or importance."""
    points: Annotated[int, Field(strict=True, ge=3, le=7)] = 5
    """Points of the scale; an even number leaves out the middle."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.statements, 1, MOST_STATEMENTS, "statements", "pernyataan")
        check_unique([statement.id for statement in self.statements], "statements")
        return self
