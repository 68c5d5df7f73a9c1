"""The definition of a vote on evidence: a table, documents, and the question they bear on."""

from __future__ import annotations

from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, StrictBool, model_validator

from etika_widgets.activities.definitions import check_unique
from etika_widgets.activities.evidence.grid import Grid
from etika_widgets.activities.vote import VoteSpec
from etika_widgets.errors import FieldError
from etika_widgets.spec import Slug, Text

MOST_DOCUMENTS: Final = 8


class Document(BaseModel):
    """Something to read: a letter, a rule, minutes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Slug
    title: Text
    body: Text
    """Markdown."""
    released: StrictBool = True
    """Whether it is there from the start; else the facilitator releases it."""


class EvidenceSpec(VoteSpec):
    """A question with a table to filter, documents to open, or both.

    Example:
        >>> spec = EvidenceSpec(
        ...     id="loket", question="Loket mana?", options=["Timur", "Barat"],
        ...     documents=[{"id": "surat", "title": "Surat", "body": "Isi", "released": False}],
        ... )
        >>> [document.id for document in spec.documents if not document.released]
        ['surat']
    """

    type: Literal["evidence"] = "evidence"
    table: Grid | None = None
    documents: tuple[Document, ...] = ()
    reason: Literal["none", "optional", "required"] = "none"

    @model_validator(mode="after")
    def _check_evidence(self) -> Self:
        if self.table is None and not self.documents:
            raise FieldError("Belum ada bukti. Tulis 'table', 'documents', atau keduanya.")
        if len(self.documents) > MOST_DOCUMENTS:
            raise FieldError(
                "'documents' berisi {count} dokumen; paling banyak {most}. Kurangi dokumen.",
                count=len(self.documents),
                most=MOST_DOCUMENTS,
            )
        check_unique([document.id for document in self.documents], "documents")
        if self.hides_small and self.reason != "none":
            raise FieldError("Dengan 'identity: anonymous' tidak ada yang boleh membaca alasan. Tulis 'reason: none'.")
        return self

    @property
    def column_ids(self) -> tuple[str, ...]:
        """Ids of the table's columns; empty without a table."""
        return tuple(column.id for column in self.table.columns) if self.table else ()
