"""A throw-away PostgreSQL from the distribution, and PgBouncer before it."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
USER, PASSWORD = "etika", "rahasia-%40-5a1"


class Missing(Exception):
    """A component that this machine does not have; says which and what was tried."""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def owner() -> str | None:
    """Return the ordinary user that must run the servers, None if we are one ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Missing("PostgreSQL menolak root, dan tidak ada pengguna biasa (postgres)")


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder of the servers' user; pytest's own are closed to everybody but root."""
    folder = Path(tempfile.mkdtemp(prefix="etika-pg-"))
    if user := owner():
        shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def as_owner() -> dict[str, Any]:
    """Return the arguments of ``subprocess`` that make a program run as the servers' user."""
    user = owner()
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}


class Cluster:
    """PostgreSQL in a folder, on a free port and a socket of its own; commits are synced to the disk."""

    def __init__(self, folder: Path) -> None:
        found = [path for place in PLACES for path in Path("/").glob(f"{place[1:]}/initdb")]
        which = shutil.which("initdb")
        if which:
            found.append(Path(which))
        if not found:
            raise Missing("PostgreSQL (initdb) tidak ada; jalankan deploy/postgres.sh")
        self._programs = max(found).parent
        self._folder = folder
        self._data = folder / "data"
        self.port = free_port()

    def start(self) -> None:
        secret = self._folder / "sandi"
        secret.write_text(f"{password()}\n")
        secret.chmod(0o644)
        self._run("initdb", "-D", self._data, "-U", USER, "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        (self._data / "postgresql.auto.conf").write_text(
            f"listen_addresses = '127.0.0.1'\nport = {self.port}\nunix_socket_directories = '{self._folder}'\n"
            "fsync = on\nshared_buffers = 32MB\nmax_connections = 60\n"
        )
        self.up()

    def up(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-l", self._folder / "log", "-w", "-t", "60", "start")

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "-D", self._data, "-m", mode, "-w", "-t", "60", "stop")

    def restart_at_once(self) -> None:
        """Restart as after a crash: no connection is told, no checkpoint is made."""
        self._run(
            "pg_ctl", "-D", self._data, "-m", "immediate", "-l", self._folder / "log", "-w", "-t", "60", "restart"
        )

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        # Not a pipe: the server would inherit it and keep it open.
        with (self._folder / "keluaran").open("w+") as output:
            done = subprocess.run(
                command, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **as_owner()
            )
            output.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program} gagal: {output.read()}")


class Bouncer:
    """PgBouncer in transaction mode before a database server."""

    def __init__(self, folder: Path, host: str, port: int) -> None:
        program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if program is None:
            raise Missing("PgBouncer tidak ada; jalankan deploy/postgres.sh")
        self._program, self._folder = program, folder
        self.port = free_port()
        (folder / "users").write_text(f'"{USER}" "{password()}"\n')
        (folder / "ini").write_text(
            f"[databases]\n* = host={host} port={port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
            f"listen_port = {self.port}\nunix_socket_dir =\nauth_file = {folder / 'users'}\n"
            "auth_type = scram-sha-256\npool_mode = transaction\ndefault_pool_size = 4\nmax_client_conn = 100\n"
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self._folder / "log").open("w") as log:
            self._process = subprocess.Popen(
                [self._program, str(self._folder / "ini")], cwd=self._folder, stdout=log, stderr=log, **as_owner()
            )
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"pgbouncer gagal: {(self._folder / 'log').read_text()}") from None
                time.sleep(0.05)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(30)
            self._process = None

    def url(self, database: str) -> str:
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"


def password() -> str:
    """Return the password as it is; in addresses it stands quoted."""
    return PASSWORD.replace("%40", "@")
