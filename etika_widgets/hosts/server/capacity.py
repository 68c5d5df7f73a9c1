"""How many phones this machine can hold, and what could get in the way, said before the class starts."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from etika_widgets._limits import raise_file_limit
from etika_widgets.i18n import N_, translate
from etika_widgets.storage.location import SQLITE_PREFIX

MB: Final = 1024 * 1024
PERSON_MB: Final = 0.04
"""Measured with 2,000 people (``docs/performance.md``)."""
PEOPLE_PER_CORE: Final = 1000
FILES_PER_PERSON: Final = 2
OWN_FILES: Final = 200
USABLE: Final = 0.5
"""The part of free memory that is promised; browsers on this machine and the system want some too."""
FEW_PEOPLE: Final = 500
LOW_DISK_MB: Final = 500
NETWORK: Final = frozenset(
    (
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "davfs",
        "9p",
        "fuse.sshfs",
        "glusterfs",
    )
)

MEMORY: Final = N_("memori")
FILES: Final = N_("batas berkas terbuka")
CORES: Final = N_("inti prosesor")
HOLDS: Final = N_(
    "Komputer ini sanggup sekitar {people} ponsel; yang membatasi: {limit} (memori bebas {memory} MB: {by_memory}; "
    "berkas terbuka: {by_files}; {cores} inti prosesor: {by_cores})."
)
LOW_FILES: Final = N_(
    "Batas berkas terbuka hanya {files}: cukup untuk sekitar {people} ponsel. "
    "Naikkan sebelum kelas dimulai: ulimit -n 65536"
)
LOW_DISK: Final = N_("Ruang disk untuk data tinggal {disk} MB. Kosongkan sebelum kelas dimulai.")
REMOTE: Final = N_(
    "Folder data berada di penyimpanan jaringan ({kind}); jawaban bisa hilang. Pilih folder di komputer ini: --data"
)


@dataclass(frozen=True, slots=True)
class Machine:
    """What counts for capacity: megabytes and numbers; None where there is no limit or nobody knows."""

    memory: int
    files: int | None
    cores: int
    disk: int | None = None
    network: str | None = None

    def by_memory(self) -> int:
        """Return how many people the memory holds."""
        return int(self.memory * USABLE / PERSON_MB)

    def by_files(self) -> int | None:
        """Return how many people the limit of open files lets in."""
        return None if self.files is None else max(0, (self.files - OWN_FILES) // FILES_PER_PERSON)

    def by_cores(self) -> int:
        """Return how many people the processors serve at the speed that was measured."""
        return self.cores * PEOPLE_PER_CORE

    def people(self) -> tuple[int, str]:
        """Return how many people this machine holds and what sets the limit."""
        limits = [(self.by_memory(), MEMORY), (self.by_cores(), CORES)]
        if (files := self.by_files()) is not None:
            limits.append((files, FILES))
        return min(limits)

    def line(self, language: str = "id") -> str:
        """Say how many phones this machine holds and why."""
        people, limit = self.people()
        files = self.by_files()
        return translate(HOLDS, language).format(
            people=rounded(people),
            limit=translate(limit, language),
            memory=self.memory,
            by_memory=rounded(self.by_memory()),
            by_files="∞" if files is None else rounded(files),
            cores=self.cores,
            by_cores=rounded(self.by_cores()),
        )

    def warnings(self, language: str = "id") -> list[str]:
        """Say what should be mended before the class starts."""
        found = []
        files = self.by_files()
        if files is not None and files < FEW_PEOPLE:
            found.append(translate(LOW_FILES, language).format(files=self.files, people=rounded(files)))
        if self.disk is not None and self.disk < LOW_DISK_MB:
            found.append(translate(LOW_DISK, language).format(disk=self.disk))
        if self.network:
            found.append(translate(REMOTE, language).format(kind=self.network))
        return found


def this_machine(store_url: str, files: int | None) -> Machine:
    """Look at this machine.

    Args:
        store_url: where the data lies; only a data file has a disk and a folder here.
        files: the limit of open files, as ``raise_file_limit`` returns it.
    """
    folder = Path(store_url.removeprefix(SQLITE_PREFIX)).parent if store_url.startswith(SQLITE_PREFIX) else None
    unlimited = files is None or files < 0
    return Machine(
        memory=psutil.virtual_memory().available // MB,
        files=None if unlimited else files,
        cores=_cores(),
        disk=_disk(folder) if folder else None,
        network=_network(folder) if folder else None,
    )


def advice(store_url: str, language: str) -> list[str]:
    """Return what a facilitator should know of this machine."""
    machine = this_machine(store_url, raise_file_limit())
    return [machine.line(language), *machine.warnings(language)]


def _cores() -> int:
    """Return the processors this process may use, fewer than the machine has in a container."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _disk(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free // MB
    except OSError:
        return None


def _network(folder: Path) -> str | None:
    """Return the kind of network file system that holds ``folder``, as far as the system tells."""
    if str(folder).startswith("\\\\"):
        return "UNC"
    try:
        mounts = psutil.disk_partitions(all=True)
    except (OSError, RuntimeError):
        return None
    holding = [mount for mount in mounts if folder.is_relative_to(mount.mountpoint)]
    if not holding:
        return None
    nearest = max(holding, key=lambda mount: len(mount.mountpoint))
    kind = nearest.fstype.lower()
    return kind or "remote" if kind in NETWORK or "remote" in nearest.opts.split(",") else None


def rounded(number: int) -> str:
    """Return a number as people say it: two digits that count, with the dots of Indonesian."""
    if number >= 100:
        step = 10 ** (len(str(number)) - 2)
        number = number // step * step
    return f"{number:,}".replace(",", ".")
