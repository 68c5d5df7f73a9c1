"""``etika new activity NAME`` and ``etika new workbook NAME``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Add the command to the parser of ``etika``."""
    new = commands.add_parser("new", help="buat kerangka jenis aktivitas atau buku kerja yang langsung jalan")
    kinds = new.add_subparsers(dest="kind", required=True, metavar="JENIS")
    activity = kinds.add_parser("activity", help="paket Python dengan satu jenis aktivitas, buku kerja, dan uji")
    activity.set_defaults(run=run_activity)
    workbook = kinds.add_parser("workbook", help="paket ajar, buku kerja, panduan, dan uji")
    workbook.set_defaults(run=run_workbook)
    for parser in (activity, workbook):
        parser.add_argument("name", metavar="NAMA", help="huruf kecil, angka, dan '_', mis. tebak_ruangan")
        parser.add_argument("--dir", type=Path, metavar="DIR", help="tempat menulisnya")


def run_activity(options: argparse.Namespace) -> int:
    """Write a package into a folder of its own name."""
    from etika_widgets._plugins import build_plugin_manager, collect_types
    from etika_widgets.errors import SettingError
    from etika_widgets.scaffold.generator import new_activity, write

    files = new_activity(options.name)
    known = collect_types(build_plugin_manager()).get(options.name)
    if known is not None:
        raise SettingError(
            "Jenis '{name}' sudah disediakan oleh '{owner}'. Pakai nama lain.", name=options.name, owner=known.owner
        )
    _refuse_known_slug(options.name)
    folder = options.dir or Path(options.name)
    write(files, folder)
    print(f"{len(files)} file ditulis di {folder}. Langkah berikutnya:\n")
    print(f"  cd {folder}")
    print('  pip install -e ".[dev]"')
    print("  pytest")
    print("  etika serve\n")
    print("Panduan: facilitator_guides/menulis_aktivitas.md")
    return 0


def run_workbook(options: argparse.Namespace) -> int:
    """Write a workbook and all that belongs to it into a folder of content."""
    from etika_widgets.scaffold.generator import new_workbook, write

    files = new_workbook(options.name)
    _refuse_known_slug(options.name)
    folder = options.dir or Path()
    for path in write(files, folder):
        print(path)
    place = "." if folder == Path() else folder
    print(f"\nPeriksa: etika check {place}\nJalankan: etika serve --content {place}")
    return 0


def _refuse_known_slug(name: str) -> None:
    from etika_widgets.content.library import default_library
    from etika_widgets.content.problems import shown_path
    from etika_widgets.errors import SettingError

    library = default_library()
    known = library.packs().get(name) or library.workbooks().get(name)
    if known is not None:
        raise SettingError("Nama '{name}' sudah dipakai: {file}. Pakai nama lain.", name=name, file=shown_path(known))
