"""Rules by name and confidence, and the guards of entries on both sides of their bounds."""

from __future__ import annotations

import pytest

from dragon_prep.core.errors import UsageFault
from dragon_prep.detect.engine import finder_of
from dragon_prep.detect.guards import GUARDS, guard_named, mask_of
from dragon_prep.detect.readers import reader_named
from dragon_prep.detect.registry import Seen, finders, less_than, near, plan, require_rules
from dragon_prep.language.page import read
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.entry import Entry
from dragon_prep.phi.finding import found
from dragon_prep.phi.rules import Confidence


def test_rules_by_confidence_and_name():
    assert less_than(Confidence.POSSIBLE) == frozenset()
    assert "name.known" in less_than(Confidence.LIKELY)
    assert "name.role" not in less_than(Confidence.LIKELY)
    assert {"name.known", "name.role"} <= less_than(Confidence.SURE)
    assert "name.title" not in less_than(Confidence.SURE)
    assert require_rules(["name.title", "id.bsn"]) == {"name.title", "id.bsn"}
    with pytest.raises(UsageFault, match=r"rule 2 of 2 is none; did you mean name\.title"):
        require_rules(["id.bsn", "name.titel"])


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("NAME.TITLE ", "did you mean name.title"),
        ("Jansen", "docs/detection.md has all of them"),
        ("recur.zzzzzzzzzzzzzzzz", "did you mean recur."),
    ],
)
def test_rules_that_are_near(typed, hint):
    assert near(typed).startswith(hint)


def test_finders_that_a_text_has_nothing_for_do_not_run():
    empty = read("qq 12")
    asks = [one for one in finders() if one.at or one.signs or one.sign is not None]
    assert len(asks) > 30
    assert not any(finder.may_find(empty) for finder in asks)
    assert all(finder.may_find(empty) for finder in finders() if finder not in asks)


def test_each_sign_of_an_entry_lets_its_finder_run():
    of_signs = [one for one in finders() if one.entry is not None and one.entry.signs]
    assert any(one.sign is not None for one in of_signs)
    for finder in of_signs:
        for sign in finder.entry.signs:
            assert finder.at or finder.may_find(read(f"qq {sign} qq")), (finder.rules, sign)


def test_what_was_seen_is_kept_by_family():
    hit = [found(0, 1, "DATUM", "date.year")]
    seen = Seen()
    for family in ("dates", "times", "names", "ages"):
        seen.add(family, hit)
    assert (len(seen.dates), len(seen.moments), len(seen.names), len(seen.others)) == (1, 2, 1, 1)
    assert len(seen.all()) == 4
    seen.add("names", [])
    assert len(seen.names) == 1


def test_a_plan_drops_what_is_off():
    off = plan(frozenset({"date.year"}))
    kept = found(0, 1, "TIJD", "time.clock")
    assert off.kept([found(0, 4, "DATUM", "date.year"), kept]) == [kept]
    some = [kept]
    assert plan().kept(some) is some
    assert len(plan(frozenset({"again.name"})).again) == len(plan().again) - 1


@pytest.mark.parametrize("name", ["name", "titled", "codes", "signature"])
def test_readers_by_name(name):
    assert callable(reader_named(name))
    with pytest.raises(ValueError, match=f"there is no reader {name}s"):
        reader_named(f"{name}s")


