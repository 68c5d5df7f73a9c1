"""Timetables are checked: sums, rest, Friday, nobody in two places, a counter that stays open."""

from __future__ import annotations

import datetime
import runpy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from etika_widgets import datasets
from etika_widgets.content.check import check
from etika_widgets.content.folders import own_folder
from etika_widgets.content.library import default_library
from etika_widgets.content.programme_rules import programme_problems
from etika_widgets.content.programmes import FOLDER, clock, read_programmes, shown
from etika_widgets.errors import FieldError

ROOT = Path(__file__).parents[2]
JP = {"etika": 3, "keluhan": 2}

Data = dict[str, Any]


def session(start: str, end: str, **more: Any) -> Data:
    return {"start": start, "end": end, **more}


def pause(start: str, end: str) -> Data:
    return session(start, end, title="Jeda", pause=True)


def programme(**change: Any) -> Data:
    """Return a sound programme: two classes staff one counter by turns, and one evening for both."""
    return {
        "schema": 1,
        "slug": "contoh",
        "title": "Contoh",
        "about": "Contoh.",
        "audience": "Petugas",
        "licence": "CC BY 4.0",
        "jp": 5,
        "people": 30,
        "classes": [{"id": "a", "people": 15}, {"id": "b", "people": 15}],
        "facilitators": 2,
        "counter": {"open": [{"start": "08.00", "end": "15.00"}]},
        "days": [
            {
                "weekday": "senin",
                "mode": "luring",
                "sessions": [
                    session("08.00", "10.15", module="etika", jp=3, classes="a"),
                    session("13.30", "15.45", module="etika", jp=3, classes="b"),
                ],
            },
            {"weekday": "rabu", "mode": "daring", "sessions": [session("19.00", "20.30", module="keluhan", jp=2)]},
        ],
    } | change


def day(*sessions: Data, weekday: str = "senin", mode: str = "daring") -> Data:
    """Return the change that puts one day into a programme without a counter."""
    jp = max(1, sum(one.get("jp", 0) for one in sessions))
    return {"counter": None, "jp": jp, "days": [{"weekday": weekday, "mode": mode, "sessions": list(sessions)}]}


def said(tmp_path: Path, data: Data) -> list[str]:
    path = tmp_path / "contoh.yaml"
    plain = {key: value for key, value in data.items() if value is not None}
    yaml = YAML()
    yaml.default_flow_style = False
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(plain, file)
    return [str(problem).split(": ", 1)[1] for problem in programme_problems(path, JP.get)]


