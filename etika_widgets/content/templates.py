"""Templates: an activity type with words and fields filled in, for packs to name in one line.

A template is a YAML file in the ``templates`` folder beside the packs, of a plug-in, or of one's own content. It
holds what a definition in a pack may hold, plus ``template`` (its name, which is also the file's name), ``type`` and
``about`` (one line for trainers)::

    template: five_a
    type: canvas
    about: Pemulihan layanan dalam lima langkah
    title: Rencana 5A
    fields: [...]

A definition ``{id: rencana, template: five_a}`` takes all of that over; what it says itself wins, key by key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from etika_widgets.content.problems import ContentError, Problem, shown_path
from etika_widgets.content.yaml_source import read_yaml
from etika_widgets.errors import SettingError

FOLDER: Final = "templates"
_ABOUT: Final = frozenset({"template", "about"})


@dataclass(frozen=True, slots=True)
class Template:
    """A template with the activity type it fills in and who provides it."""

    name: str
    type: str
    about: str
    owner: str
    path: Path
    values: Mapping[str, Any]

    def fill(self, definition: Mapping[str, Any]) -> dict[str, Any]:
        """Return a definition with the template's values below its own."""
        return {**self.values, **definition}


def read_template(path: Path, owner: str) -> Template:
    """Read one template.

    Raises:
        SpecError: it cannot be read, or lacks its name, its type or the line about it.
    """
    source = read_yaml(path)
    data = source.data if isinstance(source.data, dict) else {}
    name, kind, about = (data.get(key) for key in ("template", "type", "about"))
    if not (isinstance(kind, str) and isinstance(about, str) and about.strip()):
        raise ContentError(
            [Problem(path, 1, "templat harus memuat 'type' (jenis aktivitas) dan 'about' (satu baris keterangan).")]
        )
    if name != path.stem:
        raise ContentError(
            [
                Problem(
                    path,
                    source.line(("template",)),
                    "tulis 'template: {name}', sama dengan nama filenya.",
                    {"name": path.stem},
                )
            ]
        )
    values = {key: value for key, value in data.items() if key not in _ABOUT}
    return Template(path.stem, kind, about.strip(), owner, path, MappingProxyType(values))


def collect_templates(folders: Iterable[tuple[Path, str]]) -> dict[str, Template]:
    """Return every template by name.

    Args:
        folders: folders that hold packs, each with its owner; templates lie in their ``templates`` folders.

    Raises:
        SettingError: two templates bear the same name; both owners are named.
        SpecError: a template is malformed.
    """
    found: dict[str, Template] = {}
    for packs, owner in dict(folders).items():
        for path in sorted((packs / FOLDER).glob("*.yaml")):
            made = _read(path, path.stat().st_mtime_ns, owner)
            first = found.setdefault(made.name, made)
            if first.path != made.path:
                raise SettingError(
                    "Templat '{name}' disediakan oleh '{first}' ({first_path}) dan '{second}' ({second_path}). "
                    "Ganti nama salah satunya.",
                    name=made.name,
                    first=first.owner,
                    first_path=shown_path(first.path),
                    second=owner,
                    second_path=shown_path(path),
                )
    return dict(sorted(found.items()))


@lru_cache(maxsize=512)
def _read(path: Path, changed: int, owner: str) -> Template:
    return read_template(path, owner)
