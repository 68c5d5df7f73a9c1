"""The definition of a daily practice."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from etika_widgets.activities.definitions import NamedByText, check_amount, check_unique, with_default_title
from etika_widgets.activities.quiz.spec import QuizItem
from etika_widgets.errors import FieldError
from etika_widgets.spec import ActivitySpec, Slug, Text

MOST_ITEMS: Final = 500
MOST_BOXES: Final = 10
Days = Annotated[int, Field(strict=True, ge=1, le=365)]


class DailyItem(QuizItem):
    """A question as in a quiz, with one sentence to take along."""

    remember: Text | None = None


class DailySpec(ActivitySpec):
    """A few questions each day, the due ones first; the key opens right after each answer, for that person alone.

    Example:
        >>> item = {"text": "Hadiah dari pemohon?", "options": ["Tolak", "Terima"], "key": "Tolak"}
        >>> DailySpec(id="pagi", items=[item]).intervals
        (1, 2, 4, 8, 16)
    """

    type: Literal["daily"] = "daily"
    items: Annotated[tuple[DailyItem, ...], NamedByText]
    """The bank; new questions come in this order."""
    table: Slug | None = None
    """Table of teaching data that ``items`` were taken from; a pack names it instead of listing them."""
    per_day: Annotated[int, Field(strict=True, ge=1, le=10)] = 5
    """Questions that a person gets on one day."""
    new_per_day: Annotated[int, Field(strict=True, ge=0, le=10)] = 1
    """So many of them are new ones, as long as there are any, also while others are due."""
    seconds: Annotated[int, Field(strict=True, ge=180, le=300)] = 240
    """How long one day's questions take; micro-learning takes three to five minutes."""
    intervals: Annotated[tuple[Days, ...], Field(min_length=1, max_length=MOST_BOXES)] = (1, 2, 4, 8, 16)
    """Days until a question of each box comes back; from the last box it keeps coming back."""
    zone: Literal["WIB", "WITA", "WIT"] = "WIB"
    """The clock by which a day begins."""
    reveal: Text | None = None
    """Markdown that opens with the results."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "title", Text(id="Latihan harian", en="Daily practice"))

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.items, 1, MOST_ITEMS, "items", "soal")
        check_unique([item.id for item in self.items], "items")
        if self.new_per_day > self.per_day:
            raise FieldError(
                "'new_per_day' ({new}) tidak boleh lebih dari 'per_day' ({all}).",
                new=self.new_per_day,
                all=self.per_day,
            )
        if any(later <= earlier for earlier, later in pairwise(self.intervals)):
            raise FieldError(
                "'intervals' berisi {days}; setiap jarak harus lebih panjang daripada yang sebelumnya.",
                days=", ".join(map(str, self.intervals)),
            )
        return self
