"""What walkers see on their way: never more than the nodes they have reached, never conditions or changes.

The facilitator may put another way on the screens in the debrief (``replay``): then its nodes count as reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from etika_widgets.activities.branching_case.spec import BranchingCaseSpec
from etika_widgets.activities.branching_case.story import State
from etika_widgets.activities.branching_case.walk import (
    Walk,
    count_votes,
    group_walk,
    own_walk,
    room_walk,
    walks,
)
from etika_widgets.activities.rendering import html
from etika_widgets.activity import FACILITATOR, Context, Moment, Response

Json = dict[str, Any]


def place(spec: BranchingCaseSpec, states: Sequence[State], choices: Sequence[str], language: str) -> Json:
    """Return where a walker stands and how they came there.

    ``{step, node: {id, title, html, question, end, choices: [{id, text}]}, documents: [{id, title, body_html, fresh}],
    came: [{node, title, choice, text}], consequence_html}``.
    """
    nodes = [spec.by_id[state.node] for state in states]
    here = nodes[-1]
    offered = {edge.id for edge in spec.story.offers(states[-1])}
    branches = [
        next(branch for branch in node.choices if branch.id == choice)
        for node, choice in zip(nodes, choices, strict=False)
    ]
    return {
        "step": len(choices),
        "node": {
            "id": here.id,
            "title": here.title.get(language),
            "html": html(here.text, language),
            "question": here.question.get(language) if here.question else None,
            "end": here.end.get(language) if here.end else None,
            "choices": [
                {"id": branch.id, "text": branch.text.get(language)} for branch in here.choices if branch.id in offered
            ],
        },
        "documents": [
            {
                "id": f"{node.id}:{document.id}",
                "title": document.title.get(language),
                "body_html": html(document.body, language),
                "fresh": node is here,
            }
            for node in {node.id: node for node in reversed(nodes)}.values()
            for document in node.documents
        ],
        "came": [
            {
                "node": node.id,
                "title": node.title.get(language),
                "choice": branch.id,
                "text": branch.text.get(language),
            }
            for node, branch in zip(nodes, branches, strict=False)
        ],
        "consequence_html": html(branches[-1].consequence, language) if branches else None,
    }


def board(spec: BranchingCaseSpec, responses: Sequence[Response], moment: Moment, language: str) -> Json:
    """Return what all share: the room's place and past votes, or how far the others are; the way that is replayed."""
    replay = _replay(spec, responses, moment.round, language)
    if spec.decide != "room":
        walked = walks(spec, responses, moment.round)
        ended = {walker for walker, walk in walked.items() if spec.story.places[walk.state.node].is_end}
        groups = [
            {"group": walker, "steps": len(walk.steps), "ended": walker in ended}
            for walker, walk in walked.items()
            if isinstance(walker, int)
        ]
        return {"walkers": len(walked), "ended": len(ended), "groups": groups, "replay": replay}
    walk = room_walk(spec, responses, moment.round)
    seen = place(spec, walk.states, walk.choices, language)
    for came, step in zip(seen["came"], walk.steps, strict=True):
        came["counts"] = step.payload["counts"]
        came["by"] = step.payload["by"]
    slots = {f"vote:{depth}:{state.node}" for depth, state in enumerate(walk.states)}
    return {
        **seen,
        "voted": sum(count_votes(spec, walk, responses, moment.round).values()),
        "voices": [
            {"node": one.payload["node"], "choice": one.payload["choice"], "text": one.payload["reason"]}
            for one in responses
            if one.shown and one.round == moment.round and one.slot in slots and one.payload["reason"]
        ],
        "replay": replay,
    }


def dealt(spec: BranchingCaseSpec, context: Context, language: str) -> Json:
    """Return where a group or somebody alone stands; nothing where the room decides together.

    In a group also ``{voted, members, counts, may}``: who of those present has voted, how (once the receiver has),
    and which choices the receiver may decide on for all (``may``): the writer on any, others on what a majority wants.
    """
    if spec.decide == "room":
        return {}
    if spec.decide == "each":
        walk = own_walk(spec, context.responses, context.round, context.participant)
        return place(spec, walk.states, walk.choices, language)
    if context.group is None:
        return {}
    walk = group_walk(spec, context.responses, context.round, context.group)
    counts, present = group_votes(spec, walk, context)
    slot = f"vote:{len(walk.steps)}:{walk.state.node}"
    has_voted = any(
        one.slot == slot and one.round == context.round and one.participant == context.participant
        for one in context.responses
    )
    return {
        **place(spec, walk.states, walk.choices, language),
        "voted": sum(counts.values()),
        "members": present,
        "counts": counts if has_voted else None,
        "may": may_decide(counts, present, is_writer=context.is_writer),
    }


def group_votes(spec: BranchingCaseSpec, walk: Walk, context: Context) -> tuple[dict[str, int], int]:
    """Return the votes of the sender's group and how many of it are present: online, or voters all the same."""
    mates = frozenset(mate.participant for mate in context.mates)
    counts = count_votes(spec, walk, context.responses, context.round, mates)
    present = sum(mate.online for mate in context.mates)
    return counts, max(present, sum(counts.values()), 1)


def may_decide(counts: dict[str, int], present: int, *, is_writer: bool) -> list[str]:
    """Return the choices that somebody may decide on for their group."""
    return [name for name, count in counts.items() if is_writer or 2 * count > present]


def _replay(spec: BranchingCaseSpec, responses: Sequence[Response], round_: int, language: str) -> Json | None:
    asked = [
        one for one in responses if one.participant == FACILITATOR and one.slot == "replay" and one.round == round_
    ]
    if not asked:
        return None
    choices = tuple(asked[-1].payload["choices"])
    seen = place(spec, spec.story.follow(choices), choices, language)
    return {**seen, "choices": list(choices)}
