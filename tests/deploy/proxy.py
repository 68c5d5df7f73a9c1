"""nginx from the distribution with the configuration that ``deploy/`` ships, as an ordinary user on a free port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from ..storage.cluster import Missing, as_owner, free_port, owner

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "nginx.conf"
START_SECONDS = 20


class Proxy:
    """nginx before servers on these ports of this machine.

    Args:
        folder: a folder of the user that runs it (``private_folder``); all it writes lies there.
        ports: of the servers.
    """

    def __init__(self, folder: Path, ports: Sequence[int]) -> None:
        program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if program is None:
            raise Missing("nginx tidak ada; jalankan deploy/nginx.sh")
        self._program, self._folder = program, folder
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        shutil.copyfile(CONFIGURATION, folder / "nginx.conf")
        servers = "".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;\n" for port in ports)
        (folder / "upstream.conf").write_text(servers)
        (folder / "listen.conf").write_text(f"listen 127.0.0.1:{self.port} backlog=4096;\n")
        for path in folder.iterdir():
            path.chmod(0o644)
        if user := owner():
            shutil.chown(folder, user)
        self._process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str) -> list[str]:
        return [
            self._program,
            "-e",
            "stderr",
            "-p",
            str(self._folder),
            "-c",
            str(self._folder / "nginx.conf"),
            *arguments,
        ]

    def start(self) -> None:
        with (self._folder / "log").open("w") as log:
            self._process = subprocess.Popen(
                self.command("-g", "daemon off;"), cwd=self._folder, stdout=log, stderr=log, **as_owner()
            )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"nginx gagal: {self.log()}") from None
                time.sleep(0.05)

    def log(self) -> str:
        return (self._folder / "log").read_text()

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(START_SECONDS)
            self._process = None
