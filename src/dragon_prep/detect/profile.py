"""A centre's profile: what is PHI there, and what never is, told in a small TOML file.

docs/profiles.md describes the file and has an example.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import PROFILE_INVALID, PROFILE_UNREADABLE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.phi import PhiCategory, canonical_label, category_of
from dragon_prep.language.folding import plain_text
from dragon_prep.language.term_index import TermIndex
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.lines import line_entry
from dragon_prep.phi.names.reader import read_code
from dragon_prep.phi.numbers.patterns import PatternFault, read_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from dragon_prep.language.page import Page

_KEYS = ("centre", "allow", "hospitals", "patterns", "deny", "headers")
_LARGEST_FILE = 1 << 20
_MOST_ENTRIES = 5000
_LONGEST_TERM = 80
_CENTRE = re.compile(r"[a-z][a-z0-9_-]{0,30}")
_REST = re.compile(r"[ \t\xa0]*([^\n|\t]*?)(?=[ \t\xa0]*(?:\n|\||\t|[ \xa0]{3}|\Z))")
_LINE_START = re.compile(r"(?:\A|\n)[ \t\xa0>*-]{0,8}\Z")
_CODES = re.compile(r"[^\W\d_]{2,8}")
_LONGEST_LINE = 120


@dataclass(frozen=True, slots=True, repr=False)
class Profile:
    """What a centre says about its own reports.

    Attributes:
        centre: whose it is, such as ``umcg``.
        patterns: label and pattern of each form of number, in the order of the file.
        allow: strings that are never PHI there.
        deny: label and string of what always is.
        hospitals: names of hospitals, its own and short ones.
        headers: label and beginning of lines whose rest is PHI.
        disable_rules: rules of the detector that are switched off there.
    """

    centre: str
    patterns: tuple[tuple[str, str], ...] = ()
    allow: tuple[str, ...] = ()
    deny: tuple[tuple[str, str], ...] = ()
    hospitals: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    disable_rules: frozenset[str] = frozenset()
    _forms: tuple[tuple[int, re.Pattern[str]], ...] = field(init=False, compare=False)
    _allowed: TermIndex[str] = field(init=False, compare=False)
    _terms: TermIndex[tuple[str, str]] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_forms", tuple(_forms(self.patterns)))
        allowed = TermIndex((term, _is_exact(term), "") for term in map(plain_text, self.allow))
        deny = (
            (plain_text(t), label == "PERSOONAFKORTING", (label, "profile.deny"))
            for label, t in self.deny
        )
        hospitals = map(plain_text, self.hospitals)
        named = ((t, _is_exact(t), ("ZIEKENHUIS", "profile.hospital")) for t in hospitals)
        object.__setattr__(self, "_allowed", allowed)
        object.__setattr__(self, "_terms", TermIndex(chain(deny, named)))

    def __repr__(self) -> str:
        entries = sum(map(len, (self.patterns, self.allow, self.deny, self.hospitals)))
        return f"<Profile of {self.centre}, {entries + len(self.headers)} entries>"

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, in hexadecimal; layout and comments of the file do not count.

        Whoever has it can check a guess of the content: outside the hospital it goes keyed.
        """
        body = [self.centre, self.patterns, self.allow, self.deny, self.hospitals, self.headers]
        return hashlib.sha256(json.dumps(body).encode("ascii")).hexdigest()

    def find(self, page: Page) -> list[Detection]:
        """What the profile says is PHI; findings may overlap."""
        hits = [found(s, e, *meaning) for s, e, meaning in self._terms.find(page)]
        return [*hits, *self._numbers(page), *self._lines(page)]

    def allowed(self, page: Page) -> list[tuple[int, int]]:
        """Where strings stand that are never PHI, disjoint and in order."""
        places: list[tuple[int, int]] = []
        for start, end, _ in sorted(self._allowed.find(page)):
            if places and start < places[-1][1]:
                places[-1] = (places[-1][0], max(end, places[-1][1]))
            else:
                places.append((start, end))
        return places

    def _numbers(self, page: Page) -> Iterator[Detection]:
        for lead, pattern in self._forms:
            for start, _ in page.numbers:
                match = pattern.match(page.text, start - lead) if start >= lead else None
                if match is not None and match.lastindex is not None and match.end() > start:
                    label = self.patterns[int(str(match.lastgroup)[1:])][0]
                    yield found(*match.span(), label, "profile.pattern")

    def _lines(self, page: Page) -> Iterator[Detection]:
        for label, header in self.headers:
            low = plain_text(header).lower()
            at = page.low.find(low)
            while at >= 0:
                end = at + len(low)
                starts = _LINE_START.search(page.text, max(0, at - 9), at) is not None
                if starts and not (low[-1].isalnum() and page.low[end : end + 1].isalnum()):
                    yield from _rest_of_line(page, end, label)
                at = page.low.find(low, end)


