"""What docs/privacy.md promises about times is what the types propose."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from etika_widgets._plugins import activity_types

PROMISE = """\
120 days for quiz, daily practice, commitment
and canvas (until the measurement after three months), 90 for a rubric, 30 for all others."""


def test_the_times_in_the_document_are_those_of_the_types() -> None:
    assert PROMISE in (Path(__file__).parents[1] / "docs" / "privacy.md").read_text(encoding="utf-8")
    proposed = defaultdict(set)
    for name, kind in activity_types().items():
        if type(kind).__module__.startswith("etika_widgets."):
            proposed[kind.privacy.keep_days].add(name)
    assert proposed.pop(30)
    assert proposed == {120: {"quiz", "daily", "commitment", "canvas"}, 90: {"rubric"}}
