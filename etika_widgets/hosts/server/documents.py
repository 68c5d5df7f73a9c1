"""Pages ready to be sent: compressed once, tagged once."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from functools import lru_cache
from typing import Any, Final

GZIP: Final = 31
"""zlib's name for its window with a gzip header."""
END_OF_STYLE: Final = b"</style>"


class Document:
    """A page that many browsers get unchanged.

    Args:
        body: the HTML.
    """

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.zipped = gzip.compress(body, 9, mtime=0)
        self.tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'


def zipped_after_style(body: bytes) -> bytes:
    """Return ``body`` gzipped; what stands up to the end of its style sheet, the same in every page, only once."""
    end = body.find(END_OF_STYLE) + len(END_OF_STYLE)
    if end < len(END_OF_STYLE):
        return gzip.compress(body, 6, mtime=0)
    head, compressor = _head(body[:end])
    rest = compressor.copy()
    return b"".join((head, rest.compress(body[end:]), rest.flush()))


@lru_cache(maxsize=64)
def _head(text: bytes) -> tuple[bytes, Any]:
    compressor = zlib.compressobj(6, zlib.DEFLATED, GZIP)
    return compressor.compress(text) + compressor.flush(zlib.Z_SYNC_FLUSH), compressor