def _is_exact(term: str) -> bool:
    """Whether a term counts only in the case it is given in: it is a word, or very short."""
    return len(term) < 4 or bool(classes[term.lower()] & W.DUTCH)


def _forms(patterns: Iterable[tuple[str, str]]) -> Iterator[tuple[int, re.Pattern[str]]]:
    """All patterns with so many characters before the first digit, in one expression."""
    by_lead: dict[int, list[str]] = {}
    for number, (_, pattern) in enumerate(patterns):
        read = read_pattern(plain_text(pattern))
        for lead in read.leads:
            by_lead.setdefault(lead, []).append(f"(?P<p{number}>{read.source})(?![^\\W_]|[.,]\\d)")
    for lead, sources in sorted(by_lead.items()):
        yield lead, re.compile(rf"(?<![^\W_])(?<!\d[.,])(?:{'|'.join(sources)})")


def _rest_of_line(page: Page, position: int, label: str) -> Iterator[Detection]:
    rest = _REST.match(page.text, position, position + _LONGEST_LINE)
    if rest is None or not any(map(str.isalnum, rest[1])):
        return
    start, end = rest.span(1)
    category = category_of(label)
    if category is PhiCategory.PERSOONAFKORTING:
        for code in _CODES.finditer(page.text, start, end):
            if code.group().lower() not in ("en", "door", "dr", "drs"):
                yield found(*code.span(), label, "profile.header")
        return
    if category is PhiCategory.PERSOON:
        entries = [hit for hit in line_entry(page, start, "profile.header") if hit.span.end <= end]
        if entries:
            yield from entries
            return
        if (code_end := read_code(page, start)) > 0:
            yield found(start, code_end, "PERSOONAFKORTING", "profile.header")
            return
    while not page.text[start].isalnum():
        start += 1
    while not page.text[end - 1].isalnum():
        end -= 1
    yield found(start, end, label, "profile.header")


def read_profile(path: Path) -> Profile:
    """Reads a centre's profile.

    Raises:
        InputFault: if it cannot be read, or says something it cannot say; with the line where one
            can be told. No message holds what the file says beyond its keys.
    """
    name = path.name
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST_FILE else None
    except OSError:
        detail = "there is no such file, or it may not be read"
        raise InputFault(PROFILE_UNREADABLE, detail, place=Place(name)) from None
    if data is None:
        detail = f"it is larger than {_LARGEST_FILE >> 20} MiB"
        raise InputFault(PROFILE_UNREADABLE, detail, place=Place(name))
    try:
        text = data.decode("utf-8-sig")
        body = tomllib.loads(text)
    except UnicodeDecodeError:
        detail = "it is not UTF-8"
        raise InputFault(PROFILE_UNREADABLE, detail, place=Place(name)) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        # tomllib's message may quote the file; of it, only the line is told.
        line = re.search(r"at line ([0-9]+)", str(error))
        place = Place(name, int(line[1]) if line else None)
        raise InputFault(PROFILE_UNREADABLE, "it is not TOML", place=place) from None
    return _Reader(name, text).profile(body)


