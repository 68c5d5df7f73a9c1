"""The pulse: one choice, counted as it stands now."""

import random

import pytest

from etika_widgets.activities.pulse import Pulse
from etika_widgets.activities.pulse.spec import PulseSpec
from etika_widgets.activity import TALLY
from etika_widgets.testing import check_activity_type

PULSE = Pulse()


def pulse(**changes):
    return PulseSpec.model_validate({"id": "denyut_1", "kind": "tempo", **changes})


def taps(response, *choices, **changes):
    return [response(n, {"choice": choice}, **changes) for n, choice in enumerate(choices)]


@pytest.mark.parametrize(
    ("kind", "title", "options"),
    [
        ("mood", "Denyut: suasana", ["Baik", "Biasa-biasa saja", "Berat"]),
        ("tempo", "Denyut: tempo", ["Terlalu lambat", "Pas", "Terlalu cepat"]),
        ("yes_no", "Denyut: ya/tidak", ["Ya", "Tidak"]),
    ],
)
def test_every_kind_is_ready_as_it_is(kind, title, options):
    spec = pulse(kind=kind)
    assert (spec.title.id, [one["text"] for one in PULSE.content(spec, "id")["options"]]) == (title, options)
    assert PULSE.content(spec, "en")["question"] != PULSE.content(spec, "id")["question"]
    check_activity_type(Pulse, {"id": "denyut_1", "kind": kind})


@pytest.mark.parametrize("kind", ["suasana", None, 1, ["mood"], {}])
def test_an_unknown_kind_is_refused(kind):
    with pytest.raises(ValueError, match="kind"):
        pulse(kind=kind)


@pytest.mark.parametrize("payload", [{}, {"choice": "yes"}, {"choice": True}, {"choice": ["slow"]}, {"choice": None}])
def test_only_a_choice_of_its_kind_is_taken(refusal, payload):
    refusal(PULSE, pulse(), "answer", payload)


def test_the_latest_round_counts_and_hands_stand_apart(response, records):
    hands = response(9, {"slow": 0, "right": 2, "fast": 1}, participant="facilitator", name="", slot=TALLY, round=2)
    rows = [*taps(response, "slow", "slow"), *taps(response, "right", round=2), hands]
    assert PULSE.results(pulse(), rows, "id") == {
        "n": 4,
        "counts": {"slow": 0, "right": 3, "fast": 1},
        "suppressed": False,
        "hands": {"n": 3, "counts": {"slow": 0, "right": 2, "fast": 1}},
    }
    assert [(row["putaran"], row["pilihan"], row["sumber"]) for row in records(PULSE.frame(pulse(), rows))] == [
        (1, "slow", "peserta"),
        (1, "slow", "peserta"),
        (2, "right", "peserta"),
        (2, "right", "dicatat fasilitator"),
        (2, "right", "dicatat fasilitator"),
        (2, "fast", "dicatat fasilitator"),
    ]


def test_an_anonymous_pulse_hides_small_counts_and_takes_no_hands(response):
    spec = pulse(identity="anonymous")
    assert PULSE.tally_options(spec, "id") is None
    assert PULSE.results(spec, taps(response, *["slow"] * 4), "id") == {
        "n": None,
        "counts": {"slow": None, "right": None, "fast": None},
        "suppressed": True,
    }
    rows = taps(response, *["slow"] * 6, *["right"] * 5, "fast", "fast")
    assert PULSE.results(spec, rows, "id")["counts"] == {"slow": 6, "right": None, "fast": None}
    assert list(PULSE.frame(spec, rows)["pilihan"]) == ["slow"] * 6


def test_a_bot_taps_once_a_round():
    state = {"round": 2, "mine": {"1": {"answer": {"choice": "slow"}}}}
    [(kind, payload)] = PULSE.bot(pulse(), state, random.Random(1))
    assert (kind, payload["choice"] in pulse().option_ids) == ("answer", True)
    assert PULSE.bot(pulse(), {"round": 1, **state, "mine": {"2": {}}}, random.Random(1)) == ()
