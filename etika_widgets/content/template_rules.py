"""Rules for templates: filled with an id, each must be a sound definition of its type, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from etika_widgets.content.loader import Types, load_definition
from etika_widgets.content.pack_rules import key_problems, pack_prose_problems
from etika_widgets.content.problems import ContentError, Problem
from etika_widgets.content.templates import read_template
from etika_widgets.content.wording_rules import english_problems, reading_problems
from etika_widgets.content.yaml_source import parse_yaml, read_text


def template_problems(path: Path, types: Types | None) -> Iterator[Problem]:
    """Yield what is wrong with the template at ``path``."""
    try:
        text = read_text(path)
        source = parse_yaml(text, path)
        template = read_template(path, "")
        yield from pack_prose_problems(source, text)
        spec = load_definition(source, template.fill({"id": template.name, "template": template.name}), types)
    except ContentError as error:
        yield from error.problems
        return
    yield from key_problems(source, (), source.data)
    yield from english_problems(source, spec)
    yield from reading_problems(source, spec, text.splitlines())
