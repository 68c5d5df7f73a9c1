"""Which coding a browser gets, from what it says it takes."""

from __future__ import annotations

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.hosts.server.documents import Document, codings

UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: lambda body: body}
PAGE = Document(b"<p>Selamat datang di kelas</p>" * 40)


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;q=1.0, br;q=0", "gzip"),
        ("br; q=0.000, gzip; q=0", None),
        ("br;q=0.01", "br"),
        ("identity", None),
        ("brotli, xgzip", None),
        ("", None),
    ],
)
def test_a_browser_gets_the_smallest_coding_that_it_takes(accept, coding):
    got, body = PAGE.coded(accept)
    assert got == coding
    assert UNPACK[got](body) == PAGE.body


@given(st.text())
def test_whatever_the_header_says_there_is_an_answer(accept):
    got, body = PAGE.coded(accept)
    assert UNPACK[got](body) == PAGE.body
    assert got is None or got in codings(accept)
