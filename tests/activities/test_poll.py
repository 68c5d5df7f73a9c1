"""The poll: strict answers, counts by round, the shift, and what a sensitive poll never shows."""

import pytest
from pydantic import ValidationError

from etika_widgets.activities.poll import Poll
from etika_widgets.activities.poll.spec import PollSpec

POLL = Poll()
CHOICE = {
    "id": "langkah",
    "title": {"id": "Langkah", "en": "Step"},
    "case": "Pukul **14.35**.",
    "question": {"id": "Apa langkah pertama Anda?", "en": "Your first step?"},
    "options": [
        {"id": "urut", "text": {"id": "Tetap urut", "en": "Keep the order"}, "short": "Urut"},
        {"id": "dengar", "text": "Dengarkan dulu"},
    ],
    "reason": "optional",
    "rounds": [{"id": "Suara pertama", "en": "First vote"}, "Setelah diskusi"],
    "reveal": "Dua hal *baik* bertabrakan.",
}


def poll(**changes):
    return PollSpec.model_validate({**CHOICE, **changes})


def vote(response, number, *choices, round=1, reason="", **changes):
    return response(number, {"choices": list(choices), "reason": reason}, round=round, **changes)


def votes(response, *groups, round=1, first=0):
    """One voter after another: ``("urut", 16)`` makes sixteen of them."""
    made, number = [], first
    for choice, people in groups:
        for _ in range(people):
            number += 1
            made.append(vote(response, number, choice, round=round))
    return made


def test_strings_are_enough_inline_and_the_question_is_the_title():
    spec = PollSpec(id="p", question="Setuju?", options=["Ya, tentu", "Tidak"])
    assert [option.id for option in spec.options] == ["ya_tentu", "tidak"]
    assert (spec.title.id, spec.type, spec.reason, spec.rounds[0].get("en")) == ("Setuju?", "poll", "none", "Votes")


def test_a_stored_definition_reads_back_the_same():
    spec = poll()
    assert PollSpec.model_validate(spec.model_dump(mode="json")) == spec


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"options": ["Satu"]}, "'options' berisi 1 pilihan; harus 2 sampai 12"),
        ({"options": ["Ya", "ya!"]}, "id yang sama lebih dari sekali: ya"),
        ({"options": ["Ya", {"id": "unsure", "text": "Ragu"}]}, "sudah dipakai untuk “Belum yakin”"),
        ({"max_choices": 2}, "hanya berlaku bersama 'multiple: true'"),
        ({"multiple": True, "max_choices": 3}, "harus 2 sampai 2"),
        ({"sensitive": True}, "Tulis 'reason: none'"),
        ({"rounds": []}, "'rounds' kosong"),
    ],
)
def test_a_wrong_definition_is_explained_in_indonesian(changes, words):
    with pytest.raises(ValidationError, match="Value error") as caught:
        poll(**changes)
    assert words in str(caught.value)


def test_content_in_english_falls_back_to_indonesian():
    content = POLL.content(poll(), "en")
    assert content["options"][:2] == [
        {"id": "urut", "text": "Keep the order", "short": "Urut"},
        {"id": "dengar", "text": "Dengarkan dulu", "short": "Dengarkan dulu"},
    ]
    assert content["rounds"] == ["First vote", "Setelah diskusi"]


def test_content_and_reveal():
    assert POLL.content(poll(), "id") == {
        "case_html": "<p>Pukul <strong>14.35</strong>.</p>",
        "question": "Apa langkah pertama Anda?",
        "options": [
            {"id": "urut", "text": "Tetap urut", "short": "Urut"},
            {"id": "dengar", "text": "Dengarkan dulu", "short": "Dengarkan dulu"},
            {"id": "unsure", "text": "Belum yakin", "short": "Belum yakin"},
        ],
        "multiple": False,
        "max_choices": 1,
        "unsure": True,
        "reason": "optional",
        "sensitive": False,
        "rounds": ["Suara pertama", "Setelah diskusi"],
    }
    assert POLL.reveal(poll(), "id") == {"html": "<p>Dua hal <em>baik</em> bertabrakan.</p>"}


def test_an_answer_is_stored_clean(context):
    accepted = POLL.accept(
        poll(), context(), "answer", {"choices": ["urut"], "reason": " Adil\u202e\x00\ud800 bagi semua\n"}
    )
    assert (accepted.slot, accepted.payload) == ("answer", {"choices": ["urut"], "reason": "Adil bagi semua"})


