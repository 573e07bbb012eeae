"""The parts of detection by themselves: evidence, precedence, known values, profiles, guards."""

from __future__ import annotations

import pytest
from worlds import KEY

from dragon_prep.core.errors import InputFault, UsageFault
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.recall import Recall
from dragon_prep.core.spans import Span
from dragon_prep.detect import detect
from dragon_prep.detect.elsewhere import names_again, numbers_again
from dragon_prep.detect.engine import finder_of
from dragon_prep.detect.evidence import NO_EVIDENCE, Evidence, laid_over
from dragon_prep.detect.guards import GUARDS, guard_named, mask_of
from dragon_prep.detect.known import KnownPatient
from dragon_prep.detect.known_values import (
    KnownDate,
    read_address,
    read_date,
    read_number,
    read_phone,
)
from dragon_prep.detect.merge import merge
from dragon_prep.detect.own_rules import RuleFault, read_rule, read_words
from dragon_prep.detect.profile import EVERY_CENTRE, Profile, detectors, rules_off, with_options
from dragon_prep.detect.profile_file import read_profile
from dragon_prep.detect.readers import reader_named
from dragon_prep.detect.recurrence import CohortNames, Sighting, Tally, sightings, token_digest
from dragon_prep.detect.registry import Seen, finders, less_than, near, plan, require_rules
from dragon_prep.detect.repeats import needles, repeats
from dragon_prep.detect.sure import SURE, SURE_OF, sure_of
from dragon_prep.language.page import read
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.entry import Entry
from dragon_prep.phi.finding import found
from dragon_prep.phi.rules import Confidence


def told(text, hits):
    return [(text[h.span.start : h.span.end], h.span.label, h.rule) for h in hits]


class Fixed:
    """Evidence that finds what it is told to."""

    def __init__(self, *hits):
        self.hits = hits

    def find(self, _):
        return list(self.hits)


def over(text, rules, *more):
    return told(text, laid_over(text, tuple(rules), Evidence(patient=Fixed(*more))))


TEXT = "abc def ghi jkl"


@pytest.mark.parametrize(
    ("rule", "evidence", "wanted"),
    [
        # Of one family they are joined; the profile says what it is, else the rules, else length.
        (
            (0, 7, "PERSOON", "name.title"),
            (4, 11, "PERSOON", "known.name"),
            [("abc def ghi", "PERSOON", "name.title")],
        ),
        (
            (0, 7, "BSN", "id.bsn"),
            (4, 11, "PATIENTNUMMER", "known.number"),
            [("abc def ghi", "BSN", "id.bsn")],
        ),
        (
            (0, 7, "BSN", "id.bsn"),
            (4, 11, "PATIENTNUMMER", "profile.deny"),
            [("abc def ghi", "PATIENTNUMMER", "profile.deny")],
        ),
        (
            (0, 7, "PERSOON", "learned.person"),
            (4, 11, "PERSOON", "known.name"),
            [("abc def ghi", "PERSOON", "known.name")],
        ),
        (
            (0, 7, "PERSOON", "name.title"),
            (4, 7, "PERSOONAFKORTING", "known.name"),
            [("abc def", "PERSOON", "name.title")],
        ),
        (
            (4, 7, "PERSOONAFKORTING", "name.code"),
            (0, 7, "PERSOON", "known.name"),
            [("abc def", "PERSOON", "known.name")],
        ),
        (
            (0, 7, "POSTCODE", "contact.postcode"),
            (4, 11, "ADRES", "known.address"),
            [("abc def ghi", "POSTCODE", "contact.postcode")],
        ),
        # Of two families what sticks out keeps its label.
        (
            (0, 7, "DATUM", "date.numeric"),
            (4, 11, "PERSOON", "known.name"),
            [("abc def", "DATUM", "date.numeric"), ("ghi", "PERSOON", "known.name")],
        ),
        (
            (0, 7, "DATUM", "date.numeric"),
            (4, 7, "PERSOON", "known.name"),
            [("abc def", "DATUM", "date.numeric")],
        ),
        (
            (0, 7, "DATUM", "date.numeric"),
            (4, 8, "PERSOON", "known.name"),
            [("abc def", "DATUM", "date.numeric")],
        ),
        (
            (0, 7, "DATUM", "date.numeric"),
            (4, 9, "PERSOON", "known.name"),
            [("abc def", "DATUM", "date.numeric"), ("g", "PERSOON", "known.name")],
        ),
        (
            (0, 3, "DATUM", "date.numeric"),
            (3, 7, "PERSOON", "known.name"),
            [("abc", "DATUM", "date.numeric"), (" def", "PERSOON", "known.name")],
        ),
        # What starts together: the longer first, and evidence before rules.
        (
            (0, 7, "DATUM", "date.numeric"),
            (0, 7, "PERSOON", "known.name"),
            [("abc def", "PERSOON", "known.name")],
        ),
        (
            (0, 11, "DATUM", "date.numeric"),
            (0, 7, "PERSOON", "known.name"),
            [("abc def ghi", "DATUM", "date.numeric")],
        ),
        # What the learned layer found is what evidence says it is.
        (
            (0, 11, "DATUM", "learned.date"),
            (4, 7, "PERSOON", "known.name"),
            [("abc def ghi", "PERSOON", "known.name")],
        ),
        (
            (0, 11, "DATUM", "learned.date"),
            (4, 7, "PERSOON", "recur.name"),
            [("abc def ghi", "DATUM", "learned.date")],
        ),
    ],
)
def test_what_becomes_of_two_findings_that_overlap(rule, evidence, wanted):
    assert over(TEXT, [found(*rule)], found(*evidence)) == wanted


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        *(
            ("PATIENTNUMMER", label, True)
            for label in (
                "ZNUMMER",
                "BSN",
                "IBAN",
                "RAPPORT_ID",
                "PHINUMMER",
                "ACCREDITATIE_NUMMER",
            )
        ),
        ("ADRES", "POSTCODE", True),
        ("PERSOON", "PERSOONAFKORTING", True),
        ("ADRES", "PLAATS", False),
        ("TELEFOONNUMMER", "PHINUMMER", False),
        ("DATUM", "TIJD", False),
        ("RAPPORT_ID", "RAPPORT_ID.T_NUMMER", True),
    ],
)
def test_families_that_are_joined(first, second, is_one):
    got = over(TEXT, [found(0, 7, first, "id.bsn")], found(4, 11, second, "known.number"))
    assert len(got) == (1 if is_one else 2)


