"""``etika guide``: facilitator guides as PDF and Word documents."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``etika``."""
    guide = commands.add_parser("guide", help="tulis panduan fasilitator sebagai PDF dan dokumen Word")
    guide.add_argument("names", nargs="*", metavar="PANDUAN", help="mis. keluhan_di_loket; bila kosong: daftarnya")
    guide.add_argument("--all", action="store_true", help="semua panduan")
    guide.add_argument("--pdf", action="store_true", help="hanya PDF (bila --docx tidak ikut diminta)")
    guide.add_argument("--docx", action="store_true", help="hanya dokumen Word (bila --pdf tidak ikut diminta)")
    guide.add_argument("--out", type=Path, default=Path("panduan"), metavar="DIR", help="tempat menulisnya (panduan)")
    guide.add_argument("--content", action="append", default=[], metavar="DIR", help="folder paket tambahan")
    guide.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the guides that were asked for, or list those there are."""
    from etika_widgets.documents.guides import FORMATS, export, guides

    known = sorted(guides(options.content))
    names = known if options.all else options.names
    if not names:
        print("Panduan yang ada:", *known, sep="\n  ")
        return 0
    formats = [kind for kind in FORMATS if getattr(options, kind)] or list(FORMATS)
    for name in dict.fromkeys(names):
        for path in export(name, options.out, formats, options.content):
            print(path)
    return 0
