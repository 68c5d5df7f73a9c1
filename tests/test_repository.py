"""The repository itself: names pair up, data have licences, versions agree, nothing comes from outside."""

from __future__ import annotations

import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

import etika_widgets

ROOT = Path(__file__).parents[1]
TOP_LEVEL = {
    "workbooks", "etika_widgets", "datasets", "facilitator_guides", "tests", "pyproject.toml", "README.md",
    "docs", "deploy", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "requirements.lock", ".ci",
    ".gitignore",
}  # fmt: skip


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return listed.stdout.splitlines()


def test_the_top_level_holds_only_what_was_agreed():
    assert {name.split("/")[0] for name in tracked()} - TOP_LEVEL == set()


def test_every_workbook_has_its_text_twin_its_pack_and_its_guide():
    missing = []
    for notebook in sorted((ROOT / "workbooks").glob("*.ipynb")):
        slug = notebook.stem
        pairs = (f"workbooks/{slug}.py", f"datasets/{slug}.yaml", f"facilitator_guides/{slug}.md")
        missing += [pair for pair in pairs if not (ROOT / pair).exists()]
    assert missing == []


def test_every_data_file_has_a_licence_row():
    table = (ROOT / "datasets" / "README.md").read_text(encoding="utf-8")
    files = [path.name for path in (ROOT / "datasets").iterdir() if path.name not in {"README.md", "LICENSE"}]
    assert [name for name in files if f"`{name}`" not in table] == []


def test_the_changelog_speaks_of_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert etika_widgets.__version__ == version("etika-widgets")
    assert f"## [{etika_widgets.__version__}]" in changelog


def test_public_names_are_sorted_and_importable():
    assert list(etika_widgets.__all__) == sorted(etika_widgets.__all__)
    assert [name for name in etika_widgets.__all__ if not hasattr(etika_widgets, name)] == []


def test_nothing_is_fetched_from_outside_at_run_time():
    outside = re.compile(r"https?://(?!127\.0\.0\.1|localhost|www\.w3\.org)[a-z0-9.\-]+", re.IGNORECASE)
    files = [
        path for pattern in ("*.js", "*.css", "*.html", "*.j2") for path in (ROOT / "etika_widgets").rglob(pattern)
    ]
    found = {str(path.relative_to(ROOT)): outside.findall(path.read_text(encoding="utf-8")) for path in files}
    assert {name: urls for name, urls in found.items() if urls} == {}


def test_what_people_wrote_is_never_made_into_html():
    files = [*(ROOT / "etika_widgets").rglob("*.js")]
    assert [
        str(path)
        for path in files
        if re.search(r"\.(inner|outer)HTML|insertAdjacentHTML|document\.write", path.read_text(encoding="utf-8"))
    ] == []


def test_every_file_that_the_documents_point_to_exists():
    pointed = re.compile(r"`((?:tests|docs|deploy|etika_widgets|workbooks|datasets)/[\w./-]+\.\w+)`")
    documents = {ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")}
    documents.remove(ROOT / "docs" / "workbooks.md")  # its example is a lesson that the reader writes
    missing = {
        f"{document.name}: {name}"
        for document in documents
        for name in pointed.findall(document.read_text(encoding="utf-8"))
        if not (ROOT / name).exists()
    }
    assert missing == set()


def test_the_lock_file_names_no_registry():
    assert not re.search(
        r"https?://|--index-url|--find-links|file:", (ROOT / "requirements.lock").read_text(encoding="utf-8")
    )


def test_every_test_is_in_a_file_that_pytest_collects():
    helpers = [path for path in (ROOT / "tests").rglob("*.py") if not path.name.startswith("test_")]
    assert [str(path) for path in helpers if "\ndef test_" in path.read_text(encoding="utf-8")] == []
