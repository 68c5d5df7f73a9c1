"""What every activity definition has in common: texts in two languages, ids, the strict base model.

Pure: no input or output, no widgets. Built-in and trainers' specs derive from :class:`ActivitySpec`.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

IDENTITIES: Final = frozenset({"anonymous", "pseudonym", "named"})

SLUG: Final = r"^[a-z][a-z0-9_]{0,59}$"

Slug = Annotated[str, StringConstraints(pattern=SLUG)]
"""An id in a pack: small letters, digits and ``_``, starting with a letter."""


class Text(BaseModel):
    """A text that people read: Indonesian always, English where it was translated.

    Accepts a plain string (Indonesian) or a mapping ``{id: ..., en: ...}``.

    Example:
        >>> Text.model_validate("Kirim").get("en")
        'Kirim'
        >>> Text.model_validate({"id": "Kirim", "en": "Send"}).get("en")
        'Send'
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    en: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_string(cls, value: Any) -> Any:
        return {"id": value} if isinstance(value, str) else value

    def get(self, language: str) -> str:
        """Return the text in ``language``, else in Indonesian."""
        return (self.en or self.id).strip() if language == "en" else self.id


class ActivitySpec(BaseModel):
    """Base of every activity definition: unknown keys are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    type: Slug
    title: Text
    intro: Text | None = None
    """Markdown shown above the task, to everybody."""
    notes: str | None = None
    """Markdown for the facilitator's eyes only."""
    follow_ups: tuple[str, ...] = Field(default=())
    """Follow-up questions, for the facilitator only."""
    identity: Literal["anonymous", "pseudonym", "named"] = "pseudonym"
    """Under which name the facilitator reads answers; participants are told before they answer."""
    template: Slug | None = None
    """The template that this definition was made from, if any."""

    @property
    def hides_small(self) -> bool:
        """Whether counts under five must not be shown."""
        return self.identity == "anonymous"

    @property
    def by_group(self) -> bool:
        """Whether a group answers as one: then groups are counted, not people."""
        return False

    def digest(self) -> str:
        """Return the content hash (16 hex digits) that names this very definition."""
        body = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(body.encode()).hexdigest()[:16]


def slugify(text: str) -> str:
    """Return an id made of ``text``, for inline definitions that give none.

    Example:
        >>> slugify("Antre ulang, ya!")
        'antre_ulang_ya'
    """
    slug = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:50].rstrip("_")
    return slug if slug[:1].isalpha() else f"x_{slug}".rstrip("_")