def test_choices_are_stored_in_the_order_of_the_definition(context):
    spec = poll(multiple=True)
    accepted = POLL.accept(spec, context(), "answer", {"choices": ["dengar", "urut"]})
    assert accepted.payload == {"choices": ["urut", "dengar"], "reason": ""}


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ([], "malformed"),
        ({}, "malformed"),
        ({"choices": ["urut"], "reason": "", "rev": 1}, "malformed"),
        ({"choices": "urut"}, "malformed"),
        ({"choices": [True]}, "malformed"),
        ({"choices": [float("nan")]}, "malformed"),
        ({"choices": []}, "nothing_chosen"),
        ({"choices": ["lain"]}, "unknown_option"),
        ({"choices": ["urut", "urut"]}, "duplicate_option"),
        ({"choices": ["urut", "dengar"]}, "too_many"),
        ({"choices": ["urut", "unsure"]}, "unsure_alone"),
        ({"choices": ["urut"], "reason": 7}, "not_text"),
        ({"choices": ["urut"], "reason": "a" * 501}, "too_long"),
    ],
)
def test_a_malformed_answer_is_refused(refusal, payload, code):
    assert refusal(POLL, poll(), "answer", payload).code == code


def test_a_long_reason_is_refused_with_limit_and_length(refusal):
    refused = refusal(POLL, poll(), "answer", {"choices": ["urut"], "reason": "é" * 612})
    assert str(refused) == "Alasan terlalu panjang: 612 karakter, paling banyak 500. Persingkat dulu."


def test_decomposed_letters_count_once(context):
    accepted = POLL.accept(poll(), context(), "answer", {"choices": ["urut"], "reason": "e\u0301" * 500})
    assert accepted.payload["reason"] == "é" * 500


def test_a_tower_of_marks_is_cut(context):
    accepted = POLL.accept(poll(), context(), "answer", {"choices": ["urut"], "reason": "a" + "\u0316\u0301" * 5000})
    assert len(accepted.payload["reason"]) <= 9


def test_a_required_reason_may_be_missing_only_for_the_unsure(context, refusal):
    spec = poll(reason="required")
    assert refusal(POLL, spec, "answer", {"choices": ["urut"], "reason": "\u200b \u200d"}).code == "reason_missing"
    assert POLL.accept(spec, context(), "answer", {"choices": ["unsure"]}).payload == {
        "choices": ["unsure"],
        "reason": "",
    }


def test_a_reason_nobody_asked_for_is_refused(refusal):
    assert (
        refusal(POLL, poll(reason="none"), "answer", {"choices": ["urut"], "reason": "x"}).code == "reason_not_asked"
    )


def test_unsure_can_be_switched_off_and_other_intents_are_unknown(refusal):
    assert refusal(POLL, poll(unsure=False), "answer", {"choices": ["unsure"]}).code == "unknown_option"
    assert refusal(POLL, poll(), "share", {}).code == "unknown_kind"


def test_results_count_every_round_and_the_shift(response):
    stored = [
        vote(response, 1, "urut", reason="Adil", shown=True),
        vote(response, 2, "urut", reason="Aturan"),
        vote(response, 3, "unsure"),
        vote(response, 1, "dengar", round=2),
        vote(response, 3, "dengar", round=2),
        vote(response, 4, "urut", round=2),
    ]
    assert POLL.results(poll(), stored, "id") == {
        "rounds": [
            {"round": 1, "name": "Suara pertama", "n": 3, "counts": {"urut": 2, "dengar": 0, "unsure": 1}},
            {"round": 2, "name": "Setelah diskusi", "n": 3, "counts": {"urut": 1, "dengar": 2, "unsure": 0}},
        ],
        "shift": {"ids": ["urut", "dengar", "unsure"], "matrix": [[0, 1, 0], [0, 0, 0], [0, 1, 0]], "n": 2},
        "suppressed": False,
        "shown": [{"text": "Adil"}],
    }
    assert POLL.facilitator_results(poll(), stored, "id")["reasons"] == [
        {"participant": "p1", "name": "Nama 1", "round": 1, "choices": ["urut"], "text": "Adil", "shown": True},
        {"participant": "p2", "name": "Nama 2", "round": 1, "choices": ["urut"], "text": "Aturan", "shown": False},
    ]


def test_results_without_answers():
    counts = {"urut": 0, "dengar": 0, "unsure": 0}
    assert POLL.results(poll(), [], "en") == {
        "rounds": [{"round": 1, "name": "First vote", "n": 0, "counts": counts}],
        "shift": None,
        "suppressed": False,
        "shown": [],
    }


