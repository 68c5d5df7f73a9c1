"""Sheets as Word documents, read back with the library that made them."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from etika_widgets._plugins import activity_types
from etika_widgets.content.templates import collect_templates
from etika_widgets.errors import NoSuchClass, SettingError
from etika_widgets.reports.sheets import class_sheets, own_sheet
from etika_widgets.room import Role, Viewer
from etika_widgets.testing import memory_class, submit_from_browser

TYPES = activity_types()
TEMPLATES = collect_templates([(Path(__file__).parents[2] / "datasets", "etika")])
PLAN = {
    "masalah": "Warga datang berulang <b>tanpa</b> kabar sama sekali",
    "tujuan": "Paling banyak 2 kali",
    "langkah": [{"apa": "Papan kabar", "siapa": "Penyelia", "kapan": "Senin"}, {"apa": "Uji coba"}],
    "bukti": "Catatan harian",
}


@pytest.fixture
def klass(monkeypatch):
    """A class with an action plan in its first follow-up, and a target."""
    import etika_widgets.room.desk as desk

    moments = (f"2026-11-10T03:{minute:02}:00.000Z" for minute in range(60))
    monkeypatch.setattr(desk, "now", lambda: next(moments))
    forms = [TEMPLATES[name].fill({"id": name, "template": name}) for name in ("action_plan", "smart_target")]
    with memory_class(forms) as made:
        one, two = made.join("Rusa Tenang"), made.join("Kenari Biru")
        made.people = (one, two)
        made.move("action_plan", "reading", "open")
        for who in made.people:
            assert submit_from_browser(made, who, "action_plan", "answer", {"fields": PLAN})["ok"]
        shown = {"participant": two, "slot": "answer", "round": 1, "shown": True}
        assert made.submit(Viewer(Role.FACILITATOR), "action_plan", "feature", shown)["ok"]
        made.move("action_plan", "closed", "revealed", "open")
        follow = {"keadaan": "jalan", "terjadi": "Dipakai 5 hari"}
        assert submit_from_browser(made, one, "action_plan", "answer", {"fields": follow})["ok"]
        yield made


def read(made):
    document = docx.Document(io.BytesIO(made))
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name[:5] in ("Title", "Headi")]
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return document, headings, tables


def test_ones_own_plan_has_headings_tables_dates_and_its_follow_up(klass):
    document, headings, tables = read(own_sheet(klass.store, klass.code, TYPES, "action_plan", klass.people[0]))
    assert headings == [
        ("Title", "Rencana aksi"),
        ("Heading 1", "Perubahan"),
        ("Heading 1", "Langkah"),
        ("Heading 2", "Langkah, penanggung jawab, waktu"),
        ("Heading 1", "Tanggal tindak lanjut"),
        ("Heading 1", "Tindak lanjut 30 hari"),
    ]
    assert tables[0] == [
        ["Isian", "Tulisan"],
        ["Masalah pelayanan yang saya pilih", PLAN["masalah"]],
        ["Keadaan yang ingin dicapai", "Paling banyak 2 kali"],
    ]
    assert tables[1] == [
        ["Langkah", "Penanggung jawab", "Kapan"],
        ["Papan kabar", "Penyelia", "Senin"],
        ["Uji coba", "", ""],
    ]
    assert tables[3][1:3] == [
        ["Sampai di mana?", "Sedang berjalan"],
        ["Yang terjadi, dengan satu bukti", "Dipakai 5 hari"],
    ]
    told = [one.text for one in document.paragraphs]
    assert "Satu perubahan di tempat kerja Anda, dari langkah pertama sampai bukti." in told
    assert "30 hari: 10 Desember 2026" in told
    assert not any("Rusa" in text for text in told)


def test_the_document_can_be_read_aloud(klass):
    document, _, _ = read(own_sheet(klass.store, klass.code, TYPES, "action_plan", klass.people[0], language="en"))
    assert (document.core_properties.language, document.core_properties.title) == ("en-GB", "Action plan")
    own = read(own_sheet(klass.store, klass.code, TYPES, "action_plan", klass.people[0]))[0]
    assert own.core_properties.language == "id-ID"
    assert 'w:lang w:val="id-ID"' in own.styles["Normal"].element.xml
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in own.tables)
    assert own.inline_shapes.__len__() == 0


def test_the_facilitator_gets_all_with_pseudonyms_or_those_shown_without(klass):
    everything = read(class_sheets(klass.store, klass.code, TYPES, "action_plan"))[1]
    assert [text for style, text in everything if style == "Heading 1"] == ["Rusa Tenang", "Kenari Biru"]
    document, shown, tables = read(class_sheets(klass.store, klass.code, TYPES, "action_plan", shown=True))
    assert [text for style, text in shown if style == "Heading 1"] == ["Lembar 1"]
    assert len(tables) == 3
    assert "Kenari Biru" not in "".join(one.text for one in document.paragraphs)


def test_a_class_without_sheets_says_so_and_what_is_no_sheet_is_refused(klass):
    document, headings, tables = read(class_sheets(klass.store, klass.code, TYPES, "smart_target"))
    assert (headings, tables) == ([("Title", "Target SMART")], [])
    assert "Belum ada lembar yang disimpan." in [one.text for one in document.paragraphs]
    with pytest.raises(SettingError, match="bukan lembar kerja"):
        class_sheets(klass.store, klass.code, TYPES, "lain")
    with pytest.raises(SettingError, match="tidak tersedia"):
        class_sheets(klass.store, klass.code, TYPES, "action_plan", language="fr")
    with pytest.raises(NoSuchClass):
        class_sheets(klass.store, "XXXXXX", TYPES, "action_plan")
