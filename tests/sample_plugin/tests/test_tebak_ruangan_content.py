"""The content: the check finds nothing, and made-up people can play every activity."""

from pathlib import Path

from etika_widgets.content.check import check
from etika_widgets.content.loader import load_pack
from etika_widgets.testing import memory_class, play

FOLDER = Path(__file__).parents[1] / "etika_tebak_ruangan"


def test_the_check_finds_nothing():
    assert [str(problem) for problem in check(FOLDER)] == []


def test_made_up_people_can_play_every_activity():
    pack = load_pack(FOLDER / "datasets" / "tebak_ruangan.yaml")
    with memory_class(pack) as klass:
        for activity in pack.activity_ids:
            play(klass, activity, people=6)
