"""Errors of Etika Widgets.

    EtikaError                    anything a person can put right; its text is Indonesian first
    ├── SpecError                 an activity, pack or workbook says something it must not
    │   └── FieldError            the same, raised by a validator; pydantic adds where
    ├── MeasureError              a number is undefined for these data, or the data cannot be counted
    ├── SettingError              a setting or address cannot be used
    ├── StoreError                the data file or database cannot be read or written
    │   ├── NoSuchClass           no class with that code, or it was deleted
    │   └── StoreBusy             somebody else holds the store too long; nothing was written
    └── Refused                   an intent was understood and turned down; nothing was stored

Messages are gettext ids written in Indonesian (see ``docs/decisions/0003-source-language.md``) with
``{name}`` fields. ``str(error)`` is Indonesian; ``error.text("en")`` is English.

Mistakes of programmers (a wrong type, a missing argument) stay ``TypeError`` and ``ValueError``, in English.
"""

from __future__ import annotations

from typing import Any

from etika_widgets.i18n import N_, translate


class EtikaError(Exception):
    """Base class; catch it to show any of our errors to a person.

    Args:
        message: gettext id in Indonesian, with ``{name}`` fields.
        fields: values for the fields.

    Example:
        >>> error = EtikaError("Kelas {code} tidak ada.", code="K7PQ4M")
        >>> str(error)
        'Kelas K7PQ4M tidak ada.'
    """

    def __init__(self, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields

    def text(self, language: str = "id") -> str:
        """Return the message for people who read ``language`` (``id`` or ``en``)."""
        return translate(self.message, language).format(**self.fields)

    def __str__(self) -> str:
        return self.text("id")


class SpecError(EtikaError):
    """An activity, pack or workbook is malformed; says which and what to do."""


class FieldError(SpecError, ValueError):
    """A value in a definition is wrong. Being a ``ValueError``, pydantic takes it from validators and adds where."""


class MeasureError(EtikaError, ValueError):
    """A number is not defined for these data; says why. Being a ``ValueError``, numeric code may catch it as usual."""


class SettingError(EtikaError):
    """A setting, path or address cannot be used."""


class StoreError(EtikaError):
    """The data file or database cannot be read or written."""


class NoSuchClass(StoreError):
    """No class has this code, or it was deleted."""

    def __init__(self, code: str) -> None:
        super().__init__(N_("Kelas dengan kode {code} tidak ditemukan. Periksa lagi kodenya."), code=code)
        self.code = code


class StoreBusy(StoreError):
    """The store stayed locked; nothing was written, trying again is safe."""


class Refused(EtikaError):
    """An intent was turned down; nothing was stored.

    Args:
        code: short machine-readable reason, e.g. ``closed``, ``stale``, ``unknown_option``.
        message: gettext id for the person who sent it.
    """

    def __init__(self, code: str, message: str, **fields: Any) -> None:
        super().__init__(message, **fields)
        self.code = code
