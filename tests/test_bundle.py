"""The zip for computers without network: made, unpacked, installed by its own script, started."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[1]
SCRIPTS = {"BACA_DULU.txt", "jalankan.bat", "jalankan.sh", "pasang.bat", "pasang.sh"}
DEVELOPMENT = ("pytest-", "playwright-", "mypy-", "ruff-", "hypothesis-", "hatchling-")


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    run(sys.executable, ROOT / "deploy" / "bundle.py", "--here-only", "--out", folder, cwd=folder)
    return next(folder.glob("etika-bundle-*.zip"))


def test_it_holds_the_wheels_of_a_class_and_scripts_for_both_systems(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as opened:
        names = [name.removeprefix("etika/") for name in opened.namelist()]
        rights = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in opened.infolist()}
        texts = {name: opened.read(f"etika/{name}") for name in SCRIPTS}
    assert {name for name in names if "/" not in name} == SCRIPTS
    wheels = [name.removeprefix("wheels/") for name in names if "/" in name]
    assert all(name.endswith(".whl") for name in wheels)
    for needed in ("etika_widgets-", "pip-", "voila-", "jupyterlab-", "pandas-", "sqlalchemy-"):
        assert any(name.lower().startswith(needed) for name in wheels), needed
    assert [name for name in wheels if name.startswith(DEVELOPMENT)] == []
    assert rights["etika/pasang.sh"] == rights["etika/jalankan.sh"] == 0o755
    for name, text in texts.items():
        assert (b"\r" in text) == (not name.endswith(".sh")), name
        assert b"http" not in text
        assert b"@" not in text.replace(b"@echo", b"").replace(b'"$@"', b"")
    assert b", Python 3." in texts["BACA_DULU.txt"]


@pytest.mark.skipif(os.name != "posix", reason="pasang.sh")
def test_it_installs_without_a_network_and_checks_its_content(bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as opened:
        opened.extractall(tmp_path)
    folder = tmp_path / "etika"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "ETIKA_"))}
    offline = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PYTHON": sys.executable}
    nowhere = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")}
    environment = {**clean, **offline, **nowhere, "HOME": str(tmp_path)}
    said = run("sh", "pasang.sh", cwd=folder, env=environment)
    assert "Terpasang" in said
    commands = folder / ".venv" / "bin"
    assert run(commands / "etika", "--version", cwd=tmp_path, env=environment).startswith("etika-widgets ")
    assert "galat" not in run(commands / "etika", "check", cwd=tmp_path, env=environment).replace("0 galat", "")
    installed = run(commands / "python", "-c", "import etika_widgets; print(etika_widgets.__file__)", cwd=tmp_path)
    assert str(folder) in installed
