"""The form itself: one part of the pack at a time, errors beside the field they are about."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import ipywidgets as w
from pydantic import BaseModel

from etika_widgets._plugins import activity_types
from etika_widgets.content.loader import Types, entries
from etika_widgets.content.pack import Law, Objective, Pack, Step
from etika_widgets.content.problems import Problem, shown_path
from etika_widgets.content.yaml_source import Loc
from etika_widgets.editor.document import Document
from etika_widgets.editor.inputs import Inputs
from etika_widgets.editor.keys import FORM, FormKeys
from etika_widgets.editor.labels import label_of
from etika_widgets.editor.shapes import fields_of
from etika_widgets.errors import EtikaError
from etika_widgets.hosts.kernel_page import refuse_participants
from etika_widgets.i18n import translate

SECTIONS: dict[str, type[BaseModel] | None] = {
    "objectives": Objective,
    "law": Law,
    "runsheet": Step,
    "activities": None,
}
"""Lists of a pack, each entry of which is a part of its own; an activity's model depends on its type."""
_HEAD: Loc = ()
_FIXED: Final = frozenset({"schema", "type"})
"""Keys that nobody changes once they are written."""


def edit(path: Path | str, *, language: str = "id", types: Types | None = None) -> Editor:
    """Return a form for the pack at ``path``; display it as the last line of a cell.

    The form writes the file that is on disk: comments, order and style stay. A pack that would not load is never
    written; a draft is put beside it instead.

    Args:
        path: the pack.
        language: of the form, ``id`` or ``en``.
        types: activity types by name; those of this installation by default.

    Raises:
        ContentError: the file cannot be read, or its YAML cannot be understood.
        EtikaError: this page goes to participants.
    """
    refuse_participants("edit()")
    return Editor(Document(path, types), language=language)


