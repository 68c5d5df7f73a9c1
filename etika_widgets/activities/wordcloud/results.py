"""Counts the words of a cloud: how many people wrote each, in any of its forms. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from etika_widgets.activities.latest import latest
from etika_widgets.activities.moderation import standing
from etika_widgets.activities.wordcloud.spec import WordcloudSpec
from etika_widgets.activities.wordcloud.words import families, pairs, terms
from etika_widgets.measures.suppression import THRESHOLD

if TYPE_CHECKING:
    from etika_widgets.activity import Response

BOARD_LIMIT: Final = 60
"""Most words that phones and projector draw."""
LIST_LIMIT: Final = 200
"""Most words on the control page."""
LEAST_PEOPLE: Final = 3
"""A word that fewer people wrote is not shown: it might say who wrote it."""
MOST_PAIRS: Final = 5
EDITS: Final = "edits"
"""Slot in which the facilitator's changes of the cloud stand, all of them together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What the facilitator has done to the cloud.

    Attributes:
        frozen: whether no more words are taken.
        banned: forms that may not appear; every form of their family goes with them.
        phrases: words that belong together, as ``"pelayanan publik"``.
        apart: forms that are not put together with others.
    """

    frozen: bool = False
    banned: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    @classmethod
    def of(cls, responses: Sequence[Response]) -> Edits:
        """Return what stands among the responses, or among the facilitator's alone."""
        stored = standing(responses, EDITS) or {"frozen": False}
        lists = {name: tuple(value) for name, value in stored.items() if name != "frozen"}
        return cls(frozen=stored["frozen"], **lists)

    def payload(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {
            "frozen": self.frozen,
            "banned": list(self.banned),
            "phrases": list(self.phrases),
            "apart": list(self.apart),
        }


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the cloud: the form most people wrote, all its forms, and how many people wrote any of them."""

    text: str
    forms: tuple[str, ...]
    n: int
    banned: bool


def all_phrases(spec: WordcloudSpec, edits: Edits) -> tuple[tuple[str, ...], ...]:
    """Return the phrases of the definition and those the facilitator made."""
    return tuple(dict.fromkeys((*spec.phrase_tokens, *(tuple(phrase.split(" ")) for phrase in edits.phrases))))


def terms_by_person(
    spec: WordcloudSpec, responses: Sequence[Response], edits: Edits
) -> list[tuple[Response, set[str]]]:
    """Return what each person's words add to the cloud."""
    phrases = all_phrases(spec, edits)
    return [
        (response, {term for entry in response.payload["words"] for term in terms(entry, phrases)})
        for response in latest(responses, "answer")
    ]


def cloud(spec: WordcloudSpec, responses: Sequence[Response]) -> list[Word]:
    """Return every word, the most frequent first, banned ones included."""
    edits = Edits.of(responses)
    people = terms_by_person(spec, responses, edits)
    counts = Counter(term for _, said in people for term in said)
    banned = spec.banned_terms | set(edits.banned)
    keys = families((*counts, *banned), edits.apart)
    members: dict[str, list[str]] = defaultdict(list)
    for form in sorted(counts, key=lambda form: (-counts[form], len(form), form)):
        members[keys[form]].append(form)
    writers = Counter(key for _, said in people for key in {keys[term] for term in said})
    out = {keys[form] for form in banned}
    words = [Word(forms[0], tuple(forms), writers[key], key in out) for key, forms in members.items()]
    return sorted(words, key=lambda word: (-word.n, word.text))


def least_people(spec: WordcloudSpec) -> int:
    """Return how many people must have written a word before it is shown."""
    return THRESHOLD if spec.hides_small else LEAST_PEOPLE


def cloud_results(spec: WordcloudSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{n, least, words: [{text, n}], more}``: what several people wrote, the most frequent first."""
    return _shown(spec, responses, cloud(spec, responses))


def _shown(spec: WordcloudSpec, responses: Sequence[Response], words: Sequence[Word]) -> dict[str, Any]:
    least = least_people(spec)
    shown = [word for word in words if word.n >= least and not word.banned]
    n = len(latest(responses, "answer"))
    return {
        "n": None if spec.hides_small and n < THRESHOLD else n,
        "least": least,
        "words": [{"text": word.text, "n": word.n} for word in shown[:BOARD_LIMIT]],
        "more": max(0, len(shown) - BOARD_LIMIT),
    }


def facilitator_cloud(spec: WordcloudSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return the results with every word and what can be done about it; nobody's name stands there.

    ``all`` holds ``{text, forms, n, state: "shown" | "few" | "banned", apart}``, ``pairs`` neighbouring words that
    might be a phrase, ``edits`` what the facilitator has done so far.
    """
    edits, words = Edits.of(responses), cloud(spec, responses)
    least = least_people(spec)
    rows = [
        {
            "text": word.text,
            "forms": list(word.forms),
            "n": None if spec.hides_small and word.n < THRESHOLD else word.n,
            "state": "banned" if word.banned else "shown" if word.n >= least else "few",
        }
        for word in words[:LIST_LIMIT]
    ]
    return {
        **_shown(spec, responses, words),
        "all": rows,
        "rest": max(0, len(words) - LIST_LIMIT),
        "pairs": _pairs(spec, responses, edits, least),
        "edits": edits.payload(),
    }


def _pairs(spec: WordcloudSpec, responses: Sequence[Response], edits: Edits, least: int) -> list[Mapping[str, Any]]:
    phrases: Collection[tuple[str, ...]] = all_phrases(spec, edits)
    counts: Counter[str] = Counter()
    for response in latest(responses, "answer"):
        counts.update({pair for entry in response.payload["words"] for pair in pairs(entry, tuple(phrases))})
    often = [(pair, n) for pair, n in counts.items() if n >= least]
    return [{"text": pair, "n": n} for pair, n in sorted(often, key=lambda one: (-one[1], one[0]))[:MOST_PAIRS]]
