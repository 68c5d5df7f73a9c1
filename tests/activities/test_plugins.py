"""Types come in through hooks; clashes, misspellings and broken plug-ins are named."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from etika_widgets import _plugins
from etika_widgets._plugins import build_plugin_manager, collect_types
from etika_widgets.activities import BUILTIN_PLUGINS
from etika_widgets.activities.poll import Poll
from etika_widgets.errors import SettingError
from etika_widgets.hookspecs import hookimpl


class OtherPoll(Poll):
    """A trainer's type that takes a name already in use."""


def provide(*types):
    @hookimpl
    def register_activity_types():
        return list(types)

    return SimpleNamespace(register_activity_types=register_activity_types)


@pytest.fixture
def manager():
    return build_plugin_manager(load_entry_points=False)


def test_builtins_come_in_through_the_hooks(manager):
    provided = collect_types(manager)
    assert list(provided) == sorted(name.rpartition(".")[2] for name in BUILTIN_PLUGINS)
    assert sorted(entry.owner for entry in provided.values()) == sorted(BUILTIN_PLUGINS)
    assert all(name == entry.type.name for name, entry in provided.items())


def test_a_second_type_with_the_same_name_names_both_owners(manager):
    manager.register(provide(OtherPoll), name="paket_pelatih")
    with pytest.raises(SettingError) as caught:
        collect_types(manager)
    message = str(caught.value)
    assert message.startswith("Jenis aktivitas 'poll' disediakan oleh ")
    assert "'etika_widgets.activities.poll'" in message
    assert "'paket_pelatih'" in message


def test_a_misspelt_hook_is_an_error(monkeypatch):
    @hookimpl
    def register_activity_type():
        return []

    wrong = SimpleNamespace(register_activity_type=register_activity_type)
    monkeypatch.setattr(_plugins, "BUILTIN_PLUGINS", ("paket_salah",))
    monkeypatch.setattr(_plugins.importlib, "import_module", lambda name: wrong)
    with pytest.raises(SettingError, match=r"^Plugin memakai kait yang tidak dikenal: .*register_activity_type"):
        build_plugin_manager(load_entry_points=False)


@pytest.mark.parametrize("thing", ["poll", Poll(), dict])
def test_something_that_is_no_type_is_named_with_its_owner(manager, thing):
    manager.register(provide(thing), name="paket_pelatih")
    with pytest.raises(SettingError, match=r"^Plugin 'paket_pelatih' mendaftarkan .*, yang bukan jenis aktivitas\."):
        collect_types(manager)


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put a distribution with one plug-in module on the path, as pip does."""

    def _install(distribution: str, name: str, module: str, code: str) -> None:
        site = tmp_path / distribution
        info = site / f"{distribution.replace('-', '_')}-2.3.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 2.3\n")
        (info / "entry_points.txt").write_text(f"[etika_widgets]\n{name} = {module}\n")
        Path(site / f"{module}.py").write_text(code)
        monkeypatch.syspath_prepend(str(site))
        monkeypatch.delitem(sys.modules, module, raising=False)

    return _install


def test_an_installed_plug_in_is_found_with_its_version(install):
    install("kelas-tiruan", "tiruan", "tiruan_satu", "")
    assert _plugins.owner_versions(build_plugin_manager())["tiruan"] == "2.3"


def test_two_packages_with_a_plug_in_of_one_name_stop_with_both_named(install):
    install("kelas-satu", "tiruan", "tiruan_satu", "")
    install("kelas-dua", "tiruan", "tiruan_dua", "")
    with pytest.raises(SettingError, match=r"^Plugin 'tiruan' disediakan oleh paket 'kelas-dua' dan 'kelas-satu'\."):
        build_plugin_manager()


def test_a_plug_in_that_cannot_be_loaded_is_named_with_its_package(install):
    install("kelas-rusak", "rusak", "rusak_satu", "1 / 0")
    with pytest.raises(SettingError, match=r"^Plugin 'rusak' dari paket 'kelas-rusak' .* \(ZeroDivisionError: "):
        build_plugin_manager()
