"""Questions: votes, order, states. What they share with others stands in ``test_moderated_texts``."""

import pytest

from etika_widgets.activities.qna import Qna
from etika_widgets.activities.qna.spec import QnaSpec
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import memory_class, submit_from_browser

LEADER = Viewer(Role.FACILITATOR)
DEFINITION = {"id": "tanya", "type": "qna", "prompt": "Apa yang masih mengganjal?"}
KIND = Qna()
SPEC = QnaSpec.model_validate(DEFINITION)


@pytest.fixture
def answers(response):
    """Six questions in six states, two of them supported."""
    states = {"q2": "shown", "q3": "shown", "q4": "pinned", "q5": "answered", "q6": "hidden"}
    asked = [response(n, {"id": f"q{n}", "text": f"Tanya {n}?"}, slot="card:1") for n in range(1, 7)]
    votes = [response(n, {"ids": ["q3", "q5"] if n < 3 else ["q3"]}, slot="votes") for n in range(1, 6)]
    return [*asked, *votes, response(9, {"states": states}, participant="facilitator", slot="moderation")]


class Round:
    """A class with one question of Rusa that was let up."""

    def __init__(self):
        self.klass = memory_class([DEFINITION])
        self.klass.move("tanya", "reading", "open")
        self.rusa, self.kenari = self.klass.join("Rusa Tenang"), self.klass.join("Kenari Teduh")
        self.ask("Bolehkah?")
        self.id = self.own()[0]["id"]
        self.decide("shown")

    def ask(self, text):
        return submit_from_browser(self.klass, self.rusa, "tanya", "add", {"text": text})

    def own(self):
        return self.klass.state("tanya", self.rusa)["dealt"]["cards"]

    def decide(self, to):
        assert self.klass.submit(LEADER, "tanya", "moderate", {"ids": [self.id], "to": to})["ok"]

    def vote(self, on, who=None, name=None):
        payload = {"id": name or self.id, "on": on}
        return submit_from_browser(self.klass, who or self.kenari, "tanya", "vote", payload)

    def votes(self):
        return [one["votes"] for one in self.klass.state("tanya")["board"]["questions"]]


@pytest.fixture
def asked():
    made = Round()
    with made.klass:
        yield made


def test_pinned_come_first_then_open_ones_by_votes_then_answered_ones(answers):
    board = KIND.results(SPEC, answers, "id")
    assert [(one["id"], one["state"], one["votes"]) for one in board["questions"]] == [
        ("q4", "pinned", 0),
        ("q3", "shown", 5),
        ("q2", "shown", 0),
        ("q5", "answered", 2),
    ]
    assert (board["n"], board["voters"], board["more"]) == (6, 5, 0)


def test_the_control_page_lists_what_waits_first_and_hidden_ones_last(answers):
    rows = KIND.facilitator_results(SPEC, answers, "id")["review"]["cards"]
    assert [row["id"] for row in rows] == ["q1", "q4", "q3", "q2", "q5", "q6"]
    assert rows[2] == {"id": "q3", "text": "Tanya 3?", "state": "shown", "name": "Nama 3", "votes": 5}


def test_small_numbers_are_hidden_where_questions_are_anonymous(answers):
    results = KIND.facilitator_results(SPEC.model_copy(update={"identity": "anonymous"}), answers, "id")
    assert [one["votes"] for one in results["questions"]] == [None, 5, None, None]
    assert [row["votes"] for row in results["review"]["cards"]] == [None, None, 5, None, None, None]


def test_a_vote_counts_once_and_can_be_taken_back(asked):
    assert asked.vote(on=True)["ok"]
    assert asked.vote(on=True)["ok"]
    assert asked.votes() == [1]
    assert asked.klass.state("tanya", asked.kenari)["dealt"]["votes"] == [asked.id]
    assert asked.vote(on=False)["ok"]
    assert asked.votes() == [0]


def test_nobody_supports_their_own_question_or_one_that_is_not_up(asked):
    assert asked.vote(on=True, who=asked.rusa)["code"] == "own_question"
    assert asked.vote(on=True, name="000000000000")["code"] == "unknown_question"
    assert asked.vote(on=1)["code"] == "malformed"
    for state in ("waiting", "answered", "archived", "hidden"):
        asked.decide(state)
        assert asked.vote(on=True)["code"] == "unknown_question"
    asked.decide("pinned")
    assert asked.vote(on=True)["ok"]


def test_votes_stay_while_a_question_is_taken_off_and_put_back(asked):
    asked.vote(on=True)
    asked.decide("hidden")
    assert asked.votes() == []
    asked.decide("shown")
    assert asked.votes() == [1]


def test_three_questions_may_be_open_and_an_answered_one_makes_room(asked):
    assert [asked.ask(f"Lagi {n}?")["ok"] for n in range(3)] == [True, True, False]
    asked.decide("answered")
    assert asked.ask("Masih ada?")["ok"]
    assert [card["state"] for card in asked.own()] == ["answered", "waiting", "waiting", "waiting"]


def test_archived_questions_leave_the_board(asked):
    asked.decide("archived")
    assert asked.klass.state("tanya")["board"]["questions"] == []


def test_the_frame_holds_every_question_with_its_votes(answers, records):
    rows = records(KIND.frame(SPEC, answers))
    assert [(row["teks"], row["dukungan"], row["keadaan"]) for row in rows] == [
        ("Tanya 1?", 0, "menunggu"),
        ("Tanya 2?", 0, "tampil"),
        ("Tanya 3?", 5, "tampil"),
        ("Tanya 4?", 0, "disematkan"),
        ("Tanya 5?", 2, "dijawab"),
        ("Tanya 6?", 0, "disembunyikan"),
    ]


def test_the_plot_draws_the_most_supported_first(answers):
    from matplotlib.figure import Figure

    ax = KIND.plot(SPEC, answers, Figure().subplots())
    assert [label.get_text() for label in ax.get_yticklabels()][:2] == ["Tanya 3?", "Tanya 5?"]
