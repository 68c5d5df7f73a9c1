"""Who looks at a room or acts in it. Made by a host from what the server knows, never from what a browser says."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Role(enum.StrEnum):
    """What somebody may see and do in a class."""

    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    PROJECTOR = "projector"
    DOOR = "door"
    """Somebody who has not joined yet and may do just that."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A role, the participant it belongs to (participants only) and the language to answer in."""

    role: Role
    participant: str | None = None
    language: str = "id"
