"""Reads packs strictly: either a :class:`Pack`, or one error that lists every problem with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from etika_widgets._plugins import activity_types
from etika_widgets.activity import ActivityType
from etika_widgets.content.data_tables import table_rows
from etika_widgets.content.explain import Explained, explain
from etika_widgets.content.folders import Folder, content_folders
from etika_widgets.content.pack import Pack
from etika_widgets.content.problems import ContentError, Problem, shown_path, suggestion
from etika_widgets.content.templates import Template, collect_templates
from etika_widgets.content.upgrades import CURRENT, upgrade
from etika_widgets.content.yaml_source import Loc, Source, read_yaml
from etika_widgets.errors import EtikaError
from etika_widgets.i18n import N_
from etika_widgets.spec import SLUG, ActivitySpec

M = TypeVar("M", bound=BaseModel)
Types = Mapping[str, ActivityType[Any]]

PLACES: Final = {
    "activities": N_("aktivitas '{name}'"),
    "law": N_("dasar hukum '{name}'"),
    "objectives": N_("tujuan '{name}'"),
    "runsheet": N_("langkah '{name}'"),
}


def load_pack(path: Path | str, types: Types | None = None, templates: Mapping[str, Template] | None = None) -> Pack:
    """Read the pack at ``path``.

    Args:
        path: the YAML file.
        types: activity types by name; those of this installation by default.
        templates: templates by name; by default those of this installation and those beside the pack.

    Raises:
        SpecError: the pack cannot be used. The text lists all problems, one per line:
            ``file:line: aktivitas 'id': what is wrong and what to do``.
    """
    return load_source(read_yaml(Path(path)), types, templates)


def load_source(source: Source, types: Types | None = None, templates: Mapping[str, Template] | None = None) -> Pack:
    """Return the pack in ``source``, which was read before; see :func:`load_pack`."""
    types = activity_types() if types is None else types
    if templates is None:
        templates = templates_for(source.path)
    reader = _Reader(source, templates)
    data = reader.upgraded()
    if data is None:
        raise ContentError(reader.problems)
    source.data = data
    activities = reader.activities(data, types)
    pack = reader.model(Pack, {**data, "activities": activities}, whole=data)
    reader.cross_check(data)
    if pack is None or reader.problems:
        raise ContentError(reader.problems)
    return pack


def templates_for(path: Path) -> dict[str, Template]:
    """Return the templates that the pack at ``path`` may name: of this installation, and those beside it.

    Raises:
        SettingError: two templates bear the same name; both owners are named.
        SpecError: a template is malformed.
    """
    beside = Folder.at(path.parent, shown_path(path.parent))
    return collect_templates((folder.packs, folder.owner) for folder in (*content_folders(), beside))


def load_definition(source: Source, definition: dict[str, Any], types: Types | None = None) -> ActivitySpec:
    """Return an activity's definition; ``source`` holds it at its root, and names the lines.

    Raises:
        ContentError: it is malformed; lists all problems.
    """
    reader = _Reader(source, {})
    spec = reader.definition((), definition, activity_types() if types is None else types)
    if spec is None or reader.problems:
        raise ContentError(reader.problems)
    return spec


def problem_at(source: Source, loc: Loc, template: str, fields: Mapping[str, Any] | None = None) -> Problem:
    """Return a problem with the value at ``loc``, naming its line and the part of the pack it belongs to."""
    place, keys = None, loc
    if len(loc) >= 2 and loc[0] in PLACES and isinstance(loc[1], int):
        name = _get(source.data, loc[:2], "id")
        place = (PLACES[str(loc[0])], name if isinstance(name, str) and re.fullmatch(SLUG, name) else f"#{loc[1] + 1}")
        keys = loc[2:]
    return Problem(source.path, source.line(loc), template, fields or {}, place, keys, loc=loc)


def entries(data: Any, section: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the mappings listed under ``section`` with their places, whatever else stands there."""
    values = data.get(section) if isinstance(data, dict) else None
    for index, value in enumerate(values if isinstance(values, list) else []):
        if isinstance(value, dict):
            yield index, value