def test_a_multiple_choice_poll_has_no_shift_and_a_third_round_a_name(response):
    spec = poll(multiple=True)
    stored = [vote(response, 1, "urut", "dengar"), vote(response, 1, "urut", round=3)]
    results = POLL.results(spec, stored, "en")
    assert [(entry["name"], entry["n"]) for entry in results["rounds"]] == [
        ("First vote", 1),
        ("Setelah diskusi", 0),
        ("Round 3", 1),
    ]
    assert results["shift"] is None


def sensitive(**changes):
    return poll(sensitive=True, reason="none", options=["A", "B", "C"], **changes)


@pytest.mark.parametrize(
    ("counts", "visible"),
    [
        ((16, 9, 4, 2), (16, 9, None, None)),
        ((16, 9, 6, 5), (16, 9, 6, 5)),
        ((16, 9, 6, 4), (16, 9, None, None)),
        ((20, 6, 0, 0), (20, None, None, None)),
        ((30, 0, 0, 0), (None, None, None, None)),
        ((2, 1, 1, 0), (None, None, None, None)),
    ],
)
def test_a_sensitive_poll_hides_small_counts_and_what_betrays_them(response, counts, visible):
    stored = votes(response, *zip(("a", "b", "c", "unsure"), counts, strict=True))
    results = POLL.results(sensitive(), stored, "id")
    n = sum(counts) if sum(counts) >= 5 else None
    assert results["rounds"] == [
        {
            "round": 1,
            "name": "Suara pertama",
            "n": n,
            "counts": dict(zip(("a", "b", "c", "unsure"), visible, strict=True)),
        }
    ]
    assert results["suppressed"] is (None in visible)


def test_a_sensitive_multiple_choice_hides_what_nearly_everybody_chose(response):
    spec = sensitive(multiple=True)
    stored = [vote(response, number, "a", *(["b"] if number <= 6 else [])) for number in range(1, 13)]
    counts = POLL.results(spec, stored, "id")["rounds"][0]["counts"]
    assert counts == {"a": None, "b": 6, "c": None, "unsure": None}


def test_a_sensitive_shift_is_shown_only_if_no_cell_is_small_and_nobody_is_missing(response):
    spec = poll(sensitive=True, reason="none", unsure=False)
    first = votes(response, ("urut", 12), ("dengar", 12))
    second = [vote(response, number, "urut" if number % 2 else "dengar", round=2) for number in range(1, 25)]
    assert POLL.results(spec, first + second, "id")["shift"] == {
        "ids": ["urut", "dengar"],
        "matrix": [[6, 6], [6, 6]],
        "n": 24,
    }
    one_missing = POLL.results(spec, first + second[1:], "id")
    assert (one_missing["shift"], one_missing["suppressed"]) == (None, True)
    everybody_stays = [
        vote(response, number, "urut" if number <= 12 else "dengar", round=2) for number in range(1, 25)
    ]
    assert POLL.results(spec, first + everybody_stays, "id")["shift"] is None


def test_a_sensitive_poll_shows_no_reason_and_no_name(response, records):
    stored = [vote(response, number, "a", reason="Rahasia", shown=True, group=number) for number in range(1, 8)]
    stored += votes(response, ("b", 6), ("c", 1), first=7)
    results = POLL.facilitator_results(sensitive(), stored, "id")
    assert (results["reasons"], results["shown"]) == ([], [])
    rows = records(POLL.frame(sensitive(), stored))
    hidden = {"peserta": None, "kelompok": None, "putaran": 1, "alasan": None, "sumber": "peserta"}
    assert rows == [{**hidden, "kode": "a", "pilihan": "A"}] * 7
    assert "Nama" not in str(results) + str(rows)


def test_frame_has_one_row_per_answer_and_choice(response, records):
    stored = [vote(response, 1, "urut", "dengar", reason="Adil", group=2), vote(response, 2, "unsure")]
    frame = POLL.frame(poll(multiple=True), stored)
    first = {"peserta": "Nama 1", "kelompok": 2, "putaran": 1, "alasan": "Adil", "sumber": "peserta"}
    assert records(frame) == [
        {**first, "kode": "urut", "pilihan": "Tetap urut"},
        {**first, "kode": "dengar", "pilihan": "Dengarkan dulu"},
        {
            "peserta": "Nama 2",
            "kelompok": None,
            "putaran": 1,
            "kode": "unsure",
            "pilihan": "Belum yakin",
            "alasan": None,
            "sumber": "peserta",
        },
    ]
    assert list(frame.dtypes) == list(POLL.frame(poll(), []).dtypes)


