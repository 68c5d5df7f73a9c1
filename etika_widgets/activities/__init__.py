"""Built-in activity types, registered through the same hooks as a trainer's own."""

from typing import Final

BUILTIN_PLUGINS: Final = (
    "etika_widgets.activities.case_discussion",
    "etika_widgets.activities.commitment",
    "etika_widgets.activities.ordering",
    "etika_widgets.activities.poll",
    "etika_widgets.activities.quiz",
    "etika_widgets.activities.reflection",
)