def test_evidence_that_is_switched_off_adds_nothing():
    rules = (found(0, 3, "DATUM", "date.numeric"),)
    more = Fixed(found(4, 7, "PERSOON", "known.name"))
    assert len(laid_over(TEXT, rules, Evidence(patient=more))) == 2
    off = Evidence(patient=more, disabled=frozenset({"known.name"}))
    assert laid_over(TEXT, rules, off) == rules
    profile = Profile("a", disable_rules=frozenset({"known.name"}))
    assert laid_over(TEXT, rules, Evidence(profile, more)) == rules
    assert laid_over(TEXT, rules, NO_EVIDENCE) is rules


@pytest.mark.parametrize(
    ("rule", "stays"),
    [
        ("profile.pattern", False),
        ("profile.rule", False),
        ("profile.hospital", False),
        ("profile.deny", True),
        ("profile.header", True),
        ("known.name", True),
    ],
)
def test_what_gives_way_to_what_a_centre_allows(rule, stays):
    evidence = Evidence(Profile("a", allow=("def",)), Fixed(found(4, 7, "PERSOON", rule)))
    assert bool(laid_over(TEXT, (), evidence)) is stays
    # Only what lies wholly in what is allowed.
    wider = Evidence(Profile("a", allow=("def",)), Fixed(found(4, 8, "PERSOON", rule)))
    assert laid_over(TEXT, (), wider)
    hits = (found(0, 3, "PERSOON", "name.title"), found(4, 7, "PERSOON", "name.title"))
    assert laid_over(TEXT, hits, Evidence(Profile("a", allow=("def",)))) == hits[:1]


def test_recurrence_goes_before_nothing_but_persons():
    again = Evidence(cohort=Fixed(found(4, 7, "PERSOON", "recur.name")))
    for place in ((0, 5), (4, 7), (6, 11)):
        date = (found(*place, "DATUM", "date.numeric"),)
        assert laid_over(TEXT, date, again) == date
    apart = (found(0, 4, "DATUM", "date.numeric"), found(7, 11, "DATUM", "date.numeric"))
    assert len(laid_over(TEXT, apart, again)) == 3
    person = (found(0, 5, "PERSOON", "name.title"),)
    assert told(TEXT, laid_over(TEXT, person, again)) == [("abc def", "PERSOON", "name.title")]


def test_what_evidence_says_of_the_detector():
    assert NO_EVIDENCE.asked_recall is Recall.HIGH
    assert (NO_EVIDENCE.off, NO_EVIDENCE.words, NO_EVIDENCE.model) == (frozenset(), (), None)
    profile = Profile("a", recall=Recall.PRECISE, disable_rules=frozenset({"id.bsn"}))
    assert Evidence(profile).asked_recall is Recall.PRECISE
    assert Evidence(profile, recall=Recall.RULES).asked_recall is Recall.RULES
    both = Evidence(profile, disabled=frozenset({"name.title"}))
    assert both.off == {"id.bsn", "name.title"}


# -- precedence


