"""Labels of PHI in every spelling, and tags in a text."""

from __future__ import annotations

import pytest

from dragon_prep.core.known import KnownKind
from dragon_prep.core.phi import PhiCategory, canonical_label, category_of, find_tags
from dragon_prep.core.spans import Span
from dragon_prep.core.tags import has_unknown_tag, tag_spans


@pytest.mark.parametrize("category", PhiCategory)
def test_a_category_is_called_what_its_label_is(category):
    assert category.name == category.value == canonical_label(f"<{category.value.lower()}>")
    assert category_of(category.value) is category


def test_kinds_of_known_facts_are_called_what_they_are():
    assert all(kind.value == kind.name.lower() for kind in KnownKind)


@pytest.mark.parametrize(
    ("spelling", "label"),
    [
        ("NAAM", "PERSOON"),
        (" <naam> ", "PERSOON"),
        ("TNUMMER", "RAPPORT_ID.T_NUMMER"),
        ("T-NUMMER", "RAPPORT_ID.T_NUMMER"),
        ("T_NUMMER", "RAPPORT_ID.T_NUMMER"),
        ("ACCREDATIE_NUMMER", "ACCREDITATIE_NUMMER"),
        ("EMAILADRES", "EMAIL"),
        ("INSTELLING", "ZIEKENHUIS"),
        ("RAPPORT-ID", "RAPPORT_ID"),
        ("RAPPORT-ID.T-NUMMER", "RAPPORT_ID.T_NUMMER"),
        ("RAPPORT_ID.R_NUMMER", "RAPPORT_ID.R_NUMMER"),
        ("RAPPORT_ID.C_NUMMER", "RAPPORT_ID.C_NUMMER"),
        ("RAPPORT_ID.DPA_NUMMER", "RAPPORT_ID.DPA_NUMMER"),
        ("RAPPORT_ID.RPA_NUMMER", "RAPPORT_ID.RPA_NUMMER"),
        ("RAPPORT_ID.X_NUMMER", None),
        ("DATUM.T_NUMMER", None),
        ("R_NUMMER", None),
        ("<PERSOON", "PERSOON"),
        ("PERSOON>", "PERSOON"),
        ("PERSONEN", None),
        ("", None),
    ],
)
def test_spellings(spelling, label):
    assert canonical_label(spelling) == label
    if label:
        assert category_of(label) == label.partition(".")[0]


def test_a_label_that_is_none_has_no_category():
    with pytest.raises(ValueError, match="NAAM"):
        category_of("NAAM")


@pytest.mark.parametrize(
    ("tag", "label", "number"),
    [
        ("<PERSOON>", "PERSOON", ""),
        ("<persoon>", "PERSOON", ""),
        ("<NAAM>", "PERSOON", ""),
        ("<PERSOON1>", "PERSOON", "1"),
        ("<PERSOON 12>", "PERSOON", "12"),
        ("<PERSOON\xa01>", "PERSOON", "1"),
        ("<PERSOON_1>", "PERSOON", "1"),
        ("<PERSOON - 1>", None, ""),
        ("<PERSOON- 1>", "PERSOON", "1"),
        ("<PERSOON123456789>", "PERSOON", "123456789"),
        ("<PERSOON1234567890>", None, ""),
        ("<RAPPORT-ID.T-NUMMER>", "RAPPORT_ID.T_NUMMER", ""),
        ("<RAPPORT_ID.R_NUMMER2>", "RAPPORT_ID.R_NUMMER", "2"),
        ("</PERSOON>", None, ""),
        ("<PERSOON/>", None, ""),
        ("<persoon a>", None, ""),
        ("<PATIENT NAAM>", None, ""),
        ("<ONBEKEND>", None, ""),
        ("<Onbekend>", None, ""),
        ("<Onbekend 3>", None, ""),
        ("<ABCD>", None, ""),
        ("<AB12CD>", None, ""),
        ("<" + "A" * 50 + ">", None, ""),
    ],
)
def test_tags_and_what_looks_like_one(tag, label, number):
    text = f"Gezien: {tag} en < 5."
    (found,) = find_tags(text)
    assert text[found.start : found.end] == tag
    assert (found.label, found.number) == (label, number)
    assert has_unknown_tag(text) is (label is None)
    spans, numbers = tag_spans(text)
    assert (spans, numbers) == (
        ([Span(found.start, found.end, label)], [number]) if label else ([], [])
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "<BR>", "<ABC>", "<AB12>", "<onbekend>", "<Onbekend woord>", "<5 mm>"),
        *("<1PERSOON>", "< PERSOON>", "<PERSOON", "PERSOON>", "<" + "A" * 51 + ">", "<aBCD>"),
    ],
)
def test_other_things_in_brackets(text):
    assert find_tags(text) == []
    assert not has_unknown_tag(text)


def test_tags_come_in_order():
    text = "<DATUM>: <PERSOON1> en <ONBEKEND> en <PERSOON2>"
    spans, numbers = tag_spans(text)
    assert [text[span.start : span.end] for span in spans] == [
        *("<DATUM>", "<PERSOON1>", "<PERSOON2>")
    ]
    assert numbers == ["", "1", "2"]
    assert len(find_tags(text)) == 4
