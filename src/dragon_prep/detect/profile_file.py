"""Reads a centre's profile from its file, and says where one cannot be used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dragon_prep.core.centres import is_centre_name
from dragon_prep.core.codes.intake import PROFILE_INVALID, PROFILE_UNREADABLE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.phi import PhiCategory, canonical_label
from dragon_prep.core.recall import Recall
from dragon_prep.core.toml_file import did_you_mean, read_toml
from dragon_prep.detect.learned.models import own_model
from dragon_prep.detect.own_rules import OwnRule, RuleFault, read_rule, read_words
from dragon_prep.detect.profile import Profile
from dragon_prep.detect.registry import near as near_rules
from dragon_prep.phi.numbers.patterns import PatternFault, read_pattern
from dragon_prep.phi.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from dragon_prep.detect.learned.models import OwnModel
    from dragon_prep.language.vocabulary import Words

_KEYS = (
    *("centre", "allow", "hospitals", "disable_rules", "patterns", "deny", "headers"),
    *("words", "rules", "recall", "detector"),
)
_LARGEST_FILE = 1 << 20
_MOST_ENTRIES = 5000
_LONGEST_TERM = 80


def read_profile(path: Path) -> Profile:
    """Reads a centre's profile.

    Args:
        path: of the file, as docs/profiles.md has it.

    Raises:
        InputFault: if it cannot be read, or says something it cannot say; with the line where one
            can be told. No message holds what the file says beyond its keys.
    """
    read = read_toml(path, Place(path.name), PROFILE_UNREADABLE, largest=_LARGEST_FILE)
    return _Reader(path, read.text).profile(read.body)


class _Reader:
    """Turns a parsed file into a profile, and remembers the text to tell lines."""

    def __init__(self, path: Path, text: str) -> None:
        self.name = path.name
        self.folder = path.parent
        self.lines = text.split("\n")

    def profile(self, body: Mapping[str, Any]) -> Profile:
        for key in body:
            if key not in _KEYS:
                raise self._fault(
                    f"a key that is none of a profile's{did_you_mean(key, _KEYS)}", key
                )
        centre = body.get("centre")
        if not isinstance(centre, str) or not is_centre_name(centre.strip().lower()):
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
        own, words = self._own_rules(body), self._words(body)
        return Profile(
            centre.strip().lower(),
            patterns,
            allow,
            deny,
            hospitals,
            headers,
            self._disabled(body),
            words,
            own,
            self._recall(body),
            self._model(body),
        )

    def _recall(self, body: Mapping[str, Any]) -> Recall | None:
        if "recall" not in body:
            return None
        if body["recall"] not in list(Recall):
            raise self._fault(f"this must be one of {', '.join(Recall)}", "recall")
        return Recall(body["recall"])

    def _model(self, body: Mapping[str, Any]) -> OwnModel | None:
        if "detector" not in body:
            return None
        if not isinstance(body["detector"], str):
            raise self._fault("this must be the name of a file beside the profile", "detector")
        return own_model(self.folder / body["detector"])

    def _disabled(self, body: Mapping[str, Any]) -> frozenset[str]:
        ids = body.get("disable_rules", [])
        if not isinstance(ids, list) or not all(isinstance(rule, str) for rule in ids):
            raise self._fault("this must be a list of ids of rules", "disable_rules")
        for number, rule in enumerate(ids, start=1):
            if rule not in RULES:
                raise self._fault(f"entry {number} is no rule; {near_rules(rule)}", "disable_rules")
        return frozenset(ids)

    def _words(self, body: Mapping[str, Any]) -> Words:
        try:
            return read_words(body.get("words", {}))
        except RuleFault as fault:
            raise self._fault(str(fault), "words") from None

    def _own_rules(self, body: Mapping[str, Any]) -> tuple[OwnRule, ...]:
        rules = body.get("rules", [])
        if not isinstance(rules, list):
            raise self._fault("rules must be tables, each under [[rules]]", "rules")
        read: list[OwnRule] = []
        for number, rule in enumerate(rules, start=1):
            try:
                read.append(read_rule(rule, number))
            except RuleFault as fault:
                raise self._fault(f"rule {number}: {fault}", "rules") from None
        return tuple(read)

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
            near = did_you_mean(label.strip().upper().replace("-", "_"), list(PhiCategory))
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
