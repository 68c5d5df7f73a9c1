"""The last annex of a lesson's guide, made from its pack: all that is said aloud, for a session without a laptop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from etika_widgets.content.pack import Pack

_HEAD = """
## Lampiran akhir. Kata-kata tiap langkah (hanya fasilitator; untuk sesi tanpa laptop)

Diambil dari paket saat dokumen ini dibuat, sama dengan kolom *ucapkan* di halaman kendali. Bila tanpa ponsel, ganti
“ponsel” dengan “kertas”.
"""


def spoken_words(pack: Pack) -> str:
    """Return the annex as Markdown, in Indonesian: what to say at each step and if nobody speaks, closing texts, keys.

    A closing text stands at the last step that has its activity, since it opens with the results; keys come at the
    end, to be read after the last quiz.
    """
    return "\n".join([_HEAD, *_steps(pack), *_keys(pack)]).rstrip() + "\n"


def _steps(pack: Pack) -> Iterator[str]:
    last = {step.activity: step.id for step in pack.runsheet if step.activity}
    begin = 0
    for step in pack.runsheet:
        end = begin + step.minutes
        yield f"**{begin}–{end} · {step.title.get('id')}**\n"
        begin = end
        if step.say:
            yield _quoted(step.say)
        if step.if_silent:
            yield f"*Kalau diam:* {step.if_silent.strip()}\n"
        if step.activity and last[step.activity] == step.id:
            closing: Any = getattr(pack.activity(step.activity), "reveal", None)
            if closing:
                yield f"*Teks penutup, sesudah hasil dibuka:*\n\n{_quoted(closing.get('id'))}"


def _keys(pack: Pack) -> Iterator[str]:
    lines = []
    for activity in pack.activities:
        items: Any = getattr(activity, "items", ()) if activity.type == "quiz" else ()
        for number, item in enumerate(items, start=1):
            key = next(option for option in item.options if option.id == item.key)
            why = key.rationale.get("id") if key.rationale else key.text.get("id")
            lines.append(f"- {activity.title.get('id')} {number} ({item.key}): {why}")
    if lines:
        yield "**Mengapa kuncinya demikian** (bacakan sesudah kuis terakhir ditutup)\n\n" + "\n".join(lines)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines()) + "\n"