def test_two_institutions_with_a_blank_between_them_are_one():
    text = "Gelre Ziekenhuis en  Rijnstate"
    one = found(0, 5, "ZIEKENHUIS", "place.hospital")
    two = found(6, 16, "ZIEKENHUIS", "place.institution")
    apart = found(21, 30, "ZIEKENHUIS", "place.hospital")
    assert told(text, merge(text, [two, apart, one])) == [
        ("Gelre Ziekenhuis", "ZIEKENHUIS", "place.hospital"),
        ("Rijnstate", "ZIEKENHUIS", "place.hospital"),
    ]
    town = found(6, 16, "PLAATS", "place.town")
    assert len(merge(text, [one, town])) == 2
    assert merge(text, []) == ()


def test_what_sticks_out_is_trimmed_to_letters_and_digits():
    text = "(ab) cd (ef) gh"
    strong = found(5, 7, "ZIEKENHUIS", "place.hospital")
    weak = found(0, 15, "PERSOON", "name.pair")
    got = merge(text, [weak, strong])
    assert told(text, got) == [
        ("ab", "PERSOON", "name.pair"),
        ("cd", "ZIEKENHUIS", "place.hospital"),
        ("ef) gh", "PERSOON", "name.pair"),
    ]


# -- known values


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1945-03-12", (1945, 3, 12)),
        (" 12-03-1945 ", (1945, 3, 12)),
        ("12 mrt '45", (45, 3, 12)),
        ("19450312", (1945, 3, 12)),
        ("120345", None),
        ("12-03-1945 14:05", (1945, 3, 12)),
        ("12-03-1945 2", (1945, 3, 12)),
        ("12-03-1945 22", (1945, 3, 12)),
        ("12-03-1945 222", None),
        ("12-03-1945 x", (1945, 3, 12)),
        ("12-03-1945 xx2", (1945, 3, 12)),
        ("12-03-1945 xxx2", None),
        ("maart 1945", None),
        ("12-3", None),
        ("", None),
    ],
)
def test_dates_of_an_export(value, day):
    assert read_date(value) == (None if day is None else KnownDate(*day))


@pytest.mark.parametrize(
    ("value", "digits", "letters"),
    [
        ("0012345", "12345", ""),
        ("12-34-5", "12345", ""),
        ("Z123456", "123456", ""),
        ("AB123", "123", "AB"),
        ("ABC12", "12", "ABC"),
        ("1234", None, None),
        ("A123", None, None),
        ("00123", None, None),
        ("", None, None),
    ],
)
def test_numbers_of_an_export(value, digits, letters):
    got = [(n.digits, n.letters, n.label) for n in read_number(value, "BSN")]
    assert got == ([] if digits is None else [(digits, letters, "BSN")])


def test_phones_and_addresses_of_an_export():
    assert {n.digits for n in read_phone("024-3611111")} == {"243611111", "31243611111", "3611111"}
    assert {n.label for n in read_phone("024-3611111")} == {"TELEFOONNUMMER"}
    streets, codes, towns = read_address("Lange Hezelstraat 5, 6525 ga Nijmegen")
    assert [(s.words, s.house) for s in streets] == [(("lange", "hezelstraat"), "5")]
    assert [(c.digits, c.letters, c.label) for c in codes] == [("6525", "GA", "POSTCODE")]
    assert towns == ["nijmegen"]
    assert read_address("") == ([], [], [])


def known(text, kind, value):
    patient = KnownPatient.of([KnownFact(KnownKind[kind], value)])
    return sorted(set(told(text, patient.find(read(text)))) if patient else [])


