"""How postal addresses are written: read, compared, and written again.

An address is a row of parts: street, house number, letter, postcode and town. The words and signs
between them (``bus``, ``bis``, ``Postbus``, ``wonende te``) are its notation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from dragon_prep.language.form import fold
from dragon_prep.language.letters import compiled
from dragon_prep.language.pools import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# ---- Notations in running text, for where something speaks for one.
POSTCODE_LETTERS = compiled(
    r"([ \xa0]{0,2}|-)([A-Z]{2}(?=[A-ZÀ-Þ][a-zà-ÿ])|(?:[A-Z]{2}|[a-z]{2})(?![^\W_]|-))"
)
POSTCODE_BEHIND = re.compile(r",?[ \xa0\n]{1,3}[1-9]\d{3}[ \xa0]?[A-Z]{2}(?![^\W_])")
BELGIAN_POSTCODE = compiled(
    r"[ ]?[,|;–-]?[ \xa0\n]{0,3}(?:B-)?([1-9]\d{3})[ ]{1,2}([A-ZÀ-Þ][\w'’-]{2,30})"
)
TOWN_BEHIND = compiled(
    r"[ ,;|–\xa0-]{0,3}((?:'[st][- ])?[A-ZÀ-Þ][\w'’-]{1,30}"
    r"(?:(?: (?:aan|op|bij|en|de|den|in|ter|te|der)){0,2} [A-ZÀ-Þ][\w'’-]{1,30})?)"
)
TOWN_OF_ADDRESS = compiled(
    r"[ ]?[,;|–-]?[ ]{1,2}(?:te )?((?:'[st][- ])?[A-ZÀ-Þ][\w'’-]{2,30}"
    r"(?: (?:aan|op|bij|en|de|den|in)){0,2}(?: [A-ZÀ-Þ][\w'’-]{2,30})?)(?=[ ]*(?:[,.;:|)\n(]|\Z))"
)
HOUSE = re.compile(
    r"[\dlO]{1,5}(?:[ -]?[a-zA-Z](?![^\W\d_]))?(?:[-/]\d{1,4})?"
    r"(?:[ -]?(?:hs|huis|bis|III|II|I|IV|zw|rd|rood|boven|beneden|[1-9][ ]?hoog)(?![^\W_]))?"
    r"(?:,? (?:bus|bte|boîte|app?\.?|apt\.?|kamer|unit) ?[A-Z]?\d{1,4}[A-Z]?)?"
    r"(?!\d|[,.]\d|[^\W_])"
)
HOUSE_BEFORE = re.compile(r"[a-z] \d{1,4}(?:[ -]?(?:[a-zA-Z]|bis|hs|I{1,3}))?[ ]?[,|;\n][ ]?\Z")
HOUSE_BEHIND = re.compile(
    r"[ \t\xa0]{1,2}(?:nr\.? ?)?([0-9]{1,5})(?:[ -]?[A-Za-z](?![^\W_])|-[0-9]{1,4})?"
)
STREET = compiled(
    r"(?:(?:[A-ZÀ-Þ][\w'’.-]{0,30}|van|de|der|den|het|ter|ten|'t|op|aan)[ ]){0,5}"
    r"[A-ZÀ-Þ][\w'’-]{1,40}[ \xa0]{1,2}\Z"
)
SMALL_STREET = re.compile(
    r"(?<![^\W_])[a-zà-ÿ'-]{3,30}(?:straat|laan|plein|gracht|singel|dreef|plantsoen|weg|kade) \Z"
)
# What may stand before a street written small.
SMALL_BEFORE = re.compile(
    r"(?:\d{4} ?[a-zA-Z]{2},? ?|adres[:=]? ?|\n|woont (?:aan|op) (?:de|het) )\Z"
)
STREET_OF = re.compile(
    r"(?:laan|plein|weg|hof|straat|pad|steenweg|dreef|kade|singel)"
    r" (?:van|op|naar) (?:de |den |der )?\Z"
)
SIDES = ("nz", "zz", "oz", "wz", "noord", "zuid", "oost", "west")

# ---- A whole mention.
_TOKEN = re.compile(
    r"(?<!\d)(?P<digits>\d{4})(?P<gap>[ \n\t.-]{0,3})(?P<letters>[A-Za-z]{2})(?![A-Za-z])"
    r"|(?P<number>[lO]?\d[\dlO]*|\d)"
    r"|(?P<words>'?[^\W\d_](?:(?:(?! [lO]\d)(?:[^\W\d_]|['’. -]))*[^\W\d_])?)"
)
_WORD = re.compile(r"(?:[^\W\d_]|['’.])+")
_NUMBER_WORD = re.compile(r" (?:huis)?(?:nummer|nr)\Z", re.IGNORECASE)
_LONGEST_LETTERS = 2  # behind a house number, or before or behind a postcode abroad
# What part of a house, which stays as it is.
_FLOORS = frozenset(
    [
        *("i", "ii", "iii", "iv", "v", "rood", "zwart", "zw", "rd", "boven", "beneden", "links"),
        *("rechts", "achter", "voor", "app", "ap", "apt", "appartement", "unit", "kamer", "bte"),
        "boite",
    ]
)


class Part(Enum):
    """What a part of an address is."""

    STREET = auto()
    HOUSE = auto()  # or the number of a post box, or of what is in the house
    LETTERS = auto()  # of the house, or of a postcode abroad
    POSTCODE = auto()
    TOWN = auto()


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """An address in a text. Two are equal if they are one, whatever their spelling.

    Attributes:
        parts: what each of its parts is, with the part, folded.
        written: the parts as they stand.
        gaps: what stands before each of them and behind the last.
        end: where it ends in the text it was read from.
    """

    parts: tuple[tuple[Part, str], ...]
    written: tuple[str, ...] = field(compare=False)
    gaps: tuple[str, ...] = field(compare=False)
    end: int = field(compare=False)

    def of(self, part: Part) -> tuple[str, ...]:
        """What it has of a part, as it is written."""
        pairs = zip(self.parts, self.written, strict=True)
        return tuple(text for (kind, _), text in pairs if kind is part)

    @property
    def houses(self) -> tuple[tuple[str, str], ...]:
        """Each street with the number of the house behind it, in digits."""
        pairs = zip(self.parts, self.parts[1:], self.written, strict=False)
        return tuple(
            (street, house)
            for (kind, _), (behind, house), street in pairs
            if kind is Part.STREET and behind is Part.HOUSE
        )

    def with_parts(self, written: Iterable[str]) -> Address:
        """Another address with the same parts."""
        new = tuple(written)
        kinds = (kind for kind, _ in self.parts)
        parts = tuple((kind, _meaning(kind, text)) for kind, text in zip(kinds, new, strict=True))
        return Address(parts, new, self.gaps, self.end)


def parse(text: str, at: int = 0, *, street: bool = True) -> Address | None:
    """The address that a mention from a place on is.

    Args:
        text: the mention.
        at: where it starts.
        street: whether it may have a street; in a mention of a postcode all names are of towns.
    """
    parts, gaps = list[tuple[Part, str]](), [""]
    done = at
    for kind, start, end in _parts(text, at, street=street):
        gaps[-1] += text[done:start]
        gaps.append("")
        parts.append((kind, text[start:end]))
        done = end
    if not parts:
        return None
    gaps[-1] += text[done:]
    meaning = tuple((kind, _meaning(kind, part)) for kind, part in parts)
    return Address(meaning, tuple(part for _, part in parts), tuple(gaps), len(text))


def render(value: Address, like: Address) -> str:
    """An address in the notation of another.

    Raises:
        ValueError: if the other has other parts.
    """
    if [kind for kind, _ in value.parts] != [kind for kind, _ in like.parts]:
        raise ValueError("the notation is that of other parts")
    pairs = zip(value.written, like.gaps[1:], strict=True)
    return like.gaps[0] + "".join(part + gap for part, gap in pairs)


def reads(text: str) -> bool:
    """Whether a mention is an address, or a part of one."""
    return parse(text) is not None


def split_postcode(written: str) -> tuple[str, str, str]:
    """The digits of a Dutch postcode, what stands between, and its letters, if it has some."""
    letters = max(4, len(written) - 2)
    return written[:4], written[4:letters], written[letters:]


def _meaning(kind: Part, written: str) -> str:
    if kind is Part.HOUSE:
        return written.replace("l", "1").replace("O", "0").lstrip("0")
    return fold(written)


def _parts(text: str, at: int, *, street: bool) -> Iterator[tuple[Part, int, int]]:
    """The parts of a mention with where each starts and ends."""
    tokens = list(_TOKEN.finditer(text, at))
    kinds = [token.lastgroup for token in tokens]
    # The street is the name before the first house number, else the first name.
    named = (i for i, kind in enumerate(kinds[:-1]) if (kind, kinds[i + 1]) == ("words", "number"))
    street_at = next(named, 0) if street else -1
    before: Part | None = None
    for index, token in enumerate(tokens):
        if kinds[index] == "letters":
            before = Part.POSTCODE
            yield before, token.start(), token.end()
        elif kinds[index] == "number":
            before = Part.HOUSE
            yield before, token.start(), token.end()
        else:
            for part in _named(token, before, is_street=index == street_at, mixed=street):
                before = part[0]
                yield part


def _named(
    token: re.Match[str], before: Part | None, *, is_street: bool, mixed: bool
) -> Iterator[tuple[Part, int, int]]:
    """The street or town in a row of words, and the letters of a house in front of it."""
    start, end = token.span()
    last = ""
    while start < end:
        word = _WORD.match(token.string, start, end)
        if word is None:  # a blank or hyphen
            start += 1
            continue
        low = word[0].lower().rstrip(".")
        in_house = before in (Part.HOUSE, Part.LETTERS) and low in _FLOORS
        if in_house or low in words("address"):
            last, start = low, word.end()
        elif len(word[0]) <= _LONGEST_LETTERS and _is_letters(token, word, before, mixed=mixed):
            yield Part.LETTERS, word.start(), word.end()
            start = word.end()
        else:
            break
    number = _NUMBER_WORD.search(token.string[:end], start)
    if number is not None:
        end = number.start()
    if start < end:
        to_town = not is_street or last in words("place")  # "wonende te Nijmegen"
        yield (Part.TOWN if to_town else Part.STREET), start, end


def _is_letters(
    token: re.Match[str], word: re.Match[str], before: Part | None, *, mixed: bool
) -> bool:
    """Whether a short word is none of a name: ``12 B``, ``12 A-bis``, ``B-9000``, ``9728 G``."""
    if not word[0].isalpha():
        return False  # "'s-Hertogenbosch"
    return before is Part.HOUSE if mixed else token.end() == word.end()