class _Reader:
    """Collects the problems of one pack."""

    def __init__(self, source: Source, templates: Mapping[str, Template]) -> None:
        self.source = source
        self.templates = templates
        self.problems: list[Problem] = []

    def report(self, loc: Loc, template: str, **fields: Any) -> None:
        self.problems.append(problem_at(self.source, loc, template, fields))

    def upgraded(self) -> dict[str, Any] | None:
        """Return the data in the present schema, or ``None`` with a problem."""
        data = self.source.data
        if not isinstance(data, dict):
            self.report(
                (), "paket harus berisi pasangan kunci dan nilai, dimulai dengan 'schema: {current}'.", current=CURRENT
            )
            return None
        version = data.get("schema")
        if "schema" not in data:
            self.report(
                (), "kunci wajib 'schema' belum ada. Tulis 'schema: {current}' di baris pertama.", current=CURRENT
            )
        elif type(version) is int and version > CURRENT:
            self.report(
                ("schema",),
                "versi {version} lebih baru daripada yang dikenal ({current}). Perbarui etika-widgets.",
                version=version,
                current=CURRENT,
            )
        else:
            newer = upgrade(data)
            if newer is not None:
                return newer
            self.report(
                ("schema",),
                "versi '{version}' tidak dikenal. Tulis 'schema: {current}'.",
                version=version,
                current=CURRENT,
            )
        return None

    def activities(self, data: dict[str, Any], types: Types) -> list[ActivitySpec]:
        """Return the activities that are well formed; report the others."""
        listed = data.get("activities")
        if not isinstance(listed, list):
            template = N_("harus berupa daftar: satu baris per butir, diawali '- '.")
            if "activities" in data:
                self.report(("activities",), template)
            return []
        parsed = []
        for index, value in enumerate(listed):
            spec = self._activity(("activities", index), value, types)
            if spec is not None:
                parsed.append(spec)
        return parsed

    def _activity(self, loc: Loc, value: Any, types: Types) -> ActivitySpec | None:
        if not isinstance(value, dict):
            self.report(loc, "harus berisi pasangan kunci dan nilai.")
            return None
        if "template" in value:
            value = self._filled(loc, value)
            if value is None:
                return None
        return self.definition(loc, value, types)

    def definition(self, loc: Loc, value: dict[str, Any], types: Types) -> ActivitySpec | None:
        """Return the definition in ``value`` as its type reads it, or ``None`` with its problems reported."""
        name = value.get("type")
        if "type" not in value:
            self.report(loc, "kunci wajib 'type' belum ada. Jenis yang ada: {known}.", known=", ".join(types))
            return None
        if not isinstance(name, str) or name not in types:
            known, guess = ", ".join(types), suggestion(str(name), types)
            if guess:
                self.report(
                    (*loc, "type"),
                    "jenis '{name}' tidak dikenal. Maksud Anda '{guess}'? Jenis yang ada: {known}.",
                    name=name,
                    guess=guess,
                    known=known,
                )
            else:
                self.report(
                    (*loc, "type"), "jenis '{name}' tidak dikenal. Jenis yang ada: {known}.", name=name, known=known
                )
            return None
        try:
            value = types[name].filled(value, table_rows(self.source.path))
        except ContentError as error:  # names the lines of the table
            self.problems += error.problems
            return None
        except EtikaError as error:
            self.report((*loc, "table"), error.message, **error.fields)
            return None
        spec = self.model(types[name].spec, value, at=loc)
        if spec is not None and spec.identity not in types[name].identities:
            self.report(
                (*loc, "identity"),
                "jenis '{name}' tidak dapat memakai 'identity: {given}'. Yang bisa: {known}.",
                name=name,
                given=spec.identity,
                known=", ".join(sorted(types[name].identities)),
            )
        return spec

    def _filled(self, loc: Loc, value: dict[str, Any]) -> dict[str, Any] | None:
        """Return a definition with what its template says, or ``None`` with a problem."""
        name = value["template"]
        template = self.templates.get(name) if isinstance(name, str) else None
        if template is None:
            self.report(
                (*loc, "template"),
                "templat '{name}' tidak ada. Yang ada: {known}.",
                name=name,
                known=", ".join(self.templates) or "–",
            )
            return None
        if value.get("type", template.type) != template.type:
            self.report(
                (*loc, "type"),
                "templat '{name}' berjenis '{kind}'. Hapus baris 'type'.",
                name=name,
                kind=template.type,
            )
            return None
        return template.fill(value)

    def model(self, model: type[M], data: dict[str, Any], at: Loc = (), whole: Any = None) -> M | None:
        """Return ``data`` as a ``model``, or ``None`` with its problems reported."""
        try:
            return model.model_validate(data, context={"pack": self.source.path})  # for what may lie beside it
        except ValidationError as error:
            found = explain(error, data if whole is None else whole, model)
        except EtikaError as error:  # an activity type may speak for itself
            found = [Explained((), error.message, dict(error.fields))]
        except RecursionError:
            found = [Explained((), "isi bersarang terlalu dalam. Periksa kurung dan jarak tulisan di awal baris.", {})]
        for loc, template, fields in found:
            self.problems.append(problem_at(self.source, (*at, *loc), template, fields))
        return None

    def cross_check(self, data: dict[str, Any]) -> None:
        """Report ids used twice, and steps that lean on something that is not there."""
        ids = {section: self._ids(data, section) for section in PLACES}
        for index, step in entries(data, "runsheet"):
            loc = ("runsheet", index)
            activity = step.get("activity")
            if isinstance(activity, str) and activity not in ids["activities"]:
                guess = suggestion(activity, sorted(ids["activities"]))
                if guess:
                    self.report(
                        (*loc, "activity"),
                        "aktivitas '{name}' tidak ada di paket ini. Maksud Anda '{guess}'?",
                        name=activity,
                        guess=guess,
                    )
                else:
                    self.report((*loc, "activity"), "aktivitas '{name}' tidak ada di paket ini.", name=activity)
            if step.get("round") is not None and activity is None:
                self.report((*loc, "round"), "putaran ditulis tanpa aktivitas. Isi 'activity' atau hapus 'round'.")
            law = step.get("law")
            for place, name in enumerate(law if isinstance(law, list) else []):
                if isinstance(name, str) and name not in ids["law"]:
                    self.report((*loc, "law", place), "dasar hukum '{name}' tidak ada di bagian 'law'.", name=name)

    def _ids(self, data: dict[str, Any], section: str) -> set[str]:
        first: dict[str, int] = {}
        for index, entry in entries(data, section):
            name = entry.get("id")
            if not isinstance(name, str):
                continue
            loc: Loc = (section, index, "id")
            if name in first:
                self.report(loc, "id ini sudah dipakai di baris {line}. Pakai id lain.", line=first[name])
            first.setdefault(name, self.source.line(loc))
        return set(first)


def _get(data: Any, loc: Loc, key: str) -> Any:
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data.get(key) if isinstance(data, dict) else None
