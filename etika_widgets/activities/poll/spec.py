"""The definition of a poll."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StrictBool, model_validator

from etika_widgets.activities.definitions import with_default_title
from etika_widgets.activities.vote import VoteSpec
from etika_widgets.errors import FieldError
from etika_widgets.spec import Text


def _private(values: Any) -> Any:
    """Return ``values`` with ``sensitive`` and ``identity: anonymous`` both set once one of them is."""
    if isinstance(values, dict) and (values.get("sensitive") is True or values.get("identity") == "anonymous"):
        return {"identity": "anonymous", **values, "sensitive": True}
    return values


class PollSpec(VoteSpec):
    """One question with two to twelve options, in one or more rounds.

    Example:
        >>> spec = PollSpec(id="langkah", question="Apa langkah pertama Anda?", options=["Dengar", "Tolak"])
        >>> spec.choice_ids
        ('dengar', 'tolak', 'unsure')
    """

    type: Literal["poll"] = "poll"
    multiple: StrictBool = False
    max_choices: Annotated[int, Field(strict=True)] | None = None
    """Most options that one person may choose; only with ``multiple``."""
    reason: Literal["none", "optional", "required"] = "none"
    sensitive: StrictBool = False
    """Whether small counts are hidden and no answer is ever shown with a name; the same as ``identity: anonymous``."""
    rounds: tuple[Text, ...] = (Text(id="Suara", en="Votes"),)
    """Names of the rounds, the first vote first."""

    @model_validator(mode="before")
    @classmethod
    def _title(cls, values: Any) -> Any:
        return with_default_title(_private(values), "question")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.max_choices is not None and not self.multiple:
            raise FieldError(
                "'max_choices' hanya berlaku bersama 'multiple: true'. Tambahkan itu atau hapus batasnya."
            )
        if self.max_choices is not None and not 2 <= self.max_choices <= len(self.options):
            raise FieldError(
                "'max_choices' bernilai {given}; harus 2 sampai {most}, sebanyak pilihan.",
                given=self.max_choices,
                most=len(self.options),
            )
        if self.sensitive and self.identity != "anonymous":
            raise FieldError(
                "'sensitive: true' dan 'identity: {given}' bertentangan. Hapus salah satunya.", given=self.identity
            )
        if self.sensitive and self.reason != "none":
            raise FieldError(
                "Polling dengan 'sensitive: true' tidak boleh meminta alasan, sebab tidak ada yang boleh membacanya. "
                "Tulis 'reason: none'."
            )
        if not self.rounds:
            raise FieldError("'rounds' kosong. Tulis sedikitnya satu nama putaran, atau hapus baris itu.")
        return self

    @property
    def most_choices(self) -> int:
        """Most options that one person may choose."""
        return (self.max_choices or len(self.options)) if self.multiple else 1

    def round_name(self, number: int, language: str) -> str:
        """Return the name of round ``number`` (counted from 1)."""
        if number <= len(self.rounds):
            return self.rounds[number - 1].get(language)
        return Text(id=f"Putaran {number}", en=f"Round {number}").get(language)
