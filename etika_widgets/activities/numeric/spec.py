"""The definition of an estimate."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import AllowInfNan, Field, model_validator

from etika_widgets.activities.definitions import QuestionSpec
from etika_widgets.errors import FieldError
from etika_widgets.spec import Text

_Limits: Final = Field(strict=True, ge=-1e12, le=1e12)
Number = Annotated[int, _Limits] | Annotated[float, _Limits, AllowInfNan(False)]


class NumericSpec(QuestionSpec):
    """A number that people estimate, with its unit and range; what it really is may open with the results.

    Example:
        >>> spec = NumericSpec(id="hari", question="Berapa hari?", unit="hari", min=0, max=60, reference=14)
        >>> spec.min, spec.max, spec.reference
        (0, 60, 14)
    """

    type: Literal["numeric"] = "numeric"
    unit: Text
    """What is counted or measured, e.g. ``hari`` or ``menit``."""
    min: Number
    max: Number
    decimals: Annotated[int, Field(strict=True, ge=0, le=3)] = 0
    """Digits after the decimal comma that an answer may have."""
    reference: Number | None = None
    """A known value to compare with; opens with the results."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.min >= self.max:
            raise FieldError(
                "'min' ({least}) harus lebih kecil daripada 'max' ({most}). Perbaiki salah satunya.",
                least=self.min,
                most=self.max,
            )
        if self.reference is not None and not self.min <= self.reference <= self.max:
            raise FieldError(
                "'reference' bernilai {given}; harus di antara 'min' ({least}) dan 'max' ({most}).",
                given=self.reference,
                least=self.min,
                most=self.max,
            )
        return self
