"""The rehearsal of kernel pages: what it counts is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from etika_widgets.rehearsal.stock_voila import MEASURED, comparison, measure_ours

pytestmark = [pytest.mark.server, pytest.mark.timeout(120)]


def test_visitors_join_load_their_page_and_hear_of_its_widgets(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    result = measure_ours(tmp_path, 3, 60, lambda *step: told.append(step))
    assert (result["people"], result["live"]) == (3, 3)
    assert told == [("kernel", done, 3) for done in range(4)]
    assert 0 < result["join_seconds"] < 60
    assert 0 < result["processor_seconds"] < 60
    assert 1 < result["memory_mb_per_person"] < result["memory_rss_mb_per_person"]


def test_a_comparison_names_what_could_not_be_measured() -> None:
    one = {key: 2.0 for _, key in MEASURED} | {"live": 3, "load_average": None}
    other = one | {"join_seconds": 8.0, "memory_machine_mb_per_person": None}
    report = {"people": 3, "ours": one, "stock": other, "ratios": {"join_seconds": 0.25}}
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in comparison(report).splitlines()]
    assert rows[0] == ["3 kernel pages at once", "etika serve", "stock Voilà", "ratio"]
    assert rows[3] == ["time until all are live (s)", "2", "8", "0.25"]
    assert rows[6] == ["memory each: what the machine lost (MB)", "2", "–", "–"]
