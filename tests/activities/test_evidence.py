"""Evidence: tables written out or taken from teaching data, what goes along with an answer, slices, documents."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from pydantic import ValidationError

from etika_widgets import datasets
from etika_widgets.activities.evidence import Evidence
from etika_widgets.activities.evidence.grid import MOST_ROWS, Grid
from etika_widgets.activities.evidence.spec import EvidenceSpec
from etika_widgets.activity import Accepted, Context, Phase, Summary, Table
from etika_widgets.errors import Refused
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import check_activity_type, memory_class, submit_from_browser

EVIDENCE = Evidence()
LEADER = Viewer(Role.FACILITATOR)
COLUMNS = [
    {"id": "loket", "label": {"id": "Loket", "en": "Counter"}, "type": "choice"},
    {"id": "keluhan", "label": "Keluhan", "type": "number", "unit": "aduan", "summary": "total"},
    {"id": "catatan", "label": "Catatan"},
]
ROWS = [["Timur", 9, "ramai"], {"loket": "Barat", "keluhan": 2.5}]
GRID = {"caption": "Keluhan (fiktif)", "columns": COLUMNS, "rows": ROWS}
DEFINITION = {
    "id": "loket",
    "type": "evidence",
    "question": {"id": "Loket mana?", "en": "Which counter?"},
    "options": [{"id": "timur", "text": "Loket Timur", "short": "Timur"}, {"id": "barat", "text": "Loket Barat"}],
    "unsure": False,
    "reason": "optional",
    "table": GRID,
    "documents": [
        {"id": "papan", "title": "Papan", "body": "**Buka** 08.00"},
        {"id": "surat", "title": "Surat rahasia", "body": "Isi rahasia", "released": False},
    ],
    "reveal": "Lihat *pembaginya*.",
}
SEEN = {"columns": [], "filters": {}, "documents": []}


def evidence(**changes):
    return EvidenceSpec.model_validate({**DEFINITION, **changes})


def answer(response, number, choice, columns=(), documents=(), reason="", **changes):
    seen = {"columns": list(columns), "filters": {}, "documents": list(documents)}
    return response(number, {"choice": choice, "reason": reason, "seen": seen}, **changes)


def led(response, slot, payload):
    return response(0, payload, slot=slot, participant="facilitator", name="")


def test_a_table_is_written_as_lists_or_mappings_and_reads_back_the_same():
    spec = evidence()
    assert spec.table.rows == (("Timur", 9, "ramai"), ("Barat", 2.5, None))
    assert EvidenceSpec.model_validate(spec.model_dump(mode="json")) == spec
    assert list(spec.table.frame()["keluhan"]) == [9, 2.5]
    check_activity_type(Evidence, DEFINITION)


def test_a_table_of_teaching_data_is_written_out_when_it_is_read():
    columns = ["nama", {"id": "nomor", "label": "No.", "type": "number", "summary": "mean"}]
    grid = Grid.model_validate({"data": "nilai_berakhlak", "limit": 2, "columns": columns})
    table = datasets.load("nilai_berakhlak")
    assert [list(row) for row in grid.rows] == table[["nama", "nomor"]].head(2).to_numpy().tolist()
    assert (grid.caption.id, grid.source.id[:22]) == (table.attrs["about"], "UU 20/2023 Pasal 3 dan")
    assert [(one.id, one.label.id, one.type, one.summary) for one in grid.columns] == [
        ("nama", "Nama", "text", "none"),
        ("nomor", "No.", "number", "mean"),
    ]
    whole = Grid.model_validate({"data": "nilai_berakhlak"})
    assert len(whole.rows) == len(table)
    assert Grid.model_validate(whole.model_dump(mode="json")) == whole


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"table": None, "documents": []}, "Belum ada bukti"),
        ({"table": {**GRID, "rows": [["Timur", "sembilan", ""]]}}, "Baris 1, kolom 'keluhan': tulis bilangan"),
        ({"table": {**GRID, "rows": [["Timur", True, ""]]}}, "Baris 1, kolom 'keluhan': tulis bilangan"),
        ({"table": {**GRID, "rows": [["Timur", float("nan"), ""]]}}, "Baris 1, kolom 'keluhan': tulis bilangan"),
        ({"table": {**GRID, "rows": [[True, 1, ""]]}}, "Baris 1, kolom 'loket': tulis teks di antara tanda kutip"),
        (
            {"table": {**GRID, "rows": [["Timur", 1]]}},
            "Baris 1 harus berisi 3 nilai, satu untuk tiap kolom: loket, kel",
        ),
        ({"table": {**GRID, "rows": [{"lokte": "Timur"}]}}, "Baris 1: kolom 'lokte' tidak dikenal"),
        ({"table": {**GRID, "rows": []}}, "Tabel memuat 0 baris"),
        ({"table": {**GRID, "rows": [["Timur", 1, ""]] * (MOST_ROWS + 1)}}, "Tabel memuat 301 baris"),
        ({"table": {**GRID, "rows": [["Timur", 1, "x" * 500]] * 100}}, "terlalu berat untuk ponsel"),
        (
            {"table": {**GRID, "rows": [[f"L{n}", 1, ""] for n in range(41)]}},
            "Kolom 'loket' punya lebih dari 40 nilai",
        ),
        ({"table": {**GRID, "columns": []}}, "Tabel memuat 0 kolom"),
        ({"table": {**GRID, "columns": [COLUMNS[0]] * 2}}, "id yang sama lebih dari sekali: loket"),
        (
            {"table": {**GRID, "columns": [{**COLUMNS[0], "summary": "total"}]}},
            "hanya berlaku pada kolom 'type: number'",
        ),
        ({"table": {"data": "tak_ada"}}, "Tabel 'tak_ada' tidak ada"),
        ({"table": {"data": "nilai_berakhlak", "columns": ["harga"]}}, "Kolom 'harga' tidak ada. Yang ada: id, nilai"),
        ({"table": {"data": "nilai_berakhlak", "limit": True}}, "'limit' harus bilangan bulat"),
        ({"table": {"data": "nilai_berakhlak", "rows": []}}, "Di samping 'data', kunci 'rows' tidak dikenal"),
        ({"documents": [DEFINITION["documents"][0]] * 2}, "id yang sama lebih dari sekali: papan"),
        ({"identity": "anonymous"}, "Tulis 'reason: none'"),
    ],
)
def test_a_wrong_definition_is_explained_in_indonesian(changes, words):
    with pytest.raises(ValidationError) as caught:
        evidence(**changes)
    assert words in str(caught.value)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["data", "rows", "columns", "caption", "id", "label", "type"]), inner)
        ),
        max_leaves=8,
    )
)
@settings(deadline=None)  # a table that is not there is looked up in the schema, read from its file each time
def test_any_table_is_read_or_explained(value):
    try:
        evidence(table=value)
    except ValidationError:
        return


def test_content_holds_the_table_and_the_documents_that_are_out():
    content = EVIDENCE.content(evidence(), "en")
    assert content["table"] == {
        "caption": "Keluhan (fiktif)",
        "source": None,
        "columns": [
            {"id": "loket", "label": "Counter", "type": "choice", "unit": None, "summary": "none"},
            {"id": "keluhan", "label": "Keluhan", "type": "number", "unit": "aduan", "summary": "total"},
            {"id": "catatan", "label": "Catatan", "type": "text", "unit": None, "summary": "none"},
        ],
        "rows": [["Timur", 9, "ramai"], ["Barat", 2.5, None]],
    }
    assert content["documents"] == [
        {"id": "papan", "title": "Papan", "body_html": "<p><strong>Buka</strong> 08.00</p>"}
    ]


def test_what_was_looked_at_is_stored_in_the_order_of_the_definition(context):
    seen = {
        "columns": ["catatan"],
        "filters": {"keluhan": {"min": None, "max": 4}, "loket": ["Barat"]},
        "documents": ["papan"],
    }
    stored = EVIDENCE.accept(evidence(), context(), "answer", {"choice": "barat", "seen": seen})
    assert (stored.slot, stored.payload) == (
        "answer",
        {
            "choice": "barat",
            "reason": "",
            "seen": {
                "columns": ["loket", "keluhan", "catatan"],
                "filters": {"loket": ["Barat"], "keluhan": {"min": None, "max": 4}},
                "documents": ["papan"],
            },
        },
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"columns": ["harga"]}, "unknown_option"),
        ({"columns": ["loket", "loket"]}, "duplicate_option"),
        ({"documents": ["surat"]}, "unknown_option"),  # not released yet
        ({"filters": {"harga": []}}, "malformed"),
        ({"filters": {"loket": ["Utara"]}}, "unknown_option"),
        ({"filters": {"loket": {"min": 1, "max": 2}}}, "malformed"),
        ({"filters": {"keluhan": ["Timur"]}}, "malformed"),
        ({"filters": {"keluhan": {"min": True, "max": None}}}, "malformed"),
        ({"filters": {"keluhan": {"min": 1e300, "max": None}}}, "malformed"),
        ({"filters": {"keluhan": {"min": float("nan"), "max": None}}}, "malformed"),
        ({"filters": {"catatan": {"min": 1, "max": None}}}, "malformed"),
        ({"search": "nama"}, "malformed"),
    ],
)
def test_anything_else_about_what_was_looked_at_is_refused(refusal, changes, code):
    payload = {"choice": "barat", "seen": {**SEEN, **changes}}
    assert refusal(EVIDENCE, evidence(), "answer", payload).code == code


KEYS = [
    "choice",
    "reason",
    "seen",
    "columns",
    "filters",
    "documents",
    "loket",
    "keluhan",
    "min",
    "max",
    "by",
    "document",
]
WORDS = st.sampled_from([*KEYS, "timur", "Timur", "papan", "surat", "column:loket"]) | st.text(max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150)
@given(st.sampled_from(["answer", "release", "slice", "lain"]), JSON, JSON)
def test_any_payload_is_taken_or_refused(kind, payload, seen):
    here = Context(participant="p1", group=None, is_writer=False, phase=Phase.OPEN, round=1)
    send = EVIDENCE.direct if kind in EVIDENCE.directions else EVIDENCE.accept
    for value in (payload, {"choice": "timur", "seen": seen}):
        try:
            made = send(evidence(), here, kind, value)
        except Refused:
            continue
        assert isinstance(made, Accepted)
        json.dumps(made.payload, allow_nan=False)


def sliced(response, *, most=6, by="column:keluhan"):
    """``most`` looked at complaints and chose Barat, five did not and chose Timur, one of them by the document."""
    votes = [answer(response, n, "barat", ["keluhan"]) for n in range(most)]
    votes += [answer(response, 20 + n, "timur", documents=["papan"] if n == 0 else []) for n in range(5)]
    return [*votes, led(response, "slice", {"by": by})]


def test_results_are_sliced_by_what_people_looked_at(response):
    found = EVIDENCE.results(evidence(), sliced(response), "en")
    assert found == {
        "rounds": [{"round": 1, "n": 11, "counts": {"timur": 5, "barat": 6}, "name": "Round 1"}],
        "slice": {
            "by": "column:keluhan",
            "label": "Column: Keluhan",
            "groups": [
                {"seen": True, "n": 6, "counts": {"timur": 0, "barat": 6}},
                {"seen": False, "n": 5, "counts": {"timur": 5, "barat": 0}},
            ],
        },
        "shown": [],
        "suppressed": False,
    }
    leads = EVIDENCE.facilitator_results(evidence(), sliced(response), "id")
    assert {one["label"]: one["n"] for one in leads["cuts"]} == {
        "Kolom: Loket": 0,
        "Kolom: Keluhan": 6,
        "Kolom: Catatan": 0,
        "Dokumen: Papan": 1,
        "Dokumen: Surat rahasia": 0,
    }


def test_a_slice_with_a_group_under_five_is_hidden_whole(response):
    for by, votes in (
        ("document:papan", sliced(response, by="document:papan")),
        ("column:keluhan", sliced(response, most=4)),
    ):
        votes[-1] = led(response, "slice", {"by": by})
        assert EVIDENCE.results(evidence(), votes, "id")["slice"]["groups"] == []
    alone = sliced(response, by="column:catatan")
    assert [group["n"] for group in EVIDENCE.results(evidence(), alone, "id")["slice"]["groups"]] == [11]


def test_anonymous_slices_hide_what_would_give_small_counts_away(response):
    spec = evidence(identity="anonymous", reason="none", unsure=True)
    votes = [answer(response, n, "barat" if n < 8 else "timur", ["keluhan"]) for n in range(14)]
    votes += [answer(response, 20 + n, "barat" if n < 6 else "timur") for n in range(8)]
    found = EVIDENCE.results(spec, [*votes, led(response, "slice", {"by": "column:keluhan"})], "id")
    assert found["rounds"][0]["counts"] == {"timur": None, "barat": 14, "unsure": None}
    hidden = {"timur": None, "barat": None, "unsure": None}
    assert [(group["n"], group["counts"]) for group in found["slice"]["groups"]] == [(14, hidden), (8, hidden)]
    assert found["suppressed"]
    assert EVIDENCE.facilitator_results(spec, votes, "id")["cuts"][1]["n"] == 14
    assert list(EVIDENCE.frame(spec, votes)["kode"]) == ["barat"] * 14


def test_summary_frame_and_plot_say_the_same(response, records):
    spec, stored = evidence(), sliced(response)
    stored[0].payload["seen"]["filters"]["keluhan"] = {"min": 3, "max": None}
    assert EVIDENCE.summary(spec, stored, "en") == Summary(
        n=11,
        question="Which counter?",
        tables=(
            Table(caption="Votes", columns=("Choice", "People"), rows=(("Timur", 5), ("Loket Barat", 6)), bars=1),
            Table(
                caption="Column: Keluhan",
                columns=("Choice", "Examined it (n = 6)", "Did not examine it (n = 5)"),
                rows=(("Timur", 0, 5), ("Loket Barat", 6, 0)),
            ),
            Table(
                caption="What was examined",
                columns=("What was examined", "People"),
                rows=(
                    ("Column: Counter", 0),
                    ("Column: Keluhan", 6),
                    ("Column: Catatan", 0),
                    ("Document: Papan", 1),
                    ("Document: Surat rahasia", 0),
                ),
                bars=1,
                whole=11,
            ),
        ),
    )
    assert records(EVIDENCE.frame(spec, stored))[0] == {
        "peserta": "Nama 0",
        "kelompok": None,
        "putaran": 1,
        "kode": "barat",
        "pilihan": "Loket Barat",
        "alasan": None,
        "saringan": "keluhan: 3–",
        "kolom_loket": False,
        "kolom_keluhan": True,
        "kolom_catatan": False,
        "dokumen_papan": False,
        "dokumen_surat": False,
    }
    ax = EVIDENCE.plot(spec, stored, Figure().subplots())
    assert ax.get_title(loc="left") == "Loket mana? · Kolom: Keluhan"
    assert [bar.get_width() for bar in ax.patches] == [0, 6, 5, 0]


@pytest.fixture
def klass():
    with memory_class([DEFINITION]) as made:
        yield made


def test_a_document_is_out_for_everybody_once_it_is_released_and_stays(klass):
    rusa = klass.join("Rusa Tenang")
    klass.move("loket", "reading", "open")
    payload = {"choice": "timur", "seen": {**SEEN, "documents": ["surat"]}}
    for viewer in (klass.state("loket", rusa), klass.state("loket")):
        assert "rahasia" not in json.dumps(viewer)
    assert not submit_from_browser(klass, rusa, "loket", "answer", payload)["ok"]
    assert klass.submit(LEADER, "loket", "release", {"document": "surat"})["ok"]
    assert not klass.submit(LEADER, "loket", "release", {"document": "surat"})["ok"]
    assert not klass.submit(LEADER, "loket", "release", {"document": "lain"})["ok"]
    out = {"documents": [{"id": "surat", "title": "Surat rahasia", "body_html": "<p>Isi rahasia</p>"}]}
    assert klass.state("loket", rusa)["board"] == klass.state("loket")["board"] == out
    assert submit_from_browser(klass, rusa, "loket", "answer", payload)["ok"]
    klass.move("loket", "closed", "discussing", "open")
    assert klass.state("loket", rusa)["board"] == out


def test_a_slice_reaches_the_room_only_when_results_open(klass):
    people = [klass.join(f"Rusa Nomor {n}") for n in range(1, 11)]
    klass.move("loket", "reading", "open")
    for place, who in enumerate(people):
        seen = {**SEEN, "columns": ["keluhan"] if place < 5 else []}
        vote = {"choice": "barat" if place < 5 else "timur", "reason": f"Sebab {place}", "seen": seen}
        assert submit_from_browser(klass, who, "loket", "answer", vote)["ok"]
    assert klass.submit(LEADER, "loket", "slice", {"by": "column:keluhan"})["ok"]
    assert not klass.submit(LEADER, "loket", "slice", {"by": "column:harga"})["ok"]
    leads = klass.state("loket", role=Role.FACILITATOR)["results"]
    assert [group["counts"]["barat"] for group in leads["slice"]["groups"]] == [5, 0]
    assert leads["reasons"][0]["looked"] == ["Keluhan"]
    assert klass.state("loket")["results"] is klass.state("loket", people[0])["results"] is None
    assert "Sebab 1" not in json.dumps(klass.state("loket", people[0]))
    klass.move("loket", "closed", "revealed")
    assert klass.state("loket")["results"]["slice"] == leads["slice"]
    assert "Rusa" not in json.dumps(klass.state("loket"))
    assert klass.submit(LEADER, "loket", "slice", {"by": None})["ok"]
    assert klass.state("loket")["results"]["slice"] is None


def test_bots_look_answer_and_lead(klass):
    spec, dice = evidence(), random.Random(2)
    people = [klass.join(f"Rusa Nomor {n}") for n in range(1, 13)]
    klass.move("loket", "reading", "open")
    for _ in range(3):
        for kind, payload in EVIDENCE.bot_facilitator(spec, klass.state("loket", role=Role.FACILITATOR), dice):
            assert klass.submit(LEADER, "loket", kind, payload)["ok"]
    for who in people:
        for kind, payload in EVIDENCE.bot(spec, klass.state("loket", who), dice):
            assert submit_from_browser(klass, who, "loket", kind, payload)["ok"]
        assert EVIDENCE.bot(spec, klass.state("loket", who), dice) == ()
    results = klass.state("loket", role=Role.FACILITATOR)["results"]
    assert (results["rounds"][0]["n"], [one["released"] for one in results["documents"]]) == (12, [True, True])
    assert sum(one["n"] for one in results["cuts"]) > 12
