"""Types come in through hooks; clashes and misspellings are named."""

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
    assert list(provided) == ["case_discussion", "commitment", "ordering", "poll", "quiz", "reflection"]
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
