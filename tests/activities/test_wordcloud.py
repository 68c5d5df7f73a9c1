"""The word cloud: what is counted, what is hidden, what the facilitator changes."""

import random

import pytest
from pydantic import ValidationError

from etika_widgets.activities.wordcloud import Wordcloud
from etika_widgets.activities.wordcloud.drawing import draw_cloud
from etika_widgets.activities.wordcloud.spec import WordcloudSpec
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

LEADER = Viewer(Role.FACILITATOR)
DEFINITION = {"id": "awan", "type": "wordcloud", "question": "Apa arti melayani?", "reveal": "Penutup"}
KIND = Wordcloud()


def spec(**more):
    return WordcloudSpec.model_validate({**DEFINITION, **more})


@pytest.fixture
def said(response):
    """Stored answers, one list of words per person."""
    return lambda *words: [response(number, {"words": list(entry)}) for number, entry in enumerate(words, 1)]


@pytest.fixture
def klass():
    with memory_class([DEFINITION]) as made:
        made.move("awan", "reading", "open")
        yield made


def write(klass, *entries):
    people = [klass.join(f"Orang {number} Baik") for number in range(len(klass.room().people.all), 99)[: len(entries)]]
    for who, words in zip(people, entries, strict=True):
        ack = submit_from_browser(klass, who, "awan", "answer", {"words": words})
        assert ack["ok"], ack
    return people


def test_it_keeps_the_contract():
    check_activity_type(Wordcloud, {**DEFINITION, "phrases": ["pelayanan publik"], "ban": ["bodoh"]})


def test_forms_count_together_under_the_form_most_people_wrote(said):
    answers = said(["melayani"], ["pelayanan", "melayani"], ["pelayanan"], ["pelayanan"], ["sabar"])
    assert KIND.results(spec(), answers, "id") == {
        "n": 5,
        "least": 3,
        "words": [{"text": "pelayanan", "n": 4}],
        "more": 0,
    }


def test_a_word_of_fewer_than_three_people_is_hidden_and_of_five_where_answers_are_anonymous(said):
    answers = said(*[["jujur", "adil"]] * 3, ["jujur"], ["jujur", "sabar"], ["sabar"])
    assert KIND.results(spec(), answers, "id")["words"] == [{"text": "jujur", "n": 5}, {"text": "adil", "n": 3}]
    hidden = spec(identity="anonymous")
    assert KIND.results(hidden, answers, "id")["words"] == [{"text": "jujur", "n": 5}]
    listed = KIND.facilitator_results(hidden, answers, "id")["all"]
    assert [(row["text"], row["n"], row["state"]) for row in listed] == [
        ("jujur", 5, "shown"),
        ("adil", None, "few"),
        ("sabar", None, "few"),
    ]


def test_the_facilitator_reads_all_words_with_counts_and_nobodys_name(said):
    results = KIND.facilitator_results(spec(), said(["pelayanan publik"], ["pelayanan"], ["publik"]), "id")
    assert results["all"] == [
        {"text": "pelayanan", "forms": ["pelayanan"], "n": 2, "state": "few"},
        {"text": "publik", "forms": ["publik"], "n": 2, "state": "few"},
    ]
    assert "Nama" not in str(results)


def test_at_most_sixty_words_are_drawn(said):
    words = [f"kata{chr(97 + n // 26)}{chr(97 + n % 26)}x" for n in range(70)]
    results = KIND.results(spec(), said(words, words, words), "id")
    assert (len(results["words"]), results["more"]) == (60, 10)


def test_phrases_of_the_definition_are_one_word(said):
    answers = said(*[["pelayanan publik"]] * 3)
    made = spec(phrases=["Pelayanan  publik"])
    assert KIND.results(made, answers, "id")["words"] == [{"text": "pelayanan publik", "n": 3}]


def test_words_banned_in_the_definition_never_appear_in_any_form(said):
    answers = said(*[["bodoh", "kebodohan"]] * 4)
    assert KIND.results(spec(ban=["Bodoh"]), answers, "id")["words"] == []


