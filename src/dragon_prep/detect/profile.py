"""A centre's profile: what is PHI there, and what never is, told in a small TOML file.

docs/profiles.md describes the file and has an example.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.detect.own_rules import OwnRule, finders_of
from dragon_prep.language.folding import plain_text
from dragon_prep.language.term_index import TermIndex
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.names.lines import line_entry
from dragon_prep.phi.names.reader import read_code
from dragon_prep.phi.numbers.patterns import read_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragon_prep.core.recall import Recall
    from dragon_prep.detect.learned.models import OwnModel
    from dragon_prep.language.page import Page
    from dragon_prep.language.vocabulary import Words

EVERY_CENTRE = ""  # in place of a centre's name: a profile of all of them
_REST = re.compile(r"[ \t\xa0]*([^\n|\t]*?)(?=[ \t\xa0]*(?:\n|\||\t|[ \xa0]{3}|\Z))")
_LINE_START = re.compile(r"(?:\A|\n)[ \t\xa0>*-]{0,8}\Z")
_CODES = re.compile(r"[^\W\d_]{2,8}")
_LONGEST_LINE = 120


@dataclass(frozen=True, slots=True, repr=False)
class Profile:
    """What a centre says about its own reports.

    Attributes:
        centre: whose it is, such as ``umcg``; ``EVERY_CENTRE`` for all.
        patterns: label and pattern of each form of number, in the order of the file.
        allow: strings that are never PHI there.
        deny: label and string of what always is.
        hospitals: names of hospitals, its own and short ones.
        headers: label and beginning of lines whose rest is PHI.
        disable_rules: rules of the detector that are switched off there.
        own_words: words it adds to those of the lists, by group.
        rules: its own.
        recall: how much the learned layer is to find there, if it says so.
        model: the model of the learned layer that is used there, if not the usual one.
    """

    centre: str
    patterns: tuple[tuple[str, str], ...] = ()
    allow: tuple[str, ...] = ()
    deny: tuple[tuple[str, str], ...] = ()
    hospitals: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    disable_rules: frozenset[str] = frozenset()
    own_words: Words = ()
    rules: tuple[OwnRule, ...] = ()
    recall: Recall | None = None
    model: OwnModel | None = None
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
        return (
            f"<Profile of {self.centre or 'every centre'}, {entries + len(self.headers)} entries>"
        )

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, in hexadecimal; layout and comments of the file do not count.

        Whoever has it can check a guess of the content: outside the hospital it goes keyed.
        """
        body = [self.centre, self.patterns, self.allow, self.deny, self.hospitals, self.headers]
        own = [rule.told for rule in self.rules]
        more: list[object] = [sorted(self.disable_rules), self.own_words, own]
        if self.recall is not None or self.model is not None:
            more.append([self.recall, self.model.fingerprint if self.model is not None else ""])
        return hashlib.sha256(json.dumps([*body, *more]).encode("ascii")).hexdigest()

    def find(self, page: Page) -> list[Detection]:
        """What the profile says is PHI; findings may overlap."""
        hits = [found(s, e, *meaning) for s, e, meaning in self._terms.find(page)]
        own = [hit for find in finders_of(self.rules) for hit in find(page)]
        return [*hits, *own, *self._numbers(page), *self._lines(page)]

    @property
    def words(self) -> Words:
        """Words to read its reports with: its own, and those that its rules look beside."""
        if not self.rules:
            return self.own_words
        return (*self.own_words, *((rule.entry.at, rule.behind) for rule in self.rules))

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


def by_centre(profiles: Iterable[Profile], centres: Iterable[str]) -> dict[str, Profile]:
    """The profiles of some centres that have one, by name; that of every centre is in each."""
    given = {profile.centre: profile for profile in profiles}
    whole = given.pop(EVERY_CENTRE, None)
    if whole is None:
        return {centre: given[centre] for centre in sorted({*centres} & given.keys())}
    return {
        centre: with_options(given.get(centre) or Profile(centre), whole)
        for centre in sorted(centres)
    }


def with_options(profile: Profile, whole: Profile) -> Profile:
    """A profile with what another one says of the detector: its rules, recall and model."""
    return replace(
        profile,
        disable_rules=profile.disable_rules | whole.disable_rules,
        recall=whole.recall or profile.recall,
        model=whole.model or profile.model,
    )


def rules_off(profiles: Iterable[Profile]) -> dict[str, list[str]]:
    """The rules that profiles switch off, in order, by centre or ``all``."""
    return {
        profile.centre or "all": sorted(profile.disable_rules)
        for profile in sorted(profiles, key=lambda profile: profile.centre)
        if profile.disable_rules
    }


def detectors(profiles: Iterable[Profile]) -> dict[str, dict[str, str]]:
    """What profiles say of the learned layer, by centre or ``all``: recall and fingerprint."""
    told: dict[str, dict[str, str]] = {}
    for profile in sorted(profiles, key=lambda profile: profile.centre):
        own: dict[str, str] = {}
        if profile.recall is not None:
            own["recall"] = profile.recall.value
        if profile.model is not None:
            own["model"] = profile.model.fingerprint
        if own:
            told[profile.centre or "all"] = own
    return told


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
