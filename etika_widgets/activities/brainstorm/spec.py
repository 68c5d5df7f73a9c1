"""The definition of a brainstorm."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from etika_widgets.activities.definitions import with_default_title
from etika_widgets.spec import ActivitySpec, Text


class BrainstormSpec(ActivitySpec):
    """Ideas from everybody, duplicates put together, votes, a shortlist.

    Example:
        >>> BrainstormSpec(id="gagasan", prompt="Apa yang bisa dicoba?").votes
        3
    """

    type: Literal["brainstorm"] = "brainstorm"
    prompt: Text
    per_person: Annotated[int, Field(strict=True, ge=1, le=10)] = 5
    """Most ideas of one person."""
    max: Annotated[int, Field(strict=True, ge=20, le=500)] = 160
    """Most characters of an idea."""
    votes: Annotated[int, Field(strict=True, ge=1, le=10)] = 3
    """How many ideas one person may vote for."""
    shortlist: Annotated[int, Field(strict=True, ge=1, le=20)] = 5
    """How many ideas the shortlist takes; ideas with as many votes as the last one come along."""
    reveal: Text | None = None
    """Markdown that opens with the results."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "prompt")
