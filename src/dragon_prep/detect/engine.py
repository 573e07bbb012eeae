"""Reads rules that are data: what an entry says, as a function that finds it in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from dragon_prep.detect.guards import guard_named
from dragon_prep.detect.readers import reader_named
from dragon_prep.language.atoms import pattern_of
from dragon_prep.language.page import KINDS
from dragon_prep.language.vocabulary import OWN
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    import re

    from dragon_prep.detect.guards import Guard
    from dragon_prep.language.page import Page
    from dragon_prep.phi.entry import Entry

Find = Callable[["Page"], Iterable[Detection]]
Place = tuple[int, "re.Match[str]"]
Places = Callable[["Page"], Iterator[Place]]


def finder_of(entry: Entry) -> Find:
    """What an entry says, as a function.

    Raises:
        ValueError: if it has no pattern or several, or names a kind of word, atom, guard or reader
            that is none.
    """
    patterns = [entry.before, entry.behind, entry.on, entry.inside]
    if sum(map(bool, patterns)) != 1:
        raise ValueError(f"an entry of {entry.rule} must have one pattern")
    anchored = entry.at in KINDS or entry.at.startswith(OWN)
    if anchored == bool(entry.inside):
        raise ValueError(f"an entry of {entry.rule} looks beside a kind of word that is none")
    if bool(entry.read) == bool(entry.label):
        raise ValueError(f"an entry of {entry.rule} must have a label or a reader")
    places = _places(entry, pattern_of("".join(patterns)))
    guards = tuple(map(guard_named, entry.guards))
    if entry.read:
        return _read(entry, places, guards)
    return _found(entry, places, guards)


def _places(entry: Entry, pattern: re.Pattern[str]) -> Places:
    """Where an entry's pattern matches, each with the index of the word beside it."""
    if entry.inside:
        return _inside(pattern, entry.signs)
    if entry.before:
        return _before(pattern, entry.at, entry.reach)
    return _from(pattern, entry.at, behind=bool(entry.behind))


def _inside(pattern: re.Pattern[str], signs: tuple[str, ...]) -> Places:
    def places(page: Page) -> Iterator[Place]:
        if not signs or any(sign in page.low for sign in signs):
            for match in pattern.finditer(page.text):
                yield -1, match

    return places


def _before(pattern: re.Pattern[str], kind: str, reach: int) -> Places:
    def places(page: Page) -> Iterator[Place]:
        for index in page.of_kind(kind):
            start = page.starts[index]
            match = pattern.search(page.text, max(0, start - reach), start)
            if match is not None:
                yield index, match

    return places


def _from(pattern: re.Pattern[str], kind: str, *, behind: bool) -> Places:
    def places(page: Page) -> Iterator[Place]:
        where = page.ends if behind else page.starts
        for index in page.of_kind(kind):
            match = pattern.match(page.text, where[index])
            if match is not None:
                yield index, match

    return places


def _found(entry: Entry, places: Places, guards: tuple[Guard, ...]) -> Find:
    label, rule = entry.label, entry.rule

    def find(page: Page) -> Iterator[Detection]:
        for index, match in places(page):
            start, end = match.span(match.lastindex or 0)
            while page.text[end - 1] == " ":
                end -= 1
            if all(guard(page, index, start, end) for guard in guards):
                yield found(start, end, label, rule)

    return find


def _read(entry: Entry, places: Places, guards: tuple[Guard, ...]) -> Find:
    rule, read = entry.rule, reader_named(entry.read)

    def find(page: Page) -> Iterator[Detection]:
        for index, match in places(page):
            end = match.end()
            if all(guard(page, index, end, end) for guard in guards):
                yield from read(page, index, end, rule)

    return find
