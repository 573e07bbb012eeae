"""Rules that are switched off find nothing, and what is switched off is told."""

from __future__ import annotations

import json

import pytest
import rule_cases
from rules_alone import detect

from dragon_prep.core.codes.run import RULE_UNKNOWN
from dragon_prep.core.errors import InputFault, UsageFault
from dragon_prep.detect import Confidence
from dragon_prep.detect.evidence import Evidence
from dragon_prep.detect.profile import EVERY_CENTRE, Profile, by_centre, rules_off
from dragon_prep.detect.profile_file import read_profile
from dragon_prep.detect.registry import Finder, finders, plan
from dragon_prep.phi.rules import RULES

TEXT = "Gezien door dr. Terpstra op 14-03-2021; bel 06-12345678."


@pytest.mark.parametrize("rule", rule_cases.OF_TEXT)
def test_rule_that_is_off_finds_nothing(rule):
    cases = [text for own, text, marked in rule_cases.of_rules() if own == rule and marked]
    assert cases or rule_cases.count()[0][rule]
    for text in cases:
        hits = detect(text, disable=(rule,))
        assert rule not in {hit.rule for hit in hits}


def test_only_what_is_switched_off_is_missing():
    whole, less = detect(TEXT), detect(TEXT, disable=("contact.phone", "contact.key"))
    assert [hit for hit in whole if not hit.rule.startswith("contact.")] == list(less)


def test_finder_of_which_all_rules_are_off_does_not_run(monkeypatch):
    ages = next(finder for finder in finders() if finder.rules == ("age.number",))
    assert ages in plan().first
    assert ages not in plan(frozenset({"age.number"})).first
    assert all(isinstance(finder, Finder) for finder in plan(frozenset(RULES)).first)
    assert not any(finder.rules for finder in plan(frozenset(RULES)).first)


def test_least_confidence_keeps_the_rules_that_can_be_trusted_so_far():
    text = "Gezien door dr. Terpstra. Daarna Hoekstra gebeld, sinds 2014."
    assert {hit.confidence for hit in detect(text)} == {Confidence.SURE, Confidence.POSSIBLE}
    kept = detect(text, min_confidence=Confidence.LIKELY)
    assert [(hit.rule, hit.confidence) for hit in kept] == [("name.title", Confidence.SURE)]


@pytest.mark.parametrize(
    ("typed", "near"),
    [("name.feild", "name.field"), ("date.xyz", "date."), ("Jansen", "docs/detection.md")],
)
def test_rule_that_is_none_is_refused_with_those_near(typed, near):
    with pytest.raises(UsageFault) as caught:
        detect(TEXT, disable=("name.title", typed))
    assert caught.value.kind == RULE_UNKNOWN
    assert near in str(caught.value)
    assert typed not in str(caught.value)


def test_profile_switches_rules_off(tmp_path):
    path = tmp_path / "umcg.toml"
    path.write_text('centre = "umcg"\ndisable_rules = ["contact.phone"]\n', encoding="utf-8")
    profile = read_profile(path)
    assert profile.digest != Profile("umcg").digest
    hits = detect(TEXT, Evidence(profile=profile))
    assert hits == detect(TEXT, disable=("contact.phone",))
    assert rules_off([profile, Profile("avl")]) == {"umcg": ["contact.phone"]}


def test_profile_names_a_rule_that_is_none(tmp_path):
    path = tmp_path / "umcg.toml"
    path.write_text('centre = "umcg"\ndisable_rules = ["contact.fone"]\n', encoding="utf-8")
    with pytest.raises(InputFault, match=r"contact\.phone") as caught:
        read_profile(path)
    assert caught.value.place.row == 2
    assert "fone" not in str(caught.value)


def test_profile_of_every_centre_counts_in_each():
    own = Profile("umcg", allow=("Retro",), disable_rules=frozenset({"name.pair"}))
    whole = Profile(EVERY_CENTRE, disable_rules=frozenset({"name.field"}))
    assert by_centre([own], ["avl", "umcg"]) == {"umcg": own}
    both = by_centre([own, whole], ["avl", "umcg"])
    assert both["avl"].disable_rules == {"name.field"}
    assert both["umcg"].disable_rules == {"name.field", "name.pair"}
    assert both["umcg"].allow == ("Retro",)
    assert rules_off([own, whole]) == {"all": ["name.field"], "umcg": ["name.pair"]}


def test_evidence_can_be_switched_off():
    profile = Profile("umcg", deny=(("PERSOON", "Onbekendsma"),))
    text = "Onbekendsma akkoord."
    assert [h.rule for h in detect(text, Evidence(profile=profile))] == ["profile.deny"]
    assert not detect(text, Evidence(profile=profile), disable=("profile.deny",))


def test_what_a_profile_switches_off_can_be_told_as_json():
    whole = Profile(EVERY_CENTRE, disable_rules=frozenset({"name.field", "name.born"}))
    assert json.dumps(rules_off([whole])) == '{"all": ["name.born", "name.field"]}'
