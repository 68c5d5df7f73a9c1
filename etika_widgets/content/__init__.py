"""Content: find packs and workbooks, read them strictly, check them, turn Markdown into safe HTML.

The check has a name of its own: ``etika_widgets.content.check.check``.
"""

from etika_widgets.content.folders import Folder
from etika_widgets.content.library import Library, default_library
from etika_widgets.content.loader import load_pack
from etika_widgets.content.markdown import to_html
from etika_widgets.content.pack import Pack
from etika_widgets.content.problems import ContentError, Problem
from etika_widgets.content.pseudonyms import clean_name, offer

__all__ = [
    "ContentError",
    "Folder",
    "Library",
    "Pack",
    "Problem",
    "clean_name",
    "default_library",
    "load_pack",
    "offer",
    "to_html",
]
