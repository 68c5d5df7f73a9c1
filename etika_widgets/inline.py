"""Activities defined in a notebook cell instead of a pack: ``Poll("Apa langkah pertama Anda?", options=[...])``.

There is one class for each activity type, made from the type's spec; a plug-in's types get theirs by
``inline("its_name")``.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import lru_cache
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ValidationError

from etika_widgets._plugins import activity_types
from etika_widgets.content.data_tables import table_rows
from etika_widgets.content.explain import explain
from etika_widgets.errors import SpecError
from etika_widgets.hosts.kernel import EtikaWidget
from etika_widgets.hosts.kernel_link import link_to, shared_store
from etika_widgets.hosts.kernel_page import light_render, participant_page, refuse_participants
from etika_widgets.hosts.kernel_preview import LOOSE, loose_pack, preview
from etika_widgets.hosts.kernel_seats import class_seat, given_code, place, preview_seats
from etika_widgets.i18n import N_
from etika_widgets.room import Role, Room
from etika_widgets.room.clock import now
from etika_widgets.spec import ActivitySpec, slugify
from etika_widgets.storage import Store, store_url
from etika_widgets.storage.rows import ActivityRow, Changes, EventRow
from etika_widgets.workbook import plot_in, responses_in

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


class InlineActivity:
    """An activity that displays as its widget; see the classes made by :func:`inline`.

    Args:
        main: what the type is mostly about, e.g. the question of a poll.
        kelas: code of a class; in a facilitator's notebook the activity is added to it. Without one it is a preview.
        store: where classes live, or its address.
        language: ``id`` or ``en``.
        settings: the other fields of the type's spec.

    Raises:
        TypeError: there is no such setting.
        SpecError: a setting has a value it must not have.
        NoSuchClass: no class has this code.
    """

    type_name: ClassVar[str]
    main: ClassVar[str]
    settings: ClassVar[tuple[str, ...]]

    def __init__(
        self,
        main: Any = None,
        *,
        kelas: str | None = None,
        store: Store | str | None = None,
        language: str | None = None,
        **settings: Any,
    ) -> None:
        name = type(self).__name__
        for setting in settings:
            if setting not in self.settings:
                raise TypeError(f"{name} has no setting {setting!r}. Settings: {', '.join(self.settings)}")
        if main is not None:
            if self.main in settings:
                raise TypeError(f"{name} got {self.main!r} twice")
            settings[self.main] = main
        self.spec = _parse(self.type_name, self.main, settings)
        self._language = language
        self._pack = loose_pack([self.spec])
        self._code = given_code(kelas)
        self._place = store
        self.widget = self._attached()

    def responses(self) -> pd.DataFrame:
        """Return the answers, one tidy row each, under pseudonyms.

        Raises:
            EtikaError: this page goes to participants.
        """
        refuse_participants("responses()")
        return responses_in(self._room(), self.spec.id)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the results and return the axes.

        Raises:
            EtikaError: this page goes to participants.
        """
        refuse_participants("plot()")
        return plot_in(self._room(), self.spec.id, ax)

    def _attached(self) -> EtikaWidget:
        if light_render():
            if os.environ.get("ETIKA_DB"):
                register(shared_store(store_url()), self.spec)
            return self._widget()
        if self._code is None:
            return self._widget(seats=preview_seats(self._pack, self._language))
        store = place(self._place)
        if participant_page():
            seat = class_seat(self._pack, store, self._code, Role.PARTICIPANT, self._language, loose=True)
            return self._widget(part="both", seats=[seat])
        add_to_class(store, self._code, self.spec)
        seat = class_seat(self._pack, store, self._code, Role.FACILITATOR, self._language, loose=True)
        return self._widget(seats=[seat, seat])

    def _widget(self, **settings: Any) -> EtikaWidget:
        spec = self.spec
        settings |= {"activity": spec.id, "type": spec.type, "version": spec.digest(), "book": LOOSE}
        return EtikaWidget(language=self._language or "id", **settings)

    def _room(self) -> Room:
        if self._code is None:
            link, _ = preview(self._pack, self._language or "id")
        else:
            link = link_to(place(self._place), self._code)
        link.catch_up()
        return link.room

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = self.widget._repr_mimebundle_(**kwargs)
        return {**data, "text/plain": repr(self)}, metadata

    def __repr__(self) -> str:
        return f"{type(self).__name__}(id={self.spec.id!r})"