@pytest.mark.parametrize(
    ("kind", "value", "text", "mention", "rule"),
    [
        ("NUMBER", "1234567", "nr 1234567 nu", "1234567", "known.number"),
        ("NUMBER", "1234567", "nr 00 1234567 nu", "00 1234567", "known.number"),
        ("NUMBER", "1234567", "nr 0-1234567 nu", "0-1234567", "known.number"),
        ("NUMBER", "1234567", "nr 123-4567 nu", "123-4567", "known.number"),
        ("NUMBER", "1234567", "nr AB1234567", "AB1234567", "known.number"),
        ("NUMBER", "1234567", "nr AB-1234567", "AB-1234567", "known.number"),
        ("NUMBER", "1234567", "nr ab-1234567", "1234567", "known.number"),
        ("NUMBER", "1234567", "nr ABCD1234567", "1234567", "known.number"),
        ("NUMBER", "1234567", "nr ABC1234567", "ABC1234567", "known.number"),
        ("NUMBER", "123456", "nr 123456 stuks", None, None),
        ("NUMBER", "123456", "nr 123.456 nu", None, None),
        ("NUMBER", "123456", "nr 123456.7 nu", None, None),
        ("NUMBER", "123456", "nr 123456. Nu", "123456", "known.number"),
        ("NUMBER", "1234567", "nr 1.234.567 nu", "1.234.567", "known.number"),
        ("NUMBER", "AB123", "nr AB123 nu", "AB123", "known.number"),
        ("NUMBER", "AB123", "nr AB 123 nu", "AB 123", "known.number"),
        ("NUMBER", "AB123", "nr AB-123 nu", "AB-123", "known.number"),
        ("NUMBER", "AB123", "nr ab.123 nu", "ab.123", "known.number"),
        ("NUMBER", "AB123", "nr AB/123 nu", None, None),
        ("NUMBER", "AB123", "nr AC123 nu", None, None),
        ("NUMBER", "1234567", "nr 123     4567", None, None),
        ("REPORT_NUMBER", "T19-81762", "zie T19-81762", "T19-81762", "known.number"),
        ("ADDRESS", "Dorpsstraat 12", "Dorpsstraat 12 nu", "Dorpsstraat 12", "known.address"),
        ("ADDRESS", "Dorpsstraat 12", "Dorpsstr. 12 nu", "Dorpsstr. 12", "known.address"),
        ("ADDRESS", "Dorpsstraat 12", "Dorpsstraat 13 nu", None, None),
        ("ADDRESS", "Zwelgmansstraat 12", "Zwelgmansstraat 13", "Zwelgmansstraat", "known.address"),
        ("ADDRESS", "Zwelgmansstraat 12", "zwelgmansstraat 13", None, None),
        ("ADDRESS", "Zwelgmansstraat 12", "zwelgmansstraat 12", "zwelgmansstraat 12",
         "known.address"),
        ("ADDRESS", "A 1, 6525 GA Nijmegen", "te 6525 GA x", "6525 GA", "known.address"),
        ("ADDRESS", "A 1, 6525 GA Nijmegen", "te 6525ga x", "6525ga", "known.address"),
        ("ADDRESS", "A 1, 6525 GA Nijmegen", "te 6525  GA x", None, None),
        ("ADDRESS", "A 1, 6525 GA Nijmegen", "te Nijmegen x", "Nijmegen", "known.address"),
        ("ADDRESS", "A 1, 6525 GA Nijmegen", "te nijmegen x", None, None),
        ("ADDRESS", "A 1, 6525 GA Best", "te Best x", None, None),
        ("BIRTH_DATE", "1945-03-12", "op 12-03-45 nu", "12-03-45", "known.date"),
        ("BIRTH_DATE", "12-03-45", "op 12-03-2045 nu", "12-03-2045", "known.date"),
        ("BIRTH_DATE", "12-03-45", "op 12-03-1945 nu", "12-03-1945", "known.date"),
        ("BIRTH_DATE", "1945-03-12", "op March 12, 1945 nu", "March 12, 1945", "known.date"),
        ("BIRTH_DATE", "1945-03-12", "op 12-03-2045 nu", None, None),
    ],
)  # fmt: skip
def test_what_is_known_is_found_in_its_spellings(kind, value, text, mention, rule):
    got = known(text, kind, value)
    assert [(m, r) for m, _, r in got] == ([] if mention is None else [(mention, rule)])


# -- again


def again(find, text, *hits):
    return told(text, find(read(text), hits))


@pytest.mark.parametrize(
    ("text", "mention", "label", "more"),
    [
        ("12345 en 12345", "12345", "BSN", 2),
        ("12345 en 112345", "12345", "BSN", 1),
        ("1234 en 1234", "1234", "BSN", 0),  # too short
        ("T24-817 en T24-817", "T24-817", "RAPPORT_ID", 2),
        ("T24-817 en xT24-817", "T24-817", "RAPPORT_ID", 1),
        ("T24-817 en T24-817x", "T24-817", "RAPPORT_ID", 1),
        ("T24-817 en t24-817", "T24-817", "RAPPORT_ID", 1),
        ("12-03-2019 en 12-03-2019", "12-03-2019", "DATUM", 0),
        *(
            ("12345 en 12345", "12345", label, 2)
            for label in (
                *("TELEFOONNUMMER", "PATIENTNUMMER", "ZNUMMER", "IBAN", "RAPPORT_ID", "PHINUMMER"),
            )
        ),
        ("12345 en 12345", "12345", "POSTCODE", 0),
        ("12345 en 12345", "12345", "ACCREDITATIE_NUMMER", 0),
    ],
)
def test_numbers_once_more(text, mention, label, more):
    hit = found(0, len(mention), label, "id.bsn")
    got = again(numbers_again, text, hit)
    assert len(got) == more
    assert all(one == (mention, label, "again.number") for one in got)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("dr. Zwelgmans en Zwelgmans", ["Zwelgmans"]),
        ("dr. Zwelgmans en zwelgmans", []),
        ("dr. Jansen en jansen", ["jansen"]),  # a name that means nothing else
        ("dr. Bos en Bos", []),  # three letters
        ("dr. Koning en Koning", ["Koning"]),
        ("dr. Koning. Koning", []),  # it opens a sentence
        ("dr. Koning\nKoning", []),
        ("dr. Koning\n- Koning", []),
        ("dr. Sjoerd en Sjoerd", []),
        ("dr. Douglas en Douglas", []),
    ],
)
def test_names_once_more(text, more):
    end = (
        text.index(" en")
        if " en" in text
        else next(at for at, char in enumerate(text) if at > 4 and not char.isalpha())
    )
    got = again(names_again, text, found(4, end, "PERSOON", "name.title"))
    assert [m for m, *_ in got] == more
    assert {rule for *_, rule in got} <= {"again.name"}
    assert again(names_again, text, found(4, end, "PLAATS", "place.town")) == []


