"""Dependencies point one way (``docs/architecture.md``); files stay small enough to read."""

from __future__ import annotations

import ast
from pathlib import Path

import etika_widgets

PACKAGE = Path(etika_widgets.__file__).parent
PURE = {"errors", "spec", "i18n"}
FOUNDATION = PURE | {"_limits"} | {"activity", "hookspecs", "_plugins", "measures"}

MAY_IMPORT = {
    "_options": set(),
    "errors": {"i18n"},
    "i18n": set(),
    "spec": set(),
    "_limits": set(),
    "wording": {"errors", "i18n", "measures", "spec"},
    "measures": {"errors", "measures"},
    "activity": PURE | {"measures"},
    "hookspecs": {"activity"},
    "_plugins": {"activities", "activity", "errors", "hookspecs", "i18n"},
    "activities": PURE | {"activity", "activities", "hookspecs", "content", "measures", "wording"},
    "content": FOUNDATION | {"content"},
    "datasets": {"content", "errors"},
    "storage": PURE | {"storage"},
    "room": FOUNDATION | {"content", "room", "storage"},
    "reports": FOUNDATION | {"activities", "content", "documents", "reports", "room", "storage", "wording"},
    "exchange": FOUNDATION | {"exchange", "room", "storage", "wording"},
    "frontend": FOUNDATION | {"frontend"},
    "documents": FOUNDATION | {"content", "documents"},
    "scaffold": FOUNDATION | {"content", "scaffold"},
    "rehearsal": FOUNDATION | {"content", "rehearsal", "room", "storage"},
}
"""What each part may import of ours. Hosts, the layer of notebooks and the command line may import anything."""

PURE_FILES = {"spec.py", "results.py"}


def imports_of(path: Path) -> set[str]:
    """Return the modules of ours that a file imports, also inside functions, as dotted names."""
    package = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts[:-1])
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            module = f"{base}.{node.module or ''}".rstrip(".") if node.level else node.module or ""
            found |= (
                {module, *(f"{module}.{alias.name}" for alias in node.names)}
                if module == "etika_widgets"
                else {module}
            )
    return {name for name in found if name.startswith("etika_widgets.")}


def part(name: str) -> str:
    return name.split(".")[1]


def test_dependencies_point_one_way():
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if own not in MAY_IMPORT:
            continue
        wrong += [
            f"{path.relative_to(PACKAGE)} imports {name}"
            for name in sorted(imports_of(path))
            if part(name) not in MAY_IMPORT[own]
        ]
    assert wrong == []


def test_every_part_of_the_package_has_a_rule_or_is_allowed_everything():
    top = {
        path.name.removesuffix(".py")
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    free = {"__init__", "cli", "editor", "hosts", "inline", "testing", "workbook"}
    assert top - free - MAY_IMPORT.keys() == set()


def test_definitions_and_results_are_pure():
    allowed = {"errors", "measures", "spec"}
    wrong = []
    for path in sorted((PACKAGE / "activities").rglob("*.py")):
        if path.name in PURE_FILES:
            names = {name for name in imports_of(path) if not name.startswith("etika_widgets.activities")}
            names -= {"etika_widgets.activity"} if path.name == "results.py" else set()
            wrong += [
                f"{path.relative_to(PACKAGE)} imports {name}" for name in sorted(names) if part(name) not in allowed
            ]
    assert wrong == []


def test_nobody_knows_a_host():
    knowing = [
        str(path.relative_to(PACKAGE))
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] in MAY_IMPORT
        if any(part(name) == "hosts" for name in imports_of(path))
    ]
    assert knowing == []


def test_no_file_grows_beyond_400_lines():
    files = [path for pattern in ("*.py", "*.js", "*.css") for path in PACKAGE.rglob(pattern)]
    files += list(Path(__file__).parent.rglob("*.py"))
    long = {str(path): lines for path in files if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400}
    assert long == {}
