"""The sample plug-in: what `etika new` makes plus what the guide adds, installed and served like anybody's."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from etika_widgets.scaffold.generator import new_activity

from .hosts.serving import Line, Server, etika, running

ROOT = Path(__file__).parents[1]
SAMPLE = Path(__file__).parent / "sample_plugin"
GUIDE = ROOT / "facilitator_guides" / "menulis_aktivitas.md"
NAME = "tebak_ruangan"
ACTIVITY = "langkah"
PEOPLE = 5


def sample() -> dict[str, str]:
    """Return the texts of the sample by path."""
    files = [path.relative_to(SAMPLE) for path in SAMPLE.rglob("*") if path.is_file()]
    kept = [path for path in files if not any(part.startswith((".", "__pycache__")) for part in path.parts)]
    return {path.as_posix(): (SAMPLE / path).read_text(encoding="utf-8") for path in kept}


def test_the_sample_is_what_the_generator_makes_and_what_the_guide_adds():
    guide = GUIDE.read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"^```\w*\n(.*?)^```", guide, re.MULTILINE | re.DOTALL))
    told = {line.strip() for line in blocks.splitlines()}
    made, present = new_activity(NAME), sample()
    assert made.keys() - present.keys() == set()
    for path, text in present.items():
        if made.get(path) == text:
            continue
        assert Path(path).name in guide, f"the guide does not speak of {path}"
        before = made.get(path, "").splitlines()
        added = [line[2:].strip() for line in difflib.ndiff(before, text.splitlines()) if line.startswith("+ ")]
        assert [line for line in added if line and line not in told] == [], path


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample, built and installed offline into a folder that every process started here finds."""
    source, site = (tmp_path_factory.mktemp(name) for name in ("source", "site"))
    shutil.copytree(SAMPLE, source, dirs_exist_ok=True)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*command, "--target", str(site), str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(site), str(ROOT)]))
        yield site


def test_the_plug_in_is_listed_with_its_version_and_its_content_is_sound(installed):
    listed = etika("plugins")
    assert listed.returncode == 0, listed.stderr
    rows = [" ".join(line.split()) for line in listed.stdout.splitlines()]
    assert f"{NAME} Tebak ruangan {NAME} 0.1.0" in rows
    assert f"teguran_rekan {NAME} Menegur rekan: pilihan sendiri dan dugaan tentang seisi ruangan {NAME} 0.1.0" in rows
    checked = etika("check", str(installed / f"etika_{NAME}"))
    assert (checked.returncode, checked.stdout) == (0, "Semua baik.\n"), checked.stderr


def test_its_own_tests_pass(installed, tmp_path):
    """Run from a copy of the source, as after `pip install -e`: the package beside the tests is the one in use."""
    shutil.copytree(SAMPLE, tmp_path / "source")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    done = subprocess.run(command, cwd=tmp_path / "source", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "7 passed" in done.stdout


@pytest.fixture(scope="module")
def server(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("served")) as started:
        yield started


@pytest.mark.server
def test_it_is_served_and_what_phones_send_is_stored_and_shown_at_the_reveal(server):
    trainer = server.facilitator()
    opened = trainer.post("/kendali", follow=False, buku=NAME, bahasa="id")
    code = opened.headers["Location"].rpartition("/")[2]
    lead = Line(trainer, code, "kendali").live()
    assert lead.ask("present", step="pilih")["ok"]
    phones = [server.join(code) for _ in range(PEOPLE)]
    page = phones[0].get(f"/kelas/{code}")
    assert page.text.count('class="etika-activity"') == 2
    modules = re.search(r'src="([^"]+/)[^"/]+\.js', page.text)
    view = phones[0].get(f"{modules[1]}view-{NAME}.js")
    assert view.status == 200
    assert "Tulis dugaan Anda: angka 0 sampai 10." in view.text
    lines = [Line(phone, code).live() for phone in phones]
    lead.move(ACTIVITY, "reading", "open")
    for number, line in enumerate(lines):
        line.wait(lambda line=line: line.states[ACTIVITY]["phase"] == "open")
        assert line.ask("answer", ACTIVITY, choice="tegur", guess=number)["ok"]
    refused = lines[0].ask("answer", ACTIVITY, choice="tegur", guess=11)
    assert (refused["ok"], "traceback" in str(refused).lower()) == (False, False)
    assert lines[0].states[ACTIVITY]["results"] is None
    lead.move(ACTIVITY, "closed", "revealed")
    results = lines[0].wait(lambda: lines[0].states[ACTIVITY]["results"])
    assert results["options"][0] == {"id": "tegur", "n": PEOPLE, "real": 10.0, "guess": 2.0}
    for line in (lead, *lines):
        line.close()


@pytest.mark.server
def test_an_english_class_reads_its_texts_in_english(server):
    trainer = server.facilitator()
    opened = trainer.post("/kendali", follow=False, buku=NAME, bahasa="en")
    code = opened.headers["Location"].rpartition("/")[2]
    lead = Line(trainer, code, "kendali").live()
    phone = server.join(code)
    assert "Write your guess: a number from 0 to 10." in phone.get(f"/kelas/{code}").text
    line = Line(phone, code).live()
    lead.move(ACTIVITY, "reading", "open")
    state = line.wait(lambda: line.states[ACTIVITY]["phase"] == "open" and line.states[ACTIVITY])
    assert state["notice"] == "The facilitator sees your answer under your pseudonym. The class sees numbers only."
    for one in (lead, line):
        one.close()


def test_a_catalogue_that_cannot_be_read_is_named_with_its_plug_in(installed, tmp_path):
    broken = tmp_path / f"etika_{NAME}"
    shutil.copytree(installed / broken.name, broken)
    [path] = broken.glob("locale/en/LC_MESSAGES/*.po")
    path.write_text("Tebak ruangan = Guess the room", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(installed), str(ROOT)]))
        stopped = etika("plugins")
    assert stopped.returncode == 2
    assert stopped.stderr.startswith(f"etika: Katalog teks plugin '{NAME}' tidak dapat dibaca ({path}: ")


def test_a_clash_with_somebody_elses_plug_in_stops_with_both_owners(installed, tmp_path):
    other = tmp_path / "datasets" / "templates"
    other.mkdir(parents=True)
    shutil.copy(SAMPLE / f"etika_{NAME}" / "datasets" / "templates" / "teguran_rekan.yaml", other)
    stopped = etika("plugins", "--content", str(tmp_path))
    assert stopped.returncode == 2
    assert f"Templat 'teguran_rekan' disediakan oleh '{NAME}' (" in stopped.stderr
    assert f"dan '{tmp_path}' (" in stopped.stderr
    (other / "teguran_rekan.yaml").unlink()
    shutil.copy(SAMPLE / f"etika_{NAME}" / "datasets" / f"{NAME}.yaml", other.parent)
    stopped = etika("plugins", "--content", str(tmp_path))
    assert stopped.returncode == 2
    assert f"Paket '{NAME}' disediakan oleh '{NAME}' (" in stopped.stderr
    assert f"dan '{tmp_path}' (" in stopped.stderr
