"""Brainstorm: stages, duplicates, votes, shortlist. What it shares with others stands in ``test_moderated_texts``."""

import pytest

from etika_widgets.activities.brainstorm import Brainstorm
from etika_widgets.activities.brainstorm.spec import BrainstormSpec
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import memory_class, submit_from_browser

LEADER = Viewer(Role.FACILITATOR)
DEFINITION = {"id": "gagasan", "type": "brainstorm", "prompt": "Apa yang bisa dicoba?", "votes": 2, "shortlist": 1}
KIND = Brainstorm()
SPEC = BrainstormSpec.model_validate(DEFINITION)
TEXTS = ["Nomor antrean", "Antrean bernomor", "Papan syarat", "Loket lansia"]


class Session:
    """A class with four ideas of two people, all let up."""

    def __init__(self):
        self.klass = memory_class([DEFINITION])
        self.klass.move("gagasan", "reading", "open")
        self.people = [self.klass.join(f"Orang {n} Baik") for n in range(3)]
        for place, text in enumerate(TEXTS):
            assert self.send(place % 2, "add", {"text": text})["ok"]
        cards = self.results()["review"]["cards"][::-1]
        self.ids = [card["id"] for card in cards]
        assert self.lead("moderate", ids=self.ids, to="shown")["ok"]

    def send(self, person, kind, payload):
        return submit_from_browser(self.klass, self.people[person], "gagasan", kind, payload)

    def vote(self, person, *places):
        return self.send(person, "vote", {"ids": [self.ids[place] for place in places]})

    def lead(self, kind, **payload):
        return self.klass.submit(LEADER, "gagasan", kind, payload)

    def results(self):
        return self.klass.state("gagasan", role=Role.FACILITATOR)["results"]

    def board(self):
        return self.klass.state("gagasan", self.people[0])["board"]


@pytest.fixture
def session():
    made = Session()
    with made.klass:
        yield made


def test_while_people_write_nobody_sees_anothers_idea(session):
    assert session.board() == {"stage": "ideas", "n": 4, "voters": 0, "ideas": [], "more": 0}
    assert session.lead("stage", to="merge")["ok"]
    assert [idea["text"] for idea in session.board()["ideas"]] == TEXTS


def test_each_stage_takes_only_what_belongs_to_it(session):
    assert session.vote(0, 0)["code"] == "no_vote_now"
    for stage in ("merge", "vote", "shortlist"):
        session.lead("stage", to=stage)
        assert session.send(0, "add", {"text": "Terlambat"})["code"] == "stage_over"
    assert session.send(0, "withdraw", {"id": session.ids[0]})["code"] == "stage_over"
    assert session.lead("merge", ids=session.ids[:2])["code"] == "stage_over"
    assert session.vote(0, 0)["code"] == "no_vote_now"
    assert session.lead("stage", to="ideas")["ok"]  # a facilitator may go back
    assert session.send(0, "add", {"text": "Masih sempat"})["ok"]


def test_duplicates_are_put_to_the_oldest_counted_once_and_taken_apart_again(session):
    session.lead("stage", to="merge")
    assert session.lead("merge", ids=[session.ids[1], session.ids[0]])["ok"]
    first = session.board()["ideas"][0]
    assert first == {"id": session.ids[0], "text": "Nomor antrean", "also": ["Antrean bernomor"]}
    assert session.lead("merge", ids=[session.ids[2], session.ids[1]])["ok"]  # the whole group goes along
    assert session.board()["ideas"][0]["also"] == ["Antrean bernomor", "Papan syarat"]
    assert session.lead("merge", ids=[session.ids[0], session.ids[1]])["code"] == "too_few"
    marks = {card["text"]: card["with"] for card in session.results()["review"]["cards"]}
    assert marks == {**dict.fromkeys(TEXTS[:3], session.ids[0]), "Loket lansia": None}
    assert session.lead("separate", id=session.ids[0])["ok"]
    assert [idea["also"] for idea in session.board()["ideas"]] == [[], [], [], []]
    assert session.lead("separate", id=session.ids[0])["code"] == "unknown_idea"


