"""Word cloud (awan kata): a few words from everybody; related forms are counted together."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from etika_widgets.activities.latest import latest
from etika_widgets.activities.payload import parse_keys, parse_switch, parse_text, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, YES_NO, table, who
from etika_widgets.activities.wordcloud.drawing import draw_cloud
from etika_widgets.activities.wordcloud.results import (
    EDITS,
    Edits,
    all_phrases,
    cloud,
    cloud_results,
    facilitator_cloud,
)
from etika_widgets.activities.wordcloud.spec import WordcloudSpec
from etika_widgets.activities.wordcloud.words import terms, tokens
from etika_widgets.activity import Accepted, ActivityType, Context, Moment, Phase, Privacy, Response, Summary, Table
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate
from etika_widgets.measures.suppression import THRESHOLD

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

WORD_LIMIT: Final = 40
"""Most characters of one field."""
MOST_EDITS: Final = 200
"""Most words that can be banned, joined or kept apart in one cloud."""
_WHILE_SEEN: Final = frozenset({Phase.OPEN, Phase.CLOSED, Phase.DISCUSSING, Phase.REVEALED})
_EDITED: Final = {"ban": "banned", "phrase": "phrases", "split": "apart"}
"""Which list each direction changes."""


class Wordcloud(ActivityType[WordcloudSpec]):
    """Words in sizes by how many people wrote them; the facilitator bans, joins, keeps apart and freezes."""

    name = "wordcloud"
    label = N_("Awan kata")
    spec = WordcloudSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator melihat semua kata tanpa nama. Di layar tampil hanya kata yang ditulis sedikitnya 3 orang."
        ),
        personal_data=True,
        keep_days=30,
    )
    shares = True
    identities = frozenset({"anonymous", "pseudonym"})  # nobody reads a word with a name
    directions: ClassVar = dict.fromkeys(("freeze", *_EDITED), _WHILE_SEEN)

    def content(self, spec: WordcloudSpec, language: str) -> dict[str, Any]:
        """Return the question and how many words one may write."""
        return {
            "question": spec.question.get(language),
            "max_words": spec.max_words,
            "limit": WORD_LIMIT,
            "live": spec.live,
        }

    def reveal(self, spec: WordcloudSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: WordcloudSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {words: [text, …]}``; empty fields and repeated words are dropped."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("words",))["words"]
        if Edits.of(context.directions).frozen:
            raise Refused("frozen", "Awan kata sudah dibekukan. Kata baru tidak diterima lagi.")
        if not isinstance(sent, list) or len(sent) > spec.max_words:
            raise Refused("too_many", "Paling banyak {limit} kata. Hapus sebagian, lalu kirim.", limit=spec.max_words)
        words: dict[str, str] = {}
        for value in sent:
            text = " ".join(parse_text(value, WORD_LIMIT, label="Kata").split())
            if text:
                words.setdefault(text.casefold(), text)
        if not words:
            raise Refused("empty", "Belum ada kata yang ditulis. Isi sedikitnya satu, lalu kirim.")
        if any(not terms(text, spec.phrase_tokens) for text in words.values()):
            raise Refused(
                "no_word", "Salah satu isian tidak berisi kata yang bermakna. Tulis kata benda, kerja, atau sifat."
            )
        return Accepted("answer", {"words": list(words.values())})

    def direct(self, spec: WordcloudSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``freeze {on}`` and ``ban | phrase | split {text, on}``."""
        edits = Edits.of(context.directions)
        if kind == "freeze":
            on = parse_switch(parse_keys(payload, required=("on",))["on"])
            return Accepted(EDITS, replace(edits, frozen=on).payload())
        if kind not in _EDITED:
            raise unknown_kind()
        sent = parse_keys(payload, required=("text", "on"))
        term = " ".join(tokens(parse_text(sent["text"], 4 * WORD_LIMIT, label="Kata")))
        on = parse_switch(sent["on"])
        if not term or (kind == "phrase" and not 2 <= len(term.split(" ")) <= 4):
            raise Refused("no_phrase", "Frasa terdiri dari 2 sampai 4 kata. Tulis kata-katanya berurutan.")
        forms: tuple[str, ...] = (term,)
        if kind != "phrase":
            word = next((word for word in cloud(spec, context.responses) if term in word.forms), None)
            forms = word.forms if word and (kind == "split" or not on) else forms
        name = _EDITED[kind]
        others = [form for form in getattr(edits, name) if form not in forms]
        changed = (*others, *forms) if on else tuple(others)
        if len(changed) > MOST_EDITS:
            raise Refused("too_many", "Paling banyak {limit} kata. Hapus sebagian, lalu kirim.", limit=MOST_EDITS)
        return Accepted(EDITS, {**edits.payload(), name: list(changed)})

    def board(
        self, spec: WordcloudSpec, responses: Sequence[Response], moment: Moment, language: str
    ) -> dict[str, Any]:
        """Return whether the cloud is frozen and, where it is live, the cloud itself."""
        frozen = {"frozen": Edits.of(responses).frozen}
        live = spec.live and moment.phase is not Phase.REVEALED  # then it stands in the results
        return {**frozen, **(cloud_results(spec, responses) if live else {})}

    def works_alone(self, spec: WordcloudSpec) -> bool:
        """Return true: words are written without the others, and rare ones are never shown."""
        return True

    def results(self, spec: WordcloudSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the words that enough people wrote."""
        return cloud_results(spec, responses)

    def facilitator_results(self, spec: WordcloudSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the same with all words, banned and rare ones too, without names."""
        return facilitator_cloud(spec, responses)

    def bot(
        self, spec: WordcloudSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Write one to ``max_words`` of some dozen words, once."""
        if state["board"].get("frozen") or "answer" in state["mine"].get(str(state["round"]), {}):
            return ()
        pool = ("jujur", "kejujuran", "ramah", "keramahan", "melayani", "pelayanan", "sabar", "adil", "cepat", "tegas")
        return [("answer", {"words": dice.sample(pool, dice.randint(1, spec.max_words))})]

    def bot_facilitator(
        self, spec: WordcloudSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Make a phrase of what is proposed."""
        return [("phrase", {"text": pair["text"], "on": True}) for pair in state["results"]["pairs"][:1]]

    def summary(self, spec: WordcloudSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return the words that may be shown, the most frequent first."""
        told = cloud_results(spec, responses)
        table = Table(
            caption=translate("Kata yang ditulis beberapa orang", language),
            columns=(translate("Kata", language), translate("Orang", language)),
            rows=tuple((word["text"], word["n"]) for word in told["words"]),
            bars=1,
        )
        return Summary(n=told["n"], question=spec.question.get(language), tables=(table,) if table.rows else ())

    def frame(self, spec: WordcloudSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per word of a person: ``tulisan`` as written, ``kata`` as in the cloud, ``dilarang``.

        Where answers are anonymous, words that fewer than five people wrote are left out.
        """
        phrases = all_phrases(spec, Edits.of(responses))
        words = {form: word for word in cloud(spec, responses) for form in word.forms}
        hidden = {form for form, word in words.items() if spec.hides_small and word.n < THRESHOLD}
        rows = [
            {
                **who(response),
                "tulisan": None if spec.hides_small else entry,
                "kata": words[term].text,
                "dilarang": words[term].banned,
            }
            for response in latest(responses, "answer")
            for entry in response.payload["words"]
            for term in terms(entry, phrases)
            if term not in hidden
        ]
        return table(rows, {"tulisan": TEXT, "kata": TEXT, "dilarang": YES_NO})

    def plot(self, spec: WordcloudSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the words that may be shown, in sizes by how many people wrote them."""
        words = cloud_results(spec, responses)["words"]
        empty = translate(N_("Belum ada kata yang ditulis oleh cukup banyak orang."), "id")
        return draw_cloud(ax, title=spec.question.id, words=words, empty=empty)


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the word cloud."""
    return [Wordcloud]
