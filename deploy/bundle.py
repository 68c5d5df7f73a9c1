"""Make ``dist/etika-bundle-<version>.zip``: everything a computer without network or administrator rights needs.

Usage: ``python deploy/bundle.py [--here-only] [--out DIR]`` (``make bundle``). The zip holds the wheel of this project,
the wheels of all it needs at run time at the versions of ``requirements.lock``, and scripts that install and start.
Wheels are gathered for the present platform and, unless ``--here-only``, for 64-bit Windows and Linux and the Python
versions in ``PYTHONS``. What a platform needs is worked out from the wheels' own metadata with that platform's markers,
since ``pip download`` evaluates markers for the machine it runs on.
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass, field
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(__file__).parent / "bundle_files"
PYTHONS = ("3.11", "3.12", "3.13")
PATCH = 9
"""Some packages turn down the first releases of a Python: the bundle asks for a later one."""
MANYLINUX = [f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17, 12, 5)]
MADE = (2026, 1, 1, 0, 0, 0)
"""The date of every file in the zip: the same content gives the same zip."""


@dataclass(frozen=True)
class Target:
    """A platform that wheels are gathered for; without ``platforms`` it is the present one."""

    name: str
    python: str = ""
    platforms: tuple[str, ...] = ()
    markers: dict[str, str] = field(default_factory=dict)

    def command(self, folder: Path) -> list[str]:
        """Return the start of the pip command that puts wheels for this platform into a folder."""
        if not self.platforms:
            return ["wheel", "--no-deps", "--wheel-dir", str(folder)]
        places = [part for platform in self.platforms for part in ("--platform", platform)]
        fixed = ["--only-binary=:all:", "--implementation", "cp", "--python-version", f"{self.python}.{PATCH}"]
        return ["download", "--no-deps", *fixed, *places, "--dest", str(folder)]

    def environment(self) -> dict[str, Any]:
        """Return the values of markers on this platform."""
        known: dict[str, Any] = {**default_environment(), **self.markers}
        if self.python:
            known |= {"python_version": self.python, "python_full_version": f"{self.python}.{PATCH}"}
        return known


HERE = Target("komputer ini")
WINDOWS = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"}
LINUX = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"}
ELSEWHERE = [
    *(Target(f"Windows, Python {python}", python, ("win_amd64",), WINDOWS) for python in PYTHONS),
    *(Target(f"Linux, Python {python}", python, tuple(MANYLINUX), LINUX) for python in PYTHONS),
]


def main() -> int:
    """Make the zip and return the exit code: 1 if something the present platform needs cannot be had."""
    parser = argparse.ArgumentParser(prog="bundle.py")
    parser.add_argument("--here-only", action="store_true", help="wheels for the present platform only")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        wheels = Path(made) / "wheels"
        wheels.mkdir()
        own = build(wheels)
        pins = locked()
        complete = []
        for target in [HERE] if options.here_only else [HERE, *ELSEWHERE]:
            missing = gather(target, own, pins, wheels)
            say(f"{target.name}: {', '.join(missing) + ' tidak ada' if missing else 'lengkap'}")
            if missing and target is HERE:
                return 1
            if not missing:
                complete.append(target)
        options.out.mkdir(parents=True, exist_ok=True)
        zipped = options.out / f"etika-bundle-{parse_wheel_filename(own.name)[1]}.zip"
        pack(zipped, wheels, complete)
    say(f"{zipped} ({zipped.stat().st_size / 1e6:.0f} MB)")
    return 0


def build(folder: Path) -> Path:
    """Build the wheel of this project."""
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT), check=True)
    return next(folder.glob("etika_widgets-*.whl"))


def locked() -> dict[str, str]:
    """Return the version that the lock file gives each package."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if "==" in line)
    return {canonicalize_name(name): version.split()[0] for name, version in pairs}