def test_a_name_that_is_a_word_behind_its_particle():
    text = "mw. De Groot en De Groot. De Groot, de Groot"
    got = again(names_again, text, found(4, 12 - 1, "PERSOON", "name.title"))
    assert [m for m, *_ in got][:1] == ["De Groot"]


@pytest.mark.parametrize(
    ("mention", "label", "wanted"),
    [
        ("J. Zwelgmans", "PERSOON", {("J.", "Zwelgmans"): True, ("Zwelgmans",): False}),
        ("Zwelgmans", "PERSOON", {("Zwelgmans",): False}),
        ("Smit", "PERSOON", {}),  # four letters
        ("Smits", "PERSOON", {("Smits",): False}),
        ("Amsterdam", "PERSOON", {}),
        ("12345", "BSN", {("12345",): True}),
        ("1234", "BSN", {}),
        ("12 345", "BSN", {("12", "345"): True}),
        *(("12345", label, {("12345",): True}) for label in
          ("TELEFOONNUMMER", "EMAIL", "PATIENTNUMMER", "ZNUMMER", "IBAN", "RAPPORT_ID",
           "PHINUMMER")),
        ("12345", "DATUM", {}),
        ("12345", "URL", {}),
        ("Zwelgmans", "PERSOONAFKORTING", {}),
    ],
)  # fmt: skip
def test_what_is_looked_for_elsewhere_in_a_report(mention, label, wanted):
    got = needles(mention, [Span(0, len(mention), label)])
    assert {one.words: one.any_case for one in got} == wanted
    assert all(one.label == label for one in got)


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("J. Zwelgmans", ["J. Zwelgmans", "Zwelgmans"]),
        ("J. Zwelgmans; j.  zwelgmans", ["J. Zwelgmans", "Zwelgmans", "j.  zwelgmans"]),
        ("J. Zwelgmans; j.zwelgmans", ["J. Zwelgmans", "Zwelgmans"]),
        ("J. Zwelgmans; ZWELGMANS, zwelgmans", ["J. Zwelgmans", "ZWELGMANS", "Zwelgmans"]),
        ("J. Zwelgmans; xZwelgmans Zwelgmansx", ["J. Zwelgmans", "Zwelgmans"]),
        ("J. Zwelgmans; Zwelgmans-Zwelgmans",
         ["J. Zwelgmans", "Zwelgmans", "Zwelgmans", "Zwelgmans"]),
    ],
)  # fmt: skip
def test_where_it_stands_again(text, there):
    got = repeats(text, [Span(0, 12, "PERSOON")])
    assert sorted(text[s.start : s.end] for s in got) == sorted(there)


# -- recurrence


@pytest.mark.parametrize(
    ("mention", "label", "seen"),
    [
        ("J. Smit", "PERSOON", {("name", "smit", 1)}),
        ("J. Zwelgmans", "PERSOON", {("name", "zwelgmans", 2)}),
        ("P. de Vries", "PERSOON", {("name", "de vries", 1)}),
        ("SMITS", "PERSOON", set()),  # five capitals are an abbreviation as often
        ("HENDRIKS", "PERSOON", {("name", "hendriks", 1)}),
        ("Qqz", "PERSOON", set()),
        ("Qqzz", "PERSOON", {("name", "qqzz", 2)}),
        ("RGer", "PERSOONAFKORTING", {("code", "RGer", 1)}),
        ("Hja", "PERSOONAFKORTING", {("code", "Hja", 2)}),
        ("RGE", "PERSOONAFKORTING", set()),
        ("RG", "PERSOONAFKORTING", set()),
        ("RGer, HJan", "PERSOONAFKORTING", {("code", "RGer", 1), ("code", "HJan", 1)}),
        ("Jansen", "PLAATS", set()),
    ],
)
def test_sightings(mention, label, seen):
    got = sightings(mention, [Span(0, len(mention), label)])
    assert {(one.kind, one.token, one.patients) for one in got} == seen
    assert all(repr(one) == f"<Sighting of a {one.kind}>" for one in got)


