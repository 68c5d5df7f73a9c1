"""What a printed guide says about itself: title, whom it is for, the day its law was checked, licence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Front:
    """The words around a document.

    Attributes:
        title: of the document.
        author: who made it.
        notes: lines under the title.
        footer: the line at the foot of every page; the number of the page follows.
    """

    title: str
    author: str
    notes: tuple[str, ...]
    footer: str