def test_a_sound_programme_passes(tmp_path):
    assert said(tmp_path, programme()) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"slug": "lain"}, "slug 'lain' harus sama dengan nama file 'contoh'."),
        ({"people": 31}, "jumlah peserta semua kelas 30, padahal tertulis 31."),
        ({"themes": ["Kejujuran"]}, "tema 'Kejujuran' harus ada di daftar tema dan di salah satu sesi."),
        (
            {"jp": 6},
            "kelas 'a' mendapat 5 JP, padahal program ini 6 JP.",
        ),
        (
            day(session("08.00", "09.30", module="etika", jp=2)),
            "kelas 'a': modul 'etika' mendapat 2 JP; paketnya 3 JP.",
        ),
        (
            day(session("08.00", "09.00", title="Klinik", jp=1)),
            "08.00–09.00 = 60 menit, padahal 1 JP = 45 menit.",
        ),
        (day(session("09.00", "08.00", title="Klinik")), "09.00–08.00: sesi berakhir sebelum mulai."),
        (day(session("08.00", "08.45", title="Jeda", jp=1, pause=True)), "jeda tidak punya modul dan JP."),
        (day(session("08.00", "08.45")), "sesi harus punya 'module' atau 'title'."),
        (day(session("08.00", "08.45", module="etika")), "sesi dengan modul harus punya JP."),
        (day(session("08.00", "08.45", module="mulia", jp=1)), "modul 'mulia' tidak ada."),
        (day(session("08.00", "08.45", title="Klinik", classes="z")), "kelas 'z' tidak ada di daftar kelas."),
        (
            day(session("11.00", "11.45", title="Klinik", jp=1), weekday="jumat"),
            "Jumat 11.30–13.00 untuk ibadah, istirahat, dan makan; sesi ini memotongnya.",
        ),
        (
            day(session("16.00", "16.45", title="Klinik", jp=1), mode="luring"),
            "sesi tatap muka harus di antara 07.30 dan 16.30.",
        ),
        (
            day(session("08.00", "08.45", title="A", jp=1), session("08.30", "09.15", title="B", jp=1)),
            "kelas 'a' berada di dua sesi sekaligus pada 08.30.",
        ),
        (
            day(session("08.00", "10.15", module="etika", jp=3), session("10.20", "11.05", title="Klinik", jp=1)),
            "kelas 'a' belajar 185 menit tanpa jeda; paling lama 135.",
        ),
        (
            day(
                session("08.00", "10.15", module="etika", jp=3),
                session("12.00", "12.45", title="Klinik", jp=1),
                session("13.15", "14.00", title="Klinik", jp=1),
            ),
            "kelas 'a' tidak punya 60 menit untuk ibadah dan makan siang.",
        ),
        (
            day(session("08.00", "08.45", title="Klinik", jp=1)) | {"facilitators": 1},
            "pukul 08.00: 2 kelas berjalan, fasilitatornya 1.",
        ),
        (
            {**day(session("10.00", "10.45", title="Klinik", jp=1)), "counter": {"open": [session("08.00", "15.00")]}},
            "pukul 10.00 semua kelas belajar: loket kosong.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_programme_is_told(tmp_path, change, message):
    assert message in said(tmp_path, programme(**change))


def test_after_an_evening_the_next_morning_is_free(tmp_path):
    evening = {"weekday": "minggu", "mode": "daring", "sessions": [session("19.00", "19.45", title="A", jp=1)]}
    morning = {"weekday": "senin", "mode": "luring", "sessions": [session("08.00", "08.45", title="B", jp=1)]}
    change = {"counter": None, "jp": 2}
    (first, second) = said(tmp_path, programme(**change, days=[evening, morning]))
    assert first == "kelas 'a' belajar malam; esoknya jangan mulai sebelum 12.00."
    assert second == "kelas 'b' belajar malam; esoknya jangan mulai sebelum 12.00."
    assert said(tmp_path, programme(**change, days=[evening, morning | {"weekday": "selasa"}])) == []


def test_a_pause_before_going_back_keeps_people_from_the_counter(tmp_path):
    sessions = [
        session("08.00", "10.15", module="etika", jp=3, classes="a"),
        session("10.15", "10.30", title="Jeda", pause=True, classes="a"),
        session("10.15", "12.30", module="etika", jp=3, classes="b"),
    ]
    change = {"jp": 3, "days": [{"weekday": "senin", "mode": "daring", "sessions": sessions}]}
    assert said(tmp_path, programme(**change)) == ["pukul 10.15 semua kelas belajar: loket kosong."]


def test_two_classes_of_one_name_are_told(tmp_path):
    twins = [{"id": "a", "people": 15}, {"id": "a", "people": 15}]
    change = day(session("08.00", "08.45", title="Klinik", jp=1))
    assert "dua kelas memakai id yang sama." in said(tmp_path, programme(**change, classes=twins))


def test_the_form_is_checked_at_its_line(tmp_path):
    wrong = programme(**day(session(8.0, "09.00", title="Klinik"), pause("09.00", "09.10")), people="banyak")
    assert said(tmp_path, wrong) == [
        "people: harus berupa bilangan bulat, tanpa tanda kutip.",
        "days ke-1, sessions ke-1, start: '8.0' bukan jam. Tulis dengan tanda kutip, misalnya \"07.30\".",
    ]


@given(st.integers(0, 24 * 60 - 1))
def test_every_minute_of_a_day_can_be_written_and_read(minutes):
    assert clock(shown(minutes)) == minutes


@given(st.text(max_size=6).filter(lambda text: not (len(text) == 5 and text[2] == ".")))
def test_nothing_else_is_a_time(text):
    with pytest.raises(FieldError, match="bukan jam"):
        clock(text)


@pytest.mark.parametrize("path", sorted((own_folder().packs / FOLDER).glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_programme_is_sound(path):
    library = default_library()
    jp = {slug: library.pack(slug).jp for slug in library.packs() if slug in path.read_text(encoding="utf-8")}
    assert [str(problem) for problem in programme_problems(path, jp.get)] == []


def test_a_check_of_a_folder_or_a_file_includes_programmes(tmp_path):
    folder = tmp_path / "datasets" / FOLDER
    folder.mkdir(parents=True)
    (tmp_path / "workbooks").mkdir()
    said(folder, programme(**day(session("08.00", "08.45", module="mulia", jp=1))))
    assert [problem.message for problem in check(tmp_path)] == ["modul 'mulia' tidak ada."]
    assert check(folder / "contoh.yaml") == check(tmp_path)


def test_programmes_are_a_table_of_sessions():
    rows = datasets.load_programmes()
    first = rows[rows["program"] == "lima_hari"].iloc[0].to_dict()
    assert first == {
        "program": "lima_hari",
        "hari": 1,
        "hari_pekan": "senin",
        "bentuk": "daring mandiri",
        "mulai": datetime.time(8, 0),
        "selesai": datetime.time(10, 15),
        "menit": 135,
        "jp": 3,
        "kelas": ["a", "b", "c", "d", "e"],
        "modul": "pengantar_etika",
        "judul": None,
        "jeda": False,
        "tema": [],
    }
    each = rows.explode("kelas").groupby(["program", "kelas"])["jp"].sum()
    assert {name: set(each[name]) for name in rows["program"].unique()} == {
        one.slug: {one.jp} for one in read_programmes(own_folder().packs)
    }


def test_the_organisers_page_is_up_to_date():
    tool = runpy.run_path(str(ROOT / "docs" / "programmes.py"))
    assert tool["PAGE"].read_text(encoding="utf-8") == tool["page"](), "run make pages"
