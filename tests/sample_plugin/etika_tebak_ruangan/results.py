"""What the room answered. Pure; names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean
from typing import Any

from etika_widgets.activities.latest import latest
from etika_widgets.activity import Response
from etika_widgets.measures.suppression import THRESHOLD

from etika_tebak_ruangan.spec import TebakRuanganSpec


def room_results(spec: TebakRuanganSpec, responses: Sequence[Response]) -> dict[str, Any]:
    """Return ``{n, options: [{id, n, real, guess}]}``.

    ``real`` is how many out of ten chose the option; ``guess`` what those who chose it expected, on average. With
    fewer than five people behind it, a guess could be read as somebody's: it is ``None``.
    """
    answers = [response.payload for response in latest(responses, "answer")]
    options = []
    for option in spec.options:
        guesses = [answer["guess"] for answer in answers if answer["choice"] == option.id]
        real = round(10 * len(guesses) / len(answers), 1) if answers else None
        guess = round(mean(guesses), 1) if len(guesses) >= THRESHOLD else None
        options.append({"id": option.id, "n": len(guesses), "real": real, "guess": guess})
    return {"n": len(answers), "options": options}
