"""Every rule of the detector with what finds it, in the order in which they look at a text.

``phi/rules.py`` says what the rules are and which goes before which. Here each of them has a
finder: a function, which several rules may share, or entries, which are data.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import RULE_UNKNOWN
from dragon_prep.core.errors import UsageFault
from dragon_prep.detect.columns import heads_again
from dragon_prep.detect.elsewhere import names_again, numbers_again
from dragon_prep.detect.engine import finder_of
from dragon_prep.language.page import KINDS
from dragon_prep.phi.ages.finders import find_ages
from dragon_prep.phi.ages.in_words import find_ages_in_words
from dragon_prep.phi.contact import entries as contact
from dragon_prep.phi.contact.finders import find_contacts
from dragon_prep.phi.dates.finders import find_dates
from dragon_prep.phi.names import entries as names
from dragon_prep.phi.names.before_found import with_what_stands_before
from dragon_prep.phi.names.continued import (
    continued,
    in_capitals,
    initials_behind_titles,
    with_call_names,
)
from dragon_prep.phi.names.forms import by_form
from dragon_prep.phi.names.relatives import other_names, relatives
from dragon_prep.phi.names.roles import beside_roles
from dragon_prep.phi.names.signatures import find_signatures
from dragon_prep.phi.names.verbs import behind_supervision, behind_verbs
from dragon_prep.phi.numbers import entries as numbers
from dragon_prep.phi.numbers.finders import find_ids
from dragon_prep.phi.organisations import entries as organisations
from dragon_prep.phi.places import entries as places
from dragon_prep.phi.places.finders import find_places
from dragon_prep.phi.rules import RULES, Confidence
from dragon_prep.phi.staff_codes import entries as staff_codes
from dragon_prep.phi.staff_codes.finders import find_codes, of_names
from dragon_prep.phi.times.finders import find_times

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragon_prep.language.page import Page
    from dragon_prep.phi.entry import Entry
    from dragon_prep.phi.finding import Detection

# What is found by evidence beyond the sentence, see ``detect/evidence.py``.
EVIDENCE = tuple(rule for rule in RULES if RULES[rule].family in ("profile", "known", "recur"))
# What the learned layer finds, see ``detect/learned``.
LEARNED = tuple(rule for rule in RULES if RULES[rule].family == "learned")


@dataclass(slots=True)
class Seen:
    """What has been found in a text so far.

    Attributes:
        dates: its dates.
        moments: its dates and times, beside which reports are signed.
        names: its persons and staff codes, and what was read with them.
        others: everything else.
    """

    dates: list[Detection] = field(default_factory=list)
    moments: list[Detection] = field(default_factory=list)
    names: list[Detection] = field(default_factory=list)
    others: list[Detection] = field(default_factory=list)

    def add(self, family: str, hits: Iterable[Detection]) -> None:
        """Adds what the finder of a family found."""
        hits = list(hits)  # it may still be looking at what is here
        if not hits:
            return
        if family == "names":
            self.names += hits
        elif family == "times":
            self.moments += hits
        elif family == "dates":
            self.dates += hits
            self.moments += self.dates
        else:
            self.others += hits

    def all(self) -> list[Detection]:
        """All of it, in no order."""
        return [*self.moments, *self.names, *self.others]


@dataclass(frozen=True, slots=True)
class Finder:
    """What finds some rules' PHI.

    Attributes:
        family: to what its findings belong: ``dates``, ``times``, ``names`` or another.
        rules: by which it finds; empty if it credits the rule of what it goes on from.
        find: takes a text and what was seen in it so far.
        entry: what it was made of, if it is data.
        at: the kind of word without which a text has nothing for it; empty if there is none.
        signs: a text in which none of these stands, in lower case, has nothing for it.
        sign: more of them, which open with the same character: one search is faster.
    """

    family: str
    rules: tuple[str, ...]
    find: Callable[[Page, Seen], Iterable[Detection]]
    entry: Entry | None = None
    at: str = ""
    signs: tuple[str, ...] = field(default=(), repr=False)
    sign: re.Pattern[str] | None = field(default=None, repr=False)

    def may_find(self, page: Page) -> bool:
        """Whether what it cannot do without stands in a text."""
        if self.at and self.at not in page.hits:
            return False
        if not self.signs and self.sign is None:
            return True
        if any(map(page.low.__contains__, self.signs)):
            return True
        return self.sign is not None and self.sign.search(page.low) is not None


def _alone(family: str, find: Callable[[Page], Iterable[Detection]], rules: str) -> Finder:
    """A finder that needs nothing but the text."""
    prefix, _, ends = rules.partition(".")
    own = tuple(f"{prefix}.{end}" if "." not in end else end for end in ends.split())
    return Finder(family, own, lambda page, _: find(page))


def _of(family: str, entries: Iterable[Entry]) -> list[Finder]:
    """The finders of entries."""

    def finder(entry: Entry) -> Finder:
        find, at = finder_of(entry), entry.at if entry.at in KINDS else ""
        signs = _sorted_signs(entry.signs)
        return Finder(family, (entry.rule,), lambda page, _: find(page), entry, at, *signs)

    return [finder(entry) for entry in entries]


def _sorted_signs(signs: tuple[str, ...]) -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """Signs to look for one by one, and those that open alike as one pattern."""
    firsts = Counter(sign[0] for sign in signs)
    first, most = max(firsts.items(), key=itemgetter(1), default=("", 0))
    if most < 2:
        return signs, None
    alike = [re.escape(sign) for sign in signs if sign[0] == first]
    return tuple(sign for sign in signs if sign[0] != first), re.compile("|".join(alike))


_IN_LINES = "name.bracket name.line_place place.affiliation"


@cache
def finders() -> tuple[Finder, ...]:
    """All finders, in the order in which they look at a text.

    Raises:
        ValueError: if one finds by a rule that is none, an entry is none, or a rule has no finder.
    """
    made = (
        _alone(
            "contact",
            find_contacts,
            "contact.address postcode town phone key",
        ),
        *_of("contact", contact.ENTRIES),
        _alone(
            "numbers",
            find_ids,
            "id.iban key_bsn key_iban key_patientnummer key_znummer key_phinummer report"
            " report_form key_rapport_id",
        ),
        *_of("numbers", numbers.ENTRIES),
        _alone("ages", find_ages, "age.number"),
        _alone("ages", find_ages_in_words, "age.words"),
        *_of("places", places.ENTRIES),
        Finder(
            "places",
            (
                *("place.hospital", "place.institute", "place.institution"),
                *("place.town_sure", "place.town", "place.town_cue"),
            ),
            lambda page, seen: find_places(page, seen.others),
        ),
        *_of("organisations", organisations.ENTRIES),
        _alone(
            "dates",
            find_dates,
            "date.numeric iso range day_month_name month_name_year compact day_month month_year"
            " short_year month_name year",
        ),
        Finder(
            "times",
            ("time.clock", "time.whole_hour", "time.words"),
            lambda page, seen: find_times(page, seen.dates),
        ),
        *_of("names", names.ANNOUNCED),
        _alone("names", beside_roles, f"name.line role {_IN_LINES}"),
        _alone("names", behind_verbs, f"name.by verb {_IN_LINES}"),
        _alone("names", behind_supervision, "name.supervision"),
        _alone("names", relatives, "name.relative"),
        _alone("names", other_names, "name.relative supervision"),
        Finder(
            "names",
            (
                *("name.initials", "name.first_last", "name.surname_first", "name.capitals"),
                *("name.known", "name.particle"),
            ),
            lambda page, seen: by_form(page, seen.names),
        ),
        *_of("names", names.FORMS),
        Finder(
            "names",
            ("name.beside_date", "name.born"),
            lambda page, seen: find_signatures(page, seen.moments),
        ),
        Finder("names", (), lambda page, seen: continued(page, seen.names)),
        Finder("names", (), lambda page, seen: initials_behind_titles(page, seen.names)),
        _alone("names", in_capitals, "name.surname_first"),
        Finder("names", (), lambda page, seen: with_call_names(page, seen.names)),
        Finder(
            "names",
            ("name.code", "name.code_line", "name.sign_off"),
            lambda page, seen: find_codes(page, seen.moments),
        ),
        *_of("names", staff_codes.ENTRIES),
        Finder("names", ("name.code_of",), lambda page, seen: of_names(page, seen.names)),
    )
    _require_whole(made)
    return made


# These look at what all the others found, once it is disjoint.
AGAIN: tuple[Finder, ...] = (
    Finder("again", ("again.name",), lambda page, seen: names_again(page, seen.others)),
    Finder("again", ("again.number",), lambda page, seen: numbers_again(page, seen.others)),
    Finder("again", ("again.head",), lambda page, seen: heads_again(page, seen.others)),
    Finder("again", (), lambda page, seen: with_what_stands_before(page, seen.others)),
)


def _require_whole(made: Iterable[Finder]) -> None:
    own = {rule for finder in (*made, *AGAIN) for rule in finder.rules} | {*EVIDENCE, *LEARNED}
    if differ := own ^ RULES.keys():
        raise ValueError(f"no rule, or one without a finder: {', '.join(sorted(differ))}")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which finders look at a text, and what of their findings counts.

    Attributes:
        first: these, in order.
        again: then these.
        off: the rules that are switched off.
    """

    first: tuple[Finder, ...]
    again: tuple[Finder, ...]
    off: frozenset[str]

    def kept(self, hits: Iterable[Detection]) -> Iterable[Detection]:
        """Findings without those of rules that are switched off."""
        return [hit for hit in hits if hit.rule not in self.off] if self.off else hits


