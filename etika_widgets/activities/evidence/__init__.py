"""Evidence (bukti): a table and documents to examine next to the vote; answers are sliced by what was seen."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.evidence.results import (
    COLUMN,
    RELEASED,
    SLICE,
    answers,
    cut_ids,
    cuts,
    evidence_results,
    looked_at,
    released_ids,
)
from etika_widgets.activities.evidence.seen import in_words, parse_seen
from etika_widgets.activities.evidence.spec import Document, EvidenceSpec
from etika_widgets.activities.payload import parse_choice, parse_keys, parse_reason, unknown_kind
from etika_widgets.activities.rendering import html
from etika_widgets.activities.rounds import round_name
from etika_widgets.activities.tables import TEXT, YES_NO, table, who
from etika_widgets.activities.vote import UNSURE, vote_content
from etika_widgets.activity import (
    Accepted,
    ActivityType,
    Context,
    Moment,
    Phase,
    Privacy,
    Response,
    Summary,
    Table,
)
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_, translate
from etika_widgets.spec import Text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_WHILE_SEEN: Final = frozenset(Phase) - {Phase.HIDDEN}


class Evidence(ActivityType[EvidenceSpec]):
    """A vote with the evidence beside it. With the answer goes what its sender filtered, sorted and opened."""

    name = "evidence"
    label = N_("Bukti dan suara")
    spec = EvidenceSpec
    privacy = Privacy(
        notice=N_(
            "Fasilitator melihat, dengan nama samaran, pilihan dan alasan Anda, kolom yang Anda saring atau urutkan, "
            "dan dokumen yang Anda buka; isi kotak cari tidak dikirim. Kelas melihat jumlahnya dan alasan yang "
            "ditampilkan, tanpa nama."
        ),
        personal_data=True,
        keep_days=30,
    )
    traces: ClassVar = {"answer.reason": "alasan"}
    directions: ClassVar = {"release": _WHILE_SEEN, "slice": _WHILE_SEEN}
    identities = frozenset({"anonymous", "pseudonym"})

    def content(self, spec: EvidenceSpec, language: str) -> dict[str, Any]:
        """Return the question, the table, and the documents that are there from the start."""
        return {
            **vote_content(spec, language),
            "reason": spec.reason,
            "table": spec.table.content(language) if spec.table else None,
            "documents": [_document(one, language) for one in spec.documents if one.released],
        }

    def board(
        self, spec: EvidenceSpec, responses: Sequence[Response], moment: Moment, language: str
    ) -> dict[str, Any]:
        """Return the documents released since: ``{documents: [{id, title, body_html}]}``."""
        out = released_ids(spec, responses)
        return {
            "documents": [_document(one, language) for one in spec.documents if one.id in out and not one.released]
        }

    def reveal(self, spec: EvidenceSpec, language: str) -> dict[str, Any]:
        """Return the closing text."""
        return {"html": html(spec.reveal, language)}

    def accept(self, spec: EvidenceSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``answer {choice, reason, seen: {columns, filters, documents}}``."""
        if kind != "answer":
            raise unknown_kind()
        sent = parse_keys(payload, required=("choice", "seen"), optional=("reason",))
        choice = parse_choice(sent["choice"], spec.choice_ids)
        reason = parse_reason(sent.get("reason", ""), spec.reason, excused=choice == UNSURE)
        seen = parse_seen(spec, sent["seen"], released_ids(spec, context.directions))
        return Accepted("answer", {"choice": choice, "reason": reason, "seen": seen})

    def direct(self, spec: EvidenceSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``release {document}`` and ``slice {by}``: ``column:<id>``, ``document:<id>``, or null for none."""
        if kind == "release":
            out = released_ids(spec, context.directions)
            wanted = parse_choice(
                parse_keys(payload, required=("document",))["document"], [one.id for one in spec.documents]
            )
            if wanted in out:
                raise Refused("released", "Dokumen itu sudah dibagikan.")
            return Accepted(RELEASED, {"ids": [*out, wanted]})
        if kind == "slice":
            by = parse_keys(payload, required=("by",))["by"]
            return Accepted(SLICE, {"by": None if by is None else parse_choice(by, cut_ids(spec))})
        raise unknown_kind()

    def works_alone(self, spec: EvidenceSpec) -> bool:
        """Return true: what the facilitator may let out later only adds to what is there."""
        return True

    def results(self, spec: EvidenceSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return counts by round and the slice that the facilitator chose."""
        found = evidence_results(spec, responses)
        for entry in found["rounds"]:
            entry["name"] = round_name(entry["round"], language)
        if found["slice"]:
            found["slice"]["label"] = _cut_name(spec, found["slice"]["by"], language)
        return found

    def facilitator_results(self, spec: EvidenceSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return the results with what can be sliced by, all documents, and the reasons under pseudonyms."""
        out = released_ids(spec, responses)
        return {
            **self.results(spec, responses, language),
            "cuts": [{**one, "label": _cut_name(spec, one["by"], language)} for one in cuts(spec, responses)],
            "documents": [{**_document(one, language), "released": one.id in out} for one in spec.documents],
            "reasons": [
                {
                    "participant": one.participant,
                    "name": one.name,
                    "round": one.round,
                    "choice": one.payload["choice"],
                    "text": one.payload["reason"],
                    "shown": one.shown,
                    "looked": [_label(spec, by).get(language) for by in cut_ids(spec) if looked_at(one, by)],
                }
                for one in answers(spec, responses)
                if one.payload["reason"]
            ],
        }

    def summary(self, spec: EvidenceSpec, responses: Sequence[Response], language: str) -> Summary:
        """Return the votes of every round, the slice on the screen, and how many looked at what."""
        found, labels = self.results(spec, responses, language), spec.labels(language)
        rounds, cut = found["rounds"], found["slice"]
        choice, people = translate("Pilihan", language), translate("Jumlah peserta", language)
        names = [entry["name"] for entry in rounds] if len(rounds) > 1 else [people]
        voted = tuple((labels[i], *(entry["counts"][i] for entry in rounds)) for i in spec.choice_ids)
        tables = [Table(caption=translate("Suara", language), columns=(choice, *names), rows=voted, bars=len(rounds))]
        if cut and cut["groups"]:
            heads = [_group_name(group, language) for group in cut["groups"]]
            rows = tuple((labels[i], *(group["counts"][i] for group in cut["groups"])) for i in spec.choice_ids)
            tables.append(Table(caption=cut["label"], columns=(choice, *heads), rows=rows))
        looked = tuple((_cut_name(spec, one["by"], language), one["n"]) for one in cuts(spec, responses))
        seen = translate("Yang diperiksa", language)
        tables.append(Table(caption=seen, columns=(seen, people), rows=looked, bars=1, whole=rounds[-1]["n"]))
        return Summary(
            n=rounds[-1]["n"],
            question=spec.question.get(language),
            tables=tuple(tables),
            texts=tuple(one["text"] for one in found["shown"]),
        )

    def bot(
        self, spec: EvidenceSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Answer once a round, after a look at some columns and documents."""
        if str(state["round"]) in state["mine"]:
            return ()
        there = [one["id"] for one in (*state["content"]["documents"], *state["board"]["documents"])]
        columns = [name for name in spec.column_ids if dice.random() < 0.4]
        seen = {"columns": columns, "filters": {}, "documents": [name for name in there if dice.random() < 0.6]}
        reason = "" if spec.reason == "none" else "Jumlah saja belum cukup; saya lihat juga pembaginya."
        return [("answer", {"choice": dice.choice(spec.choice_ids), "reason": reason, "seen": seen})]

    def bot_facilitator(
        self, spec: EvidenceSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Release one document after the other, then slice the answers once."""
        held = [one["id"] for one in state["results"]["documents"] if not one["released"]]
        if held:
            return [("release", {"document": held[0]})]
        return () if state["results"]["slice"] else [("slice", {"by": dice.choice(cut_ids(spec))})]

    def frame(self, spec: EvidenceSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per answer: ``kode``, ``pilihan``, ``alasan``, ``saringan``, and what was looked at.

        ``kolom_<id>`` and ``dokumen_<id>`` are true where that column was filtered or sorted, that document opened.
        Anonymous answers give their choice only, leave out hidden counts and stand in an order that says nothing.
        """
        texts = spec.texts("id")
        looks = {
            by: f"{'kolom' if by.startswith(COLUMN) else 'dokumen'}_{by.partition(':')[2]}" for by in cut_ids(spec)
        }
        columns = dict.fromkeys(("kode", "pilihan", "alasan", "saringan"), TEXT) | dict.fromkeys(
            looks.values(), YES_NO
        )
        if spec.hides_small:
            rows: list[dict[str, Any]] = [
                {"putaran": entry["round"], "kode": i, "pilihan": texts[i]}
                for entry in evidence_results(spec, responses)["rounds"]
                for i, count in entry["counts"].items()
                for _ in range(count or 0)
            ]
            return table(rows, columns)
        rows = [
            {
                **who(one),
                "kode": one.payload["choice"],
                "pilihan": texts[one.payload["choice"]],
                "alasan": one.payload["reason"] or None,
                "saringan": in_words(one.payload["seen"]["filters"]) or None,
                **{column: looked_at(one, by) for by, column in looks.items()},
            }
            for one in answers(spec, responses)
        ]
        return table(rows, columns)

    def plot(self, spec: EvidenceSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw the slice that the facilitator chose, else the counts of every round."""
        found, labels = self.results(spec, responses, "id"), spec.labels("id")
        cut = found["slice"]
        series = [(entry["name"], entry["counts"]) for entry in found["rounds"]]
        if cut and cut["groups"]:
            series = [(_group_name(group, "id"), group["counts"]) for group in cut["groups"]]
        return draw_bars(
            ax,
            title=spec.question.id + (f" · {cut['label']}" if cut and cut["groups"] else ""),
            labels=list(labels.values()),
            series=[(name, [counts[i] for i in labels]) for name, counts in series],
            axis="Jumlah peserta",
        )

    def notice(self, spec: EvidenceSpec) -> str:
        """Return who sees the answer and what goes with it."""
        if spec.hides_small:
            return N_(
                "Anonim: tidak ada layar yang menampilkan jawaban ini bersama nama samaran Anda. Bersama jawaban "
                "tersimpan kolom yang Anda saring dan dokumen yang Anda buka; jumlah di bawah 5 disembunyikan."
            )
        return self.privacy.notice


def _document(document: Document, language: str) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title.get(language),
        "body_html": html(document.body, language),
    }


def _label(spec: EvidenceSpec, by: str) -> Text:
    kind, _, name = by.partition(":")
    if kind == COLUMN and spec.table:
        return next(column.label for column in spec.table.columns if column.id == name)
    return next(document.title for document in spec.documents if document.id == name)


def _cut_name(spec: EvidenceSpec, by: str, language: str) -> str:
    words = N_("Kolom: {label}") if by.startswith(COLUMN) else N_("Dokumen: {label}")
    return translate(words, language).format(label=_label(spec, by).get(language))


def _group_name(group: Mapping[str, Any], language: str) -> str:
    words = N_("Memeriksa (n = {n})") if group["seen"] else N_("Tidak memeriksa (n = {n})")
    return translate(words, language).format(n=group["n"])


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the vote on evidence."""
    return [Evidence]