@pytest.mark.parametrize(
    ("guard", "text", "place", "holds"),
    [
        ("two_capitals", "aBcD", (0, 4), True),
        ("two_capitals", "aBcd", (0, 4), False),
        ("opens_capital", "Ab", (0, 2), True),
        ("opens_capital", "aB", (0, 2), False),
        ("mixed_case", "AB", (0, 2), False),
        ("mixed_case", "Ab", (0, 2), True),
        ("not_plain", "tafel", (0, 5), True),
        ("not_plain", "biopsie", (0, 7), False),
        ("no_year", "2016", (0, 4), False),
        ("no_year", "1899", (0, 4), True),
        ("no_year", "20161", (0, 5), True),
        ("no_unit_behind", "12 mm", (0, 2), False),
        ("no_unit_behind", "12 qq", (0, 2), True),
        ("no_short_word_before", "abcd 12", (5, 7), False),
        ("no_short_word_before", "abcde 12", (6, 8), True),
        ("no_short_word_before", "abc.12", (4, 6), False),
        ("no_short_word_before", "abc  12", (5, 7), True),
        ("code_if_small", "Qqzz", (0, 4), True),
        ("code_if_small", "tafel", (0, 5), False),
        ("bsn", "123456782", (0, 9), True),
        ("bsn", "123456783", (0, 9), False),
        ("unknown_words", "qqzz xxvv", (0, 9), True),
        ("unknown_words", "qqzz tafel", (0, 10), False),
        ("name_in_field", "van Qqzz", (0, 8), True),
        ("name_in_field", "van tafel", (0, 9), False),
        ("name_in_field", "van", (0, 3), False),
        ("first_part_not_plain", "qqzz-biopsie", (0, 12), True),
        ("first_part_not_plain", "biopsie-qqzz", (0, 12), False),
        ("is_one_of:town", "Amsterdam", (0, 9), True),
        ("is_one_of:town", "tafel", (0, 5), False),
        ("is_none_of:town", "Amsterdam", (0, 9), False),
        ("is_none_of:town,dutch", "tafel", (0, 5), False),
        ("first_word_not:dutch", "tafel qqzz", (0, 10), False),
        ("first_word_not:dutch", "qqzz tafel", (0, 10), True),
        ("last_word_not:dutch", "tafel qqzz", (0, 10), True),
        ("last_word_not:dutch", "qqzz tafel", (0, 10), False),
        ("first_part_not:dutch", "tafel-qqzz", (0, 10), False),
        ("first_part_not:dutch", "12", (0, 2), False),
        ("some_part_not:dutch", "tafel-stoel", (0, 11), False),
        ("some_part_not:dutch", "tafel-qqzz", (0, 10), True),
        ("word_before_not:dutch", "tafel 12", (6, 8), False),
        ("word_before_not:dutch", "qqzz 12", (5, 7), True),
        ("near_one_of:town", "Amsterdam 12", (10, 12), True),
        ("near_one_of:town", "12 Amsterdam", (0, 2), True),
        ("near_one_of:town", "12\nAmsterdam", (0, 2), False),
        ("near_one_of:town", "Amsterdam\n12", (10, 12), True),
        ("near_one_of:town", "12 " + "." * 27 + "Amsterdam", (0, 2), True),
        ("near_one_of:town", "12 " + "." * 30 + "Amsterdam", (0, 2), False),
        ("near_one_of:town", "Amsterdam" + "." * 71 + "12", (80, 82), True),
        ("near_one_of:town", "Amsterdam" + "." * 72 + "12", (81, 83), False),
    ],
)
def test_guards_on_both_sides(guard, text, place, holds):
    assert guard_named(guard)(read(text), -1, *place) is holds


def test_guards_by_name():
    assert all(guard_named(name) is guard for name, guard in GUARDS.items())
    assert mask_of("town,dutch") == W.TOWN | W.DUTCH
    for name in ("nothing", "two_capitals:", "is_one_of", "two_capitals:town"):
        with pytest.raises(ValueError, match="there is no guard"):
            guard_named(name)
    with pytest.raises(ValueError, match="there is no class of words"):
        mask_of("town,")


@pytest.mark.parametrize(("far", "there"), [(57, True), (58, False)])
def test_how_far_an_entry_looks_back(far, there):
    find = finder_of(Entry(rule="name.born", label="PERSOON", at="born", before=r"#(Ab).*\Z"))
    assert bool(list(find(read("#Ab" + "." * far + "geboren")))) is there


def test_an_entry_looks_from_its_word_or_behind_it():
    on = finder_of(Entry(rule="name.born", label="PERSOON", at="born", on="(geboren)"))
    behind = finder_of(Entry(rule="name.born", label="PERSOON", at="born", behind=" (Ab)"))
    text = "xx geboren Ab"
    assert [h.span.start for h in on(read(text))] == [3]
    assert [h.span.start for h in behind(read(text))] == [11]