class _Reader:
    """Turns a parsed file into a profile, and remembers the text to tell lines."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.split("\n")

    def profile(self, body: Mapping[str, Any]) -> Profile:
        for key in body:
            if key not in _KEYS:
                raise self._fault(f"a key that is none of a profile's{_near(key, _KEYS)}", key)
        centre = body.get("centre")
        if not isinstance(centre, str) or not _CENTRE.fullmatch(centre.strip().lower()):
            detail = "centre must be the centre's name in letters, such as umcg"
            raise self._fault(detail, "centre")
        deny = self._labelled(body, "deny")
        allow = self._terms(body.get("allow", []), "allow")
        both = {_folded(term) for term in allow} & {_folded(term) for _, term in deny}
        if both:
            raise self._fault(f"{len(both)} strings are in allow and in deny", "allow")
        hospitals = self._terms(body.get("hospitals", []), "hospitals")
        patterns, headers = self._patterns(body), self._headers(body)
        if sum(map(len, (patterns, allow, deny, hospitals, headers))) > _MOST_ENTRIES:
            raise self._fault(f"it has more than {_MOST_ENTRIES} entries", "")
        return Profile(centre.strip().lower(), patterns, allow, deny, hospitals, headers)

    def _patterns(self, body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        read: list[tuple[str, str]] = []
        for key, label, patterns in self._by_label(body, "patterns"):
            if not isinstance(patterns, list) or not all(isinstance(p, str) for p in patterns):
                raise self._fault("patterns of a label must be a list of strings", key)
            for number, pattern in enumerate(patterns, start=1):
                try:
                    read_pattern(pattern)
                except PatternFault as fault:
                    raise self._fault(f"pattern {number} of {label}: {fault}", key) from None
                read.append((label, pattern))
        return tuple(read)

    def _labelled(self, body: Mapping[str, Any], table: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (label, term)
            for key, label, terms in self._by_label(body, table)
            for term in self._terms(terms, key)
        )

    def _headers(self, body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        table = body.get("headers", {})
        if not isinstance(table, dict):
            raise self._fault("headers must be a table of line starts and labels", "headers")
        read: list[tuple[str, str]] = []
        for header, label in table.items():
            (header,) = self._terms([header], header)
            if not isinstance(label, str):
                raise self._fault("a header's value must be a label in quotes", header)
            read.append((self._label(label, header), header))
        return tuple(read)

    def _by_label(self, body: Mapping[str, Any], name: str) -> Iterator[tuple[str, str, Any]]:
        table = body.get(name, {})
        if not isinstance(table, dict):
            raise self._fault(f"{name} must be a table of labels and lists", name)
        for key, value in table.items():
            if isinstance(value, dict):  # RAPPORT_ID.T_NUMMER without quotes
                for inner, values in value.items():
                    yield key, self._label(f"{key}.{inner}", key), values
            else:
                yield key, self._label(key, key), value

    def _label(self, label: str, key: str) -> str:
        canonical = canonical_label(label)
        if canonical is None:
            near = _near(label.strip().upper().replace("-", "_"), list(PhiCategory))
            raise self._fault(f"a label that is none of PHI{near}", key)
        return canonical

    def _terms(self, terms: object, key: str) -> tuple[str, ...]:
        if not isinstance(terms, list) or not all(isinstance(term, str) for term in terms):
            raise self._fault("this must be a list of strings", key)
        for number, term in enumerate(terms, start=1):
            if sum(map(str.isalnum, term)) < 2 or len(term) > _LONGEST_TERM or "\n" in term:
                detail = (
                    f"entry {number} must have two letters or digits, one line, and at most "
                    f"{_LONGEST_TERM} characters"
                )
                raise self._fault(detail, key)
        return tuple(" ".join(term.split()) for term in terms)

    def _fault(self, detail: str, key: str) -> InputFault:
        """A fault with the line of a key; the key itself is not repeated."""
        pattern = re.compile(rf"\s*\[?\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
        lines = (n for n, line in enumerate(self.lines, start=1) if pattern.match(line))
        row = next(lines, None) if key else None
        return InputFault(PROFILE_INVALID, detail, place=Place(self.name, row))


def _folded(term: str) -> str:
    return " ".join(term.lower().split())


def _near(key: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
