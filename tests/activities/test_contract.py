"""What every registered activity type promises, the built-ins like a trainer's own."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etika_widgets._plugins import activity_types
from etika_widgets.activity import FACILITATOR, Accepted, Context, Phase, Response
from etika_widgets.errors import Refused

CANARY = "zqkenari"
"""Stands in every text that may not be seen before the reveal."""
COMMON = {"intro": "Pengantar", "notes": f"{CANARY} catatan", "follow_ups": [f"{CANARY} lanjutan"]}
OPTIONS = [{"id": "a", "text": "Pilihan A"}, {"id": "b", "text": "Pilihan B"}]
AXIS = {"label": "Sumbu", "low": "Rendah", "high": "Tinggi"}
FLAGS = [{"id": "desakan", "text": "Desakan waktu"}]
FIELDS = [{"id": "usul", "label": "Usul"}]
PROMPTS = [{"id": "usul", "text": "Usul"}]
ITEM = {
    "id": "p1",
    "text": "Soal",
    "options": [{**option, "rationale": f"{CANARY} sebab"} for option in OPTIONS],
    "key": "a",
    "reference": f"{CANARY} rujukan",
    "objective": f"{CANARY} tujuan",
    "bloom": f"{CANARY} c4",
}
DEFINITIONS = {
    "poll": {"question": "Apa?", "case": "Kasus", "options": OPTIONS, "reason": "optional", "reveal": CANARY},
    "quiz": {"items": [ITEM]},
    "daily": {"items": [{**ITEM, "text": f"{CANARY} soal", "remember": f"{CANARY} ingat"}], "reveal": CANARY},
    "ordering": {
        "question": "Susun",
        "steps": [
            {"id": f"{CANARY}_satu", "text": "Dengar", "detail": f"{CANARY} rincian"},
            {"id": f"{CANARY}_dua", "text": "Jawab"},
        ],
        "reveal": CANARY,
    },
    "case_discussion": {
        "case": "Kasus",
        "question": "Apa usul Anda?",
        "positions": OPTIONS,
        "synthesis": {"prompt": "Tulis", "fields": FIELDS},
        "reveal": CANARY,
    },
    "canvas": {
        "prompt": "Isi",
        "sections": [{"title": "Isi", "fields": FIELDS}],
        "rubric": [{"id": "jelas", "text": f"{CANARY} jelas", "levels": [f"{CANARY} {n}" for n in range(4)]}],
        "follow_up": {"days": [30, 60], "fields": FIELDS},
        "reveal": CANARY,
    },
    "branching_case": {
        "decide": "group",
        "variables": {f"{CANARY}_waktu": 1},
        "start": "pagi",
        "nodes": [
            {
                "id": "pagi",
                "title": f"{CANARY} pagi",
                "text": f"{CANARY} kasus",
                "choices": [{**option, "to": "sore", "set": {f"{CANARY}_waktu": 0}} for option in OPTIONS],
            },
            {"id": "sore", "title": f"{CANARY} sore", "text": f"{CANARY} akhir", "end": f"{CANARY} tanda"},
        ],
        "reveal": CANARY,
    },
    "simulation": {
        "start": "2026-03-02 08:00",
        "lead": "self",
        "variables": {f"{CANARY}_jujur": False},
        "meters": [{"id": "percaya", "text": "Kepercayaan", "words": ["retak", "cukup", "kuat"], "start": 1}],
        "events": [
            {
                "id": "lampu",
                "at": {},
                "from": f"{CANARY} warga",
                "subject": f"{CANARY} lampu",
                "body": CANARY,
                "deadline": {"hours": 4},
                "decisions": [{**option, "note": CANARY, "set": {f"{CANARY}_jujur": True}} for option in OPTIONS],
                "reply": "Balas",
            }
        ],
        "reveal": CANARY,
    },
    "argue_revote": {"question": "Apa?", "options": OPTIONS, "reveal": CANARY},
    "evidence": {
        "question": "Apa?",
        "options": OPTIONS,
        "reason": "optional",
        "table": {
            "caption": "Keluhan",
            "columns": [{"id": "loket", "label": "Loket", "type": "choice"}],
            "rows": [["Timur"]],
        },
        "documents": [{"id": "surat", "title": f"{CANARY} surat", "body": f"{CANARY} isi", "released": False}],
        "reveal": CANARY,
    },
    "wordcloud": {"question": "Apa?", "phrases": ["pelayanan publik"], "ban": ["zqlarang"], "reveal": CANARY},
    "wall": {"prompt": "Apa?", "columns": OPTIONS, "replies": 2, "reveal": CANARY},
    "qna": {"prompt": "Apa?"},
    "brainstorm": {"prompt": "Apa?", "reveal": CANARY},
    "likert": {"question": "Setuju?", "statements": OPTIONS, "reveal": CANARY},
    "ranking": {"question": "Mana dulu?", "options": OPTIONS, "reveal": CANARY},
    "allocation": {"question": "Bagi", "options": OPTIONS, "reveal": CANARY},
    "numeric": {"question": "Berapa?", "unit": "hari", "min": 0, "max": 60, "reveal": f"{CANARY} acuan"},
    "categorise": {
        "question": "Boleh?",
        "boxes": OPTIONS,
        "items": [{"id": "foto", "text": "Foto", "key": "b", "rationale": f"{CANARY} sebab"}],
        "reveal": CANARY,
    },
    "matrix2x2": {"question": "Di mana?", "across": AXIS, "up": AXIS, "items": OPTIONS, "reveal": CANARY},
    "highlight": {
        "question": "Mana?",
        "document": "Nota",
        "passages": [*OPTIONS, {"id": "c", "text": "Bagian C", "key": True, "rationale": f"{CANARY} sebab"}],
        "labels": FLAGS,
        "reveal": CANARY,
    },
    "randomized_response": {"statement": "Saya pernah.", "reveal": CANARY},
    "case_grid": {
        "question": "Mana?",
        "options": OPTIONS,
        "criteria": [{"id": "c", "text": "Adil"}, {"id": "d", "text": "Cepat"}],
        "weights": "own",
        "reveal": CANARY,
    },
    "pulse": {"kind": "tempo"},
    "role_play": {
        "scenario": "Kejadian",
        "roles": [
            {"id": "a", "title": "Petugas", "line": "Di loket", "wants": f"{CANARY} mau", "knows": f"{CANARY} tahu"},
            {"id": "b", "title": "Pengamat", "line": "Melihat", "wants": f"{CANARY} catat", "many": True},
        ],
        "rounds": [{"name": "Satu", "minutes": 4, "twist": {"text": f"{CANARY} kabar", "to": ["a"]}}],
        "prompts": PROMPTS,
        "reveal": CANARY,
    },
    "rubric": {"criteria": [{"id": "jelas", "label": "Jelas", "anchors": list("1234")}], "reveal": CANARY},
    "feedback360": {"question": "Seberapa sering?", "behaviours": OPTIONS, "reveal": CANARY},
    "reflection": {"prompt": "Ingat", "share": {"allowed": True, "prompt": "Bagikan?"}},
    "commitment": {"prompt": "Janji", "fields": FIELDS},
}
TYPES = activity_types()
SPECS = {
    name: TYPES[name].spec.model_validate(
        {"id": f"uji_{name}", "title": "Judul", "type": name, **COMMON, **definition}
    )
    for name, definition in DEFINITIONS.items()
}
SCORES = {"c": 2, "d": 4}
STEPS = SPECS["ordering"].scattered()
VALID = {
    ("poll", "answer"): {"choices": ["a"], "reason": "Sebab"},
    ("quiz", "answer"): {"answers": {"p1": "a"}},
    ("daily", "start"): {},
    ("daily", "answer"): {"item": "p1", "option": "a"},
    ("ordering", "answer"): {"order": STEPS},
    ("case_discussion", "position"): {"choice": "a", "reason": "Sebab"},
    ("case_discussion", "synthesis"): {"fields": {"usul": "Cek"}},
    ("canvas", "answer"): {"fields": {"usul": "Cek"}},
    ("canvas", "check"): {"levels": {"jelas": 3}},
    ("branching_case", "vote"): {"step": 0, "node": "pagi", "choice": "a"},
    ("branching_case", "decide"): {"step": 0, "node": "pagi", "choice": "a", "reason": "Sebab"},
    ("simulation", "decide"): {"event": "lampu", "choice": "a", "reply": "Sebab"},
    ("simulation", "wait"): {"now": "2026-03-02T08:00"},
    ("argue_revote", "answer"): {"choice": "a", "reason": "Sebab"},
    ("argue_revote", "revote"): {"keep": True, "choice": "a", "moved": "talk"},
    ("evidence", "answer"): {
        "choice": "a",
        "reason": "Sebab",
        "seen": {"columns": ["loket"], "filters": {"loket": ["Timur"]}, "documents": []},
    },
    ("wordcloud", "answer"): {"words": ["pelayanan publik", "jujur"]},
    ("wall", "add"): {"text": "Satu", "column": "a"},
    ("wall", "reply"): {"to": "0123456789ab", "text": "Satu"},
    ("wall", "withdraw"): {"id": "0123456789ab"},
    ("qna", "add"): {"text": "Satu?"},
    ("qna", "withdraw"): {"id": "0123456789ab"},
    ("qna", "vote"): {"id": "0123456789ab", "on": True},
    ("brainstorm", "add"): {"text": "Satu"},
    ("brainstorm", "withdraw"): {"id": "0123456789ab"},
    ("brainstorm", "vote"): {"ids": ["0123456789ab"]},
    ("likert", "answer"): {"answers": {"a": 4, "b": 2}},
    ("ranking", "answer"): {"order": ["b", "a"]},
    ("allocation", "answer"): {"points": {"a": 65, "b": 35}},
    ("numeric", "answer"): {"value": 12},
    ("categorise", "answer"): {"places": {"foto": "b"}},
    ("matrix2x2", "answer"): {"places": {"a": {"x": 1, "y": 2}, "b": {"x": 2, "y": 2}}},
    ("highlight", "answer"): {"marks": {"a": None, "c": "desakan"}},
    ("randomized_response", "answer"): {"said": "yes"},
    ("case_grid", "answer"): {"scores": {"a": SCORES, "b": SCORES}, "weights": {"c": 5, "d": 1}},
    ("pulse", "answer"): {"choice": "right"},
    ("role_play", "ready"): {"round": 1},
    ("role_play", "note"): {"round": 1, "notes": {"usul": "Cek"}},
    ("rubric", "rate"): {"performance": 1, "subject": "all", "scores": {"jelas": 3}},
    ("feedback360", "self"): {"scores": {"a": 4, "b": None}},
    ("feedback360", "begin"): {"code": "R-BCDF23"},
    ("feedback360", "rate"): {"code": "R-BCDF23", "scores": {"a": 4, "b": None}},
    ("feedback360", "withdraw"): {"code": "R-BCDF23"},
    ("reflection", "wrote"): {"paragraphs": 2},
    ("reflection", "share"): {"text": "Satu"},
    ("reflection", "unshare"): {},
    ("commitment", "commit"): {"fields": {"usul": "Cek"}},
}
LATER = {
    ("feedback360", "begin"),
    ("feedback360", "rate"),
    ("feedback360", "withdraw"),
    ("argue_revote", "revote"),
    ("wall", "reply"),
    ("wall", "withdraw"),
    ("qna", "withdraw"),
    ("qna", "vote"),
    ("brainstorm", "withdraw"),
    ("brainstorm", "vote"),
}
"""Well formed, but taken only once something was written that they speak of."""
KINDS = sorted(VALID)
WORDS = st.sampled_from(
    ["choices", "reason", "answers", "order", "choice", "fields", "paragraphs", "text", "a", "b", "p1", "usul", *STEPS]
)
TEXTS = WORDS | st.text(st.characters(), max_size=30) | st.just("\ud800\x00\u202e")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


STARTED = [
    Response(participant=FACILITATOR, name="", group=None, round=1, slot=slot, payload=payload)
    for slot, payload in {
        "round:1": {"round": 1, "at": "2026-11-23T01:00Z", "ends": "2026-11-23T01:04Z", "seats": {"1": []}},
        "perform:1": {"number": 1, "group": 2, "performers": [], "order": []},
    }.items()
]
"""What the facilitator starts before anybody can answer, by the slots of the types that ask for it."""


def context():
    return Context(
        participant="p1",
        group=1,
        is_writer=True,
        phase=Phase.OPEN,
        round=1,
        at="2026-11-23T01:00:00.000Z",
        find_directions=lambda: STARTED,
    )


def accepted_responses(name):
    """Return what four people stored who sent every valid payload of a type."""
    return [
        Response(
            participant=f"p{number}",
            name=f"Nama {number}",
            group=1 + number % 2,
            round=1 + number // 3,
            slot=accepted.slot,
            payload=accepted.payload,
            shown=number == 1,
        )
        for number in range(1, 5)
        for kind, payload in VALID.items()
        if kind[0] == name and kind not in LATER
        if (accepted := TYPES[name].accept(SPECS[name], context(), kind[1], payload)).payload is not None
    ]


def plain(value):
    """Return ``value`` after a trip through JSON; NaN and surrogates do not pass."""
    text = json.dumps(value, allow_nan=False, ensure_ascii=False)
    return json.loads(text.encode().decode())


def test_every_builtin_type_is_tried_here():
    builtin = {name for name, kind in TYPES.items() if type(kind).__module__.startswith("etika_widgets.activities.")}
    assert builtin == set(DEFINITIONS)
    assert {(name, kind) for name in DEFINITIONS for kind in TYPES[name].intents} == set(VALID)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_nothing_of_the_reveal_is_in_the_content(name, language):
    content = TYPES[name].content(SPECS[name], language)
    assert plain(content) == content
    shown = json.dumps(content)
    assert CANARY not in shown
    assert not {"key", "rationale", "rationales", "reveal", "notes", "follow_ups"} & set(shown.split('"'))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_notes_are_not_in_the_reveal_either(name, language):
    reveal = TYPES[name].reveal(SPECS[name], language)
    assert plain(reveal) == reveal
    assert "catatan" not in json.dumps(reveal)


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_everything_shown_is_plain_json(name):
    kind, spec, stored = TYPES[name], SPECS[name], accepted_responses(name)
    own = [response for response in stored if response.participant == "p1"]
    for responses in ([], stored):
        for value in (
            kind.results(spec, responses, "id"),
            kind.facilitator_results(spec, responses, "en"),
            kind.group_view(spec, responses, "id"),
        ):
            assert plain(value) == value
    assert plain(kind.mine(spec, own, "id", revealed=True)) == kind.mine(spec, own, "id", revealed=True)


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_results_for_everybody_name_nobody(name):
    assert "Nama" not in json.dumps(TYPES[name].results(SPECS[name], accepted_responses(name), "id"))


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_frame_and_plot_work_without_and_with_answers(name):
    from matplotlib.figure import Figure

    kind, spec, stored = TYPES[name], SPECS[name], accepted_responses(name)
    empty, full = kind.frame(spec, []), kind.frame(spec, stored)
    assert len(empty) == 0
    assert len(full) > 0
    assert list(full.columns)[:3] == ["peserta", "kelompok", "putaran"]
    assert dict(empty.dtypes) == dict(full.dtypes)
    for responses in ([], stored):
        figure = Figure()
        ax = figure.subplots()
        assert kind.plot(spec, responses, ax) is ax
        figure.canvas.draw()


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_a_definition_survives_the_store(name):
    spec = SPECS[name]
    again = type(spec).model_validate(json.loads(json.dumps(spec.model_dump(mode="json"))))
    assert (again, again.digest()) == (spec, spec.digest())


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_every_notice_is_at_most_two_sentences(name):
    kind = TYPES[name]
    assert 1 <= kind.notice(SPECS[name]).count(".") <= 2
    assert kind.privacy.keep_days > 0
    assert kind.counts in {accepted.slot.partition(":")[0] for accepted in accepted_responses(name)}


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(KINDS), payload=JSON)
def test_any_json_value_is_accepted_clean_or_refused(kind, payload):
    check(*kind, payload)


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(KINDS), data=st.data())
def test_a_valid_payload_with_one_part_replaced_is_accepted_clean_or_refused(kind, data):
    payload = json.loads(json.dumps(VALID[kind]))
    holder = payload
    while holder:
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        if not isinstance(holder[key], dict | list) or data.draw(st.booleans()):
            holder[key] = data.draw(JSON)
            break
        holder = holder[key]
    check(*kind, payload)


@given(intent=st.text(), payload=JSON)
def test_any_unknown_intent_is_refused(intent, payload):
    for name, spec in SPECS.items():
        if intent not in TYPES[name].intents:
            with pytest.raises(Refused):
                TYPES[name].accept(spec, context(), intent, payload)


def check(name, intent, payload):
    try:
        accepted = TYPES[name].accept(SPECS[name], context(), intent, payload)
    except Refused as refused:
        plain([refused.code, refused.text("id"), refused.text("en")])
        return
    assert isinstance(accepted, Accepted)
    assert plain(accepted.payload) == accepted.payload
    assert not any(mark in json.dumps(accepted.payload) for mark in ("\\u0000", "\\u202e", "\\ud800"))
