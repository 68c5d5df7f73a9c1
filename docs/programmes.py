"""Write ``facilitator_guides/program.md`` from ``datasets/programmes``. Usage: ``python docs/programmes.py``."""

from __future__ import annotations

from pathlib import Path

from etika_widgets.content.folders import own_folder
from etika_widgets.content.library import default_library
from etika_widgets.content.programmes import read_programmes
from etika_widgets.documents.programme_page import programme_page

PAGE = Path(__file__).parents[1] / "facilitator_guides" / "program.md"


def page() -> str:
    """Return the page as it should be."""
    library = default_library()
    titles = {slug: library.pack(slug).title.get("id") for slug in library.packs()}
    return programme_page(read_programmes(own_folder().packs), titles)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
