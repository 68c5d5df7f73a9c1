"""The ``etika`` command, thin over functions elsewhere."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import webbrowser
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from etika_widgets._limits import raise_file_limit
from etika_widgets._options import Parser, ping_seconds, port, public_url, read_options
from etika_widgets.documents.command import add_parser as add_guide
from etika_widgets.errors import EtikaError
from etika_widgets.rehearsal.bench import add_parser as add_bench
from etika_widgets.rehearsal.command import add_parser as add_rehearse
from etika_widgets.scaffold.command import add_parser as add_new

if TYPE_CHECKING:
    from etika_widgets.hosts.server.capacity import Machine
    from etika_widgets.hosts.server.context import Context
    from etika_widgets.storage.rows import ClassRow

DEFAULT_PORT = 8866
DEFAULT_PING = 30.0
DEMO_WORKBOOK = "keluhan_di_loket"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 fine, 1 problems found, 2 cannot run."""
    options = read_options(_parser(), argv)
    try:
        code: int = options.run(options)
    except EtikaError as error:
        print(f"etika: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> Parser:
    parser = Parser(prog="etika", description="Kelas langsung etika pelayanan publik dari buku kerja Jupyter.")
    parser.add_argument("--version", action="version", version=f"etika-widgets {version('etika-widgets')}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="PERINTAH")

    serve = commands.add_parser("serve", help="jalankan kelas di komputer ini")
    serve.add_argument("--demo", action="store_true", help="buka kelas contoh dari buku kerja Keluhan di Loket")
    _add_place(serve)
    serve.add_argument("--host", default="0.0.0.0", help="alamat yang dibuka (semua: 0.0.0.0)")  # noqa: S104 - phones must get in
    serve.add_argument("--port", type=port, default=DEFAULT_PORT, help=f"porta ({DEFAULT_PORT})")
    serve.add_argument("--db-listen", metavar="URL", help="sambungan langsung untuk kabar PostgreSQL (tanpa pooler)")
    serve.add_argument(
        "--public-url",
        type=public_url,
        metavar="URL",
        help="alamat yang dipakai orang, mis. https://kelas.contoh.go.id",
    )
    serve.add_argument("--behind-proxy", action="store_true", help="percaya proksi di depan tentang asal pengunjung")
    serve.add_argument("--content", action="append", default=[], metavar="DIR", help="folder paket tambahan")
    serve.add_argument(
        "--kernel-pages", type=int, metavar="N", help="paling banyak halaman berkernel sekaligus (menurut memori)"
    )
    serve.add_argument(
        "--ping-seconds",
        type=ping_seconds,
        default=DEFAULT_PING,
        metavar="DETIK",
        help=f"jarak tanya apakah tiap sambungan masih hidup ({DEFAULT_PING:g})",
    )
    serve.add_argument("--no-browser", action="store_true", help="jangan buka peramban")
    serve.add_argument("--log-json", action="store_true", help="catatan sebagai satu objek JSON per baris")
    serve.add_argument("--json", action="store_true", help="cetak ketiga alamat sebagai satu baris JSON")
    serve.set_defaults(run=_serve)

    check = commands.add_parser("check", help="periksa paket dan buku kerja")
    check.add_argument("path", nargs="?", type=Path, help="berkas atau folder; bila kosong: semua isi yang terpasang")
    check.set_defaults(run=_check)

    plugins = commands.add_parser("plugins", help="daftar jenis aktivitas dan templat beserta pemilik dan versinya")
    plugins.add_argument("--content", action="append", default=[], metavar="DIR", help="folder paket tambahan")
    plugins.set_defaults(run=_plugins)

    link = commands.add_parser("link", help="cetak tautan fasilitator baru untuk server yang sedang berjalan")
    _add_place(link)
    link.set_defaults(run=_link)

    move = commands.add_parser("move", help="pindahkan kelas ke basis data lain, mis. dari SQLite ke PostgreSQL")
    move.add_argument("--from", dest="source", required=True, metavar="URL", help="alamat basis data asal")
    move.add_argument("--to", dest="target", required=True, metavar="URL", help="alamat basis data tujuan")
    move.add_argument("--keep", action="store_true", help="salin saja; yang asal tidak dihapus")
    move.add_argument("codes", nargs="*", metavar="KODE", help="kode kelas; bila kosong: semua kelas")
    move.set_defaults(run=_move)

    add_bench(commands)
    add_rehearse(commands)
    add_new(commands)
    add_guide(commands)
    return parser


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="folder data")
    parser.add_argument("--db", metavar="URL", help="alamat basis data: sqlite:////… atau postgresql://…")


def _serve(options: argparse.Namespace) -> int:
    from etika_widgets.content.folders import VARIABLE
    from etika_widgets.content.library import default_library
    from etika_widgets.hosts.server.app import EtikaServer, bind
    from etika_widgets.hosts.server.capacity import this_machine
    from etika_widgets.hosts.server.logs import configure
    from etika_widgets.room import open_class
    from etika_widgets.storage import open_store
    from etika_widgets.storage.location import store_url

    configure(json_lines=options.log_json)
    files = raise_file_limit()
    library = default_library(options.content)
    sockets = bind(options.host, options.port)
    store = open_store(store_url(options.db, options.data), listen=options.db_listen)
    demo: ClassRow | None = None
    if options.demo:
        running = [row for row in store.classes() if row.workbook == DEMO_WORKBOOK and row.ended_at is None]
        demo = running[0] if running else open_class(store, library.pack(DEMO_WORKBOOK))

    def announce(context: Context, token: str) -> None:
        here, phones = context.facilitator_address(), context.chosen_address()
        path = f"/{demo.code}" if demo else ""
        links = {
            "facilitator": f"{here}/kendali{path}#{token}",
            "participant": f"{phones}/gabung{path}" if demo else f"{phones}/",
            "projector": f"{phones}/layar{path}" if demo else f"{phones}/",
        }
        _announce(options, links, context)
        _preflight(options, this_machine(store.url, files))
        if not options.no_browser:
            webbrowser.open(links["facilitator"])

    folders = [entry for entry in (os.environ.get(VARIABLE, ""), *options.content) if entry]
    environment = {VARIABLE: os.pathsep.join(str(Path(entry).absolute()) for entry in folders)} if folders else {}
    try:
        EtikaServer(
            store=store,
            library=library,
            host=options.host,
            sockets=sockets,
            on_ready=announce,
            kernel_pages=options.kernel_pages,
            kernel_environment=environment,
            public_url=options.public_url,
            ping_seconds=options.ping_seconds,
            behind_proxy=options.behind_proxy,
        ).run()
    finally:
        store.close()
    return 0


def _announce(options: argparse.Namespace, links: dict[str, str], context: Context) -> None:
    if options.json:
        print(json.dumps(links), flush=True)
        return
    print("\nEtika berjalan. Ctrl+C untuk berhenti; data tetap tersimpan.\n")
    print(f"  Fasilitator  {links['facilitator']}")
    print(f"  Peserta      {links['participant']}")
    print(f"  Layar        {links['projector']}\n")
    print("Tautan fasilitator berlaku sampai server berhenti. Yang baru: etika link")
    print("Agar telepon bisa masuk: Wi-Fi yang sama, data seluler dimatikan, firewall mengizinkan")
    print(f"porta {context.port}; lebih dari 8 telepon perlu router.\n", flush=True)


def _preflight(options: argparse.Namespace, machine: Machine) -> None:
    """Say how many phones this machine holds, and what should be mended first."""
    log = logging.getLogger("etika.preflight")
    people, limit = machine.people()
    if options.json or options.log_json:
        log.info("%s", machine.line(), extra={"event": "preflight", "people": people, "limit": limit})
    else:
        print(f"{machine.line()}\n", flush=True)
    for warning in machine.warnings():
        log.warning("%s", warning, extra={"event": "preflight"})


def _check(options: argparse.Namespace) -> int:
    from etika_widgets.content.check import check

    problems = check(options.path)
    for problem in problems:
        print(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    print(f"{errors} galat, {len(problems) - errors} peringatan." if problems else "Semua baik.")
    return 1 if errors else 0


def _plugins(options: argparse.Namespace) -> int:
    from etika_widgets._plugins import build_plugin_manager, collect_types, owner_versions
    from etika_widgets.content.library import default_library

    manager = build_plugin_manager()
    library = default_library(options.content)
    templates = library.templates()
    library.packs(), library.workbooks()  # a name that two of them bear stops here
    versions = owner_versions(manager)
    _print_table(
        "Jenis aktivitas",
        [(name, entry.type.label, entry.owner, entry.version) for name, entry in collect_types(manager).items()],
    )
    _print_table(
        "Templat",
        [
            (name, entry.type, entry.about, entry.owner, versions.get(entry.owner, "–"))
            for name, entry in templates.items()
        ],
    )
    return 0


def _print_table(title: str, rows: Sequence[Sequence[str]]) -> None:
    print(title)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


def _link(options: argparse.Namespace) -> int:
    from etika_widgets.errors import SettingError
    from etika_widgets.hosts.server.identity import Tokens, lives
    from etika_widgets.storage import open_store
    from etika_widgets.storage.location import store_url

    store = open_store(store_url(options.db, options.data))
    try:
        found = 0
        for run, address, seen in store.runs():
            alive = _run_at(address)
            if alive == run:
                print(f"{address}/kendali#{Tokens(store, run).issue()}")
                found += 1
            elif alive == "" or (alive is not None and not lives(seen)):
                store.close_run(run)  # it left without a word; nobody is there, or another run
        if not found:
            raise SettingError("Tidak ada server yang berjalan pada data ini. Jalankan: etika serve")
    finally:
        store.close()
    return 0


def _move(options: argparse.Namespace) -> int:
    from etika_widgets.storage import open_store
    from etika_widgets.storage.move import Moved, move_classes

    def done(moved: Moved) -> None:
        print(f"{moved.code}: {sum(moved.counts.values())} baris pindah dan diperiksa.")
        if not moved.resumable:
            print(f"{moved.code}: kode lanjut peserta tidak berlaku di tempat baru; mereka bergabung lagi.")

    source, target = open_store(options.source), open_store(options.target)
    try:
        move_classes(source, target, options.codes, keep=options.keep, done=done)
    finally:
        source.close()
        target.close()
    return 0


def _run_at(address: str) -> str | None:
    """Return the run that answers at ``address``, "" if surely none does, None if that cannot be told."""
    import urllib.error
    import urllib.request

    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy has no business here
    try:
        with direct.open(f"{address}/sehat", timeout=5) as answer:
            return str(json.load(answer).get("run", ""))
    except urllib.error.URLError as error:
        return "" if isinstance(error.reason, ConnectionRefusedError) else None
    except (OSError, ValueError):
        return None


if __name__ == "__main__":
    sys.exit(main())
