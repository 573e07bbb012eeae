"""What becomes of findings that overlap, and of what a centre or a cohort says."""

from __future__ import annotations

import pytest

from dragon_prep.core.recall import Recall
from dragon_prep.detect.evidence import NO_EVIDENCE, Evidence, laid_over
from dragon_prep.detect.profile import Profile
from dragon_prep.detect.profile_file import read_profile
from dragon_prep.language.page import read
from dragon_prep.phi.finding import found


def again(find, text, *hits):
    return told(text, find(read(text), hits))


@pytest.fixture
def profile(tmp_path):
    def written(text):
        path = tmp_path / "x.toml"
        path.write_text(text, encoding="utf-8")
        return read_profile(path)

    return written


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
