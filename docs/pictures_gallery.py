"""Draw the gallery picture of the README: twelve phones of a rehearsal, each in another kind of activity.

Usage: ``python docs/pictures_gallery.py [FOLDER]`` (part of ``make pictures``).
"""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path

from PIL import Image

from etika_widgets.content.library import default_library
from etika_widgets.rehearsal.pictures import Album
from etika_widgets.rehearsal.rehearsal import play
from etika_widgets.rehearsal.stage import etika_server

KINDS = ("likert", "allocation", "matrix2x2", "categorise", "wordcloud", "wall")
KINDS += ("argue_revote", "branching_case", "evidence", "highlight", "role_play", "canvas")
COLUMNS = 6
WIDTH, HEIGHT, GAP = 240, 493, 14
PAPER, EDGE = "#f7f4ee", "#c9c2b4"
LARGEST = 400_000


def sheet(pictures: list[Path]) -> Image.Image:
    """Return the pictures side by side, each with a thin edge."""
    rows = -(-len(pictures) // COLUMNS)
    made = Image.new("RGB", (COLUMNS * (WIDTH + GAP) + GAP, rows * (HEIGHT + GAP) + GAP), PAPER)
    for place, path in enumerate(pictures):
        left, top = GAP + place % COLUMNS * (WIDTH + GAP), GAP + place // COLUMNS * (HEIGHT + GAP)
        made.paste(EDGE, (left - 1, top - 1, left + WIDTH + 1, top + HEIGHT + 1))
        made.paste(Image.open(path).convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS), (left, top))
    return made


def main(folder: Path) -> None:
    """Play the gallery and draw the picture."""
    pack = default_library().pack("galeri")
    steps = {pack.activity(step.activity).type: step.id for step in pack.runsheet if step.activity}
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        with etika_server(place, None, None) as served:
            play(
                pack, served, people=9, speed=math.inf, look=Album(served, folder=place, browser=Album.find_browser())
            )
        pictures = [sorted(place.glob(f"*_{steps[kind]}_telepon.png"))[0] for kind in KINDS]
        drawn = sheet(pictures).quantize(128)
    target = folder / "gallery.png"
    drawn.save(target, optimize=True)
    if target.stat().st_size > LARGEST:
        raise SystemExit(f"{target} is too large: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "pictures")