def test_where_the_oldest_is_hidden_the_next_speaks_for_the_group_and_keeps_its_votes(session):
    session.lead("merge", ids=session.ids[:2])
    session.lead("stage", to="vote")
    session.vote(2, 0)
    session.lead("moderate", ids=[session.ids[0]], to="hidden")
    assert session.board()["ideas"][0] == {"id": session.ids[0], "text": "Antrean bernomor", "also": []}
    assert session.vote(1, 0)["ok"]
    assert session.results()["ideas"][0]["votes"] == 2


def test_votes_are_limited_changed_and_seen_by_nobody_before_the_shortlist(session):
    session.lead("stage", to="vote")
    assert session.vote(0, 0, 1, 2)["code"] == "too_many"
    assert session.vote(0, 0, 0)["ok"]  # named twice, counted once
    assert session.vote(0, 2, 3)["ok"]
    assert session.vote(1, 2)["ok"]
    board = session.board()
    assert board["voters"] == 2
    assert all(set(idea) == {"id", "text", "also"} for idea in board["ideas"])
    session.lead("stage", to="shortlist")
    assert session.board()["ideas"] == [
        {"id": session.ids[2], "text": "Papan syarat", "also": [], "votes": 2, "short": True}
    ]


def test_a_vote_for_what_is_not_there_is_refused(session):
    session.lead("merge", ids=session.ids[:2])
    session.lead("stage", to="vote")
    assert session.vote(0, 1)["code"] == "unknown_idea"  # it was put to another
    session.lead("moderate", ids=[session.ids[3]], to="hidden")
    assert session.vote(0, 3)["code"] == "unknown_idea"
    assert session.send(0, "vote", {"ids": []})["code"] == "too_many"
    assert session.send(0, "vote", {"ids": [True]})["code"] == "malformed"


def test_ideas_with_as_many_votes_come_along_and_those_without_never_do(session):
    session.lead("stage", to="vote")
    session.vote(0, 0, 3)
    session.klass.move("gagasan", "closed", "revealed")
    ideas = session.klass.state("gagasan")["results"]["ideas"]
    assert [(idea["text"], idea["votes"], idea["short"]) for idea in ideas] == [
        ("Nomor antrean", 1, True),
        ("Loket lansia", 1, True),
        ("Antrean bernomor", 0, False),
        ("Papan syarat", 0, False),
    ]


def test_an_unknown_stage_is_refused(session):
    assert session.lead("stage", to="akhir")["code"] == "unknown_option"
    assert session.lead("stage")["code"] == "malformed"


@pytest.fixture
def answers(response):
    texts = [response(n, {"id": f"g{n}", "text": f"Gagasan {n}"}, slot="card:1") for n in range(1, 4)]
    stored = {"moderation": {"states": {"g1": "shown", "g2": "shown"}}, "merged": {"heads": {"g2": "g1"}}}
    led = [response(9, payload, participant="facilitator", slot=slot) for slot, payload in stored.items()]
    return [*texts, *led, *[response(n, {"ids": ["g1"]}, slot="votes") for n in (1, 2)]]


def test_small_numbers_are_hidden_where_ideas_are_anonymous(answers):
    results = KIND.results(SPEC.model_copy(update={"identity": "anonymous"}), answers, "id")
    assert (results["voters"], results["people"], results["ideas"][0]["votes"]) == (None, None, None)


def test_the_frame_holds_every_idea_where_it_went_and_its_votes(answers, records):
    rows = records(KIND.frame(SPEC, answers))
    assert [(row["teks"], row["digabung"], row["suara"], row["keadaan"]) for row in rows] == [
        ("Gagasan 1", None, 2, "tampil"),
        ("Gagasan 2", "Gagasan 1", None, "tampil"),
        ("Gagasan 3", None, None, "menunggu"),
    ]


def test_the_plot_draws_the_most_voted_ideas(answers):
    from matplotlib.figure import Figure

    ax = KIND.plot(SPEC, answers, Figure().subplots())
    assert [bar.get_width() for bar in ax.containers[0]] == [2]
