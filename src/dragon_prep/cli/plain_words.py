"""Help and messages of options in the words of people, not of the libraries behind them."""

from __future__ import annotations

import re

_WIDEST = 70
_TYPES = (
    (re.compile(r"<(?:list\[)?path\]?>", re.IGNORECASE), "PATH"),
    (re.compile(r"<(?:list\[)?int(?: range)?\]?>"), "N"),
    (re.compile(r"<(?:list\[)?float(?: range)?\]?>"), "X"),
    (re.compile(r"<(?:list\[)?(?:str|text)\]?>"), "TEXT"),
    (re.compile(r"<list\[([^<>]*)\]>|<([^<>]*\|[^<>]*)>"), r"\1\2"),
)
_RANGES = (
    (re.compile(r"(-?[\d.]+)<=x<=(-?[\d.]+)"), r"\1 to \2"),
    (re.compile(r"x>=(-?[\d.]+)"), r"at least \1"),
    (re.compile(r"x<=(-?[\d.]+)"), r"at most \1"),
)
_MESSAGES = (
    (
        re.compile(r"Input should be greater than or equal to (\S+)"),
        r"give a number of at least \1",
    ),
    (re.compile(r"Input should be less than or equal to (\S+)"), r"give a number of at most \1"),
    (re.compile(r"Input should be a valid integer.*"), "give a whole number"),
    (re.compile(r"Input should be a valid number.*"), "give a number"),
)
_CHOICE = re.compile(r"(?:Value error, )?'.*' is not one of (.*?)\.?", re.DOTALL)


def option(said: str) -> str:
    """The name of an option in help, with what it takes."""
    for pattern, plain in _TYPES:
        said = pattern.sub(plain, said)
    return said


def choices(name: str, help_of_it: str) -> tuple[str, str]:
    """Moves choices that are too many for the option's own line into its help."""
    if len(name) <= _WIDEST or "|" not in name:
        return name, help_of_it
    option_name, _, listed = name.rpartition(" ")
    return f"{option_name} KIND", f"{help_of_it} One of: {', '.join(listed.split('|'))}."


def argument(said: str) -> str:
    """The name of an argument in help; its type says nothing that its name does not."""
    return re.sub(r" <[^<>]*>(?:\.\.\.)?$", "", said)


def limits(said: str) -> str:
    """The limits of a number, at the end of an option's help."""
    before, bracket, last = said.rpartition("[")
    for pattern, plain in _RANGES:
        last = pattern.sub(plain, last)
    return before + bracket + last


def usage(piece: str) -> str:
    """An argument on the line of usage: as it is named, in brackets if it may be left out."""
    piece = re.sub(r"^\{(.*)\}(\.\.\.)?$", r"\1\2", piece)
    return piece.replace("[[", "[").replace("]]", "]").replace("......", "...")


def message(said: str) -> str:
    """What is wrong with a value; the value itself is not repeated."""
    if choice := _CHOICE.fullmatch(said):
        *names, last = (name.strip(" '") for name in choice[1].split(","))
        return f"give {', '.join(names)} or {last}" if names else f"give {last}"
    for pattern, plain in _MESSAGES:
        if pattern.fullmatch(said):
            return pattern.sub(plain, said)
    return said.removeprefix("Value error, ")
