"""Live ethics classes from notebooks: activities that run in JupyterLab, in Voilà and on every phone in the room.

Names are imported when they are first used. That keeps ``import etika_widgets`` quick, and keeps ipywidgets from
being imported before there is a kernel, where it would never register with it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from etika_widgets.activity import ActivityType
    from etika_widgets.errors import EtikaError
    from etika_widgets.hookspecs import hookimpl
    from etika_widgets.hosts.kernel import EtikaWidget
    from etika_widgets.inline import (
        Allocation,
        ArgueRevote,
        Brainstorm,
        BranchingCase,
        Canvas,
        CaseDiscussion,
        CaseGrid,
        Categorise,
        Commitment,
        Daily,
        Evidence,
        Feedback360,
        Highlight,
        Likert,
        Matrix2x2,
        Numeric,
        Ordering,
        Poll,
        Pulse,
        Qna,
        Quiz,
        RandomizedResponse,
        Ranking,
        Reflection,
        RolePlay,
        Rubric,
        Simulation,
        Wall,
        Wordcloud,
    )
    from etika_widgets.workbook import Workbook

    __version__: str

_HOMES = {
    "ActivityType": "activity",
    "Allocation": "inline",
    "ArgueRevote": "inline",
    "Brainstorm": "inline",
    "BranchingCase": "inline",
    "Canvas": "inline",
    "CaseDiscussion": "inline",
    "CaseGrid": "inline",
    "Categorise": "inline",
    "Commitment": "inline",
    "EtikaError": "errors",
    "EtikaWidget": "hosts.kernel",
    "Daily": "inline",
    "Evidence": "inline",
    "Feedback360": "inline",
    "Highlight": "inline",
    "Likert": "inline",
    "Matrix2x2": "inline",
    "Numeric": "inline",
    "Ordering": "inline",
    "Poll": "inline",
    "Pulse": "inline",
    "Qna": "inline",
    "Quiz": "inline",
    "RandomizedResponse": "inline",
    "Ranking": "inline",
    "Reflection": "inline",
    "RolePlay": "inline",
    "Rubric": "inline",
    "Simulation": "inline",
    "Wall": "inline",
    "Wordcloud": "inline",
    "Workbook": "workbook",
    "hookimpl": "hookspecs",
}

__all__ = [
    "ActivityType",
    "Allocation",
    "ArgueRevote",
    "Brainstorm",
    "BranchingCase",
    "Canvas",
    "CaseDiscussion",
    "CaseGrid",
    "Categorise",
    "Commitment",
    "Daily",
    "EtikaError",
    "EtikaWidget",
    "Evidence",
    "Feedback360",
    "Highlight",
    "Likert",
    "Matrix2x2",
    "Numeric",
    "Ordering",
    "Poll",
    "Pulse",
    "Qna",
    "Quiz",
    "RandomizedResponse",
    "Ranking",
    "Reflection",
    "RolePlay",
    "Rubric",
    "Simulation",
    "Wall",
    "Wordcloud",
    "Workbook",
    "__version__",
    "hookimpl",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("etika-widgets")
    if name in _HOMES:
        value = globals()[name] = getattr(import_module(f"etika_widgets.{_HOMES[name]}"), name)
        return value
    raise AttributeError(f"module 'etika_widgets' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
