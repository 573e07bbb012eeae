"""How telephone and pager numbers are written: read, compared, and written again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where one can tell what they are, in running text: +31 (0)24 361 11 11, 024-3611111, ...
ABROAD = re.compile(
    r"(?:\+|00)(?:31|32|49)[ \-./]?(?:\(0\)|0)?[ \-./]?[1-9](?:[ \n\-./]?\d){7,9}(?!\d)"
)
AREA_CODE = re.compile(
    r"(06|0[1-57-9]\d{1,2})\)?[ ]?[-–/. \n]?[ ]?\d(?:[-. \n]?\d){5,8}(?!\d)|0\d{9}(?!\d)"
)
# 09 224 55 18, 09/224.61.80, 089 32 15 50: nine digits in groups, as Belgians write them.
AREA_CODE_IN_LINE = re.compile(r"(0[1-9]\d{0,2})\)?[ ]?[-–/.]?[ ]?\d(?:[-. ]?\d){5,8}(?!\d)")
BELGIAN = re.compile(
    r"0[1-9](?:[ ]?[/. ][ ]?\d{3}|\d[ ]?[/. ][ ]?\d{2})[. ]\d{2}[. ]\d{2}(?!\d|[.,/-]\d)"
)
FOREIGN = re.compile(r"(?:\+|00)[1-9]\d{0,2}(?:[ ./-]?\d{2,4}){3,5}(?!\d|[.,]\d)")
EXTENSION = re.compile(
    r"\*?[ ]?(?:\d{1,2}[- ]\d{3,4}(?!\d)|\d{3,6}(?:[ -]\d{2,4}"
    r"(?!\d))?)(?!\d)(?![-/.]\d{1,2}[-/.]\d)"
)
MORE_EXTENSIONS = re.compile(r"\s?(?:/|of|en|,)\s?\*?(\d{3,6})(?!\d)")
WEAK_EXTENSION = re.compile(r"\*?[ ]?\d{4,5}(?!\d)(?![-/.,:]\d)")
# The country's code in front of the rest of a number.
COUNTRY_BEFORE = re.compile(r"(?:\+|(?<![0-9])00)31[ -]?(?:\(0\) ?)?\(?\Z")

# A whole mention, in which an O may stand for a nought.
_PHONE = re.compile(
    r"(?:\+|\((?=0\d{1,3}\))|O(?=\d{2,3}[-/ .]))?(?:0\d{1,3} ?/ ?(?=\d{2,}))?\d(?:[ ().-]{0,3}\d)*"
)
_GROUP = re.compile(r"[0-9]+")
_LONG = 9  # digits; from here on a leading 0 is the trunk prefix
_SUBSCRIBER = 9  # digits of a Dutch number without its prefix
_SHORTEST_CORE = 7
_DUTCH = 10  # digits of a Dutch number with its trunk prefix


@dataclass(frozen=True, slots=True, repr=False)
class Phone:
    """A telephone or pager number. Two are equal if they call the same, however written.

    Attributes:
        core: its digits without those of the country and the trunk prefix.
        prefix: the digits in front: of the country, the trunk prefix, and the 6 of a mobile one.
        number: the other digits.
        shape: how it is written, with ``9`` for a digit (``O`` for a nought written so).
        local: what is dialled in its own area; empty where that is not told apart.
        end: where it ends in the text it was read from.
    """

    core: str
    prefix: str = field(compare=False)
    number: str = field(compare=False)
    shape: str = field(compare=False)
    local: str = field(compare=False)
    end: int = field(compare=False)

    @property
    def dialled(self) -> tuple[str, ...]:
        """All it may be written as: with the country's code, without, and in its own area."""
        if len(self.core) < _SHORTEST_CORE:
            return ()
        near = (self.local,) if 6 <= len(self.local) < len(self.core) else ()
        return (self.core, f"31{self.core}", *near)

    def with_number(self, number: str) -> Phone:
        """Another number behind the same prefix."""
        return replace(self, core=_core(self.prefix + number), number=number)


