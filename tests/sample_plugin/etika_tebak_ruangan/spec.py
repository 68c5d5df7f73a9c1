"""What a pack may say of this activity. Pure: no input, no output."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from etika_widgets.activities.definitions import Choice, NamedByText, check_amount, check_unique
from etika_widgets.spec import ActivitySpec, Text
from pydantic import model_validator


class TebakRuanganSpec(ActivitySpec):
    """A question with options; everybody chooses one, and guesses how many in the room choose the same."""

    type: Literal["tebak_ruangan"] = "tebak_ruangan"
    question: Text
    options: Annotated[tuple[Choice, ...], NamedByText]
    guess: Text = Text(
        id="Dari 10 orang di ruangan ini, berapa yang memilih sama dengan Anda?",
        en="Out of 10 people in this room, how many choose the same as you?",
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.options, 2, 8, "options", "pilihan")
        check_unique([option.id for option in self.options], "options")
        return self
