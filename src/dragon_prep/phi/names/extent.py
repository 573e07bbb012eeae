"""How far a name reaches that is known to stand at a place, by its form alone."""

from __future__ import annotations

import re

from dragon_prep.language.abbreviations import is_abbreviation
from dragon_prep.phi.names import particles, tokens

_MOST_TOKENS = 25
_SMALL = re.compile(r"[a-z]\.")


def end_of_name(text: str, at: int) -> int:
    """Where the name at a place ends; not behind the place if none stands there.

    Args:
        text: any text.
        at: where the name or its first title starts.
    """
    end = position = at
    named = False
    small = _SMALL.match(text, at) is not None  # "j.p. de vries"
    for _ in range(_MOST_TOKENS):
        step = _title_end(text, position) or _initials_end(text, position, small=small)
        if step:
            end = step if text[position:step].strip() else end
            position = step
        elif (step := _called_end(text, position)) and named:
            end = position = step
        elif step := _particle_end(text, position):
            position = step
        elif step := _word_end(text, position, named=named, small=small):
            end = position = step
            named = True
        else:
            break
        gap = _gap_end(text, position, named=named)
        if gap < 0:
            break
        position = gap
    end = at + len(text[at:end].rstrip())
    behind = particles.BEHIND.match(text, end) if "," in text[at:end] else None
    return behind.end() if behind is not None else end


def _title_end(text: str, at: int) -> int:
    match = tokens.TITLE.match(text, at)
    return match.end() if match is not None else 0


def _initials_end(text: str, at: int, *, small: bool) -> int:
    dotted = tokens.DOTTED_SMALL if small else tokens.DOTTED
    match = dotted.match(text, at) or tokens.BARE.match(text, at)
    if match is None or is_abbreviation(match.group().strip(". \n")):
        return 0
    return match.end()


def _called_end(text: str, at: int) -> int:
    match = tokens.CALL_NAME.match(text, at)
    return match.end() if match is not None else 0


def _particle_end(text: str, at: int) -> int:
    """Where a particle ends, with the blank behind it; 0 if none stands here."""
    match = particles.SHORTENED.match(text, at)
    if match is not None:
        return match.end()
    match = tokens.WORD.match(text, at)
    if match is None:
        return 0
    word = match.group()
    small = word.lower() in particles.in_mentions() and word == word.lower()
    if not small and word.lower() not in particles.with_capital():
        return 0
    blank = tokens.NEXT.match(text, match.end())
    return blank.end() if blank is not None else 0


def _word_end(text: str, at: int, *, named: bool, small: bool) -> int:
    """Where a word that opens with a capital ends; behind a name it may be no abbreviation."""
    match = tokens.WORD.match(text, at)
    if match is None or not (match.group()[0].isupper() or (small and not named)):
        return 0
    if named and (is_abbreviation(match.group()) or text[match.end() : match.end() + 1] == ":"):
        return 0
    return match.end()


def _gap_end(text: str, at: int, *, named: bool) -> int:
    """Where the next token of the name starts; -1 where the name ends."""
    for pattern in (particles.MARRIED, tokens.PARTNER):
        match = pattern.match(text, at)
        if named and match is not None:
            return match.end()
    if named:
        for behind in (tokens.DOTTED_BEHIND, tokens.GIVEN_BEHIND):
            match = behind.match(text, at)
            if match is not None:
                return match.start(1)
    blank = tokens.NEXT.match(text, at)
    if blank is None:
        return at if not named or text[at : at + 2] == " (" or text[at - 1 : at] in " .-" else -1
    return -1 if named and "\n" in blank.group() else blank.end()
