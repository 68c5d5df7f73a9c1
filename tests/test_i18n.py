"""Both languages are complete: every text is in the catalogue, and none bypasses it."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from pydantic import ValidationError

import etika_widgets
from etika_widgets.activities.poll.spec import PollSpec
from etika_widgets.content.explain import explain
from etika_widgets.errors import EtikaError
from etika_widgets.i18n import browser_catalogue, catalogue_path, translate

ROOT = Path(__file__).parents[1]
PACKAGE = Path(etika_widgets.__file__).parent
tool = runpy.run_path(str(ROOT / "docs" / "catalogue.py"))

NAMES = {"Etika", "English", "Bahasa Indonesia", "SHA-256", "p"}
"""What stands in templates and is the same in every language."""
ENGLISH = re.compile(
    r"\b(the|you|your|of|and|is|are|was|not|with|this|answers?|class|please|wait|send|sent|saved|open|closed|people)\b",
    re.IGNORECASE,
)
INDONESIAN = re.compile(
    r"\b(yang|tidak|untuk|belum|dan|atau|anda|ini|itu|dengan|dari|harus|sudah|lagi|dulu|pakai|hanya|sampai|bukan)\b",
    re.IGNORECASE,
)
SCRIPTS = sorted(PACKAGE.rglob("*.js"))
TEMPLATES = sorted(path for suffix in ("*.html", "*.j2") for path in PACKAGE.rglob(suffix))
OF_ONE_LANGUAGE = tool["NOT_FOR_TRANSLATION"] | {
    "app.py",
    "class_tables.py",
    "csv_export.py",
    "spoken.py",
    "text_rules.py",
}
"""The command line, codebooks and guides are Indonesian; the rules for prose hold patterns of both languages."""


@pytest.fixture(scope="module")
def texts():
    return tool["extract"]()


@pytest.fixture(scope="module")
def catalogue():
    with catalogue_path("en").open("rb") as file:
        return read_po(file, locale="en")


def fields(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", text))


def test_every_text_in_the_code_is_in_the_catalogue_and_no_other(texts, catalogue):
    kept = {message.id for message in catalogue if message.id}
    assert sorted(texts.keys() - kept) == [], "run make catalogue"
    assert sorted(kept - texts.keys()) == [], "run make catalogue"
    assert list(catalogue.obsolete) == []


def test_every_entry_has_its_english_and_is_sure_of_it(catalogue):
    entries = [message for message in catalogue if message.id]
    assert [message.id for message in entries if not message.string or message.string == message.id] == []
    assert [message.id for message in entries if message.fuzzy] == []


def test_english_has_the_same_fields_and_no_indonesian_left(catalogue):
    entries = [(str(message.id), str(message.string)) for message in catalogue if message.id]
    assert [text for text, english in entries if fields(text) != fields(english)] == []
    assert [english for _, english in entries if INDONESIAN.search(english)] == []


def test_the_browser_gets_what_its_modules_ask_for_and_nothing_else(texts, catalogue):
    places = {message.id: sorted(name for name, _ in message.locations) for message in catalogue if message.id}
    assert places == texts, "run make catalogue"
    asked = {text for path in SCRIPTS for text in tool["texts_of"](path)}
    assert browser_catalogue("en").keys() == asked
    assert browser_catalogue("id") == {}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name if path.name != "view.js" else path.parent.name)
def test_front_end_modules_ask_for_texts_in_indonesian_and_where_they_stand(path):
    source = path.read_text(encoding="utf-8")
    asked = tool["texts_of"](path)
    assert [text for text in asked if ENGLISH.search(text)] == []
    calls = re.findall(r"(?<![\w$])t\((?!\s*\")([^)]*)", source)
    assert set(calls) <= {"message"}, "t() takes a literal; ui.delivery alone passes on what the host said"
    sentences = re.findall(r"([\"'`])([A-Z][a-z]+(?: [a-zA-Z]+)+(?:(?!\1).)*)\1", source)
    assert [text for _, text in sentences if text not in asked] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_text_outside_the_catalogue(path):
    source = path.read_text(encoding="utf-8")
    bare = re.sub(r"\{% block width %\}.*?\{% endblock %\}", "", source)
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", bare, flags=re.DOTALL)
    bare = re.sub(r"<(style|script)\b.*?</\1>|<!--.*?-->", "", bare, flags=re.DOTALL)
    said = re.findall(r"\b(?:aria-label|alt|title|placeholder)=\"([^\"]*)\"", bare)
    said += re.sub(r"<[^>]*>", "\n", bare).splitlines()
    found = {text.strip(" \t·.,:()") for text in said if re.search(r"[^\W\d_]", text)}
    assert found - NAMES == set()


@pytest.mark.parametrize(
    "path", [path for path in sorted(PACKAGE.rglob("*.py")) if not OF_ONE_LANGUAGE & set(path.parts)],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)  # fmt: skip
def test_sentences_in_python_are_marked_for_translation(path):
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    known = set(tool["python_texts"](source))
    passed = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "draw_bars":  # plots have Indonesian labels
            passed |= set(ast.walk(node))
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    sentences = [node.value for node in strings if node not in passed and len(INDONESIAN.findall(node.value)) > 1]
    assert [text for text in sentences if text not in known] == []


def test_mistakes_in_a_definition_are_said_in_both_languages():
    data = {"id": "suara", "question": "Setuju?", "options": ["Ya"]}
    with pytest.raises(ValidationError) as caught:
        PollSpec.model_validate(data)
    _, template, values = explain(caught.value, data, PollSpec)[0]
    assert translate(template, "id").format(**values).startswith("'options' berisi 1 pilihan; harus 2 sampai 12.")
    assert translate(template, "en").format(**values).startswith("'options' has 1 options; it must have 2 to 12.")


def test_errors_speak_the_language_of_their_reader():
    error = EtikaError("Kelompok {number}", number=3)
    assert (str(error), error.text("en"), error.text("xx")) == ("Kelompok 3", "Group 3", "Kelompok 3")
