"""RTF to text. Its words are known from striprtf, which does not tell where text came from."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any

from dragon_prep.language.cleaning.kinds import Change, CleanKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENS = re.compile(r"\s*\{\\rtf")
# A piece of RTF whose head is lost.
_PIECE = re.compile(r"\\pard?(?![A-Za-z])")
_LETTER = re.compile(r"\\'[89A-Fa-f][0-9A-Fa-f]")
_CODE_PAGE = "cp1252"
_LONGEST_TABLE = 4000  # characters of the fonts


def changes(text: str) -> Iterator[Change]:
    """All that is not text in RTF, and letters it writes as codes; nothing if it is none."""
    if "\\" not in text:
        return
    if _OPENS.match(text):
        yield from _merged(_Reader(text).read())
    elif _PIECE.search(text):
        yield from _merged(_Reader(text, is_piece=True).read())
    else:
        for match in _LETTER.finditer(text):
            new = _decoded(match[0][2:], _CODE_PAGE)
            if new.isalpha():
                yield Change(match.start(), match.end(), new, CleanKind.RTF)


def _merged(found: Iterator[Change]) -> Iterator[Change]:
    """Changes that follow one another and leave nothing become one."""
    last: Change | None = None
    for change in found:
        if last is None:
            last = change
        elif last.end == change.start and not last.new and not change.new:
            last = last._replace(end=change.end)
        else:
            yield last
            last = change
    if last is not None:
        yield last


def _decoded(code: str, code_page: str) -> str:
    return bytes.fromhex(code).decode(code_page, errors="ignore")


class _Reader:
    """Goes through RTF once, group by group."""

    def __init__(self, text: str, *, is_piece: bool = False) -> None:
        from striprtf import striprtf

        self._facts: Any = striprtf
        self._text = text
        self._is_piece = is_piece
        fonts = self._facts.font_table_group(text)
        self._fonts = {
            number: self._facts.charset_map.get(int(charset), "")
            for number, charset, _ in self._facts.FONTTABLE.findall(fonts[:_LONGEST_TABLE])
        }
        self._code_page = _CODE_PAGE
        self._font = ""
        self._default_font = ""
        self._skips = 1  # characters that stand in for one of Unicode
        self._left = 0  # of them, still to be skipped
        self._is_hidden = False
        self._stack: list[tuple[int, bool, str]] = []

    def read(self) -> Iterator[Change]:
        text, end = self._text, 0
        for match in self._facts.PATTERN.finditer(text):
            if match.start() < end:
                continue
            end = match.end()
            new = self._token(match)
            if match[1] == "bin" and match[2]:
                end = min(end + abs(int(match[2])), len(text))  # so much is no text
            if new != match[0]:
                yield Change(match.start(), end, new, CleanKind.RTF)
            if match[5] == "}" and not self._stack and not self._is_piece:
                break
        if end < len(text):
            yield Change(end, len(text), "", CleanKind.RTF)

    def _token(self, match: re.Match[str]) -> str:
        word, number, code, sign, brace, char = match.groups()
        if brace:
            return self._brace(brace)
        if word:
            return self._word(word.lower(), number)
        if code:
            return self._code(code)
        if sign:
            return self._sign(sign)
        if char:
            return self._char(char)
        return "\n" if self._is_piece else ""

    def _brace(self, brace: str) -> str:
        self._left = 0
        if brace == "{":
            self._stack.append((self._skips, self._is_hidden, self._font))
        elif self._stack:
            self._skips, self._is_hidden, self._font = self._stack.pop()
        return ""

    def _word(self, word: str, number: str | None) -> str:
        self._left = 0
        if word in self._facts.destinations:
            self._is_hidden = True
        if word == "ansicpg" and number:
            self._code_page = _known_code_page(f"cp{number}")
        elif word == "deff":
            self._default_font = number or ""
        return "" if self._is_hidden else self._said(word, number)

    def _said(self, word: str, number: str | None) -> str:
        """What a word outside hidden groups writes."""
        if word == "uc":
            self._skips = int(number or 1)
        elif word == "u" and number is not None:
            self._left = self._skips
            return chr(int(number) % 0x10000)
        elif word == "f":
            self._font = number or ""
        elif word in self._facts.sectionchars:
            self._font = self._default_font
        if word in ("cell", "nestcell"):
            return "\t"
        return str(self._facts.specialchars.get(word, ""))

    def _code(self, code: str) -> str:
        if self._left:
            self._left -= 1
            return ""
        if self._is_hidden:
            return ""
        return _decoded(code, self._fonts.get(self._font) or self._code_page)

    def _sign(self, sign: str) -> str:
        self._left = 0
        if sign == "*":
            self._is_hidden = True
        if self._is_hidden:
            return ""
        return "\n" if sign in "\r\n" else str(self._facts.specialchars.get(sign, ""))

    def _char(self, char: str) -> str:
        if self._left:
            self._left -= 1
            return ""
        return "" if self._is_hidden else char


def _known_code_page(name: str) -> str:
    if name == "cp10000":  # the Mac's, which Python calls by its name
        return "mac_roman"
    try:
        codecs.lookup(name)
    except LookupError:
        return _CODE_PAGE
    return name
