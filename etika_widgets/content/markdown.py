"""Author's Markdown → safe HTML. The only place in the package that makes HTML.

Two fences, one behind the other: markdown-it is told to take no raw HTML, and nh3 lets only the listed elements
and attributes through, so that a mistake in one of them is not yet a hole.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

TAGS: Final = frozenset(
    {"a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong"}
    | {"table", "tbody", "td", "th", "thead", "tr", "ul"}
)
ATTRIBUTES: Final = {"a": {"href", "title"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}}
SCHEMES: Final = frozenset({"http", "https", "mailto"})

_FIRST_HEADING: Final = 3
"""Pages and activities use ``h1`` and ``h2`` themselves; an author's ``#`` comes below them."""


class _Renderer(RendererHTML):
    """Markdown-it's renderer without pictures: nothing may be fetched from outside, so their words remain."""

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        token = tokens[idx]
        return escapeHtml(self.renderInlineAsText(token.children, options, env) if token.children else "")


def _adapt(tokens: Sequence[Token]) -> None:
    """Move headings below those of the page, and alignment from ``style`` (our CSP forbids it) to ``align``."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + _FIRST_HEADING - 1, 6)}"
        elif token.type in ("th_open", "td_open"):
            style = str(token.attrs.pop("style", ""))
            if style.startswith("text-align:"):
                token.attrs["align"] = style.removeprefix("text-align:")


_PARSER: Final = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable(["table", "strikethrough"])
_CLEANER: Final = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    url_schemes=set(SCHEMES),
    url_relative="deny",
    link_rel="noopener noreferrer",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    strip_comments=True,
)


@lru_cache(maxsize=2048)
def to_html(text: str) -> str:
    """Return the safe HTML of an author's Markdown.

    Takes paragraphs, emphasis, lists, tables, quotations, code and links to ``http``, ``https`` and ``mailto``.
    Raw HTML is shown as text; of a picture its description remains.

    Example:
        >>> to_html("Baca **dulu**.")
        '<p>Baca <strong>dulu</strong>.</p>'
        >>> to_html("<script>x</script>")
        '<p>&lt;script&gt;x&lt;/script&gt;</p>'
    """
    # A lone surrogate (possible from JSON, never from a pack) has no UTF-8 form and would stop nh3.
    clean = text.encode("utf-8", "replace").decode("utf-8")
    tokens = _PARSER.parse(clean)
    _adapt(tokens)
    return _CLEANER.clean(_PARSER.renderer.render(tokens, _PARSER.options, {})).strip()