def test_a_banned_word_goes_with_its_forms_and_those_written_later(klass):
    write(klass, *[["melayani", "jujur"]] * 3)
    assert klass.submit(LEADER, "awan", "ban", {"text": "melayani", "on": True})["ok"]
    write(klass, *[["pelayanan"]] * 3)
    board = klass.state("awan")["board"]
    assert board["words"] == [{"text": "jujur", "n": 3}]
    assert klass.submit(LEADER, "awan", "ban", {"text": "pelayanan", "on": False})["ok"]
    words = klass.state("awan")["board"]["words"]
    assert words == [{"text": "melayani", "n": 6}, {"text": "jujur", "n": 3}]


def test_neighbours_are_proposed_made_one_and_taken_apart_again(klass):
    write(klass, *[["pelayanan publik"]] * 3)
    results = klass.state("awan", role=Role.FACILITATOR)["results"]
    assert results["pairs"] == [{"text": "pelayanan publik", "n": 3}]
    assert klass.submit(LEADER, "awan", "phrase", {"text": "Pelayanan publik", "on": True})["ok"]
    assert klass.state("awan")["board"]["words"] == [{"text": "pelayanan publik", "n": 3}]
    results = klass.state("awan", role=Role.FACILITATOR)["results"]
    assert (results["pairs"], results["edits"]["phrases"]) == ([], ["pelayanan publik"])
    klass.submit(LEADER, "awan", "phrase", {"text": "pelayanan publik", "on": False})
    assert [word["text"] for word in klass.state("awan")["board"]["words"]] == ["pelayanan", "publik"]


def test_forms_put_together_wrongly_can_be_kept_apart_and_joined_again(klass):
    write(klass, *[["harapan"]] * 3, *[["mengharap"]] * 3)
    assert [word["n"] for word in klass.state("awan")["board"]["words"]] == [6]
    assert klass.submit(LEADER, "awan", "split", {"text": "harapan", "on": True})["ok"]
    assert klass.state("awan")["board"]["words"] == [{"text": "harapan", "n": 3}, {"text": "mengharap", "n": 3}]
    klass.submit(LEADER, "awan", "split", {"text": "harapan", "on": False})
    klass.submit(LEADER, "awan", "split", {"text": "mengharap", "on": False})
    assert [word["n"] for word in klass.state("awan")["board"]["words"]] == [6]


def test_a_frozen_cloud_takes_no_more_words(klass):
    [rusa] = write(klass, ["jujur"])
    assert klass.submit(LEADER, "awan", "freeze", {"on": True})["ok"]
    assert klass.state("awan", rusa)["board"]["frozen"] is True
    ack = submit_from_browser(klass, rusa, "awan", "answer", {"words": ["adil"]})
    assert (ack["ok"], ack["code"]) == (False, "frozen")
    assert klass.submit(LEADER, "awan", "freeze", {"on": False})["ok"]
    assert submit_from_browser(klass, rusa, "awan", "answer", {"words": ["adil"]})["ok"]


def test_a_cloud_that_is_not_live_shows_nothing_before_the_reveal():
    with memory_class([{**DEFINITION, "live": False}]) as klass:
        klass.move("awan", "reading", "open")
        people = write(klass, *[["jujur"]] * 3)
        klass.move("awan", "closed", "discussing")
        for viewer in (people[0], None):
            state = klass.state("awan", viewer)
            assert (state["board"], state["results"], state["reveal"]) == ({"frozen": False}, None, None)
        klass.move("awan", "revealed")
        assert klass.state("awan", people[0])["results"]["words"] == [{"text": "jujur", "n": 3}]
        assert klass.state("awan")["reveal"] == {"html": "<p>Penutup</p>"}


