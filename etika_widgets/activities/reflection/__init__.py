"""Reflection (jurnal): private writing that stays on the device unless its writer shares it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from etika_widgets.activities.bars import draw_bars
from etika_widgets.activities.latest import latest
from etika_widgets.activities.payload import parse_keys, parse_text, unknown_kind
from etika_widgets.activities.reflection.results import reflection_results, shared_texts
from etika_widgets.activities.reflection.spec import ReflectionSpec
from etika_widgets.activities.rendering import html
from etika_widgets.activities.tables import TEXT, table, who
from etika_widgets.activity import Accepted, ActivityType, Context, Phase, Privacy, Response
from etika_widgets.errors import Refused
from etika_widgets.hookspecs import hookimpl
from etika_widgets.i18n import N_

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

SHARED_LIMIT: Final = 5000
"""Most characters of a shared text."""
MOST_PARAGRAPHS: Final = 50
# Writing takes longer than a phase; what is private asks for no gate.
_WHILE_WRITING: Final = frozenset({Phase.OPEN, Phase.CLOSED, Phase.DISCUSSING, Phase.REVEALED})


class Reflection(ActivityType[ReflectionSpec]):
    """A journal page. The server learns that somebody wrote, and the text only if its writer shares it."""

    name = "reflection"
    label = N_("Refleksi")
    spec = ReflectionSpec
    privacy = Privacy(
        notice=N_(
            "Tulisan tetap di perangkat ini sampai Anda membagikannya. "
            "Yang dibagikan dibaca fasilitator dengan nama samaran, dan kelas tanpa nama bila ditampilkan."
        ),
        personal_data=True,
        keep_days=30,
        exported=False,
    )
    intents: ClassVar = {"wrote": _WHILE_WRITING, "share": _WHILE_WRITING, "unshare": _WHILE_WRITING}
    counts = "wrote"
    opens_alone = "nothing"

    def content(self, spec: ReflectionSpec, language: str) -> dict[str, Any]:
        """Return the prompt, the hints and the invitation to share."""
        share = spec.share
        return {
            "prompt_html": html(spec.prompt, language),
            "hints": [hint.get(language) for hint in spec.hints],
            "share": {
                "allowed": share.allowed,
                "prompt": share.prompt.get(language) if share.allowed and share.prompt else None,
            },
            "recalls": list(spec.recalls),
        }

    def accept(self, spec: ReflectionSpec, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        """Take ``wrote {paragraphs}`` (no text), ``share {text}`` and ``unshare {}``."""
        if kind == "wrote":
            paragraphs = parse_keys(payload, required=("paragraphs",))["paragraphs"]
            if type(paragraphs) is not int or not 0 <= paragraphs <= MOST_PARAGRAPHS:
                raise Refused(
                    "paragraphs",
                    "Jumlah paragraf harus bilangan bulat dari 0 sampai {limit}. Muat ulang halaman.",
                    limit=MOST_PARAGRAPHS,
                )
            return Accepted("wrote", {"paragraphs": paragraphs} if paragraphs else None)
        if kind == "unshare":
            parse_keys(payload, required=())
            return Accepted("shared", None)
        if kind != "share":
            raise unknown_kind()
        if not spec.share.allowed:
            raise Refused("sharing_off", "Refleksi ini tidak dibagikan. Tulisan Anda tetap di perangkat ini.")
        text = parse_text(parse_keys(payload, required=("text",))["text"], SHARED_LIMIT, label="Refleksi")
        if not text:
            raise Refused("empty", "Belum ada yang ditulis. Tulis dulu, lalu bagikan.")
        return Accepted("shared", {"text": text})

    def results(self, spec: ReflectionSpec, responses: Sequence[Response], language: str) -> dict[str, Any]:
        """Return how many wrote and shared, and the texts put on the shared screen."""
        return reflection_results(responses)

    def facilitator_results(
        self, spec: ReflectionSpec, responses: Sequence[Response], language: str
    ) -> dict[str, Any]:
        """Return the same with every shared text; who wrote without sharing is not listed."""
        return {**reflection_results(responses), "texts": shared_texts(responses)}

    def bot(
        self, spec: ReflectionSpec, state: Mapping[str, Any], dice: random.Random
    ) -> Sequence[tuple[str, dict[str, Any]]]:
        """Write; one in three shares a line, where that is asked for."""
        mine = state["mine"].get(str(state["round"]), {})
        sent: list[tuple[str, dict[str, Any]]] = (
            [] if "wrote" in mine else [("wrote", {"paragraphs": dice.randint(1, 5)})]
        )
        if spec.share.allowed and "wrote" not in mine and dice.random() < 0.3:
            sent.append(("share", {"text": "Saya akan bertanya dulu sebelum menolak."}))
        return sent

    def frame(self, spec: ReflectionSpec, responses: Sequence[Response]) -> pd.DataFrame:
        """Return one row per shared text: ``teks``. Who wrote without sharing does not appear."""
        rows = [{**who(response), "teks": response.payload["text"]} for response in latest(responses, "shared")]
        return table(rows, {"teks": TEXT})

    def plot(self, spec: ReflectionSpec, responses: Sequence[Response], ax: Axes) -> Axes:
        """Draw how many wrote and how many shared."""
        results = reflection_results(responses)
        return draw_bars(
            ax,
            title=spec.title.id,
            labels=["Sudah menulis", "Membagikan"],
            series=[("Refleksi", [results["wrote"], results["shared"]])],
            axis="Jumlah peserta",
        )

    def notice(self, spec: ReflectionSpec) -> str:
        """Return who sees the text, which depends on whether it can be shared."""
        if spec.share.allowed:
            return self.privacy.notice
        return N_("Tulisan tetap di perangkat ini. Fasilitator hanya melihat berapa orang sudah menulis.")


@hookimpl
def register_activity_types() -> Sequence[type[ActivityType[Any]]]:
    """Provide the reflection."""
    return [Reflection]