@lru_cache(maxsize=64)
def plan(off: frozenset[str] = frozenset()) -> Plan:
    """What to run when some rules are switched off: no finder all of whose rules are."""

    def needed(finder: Finder) -> bool:
        return not finder.rules or not off.issuperset(finder.rules)

    return Plan(tuple(filter(needed, finders())), tuple(filter(needed, AGAIN)), off)


def require_rules(ids: Iterable[str]) -> frozenset[str]:
    """The ids of rules, each seen to be one.

    Raises:
        UsageFault: if one is none; with those that are near. What was typed is not repeated.
    """
    ids = tuple(ids)
    for number, rule in enumerate(ids, start=1):
        if rule not in RULES:
            raise UsageFault(RULE_UNKNOWN, f"rule {number} of {len(ids)} is none; {near(rule)}")
    return frozenset(ids)


def near(rule: str) -> str:
    """The rules whose ids are nearest to one that is none, as a hint."""
    close = difflib.get_close_matches(rule.strip().lower(), RULES, 3, 0.5)
    family = rule.partition(".")[0].strip().lower()
    close = close or [other for other in RULES if RULES[other].family == family]
    if close:
        return f"did you mean {' or '.join(close)}?"
    return "docs/detection.md has all of them"


@cache
def less_than(confidence: Confidence) -> frozenset[str]:
    """The rules that cannot be trusted so far."""
    return frozenset(rule.id for rule in RULES.values() if rule.confidence < confidence)