def gather(target: Target, own: Path, pins: dict[str, str], wheels: Path) -> list[str]:
    """Fetch all that a platform needs, one round of pip for each layer of dependencies; return what it lacks."""
    environment, missing = target.environment(), []
    with tempfile.TemporaryDirectory() as fresh:
        folder = Path(fresh)
        fetched: dict[str, Path] = {canonicalize_name("etika-widgets"): own}
        asked: set[tuple[str, str]] = set()
        waiting = [Requirement("etika-widgets"), Requirement("pip")]  # pip itself: Debian's Python comes without
        while waiting:
            wanted = {canonicalize_name(one.name): one for one in waiting}
            new = [exact(one, pins) for name, one in wanted.items() if name not in fetched]
            missing += fetch(target, new, folder)
            fetched |= {canonicalize_name(parse_wheel_filename(path.name)[0]): path for path in folder.glob("*.whl")}
            layer, waiting = waiting, []
            for one in layer:
                for extra in {"", *one.extras}:
                    name = canonicalize_name(one.name)
                    if (name, extra) in asked or name not in fetched:
                        continue
                    asked.add((name, extra))
                    waiting += needs(fetched[name], environment | {"extra": extra})
        for path in folder.glob("*.whl"):
            path.replace(wheels / path.name)
    return missing


def exact(requirement: Requirement, pins: dict[str, str]) -> str:
    """Return what to ask pip for: the locked version, or what fits where another platform needs more."""
    version = pins.get(canonicalize_name(requirement.name))
    return f"{requirement.name}=={version}" if version else f"{requirement.name}{requirement.specifier}"


def fetch(target: Target, wanted: list[str], folder: Path) -> list[str]:
    """Fetch wheels, all in one go if that works; return what cannot be had."""
    if not wanted or pip(*target.command(folder), *wanted):
        return []
    failed = [one for one in wanted if not pip(*target.command(folder), one)]
    return [one for one in failed if not pip(*target.command(folder), one)]  # a registry may have been out of breath


def needs(wheel: Path, environment: dict[str, Any]) -> list[Requirement]:
    """Return what a wheel requires on a platform."""
    with zipfile.ZipFile(wheel) as opened:
        name = next(name for name in opened.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(opened.read(name).decode())
    found = [Requirement(line) for line in metadata.get_all("Requires-Dist", [])]
    return [one for one in found if one.marker is None or one.marker.evaluate(environment)]


def pack(zipped: Path, wheels: Path, complete: list[Target]) -> None:
    """Write the zip: wheels as they are, scripts with the line ends and rights their systems want."""
    here = f"{platform.system()} {platform.machine()}, Python {sys.version_info.major}.{sys.version_info.minor}"
    names = [here if target is HERE else f"{target.name} (64 bit)" for target in complete]
    with zipfile.ZipFile(zipped, "w") as archive:
        for path in sorted(SCRIPTS.iterdir()):
            text = path.read_text(encoding="utf-8").replace("@PLATFORM@", "\n".join(f"  - {name}" for name in names))
            ends = "\n" if path.suffix == ".sh" else "\r\n"
            add(archive, path.name, text.replace("\n", ends).encode(), 0o755 if path.suffix == ".sh" else 0o644)
        for path in sorted(wheels.glob("*.whl")):
            add(archive, f"wheels/{path.name}", path.read_bytes(), 0o644)


def add(archive: zipfile.ZipFile, name: str, content: bytes, mode: int) -> None:
    """Add one file."""
    entry = zipfile.ZipInfo(f"etika/{name}", MADE)
    entry.external_attr = (0o100000 | mode) << 16
    archive.writestr(entry, content)


def pip(*arguments: str, check: bool = False) -> bool:
    """Run pip and tell whether it worked."""
    command = [sys.executable, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - our own arguments
    if done.returncode and check:
        raise SystemExit(done.stderr)
    return done.returncode == 0


def say(text: str) -> None:
    """Tell whoever makes the bundle."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
