"""The definition of a fictional document in which people mark passages."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import StrictBool, model_validator

from etika_widgets.activities.definitions import Choice, NamedByText, QuestionSpec, check_amount, check_unique
from etika_widgets.errors import FieldError
from etika_widgets.spec import Text

LEAST_PASSAGES: Final = 3
MOST_PASSAGES: Final = 40
MOST_LABELS: Final = 6


class Passage(Choice):
    """One sentence, which is marked as a whole. ``key`` and ``rationale`` (Markdown) open at the reveal."""

    paragraph: StrictBool = False
    """Whether a new paragraph begins here."""
    key: StrictBool = False
    """Whether it should have been marked."""
    rationale: Text | None = None


class HighlightSpec(QuestionSpec):
    """A document in 3 to 40 passages, of which people mark those that raise a red flag.

    Example:
        >>> spec = HighlightSpec(id="nota", question="Mana?", document="Nota", passages=["Satu.", "Dua.", "Tiga."])
        >>> spec.passage_ids, spec.keyed
        (['satu', 'dua', 'tiga'], False)
    """

    type: Literal["highlight"] = "highlight"
    document: Text
    """Name of the document, as it stands above its text; say there that it is fictional."""
    passages: Annotated[tuple[Passage, ...], NamedByText]
    labels: Annotated[tuple[Choice, ...], NamedByText] = ()
    """What a mark may be called; choosing one is up to each person."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_amount(self.passages, LEAST_PASSAGES, MOST_PASSAGES, "passages", "bagian")
        check_amount(self.labels, 0, MOST_LABELS, "labels", "pilihan")
        check_unique(self.passage_ids, "passages")
        check_unique(self.label_ids, "labels")
        if self.keyed and all(passage.key for passage in self.passages):
            raise FieldError(
                "Setiap bagian bertanda 'key'. Sisakan sedikitnya satu yang wajar, atau hapus semua 'key'."
            )
        return self

    @property
    def passage_ids(self) -> list[str]:
        """Ids of the passages in order."""
        return [passage.id for passage in self.passages]

    @property
    def label_ids(self) -> list[str]:
        """Ids of the labels in order."""
        return [label.id for label in self.labels]

    @property
    def keyed(self) -> bool:
        """Whether the definition says which passages should be marked."""
        return any(passage.key for passage in self.passages)