def test_plot_hatches_the_earlier_round_and_writes_no_hidden_number(response):
    from matplotlib.figure import Figure

    stored = votes(response, ("a", 12), ("b", 9), ("c", 2)) + votes(response, ("a", 9), ("b", 14), round=2)
    ax = POLL.plot(sensitive(), stored, Figure().subplots())
    assert [bool(bars.patches[0].get_hatch()) for bars in ax.containers] == [True, False]
    hidden = "disembunyikan"
    assert [text.get_text().strip() for text in ax.texts] == ["12", *[hidden] * 4, "14", *[hidden] * 2]
    assert ax.get_xlabel() == "Jumlah peserta"


def hands(response, round=1, **counts):
    return response(0, counts, round=round, slot="tally", participant="facilitator", name="")


def test_raised_hands_are_added_up_set_apart_and_left_out_of_the_shift(response):
    stored = [
        vote(response, 1, "urut"),
        vote(response, 2, "urut", reason="Adil"),
        hands(response, urut=3, dengar=1, unsure=0),
        vote(response, 1, "dengar", round=2),
        hands(response, round=3, urut=0, dengar=0, unsure=2),
    ]
    results = POLL.facilitator_results(poll(), stored, "id")
    assert results["rounds"] == [
        {
            "round": 1,
            "name": "Suara pertama",
            "n": 6,
            "counts": {"urut": 5, "dengar": 1, "unsure": 0},
            "hands": {"n": 4, "counts": {"urut": 3, "dengar": 1, "unsure": 0}},
        },
        {"round": 2, "name": "Setelah diskusi", "n": 1, "counts": {"urut": 0, "dengar": 1, "unsure": 0}},
        {
            "round": 3,
            "name": "Putaran 3",
            "n": 2,
            "counts": {"urut": 0, "dengar": 0, "unsure": 2},
            "hands": {"n": 2, "counts": {"urut": 0, "dengar": 0, "unsure": 2}},
        },
    ]
    assert results["shift"] is None, "nobody answered in rounds 2 and 3 on a phone"
    assert [reason["text"] for reason in results["reasons"]] == ["Adil"]
    assert POLL.results(poll(), stored[:4], "id")["shift"]["n"] == 1


def test_every_raised_hand_is_a_marked_row_without_a_name(response, records):
    stored = [vote(response, 1, "urut"), hands(response, urut=0, dengar=2, unsure=0)]
    row = {"peserta": None, "kelompok": None, "putaran": 1, "kode": "dengar", "pilihan": "Dengarkan dulu"}
    own, *counted = records(POLL.frame(poll(), stored))
    assert own["sumber"] == "peserta"
    assert counted == [{**row, "alasan": None, "sumber": "dicatat fasilitator"}] * 2


def test_hands_are_dotted_at_the_end_of_the_bar_and_named_in_the_legend(response):
    from matplotlib.figure import Figure

    stored = [*votes(response, ("urut", 3)), hands(response, urut=2, dengar=1, unsure=0)]
    ax = POLL.plot(poll(), stored, Figure().subplots())
    votes_drawn, dotted = ax.containers
    assert [bar.get_width() for bar in votes_drawn] == [5, 1, 0]
    assert [(bar.get_x(), bar.get_width(), bar.get_hatch()) for bar in dotted] == [
        (3, 2, ".."),
        (0, 1, ".."),
        (0, 0, ".."),
    ]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "Suara pertama",
        "Suara pertama: dicatat fasilitator",
    ]


def test_hands_can_be_counted_for_every_choice_unless_that_tells_too_much_or_too_little():
    assert POLL.tally_options(poll(), "en") == [
        {"id": "urut", "text": "Urut"},
        {"id": "dengar", "text": "Dengarkan dulu"},
        {"id": "unsure", "text": "Not sure yet"},
    ]
    for spec in (poll(multiple=True), sensitive(), poll(identity="anonymous", reason="none")):
        assert POLL.tally_options(spec, "id") is None


def test_mine_is_by_round_and_slot(response):
    own = [vote(response, 1, "urut"), vote(response, 1, "dengar", round=2)]
    assert POLL.mine(poll(), own, "id", revealed=False) == {
        "1": {"answer": {"choices": ["urut"], "reason": ""}},
        "2": {"answer": {"choices": ["dengar"], "reason": ""}},
    }


def test_the_notice_says_what_is_true_for_this_poll():
    assert "alasan" in POLL.notice(poll())
    assert "alasan" not in POLL.notice(poll(reason="none"))
    assert "Jumlah di bawah 5 disembunyikan." in POLL.notice(sensitive())
