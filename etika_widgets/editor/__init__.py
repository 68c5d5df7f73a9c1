"""A form for packs, in a notebook, for people who do not like YAML; it writes the same file.

Example:
    >>> from etika_widgets.editor import edit
    >>> edit("datasets/keluhan_di_loket.yaml")  # doctest: +SKIP
"""

from etika_widgets.editor.document import Document
from etika_widgets.editor.form import Editor, edit

__all__ = ["Document", "Editor", "edit"]
