"""The form: every value has a field, mistakes are said beside it, and what is typed reaches the file."""

from __future__ import annotations

import html
from pathlib import Path

import ipywidgets as w
import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.content.library import default_library
from etika_widgets.content.loader import load_pack
from etika_widgets.editor import Document, Editor, edit
from etika_widgets.editor.shapes import Kind, fields_of, shape_of
from etika_widgets.errors import EtikaError
from etika_widgets.scaffold.generator import new_workbook, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(new_workbook("antre_pagi"), tmp_path)
    return tmp_path / "datasets" / "antre_pagi.yaml"


@pytest.fixture
def form(path: Path) -> Editor:
    return edit(path)


def buttons(widget: w.Widget) -> dict[str, w.Button]:
    """Return the buttons of a form by what they say; the first of each."""
    found: dict[str, w.Button] = {}
    for child in getattr(widget, "children", ()):
        for name, button in ({child.description: child} if isinstance(child, w.Button) else buttons(child)).items():
            found.setdefault(name, button)
    return found


def show(form: Editor, *loc: str | int) -> dict[tuple[str | int, ...], w.Widget]:
    form.parts.value = loc
    return form._inputs.widgets


def note(form: Editor, *loc: str | int) -> str:
    return html.unescape(form._inputs.notes[loc].value)


def test_every_part_of_a_pack_is_listed_and_can_be_shown(form):
    assert [text for text, _ in form.parts.options] == [
        "Paket", "Tujuan 1: memilih", "Lembar jalan 1: buka", "Lembar jalan 2: pilih", "Lembar jalan 3: tutup",
        "Aktivitas 1: langkah", "Aktivitas 2: catatan",
    ]  # fmt: skip
    assert "Tidak ada masalah." in form.message.value
    for _, loc in form.parts.options:
        assert show(form, *loc)


def test_what_is_typed_reaches_the_file_and_comments_stay(form, path):
    before = path.read_text(encoding="utf-8")
    show(form, "activities", 0)["activities", 0, "question", "id"].value = "Apa yang Anda katakan?"
    show(form, "runsheet", 0)["runsheet", 0, "minutes"].value = "10"
    form.save_button.click()
    assert f"Tersimpan di {path}" in form.message.value
    assert path.read_text(encoding="utf-8") == before.replace("Apa langkah pertama Anda?", "Apa yang Anda katakan?")


def test_a_mistake_is_said_beside_its_field_and_nothing_is_overwritten(form, path):
    before = path.read_text(encoding="utf-8")
    show(form, "runsheet", 0)["runsheet", 0, "minutes"].value = "sepuluh"
    assert "harus berupa bilangan bulat" in note(form, "runsheet", 0, "minutes")
    assert ("! Lembar jalan 1: buka", ("runsheet", 0)) in form.parts.options
    form.save_button.click()
    assert "Paket belum diubah: masih ada 1 masalah." in form.message.value
    assert path.read_text(encoding="utf-8") == before
    assert form.draft_button.layout.display == ""
    again = edit(path)
    again.draft_button.click()
    assert again.document.get(("runsheet", 0, "minutes")) == "sepuluh"
    show(again, "runsheet", 0)["runsheet", 0, "minutes"].value = "10"
    again.save_button.click()
    assert path.read_text(encoding="utf-8") == before
    assert not again.document.draft.exists()


def test_a_new_activity_says_what_it_lacks_and_is_filled_in(form, path):
    form.kind.value = "poll"
    buttons(form)["Tambah: Aktivitas"].click()
    assert form.parts.value == ("activities", 2)
    assert "kunci wajib 'question' belum ada." in note(form, "activities", 2, "question")
    form._inputs.widgets["activities", 2, "question", "id"].value = "Setuju?"
    form._inputs.widgets["activities", 2, "question", "en"].value = "Agree?"
    for number, text in enumerate(("Ya", "Tidak")):
        buttons(form.panel)["Tambah: Pilihan"].click()
        form._inputs.widgets["activities", 2, "options", number, "id"].value = text.lower()
        form._inputs.widgets["activities", 2, "options", number, "text", "id"].value = text
    form._inputs.widgets["activities", 2, "title", "id"].value = "Setuju"
    assert form.listed.value == ""
    form.save_button.click()
    poll = load_pack(path).activity("baru_1")
    assert (poll.question.en, [option.text.id for option in poll.options]) == ("Agree?", ["Ya", "Tidak"])


