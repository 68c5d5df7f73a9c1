"""The unit and the compose file: as far as this machine can check them without running them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from etika_widgets.cli import DEFAULT_PORT, _parser

DEPLOY = Path(__file__).parents[2] / "deploy"
UNIT = "etika@.service"
PUBLIC = "https://kelas.contoh.go.id"
VARIABLES = {"ETIKA_HOST": "127.0.0.1", "ETIKA_PUBLIC": PUBLIC, "ETIKA_PASSWORD": "a1b2"}


def filled(text):
    """Put values in the place of variables."""
    return re.sub(r"\$\{(\w+)[^}]*\}", lambda found: VARIABLES[found[1]], text)


def served(words):
    """Read a command line as `etika` does."""
    assert Path(words[0]).name == "etika"
    return _parser().parse_args(words[1:])


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_the_unit_starts_what_there_is():
    command = re.search(r"^ExecStart=(.+)$", (DEPLOY / UNIT).read_text(), re.MULTILINE)
    options = served(filled(command[1].replace("%i", "8867")).split())
    assert (options.port, options.public_url, options.behind_proxy) == (8867, PUBLIC, True)


def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path):
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("TIDAK DIUJI (not tested): systemd-analyze tidak ada")
    unit = (DEPLOY / UNIT).read_text().replace("/opt/etika/bin/etika", "/bin/true")
    for name in (UNIT, UNIT.replace("@", "@8866")):
        (tmp_path / name).write_text(unit)
    verify = [program, "verify", "--man=no", str(tmp_path / UNIT.replace("@", "@8866"))]
    run = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


def test_docker_reads_the_compose_file(tmp_path):
    docker = shutil.which("docker")
    if docker is None or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("TIDAK DIUJI (not tested): docker compose tidak ada")
    settings = tmp_path / "env"
    settings.write_text("".join(f"{name}={value}\n" for name, value in VARIABLES.items()))
    config = [docker, "compose", "--env-file", settings, "--file", DEPLOY / "compose.yaml", "config", "--quiet"]
    run = subprocess.run(config, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_the_compose_file_fits_together(compose):
    services = compose["services"]
    assert services.keys() == {"postgres", "etika1", "etika2", "nginx"}
    for service in services.values():
        assert service.keys() <= {
            "build", "image", "command", "environment", "depends_on", "healthcheck", "stop_grace_period", "ulimits",
            "restart", "volumes", "ports", "configs", "user",
        }  # fmt: skip
        assert service.get("depends_on", {}).keys() <= services.keys()
        for needed in service.get("depends_on", {}):
            assert "healthcheck" in services[needed]  # it is waited for
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert (DEPLOY / source).is_file() if source.startswith(".") else source in compose["volumes"]
        for config in service.get("configs", []):
            assert config["source"] in compose["configs"]


def test_the_compose_file_starts_what_there_is(compose):
    for name in ("etika1", "etika2"):
        service = compose["services"][name]
        options = served([filled(word) for word in service["command"]])
        assert (options.port, options.public_url, options.behind_proxy) == (DEFAULT_PORT, PUBLIC, True)
        assert filled(service["environment"]["ETIKA_DB"]) == "postgresql://etika:a1b2@postgres/etika"
        sources = re.findall(r"^COPY (.+) \S+$", service["build"]["dockerfile_inline"], re.MULTILINE)
        names = [name for line in sources for name in line.split()]
        assert names
        assert [name for name in names if not (DEPLOY.parent / name).exists()] == []


def test_the_compose_file_gives_the_proxy_what_its_configuration_includes(compose):
    included = set(re.findall(r"^\s*include (\S+);", (DEPLOY / "nginx.conf").read_text(), re.MULTILINE))
    given = {Path(config["target"]).name for config in compose["services"]["nginx"]["configs"]}
    assert included == given
    upstream = compose["configs"]["upstream"]["content"]
    assert re.findall(r"server (\w+):(\d+)", upstream) == [(f"etika{n}", str(DEFAULT_PORT)) for n in (1, 2)]
