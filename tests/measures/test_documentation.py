"""Examples in the docstrings run, and the handbook lists every measure."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

from etika_widgets import measures

MODULES = sorted(found.name for found in pkgutil.iter_modules(measures.__path__) if not found.name.startswith("_"))
HANDBOOK = (Path(__file__).parents[2] / "docs" / "measures.md").read_text(encoding="utf-8")


def functions(module):
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
    }


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_has_an_example_that_runs(name):
    module = importlib.import_module(f"etika_widgets.measures.{name}")
    assert functions(module)
    assert [function for function, value in functions(module).items() if ">>>" not in (value.__doc__ or "")] == []
    assert doctest.testmod(module).failed == 0


def call(function):
    """Return how a function is called, without types."""
    signature = inspect.signature(function)
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty)).replace("'", '"')


def test_the_handbook_lists_every_function_as_it_is_called_and_no_other():
    public = [
        f"{name}.{function}{call(value)}"
        for name in MODULES
        for function, value in functions(importlib.import_module(f"etika_widgets.measures.{name}")).items()
    ]
    assert sorted(re.findall(r"^\| `(\w+\.\w+\(.*?\))`", HANDBOOK, re.MULTILINE)) == sorted(public)
