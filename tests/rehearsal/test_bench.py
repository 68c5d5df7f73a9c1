"""The load harness against a real server: what it counts must be true before what it times means anything."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from etika_widgets.rehearsal import figure
from etika_widgets.rehearsal.bench import add_parser, bench, people_list
from etika_widgets.rehearsal.measure import percentile, summary, table

KEYS = {
    "people",
    "live",
    "join_seconds",
    "memory_mb_per_person",
    "answer_p95_ms",
    "push_p95_ms",
    "acked",
    "stored",
    "first_page_bytes",
    "first_page_requests",
    "second_page_bytes",
}
PEOPLE, ROUNDS = 12, 2


@pytest.mark.server
def test_everybody_becomes_live_and_every_answer_is_stored_once(tmp_path: Path):
    path = tmp_path / "hasil.json"
    said: list[tuple[str, int, int]] = []
    report = bench(PEOPLE, ROUNDS, json_path=path, say=lambda *step: said.append(step))
    assert json.loads(path.read_text()) == report
    assert report.keys() >= KEYS
    assert (report["live"], report["acked"], report["stored"]) == (PEOPLE, PEOPLE * ROUNDS, PEOPLE * ROUNDS)
    assert report["exactly_once"]
    assert report["counted"] == PEOPLE
    assert report["errors"] == {}
    assert report["first_page_bytes"] <= 60_000
    assert report["first_page_requests"] <= 8
    assert report["second_page_bytes"] <= 5_000
    assert all(report[key] > 0 for key in ("join_seconds", "answer_p95_ms", "push_p95_ms"))
    assert ("join", PEOPLE, PEOPLE) in said
    assert ("rounds", ROUNDS, ROUNDS) in said


@pytest.mark.server
def test_phones_that_lose_the_line_lose_nothing_and_count_once():
    report = bench(PEOPLE, ROUNDS, reconnect_every=3)
    assert report["reconnects"] >= ROUNDS * PEOPLE // 3
    assert (report["acked"], report["stored"], report["lost"], report["doubled"]) == (24, 24, 0, 0)
    assert report["exactly_once"]
    assert report["errors"] == {}


def test_several_sizes_make_a_table_and_a_picture(tmp_path: Path):
    sizes = [dict.fromkeys(KEYS, 1.5) | {"people": people, "load_average": None} for people in (10, 200)]
    assert table(sizes).splitlines()[-1].startswith("| 200 | 2 | 1.50 |")
    figure.draw(sizes, tmp_path / "biaya.png")
    assert (tmp_path / "biaya.png").read_bytes().startswith(b"\x89PNG")


def test_several_runs_give_the_median_of_times_and_the_worst_of_counts():
    runs = [{"join_seconds": seconds, "stored": stored, "exactly_once": stored == 9, "memory_mb_per_person": None}
            for seconds, stored in ((1.0, 9), (5.0, 8), (2.0, 9))]  # fmt: skip
    assert summary(runs) == {"join_seconds": 2.0, "stored": 8, "exactly_once": False, "memory_mb_per_person": None}


def test_percentiles_are_values_that_were_measured():
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([], 0.95) is None


def test_the_command_takes_sizes_and_refuses_nonsense():
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    options = parser.parse_args(["bench", "--people", "10,50", "--reconnect"])
    assert (options.people, options.reconnect, options.rounds) == ([10, 50], 10, 1)
    with pytest.raises(argparse.ArgumentTypeError):
        people_list("banyak")
