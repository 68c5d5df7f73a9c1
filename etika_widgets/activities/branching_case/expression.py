"""The small language of conditions and changes in a branching case. Its own parser; nothing is ever executed.

    waktu > 0 and not visited("kepala_dinas")
    chose("jumat", "tolak") or percaya + 1 >= 3

Whole numbers, ``true``, ``false``, names of variables, ``visited("node")``, ``chose("node", "choice")``, ``+`` and
``-``, comparisons, ``not``, ``and``, ``or``, brackets. Types are checked when a definition is read, so that what loads
can always be evaluated.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from etika_widgets.errors import FieldError

LONGEST: Final = 300
"""Most characters of an expression."""
DEEPEST: Final = 20
"""Most brackets, ``not`` and minus signs inside one another."""
LARGEST: Final = 999_999
"""Largest whole number that may be written."""

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<number>[0-9]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|"(?P<id>[a-z0-9_]*)"|'(?P<id2>[a-z0-9_]*)'"""
    r"""|(?P<sign>==|!=|<=|>=|[-<>+(),]))""",
    re.ASCII,
)
_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FACTS: Final = {"visited": 1, "chose": 2}
_WORDS: Final = frozenset({"and", "or", "not", "true", "false", *_FACTS})

Value = int | bool
Fact = tuple[str, ...]
"""``(node,)`` for a node that was visited, ``(node, choice)`` for a choice that was taken."""


