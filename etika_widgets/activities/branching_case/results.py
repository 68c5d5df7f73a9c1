"""One tree with counts, times, endings and reasons, for every round. Pure.

A walker is the room, a group or a participant, as the definition says. Texts of nodes are not here: they come with
the reveal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from etika_widgets.activities.branching_case.spec import BranchingCaseSpec
from etika_widgets.activities.branching_case.walk import (
    Walk,
    count_votes,
    how_often,
    leading,
    votes,
    walks,
)
from etika_widgets.activity import FACILITATOR

if TYPE_CHECKING:
    from etika_widgets.activity import Response

Json = dict[str, Any]


def tree_results(spec: BranchingCaseSpec, responses: Sequence[Response]) -> Json:
    """Return ``{rounds: [round, …]}``, the oldest first; a round nobody has played is not there.

    A round is ``{round, people, walkers, nodes, endings: {node: walkers}, paths, undone: [[node, choice]], shown}``.
    ``nodes[id]`` is ``{visits, here, seconds, choices: {id: {votes, taken}}}``: how many walkers came by, how many
    stand there, the median of the seconds until somebody decided, and for each choice the people who voted for it and
    the walkers who took it. ``paths`` are ``{choices, node, ended, walkers, groups}``, the most walked first.
    ``shown`` are the reasons on the shared screen, ``{node, choice, text}``.
    """
    rounds = sorted({one.round for one in responses if one.slot.startswith(("vote:", "step:"))})
    return {"rounds": [_round(spec, responses, round_) for round_ in rounds]}


def _round(spec: BranchingCaseSpec, responses: Sequence[Response], round_: int) -> Json:
    cast, walked = votes(responses, round_), walks(spec, responses, round_)
    voted = Counter((one.payload["node"], one.payload["choice"]) for one in cast)
    taken = how_often(walked.values())
    visits = Counter(state.node for walk in walked.values() for state in walk.states)
    here = Counter(walk.state.node for walk in walked.values())
    # Whoever votes for the room or alone decides; in a group the decision is what took the time.
    timed = [step for walk in walked.values() for step in walk.steps] if spec.decide == "group" else cast
    return {
        "round": round_,
        "people": len({one.participant for one in cast}),
        "walkers": len(walked),
        "nodes": {
            node.id: {
                "visits": visits[node.id],
                "here": here[node.id],
                "seconds": _median(timed, node.id),
                "choices": {
                    branch.id: {"votes": voted[node.id, branch.id], "taken": taken[node.id, branch.id]}
                    for branch in node.choices
                },
            }
            for node in spec.nodes
        },
        "endings": {node.id: here[node.id] for node in spec.nodes if node.end},
        "paths": _paths(spec, walked),
        "undone": [[step.payload["node"], step.payload["choice"]] for walk in walked.values() for step in walk.undone],
        "shown": [
            {"node": one.payload["node"], "choice": one.payload["choice"], "text": one.payload["reason"]}
            for one in _reasoned(responses, round_)
            if one.shown
        ],
    }


def _median(timed: Sequence[Response], node: str) -> int | None:
    seconds = [
        one.payload["seconds"] for one in timed if one.payload["node"] == node and one.payload["seconds"] is not None
    ]
    return round(median(seconds)) if seconds else None


def _paths(spec: BranchingCaseSpec, walked: dict[int | str, Walk]) -> list[Json]:
    together: dict[tuple[str, ...], list[int | str]] = {}
    for walker, walk in walked.items():
        together.setdefault(walk.choices, []).append(walker)
    by_choices = {walk.choices: walk for walk in walked.values()}
    return [
        {
            "choices": list(choices),
            "node": by_choices[choices].state.node,
            "ended": spec.story.places[by_choices[choices].state.node].is_end,
            "walkers": len(walkers),
            "groups": [walker for walker in walkers if isinstance(walker, int)],
        }
        for choices, walkers in sorted(together.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _reasoned(responses: Sequence[Response], round_: int) -> list[Response]:
    return [
        one
        for one in responses
        if one.round == round_ and one.participant != FACILITATOR and one.payload.get("reason")
    ]


def facilitator_tree(spec: BranchingCaseSpec, responses: Sequence[Response]) -> Json:
    """Return the tree with what only the control page needs.

    Every round also has ``live`` (``{step, node, counts, leading}`` where the room stands, None otherwise) and
    ``reasons``. ``routes[node][choice]`` are choices from the start that lead to the
    node so that the choice is offered: as people walked where somebody did, else the shortest way.
    """
    results = tree_results(spec, responses)
    routes: dict[str, dict[str, list[str]]] = {}
    for (node, choice), route in spec.explored.offered.items():
        routes.setdefault(node, {})[choice] = list(route)
    for row in results["rounds"]:
        walked = walks(spec, responses, row["round"])
        for walk in sorted(walked.values(), key=lambda one: len(one.steps)):
            for depth, state in enumerate(walk.states):
                routes.setdefault(state.node, {}).update(
                    {edge.id: list(walk.choices[:depth]) for edge in spec.story.offers(state)}
                )
        row["live"] = _live(spec, walked[""], responses, row["round"]) if spec.decide == "room" else None
        row["reasons"] = [
            {
                "participant": one.participant,
                "name": one.name,
                "group": one.payload.get("group"),
                "round": one.round,
                "slot": one.slot,
                "node": one.payload["node"],
                "choice": one.payload["choice"],
                "text": one.payload["reason"],
                "shown": one.shown,
            }
            for one in _reasoned(responses, row["round"])
        ]
    return {**results, "routes": routes}


def _live(spec: BranchingCaseSpec, walk: Walk, responses: Sequence[Response], round_: int) -> Json:
    counts = count_votes(spec, walk, responses, round_)
    return {"step": len(walk.steps), "node": walk.state.node, "counts": counts, "leading": leading(counts)}