def test_items_move_and_go_and_come_back(form):
    show(form, "runsheet", 1)
    buttons(form.panel)["Naik"].click()
    assert form.parts.value == ("runsheet", 0)
    assert [step["id"] for step in form.document.get(("runsheet",))] == ["pilih", "buka", "tutup"]
    buttons(form.panel)["Hapus"].click()
    assert [step["id"] for step in form.document.get(("runsheet",))] == ["buka", "tutup"]
    for _ in range(2):
        form.undo_button.click()
    assert form.document.changed is False
    assert form.undo_button.disabled is True


def test_an_optional_field_is_offered_and_taken_away_again_when_emptied(form):
    widgets = show(form, "runsheet", 0)
    assert ("runsheet", 0, "cut") not in widgets
    offer = form.panel.children[-1]
    offer.children[0].value = "cut"
    offer.children[1].click()
    form._inputs.widgets["runsheet", 0, "cut"].value = "Lewati."
    assert form.document.get(("runsheet", 0, "cut")) == "Lewati."
    form._inputs.widgets["runsheet", 0, "cut"].value = ""
    assert form.document.get(("runsheet", 0, "cut")) is None


def test_markup_in_a_pack_is_never_html_of_the_form(path):
    path.write_text(
        path.read_text(encoding="utf-8").replace("slug: antre_pagi", "slug: <img src=x>"), encoding="utf-8"
    )
    form = edit(path)
    said = [form.message.value, form.listed.value, *(one.value for one in form._inputs.notes.values())]
    assert not any("<img" in text for text in said)
    assert "<img src=x>" in note(form, "slug")


@pytest.mark.parametrize(
    "words", ["lonceng \x07", "dua\nbaris \x00", "\u2028", "\ud800", "- a: [", "'\"'", "# bukan komentar"]
)
def test_whatever_is_pasted_is_taken_or_refused_beside_its_field(form, words):
    show(form, "runsheet", 0)["runsheet", 0, "say"].value = words
    taken = str(form.document.get(("runsheet", 0, "say"))).strip() == words.strip()
    assert taken or note(form, "runsheet", 0, "say")
    show(form, "activities", 0)["activities", 0, "question", "id"].value = words
    assert form.document.get(("activities", 0, "question", "id")).strip() == words.strip() or note(
        form, "activities", 0, "question"
    )


def test_a_fault_outside_the_pack_is_said_too(path):
    theirs = path.parent / "templates" / "five_a.yaml"
    theirs.parent.mkdir()
    theirs.write_text("template: five_a\ntype: canvas\nabout: x\n")
    assert "Templat 'five_a' disediakan oleh" in html.unescape(edit(path).listed.value)


def test_participants_get_no_form(path, monkeypatch):
    monkeypatch.setenv("ETIKA_PARTICIPANT_PAGE", "1")
    with pytest.raises(EtikaError, match=r"^edit\(\) hanya untuk fasilitator"):
        edit(path)


def test_the_form_speaks_english_too(path):
    form = edit(path, language="en")
    assert (form.save_button.description, form.parts.options[0][0]) == ("Save", "Pack")


@pytest.mark.parametrize("name", sorted(activity_types()))
def test_every_type_of_activity_has_a_form(name):
    fields = fields_of(activity_types()[name].spec)
    assert {"id", "type", "title"} <= {field.key for field in fields}
    assert {field.key: field.shape.kind for field in fields}["title"] is Kind.TEXT
    asked = [field.shape.kind for field in fields if field.required]
    assert Kind.OTHER not in asked


@pytest.mark.parametrize("slug", sorted(default_library().packs()))
def test_every_part_of_a_shipped_pack_can_be_shown_without_changing_it(slug):
    form = Editor(Document(default_library().packs()[slug]))
    for _, loc in form.parts.options:
        show(form, *loc)
    assert form.document.changed is False


def test_shapes_follow_the_annotations():
    assert shape_of(int | str).kind is Kind.WORD
    assert shape_of(dict[str, int]).kind is Kind.OTHER
    assert shape_of(int | None).kind is Kind.NUMBER
