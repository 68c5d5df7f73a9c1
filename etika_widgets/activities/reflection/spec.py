"""The definition of a reflection."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, StrictBool, model_validator

from etika_widgets.activities.definitions import with_default_title
from etika_widgets.spec import ActivitySpec, Slug, Text


class Share(BaseModel):
    """Whether, and with which words, people are invited to share what they wrote."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    allowed: StrictBool = False
    prompt: Text | None = None


class ReflectionSpec(ActivitySpec):
    """A private journal page: what is not shared never leaves the device.

    Example:
        >>> ReflectionSpec(id="jurnal", prompt="Apa yang berubah?").title.id
        'Apa yang berubah?'
    """

    type: Literal["reflection"] = "reflection"
    prompt: Text
    """Markdown."""
    hints: tuple[Text, ...] = ()
    share: Share = Share()
    recalls: tuple[Slug, ...] = ()
    """Activities whose words return above the prompt, to their writer alone."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "prompt")
