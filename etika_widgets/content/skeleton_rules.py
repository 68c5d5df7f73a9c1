"""A numbered module has the parts that every module of the training has: tests around material, case and practice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from etika_widgets.content.loader import problem_at
from etika_widgets.content.pack import Pack
from etika_widgets.content.problems import Problem
from etika_widgets.content.yaml_source import Source
from etika_widgets.i18n import N_

_CASE: Final = ("argue_revote", "case_discussion", "branching_case", "evidence")
_PRACTICE: Final = ("ordering", "role_play", "rubric", "simulation", "canvas", "highlight", "categorise")
_NEITHER: Final = frozenset({"quiz", "reflection", "commitment", "pulse", "qna"})
_LACKING: Final = {
    "pre": N_("modul ini belum dibuka dengan pre-test. Mulai dengan 'quiz' dan 'reveal: later'."),
    "case": N_("modul ini belum punya pembahasan kasus. Pakai misalnya {known}, atau 'poll' dengan 'case'."),
    "practice": N_("modul ini belum punya latihan. Pakai misalnya {known}."),
    "material": N_("modul ini belum punya materi interaktif di samping kasus dan latihan. Tambah satu aktivitas."),
    "reflection": N_("modul ini belum punya refleksi. Tambah aktivitas 'reflection'."),
    "post": N_("modul ini belum ditutup dengan post-test. Akhiri dengan 'quiz' lain, yang kuncinya dibuka di sana."),
}


def skeleton_problems(source: Source, pack: Pack) -> Iterator[Problem]:
    """Yield every part that a numbered module lacks; packs whose ``module`` is a word are free."""
    if not isinstance(pack.module, int):
        return
    for part in _lacking(pack):
        known = ", ".join(_CASE if part == "case" else _PRACTICE)
        yield problem_at(source, ("runsheet",), _LACKING[part], {"known": known})


def _lacking(pack: Pack) -> Iterator[str]:
    steps = [(step, pack.activity(step.activity)) for step in pack.runsheet if step.activity]
    quizzes = [place for place, (_, activity) in enumerate(steps) if activity.type == "quiz"]
    if not quizzes or quizzes[0] or steps[0][0].reveal != "later":
        yield "pre"
    # What is voted on twice is one activity.
    middle = {activity.id: activity for _, activity in steps if activity.type not in _NEITHER}.values()
    cases = {one.id for one in middle if one.type in _CASE or (one.type == "poll" and getattr(one, "case", None))}
    practice = {one.id for one in middle if one.type in _PRACTICE}
    if not cases:
        yield "case"
    if not practice:
        yield "practice"
    if cases and practice and len(middle) < 3:
        yield "material"
    if not any(activity.type == "reflection" for _, activity in steps):
        yield "reflection"
    if len(quizzes) < 2 or steps[quizzes[-1]][0].activity == steps[quizzes[0]][0].activity:
        yield "post"
