"""What people install: the built wheel, in an environment of its own, away from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from etika_widgets.activities import BUILTIN_PLUGINS

ROOT = Path(__file__).parents[1]
NEEDED = {
    "etika_widgets/py.typed",
    "etika_widgets/frontend/host.js",
    "etika_widgets/frontend/theme.css",
    "etika_widgets/activities/poll/view.js",
    "etika_widgets/activities/poll/view.css",
    "etika_widgets/hosts/server/templates/gabung.html",
    "etika_widgets/hosts/voila_templates/etika_light/index.html.j2",
    "etika_widgets/scaffold/activity/etika_NAME/view.js.tmpl",
    "etika_widgets/scaffold/content/workbooks/NAME.py.tmpl",
    "etika_widgets/locale/en/LC_MESSAGES/etika.po",
    "etika_widgets/_data/datasets/keluhan_di_loket.yaml",
    "etika_widgets/_data/datasets/nama_samaran.yaml",
    "etika_widgets/_data/workbooks/keluhan_di_loket.ipynb",
}


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the commands of a clean environment."""
    folder = tmp_path_factory.mktemp("clean")
    run(sys.executable, "-m", "venv", folder, cwd=folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    lock = ROOT / "requirements.lock"
    run(scripts / "python", "-m", "pip", "install", "--quiet", "--constraint", lock, wheel, cwd=folder)
    return scripts


def test_the_wheel_holds_all_that_a_class_needs_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert NEEDED - names == set()
    assert [name for name in names if name.startswith(("tests/", "datasets/", "workbooks/"))] == []


@pytest.mark.timeout(600)
def test_an_installed_copy_checks_its_content_and_lists_its_types(installed: Path, tmp_path: Path) -> None:
    assert "galat" not in run(installed / "etika", "check", cwd=tmp_path).replace("0 galat", "")
    assert run(installed / "etika", "plugins", cwd=tmp_path).count("etika_widgets.activities.") == len(BUILTIN_PLUGINS)


@pytest.fixture
def demo(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The participants' address of a demo class served by the installed copy."""
    command = [installed / "etika", "serve", "--demo", "--no-browser", "--json", "--host", "127.0.0.1", "--port", "0"]
    environment = {**os.environ, "ETIKA_DATA": str(tmp_path / "data")}
    process = subprocess.Popen(
        [str(part) for part in command], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        yield json.loads(process.stdout.readline())["participant"]
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.mark.timeout(600)
@pytest.mark.server
def test_an_installed_copy_serves_a_class(demo: str) -> None:
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(demo, timeout=60).read()
    xsrf = next(cookie.value for cookie in jar if cookie.name == "_xsrf")
    joined = browser.open(demo, data=urlencode({"nama": "Kenari Teduh", "_xsrf": xsrf}).encode(), timeout=120)
    page = joined.read().decode()
    assert "/kelas/" in joined.url
    assert page.count('class="etika-activity"') == 7
