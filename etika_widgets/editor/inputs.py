"""The fields of a form: one widget for each value, with room for what is wrong with it."""

from __future__ import annotations

import datetime
import html
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import ipywidgets as w
from ruamel.yaml import YAML

from etika_widgets.content.loader import templates_for
from etika_widgets.content.problems import Problem
from etika_widgets.content.yaml_source import Loc, parse_yaml
from etika_widgets.editor.document import Document
from etika_widgets.editor.labels import label_of
from etika_widgets.editor.shapes import Field, Kind, Shape, fields_of
from etika_widgets.errors import EtikaError
from etika_widgets.i18n import translate

_LONG: Final = 60
_WIDE: Final = w.Layout(width="99%")
_STYLE: Final = {"description_width": "11em"}
_PROSE: Final = frozenset(
    {"about", "ask", "case", "cut", "hint", "if_silent", "intro", "notes", "prompt", "rationale", "reveal", "say"}
    | {"screen", "summary", "text"}
)
"""Keys whose words take more than one line."""


class Inputs:
    """Makes widgets for values of a document and keeps them in step.

    Args:
        document: the pack.
        language: of labels and messages.
        changed: called after every change; ``redraw=True`` if fields came or went.
    """

    def __init__(self, document: Document, language: str, changed: Callable[..., None]) -> None:
        self.document = document
        self.language = language
        self.changed = changed
        self.widgets: dict[Loc, w.Widget] = {}
        """The widget of every value that is shown."""
        self.notes: dict[Loc, w.HTML] = {}
        """Where to say what is wrong with it."""

    def group(self, loc: Loc, fields: Sequence[Field]) -> list[w.Widget]:
        """Return the fields of one part, and a choice of those it does not have yet; forgets those of another."""
        self.widgets.clear()
        self.notes.clear()
        return self._group(loc, fields)

    def tell(self, problems: Iterable[Problem]) -> list[Problem]:
        """Show problems beside their fields and return those that have none here."""
        said: dict[Loc, list[str]] = {}
        elsewhere = []
        for problem in problems:
            place = self._place(problem)
            if place is None:
                elsewhere.append(problem)
            else:
                words = translate(problem.template, self.language).format(**problem.fields)
                said.setdefault(place, []).append(words)
        for loc in self.notes:
            self._warn(loc, " ".join(said.get(loc, ())))
        return elsewhere

    def item_buttons(self, loc: Loc, index: int, after: Callable[[Loc, int], None]) -> w.HBox:
        """Return buttons that move or remove an item of the list at ``loc``."""

        def act(work: Callable[[], None], place: int) -> Callable[[Any], None]:
            def press(_: Any) -> None:
                work()
                after(loc, place)

            return press

        buttons = []
        for text, work, place in (
            (self._("Naik"), lambda: self.document.move(loc, index, -1), max(0, index - 1)),
            (self._("Turun"), lambda: self.document.move(loc, index, 1), index + 1),
            (self._("Hapus"), lambda: self.document.remove(loc, index), index),
        ):
            button = w.Button(description=text, tooltip=f"{text} {index + 1}", layout=w.Layout(width="auto"))
            button.on_click(act(work, place))
            buttons.append(button)
        buttons[0].disabled = index == 0
        buttons[1].disabled = index == len(self.document.get(loc) or ()) - 1
        return w.HBox(buttons)

    def unknown_type(self, loc: Loc, known: Sequence[str]) -> w.Widget:
        """Return the choice of a type for an activity that has none, or one that nobody provides."""
        self.widgets.clear()
        self.notes.clear()
        return self._field(Field("type", Shape(Kind.CHOICE, tuple(known)), required=True), loc[:-1], redraw=True)

    def type_of_template(self, name: Any) -> str | None:
        """Return the type that a template fills in."""
        try:
            found = templates_for(self.document.path)
        except EtikaError:
            return None
        template = found.get(name) if isinstance(name, str) else None
        return template.type if template else None

    def _(self, text: str) -> str:
        return translate(text, self.language)

    def _place(self, problem: Problem) -> Loc | None:
        loc = problem.loc
        missing = (*loc, problem.fields.get("key"))
        if missing in self.notes:
            return missing
        while loc and loc not in self.notes:
            loc = loc[:-1]
        return loc or None

    def _group(self, loc: Loc, fields: Sequence[Field]) -> list[w.Widget]:
        there = self.document.get(loc)
        there = there if isinstance(there, dict) else {}
        filled = "template" in there
        rows = [self._field(field, loc) for field in fields if field.key in there or (field.required and not filled)]
        absent = [field for field in fields if field.key not in there and (filled or not field.required)]
        if absent:
            rows.append(self._offer(loc, absent))
        return rows

    def _offer(self, loc: Loc, absent: Sequence[Field]) -> w.HBox:
        choice = w.Dropdown(
            options=[(label_of(field.key, self.language), field.key) for field in absent],
            description=self._("Isian lain"),
            style=_STYLE,
        )
        button = w.Button(description=self._("Tambah"), layout=w.Layout(width="auto"))

        def press(_: Any) -> None:
            shape = next(field.shape for field in absent if field.key == choice.value)
            self.document.set((*loc, choice.value), _start(shape))
            self.changed(redraw=True)

        button.on_click(press)
        return w.HBox([choice, button])

    def _field(self, field: Field, loc: Loc, *, redraw: bool = False) -> w.Widget:
        at = (*loc, field.key)
        return self._value(at, field.shape, label_of(field.key, self.language), required=field.required, redraw=redraw)

    def _value(self, at: Loc, shape: Shape, label: str, *, required: bool = True, redraw: bool = False) -> w.Widget:
        value = self.document.get(at)
        if shape.kind is Kind.TEXT:
            return self._text(at, label, value)
        if shape.kind is Kind.LIST and isinstance(value, list | None):
            return self._list(at, shape, label)
        if shape.kind is Kind.GROUP and isinstance(value, dict | None):
            assert shape.model is not None  # noqa: S101 - a group has a model
            return self._framed(at, label, self._group(at, fields_of(shape.model)))
        return self._with_note(at, self._simple(at, shape, label, value, required=required, redraw=redraw))

    def _simple(self, at: Loc, shape: Shape, label: str, value: Any, *, required: bool, redraw: bool) -> w.Widget:
        common = {"description": label, "style": _STYLE}
        parse: Callable[[Any], Any] = _nothing_if_empty
        if shape.kind is Kind.FLAG and isinstance(value, bool | None):
            widget = w.Checkbox(value=bool(value), **common)
            parse = bool
        elif shape.kind is Kind.CHOICE and (value in shape.choices or value is None):
            options = [("–", None), *((str(choice), choice) for choice in shape.choices)]
            widget = w.Dropdown(options=options, value=value, **common)
        elif isinstance(value, dict | list) or shape.kind is Kind.OTHER:
            widget = w.Textarea(value=_as_yaml(value), continuous_update=False, layout=_WIDE, **common)
            parse = self._from_yaml
        elif shape.kind is Kind.WORD and (_is_long(value) or at[-1] in _PROSE):
            widget = w.Textarea(value=str(value or ""), continuous_update=False, layout=_WIDE, rows=3, **common)
        else:
            widget = w.Text(value="" if value is None else str(value), continuous_update=False, layout=_WIDE, **common)
            if shape.kind in (Kind.NUMBER, Kind.DATE) or isinstance(value, int | float):
                parse = _as_written

        def changed(change: dict[str, Any]) -> None:
            try:
                new = parse(change["new"])
                self._put(at, "" if new is None and required else new)
            except EtikaError as error:
                self._warn(at, error.text(self.language))
            else:
                self.changed(redraw=redraw)

        widget.observe(changed, "value")
        return widget

    def _text(self, at: Loc, label: str, value: Any) -> w.Widget:
        """Return the two fields of a text: Indonesian, English."""
        both = value if isinstance(value, dict) else {"id": value}
        rows: list[w.Widget] = []
        for language, name in (("id", label), ("en", self._("dalam bahasa Inggris"))):
            words = both.get(language)
            many = _is_long(words) or str(at[-1]) in _PROSE
            kind = w.Textarea if many else w.Text
            widget = kind(
                value="" if words is None else str(words).rstrip("\n"),
                description=name,
                continuous_update=False,
                layout=_WIDE,
                style=_STYLE,
                **({"rows": 3} if many else {}),
            )
            widget.observe(lambda change, language=language: self._put_text(at, language, change["new"]), "value")
            self.widgets[(*at, language)] = widget
            rows.append(widget)
        return self._with_note(at, w.VBox(rows), keep=False)

    def _put_text(self, at: Loc, language: str, words: str) -> None:
        value = self.document.get(at)
        try:
            if isinstance(value, dict):
                self._put((*at, language), words or (None if language == "en" else ""))
            elif language == "id":
                self._put(at, words)
            elif words:
                self._put(at, {"id": value or "", "en": words})
        except EtikaError as error:
            self._warn(at, error.text(self.language))
        else:
            self.changed()

    def _warn(self, at: Loc, text: str) -> None:
        """Say beside a field what is wrong with it; an empty text takes it back."""
        note = self.notes[at]
        note.value = f'<div role="alert" style="color:#a32020">{html.escape(text)}</div>' if text else ""
        note.layout.display = "" if text else "none"

    def _list(self, at: Loc, shape: Shape, label: str) -> w.Widget:
        item = shape.item or Shape(Kind.OTHER)
        rows: list[w.Widget] = []
        for index in range(len(self.document.get(at) or ())):
            place = (*at, index)
            shown = item
            if item.kind in (Kind.GROUP, Kind.TEXT) and isinstance(self.document.get(place), str):
                shown = Shape(Kind.WORD)  # written short: the words alone
            buttons = self.item_buttons(at, index, lambda loc, index: self.changed(redraw=True))
            rows += [self._value(place, shown, f"{label} {index + 1}"), buttons]
        button = w.Button(description=self._("Tambah: {part}").format(part=label), layout=w.Layout(width="auto"))

        def press(_: Any) -> None:
            self.document.add(at, _start(item))
            self.changed(redraw=True)

        button.on_click(press)
        return self._framed(at, label, [*rows, button])

    def _framed(self, at: Loc, label: str, rows: Sequence[w.Widget]) -> w.Widget:
        head = w.HTML(f"<strong>{html.escape(label)}</strong>")
        layout = w.Layout(border_left="3px solid #d9d6cd", padding="0 0 0 .8em", margin=".3em 0")
        return self._with_note(at, w.VBox([head, *rows], layout=layout))

    def _with_note(self, at: Loc, widget: w.Widget, *, keep: bool = True) -> w.Widget:
        if keep:
            self.widgets[at] = widget
        self.notes[at] = w.HTML(layout=w.Layout(display="none", margin="0 0 0 11em"))
        return w.VBox([widget, self.notes[at]])

    def _put(self, at: Loc, value: Any) -> None:
        if value != self.document.get(at):
            self.document.set(at, value)

    def _from_yaml(self, text: str) -> Any:
        return parse_yaml(text, self.document.path).data


def _start(shape: Shape) -> Any:
    """Return what a value is before anybody filled it in."""
    starts: dict[Kind, Any] = {Kind.LIST: [], Kind.FLAG: True, Kind.OTHER: {}}
    if shape.kind is Kind.GROUP and shape.model is not None:
        return {field.key: _start(field.shape) for field in fields_of(shape.model) if field.required}
    if shape.kind is Kind.CHOICE:
        return shape.choices[0]
    return starts.get(shape.kind, "")


def _is_long(value: Any) -> bool:
    return isinstance(value, str) and (len(value) > _LONG or "\n" in value)


def _nothing_if_empty(value: Any) -> Any:
    return None if value == "" else value


def _as_written(text: str) -> Any:
    """Return a number or a date if it is one; anything else stays text, which the loader then explains."""
    text = text.strip()
    for read in (int, float, datetime.date.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return text or None


def _as_yaml(value: Any) -> str:
    out = io.StringIO()
    yaml = YAML(pure=True)
    yaml.dump(value, out)
    return "" if value is None else out.getvalue().removesuffix("...\n")
