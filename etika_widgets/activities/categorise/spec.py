"""The definition of items that are put into boxes, or of pairs that belong together."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, QuestionSpec, check_amount, check_unique
from etika_widgets.errors import FieldError
from etika_widgets.spec import Slug, Text

MOST_ITEMS: Final = 12
MOST_BOXES: Final = {"sort": 4, "match": 12}


class Item(Choice):
    """Something to be placed; ``key`` names its box, ``rationale`` (Markdown) says why. Both open at the reveal."""

    key: Slug | None = None
    rationale: Text | None = None


class CategoriseSpec(QuestionSpec):
    """Items that are sorted into two to four boxes, or matched with what belongs to each of them.

    Example:
        >>> spec = CategoriseSpec(id="unggah", question="Boleh?", boxes=["Boleh", "Tidak"], items=["Foto antrean"])
        >>> spec.kind, spec.box_ids, spec.item_ids
        ('sort', ['boleh', 'tidak'], ['foto_antrean'])
    """

    type: Literal["categorise"] = "categorise"
    kind: Literal["sort", "match"] = "sort"
    """``sort``: into boxes such as *boleh – ragu – tidak*; ``match``: pairs, where every item needs a ``key``."""
    boxes: Annotated[tuple[Choice, ...], NamedByText]
    """For ``match`` the other halves; there may be more of them than items."""
    items: Annotated[tuple[Item, ...], NamedByText] = Field(default=())

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.boxes, 2, MOST_BOXES[self.kind], "boxes", "kotak")
        check_amount(self.items, 1, MOST_ITEMS, "items", "butir")
        check_unique(self.box_ids, "boxes")
        check_unique(self.item_ids, "items")
        for item in self.items:
            if item.key is not None and item.key not in self.box_ids:
                raise FieldError(
                    "'key' pada butir '{item}' menyebut '{key}', padahal kotaknya: {boxes}. Samakan.",
                    item=item.id,
                    key=item.key,
                    boxes=", ".join(self.box_ids),
                )
        if self.kind == "match":
            lonely = [item.id for item in self.items if item.key is None]
            if lonely:
                raise FieldError(
                    "Untuk 'kind: match' setiap butir perlu 'key', id pasangannya. Belum ada pada: {items}.",
                    items=", ".join(lonely),
                )
            check_unique([item.key for item in self.items if item.key], "key")
        return self

    @property
    def box_ids(self) -> list[str]:
        """Ids of the boxes as they stand in the definition."""
        return [box.id for box in self.boxes]

    @property
    def item_ids(self) -> list[str]:
        """Ids of the items as they stand in the definition."""
        return [item.id for item in self.items]

    def offered(self) -> list[Choice]:
        """Return the boxes as people see them: those of pairs scattered, the same for everybody."""
        if self.kind == "sort":
            return list(self.boxes)
        return sorted(self.boxes, key=lambda box: hashlib.sha256(f"{self.id}/{box.id}".encode()).hexdigest())
