"""The definition of a question round."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from etika_widgets.activities.definitions import with_default_title
from etika_widgets.spec import ActivitySpec, Text


class QnaSpec(ActivitySpec):
    """Questions from everybody, with up-votes; the facilitator lets them up and answers them.

    Example:
        >>> QnaSpec(id="tanya", prompt="Apa yang masih mengganjal?").per_person
        3
    """

    type: Literal["qna"] = "qna"
    prompt: Text
    per_person: Annotated[int, Field(strict=True, ge=1, le=10)] = 3
    """Most questions of one person that are still open: not answered, archived or hidden."""
    max: Annotated[int, Field(strict=True, ge=20, le=500)] = 240
    """Most characters of a question."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "prompt")
