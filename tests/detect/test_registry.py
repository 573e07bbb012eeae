"""Every rule is known, is found by something, and has cases; an entry of nonsense stops at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rule_cases
from rules_alone import detect

from dragon_prep.detect.engine import finder_of
from dragon_prep.detect.registry import AGAIN, EVIDENCE, LEARNED, Seen, finders
from dragon_prep.language.page import read
from dragon_prep.phi.entry import Entry
from dragon_prep.phi.rule import Confidence, in_order
from dragon_prep.phi.rules import RANKS, RULES

ENTRY = Entry(rule="name.born", label="PERSOON", at="born", behind=" ({surname})")
ENOUGH = 2


@pytest.mark.parametrize(("rule", "text", "marked"), rule_cases.of_rules())
def test_rule_finds_what_its_case_marks_and_nothing_more(rule, text, marked):
    assert rule_cases.places(rule, text) == marked


@pytest.mark.parametrize("rule", rule_cases.OF_TEXT)
def test_rule_has_cases_for_and_against(rule):
    positive, negative = rule_cases.count()
    assert positive[rule] >= ENOUGH, "write sentences in which it finds something"
    assert negative[rule] >= ENOUGH, "write sentences in which it could be wrong"


def test_every_rule_has_a_finder_and_every_finder_its_rules():
    own = {rule for finder in (*finders(), *AGAIN) for rule in finder.rules}
    assert own | {*EVIDENCE, *LEARNED} == {*RULES}
    assert own.isdisjoint((*EVIDENCE, *LEARNED))


def test_finders_find_by_their_own_rules_only():
    for text in rule_cases.by_label():
        page, seen = read(text), Seen()
        for finder in finders():
            hits = list(finder.find(page, seen))
            if finder.rules:
                assert {hit.rule for hit in hits} <= {*finder.rules}
            seen.add(finder.family, hits)


def test_labels_are_those_that_rules_find():
    for text in (*rule_cases.by_label(), *(text for _, text, _ in rule_cases.of_rules())):
        for hit in detect(text):
            assert hit.span.label.partition(".")[0] in RULES[hit.rule].labels, hit.rule
            assert hit.confidence is RULES[hit.rule].confidence


def test_rules_are_in_order_and_say_what_they_find():
    assert list(RANKS.values()) == list(range(len(RULES)))
    assert [rule.id for rule in RULES.values()] == list(RULES)
    assert all(rule.finds and rule.family in rule.id for rule in RULES.values())


def test_two_rules_of_one_id_are_refused():
    row = ("name.born", Confidence.SURE, "PERSOON", "x")
    with pytest.raises(ValueError, match=r"two rules name\.born"):
        in_order([row, row])


def test_label_that_is_none_is_refused():
    with pytest.raises(ValueError, match="PERSON"):
        in_order([("name.born", Confidence.SURE, "PERSON", "x")])


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "burn"},
        {"at": ""},
        {"behind": ""},
        {"before": "x"},
        {"behind": " ({surnam})"},
        {"behind": " ("},
        {"guards": ("not_plainn",)},
        {"guards": ("first_part_not:toun",)},
        {"guards": ("not_plain:town",)},
        {"label": "", "read": "nam"},
        {"label": ""},
        {"label": "PERSOON DATUM"},
        {"behind": " jr"},
        {"at": "number:"},
        {"drop": "toun"},
    ],
)
def test_entry_that_says_nonsense_is_refused(wrong):
    finder_of(ENTRY)
    with pytest.raises(ValueError, match=r"\w"):
        finder_of(replace(ENTRY, **wrong))
