"""Ways in which hospitals' programs mess up a text, each as edits of the text.

``MESSES[kind](text, chance)`` yields ``(start, end, new)``, disjoint and in order.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from html.entities import codepoint2name

Edits = Iterator[tuple[int, int, str]]
Mess = Callable[[str, random.Random], Edits]

_LETTERS = re.compile(r"[^\W\d_]{4,}")
_TWINS = dict(zip("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ", strict=True))
_NAMED = {chr(code): f"&{name};" for code, name in codepoint2name.items()}


def _inside(sign: str, share: float = 0.5) -> Mess:
    """A sign inside words."""

    def mess(text: str, chance: random.Random) -> Edits:
        for word in _LETTERS.finditer(text):
            if chance.random() < share:
                at = chance.randrange(word.start() + 1, word.end())
                yield at, at, sign

    return mess


def _between_digits(sign: str) -> Mess:
    def mess(text: str, chance: random.Random) -> Edits:
        for match in re.finditer(r"(?<=\d)(?=\d)", text):
            if chance.random() < 0.5:
                yield match.start(), match.start(), sign

    return mess


def _each(pattern: str, new: Callable[[str], str], share: float = 1.0) -> Mess:
    """Characters that become others."""

    def mess(text: str, chance: random.Random) -> Edits:
        for match in re.finditer(pattern, text):
            other = new(match[0])
            if other != match[0] and chance.random() < share:
                yield match.start(), match.end(), other

    return mess


def _wide(char: str) -> str:
    return chr(ord(char) + 0xFEE0)


def _read_as(written: str, read: str) -> Callable[[str], str]:
    def other(char: str) -> str:
        try:
            return char.encode(written).decode(read)
        except UnicodeError:
            return char

    return other


def _entity(char: str) -> str:
    return _NAMED.get(char, f"&#{ord(char)};")


def _rtf(char: str) -> str:
    if char in "\\{}":
        return f"\\{char}"
    if char == "\n":
        return "\\par\n"
    try:
        return f"\\'{char.encode('cp1252').hex()}"
    except UnicodeError:
        units = char.encode("utf-16-be")
        pairs = (int.from_bytes(units[i : i + 2]) for i in range(0, len(units), 2))
        return "".join(f"\\u{unit}?" for unit in pairs)


def _as_rtf(text: str, chance: random.Random) -> Edits:
    yield from _around(
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil\fcharset0 Arial;}}\f0\fs20 ",
        _each(r"[\\{}\n]|[^\x00-\x7f]", _rtf)(text, chance),
        text,
        "}",
    )


def _as_html(text: str, chance: random.Random) -> Edits:
    def tag(char: str) -> str:
        return {"\n": "<br>\n", " ": "&nbsp;", "\t": "&#9;"}.get(char) or _entity(char)

    # Of blanks in a row, and at an edge of a line, a browser shows none or one.
    odd = r"[&<>\n\t]|[^\x00-\x7f]|(?<![^ \n\t]) | (?![^ \n\t])"
    edits = _each(odd, tag)(text, chance)
    yield from _around("<html><body><p>", edits, text, "</p></body></html>")


def _around(before: str, edits: Edits, text: str, behind: str) -> Edits:
    first = True
    for start, end, new in edits:
        if first and start == 0:
            new = before + new
        elif first:
            yield 0, 0, before
        first = False
        if end == len(text):
            new, behind = new + behind, ""
        yield start, end, new
    if first:
        yield 0, 0, before
    if behind:
        yield len(text), len(text), behind


def _hyphenated(text: str, chance: random.Random) -> Edits:
    """Line ends inside words, with a hyphen, where syllables may end."""
    for word in _LETTERS.finditer(text):
        if len(word[0]) >= 6 and word[0][1:].islower() and chance.random() < 0.2:
            at = chance.randrange(word.start() + 2, word.end() - 2)
            yield at, at, "-\n"


def _fixed_width(text: str, _chance: random.Random) -> Edits:
    at = 0
    for line in text.split("\n"):
        yield from ((at + cut, at + cut, "\n") for cut in range(80, len(line), 80))
        at += len(line) + 1


MESSES: dict[str, Mess] = {
    "soft hyphens": _inside("\xad"),
    "zero-width blanks": _inside("\u200b"),
    "zero-width joiners": _inside("\u200d"),
    "byte order marks": _inside("\ufeff"),
    "control characters": _inside("\x1f"),
    "zero-width between digits": _between_digits("\u200b"),
    "no-break blanks": _each(" ", lambda _: "\xa0"),
    "thin blanks": _each(" ", lambda _: "\u2009"),
    "figure blanks": _each(" ", lambda _: "\u2007"),
    "hyphens that do not break": _each("-", lambda _: "\u2011"),
    "figure dashes": _each("-", lambda _: "\u2012"),
    "minus signs": _each("-", lambda _: "\u2212"),
    "full-width digits": _each("[0-9]", _wide),
    "all full-width": _each("[!-~]", _wide),
    "accents apart": _each(r"[^\x00-\x7f]", lambda char: unicodedata.normalize("NFD", char)),
    "Cyrillic twins": _each("[a-zA-Z]", lambda char: _TWINS.get(char, char), share=0.3),
    "entities": _each(r"[^\x00-\x7f]", _entity),
    "HTML": _as_html,
    "RTF": _as_rtf,
    "mojibake": _each(r"[^\x00-\x7f]", _read_as("utf-8", "cp1252")),
    "cp850": _each(r"[^\x00-\x7f]", _read_as("cp850", "cp1252")),
    "Mac Roman": _each(r"[^\x00-\x7f]", _read_as("mac_roman", "cp1252")),
    "hyphenation": _hyphenated,
    "lines of 80 characters": _fixed_width,
}
# What is undone to the letter in every text that has nothing of the kind itself.
NOT_EXACT = frozenset({"Cyrillic twins", "mojibake", "cp850", "Mac Roman", "hyphenation"})
EXACT = tuple(kind for kind in MESSES if kind not in NOT_EXACT | {"lines of 80 characters"})
