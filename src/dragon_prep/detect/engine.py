"""Reads rules that are data: what an entry says, as a function that finds it in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from dragon_prep.detect.guards import guard_named, mask_of
from dragon_prep.detect.readers import reader_named
from dragon_prep.language.atoms import pattern_of
from dragon_prep.language.openings import matches
from dragon_prep.language.page import KINDS
from dragon_prep.language.vocabulary import OWN
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from dragon_prep.detect.guards import Guard
    from dragon_prep.language.page import Page
    from dragon_prep.phi.entry import Entry

Find = Callable[["Page"], Iterable[Detection]]
Place = tuple[int, re.Match[str]]
Places = Callable[["Page"], Iterable[Place]]

_REACH = 60  # characters that ``before`` looks at
# Numbers of so many digits, as what an entry looks beside.
_LENGTHS = re.compile(r"number:(\d{1,2}(?:,\d{1,2})*)")


def finder_of(entry: Entry) -> Find:
    """What an entry says, as a function.

    Raises:
        ValueError: if it has no pattern or several, or names a kind of word, atom, class, guard or
            reader that is none.
    """
    patterns = [entry.before, entry.behind, entry.on, entry.inside]
    if sum(map(bool, patterns)) != 1:
        raise ValueError(f"an entry of {entry.rule} must have one pattern")
    if not (_is_kind(entry.at) if entry.at else entry.inside):
        raise ValueError(f"an entry of {entry.rule} looks beside a kind of word that is none")
    if bool(entry.read) == bool(entry.label):
        raise ValueError(f"an entry of {entry.rule} must have a label or a reader")
    pattern = pattern_of("".join(patterns))
    places = _places(entry, pattern)
    guards = tuple(map(guard_named, entry.guards))
    if entry.read:
        return _read(entry, places, guards)
    labels = entry.label.split(" ")
    labels = labels * pattern.groups if len(labels) == 1 else labels
    if not labels or len(labels) != pattern.groups:
        raise ValueError(f"an entry of {entry.rule} must have a group, and a label for each")
    return _found(entry, places, guards, tuple(enumerate(labels, start=1)))


def _is_kind(at: str) -> bool:
    return at in KINDS or at.startswith(OWN) or _LENGTHS.fullmatch(at) is not None


def _places(entry: Entry, pattern: re.Pattern[str]) -> Places:
    """Where an entry's pattern matches, each with the index of the word beside it."""
    if entry.inside:
        return _opened(pattern, entry.opens) or _inside(pattern, entry.signs, entry.reach)
    if numbers := _LENGTHS.fullmatch(entry.at):
        return _at_numbers(pattern, tuple(map(int, numbers[1].split(","))))
    if entry.before:
        return _before(pattern, entry.at, entry.reach or _REACH)
    return _from(pattern, entry.at, behind=bool(entry.behind))


def _opened(pattern: re.Pattern[str], opens: tuple[str, ...]) -> Places | None:
    if not opens:
        return None
    return lambda page: [(-1, match) for match in matches(pattern, page.text, page.low, opens)]


def _inside(pattern: re.Pattern[str], signs: tuple[str, ...], reach: int) -> Places:
    any_sign = re.compile("|".join(map(re.escape, signs)))

    def places(page: Page) -> Iterable[Place]:
        if reach:
            return _in_windows(pattern, page.text, _windows(page.low, any_sign, reach))
        return [(-1, match) for match in pattern.finditer(page.text)]

    return places


def _in_windows(
    pattern: re.Pattern[str], text: str, windows: Iterable[tuple[int, int]]
) -> Iterator[Place]:
    for start, end in windows:
        for near in pattern.finditer(text, start, end):
            # Again, for what stands behind the window.
            match = pattern.match(text, near.start())
            if match is not None:
                yield -1, match


def _windows(low: str, sign: re.Pattern[str], reach: int) -> list[tuple[int, int]]:
    """The stretches of a text around signs, disjoint and in order."""
    windows: list[tuple[int, int]] = []
    for match in sign.finditer(low):
        at = match.start()
        start = at - reach if at > reach else 0
        if windows and windows[-1][1] >= start:
            start = windows.pop()[0]
        windows.append((start, at + reach))
    return windows


def _at_numbers(pattern: re.Pattern[str], lengths: tuple[int, ...]) -> Places:
    match_at = pattern.match

    def places(page: Page) -> Iterable[Place]:
        found_at: list[Place] = []
        text, by_length = page.text, page.by_length
        for length in lengths:
            if length in by_length:
                for start in by_length[length]:
                    if (match := match_at(text, start)) is not None:
                        found_at.append((-1, match))
        return found_at

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


def _found(
    entry: Entry, places: Places, guards: tuple[Guard, ...], labels: tuple[tuple[int, str], ...]
) -> Find:
    rule, drop = entry.rule, mask_of(entry.drop) if entry.drop else 0

    def find(page: Page) -> Iterable[Detection]:
        hits: list[Detection] = []
        for index, match in places(page):
            spans = []
            for group, label in labels:
                start, end = match.span(group)
                if start < 0:
                    continue
                while page.text[end - 1] == " ":
                    end -= 1
                if drop:
                    start = _behind_dropped(page, start, end, drop)
                spans.append((start, end, label))
            if all(guard(page, index, *span[:2]) for span in spans for guard in guards):
                hits += [found(*span, rule) for span in spans]
        return hits

    return find


def _behind_dropped(page: Page, start: int, end: int, drop: int) -> int:
    """Where the first word starts that is not of some classes, or the last one."""
    blank = page.text.find(" ", start, end)
    while blank > 0:
        word = page.low[start:blank]
        if not (page.classes[word] | page.classes[word.rpartition("-")[2]]) & drop:
            break
        start = blank + 1
        blank = page.text.find(" ", start, end)
    return start


def _read(entry: Entry, places: Places, guards: tuple[Guard, ...]) -> Find:
    rule, read = entry.rule, reader_named(entry.read)

    def find(page: Page) -> Iterator[Detection]:
        for index, match in places(page):
            end = match.end()
            if all(guard(page, index, end, end) for guard in guards):
                yield from read(page, index, end, rule)

    return find
