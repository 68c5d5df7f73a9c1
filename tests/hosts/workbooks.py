"""Workbooks for the tests of rendering; each has the shipped lesson as its pack."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
LESSON = "keluhan_di_loket"

WORKBOOKS = {
    "gagal": ["# Halaman yang gagal", "1 / 0"],
    "geser": ["# Halaman dengan penggeser", "import ipywidgets\nipywidgets.IntSlider(description='Berapa?')"],
    "ubah": ["# Versi satu"],
}


def write_content(root: Path) -> Path:
    """Write the workbooks with their packs into ``root``."""
    pack = (ROOT / "datasets" / f"{LESSON}.yaml").read_text(encoding="utf-8")
    for folder in ("datasets", "workbooks"):
        (root / folder).mkdir()
    for slug, cells in WORKBOOKS.items():
        (root / "datasets" / f"{slug}.yaml").write_text(re.sub(LESSON, slug, pack), encoding="utf-8")
        write_workbook(root, slug, *cells)
    return root


def write_workbook(root: Path, slug: str, *cells: str, **metadata: object) -> None:
    """Write a workbook: cells that start with # are prose, others are code."""
    make = nbformat.v4
    made = [make.new_markdown_cell(cell) if cell.startswith("#") else make.new_code_cell(cell) for cell in cells]
    notebook = make.new_notebook(cells=made)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.metadata["voila"] = {"template": "etika"}
    notebook.metadata.update(metadata)
    nbformat.write(notebook, root / "workbooks" / f"{slug}.ipynb")
