"""Turns texts of definitions into what a page shows."""

from __future__ import annotations

from typing import overload

from etika_widgets.content.markdown import to_html
from etika_widgets.spec import Text


@overload
def html(text: Text, language: str) -> str: ...
@overload
def html(text: None, language: str) -> None: ...
@overload
def html(text: Text | None, language: str) -> str | None: ...


def html(text: Text | None, language: str) -> str | None:
    """Return a Markdown text as safe HTML, ``None`` if there is no text."""
    return None if text is None else to_html(text.get(language))
