"""Workbooks and inline activities as a notebook uses them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

import etika_widgets
from etika_widgets import EtikaError, EtikaWidget, Poll, Reflection, Workbook
from etika_widgets.content.folders import Folder, content_folders
from etika_widgets.content.library import Library, default_library
from etika_widgets.errors import NoSuchClass, SpecError
from etika_widgets.frontend import assets
from etika_widgets.hosts.kernel import MIME
from etika_widgets.inline import add_to_class, inline
from etika_widgets.room import open_class
from etika_widgets.storage import Store, open_store

SLUG = "keluhan_di_loket"
PUBLIC_KEYS = {"activity", "book", "desk", "language", "module", "part", "seat", "type", "version"}


@pytest.fixture(autouse=True)
def _at_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SERVER_SOFTWARE", "ETIKA_PARTICIPANT_PAGE", "ETIKA_LIGHT_RENDER", "ETIKA_KELAS", "ETIKA_DB"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path}/etika.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def code(store: Store) -> str:
    return open_class(store, default_library().pack(SLUG)).code


def test_public_names_are_sorted_and_there() -> None:
    assert etika_widgets.__all__ == sorted(etika_widgets.__all__)
    assert all(getattr(etika_widgets, name) for name in etika_widgets.__all__)


def test_a_workbook_knows_its_lesson() -> None:
    book = Workbook.open(SLUG)
    assert (book.minutes, len(book.activity_ids), book.title) == (135, 7, "Keluhan di loket")
    assert book.validate() == []
    assert repr(book) == "Workbook('keluhan_di_loket')"


def test_a_widget_says_what_it_is_and_nothing_else() -> None:
    widget = Workbook.open(SLUG).show("pretest")
    data, _ = widget._repr_mimebundle_()
    spec = default_library().pack(SLUG).activity("pretest")
    assert data[MIME] == {"id": "pretest", "type": "quiz", "version": spec.digest(), "book": SLUG}
    assert "application/vnd.jupyter.widget-view+json" in data
    state = widget.get_state()
    own = {key for key in state if not key.startswith("_")} - {"layout", "tabbable", "tooltip"}
    assert own == PUBLIC_KEYS
    text = json.dumps({key: str(value) for key, value in state.items()})
    for item in spec.items:
        assert item.text.id[:40] not in text
    assert len(text) < 4000
    assert repr(widget) == "EtikaWidget(part='activity', activity='pretest', type='quiz', book='keluhan_di_loket')"


def test_the_book_itself_is_the_door() -> None:
    data, _ = Workbook.open(SLUG)._repr_mimebundle_()
    assert data[MIME] == {"door": True, "book": SLUG}
    assert data["text/plain"] == "Workbook('keluhan_di_loket')"


def test_unknown_names_and_settings_are_explained() -> None:
    with pytest.raises(SpecError, match="pretest"):
        Workbook.open(SLUG).show("pretes")
    with pytest.raises(TypeError, match=r"EtikaWidget has no setting 'colour'\. Settings: activity, book"):
        EtikaWidget(colour="red")
    with pytest.raises(TypeError, match=r"Poll has no setting 'colour'\. Settings: case, "):
        Poll("Apa?", options=["Ya", "Tidak"], colour="red")
    with pytest.raises(ValueError, match="role must be"):
        Workbook.open(SLUG, role="admin")


def test_running_a_cell_again_keeps_the_person() -> None:
    assert Workbook.open(SLUG).show("pretest").seat == Workbook.open(SLUG).show("pretest").seat


def test_a_preview_is_open_and_can_be_looked_into() -> None:
    book = Workbook.open(SLUG)
    assert {row.row.phase for row in book._room().activities.values()} == {"open"}
    frame = book.responses("langkah_pertama")
    assert list(frame.columns[:3]) == ["peserta", "kelompok", "putaran"]
    assert book.control().part == "control"


def test_the_tables_of_a_class_are_frames_of_its_people(store: Store, code: str) -> None:
    book = Workbook.open(SLUG, kelas=code, store=store)
    for frame, last in (
        (book.progress(), "terakhir"),
        (book.participation(), "dukungan"),
        (book.scores(), "berpasangan"),
    ):
        assert (len(frame), frame.columns[0], frame.columns[-1]) == (0, "peserta", last)
    assert set(Workbook.open(SLUG).progress()["keadaan"]) == {"belum", "tidak dirinci"}  # a preview has one person


@pytest.mark.parametrize("name", ["langkah_pertama", "pretest", "lima_a"])
def test_plots_have_indonesian_words(name: str) -> None:
    from matplotlib import pyplot as plt

    plt.switch_backend("agg")
    axes = Workbook.open(SLUG).plot(name)
    assert axes.get_title() or axes.get_xlabel()
    plt.close("all")


def test_sheets_are_written_as_a_document_for_a_facilitator_with_a_class(tmp_path: Path) -> None:
    folder = tmp_path / "datasets"
    folder.mkdir()
    text = (Path(__file__).parents[2] / "datasets" / f"{SLUG}.yaml").read_text(encoding="utf-8")
    (folder / "uji.yaml").write_text(
        text.replace(f"slug: {SLUG}", "slug: uji").replace(
            "activities:\n  - id: pretest", "activities:\n  - {id: lembar, template: five_a}\n  - id: pretest"
        ),
        encoding="utf-8",
    )
    library = Library([*content_folders(), Folder.at(tmp_path)])
    with pytest.raises(EtikaError, match="kode kelas"):
        Workbook.open("uji", library=library).document("lembar")
    store = open_store(f"sqlite:///{tmp_path / 'uji.sqlite3'}")
    code = open_class(store, library.pack("uji")).code
    made = Workbook.open("uji", kelas=code, store=store, library=library).document("lembar", tmp_path / "5a.docx")
    assert docx.Document(str(made)).paragraphs[0].text == "Lembar 5A"
    store.close()


def test_a_class_is_found_by_its_code(store: Store, code: str) -> None:
    book = Workbook.open(SLUG, kelas=code.lower(), store=store)
    assert book._room().code == code
    with pytest.raises(NoSuchClass, match="XXXXXX"):
        Workbook.open(SLUG, kelas="XXXXXX", store=store)


def test_the_environment_may_name_the_class(store: Store, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETIKA_DB", store.url)
    monkeypatch.setenv("ETIKA_KELAS", code)
    assert Workbook.open(SLUG)._room().code == code


@pytest.mark.parametrize(
    ("name", "value"),
    [("SERVER_SOFTWARE", "voila/0.5.13"), ("ETIKA_PARTICIPANT_PAGE", "1"), ("ETIKA_LIGHT_RENDER", "1")],
)
def test_participants_pages_get_no_facilitator(
    store: Store, code: str, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    book = Workbook.open(SLUG, kelas=code, store=store)
    tables = (book.progress, book.participation, book.scores)
    for refused in (book.control, *tables, lambda: book.responses("pretest"), lambda: book.plot("pretest")):
        with pytest.raises(EtikaError, match="hanya untuk fasilitator"):
            refused()
    with pytest.raises(EtikaError, match="hanya untuk fasilitator"):
        Workbook.open(SLUG, kelas=code, store=store, role="facilitator")
    assert all(seat.viewer.role.value == "door" for seat in book._seats)
    poll = Poll("Apa langkah Anda?", options=["Dengar", "Tolak"])
    with pytest.raises(EtikaError, match="hanya untuk fasilitator"):
        poll.responses()


def test_a_light_page_opens_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ETIKA_LIGHT_RENDER", "1")
    monkeypatch.setenv("ETIKA_DATA", str(tmp_path / "data"))
    book = Workbook.open(SLUG, kelas="K7PQ4M")
    assert book.show("pretest").seat == ""
    assert book._repr_mimebundle_()[0][MIME]["door"]
    assert not (tmp_path / "data").exists()


def test_a_light_page_registers_inline_definitions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ETIKA_LIGHT_RENDER", "1")
    monkeypatch.setenv("ETIKA_DB", store.url)
    poll = Poll("Apa langkah Anda?", options=["Dengar", "Tolak"])
    data, _ = poll._repr_mimebundle_()
    assert data[MIME]["version"] == poll.spec.digest()
    definition = store.definition(poll.spec.digest())
    assert definition is not None
    assert definition[0] == "poll"


def test_inline_activities_name_themselves() -> None:
    poll = Poll("Apa langkah pertama Anda?", options=["Dengar", "Tolak"])
    assert poll.spec.id == "apa_langkah_pertama_anda"
    assert repr(poll) == "Poll(id='apa_langkah_pertama_anda')"
    assert Reflection("Apa yang Anda rasakan?").spec.type == "reflection"
    assert inline("case_discussion").__name__ == "CaseDiscussion"
    assert poll.responses().empty


def test_inline_mistakes_are_explained_in_indonesian() -> None:
    with pytest.raises(SpecError, match="pilihan"):
        Poll("Apa?", options=["Satu saja"])
    with pytest.raises(TypeError, match="twice"):
        Poll("Apa?", question="Apa?", options=["Ya", "Tidak"])


def test_an_inline_poll_joins_a_class_once(store: Store, code: str) -> None:
    for _ in range(2):
        poll = Poll("Apa langkah Anda?", options=["Dengar", "Tolak"], kelas=code, store=store)
    rows = store.changes(code).activities
    assert [row.activity for row in rows].count("apa_langkah_anda") == 1
    assert len(rows) == 8
    assert poll.responses().empty
    with pytest.raises(SpecError, match="dengan isi lain"):
        Poll("Apa langkah Anda?", options=["Dengar", "Tunda"], kelas=code, store=store)
    with pytest.raises(NoSuchClass):
        add_to_class(store, "XXXXXX", poll.spec)


def test_comm_targets_are_registered_though_widgets_were_imported_first(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import SimpleNamespace

    from etika_widgets.hosts import kernel

    calls: list[int] = []
    shell = SimpleNamespace(kernel=SimpleNamespace(comm_manager=SimpleNamespace(targets={})))
    monkeypatch.setattr(kernel, "get_ipython", lambda: shell)
    monkeypatch.setattr(kernel.ipywidgets, "register_comm_target", lambda: calls.append(1))
    EtikaWidget()
    assert calls == [1]


def test_importing_the_package_imports_no_widgets() -> None:
    code = "import etika_widgets, sys; print([m for m in ('ipywidgets', 'pandas', 'matplotlib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_module_holds_every_view_and_imports_nothing() -> None:
    text = assets.compose()
    assert "createPage" in text
    for name in ("poll", "quiz", "ordering", "case_discussion", "reflection", "commitment"):
        assert f"views['{name}']" in text
    lines = text.splitlines()
    assert not [line for line in lines if line.startswith("import ")]
    assert sum(line.startswith("export ") for line in lines) == 1
    assert ".etika" in assets.styles()
    assert len(assets.stub()) < 2000


@pytest.mark.skipif(shutil.which("node") is None, reason="TIDAK DIUJI (not tested): Node")
def test_the_module_starts_whatever_names_its_files_use(tmp_path: Path) -> None:
    module = tmp_path / "module.mjs"
    module.write_text(assets.compose())
    run = ["node", "--input-type=module", "-e", f"console.log(typeof (await import('{module.as_uri()}')).start)"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("function\n", "")


def test_a_front_end_file_that_cannot_be_put_together_is_named(tmp_path: Path) -> None:
    path = tmp_path / "view.js"
    path.write_text('import { x } from "./x.js";\nexport default {};\n')
    with pytest.raises(assets.AssetError, match=r"view\.js"):
        assets.compose_parts({"views.x": path})
    path.write_text("const a = 1;\nexport function f() {}\nexport const b = 2;\nexport default { a };\n")
    assert "return { f, b, default: default_ };" in assets.compose_parts({"views.x": path})
