"""The room engine: classes, phases, people and groups. Plain Python; knows no transport, kernel or widget."""

from etika_widgets.room.desk import Desk, Outcome
from etika_widgets.room.intents import Intent
from etika_widgets.room.opening import open_class
from etika_widgets.room.room import Room
from etika_widgets.room.viewer import Role, Viewer

__all__ = ["Desk", "Intent", "Outcome", "Role", "Room", "Viewer", "open_class"]
