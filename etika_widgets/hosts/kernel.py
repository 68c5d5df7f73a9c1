"""Etika in a Jupyter kernel: the widget that carries frames over its comm and names what it shows."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, ClassVar, Final

import anywidget
import ipywidgets
import traitlets
from IPython.core.getipython import get_ipython

from etika_widgets.frontend import assets
from etika_widgets.hosts.kernel_link import remember_loop, watch
from etika_widgets.hosts.kernel_seat import Seat

MIME: Final = "application/vnd.etika.activity+json"
"""What `etika serve` looks for in a rendered page."""

_log = logging.getLogger(__name__)


def _register_comms() -> None:
    """Register the comm targets of widgets, which ipywidgets does only if it is imported inside a kernel."""
    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    manager = getattr(kernel, "comm_manager", None)
    if manager is not None and "jupyter.widget" not in getattr(manager, "targets", {}):
        ipywidgets.register_comm_target()


class EtikaWidget(anywidget.AnyWidget):
    """One piece of a workbook on a notebook page.

    Its traits say only what it is, never what anybody answered or who they are. All the rest travels as messages,
    and the program text once per page.

    Args:
        part: ``activity``, ``door``, ``both`` or ``control``.
        activity: id of the activity.
        type: name of its type.
        version: content hash of its definition.
        book: slug of the workbook.
        language: language of the interface.
        seats: whose frames this widget carries: the viewer first, then who may move a preview on.
    """

    _esm: ClassVar[str] = assets.stub()

    part = traitlets.Unicode("activity").tag(sync=True)
    activity = traitlets.Unicode("").tag(sync=True)
    type = traitlets.Unicode("").tag(sync=True)
    version = traitlets.Unicode("").tag(sync=True)
    book = traitlets.Unicode("").tag(sync=True)
    language = traitlets.Unicode("id").tag(sync=True)
    seat = traitlets.Unicode("").tag(sync=True)
    desk = traitlets.Unicode("").tag(sync=True)
    module = traitlets.Unicode("").tag(sync=True)

    _settings: ClassVar[tuple[str, ...]] = (
        "activity", "book", "language", "layout", "part", "seats", "type", "version",
    )  # fmt: skip

    def __init__(self, *, seats: Iterable[Seat] = (), **settings: Any) -> None:
        for name in settings:
            if name not in self._settings:
                raise TypeError(f"EtikaWidget has no setting {name!r}. Settings: {', '.join(self._settings)}")
        _register_comms()
        remember_loop()
        carried = list(seats)
        for seat in carried:
            if seat.link:  # taken before the loop was known: a facilitator's seat needs nobody to join
                watch(seat.link)
        self._carried = {seat.id: seat for seat in carried}
        ids = [seat.id for seat in carried] + ["", ""]
        super().__init__(seat=ids[0], desk=ids[1], module=assets.module_name(), **settings)
        self.on_msg(self._receive)

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        """Handle a custom message; the kernel would swallow whatever is raised here."""
        if not isinstance(content, dict):
            return
        frame = content.get("etika")
        if isinstance(frame, dict) and frame.get("t") == "module":
            self.send({"etika": {"t": "module", "js": assets.compose(), "css": assets.styles()}})
            return
        seat = self._carried.get(str(content.get("seat")))
        if seat is not None:
            seat.receive(frame, self)
        else:
            _log.debug("message for a seat that is not here")

    def __repr__(self) -> str:
        shown = [f"{name}={value!r}" for name in ("activity", "type", "book") if (value := getattr(self, name))]
        return f"EtikaWidget(part={self.part!r}{''.join(f', {text}' for text in shown)})"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle: Any = super()._repr_mimebundle_(**kwargs)  # None only for widgets without a view
        data, metadata = bundle
        if self.part == "door":
            data[MIME] = {"door": True, "book": self.book}
        elif self.part in ("activity", "both"):
            data[MIME] = {"id": self.activity, "type": self.type, "version": self.version, "book": self.book}
        return data, metadata
