"""Built-in activity types, registered through the same hooks as a trainer's own."""

from typing import Final

BUILTIN_PLUGINS: Final = (
    "etika_widgets.activities.allocation",
    "etika_widgets.activities.argue_revote",
    "etika_widgets.activities.brainstorm",
    "etika_widgets.activities.branching_case",
    "etika_widgets.activities.canvas",
    "etika_widgets.activities.case_discussion",
    "etika_widgets.activities.case_grid",
    "etika_widgets.activities.categorise",
    "etika_widgets.activities.commitment",
    "etika_widgets.activities.evidence",
    "etika_widgets.activities.highlight",
    "etika_widgets.activities.likert",
    "etika_widgets.activities.matrix2x2",
    "etika_widgets.activities.numeric",
    "etika_widgets.activities.ordering",
    "etika_widgets.activities.poll",
    "etika_widgets.activities.pulse",
    "etika_widgets.activities.qna",
    "etika_widgets.activities.quiz",
    "etika_widgets.activities.randomized_response",
    "etika_widgets.activities.ranking",
    "etika_widgets.activities.reflection",
    "etika_widgets.activities.role_play",
    "etika_widgets.activities.rubric",
    "etika_widgets.activities.simulation",
    "etika_widgets.activities.wall",
    "etika_widgets.activities.wordcloud",
)
