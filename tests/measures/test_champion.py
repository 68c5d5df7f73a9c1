"""The rule for an Ethics Champion: two sources and two days at least, and never a score alone."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.errors import MeasureError
from etika_widgets.measures.champion import COLUMNS, eligible

FIRST, LATER = datetime.date(2026, 2, 2), datetime.date(2026, 5, 4)
DAYS = st.dates(FIRST, FIRST + datetime.timedelta(days=3))
ROWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["rekan", "atasan", "tes", "kuis"]), DAYS, st.booleans()),
    max_size=12,
)
MINIMA = st.integers(2, 4)


def table(*rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def meeting(rows, *minima, **settings):
    found = eligible(table(*rows), *minima, **settings)
    return set(found.index[found["meets"]])


def test_the_table_says_who_meets_the_rule_and_what_the_others_lack():
    found = eligible(
        table(
            ("p1", "rekan", FIRST, True),
            ("p1", "atasan", LATER, True),
            ("p1", "pengamat", LATER, False),
            ("p2", "rekan", FIRST, True),
            ("p2", "Rekan ", LATER, True),
            ("p3", "rekan", FIRST, True),
            ("p3", "atasan", FIRST, True),
            ("p4", "tes", FIRST, True),
            ("p4", "tes", LATER, True),
            ("p5", "rekan", FIRST, False),
        )
    )
    assert found.index.tolist() == ["p1", "p2", "p3", "p4", "p5"]
    assert list(found.itertuples(index=False, name=None)) == [
        (True, 2, 2, 1, ""),
        (False, 1, 2, 0, "Sumber: 1 (perlu 2). Waktu: 2 (perlu 2)."),
        (False, 2, 1, 0, "Sumber: 2 (perlu 2). Waktu: 1 (perlu 2)."),
        (False, 1, 2, 0, "Baru ada nilai tes. Perlu bukti dari sumber lain juga."),
        (False, 0, 0, 1, "Belum ada bukti yang terpenuhi."),
    ]


def test_reasons_come_in_english_too():
    rows = table(("p1", "rekan", FIRST, True), ("p2", "tes", FIRST, True), ("p3", "rekan", FIRST, False))
    assert eligible(rows, language="en")["why"].tolist() == [
        "Sources: 1 (2 needed). Days: 1 (2 needed).",
        "Test scores only so far. Evidence from another source is needed too.",
        "No evidence that was met so far.",
    ]


def test_no_evidence_is_nobody():
    assert eligible(table()).empty
    assert eligible([]).columns.tolist() == ["meets", "sources", "days", "against", "why"]


def test_a_time_of_day_does_not_make_a_second_day():
    morning, noon = pd.Timestamp("2026-02-02 08:00"), pd.Timestamp("2026-02-02 12:00")
    assert meeting([("a", "rekan", morning, True), ("a", "atasan", noon, True)]) == set()
    assert meeting([("a", "rekan", morning, True), ("a", "atasan", "2026-02-03", True)]) == {"a"}


@given(ROWS, MINIMA, MINIMA)
def test_it_is_the_written_rule(rows, least_sources, least_days):
    expected = set()
    for person in "ab":
        met = [(source, day) for who, source, day, good in rows if who == person and good]
        sources = {"tes" if source == "kuis" else source for source, _ in met}
        if len(sources) >= least_sources and len({day for _, day in met}) >= least_days:
            expected.add(person)
    assert meeting(rows, least_sources, least_days, scores=["tes", "kuis"]) == expected


@given(ROWS)
def test_scores_alone_carry_nobody(rows):
    only = [row for row in rows if row[1] in {"tes", "kuis"}]
    assert meeting(only, scores=["tes", "kuis"]) == set()


@given(ROWS, ROWS, MINIMA, MINIMA)
def test_more_evidence_never_unseats_and_higher_minima_never_admit(rows, more, least_sources, least_days):
    assert meeting(rows) <= meeting(rows + more)
    assert meeting(rows, least_sources, least_days) <= meeting(rows)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_count(rows, chance):
    shuffled = chance.sample(rows, len(rows))
    assert eligible(table(*shuffled)).sort_index().equals(eligible(table(*rows)).sort_index())


@pytest.mark.parametrize(("least_sources", "least_days"), [(1, 2), (2, 1), (0, 0)])
def test_minima_below_two_are_a_mistake_of_the_programmer(least_sources, least_days):
    with pytest.raises(ValueError, match=f"at least 2 sources and days are needed, got {least_sources} and"):
        eligible(table(), least_sources, least_days)


def test_names_of_scores_in_one_text_are_refused_before_a_score_carries_somebody_alone():
    evidence = table(("a", "kuis", FIRST, True), ("a", "tes", LATER, True))
    with pytest.raises(ValueError, match="scores must be a collection of names"):
        eligible(evidence, scores="kuis, tes")


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        (table(("a", "rekan", FIRST, True)).drop(columns=["day", "met"]), "Kolom ini tidak ada: day, met"),
        (table(("", "rekan", FIRST, True)), "Baris 1, kolom 'person'"),
        (table(("a", None, FIRST, True)), "Baris 1, kolom 'source'"),
        (table(("a", "rekan", FIRST, True), ("a", "rekan", "kemarin", True)), "Baris 2, kolom 'day': 'kemarin'"),
        (table(("a", "rekan", pd.NaT, True)), "Baris 1, kolom 'day'"),
        (table(("a", "rekan", FIRST, "ya")), "Baris 1, kolom 'met': 'ya' tidak dapat dipakai"),
        (table(("a", "rekan", FIRST, None)), "Baris 1, kolom 'met'"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(evidence, said):
    with pytest.raises(MeasureError, match=said):
        eligible(evidence)
