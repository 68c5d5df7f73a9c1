"""The definition of a word cloud."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StrictBool, StringConstraints, model_validator

from etika_widgets.activities.definitions import with_default_title
from etika_widgets.activities.wordcloud.words import tokens
from etika_widgets.errors import FieldError
from etika_widgets.spec import ActivitySpec, Text

Term = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class WordcloudSpec(ActivitySpec):
    """A few words from everybody; what several people wrote grows.

    Example:
        >>> spec = WordcloudSpec(id="awan", question="Apa arti melayani?", phrases=["pelayanan publik"])
        >>> spec.phrase_tokens
        (('pelayanan', 'publik'),)
    """

    type: Literal["wordcloud"] = "wordcloud"
    question: Text
    max_words: Annotated[int, Field(strict=True, ge=1, le=5)] = 3
    """Fields that one person may fill in; each takes a word or a short phrase."""
    live: StrictBool = True
    """Whether the cloud grows before everybody's eyes; else it appears when the facilitator reveals it."""
    phrases: tuple[Term, ...] = ()
    """Words that belong together, e.g. ``pelayanan publik``."""
    ban: tuple[Term, ...] = ()
    """Words that never appear, in any of their forms."""
    reveal: Text | None = None
    """Markdown that opens with the results."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "question")

    @model_validator(mode="after")
    def _check(self) -> Self:
        for phrase, words in zip(self.phrases, self.phrase_tokens, strict=True):
            if not 2 <= len(words) <= 4:
                raise FieldError(
                    "Frasa '{phrase}' dalam 'phrases' berisi {count} kata; harus 2 sampai 4.",
                    phrase=phrase,
                    count=len(words),
                )
        for word in self.ban:
            if not tokens(word):
                raise FieldError("'{word}' dalam 'ban' bukan kata. Tulis kata dengan huruf.", word=word)
        return self

    @property
    def phrase_tokens(self) -> tuple[tuple[str, ...], ...]:
        """The phrases, cut into words."""
        return tuple(tokens(phrase) for phrase in self.phrases)

    @property
    def banned_terms(self) -> frozenset[str]:
        """The banned words and phrases as they stand in the cloud."""
        return frozenset(" ".join(tokens(word)) for word in self.ban)