def test_digests_and_what_they_depend_on():
    assert len(token_digest(KEY, "name", "a", "smit")) == 16
    assert token_digest(KEY, "name", "a", "smit") == token_digest(KEY, "name", "b", "smit")
    assert token_digest(KEY, "code", "a", "RGer") != token_digest(KEY, "code", "b", "RGer")
    assert token_digest(KEY, "code", "a", "x") != token_digest(KEY, "name", "a", "x")
    tally = Tally()
    tally.count(KEY, "a", "1", [Sighting("name", "qqzz", 2)])
    tally.count(KEY, "b", "1", [Sighting("name", "qqzz", 2)])  # another centre's patient 1
    assert tally.spread() == {token_digest(KEY, "name", "a", "qqzz")}
    names = CohortNames(KEY, "a", tally.spread())
    assert names.holds("name", "qqzz")
    assert not names.holds("code", "qqzz")
    assert repr(names) == "<CohortNames of a, 1 digests>"
    assert told("Qqzz qqzz", names.find("Qqzz qqzz")) == [("Qqzz", "PERSOON", "recur.name")]


# -- profiles


@pytest.fixture
def profile(tmp_path):
    def written(text):
        path = tmp_path / "x.toml"
        path.write_text(text, encoding="utf-8")
        return read_profile(path)

    return written


@pytest.mark.parametrize(
    ("centre", "is_one"),
    [
        ("umcg", True),
        (" UMCG ", True),
        ("a", True),
        ("a1_-b", True),
        ("1a", False),
        ("", False),
        ("a b", False),
        ("a" * 31, True),
        ("a" * 32, False),
    ],
)
def test_names_of_centres(profile, centre, is_one):
    if is_one:
        assert profile(f'centre = "{centre}"').centre == centre.strip().lower()
        return
    with pytest.raises(InputFault, match="centre must be the centre's name"):
        profile(f'centre = "{centre}"')


@pytest.mark.parametrize(
    ("term", "is_one"),
    [("ab", True), ("a", False), ("a-", False), ("a1", True), ("a" * 80, True), ("a" * 81, False),
     ("ab\\ncd", False)],
)  # fmt: skip
def test_terms_of_a_profile(profile, term, is_one):
    text = f'centre = "x"\nallow = ["ok", "{term}"]'
    if is_one:
        assert profile(text).allow == ("ok", term)
        return
    said = "entry 2 must have two letters or digits, one line, and at most 80 characters"
    with pytest.raises(InputFault) as caught:
        profile(text)
    assert caught.value.detail == said


def test_terms_have_single_blanks_and_all_tables_are_read(profile):
    own = profile(
        'centre = "x"\nallow = [" a   b "]\nhospitals = ["Het  NKZ"]\n'
        '[deny]\nPERSOON = ["Jan"]\n[deny.RAPPORT_ID]\nT_NUMMER = ["T1 2"]\n'
        '[headers]\n"Arts:" = "persoon"\n[patterns]\nBSN = ["##-##"]\n[words]\ntitles = ["Ohm"]\n'
    )
    assert own.allow == ("a b",)
    assert own.hospitals == ("Het NKZ",)
    assert own.deny == (("PERSOON", "Jan"), ("RAPPORT_ID.T_NUMMER", "T1 2"))
    assert own.headers == (("PERSOON", "Arts:"),)
    assert own.patterns == (("BSN", "##-##"),)
    assert own.own_words == (("titles", ("ohm",)),)
    assert repr(own) == "<Profile of x, 6 entries>"
    assert repr(Profile(EVERY_CENTRE)) == "<Profile of every centre, 0 entries>"


def test_a_profile_has_five_thousand_entries_at_most(profile):
    def with_entries(count):
        terms = ", ".join(f'"ab{n}"' for n in range(count - 1))
        return f'centre = "x"\nallow = [{terms}]\n[deny]\nPERSOON = ["Jan"]\n'

    assert len(profile(with_entries(5000)).allow) == 4999
    with pytest.raises(InputFault, match="it has more than 5000 entries"):
        profile(with_entries(5001))


def test_a_profile_file_may_have_a_mebibyte(tmp_path):
    head = b'centre = "x"\n#'
    path = tmp_path / "x.toml"
    path.write_bytes(head + b"a" * ((1 << 20) - len(head)))
    assert read_profile(path).centre == "x"
    path.write_bytes(head + b"a" * ((1 << 20) - len(head) + 1))
    with pytest.raises(InputFault, match="it is larger than 1 MiB"):
        read_profile(path)


