"""A pack being edited: what is not touched stays as it was written, to the letter."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from etika_widgets.content.library import default_library
from etika_widgets.content.problems import ContentError
from etika_widgets.content.yaml_source import parse_yaml
from etika_widgets.editor import Document
from etika_widgets.errors import SettingError

PACK = """\
# Catatan penulis: jangan diganti tanpa rapat.
schema: 1
slug: contoh
version: "1.0.0"   # naikkan setiap kali
title: {id: "Contoh", en: "Example"}
summary: Paket contoh.
module: 1
jp: 1
licence: CC BY 4.0
fictional: true

runsheet:
  # pagi
  - id: buka
    title: Pembukaan
    minutes: 30   # jangan kurang
    say: |
      Selamat pagi.

      Silakan masuk.

  # siang
  - id: pilih
    title: {id: "Pilih", en: "Choose"}
    minutes: 15
    activity: suara

# aktivitas
activities:
  - id: suara
    type: poll
    title: 'Suara'
    question: "Apa langkah Anda?"
    options: [Dengar, Tolak]
    # akhir suara
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "contoh.yaml"
    file.write_text(PACK, encoding="utf-8")
    return file


def changes(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("loc", "value", "changed"),
    [
        (("summary",), "Paket lain: contoh.", ["-summary: Paket contoh.", "+summary: 'Paket lain: contoh.'"]),
        (("version",), "1.0.1",
         ['-version: "1.0.0"   # naikkan setiap kali', '+version: "1.0.1"   # naikkan setiap kali']),
        (("title", "en"), "Sample", ['-title: {id: "Contoh", en: "Example"}', '+title: {id: "Contoh", en: "Sample"}']),
        (("runsheet", 0, "minutes"), 20, ["-    minutes: 30   # jangan kurang", "+    minutes: 20   # jangan kurang"]),
        (("runsheet", 0, "title"), {"id": "Buka", "en": "Open"},
         ["-    title: Pembukaan", "+    title: {id: Buka, en: Open}"]),
        (("runsheet", 0, "say"), "Selamat siang.\n\nMasuk.",
         ["-      Selamat pagi.", "+      Selamat siang.", "-      Silakan masuk.", "+      Masuk."]),
        (("runsheet", 0, "cut"), "Lewati.", ["+    cut: Lewati."]),
        (("runsheet", 1, "activity"), None, ["-    activity: suara"]),
        (("activities", 0, "title"), "Suara 'dua'", ["-    title: 'Suara'", "+    title: 'Suara ''dua'''"]),
        (("activities", 0, "options", 1), "Tolak halus",
         ["-    options: [Dengar, Tolak]", "+    options: [Dengar, Tolak halus]"]),
        (("fictional",), False, ["-fictional: true", "+fictional: false"]),
        (("summary",), "yes", ["-summary: Paket contoh.", "+summary: yes"]),
    ],
)  # fmt: skip
def test_one_change_changes_its_own_lines_only(path, loc, value, changed):
    document = Document(path)
    document.set(loc, value)
    assert sorted(changes(PACK, document.text)) == sorted(changed)
    stored = value.rstrip("\n") + "\n" if loc[-1] == "say" else value
    assert document.get(loc) == stored
    document.undo()
    assert document.text == PACK


@pytest.mark.parametrize("slug", sorted(default_library().packs()))
def test_a_change_in_a_shipped_pack_touches_nothing_else(slug, tmp_path):
    original = default_library().packs()[slug].read_text(encoding="utf-8")
    (tmp_path / f"{slug}.yaml").write_text(original, encoding="utf-8")
    document = Document(tmp_path / f"{slug}.yaml")
    document.set(("licence",), "CC0 1.0")
    assert [line[0] for line in changes(original, document.text)] == ["-", "+"]
    last = len(document.get(("activities",))) - 1
    document.undo()
    document.move(("activities",), last, -1)
    document.move(("activities",), last, -1)
    assert document.text == original


def test_comments_move_with_the_item_below_them(path):
    document = Document(path)
    document.move(("runsheet",), 1, -1)
    assert document.text.index("# siang") < document.text.index("id: pilih") < document.text.index("# pagi")
    assert document.text.index("# pagi") < document.text.index("id: buka") < document.text.index("# aktivitas")
    assert sorted(document.text.split("\n")) == sorted(PACK.split("\n"))
    document.move(("runsheet",), 0, -1)
    document.move(("runsheet",), 1, 1)
    document.move(("runsheet",), 0, 1)
    assert document.text == PACK