class Editor(w.VBox):  # type: ignore[misc] # ipywidgets has no types
    """The form of a pack.

    Args:
        document: the pack.
        language: of the form.
    """

    def __init__(self, document: Document, language: str = "id") -> None:
        self.document = document
        self.language = language
        self._listing = False
        self._types = activity_types() if document.types is None else document.types
        self._inputs = Inputs(document, language, self._changed)
        self.parts = w.Select(description=self._("Bagian"), rows=12, layout=w.Layout(width="22em"))
        self.panel = w.VBox(layout=w.Layout(flex="1 1 auto", min_width="0"))
        self.message = w.HTML()
        self.listed = w.HTML()
        kinds = [(f"{self._(kind.label)} ({name})", name) for name, kind in sorted(self._types.items())]
        self.kind = w.Dropdown(options=kinds, description=self._("Jenis"), layout=w.Layout(width="22em"))
        self.save_button = self._button(self._("Simpan"), self.save, primary=True)
        self.undo_button = self._button(self._("Urungkan"), self._undo)
        self.draft_button = self._button(self._("Lanjutkan draf"), self._open_draft)
        self.parts.observe(self._chosen, "value")
        bar = w.HBox([self.save_button, self.undo_button, self.draft_button])
        more = [self._button(self._adding(section), partial(self._add, section)) for section in SECTIONS]
        side = w.VBox([self.parts, *more[:-1], self.kind, more[-1]], layout=w.Layout(flex="0 0 auto"))
        super().__init__([bar, self.message, w.HBox([side, self.panel]), self.listed, FormKeys()])
        self.add_class(FORM)
        self._list_parts()
        self._told()

    def _chosen(self, change: dict[str, Any]) -> None:
        if not self._listing:
            self._show(change["new"])

    def save(self) -> None:
        """Write the pack, or a draft beside it if it does not load, and say which."""
        try:
            written = self.document.save()
        except EtikaError as error:
            self._say(error.text(self.language))
            return
        if written == self.document.path:
            self._say(translate("Tersimpan di {file}.", self.language).format(file=shown_path(written)))
        else:
            count = len(self.document.problems())
            said = translate(
                "Paket belum diubah: masih ada {count} masalah. Tulisan Anda disimpan sebagai draf di {file}.",
                self.language,
            )
            self._say(said.format(count=count, file=shown_path(written)))
        self._told(keep=True)

    def _(self, text: str) -> str:
        return translate(text, self.language)

    def _button(self, text: str, act: Callable[[], None], *, primary: bool = False) -> w.Button:
        button = w.Button(description=text, button_style="primary" if primary else "")
        button.layout.width = "auto"

        def press(_: w.Button) -> None:
            act()

        button.on_click(press)
        return button

    def _adding(self, section: str) -> str:
        return self._("Tambah: {part}").format(part=label_of(section, self.language))

    def _list_parts(self) -> None:
        """List the parts of the pack; the mark shows which of them have problems."""
        wrong = {problem.loc[:2] if problem.loc[:1] and problem.loc[0] in SECTIONS else _HEAD for problem in self._now}
        rows: list[tuple[str, Loc]] = [(self._("Paket"), _HEAD)]
        for section in SECTIONS:
            name = label_of(section, self.language)
            for index, entry in entries(self.document.data, section):
                rows.append((f"{name} {index + 1}: {entry.get('id', '?')}", (section, index)))
        options = [(f"{'! ' if loc in wrong else ''}{text}", loc) for text, loc in rows]
        if tuple(self.parts.options) != tuple(options):
            chosen = self.parts.value
            self._listing = True  # the list is written anew: nobody chose another part
            self.parts.options = options
            self.parts.value = chosen if chosen in [loc for _, loc in options] else _HEAD
            self._listing = False
            if self.parts.value != chosen:
                self._show(self.parts.value)

    @property
    def _now(self) -> Sequence[Problem]:
        return self.document.problems()

    def _show(self, loc: Loc | None) -> None:
        """Draw the fields of one part."""
        loc = loc or _HEAD
        model = self._model(loc)
        top: list[w.Widget] = []
        if loc:
            top.append(self._inputs.item_buttons((loc[0],), int(loc[1]), self._moved))
        if model is None:
            self.panel.children = [*top, self._inputs.unknown_type((*loc, "type"), sorted(self._types))]
            return
        hidden = _FIXED if loc else _FIXED | SECTIONS.keys()
        fields = [field for field in fields_of(model) if field.key not in hidden]
        self.panel.children = [*top, *self._inputs.group(loc, fields)]
        self._inputs.tell(self._now)

    def _model(self, loc: Loc) -> type[BaseModel] | None:
        if not loc:
            return Pack
        if loc[0] != "activities":
            return SECTIONS[str(loc[0])]
        entry = self.document.get(loc)
        name = entry.get("type") if isinstance(entry, dict) else None
        if isinstance(entry, dict) and name is None and "template" in entry:
            name = self._inputs.type_of_template(entry["template"])
        kind = self._types.get(name) if isinstance(name, str) else None
        return kind.spec if kind is not None else None

    def _add(self, section: str) -> None:
        taken = {entry.get("id") for _, entry in entries(self.document.data, section)}
        name = next(f"baru_{number}" for number in range(1, 1000) if f"baru_{number}" not in taken)
        self.document.add(
            (section,), {"id": name, "type": self.kind.value} if section == "activities" else {"id": name}
        )
        self._changed(redraw=True, at=(section, len(self.document.get((section,))) - 1))

    def _moved(self, loc: Loc, index: int) -> None:
        length = len(self.document.get(loc) or ())
        self._changed(redraw=True, at=(*loc, min(index, length - 1)) if length else _HEAD)

    def _undo(self) -> None:
        self.document.undo()
        self._changed(redraw=True)

    def _open_draft(self) -> None:
        try:
            self.document.open_draft()
        except EtikaError as error:
            self._say(error.text(self.language))
            return
        self._changed(redraw=True)

    def _changed(self, *, redraw: bool = False, at: Loc | None = None) -> None:
        self._list_parts()
        if at is not None:
            self.parts.value = at
            self.parts.focus()
        if redraw:
            self._show(self.parts.value)
        self._told()

    def _told(self, *, keep: bool = False) -> None:
        """Say what is wrong: beside its field where it is shown, in the list below otherwise."""
        problems = self._now
        elsewhere = self._inputs.tell(problems)
        rows = "".join(f"<li>{html.escape(problem.text(self.language))}</li>" for problem in elsewhere)
        self.listed.value = f"<ul>{rows}</ul>" if rows else ""
        self.draft_button.layout.display = "" if self.document.draft.exists() else "none"
        self.undo_button.disabled = not self.document.can_undo
        if keep:
            return
        if problems:
            self._say(self._("Masih ada {count} masalah.").format(count=len(problems)))
        elif self.document.changed:
            self._say(self._("Belum disimpan."))
        else:
            self._say(self._("Tidak ada masalah."))

    def _say(self, text: str) -> None:
        self.message.value = f'<div role="status">{html.escape(text)}</div>'
