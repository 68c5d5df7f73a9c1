"""The activity type: what it takes, what it shows, and when."""

from etika_widgets.testing import check_activity_type, memory_class, play, submit_from_browser, texts_without_english

from etika_tebak_ruangan import TebakRuangan

DEFINITION = {
    "id": "coba",
    "type": "tebak_ruangan",
    "title": "Coba",
    "question": "Apa langkah Anda?",
    "options": ["Dengar dulu", "Tolak"],
}
ANSWER = {"choice": "tolak", "guess": 7}


def test_the_type_keeps_the_contract():
    check_activity_type(TebakRuangan, DEFINITION, {"answer": ANSWER})


def test_an_answer_is_counted_and_shown_only_when_revealed():
    with memory_class([DEFINITION], types=[TebakRuangan]) as klass:
        klass.move("coba", "reading", "open")
        one = klass.join("Rusa Tenang")
        assert submit_from_browser(klass, one, "coba", "answer", ANSWER)["ok"]
        assert klass.state("coba", one)["results"] is None
        klass.move("coba", "closed", "revealed")
        assert klass.state("coba", one)["results"] == {
            "n": 1,
            "options": [
                {"id": "dengar_dulu", "n": 0, "real": 0.0, "guess": None},
                {"id": "tolak", "n": 1, "real": 10.0, "guess": None},
            ],
        }


def test_made_up_people_can_play_it():
    with memory_class([DEFINITION], types=[TebakRuangan]) as klass:
        play(klass, "coba", people=8)
        assert klass.state("coba")["results"]["n"] == 8


def test_a_guess_is_shown_once_five_people_stand_behind_it():
    with memory_class([DEFINITION], types=[TebakRuangan]) as klass:
        klass.move("coba", "reading", "open")
        for number, guess in enumerate((1, 2, 3, 4, 4)):
            person = klass.join(f"Rusa {number}")
            assert submit_from_browser(klass, person, "coba", "answer", {"choice": "tolak", "guess": guess})["ok"]
        klass.move("coba", "closed", "revealed")
        assert klass.state("coba")["results"]["options"][1] == {"id": "tolak", "n": 5, "real": 10.0, "guess": 2.8}


def test_every_text_has_english():
    assert texts_without_english(TebakRuangan) == []
