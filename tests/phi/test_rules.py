"""The rules as they are told, cases with marks, and findings in a text that is not plain."""

from __future__ import annotations

import re

import pytest
from checkout import CHECKOUT

from dragon_prep.core.phi import PhiCategory, canonical_label
from dragon_prep.core.spans import Span
from dragon_prep.language.folding import folded
from dragon_prep.phi.entry import Entry, unmarked
from dragon_prep.phi.finding import Detection, as_given, found, in_plain_form
from dragon_prep.phi.readable import reads
from dragon_prep.phi.rule import Confidence, in_order
from dragon_prep.phi.rules import RANKS, RULES

DOCS = (CHECKOUT / "docs" / "detection.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| `([a-z]+\.[a-z_]+)` \| (.*) \| (.*) \| (possible|likely|sure) \| \w+ \|$", re.M
)


def test_the_table_in_the_docs_is_that_of_the_rules_in_their_order():
    told = [
        (rule.id, rule.finds.replace("|", "\\|"), list(rule.labels), rule.confidence.name.lower())
        for rule in RULES.values()
    ]
    rows = ROW.findall(DOCS)
    assert [
        (rule, finds, re.findall("`(.+?)`", of), sure) for rule, finds, of, sure in rows
    ] == told


def test_a_rule_knows_its_family_and_its_place():
    rows = [("a.one", Confidence.SURE, "PERSOON DATUM", "x"), ("b.two", Confidence.LIKELY, "", "y")]
    rules = in_order(rows)
    assert [(rule.family, rule.precedence, rule.labels) for rule in rules.values()] == [
        ("a", 0, ("PERSOON", "DATUM")),
        ("b", 1, ()),
    ]
    assert RANKS["contact.email"] == 0
    assert RANKS["name.title"] < RANKS["name.known"] < RANKS["learned.person"]


def test_two_rules_of_one_id_and_labels_that_are_none_are_refused():
    row = ("name.born", Confidence.SURE, "PERSOON", "x")
    with pytest.raises(ValueError, match=r"two rules name\.born"):
        in_order([row, row])
    with pytest.raises(ValueError, match=r"name\.born finds labels that are none: PERSON, DATE"):
        in_order([("name.born", Confidence.SURE, "PERSON PERSOON DATE", "x")])


def test_confidences_are_in_order():
    assert Confidence.POSSIBLE < Confidence.LIKELY < Confidence.SURE
    assert [confidence.value for confidence in Confidence] == [1, 2, 3]


@pytest.mark.parametrize(
    ("sentence", "text", "places"),
    [
        ("Geen merk.", "Geen merk.", []),
        ("{{Jan}} en {{Piet}}.", "Jan en Piet.", [(0, 3), (7, 11)]),
        ("Op {{Jan}}", "Op Jan", [(3, 6)]),
        ("Op {{Jan\nPiet}}{{Kees}} hier", "Op Jan\nPietKees hier", [(3, 11), (11, 15)]),
    ],
)
def test_marks_are_taken_out_of_a_case(sentence, text, places):
    assert unmarked(sentence) == (text, places)


def test_an_entry_reaches_as_far_as_its_pattern_unless_it_says():
    entry = Entry(rule="name.title")
    assert (entry.reach, entry.signs, entry.guards, entry.label) == (0, (), (), "")


def test_a_finding_tells_its_confidence_and_is_equal_however_likely():
    hit = found(3, 6, "PERSOON", "name.title")
    assert (hit.span, hit.confidence) == (Span(3, 6, "PERSOON"), Confidence.SURE)
    assert found(0, 1, "PERSOON", "name.known").confidence is Confidence.POSSIBLE
    assert Detection(hit.span, hit.rule, likely=900) == hit
    assert hit < found(4, 5, "PERSOON", "name.title")
    assert hit.likely is None


def test_findings_go_to_the_plain_form_and_back():
    fold = folded("dr. Jan\u00adsen ﬁ\u200b\u200b P")
    assert fold.text.startswith("dr. Jansen fi")
    hit = found(4, 11, "PERSOON", "name.title")
    (plain,) = in_plain_form([hit], fold)
    assert fold.text[plain.span.start : plain.span.end] == "Jansen"
    assert (plain.span.label, plain.rule) == ("PERSOON", "name.title")
    assert list(as_given([plain], fold)) == [hit]


def test_what_is_invisible_is_no_finding_and_belongs_to_the_first_of_two():
    fold = folded("Jan\u200bPiet")
    assert list(in_plain_form([found(3, 4, "PERSOON", "name.title")], fold)) == []
    first, second = found(0, 3, "PERSOON", "name.title"), found(3, 7, "PERSOON", "name.title")
    spans = [(hit.span.start, hit.span.end) for hit in as_given([first, second], fold)]
    assert spans[0][1] <= spans[1][0]
    assert spans[0][0] == 0
    assert spans[1][1] == 8


def test_two_findings_in_one_character_are_one_as_it_was_given():
    fold = folded("ﬁ")
    assert fold.text == "fi"
    first, second = found(0, 1, "PERSOON", "name.title"), found(1, 2, "DATUM", "date.numeric")
    assert list(as_given([first, second], fold)) == [found(0, 1, "PERSOON", "name.title")]


READ = {
    "PERSOON": ("J. Jansen", "Jansen 3"),
    "PERSOONAFKORTING": ("KDij/ro", "KDij-2"),
    "DATUM": ("12-03-2019", "qwrtz"),
    "TIJD": ("12:30", "qwrtz"),
    "LEEFTIJD": ("67 jaar", "qwrtz"),
    "TELEFOONNUMMER": ("024-3611111", "qwrtz"),
    "EMAIL": ("j.jansen@umcn.nl", "qwrtz"),
    "URL": ("https://www.umcn.nl/a", "qwrtz"),
    "ADRES": ("Lindelaan 14", "!!"),
    "POSTCODE": ("6511 LX", "!!"),
    "PLAATS": ("te Zwolle", ",,"),
    "ZIEKENHUIS": ("Isala", ",,"),
    "STUDIE_NAAM": ("HOVON 150", "150"),
    "BEDRIJF": ("Janssen B.V.", "150"),
    "PATIENTNUMMER": ("1234567", "??"),
    "ZNUMMER": ("Z123456", "??"),
    "BSN": ("123456782", "??"),
    "IBAN": ("NL91ABNA0417164300", "??"),
    "RAPPORT_ID": ("T24-81762", "??"),
    "PHINUMMER": ("12345678", "??"),
    "ACCREDITATIE_NUMMER": ("M077", "??"),
}


@pytest.mark.parametrize(("label", "mentions"), READ.items())
def test_each_category_has_notations_that_can_be_read(label, mentions):
    category = PhiCategory(label)
    assert canonical_label(label) == label
    assert [reads(category, mention) for mention in mentions] == [True, False]


def test_of_a_category_without_notations_all_is_read():
    others = [category for category in PhiCategory if category not in READ]
    assert all(reads(category, "??") for category in others)
