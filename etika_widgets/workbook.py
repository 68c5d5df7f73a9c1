"""A workbook: all that a notebook needs to show a lesson's activities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from etika_widgets._plugins import activity_types
from etika_widgets.content.check import check
from etika_widgets.content.library import Library, default_library
from etika_widgets.errors import EtikaError
from etika_widgets.exchange.class_tables import frame
from etika_widgets.hosts.kernel import EtikaWidget
from etika_widgets.hosts.kernel_link import link_to
from etika_widgets.hosts.kernel_page import light_render, participant_page, refuse_participants
from etika_widgets.hosts.kernel_preview import preview
from etika_widgets.hosts.kernel_seats import chosen_role, class_seat, door_seat, given_code, place, preview_seats
from etika_widgets.room import Role, Room

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from etika_widgets.content.pack import Pack
    from etika_widgets.hosts.kernel_seat import Seat
    from etika_widgets.storage import Store

_LABEL_LINE: Final = 0.18
"""Inches that a line of the labels beside a figure takes."""


class Workbook:
    """A lesson in a notebook; made by :meth:`open`.

    Displayed itself, it is the door of a class (stock Voilà), or says which class the notebook is attached to.

    Example:
        >>> book = Workbook.open("keluhan_di_loket")  # doctest: +SKIP
        >>> book.show("pretest")  # doctest: +SKIP
    """

    def __init__(
        self,
        pack: Pack,
        library: Library,
        *,
        code: str | None,
        role: Role,
        store: Store | str | None,
        language: str | None,
    ) -> None:
        self._pack = pack
        self._library = library
        self._code = code
        self._role = role
        self._language = language
        self._place = store
        self._seats: tuple[Seat, ...] = ()
        if light_render():
            return  # The page is made once for everybody: nobody sits here.
        if participant_page():
            self._seats = (door_seat(pack, self._store, code, language),)
        elif code is None:
            self._seats = preview_seats(pack, language)
        else:
            self._seats = (class_seat(pack, self._store(), code, role, language),)
        self._door = self._widget(part="door")

    @classmethod
    def open(
        cls,
        slug: str,
        kelas: str | None = None,
        *,
        role: str | None = None,
        store: Store | str | None = None,
        library: Library | None = None,
        language: str | None = None,
    ) -> Workbook:
        """Open the workbook ``slug``.

        Without a class it is a preview: everything can be tried, nothing is kept. In a page of stock Voilà
        participants join through a form.

        Args:
            slug: name of the pack.
            kelas: code of the class to attach to; ``$ETIKA_KELAS`` by default.
            role: ``facilitator`` (JupyterLab only; the default there once a class is given) or ``participant``.
            store: where classes live, or its address; found as everywhere else by default.
            library: where packs lie; those of this installation by default.
            language: ``id`` or ``en``; that of the class by default.

        Raises:
            SettingError: there is no such workbook.
            SpecError: its pack is malformed.
            NoSuchClass: no class has this code.
            EtikaError: a facilitator's role was asked for on a participants' page.
        """
        found = library or default_library()
        code = given_code(kelas)
        sits = chosen_role(role, code)
        return cls(found.pack(slug), found, code=code, role=sits, store=store, language=language)

    @property
    def title(self) -> str:
        """The lesson's title."""
        return self._pack.title.get(self._language or "id")

    @property
    def activity_ids(self) -> tuple[str, ...]:
        """The activities in lesson order."""
        return self._pack.activity_ids

    @property
    def minutes(self) -> int:
        """The length of the run-sheet."""
        return self._pack.minutes

    def show(self, activity_id: str) -> EtikaWidget:
        """Return the widget of an activity.

        Raises:
            SpecError: the pack has no such activity; names those it has.
        """
        spec = self._pack.activity(activity_id)
        return self._widget(activity=spec.id, type=spec.type, version=spec.digest())

    def control(self) -> EtikaWidget:
        """Return the facilitator's cockpit, for JupyterLab.

        Raises:
            EtikaError: this page goes to participants.
        """
        refuse_participants("control()")
        return self._widget(part="control", seats=[self._facilitator()])

    def validate(self) -> list[str]:
        """Return what is wrong with this workbook's pack, one line each; empty if it is fine."""
        problems = check(self._library.packs()[self._pack.slug])
        return [str(problem) for problem in problems if problem.severity == "error"]

    def responses(self, activity_id: str) -> pd.DataFrame:
        """Return the answers to an activity, one tidy row each, under pseudonyms.

        Raises:
            EtikaError: this page goes to participants.
            SpecError: the pack has no such activity.
        """
        refuse_participants("responses()")
        return responses_in(self._room(), self._pack.activity(activity_id).id)

    def progress(self) -> pd.DataFrame:
        """Return how far each participant is in each opened activity, the table ``progres``.

        Columns, types and units of the three class tables stand in ``docs/class_tables.md``.

        Raises:
            EtikaError: this page goes to participants.

        Example:
            >>> Workbook.open("keluhan_di_loket", kelas="K7PQ4M").progress()  # doctest: +SKIP
        """
        refuse_participants("progress()")
        return frame("progres", self._room())

    def participation(self) -> pd.DataFrame:
        """Return how each participant took part in the talk, the table ``partisipasi``.

        Raises:
            EtikaError: this page goes to participants.
        """
        refuse_participants("participation()")
        return frame("partisipasi", self._room())

    def scores(self) -> pd.DataFrame:
        """Return how many items each participant had right in each quiz, the table ``nilai``.

        Raises:
            EtikaError: this page goes to participants.
        """
        refuse_participants("scores()")
        return frame("nilai", self._room())

    def plot(self, activity_id: str, ax: Axes | None = None) -> Axes:
        """Draw the results of an activity, on ``ax`` or on a figure of its own, and return the axes.

        Raises:
            EtikaError: this page goes to participants.
            SpecError: the pack has no such activity.
        """
        refuse_participants("plot()")
        return plot_in(self._room(), self._pack.activity(activity_id).id, ax)

    def document(self, activity_id: str, path: Path | str | None = None, *, shown: bool = False) -> Path:
        """Write the sheets of a canvas as a Word document and return where it lies.

        Args:
            activity_id: a canvas of this workbook.
            path: the file; ``<activity_id>.docx`` in the notebook's folder by default.
            shown: take only the sheets that were put on the shared screen, without pseudonyms.

        Raises:
            EtikaError: this page goes to participants, or no class was given.
            SettingError: the activity is not a canvas of the class.
            SpecError: the pack has no such activity.
        """
        refuse_participants("document()")
        from etika_widgets.reports.sheets import class_sheets

        spec = self._pack.activity(activity_id)
        if self._code is None:
            raise EtikaError("Buka buku kerja dengan kode kelas dulu: Workbook.open(nama, kelas=...).")
        made = class_sheets(
            self._store(), self._code, activity_types(), spec.id, shown=shown, language=self._language or "id"
        )
        target = Path(path or f"{spec.id}.docx")
        target.write_bytes(made)
        return target

    def _store(self) -> Store:
        return place(self._place)

    def _facilitator(self) -> Seat:
        if self._code is None:
            return self._seats[-1]
        return class_seat(self._pack, self._store(), self._code, Role.FACILITATOR, self._language)

    def _room(self) -> Room:
        link = (
            preview(self._pack, self._language or "id")[0]
            if self._code is None
            else link_to(self._store(), self._code)
        )
        link.catch_up()
        return link.room

    def _widget(self, **settings: Any) -> EtikaWidget:
        settings.setdefault("seats", self._seats)
        language = settings["seats"][0].viewer.language if settings["seats"] else self._language or "id"
        return EtikaWidget(book=self._pack.slug, language=language, **settings)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        door = self._widget(part="door") if light_render() else self._door
        data, metadata = door._repr_mimebundle_(**kwargs)
        return {**data, "text/plain": repr(self)}, metadata

    def __repr__(self) -> str:
        return f"Workbook({self._pack.slug!r}{f', kelas={self._code!r}' if self._code else ''})"


def responses_in(room: Room, activity_id: str) -> pd.DataFrame:
    """Return the answers to an activity of a class."""
    activity = room.activities[activity_id]
    return activity.type.frame(activity.spec, room.told(activity_id))


def plot_in(room: Room, activity_id: str, ax: Axes | None = None) -> Axes:
    """Draw the results of an activity of a class, without ``ax`` on a new figure with room for every row."""
    activity = room.activities[activity_id]
    if ax is not None:
        return activity.type.plot(activity.spec, room.told(activity_id), ax)
    from matplotlib import pyplot as plt

    figure, ax = plt.subplots(layout="constrained")
    activity.type.plot(activity.spec, room.told(activity_id), ax)
    lines = [label.get_text().count("\n") + 1 for label in ax.get_yticklabels()]
    figure.set_figheight(max(figure.get_figheight(), 2 + _LABEL_LINE * max(lines, default=0) * len(lines)))
    return ax