@pytest.mark.parametrize(
    "other",
    [
        {"centre": "y"},
        {"patterns": (("BSN", "##"),)},
        {"allow": ("ab",)},
        {"deny": (("BSN", "ab"),)},
        {"hospitals": ("ab",)},
        {"headers": (("BSN", "ab"),)},
        {"disable_rules": frozenset({"id.bsn"})},
        {"own_words": (("titles", ("ab",)),)},
        {"recall": Recall.HIGH},
        {"recall": Recall.RULES},
    ],
)
def test_a_profiles_digest_is_of_all_it_says(other):
    assert Profile("x").digest != Profile(**{"centre": "x", **other}).digest
    assert len(Profile("x").digest) == 64
    assert Profile("x", disable_rules=frozenset({"a", "b"})).digest == (
        Profile("x", disable_rules=frozenset({"b", "a"})).digest
    )


def profiled(text, **said):
    return [one[:2] for one in told(text, Profile("x", **said).find(read(text)))]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Arts: Zwelgmans", ["Zwelgmans"]),
        ("  > Arts:   Zwelgmans  ", ["Zwelgmans"]),
        ("         Arts: Zwelgmans", []),  # nine signs before it
        ("        Arts: Zwelgmans", ["Zwelgmans"]),
        ("de Arts: Zwelgmans", []),
        ("arts: Zwelgmans", ["Zwelgmans"]),
        ("Arts: Zwelgmans | x", ["Zwelgmans"]),
        ("Arts: Zwelgmans   x", ["Zwelgmans"]),
        ("Arts: Zwelgmans\tx", ["Zwelgmans"]),
        ("Arts: Zwelgmans\nx", ["Zwelgmans"]),
        ("Arts: --", []),
        ("Arts: (Zwelgmans)", ["Zwelgmans"]),
        ("Arts: x\nArts: y", ["x", "y"]),
    ],
)
def test_the_rest_of_a_line_behind_a_header(text, mentions):
    got = profiled(text, headers=(("STUDIE_NAAM", "Arts:"),))
    assert [m for m, _ in got] == mentions


def test_a_header_that_ends_in_a_letter_is_a_word():
    headers = (("STUDIE_NAAM", "Arts"),)
    assert profiled("Arts qq", headers=headers) == [("qq", "STUDIE_NAAM")]
    assert profiled("Artsen qq", headers=headers) == []
    assert profiled("Arts1 qq", headers=headers) == []


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Typ: abc / Ger", ["abc", "Ger"]),
        ("Typ: door abc en dr Ger, drs de", ["abc", "Ger", "de"]),
        ("Typ: abcdefgh", ["abcdefgh"]),
    ],
)
def test_codes_behind_a_header(text, mentions):
    got = profiled(text, headers=(("PERSOONAFKORTING", "Typ:"),))
    assert [m for m, _ in got] == mentions


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("nr 12-34 nu", True),
        ("nr 12-345 nu", False),
        ("nr 112-34 nu", False),
        ("nr x12-34 nu", False),
        ("nr 12-34x nu", False),
        ("nr 1.12-34 nu", False),
        ("nr 12-34.5 nu", False),
        ("nr 12-34. Nu", True),
        ("12-34", True),
    ],
)
def test_forms_of_numbers(text, there):
    got = profiled(text, patterns=(("BSN", "##-##"), ("PHINUMMER", "@@###")))
    assert got == ([("12-34", "BSN")] if there else [])
    assert profiled("AB123", patterns=(("BSN", "##-##"), ("PHINUMMER", "@@###"))) == [
        ("AB123", "PHINUMMER")
    ]


@pytest.mark.parametrize(
    ("term", "text", "there"),
    [
        ("NKZ", "nkz", False),  # three letters: only in this case
        ("NKZ", "NKZ", True),
        ("Qqzz", "qqzz", True),
        ("Tafel", "tafel", False),  # a word
        ("Tafel", "Tafel", True),
    ],
)
def test_terms_that_count_in_their_case(term, text, there):
    assert bool(profiled(text, hospitals=(term,))) is there
    assert bool(Profile("x", allow=(term,)).allowed(read(text))) is there
    assert bool(profiled(text, deny=(("PERSOONAFKORTING", term),))) is (term == text)
    assert profiled(text.lower(), deny=(("PERSOON", term),))


def test_allowed_places_that_overlap_are_one():
    own = Profile("x", allow=("ab cd", "cd ef", "gh"))
    assert own.allowed(read("ab cd ef gh")) == [(0, 8), (9, 11)]