@dataclass(frozen=True, slots=True)
class Expression:
    """One parsed expression: an operator with its operands, a value, a name or a fact.

    ``op`` is ``value``, ``name``, ``fact``, ``not``, ``-1`` (minus), ``and``, ``or``, ``+``, ``-`` or a comparison.
    """

    op: str
    operands: tuple[Expression, ...] = ()
    value: Value = 0
    name: str = ""
    fact: Fact = ()

    def facts(self) -> frozenset[Fact]:
        """Return what of the history it asks for."""
        own = {self.fact} if self.op == "fact" else set()
        return frozenset(own.union(*(operand.facts() for operand in self.operands)))

    def evaluate(self, variables: Mapping[str, Value], history: Collection[Fact]) -> Value:
        """Return its value.

        Args:
            variables: every variable's present value.
            history: nodes visited and choices taken so far.
        """
        match self.op:
            case "value":
                return self.value
            case "name":
                return variables[self.name]
            case "fact":
                return self.fact in history
            case "and":
                return all(operand.evaluate(variables, history) for operand in self.operands)
            case "or":
                return any(operand.evaluate(variables, history) for operand in self.operands)
        values = [operand.evaluate(variables, history) for operand in self.operands]
        match self.op:
            case "not":
                return not values[0]
            case "-1":
                return -values[0]
            case "+":
                return values[0] + values[1]
            case "-":
                return values[0] - values[1]
        return _COMPARE[self.op](*values)

    def kind(self, variables: Mapping[str, Value], choices: Mapping[str, Collection[str]]) -> type[Value]:
        """Return ``int`` or ``bool``: what it evaluates to.

        Args:
            variables: the variables with their initial values.
            choices: ids of every node's choices, by node.

        Raises:
            FieldError: an unknown name, node or choice, or operands of the wrong type.
        """
        if self.op == "value":
            return type(self.value)
        if self.op == "name":
            if self.name not in variables:
                raise FieldError(
                    "Variabel '{name}' tidak ada. Yang ada: {known}.",
                    name=self.name,
                    known=", ".join(variables) or "–",
                )
            return type(variables[self.name])
        if self.op == "fact":
            node, *choice = self.fact
            if node not in choices:
                raise FieldError("Simpul '{node}' tidak ada. Periksa lagi id-nya.", node=node)
            if choice and choice[0] not in choices[node]:
                raise FieldError(
                    "Simpul '{node}' tidak punya pilihan '{choice}'. Yang ada: {known}.",
                    node=node,
                    choice=choice[0],
                    known=", ".join(choices[node]) or "–",
                )
            return bool
        kinds = {operand.kind(variables, choices) for operand in self.operands}
        if self.op in {"==", "!="}:
            if len(kinds) > 1:
                raise FieldError("'{op}' membandingkan angka dengan benar/salah. Samakan jenisnya.", op=self.op)
            return bool
        logical = self.op in {"and", "or", "not"}
        if kinds != {bool if logical else int}:
            if logical:
                raise FieldError("'{op}' memerlukan benar/salah, misalnya 'waktu > 0'.", op=self.op)
            raise FieldError("'{op}' memerlukan angka.", op=self.op.rstrip("1"))
        return bool if logical or self.op in _COMPARE else int


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Return the expression written in ``text``.

    Raises:
        FieldError: it is too long, too deep or not well formed; says where.

    Example:
        >>> parse('waktu >= 2 and visited("arsip")').evaluate({"waktu": 3}, {("arsip",)})
        True
    """
    if len(text) > LONGEST:
        raise FieldError(
            "Syarat terlalu panjang: {length} karakter, paling banyak {limit}.", length=len(text), limit=LONGEST
        )
    return _Parser(text).whole()


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str, int]] = []
        at, end = 0, len(text.rstrip())
        while at < end:
            found = _TOKEN.match(text, at)
            if found is None:
                at += len(text[at:]) - len(text[at:].lstrip())
                raise FieldError("Tanda di kolom {column} tidak dikenal di sini.", column=at + 1)
            kind = (found.lastgroup or "").rstrip("2")
            self.tokens.append((kind, found[found.lastgroup or 0], found.start(found.lastgroup or 0)))
            at = found.end()
        self.tokens.append(("end", "", end))
        self.depth = 0

    def whole(self) -> Expression:
        tree = self.either()
        if self.tokens[0][0] != "end":
            raise self.unexpected()
        return tree

    def unexpected(self) -> FieldError:
        kind, text, at = self.tokens[0]
        if kind == "end":
            return FieldError("Syarat terputus. Ada bagian yang belum ditulis di akhir.")
        return FieldError("'{text}' di kolom {column} tidak pada tempatnya.", text=text, column=at + 1)

    def take(self, *texts: str) -> str:
        """Return and pass the next token if it is one of ``texts`` (never one in quotes), else an empty text."""
        kind, text, _ = self.tokens[0]
        if kind not in {"name", "sign"} or text not in texts:
            return ""
        self.tokens.pop(0)
        return text

    def need(self, text: str) -> None:
        if not self.take(text):
            raise self.unexpected()

    def either(self) -> Expression:
        return self.joined("or", lambda: self.joined("and", self.negated))

    def joined(self, word: str, part: Callable[[], Expression]) -> Expression:
        parts = [part()]
        while self.take(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Expression(word, tuple(parts))

    def negated(self) -> Expression:
        if self.take("not"):
            return Expression("not", (self.deeper(self.negated),))
        left = self.sum()
        sign = self.take(*_COMPARE)
        return Expression(sign, (left, self.sum())) if sign else left

    def sum(self) -> Expression:
        total = self.term()
        while sign := self.take("+", "-"):
            total = Expression(sign, (total, self.term()))
        return total

    def deeper(self, part: Callable[[], Expression]) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FieldError("Syarat bersarang terlalu dalam, paling banyak {limit} lapis.", limit=DEEPEST)
        inner = part()
        self.depth -= 1
        return inner

    def term(self) -> Expression:
        if self.take("-"):
            return Expression("-1", (self.deeper(self.term),))
        if self.take("("):
            inner = self.deeper(self.either)
            self.need(")")
            return inner
        kind, text, at = self.tokens[0]
        if kind == "number":
            self.tokens.pop(0)
            if int(text) > LARGEST:
                raise FieldError("Angka di kolom {column} terlalu besar.", column=at + 1)
            return Expression("value", value=int(text))
        if kind != "name" or text in {"and", "or", "not"}:
            raise self.unexpected()
        self.tokens.pop(0)
        if text in _FACTS:
            return Expression("fact", fact=self.ids(_FACTS[text]))
        return Expression("name", name=text) if text not in _WORDS else Expression("value", value=text == "true")

    def ids(self, count: int) -> Fact:
        """Return the ids in quotes between the brackets that come next."""
        found: list[str] = []
        self.need("(")
        for place in range(count):
            if place:
                self.need(",")
            if self.tokens[0][0] != "id":
                raise self.unexpected()
            found.append(self.tokens.pop(0)[1])
        self.need(")")
        return tuple(found)
