"""The log: for people or, line by line, for machines; never with what people are called, wrote, or came from.

Tracebacks are cut to places in the code and kinds of errors: an error's own words may quote what somebody wrote.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TypeAlias

from tornado.httputil import HTTPServerRequest

_QUIET: Final = "etika.voila"
PLACES: Final = frozenset(
    {"alamat", "aset", "bahasa", "gabung", "kelas", "keluar", "kendali", "lanjut", "laporan", "layar", "masuk"}
    | {"metrik", "sehat", "soket", "tautan", "voila"}
)
PUBLIC: Final = ("/aset/", "/voila/")
STANDARD: Final = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def clean_path(path: str) -> str:
    """Return a request's path without what people typed into it: class codes, or anything else.

    Example:
        >>> clean_path("/gabung/BKT7QX")
        '/gabung/…'
    """
    if path.startswith(PUBLIC) or path == "/":
        return path
    first, _, rest = path.removeprefix("/").partition("/")
    return f"/{first}{'/…' if rest else ''}" if first in PLACES else "/…"


def places(error: BaseException) -> list[str]:
    """Return what kind of error it is and where it went through the code, without its own words."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        frames = traceback.extract_tb(current.__traceback__)
        lines += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        current = current.__cause__ or current.__context__
    return lines


class PlainLines(logging.Formatter):
    """For people."""

    def __init__(self) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def formatException(self, ei: ExcInfo) -> str:
        """Return kinds and places only."""
        return "\n".join(places(ei[1])) if ei[1] else ""


class JsonLines(logging.Formatter):
    """For machines: one object per line with ``time``, ``level``, ``logger``, ``message`` and the event's fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry |= {name: value for name, value in record.__dict__.items() if name not in STANDARD}
        if record.exc_info and record.exc_info[1]:
            entry["trace"] = places(record.exc_info[1])
        return json.dumps(entry, ensure_ascii=False, default=lambda value: type(value).__name__)


class WithoutAddress(logging.Filter):
    """Rewrites Tornado's records about a request, which name the visitor's address and the whole query."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, with method and path only."""
        arguments = record.args if isinstance(record.args, tuple) else ()
        request = next((value for value in arguments if isinstance(value, HTTPServerRequest)), None)
        if request is not None:
            record.msg, record.args = "%s %s failed", (request.method, clean_path(request.path))
        return True


def configure(*, json_lines: bool) -> None:
    """Send the log of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if json_lines else PlainLines())
    handler.addFilter(WithoutAddress())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("etika").setLevel(logging.INFO)
    logging.captureWarnings(json_lines)


def adopt(logger: Any) -> None:
    """Let the log of Voilà's application go the way of ours; it brings a handler of its own."""
    if logging.getLogger().handlers:
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.WARNING)


def tidy() -> None:
    """Keep the addresses of people's devices out of what Tornado logs."""
    for name in ("tornado.application", "tornado.general", "tornado.access"):
        logger = logging.getLogger(name)
        if not any(isinstance(known, WithoutAddress) for known in logger.filters):
            logger.addFilter(WithoutAddress())


def quiet() -> logging.Logger:
    """Return a logger for parts that warn of what is meant to be so, e.g. that a workbook is not signed."""
    logger = logging.getLogger(_QUIET)
    logger.setLevel(logging.ERROR)
    return logger