def test_what_profiles_say_of_the_detector_is_told_by_centre():
    own = Profile("b", recall=Recall.HIGH, disable_rules=frozenset({"id.bsn", "age.number"}))
    whole = Profile(EVERY_CENTRE, recall=Recall.RULES, disable_rules=frozenset({"id.iban"}))
    assert detectors([own, Profile("a"), whole]) == {
        "all": {"recall": "rules"},
        "b": {"recall": "high"},
    }
    assert rules_off([own, Profile("a"), whole]) == {
        "all": ["id.iban"],
        "b": ["age.number", "id.bsn"],
    }
    both = with_options(own, whole)
    assert (both.recall, both.centre) == (Recall.RULES, "b")
    assert both.disable_rules == {"id.bsn", "age.number", "id.iban"}
    assert with_options(own, Profile(EVERY_CENTRE)).recall is Recall.HIGH


RULE = {
    "behind": ["keten"],
    "finds": "number",
    "pattern": "K#####",
    "label": "PHINUMMER",
    "cases": ["Keten: {{K44817}}."],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"behind": []}, "a word must be of two letters or more"),
        ({"behind": ["k"]}, "a word must be of two letters or more"),
        ({"behind": ["k" * 41]}, "a word must be of two letters or more"),
        ({"behind": "keten"}, "words must be lists of words in quotes"),
        ({"other": 1}, "its keys must be some of behind, cases, finds, label, pattern"),
        ({"cases": "x"}, "cases must be a list of sentences"),
        ({"cases": ["x"]}, "it needs a case: a sentence with what it finds in {{ }}"),
        ({"cases": ["Keten: {{K44817}}.", "Keten {{x}}"]}, "it does not find what case 2 marks"),
        ({"finds": "names"}, "finds must be name, codes or number"),
        ({"finds": "name"}, "names and codes have no label and no pattern"),
        ({"label": "NUMMER"}, "a number needs a label of PHI"),
        ({"pattern": "K"}, "its pattern: "),
    ],
)
def test_what_is_wrong_with_a_rule(change, said):
    assert read_rule(RULE, 1).behind == ("keten",)
    with pytest.raises(RuleFault) as caught:
        read_rule({**RULE, **change}, 1)
    assert said in str(caught.value)


@pytest.mark.parametrize("between", ["", " ", ": ", ". ", ".  :    ", "=", "\t"])
def test_what_may_stand_between_a_word_and_what_a_rule_finds(between):
    rule = read_rule({**RULE, "behind": ["keten"]}, 1)
    assert rule.told == [("keten",), "PHINUMMER", rule.entry.behind, ""]
    own = Profile("x", rules=(rule,))
    text = f"Keten{between}K44817 nu"
    if not between:
        return
    assert told(text, own.find(read(text, own.words))) == [("K44817", "PHINUMMER", "profile.rule")]
    for wrong in ("K448171", "K44817x", "K44817.5"):
        text = f"Keten{between}{wrong}"
        assert own.find(read(text, own.words)) == []


def test_words_of_a_profile():
    assert read_words({"titles": ["Ohm", "Zoë"], "closing": ["groet"]}) == (
        ("titles", ("ohm", "zoë")),
        ("closing", ("groet",)),
    )
    with pytest.raises(RuleFault, match="group 2 is none: there are titles, roles, surnames"):
        read_words({"titles": ["ohm"], "titels": ["ohm"]})
    with pytest.raises(RuleFault, match="words must be a table"):
        read_words([])


# -- rules


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
    made = [finder for finder in finders() if finder.at or finder.signs]
    empty = read("qq 12")
    assert not any(finder.may_find(empty) for finder in made if finder.at)
    with_sign = next(finder for finder in made if finder.signs and not finder.at)
    assert with_sign.may_find(read(f"qq {with_sign.signs[0]} qq"))
    assert all(f.may_find(empty) for f in finders() if not f.at and not f.signs)


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


# -- sure


@pytest.mark.parametrize(
    ("category", "bound"),
    [
        (PhiCategory.PERSOONAFKORTING, 950),
        (PhiCategory.LEEFTIJD, 950),
        (PhiCategory.ADRES, 950),
        (PhiCategory.TIJD, 990),
        (PhiCategory.PERSOON, 980),
        (PhiCategory.DATUM, 980),
    ],
)
def test_how_sure_the_second_look_must_be(category, bound):
    assert SURE_OF.get(category, SURE) == bound


def test_what_is_marked_is_no_finding_and_its_rest_is_trimmed():
    text = "Controle op (12 maart 2021)."
    whole = [(h.span.start, h.span.end) for h in sure_of(text, NO_EVIDENCE, [])]
    assert whole == [(13, 26)]
    rest = sure_of(text, NO_EVIDENCE, [Span(13, 21, "DATUM")])
    assert [text[h.span.start : h.span.end] for h in rest] == ["2021"]
    assert sure_of(text, NO_EVIDENCE, [Span(0, len(text), "DATUM")]) == ()
    assert detect(text)
