"""The definition of a sensitive question that is asked behind a lot."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from etika_widgets.activities.definitions import with_default_title
from etika_widgets.errors import FieldError
from etika_widgets.spec import ActivitySpec, Text

SIDES: Final = 6
OPTIONS: Final = {"forced": ("yes", "no"), "crosswise": ("same", "different")}
"""What people may say, by method; the first is what is counted."""


class Die(BaseModel):
    """How many of the six sides ask for the truth, and how many for a *yes* in any case; the rest ask for a *no*."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    truth: Annotated[int, Field(strict=True, ge=2, le=SIDES - 2)] = 4
    yes: Annotated[int, Field(strict=True, ge=1, le=SIDES - 3)] = 1

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.truth + self.yes >= SIDES:
            raise FieldError(
                "Dadu perlu sisi untuk 'tidak': 'truth' dan 'yes' bersama paling banyak {most}.", most=SIDES - 1
            )
        return self


class Known(BaseModel):
    """A harmless statement, true for a known share of people, that nobody in the room can check."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text
    chance: Annotated[float, Field(strict=True, ge=0.1, le=0.4)]
    """Share of people for whom it is true. Near 0 it protects nobody, near 0.5 it tells nothing."""


# The birthday of somebody else: those of colleagues stand in personnel files.
_MOTHER: Final = Known(
    text=Text(
        id="Ibu saya lahir pada bulan Januari, Februari, atau Maret.",
        en="My mother was born in January, February or March.",
    ),
    chance=0.25,
)


class RandomizedResponseSpec(ActivitySpec):
    """A sensitive statement, answered by a die (``forced``) or beside a harmless statement (``crosswise``).

    Example:
        >>> spec = RandomizedResponseSpec(id="undi", statement="Saya pernah menerima uang terima kasih.")
        >>> spec.method, spec.die.truth, spec.die.yes, spec.least, spec.identity
        ('forced', 4, 1, 30, 'anonymous')
    """

    type: Literal["randomized_response"] = "randomized_response"
    identity: Literal["anonymous"] = "anonymous"
    statement: Text
    """The sensitive statement, in the first person; it can be true or not."""
    case: Text | None = None
    """Markdown above the statement: why it is asked."""
    method: Literal["forced", "crosswise"] = "forced"
    die: Die = Die()
    """For ``forced``."""
    known: Known = _MOTHER
    """For ``crosswise``."""
    least: Annotated[int, Field(strict=True, ge=20, le=500)] = 30
    """Fewest answers from which a share is estimated; below, chance outweighs everything."""
    reveal: Text | None = None
    """Markdown that opens with the results."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(values, "statement")

    @property
    def options(self) -> tuple[str, str]:
        """What people may say; the first is what is counted."""
        return OPTIONS[self.method]
