"""Front-end files, read once, compressed once, served under a hash so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from etika_widgets.activity import ActivityType
from etika_widgets.frontend.assets import bundle
from etika_widgets.hosts.server.documents import Document

FRONTEND = Path(__file__).parents[2] / "frontend"
ENTRIES = {"console.js", "host.js", "masuk.js", "tunggu.js"}
"""What pages load: each is served as one module with all that it imports."""
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
ANYTIME = {"pulse"}
"""Types whose activities may come into a running class."""


class Asset(Document):
    """A file ready to be sent.

    Args:
        body: its bytes.
        content_type: what it is.
    """

    def __init__(self, body: bytes, content_type: str) -> None:
        super().__init__(body)
        self.content_type = content_type


class Assets:
    """All front-end files of this installation.

    Args:
        types: the activity types; each brings ``view.js`` and ``view.css`` from its folder.
    """

    def __init__(self, types: Iterable[ActivityType]) -> None:  # type: ignore[type-arg]
        self._paths = {path.name: path for path in sorted(FRONTEND.glob("*.js")) + sorted(FRONTEND.glob("*.css"))}
        for kind in types:
            for suffix in (".js", ".css"):
                path = kind.folder() / f"view{suffix}"
                if path.exists():
                    self._paths[f"view-{kind.name}{suffix}"] = path

    @cached_property
    def files(self) -> dict[str, Asset]:
        """Every file by its public name."""
        return {name: self._asset(name, path) for name, path in self._paths.items()}

    @cached_property
    def digest(self) -> str:
        """Hash over all files: the folder they are served under, and part of the page version."""
        state = hashlib.sha256()
        for name, asset in self.files.items():
            state.update(name.encode() + b"\0" + asset.body)
        return state.hexdigest()[:12]

    def text(self, name: str) -> str:
        """Return a file's text, e.g. to place a style sheet in a page; empty if there is none."""
        asset = self.files.get(name)
        return asset.body.decode() if asset else ""

    def styles(self, *names: str, views: Iterable[str] | None = None) -> str:
        """Return the named style sheets and, for pages of a class, those of its activity types as one text."""
        types = sorted({*views, *ANYTIME}) if views is not None else []
        wanted = [*names, *(f"view-{name}.css" for name in types)]
        return "\n".join(filter(None, (self.text(name) for name in wanted)))

    @staticmethod
    def _asset(name: str, path: Path) -> Asset:
        body = bundle(path.stem).encode() if name in ENTRIES else path.read_bytes()
        return Asset(body, TYPES[path.suffix])
