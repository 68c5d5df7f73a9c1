"""pydantic's errors in Indonesian, for people who write packs."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from etika_widgets.content.problems import suggestion
from etika_widgets.errors import EtikaError
from etika_widgets.i18n import N_
from etika_widgets.spec import SLUG, Text

Loc = tuple[str | int, ...]


class Explained(NamedTuple):
    """One fault: where (only steps that exist in the data), gettext id, fields."""

    loc: Loc
    template: str
    fields: dict[str, Any]


_TEXT: Final = N_("harus berupa teks. Apit dengan tanda kutip bila isinya angka, tanggal, atau 'true'/'false'.")
_LIST: Final = N_("harus berupa daftar: satu baris per butir, diawali '- '.")
_MAPPING: Final = N_("harus berisi pasangan kunci dan nilai.")
_INTEGER: Final = N_("harus berupa bilangan bulat, tanpa tanda kutip.")
_NUMBER: Final = N_("harus berupa angka, tanpa tanda kutip.")
_BOOL: Final = N_("harus 'true' atau 'false'.")
_DATE: Final = N_("harus berupa tanggal, misalnya 2026-01-20.")

_PLAIN: Final = {
    "string_type": _TEXT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "iterable_type": _LIST,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_from_float": _INTEGER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_parsing": _NUMBER,
    "bool_type": _BOOL,
    "bool_parsing": _BOOL,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
}
_BOUNDS: Final = {
    "string_too_long": (N_("paling panjang {limit} karakter."), "max_length"),
    "too_long": (N_("paling banyak {limit} butir."), "max_length"),
    "greater_than": (N_("harus lebih dari {limit}."), "gt"),
    "greater_than_equal": (N_("paling kecil {limit}."), "ge"),
    "less_than": (N_("harus kurang dari {limit}."), "lt"),
    "less_than_equal": (N_("paling besar {limit}."), "le"),
}
_OWN_TYPES: Final = frozenset(get_args(ErrorType))


def explain(error: ValidationError, data: Any, model: type[BaseModel]) -> list[Explained]:
    """Return every fault that pydantic found in ``data``, in Indonesian."""
    details = error.errors(include_url=False)
    # Entries that failed are not counted by pydantic: "too few" is then said only because of them.
    deeper = {detail["loc"][:length] for detail in details for length in range(len(detail["loc"]))}
    return [
        _explain(detail, data, model)
        for detail in details
        if detail["type"] != "too_short" or detail["loc"] not in deeper
    ]


def _explain(detail: ErrorDetails, data: Any, model: type[BaseModel]) -> Explained:
    kind, context = detail["type"], detail.get("ctx", {})
    where, value = _walk(detail["loc"], data)
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    if kind == "missing":
        known = _keys(model, where, data)
        if not isinstance(value, Mapping) and "id" in known:
            return Explained(where, _TEXT, {})
        return Explained(where, "kunci wajib '{key}' belum ada.", {"key": last})
    if kind == "extra_forbidden":
        return _unknown_key(where, last, _keys(model, where[:-1], data))
    if kind in ("model_type", "model_attributes_type", "dict_type") and Text in _models(model, where, data):
        return Explained(where, _TEXT, {})
    if kind in _PLAIN:
        return Explained(where, _PLAIN[kind], {})
    if kind in _BOUNDS:
        template, name = _BOUNDS[kind]
        return Explained(where, template, {"limit": context.get(name)})
    return _explain_value(kind, where, value, context, detail)


def _explain_value(kind: str, where: Loc, value: Any, context: Mapping[str, Any], detail: ErrorDetails) -> Explained:
    match kind:
        case "string_too_short":
            limit = context.get("min_length")
            if limit == 1:
                return Explained(where, "tidak boleh kosong.", {})
            return Explained(where, "paling sedikit {limit} karakter.", {"limit": limit})
        case "too_short":
            return Explained(
                where,
                "paling sedikit {limit} butir; sekarang {actual}.",
                {"limit": context.get("min_length"), "actual": context.get("actual_length")},
            )
        case "string_pattern_mismatch" if context.get("pattern") == SLUG:
            template = N_(
                "'{value}' tidak dapat dipakai sebagai id. "
                "Pakai huruf kecil, angka, dan '_'; awali dengan huruf; paling panjang 60 karakter."
            )
            return Explained(where, template, {"value": _short(value)})
        case "string_pattern_mismatch":
            template = N_("'{value}' tidak cocok dengan pola {pattern}.")
            return Explained(where, template, {"value": _short(value), "pattern": context.get("pattern")})
        case "literal_error" | "enum":
            expected = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
            template = N_("'{value}' tidak dikenal. Pilihannya: {expected}.")
            return Explained(where, template, {"value": _short(value), "expected": expected})
        case "value_error" | "assertion_error":
            error = context.get("error", detail["msg"])
            if isinstance(error, EtikaError):  # raised by our validators: said in either language
                return Explained(where, error.message, dict(error.fields))
            return Explained(where, "{reason}", {"reason": str(error)})
    if kind not in _OWN_TYPES:  # a PydanticCustomError raised by an activity type: its author's own words
        return Explained(where, "{reason}", {"reason": detail["msg"]})
    return Explained(where, "isinya tidak dapat dipakai ({reason}).", {"reason": detail["msg"]})


def _unknown_key(where: Loc, key: str, known: Sequence[str]) -> Explained:
    fields = {"key": key, "known": ", ".join(known)}
    guess = suggestion(key, known)
    if guess:
        template = N_("kunci '{key}' tidak dikenal. Maksud Anda '{guess}'? Kunci yang ada: {known}.")
        return Explained(where, template, {**fields, "guess": guess})
    return Explained(where, "kunci '{key}' tidak dikenal. Kunci yang ada: {known}.", fields)


def _walk(loc: Sequence[str | int], data: Any) -> tuple[Loc, Any]:
    """Follow ``loc`` through ``data``; steps that are only pydantic's own (union members) are left out."""
    way: list[str | int] = []
    for step in loc:
        in_mapping = isinstance(data, Mapping) and step in data
        in_list = isinstance(data, list | tuple) and isinstance(step, int) and step < len(data)
        if in_mapping or in_list:
            data = data[step]
            way.append(step)
    return tuple(way), data


def _models(model: type[BaseModel], loc: Loc, data: Any) -> list[type[BaseModel]]:
    """Return the models that the value at ``loc`` may have."""
    models = [model]
    for step in loc:
        if isinstance(step, int):
            continue
        found: list[type[BaseModel]] = []
        for current in models:
            for name, info in current.model_fields.items():
                if step in (name, info.alias):
                    found += _inside(info.annotation)
        models = list(dict.fromkeys(found))
    return models


def _inside(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return [annotation] if issubclass(annotation, BaseModel) else []
    if get_origin(annotation) in (Union, types.UnionType) or get_args(annotation):
        return [model for argument in get_args(annotation) for model in _inside(argument)]
    return []


def _keys(model: type[BaseModel], loc: Loc, data: Any) -> list[str]:
    names = (
        info.alias or name for current in _models(model, loc, data) for name, info in current.model_fields.items()
    )
    return list(dict.fromkeys(names))


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
