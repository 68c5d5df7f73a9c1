"""Command-line options, with errors in the language of the people who type them."""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Sequence
from typing import Final, NoReturn

LARGEST_PORT: Final = 65535
SHORTEST_PING: Final = 1.0
LONGEST_PING: Final = 60.0

_MEANINGS: Final = (
    (r"the following arguments are required: PERINTAH", "Perintah apa?"),
    (r"the following arguments are required: (?P<what>.+)", "Yang kurang: {what}."),
    (r"argument (?P<what>\S+): expected one argument", "Pilihan {what} memerlukan satu nilai."),
    (r"argument PERINTAH: invalid choice: '(?P<what>.*?)'.*", "Perintah '{what}' tidak dikenal."),
    (r"argument (?P<what>\S+): (?P<why>.+)", "Pilihan {what}: {why}"),
    (r"ambiguous option: (?P<what>\S+) could match (?P<why>.+)", "Pilihan {what} dapat berarti {why}."),
)
"""What argparse says, and how we say it."""


class Parser(argparse.ArgumentParser):
    """An argument parser that says in Indonesian what is wrong and what there is instead."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with code 2."""
        for pattern, meaning in _MEANINGS:
            if found := re.fullmatch(pattern, message):
                message = meaning.format(**found.groupdict())
                break
        self.exit(2, f"etika: {message} {self._what_there_is()}\n")

    def unknown(self, name: str) -> NoReturn:
        """Say that there is no such option, and which one may be meant."""
        guess = difflib.get_close_matches(name.partition("=")[0], self._names(), 1)
        kind = "Pilihan" if name.startswith("-") else "Kata"
        meant = f" Maksud Anda {guess[0]}?" if guess else ""
        self.exit(2, f"etika: {kind} '{name}' tidak dikenal.{meant} {self._what_there_is()}\n")

    def commands(self) -> dict[str, Parser]:
        """Return the parsers of the commands by name."""
        actions = [action for action in self._actions if isinstance(action, argparse._SubParsersAction)]
        return dict(actions[0].choices) if actions else {}

    def _names(self) -> list[str]:
        return [action.option_strings[-1] for action in self._actions if action.option_strings]

    def _what_there_is(self) -> str:
        known = list(self.commands()) or self._names()
        return f"Yang ada: {', '.join(known)}. Keterangan: {self.prog} --help"


def read_options(parser: Parser, argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the options; what is not known ends the program with a word about what is."""
    options, unknown = parser.parse_known_args(argv)
    if unknown:
        parser.commands().get(getattr(options, "command", ""), parser).unknown(unknown[0])
    return options


def port(text: str) -> int:
    """Return a port number.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not text.isdecimal() or int(text) > LARGEST_PORT:
        raise argparse.ArgumentTypeError(f"'{text}' bukan nomor porta; yang bisa 1 sampai {LARGEST_PORT}.")
    return int(text)


def ping_seconds(text: str) -> float:
    """Return the seconds between two pings of a line.

    Raises:
        argparse.ArgumentTypeError: it is no number, or none that is of use: proxies cut lines that are silent longer.
    """
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not SHORTEST_PING <= seconds <= LONGEST_PING:
        raise argparse.ArgumentTypeError(f"'{text}' bukan {SHORTEST_PING:g} sampai {LONGEST_PING:g} detik.")
    return seconds


def public_url(text: str) -> str:
    """Return the base address that people use, without a slash at its end.

    Raises:
        argparse.ArgumentTypeError: it is not one, or holds a path: our pages lie at the root.
    """
    url = text.rstrip("/")
    if not re.fullmatch(r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?", url):
        raise argparse.ArgumentTypeError(f"'{text}' bukan alamat seperti https://kelas.contoh.go.id")
    return url
