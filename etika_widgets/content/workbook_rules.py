"""Rules for workbooks: valid, stripped, in step with their text twin, and giving nothing away."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from etika_widgets.content.notebook import Cell, Notebook
from etika_widgets.content.pack import Pack
from etika_widgets.content.problems import Problem, suggestion
from etika_widgets.content.secrets import Secrets
from etika_widgets.content.text_rules import outside_faults, picture_faults, prose_faults
from etika_widgets.content.wording_rules import hard_sentences, line_of
from etika_widgets.i18n import N_

TEMPLATE: Final = "etika"
_NOTE_TAG: Final = "facilitator-note"
_NOTE_START: Final = re.compile(r"[\s#>*_-]*(catatan fasilitator|facilitator'?s? notes?)\b", re.IGNORECASE)
_CELL: Final = N_("sel {name}")


def workbook_problems(notebook: Notebook) -> Iterator[Problem]:
    """Yield what is wrong with a notebook, whatever its pack says."""
    yield from _format(notebook)
    yield from _twin(notebook)
    for cell in notebook.cells:
        if cell.has_outputs:
            yield at_cell(notebook, cell, "keluaran tersimpan. Kosongkan semua keluaran sebelum menyimpan.")
        if _NOTE_TAG in cell.tags or _NOTE_START.match(cell.source):
            yield at_cell(notebook, cell, "catatan fasilitator tidak boleh ada di buku kerja. Pindahkan ke paket.")
        if cell.kind == "markdown":
            lines = cell.source.splitlines()
            for index, message in (*prose_faults(lines), *outside_faults(lines), *picture_faults(lines)):
                yield at_cell(notebook, cell, message, index)
            for template, fields in hard_sentences(cell.source):
                index = line_of(fields["text"], lines, 0)
                yield replace(at_cell(notebook, cell, template, index, **fields), severity="warning")


def secret_problems(notebook: Notebook, secrets: Secrets) -> Iterator[Problem]:
    """Yield cells that give away what the pack keeps for the facilitator or for the reveal."""
    for cell in notebook.cells:
        found = secrets.found_in(cell.source)
        if found is not None:
            template = N_("sel ini membocorkan isi untuk fasilitator atau jawaban: “{text}…”. Hapus dari buku kerja.")
            yield at_cell(notebook, cell, template, text=found)


def opened_slug(notebook: Notebook) -> str | None:
    """Return the slug that the notebook opens with ``Workbook.open("…")``, if any."""
    for _, call in _calls(notebook):
        if _opens(call):
            return _first_text(call)
    return None


def show_problems(notebook: Notebook, pack: Pack) -> Iterator[Problem]:
    """Yield every ``book.show("x")`` that names no activity of the pack."""
    books = _book_names(notebook)
    known = pack.activity_ids
    for cell, call in _calls(notebook):
        if not (isinstance(call.func, ast.Attribute) and call.func.attr == "show"):
            continue
        receiver = call.func.value
        is_book = isinstance(receiver, ast.Name) and receiver.id in books
        name = _first_text(call)
        if not (is_book or (isinstance(receiver, ast.Call) and _opens(receiver))) or name is None or name in known:
            continue
        guess = suggestion(name, known)
        index = call.lineno - 1
        if guess:
            template = N_("aktivitas '{name}' tidak ada di paket '{slug}'. Maksud Anda '{guess}'?")
            yield at_cell(notebook, cell, template, index, name=name, slug=pack.slug, guess=guess)
        else:
            template = N_("aktivitas '{name}' tidak ada di paket '{slug}'. Yang ada: {known}.")
            yield at_cell(notebook, cell, template, index, name=name, slug=pack.slug, known=", ".join(known))


def at_cell(notebook: Notebook, cell: Cell, template: str, index: int | None = None, **fields: Any) -> Problem:
    """Return a problem with a cell, on the line of the file where line ``index`` of the cell stands."""
    line = cell.line if index is None else cell.line_of(index)
    return Problem(notebook.path, line, template, fields, (_CELL, cell.id or f"#{cell.number}"))


def _format(notebook: Notebook) -> Iterator[Problem]:
    import nbformat  # here and below: whoever only asks about packs need not wait two seconds for the notebook tools

    data = notebook.data
    nameless = [cell for cell in notebook.cells if cell.id is None]
    for cell in nameless:
        yield at_cell(notebook, cell, "sel tanpa 'id'. Simpan ulang dengan format notebook 4.5.")
    if not nameless:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                nbformat.validate(data)
        except (nbformat.ValidationError, AttributeError, KeyError, LookupError, TypeError, ValueError) as error:
            reason = str(error).splitlines()[0][:200]
            yield Problem(notebook.path, 1, "bukan notebook yang sah: {reason}", {"reason": reason})
    metadata = data.get("metadata")
    voila = metadata.get("voila") if isinstance(metadata, dict) else None
    if not isinstance(voila, dict) or voila.get("template") != TEMPLATE:
        template = N_("metadata 'voila.template' harus '{name}', supaya halaman tidak mengambil apa pun dari luar.")
        yield Problem(notebook.path, 1, template, {"name": TEMPLATE})


def _twin(notebook: Notebook) -> Iterator[Problem]:
    import jupytext

    path = notebook.path.with_suffix(".py")
    command = f"jupytext --sync {notebook.path.name}"
    if not path.is_file():
        template = N_("kembaran teks {twin} tidak ada. Jalankan: {command}")
        yield Problem(notebook.path, 1, template, {"twin": path.name, "command": command})
        return
    try:
        twin = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    except Exception as error:  # jupytext raises whatever its parsers raise
        template = N_("kembaran teks tidak dapat dibaca: {reason}")
        yield Problem(
            path, 1, template, {"reason": str(error).splitlines()[0] if str(error) else type(error).__name__}
        )
        return
    template = N_("tidak sama dengan kembaran teks {twin}. Jalankan: {command}")
    fields = {"twin": path.name, "command": command}
    for cell, other in zip(notebook.cells, twin.cells, strict=False):
        if (cell.kind, cell.source.strip()) != (other.cell_type, other.source.strip()):
            yield at_cell(notebook, cell, template, twin=path.name, command=command)
            return
    if len(notebook.cells) != len(twin.cells):
        yield Problem(
            notebook.path, 1, "jumlah sel tidak sama dengan kembaran teks {twin}. Jalankan: {command}", fields
        )


def _calls(notebook: Notebook) -> Iterator[tuple[Cell, ast.Call]]:
    for cell in notebook.cells:
        if cell.kind == "code":
            for node in ast.walk(_tree(cell)):
                if isinstance(node, ast.Call):
                    yield cell, node


def _tree(cell: Cell) -> ast.Module:
    lines = ("" if line.lstrip().startswith(("%", "!")) else line for line in cell.source.splitlines())
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module(body=[], type_ignores=[])


def _opens(call: ast.Call) -> bool:
    func = call.func
    if not (isinstance(func, ast.Attribute) and func.attr == "open"):
        return False
    owner = func.value
    name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
    return name == "Workbook"


def _first_text(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _book_names(notebook: Notebook) -> set[str]:
    names: set[str] = set()
    for cell in notebook.cells:
        if cell.kind != "code":
            continue
        for node in ast.walk(_tree(cell)):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _opens(node.value):
                names.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return names
