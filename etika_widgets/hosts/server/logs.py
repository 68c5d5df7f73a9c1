"""What the log leaves out: addresses of people's devices, and warnings that no facilitator can act on."""

from __future__ import annotations

import logging
from typing import Final

from tornado.httputil import HTTPServerRequest

_QUIET: Final = "etika.voila"


class WithoutAddress(logging.Filter):
    """Rewrites Tornado's records about a request, which name the visitor's address and the whole query."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, with method and path only."""
        arguments = record.args if isinstance(record.args, tuple) else ()
        request = next((value for value in arguments if isinstance(value, HTTPServerRequest)), None)
        if request is not None:
            record.msg, record.args = "%s %s failed", (request.method, request.path)
        return True


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
