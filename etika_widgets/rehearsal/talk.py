"""What made-up participants hand each other without the server: word of mouth, a code on a slip of paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

from etika_widgets._plugins import AnyType
from etika_widgets.spec import ActivitySpec


class Talk:
    """Everything said in one class so far, by activity and round."""

    def __init__(self) -> None:
        self._said: defaultdict[tuple[str, int], dict[Hashable, Any]] = defaultdict(dict)

    def between(self, kind: AnyType, spec: ActivitySpec, state: Mapping[str, Any], who: Hashable) -> dict[str, Any]:
        """Let ``who``, seeing ``state``, say what their type suggests; return the state with what all said.

        ``heard`` in it is a list, first speaker first; whoever says something new keeps their place.
        """
        said = self._said[state["id"], state["round"]]
        if (words := kind.bot_says(spec, state)) is not None:
            said[who] = words
        return {**state, "heard": list(said.values())}