def test_an_item_goes_with_its_own_comments_and_no_others(path):
    document = Document(path)
    document.remove(("runsheet",), 0)
    assert "# pagi" not in document.text
    assert "# siang" in document.text
    assert [step["id"] for step in document.get(("runsheet",))] == ["pilih"]
    document.remove(("runsheet",), 0)
    assert document.get(("runsheet",)) == []
    assert "# aktivitas" in document.text
    document.add(("runsheet",), {"id": "baru"})
    assert "runsheet:\n  - id: baru\n\n# aktivitas" in document.text
    document.remove(("activities", 0, "options"), 0)
    assert document.get(("activities", 0, "options")) == ["Tolak"]


def test_a_new_item_stands_at_the_end_of_its_list(path):
    document = Document(path)
    document.add(("runsheet",), {"id": "tutup", "title": "Penutup", "minutes": 5})
    added = ["+  - id: tutup", "+    title: Penutup", "+    minutes: 5"]
    assert changes(PACK, document.text) == added
    assert document.text.index("tutup") < document.text.index("# aktivitas")
    document.add(("activities", 0, "options"), "Tunda")
    document.add(("values",), "harmonis")
    assert document.get(("activities", 0, "options")) == ["Dengar", "Tolak", "Tunda"]
    assert document.get(("values",)) == ["harmonis"]


def test_a_sound_pack_is_saved_and_its_draft_goes(path):
    document = Document(path)
    document.draft.write_text("sisa")
    document.set(("summary",), "Baru.")
    assert document.save() == path
    assert (path.read_text(encoding="utf-8"), document.changed) == (document.text, False)
    assert [file.name for file in path.parent.iterdir()] == ["contoh.yaml"]


def test_a_pack_that_would_not_load_is_never_written(path):
    document = Document(path)
    document.set(("jp",), "dua")
    [problem] = document.problems()
    assert (problem.loc, problem.template) == (("jp",), "harus berupa bilangan bulat, tanpa tanda kutip.")
    assert document.save() == path.with_name("contoh.yaml.draf")
    assert path.read_text(encoding="utf-8") == PACK
    again = Document(path)
    again.open_draft()
    assert again.get(("jp",)) == "dua"


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(path):
    document = Document(path)
    document.set(("summary",), "Milik saya.")
    path.write_text(PACK.replace("Paket contoh.", "Milik orang."), encoding="utf-8")
    with pytest.raises(SettingError, match="diubah di luar formulir ini"):
        document.save()
    assert "Milik orang." in path.read_text(encoding="utf-8")
    assert "Milik saya." in document.draft.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "\tx: 1"])
def test_a_file_that_is_no_yaml_is_explained(tmp_path, text):
    path = tmp_path / "rusak.yaml"
    path.write_text(text)
    with pytest.raises(ContentError, match=r"rusak\.yaml:\d+: "):
        Document(path)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=40)
STEPS = st.one_of(
    st.tuples(st.just("set"), st.sampled_from([("summary",), ("title", "en"), ("runsheet", 0, "title")]), WORDS),
    st.tuples(
        st.just("move"), st.sampled_from([("runsheet",), ("activities", 0, "options")]), st.sampled_from([1, -1])
    ),
    st.tuples(st.just("add"), st.just(("activities", 0, "options")), WORDS),
    st.tuples(st.just("set"), st.just(("runsheet", 0, "notes")), st.lists(WORDS, max_size=3).map("\n".join)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=6))
@example([("add", ("activities", 0, "options"), "?0"), ("add", ("activities", 0, "options"), ":0")])
def test_any_words_come_back_as_they_were_typed_and_no_comment_is_lost(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("acak") / "contoh.yaml"
    path.write_text(PACK, encoding="utf-8")
    document = Document(path)
    for what, loc, value in steps:
        if what == "move":
            document.move(loc, 0, value)
        elif what == "add":
            document.add(loc, value)
            assert document.get(loc)[-1] == value
        else:
            document.set(loc, value)
            assert str(document.get(loc)).strip() == value.strip()
    for comment in (
        "# Catatan penulis",
        "# naikkan",
        "# pagi",
        "# jangan kurang",
        "# siang",
        "# aktivitas",
        "# akhir suara",
    ):
        assert document.text.count(comment) >= 1
    assert parse_yaml(document.text, path).data == document.data