def test_a_repeated_word_and_empty_fields_are_dropped(context):
    accepted = KIND.accept(spec(), context(), "answer", {"words": [" Jujur ", "", "jujur"]})
    assert (accepted.slot, accepted.payload) == ("answer", {"words": ["Jujur"]})


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"words": []}, "empty"),
        ({"words": ["", " \u200b"]}, "empty"),
        ({"words": ["satu", "dua", "tiga", "empat"]}, "too_many"),
        ({"words": "jujur"}, "too_many"),
        ({"words": [1]}, "not_text"),
        ({"words": [True]}, "not_text"),
        ({"words": ["x" * 41]}, "too_long"),
        ({"words": ["x" * 100_000]}, "too_long"),
        ({"words": ["yang"]}, "no_word"),
        ({"words": ["😀😀"]}, "no_word"),
        ({}, "malformed"),
        ({"words": ["jujur"], "lain": 1}, "malformed"),
    ],
)
def test_what_cannot_be_counted_is_refused(refusal, payload, code):
    assert refusal(KIND, spec(), "answer", payload).code == code


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("freeze", {"on": 1}, "malformed"),
        ("ban", {"text": "", "on": True}, "no_phrase"),
        ("ban", {"text": "jujur"}, "malformed"),
        ("phrase", {"text": "jujur", "on": True}, "no_phrase"),
        ("phrase", {"text": "a b c d e", "on": True}, "no_phrase"),
        ("split", {"text": ["jujur"], "on": True}, "not_text"),
    ],
)
def test_what_the_facilitator_cannot_mean_is_refused(klass, kind, payload, code):
    assert klass.submit(LEADER, "awan", kind, payload)["code"] == code


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"phrases": ["publik"]}, "Frasa 'publik' dalam 'phrases' berisi 1 kata; harus 2 sampai 4."),
        ({"ban": ["123"]}, "'123' dalam 'ban' bukan kata. Tulis kata dengan huruf."),
        ({"max_words": True}, "int"),
        ({"max_words": 6}, "5"),
        ({"kolom": 1}, "kolom"),
    ],
)
def test_a_wrong_definition_says_what_is_wrong(change, said):
    with pytest.raises(ValidationError) as caught:
        spec(**change)
    assert said in str(caught.value)


def test_the_frame_holds_each_word_as_written_and_as_counted(said, records):
    frame = KIND.frame(spec(), said(["Pelayanan ramah"], ["keramahan"]))
    first = {"peserta": "Nama 1", "kelompok": None, "putaran": 1, "dilarang": False}
    assert records(frame) == [
        {**first, "tulisan": "Pelayanan ramah", "kata": "pelayanan"},
        {**first, "tulisan": "Pelayanan ramah", "kata": "ramah"},
        {**first, "peserta": "Nama 2", "tulisan": "keramahan", "kata": "ramah"},
    ]


def test_the_frame_of_an_anonymous_cloud_holds_only_what_five_people_wrote(said, records):
    answers = said(*[["jujur"]] * 5, ["sabar"])
    frame = KIND.frame(spec(identity="anonymous"), answers)
    assert [(row["tulisan"], row["kata"]) for row in records(frame)] == [(None, "jujur")] * 5


@pytest.mark.parametrize("amount", [1, 12, 60])
def test_the_plot_keeps_every_word_inside_and_the_largest_first(amount):
    from matplotlib.figure import Figure

    words = [{"text": f"kata ${n}", "n": 80 - n} for n in range(amount)]
    figure = Figure(figsize=(8, 4.5))
    ax = draw_cloud(figure.subplots(), title="Apa?", words=words, empty="")
    figure.canvas.draw()
    frame = ax.get_window_extent()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert [text.get_text() for text in ax.texts] == [f"kata \\${n}" for n in range(amount)]
    assert all(box.x1 <= frame.x1 + 2 and box.y0 >= frame.y0 - 2 for box in boxes)
    sizes = [text.get_fontsize() for text in ax.texts]
    assert sizes == sorted(sizes, reverse=True)


def test_bots_play_a_whole_cloud(klass):
    dice = random.Random(7)
    people = [klass.join(f"Bot {number} Rajin") for number in range(8)]
    for who in people:
        for kind, payload in KIND.bot(spec(), klass.state("awan", who), dice):
            assert submit_from_browser(klass, who, "awan", kind, payload)["ok"]
        assert KIND.bot(spec(), klass.state("awan", who), dice) == ()
    assert klass.state("awan", role=Role.FACILITATOR)["answered"] == 8
    assert klass.state("awan")["board"]["words"]