def parse(text: str, at: int = 0) -> Phone | None:
    """The longest number that starts at a place of a mention."""
    match = _PHONE.match(text, at)
    return _phone(match[0], match.end()) if match is not None else None


def render(value: Phone, like: Phone) -> str:
    """A number in the notation of another.

    Raises:
        ValueError: if the notation is one of more or fewer digits.
    """
    digits = value.prefix + value.number
    if sum(sign in "9O" for sign in like.shape) != len(digits):
        raise ValueError("the notation is that of a number of another length")
    left = iter(digits)
    return "".join(_digit(sign, left) for sign in like.shape)


def in_notation(digits: str, model: str) -> str:
    """A number of some digits, written as another is.

    Raises:
        ValueError: if the model is no number, or one of more or fewer digits.
    """
    like = parse(model)
    if like is None:
        raise ValueError("the model is no number")
    kept = len(like.prefix)
    return render(replace(like, prefix=digits[:kept], number=digits[kept:]), like=like)


def reads(text: str) -> bool:
    """Whether a mention is a number, or several."""
    return _PHONE.search(text) is not None


def pieces(text: str) -> Iterator[tuple[str, Phone | None]]:
    """A whole mention: what stands between its numbers, and the numbers, in order."""
    done = 0
    for match in _PHONE.finditer(text):
        yield text[done : match.start()], _phone(match[0], match.end())
        done = match.end()
    yield text[done:], None


def in_text(text: str, at: int) -> re.Match[str] | None:
    """A whole number in running text that starts with a nought."""
    match = ABROAD.match(text, at) or AREA_CODE.match(text, at)
    if match is None or not _is_whole(match):
        match = AREA_CODE_IN_LINE.match(text, at)
        if match is not None and not _is_whole(match):
            match = None
    match = match or BELGIAN.match(text, at)
    if match is None and text.startswith("00", at):
        match = FOREIGN.match(text, at)
    return match


def behind_key(text: str, at: int, extension: re.Pattern[str]) -> re.Match[str] | None:
    """A number behind a word for one; any notation will do, and at last an extension."""
    for pattern in (ABROAD, AREA_CODE, BELGIAN, FOREIGN, extension):
        match = pattern.match(text, at)
        if match is not None:
            return match
    return None


def _is_whole(match: re.Match[str]) -> bool:
    """Ten digits behind a Dutch or Belgian area code; nine in Belgium, where it is two long."""
    return sum(map(str.isdigit, match[0])) == _DUTCH or match[0].startswith("00")


def _phone(written: str, end: int) -> Phone:
    shape = "".join("9" if char.isdigit() else char for char in written)
    digits = "".join(
        "0" if char == "O" else char for char in written if char.isdigit() or char == "O"
    )
    kept = _prefix(digits, abroad=written.startswith("+"))
    groups = _GROUP.findall(written.replace("O", "0").replace("(0)", ""))
    local = "".join(groups[1:]) if groups[0].startswith("0") else ""
    return Phone(_core(digits), digits[:kept], digits[kept:], shape, local, end)


def _prefix(digits: str, *, abroad: bool) -> int:
    """How many digits stand before the number proper; none if too few would be left."""
    kept = 2 if abroad else 4 if digits.startswith("00") else 0
    if len(digits) - kept >= _LONG and digits[kept] == "0":
        kept += 1  # the trunk prefix; "+31 (0)24" has both
    if len(digits) - kept == _SUBSCRIBER and digits[kept] == "6":
        kept += 1  # mobile
    return 0 if kept >= len(digits) - 1 else kept


def _core(digits: str) -> str:
    core = digits.removeprefix("00").lstrip("0")
    if len(core) > _DUTCH or digits.startswith("00"):
        return core.removeprefix("31").lstrip("0")
    return core


def _digit(sign: str, left: Iterator[str]) -> str:
    if sign == "9":
        return next(left)
    if sign == "O":
        digit = next(left)
        return "O" if digit == "0" else digit
    return sign