@lru_cache
def inline(type_name: str) -> type[InlineActivity]:
    """Return the class that defines activities of a type inline.

    Example:
        >>> inline("poll").__name__
        'Poll'
    """
    kind = activity_types()[type_name]
    fields = {name: field for name, field in kind.spec.model_fields.items() if name != "type"}
    common = ActivitySpec.model_fields
    main = next((name for name, field in fields.items() if name not in common and field.is_required()), "title")
    settings = tuple(sorted(fields))
    name = "".join(word.capitalize() for word in type_name.split("_"))
    keywords = ("kelas", "store", "language", *(setting for setting in settings if setting != main))
    parameters = [Parameter(main, Parameter.POSITIONAL_OR_KEYWORD)]
    parameters += [Parameter(keyword, Parameter.KEYWORD_ONLY, default=None) for keyword in keywords]
    namespace = {
        "__doc__": f"{(kind.spec.__doc__ or name).strip().splitlines()[0]}\n\nSettings: {', '.join(settings)}.",
        "__module__": __name__,
        "__signature__": Signature(parameters),
        "type_name": type_name,
        "main": main,
        "settings": settings,
    }
    return type(name, (InlineActivity,), namespace)


def register(store: Store, spec: ActivitySpec) -> None:
    """Keep a definition in the store under its content hash."""
    store.save_definition(spec.digest(), spec.type, spec.model_dump(mode="json", exclude_none=True))


def add_to_class(store: Store, code: str, spec: ActivitySpec) -> None:
    """Add an activity to a class; adding the same one again changes nothing.

    Raises:
        NoSuchClass: no class has this code.
        SpecError: the class has another activity under this id, or is over.
    """
    register(store, spec)
    with store.transaction(code) as transaction:
        found = transaction.changes(0)
        same = [row for row in found.activities if row.activity == spec.id]
        if same and same[0].digest == spec.digest():
            return
        if same:
            message = N_("Kelas {code} sudah punya aktivitas '{id}' dengan isi lain. Beri id lain.")
            raise SpecError(message, code=code, id=spec.id)
        if found.klass is None or found.klass.ended_at:
            raise SpecError("Kelas {code} sudah diakhiri. Buka kelas baru untuk menambah aktivitas.", code=code)
        rev = found.rev + 1
        row = ActivityRow(
            activity=spec.id,
            type=spec.type,
            position=max((other.position for other in found.activities), default=-1) + 1,
            digest=spec.digest(),
            spec=spec.model_dump(mode="json", exclude_none=True),
            rev=rev,
        )
        event = EventRow(rev=rev, at=now(), kind="add_activity", role=Role.FACILITATOR.value, activity=spec.id)
        transaction.save(Changes(klass=replace(found.klass, rev=rev), activities=[row], events=[event]))


def _parse(type_name: str, main: str, settings: dict[str, Any]) -> ActivitySpec:
    model = activity_types()[type_name].spec
    data = {"type": type_name, **settings}
    data.setdefault("id", slugify(_words(data.get("title")) or _words(data.get(main)) or type_name))
    data = activity_types()[type_name].filled(data, table_rows())
    try:
        return model.model_validate(data)
    except ValidationError as error:
        found = explain(error, data, model)
    problems = (
        f"{'.'.join(map(str, loc))}: {template.format(**fields)}" if loc else template.format(**fields)
        for loc, template, fields in found
    )
    raise SpecError("{problems}", problems="\n".join(problems))


def _words(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("id")
    return value if isinstance(value, str) else ""


Allocation = inline("allocation")
ArgueRevote = inline("argue_revote")
Brainstorm = inline("brainstorm")
BranchingCase = inline("branching_case")
Canvas = inline("canvas")
CaseDiscussion = inline("case_discussion")
CaseGrid = inline("case_grid")
Categorise = inline("categorise")
Commitment = inline("commitment")
Daily = inline("daily")
Evidence = inline("evidence")
Feedback360 = inline("feedback360")
Highlight = inline("highlight")
Likert = inline("likert")
Matrix2x2 = inline("matrix2x2")
Numeric = inline("numeric")
Ordering = inline("ordering")
Poll = inline("poll")
Pulse = inline("pulse")
Qna = inline("qna")
Quiz = inline("quiz")
RandomizedResponse = inline("randomized_response")
Ranking = inline("ranking")
Reflection = inline("reflection")
RolePlay = inline("role_play")
Rubric = inline("rubric")
Simulation = inline("simulation")
Wall = inline("wall")
Wordcloud = inline("wordcloud")
