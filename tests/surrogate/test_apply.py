from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.core.errors import InputFault
from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.phi import TAG, PhiCategory, canonical_label
from dragon_prep.core.spans import Span, merge_overlapping
from dragon_prep.core.tags import has_unknown_tag, tag_spans
from dragon_prep.phi.names.grammar import parse
from dragon_prep.surrogate.apply import replace
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")


@st.composite
def texts_with_spans(draw: Any) -> tuple[str, list[Span]]:
    text = draw(st.text(min_size=1, max_size=60))
    cuts = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    pairs = draw(st.lists(cuts.filter(lambda c: c[0] < c[1]), max_size=6))
    labels = st.sampled_from(sorted(PhiCategory))
    return text, [Span(start, end, str(draw(labels))) for start, end in pairs]


@given(texts_with_spans())
def test_text_outside_spans_is_untouched_and_spans_are_exact(
    case: tuple[str, list[Span]],
) -> None:
    text, spans = case
    merged = merge_overlapping(spans)
    new = replace(text, spans, PATIENT)
    at = new_at = 0
    for old, placed in zip(merged, new.spans, strict=True):
        assert new.text[new_at : placed.start] == text[at : old.start]
        surrogate = new.text[placed.start : placed.end]
        assert surrogate == PATIENT.surrogate(text[old.start : old.end], old.label)
        assert placed.label == old.label
        assert new.offsets.carry(old) == placed
        at, new_at = old.end, placed.end
    assert new.text[new_at:] == text[at:]


def test_overlapping_nested_and_touching_spans() -> None:
    text = "dr. J. Jansen 12-03-2019"
    spans = [Span(0, 13, "PERSOON"), Span(7, 13, "PERSOON"), Span(13, 14, "DATUM")]
    spans += [Span(14, 24, "DATUM"), Span(22, 24, "PHINUMMER")]
    new = replace(text, spans, PATIENT)
    assert [span.label for span in new.spans] == ["PERSOON", "DATUM", "DATUM"]
    assert new.text.startswith(PATIENT.surrogate("dr. J. Jansen", "PERSOON"))
    assert new.text.endswith(PATIENT.surrogate("12-03-2019", "DATUM"))


def test_nothing_to_replace() -> None:
    new = replace("prostaat 68 cc <5 mm", [], PATIENT)
    assert new.text == "prostaat 68 cc <5 mm"
    assert new.spans == ()


def test_a_span_outside_the_text() -> None:
    with pytest.raises(ValueError, match="outside"):
        replace("kort", [Span(0, 5, "PERSOON")], PATIENT)


@pytest.mark.parametrize("label", ["FOO", "NAAM", "persoon", "RAPPORT_ID.X", ""])
def test_a_label_without_a_surrogate_is_a_fault(label: str) -> None:
    with pytest.raises(InputFault) as fault:
        replace("J. Jansen", [Span(0, 9, label)], PATIENT)
    assert fault.value.kind.code == "E511"
    assert "Jansen" not in str(fault.value)


def test_annotated_reports_keep_everything_but_their_phi(shared_data: Path) -> None:
    seen = 0
    for path in sorted((shared_data / "phi_dev").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            text = document["text"]
            known = [(s, e, canonical_label(label)) for s, e, label in document["spans"]]
            spans = merge_overlapping([Span(s, e, label) for s, e, label in known if label])
            new = replace(text, spans, PATIENT)
            at = new_at = 0
            for old, placed in zip(spans, new.spans, strict=True):
                assert new.text[new_at : placed.start] == text[at : old.start]
                original, surrogate = text[old.start : old.end], new.text[placed.start : placed.end]
                assert surrogate.isascii()
                assert surrogate.lower() != original.lower() or old.label == "LEEFTIJD"
                at, new_at = old.end, placed.end
                seen += 1
            assert new.text[new_at:] == text[at:]
    assert seen > 300


def test_repr_shows_no_text() -> None:
    new = replace("J. Jansen heeft pijn", [Span(0, 9, "PERSOON")], PATIENT)
    assert "pijn" not in repr(new)
    assert "geheim" not in repr(PatientSurrogates(KEY, "rumc", "geheim"))
    assert str(PATIENT._scope.days) not in repr(PATIENT._scope)
    assert "Jansen" not in repr(parse("J. Jansen"))


def test_tags_in_the_text_get_fresh_surrogates() -> None:
    text = "Door <PERSOON> en <naam> op <DATUM>, <RAPPORT-ID.T-NUMMER>, <st0>ok</st0> <5> <br>"
    new = replace(text, [], PATIENT, report="r1")
    assert [s.label for s in new.spans] == ["PERSOON", "PERSOON", "DATUM", "RAPPORT_ID.T_NUMMER"]
    first, second = (new.text[s.start : s.end] for s in new.spans[:2])
    assert first != second
    assert not any(canonical_label(tag[1]) for tag in TAG.finditer(new.text))
    assert new.text.endswith("<st0>ok</st0> <5> <br>")
    assert replace(text, [], PATIENT, report="r1") == new
    assert replace(text, [], PATIENT, report="r2").text != new.text
    other = PatientSurrogates(KEY, "rumc", "2")
    assert replace(text, [], other, report="r1").text != new.text


def test_a_tag_does_not_depend_on_what_stands_before_it() -> None:
    short = replace("<PLAATS>", [], PATIENT, report="r").text
    long = replace("<PERSOON> Jansen <PLAATS>", [Span(10, 16, "PERSOON")], PATIENT, report="r").text
    assert long.endswith(f" {short}")


def test_tags_with_one_number_are_one_thing() -> None:
    text = "<PERSOON1>|<PERSOON2>|<persoon_01>|<PERSOON>|<PERSOON>|<NAAM 2>"
    first, second, again, free, other, last = replace(text, [], PATIENT, report="r").text.split("|")
    assert (first, second) == (again, last)
    assert len({first, second, free, other}) == 4
    assert replace("<PERSOON1>", [], PATIENT, report="s").text != first
    marked = replace("dr. <PERSOON1>", [Span(0, 14, "PERSOON")], PATIENT, report="r")
    assert marked.text == first


def test_a_span_around_a_tag_goes_as_a_whole() -> None:
    text = "dr. <PERSOON> zag"
    new = replace(text, [Span(0, 13, "PERSOON")], PATIENT)
    assert len(new.spans) == 1
    assert "<" not in new.text
    assert new.text.endswith(" zag")


@pytest.mark.parametrize("category", PhiCategory)
def test_every_category_has_a_usual_form(category: PhiCategory) -> None:
    found = {PATIENT.fresh(category, "r", number) for number in range(20)}
    assert all(new.isascii() and new.strip() and "\n" not in new for new in found)
    assert len(found) > 10 or category == "URL"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("<PERSOON> <naam> <T-NUMMER> <Datum>", False),
        ("<st0> </st0> <beschermd> <5> <br> <BR> <B> <p> a < b > c", False),
        ("<PERSON>", True),
        ("<PATIENT_NAAM>", True),
        ("</PERSOON>", True),
        ("</datum>", True),
        ("<RAPPORT_ID.X_NUMMER>", True),
        ("<Patient>", True),
        ("<Onbekend> of <Arts 2>", True),
        ("<PATIENT NAAM>", True),
        ("<PATI\u00cbNT>", True),
        ("<PERSOON/>", True),
        ("<PERSOON >", True),
        ("<persoon a>", True),
        ("<RAPPORT_ID.X_NUMMER 2>", True),
        ("<PERSOON1> <DATUM_2> <persoon 1> <T-NUMMER-3>", False),
        ("<st1> <st2> <b> < 5 mm > <PSA zonder einde", False),
        ("PSA < 4 en volume > 30, PSA <4 en >3", False),
        (f"<{'A' * 51}>", False),
    ],
)
def test_unknown_tags_are_told(text: str, unknown: bool) -> None:
    assert has_unknown_tag(text) is unknown


def test_tag_spans_are_where_the_tags_are() -> None:
    spans, numbers = tag_spans("a <NAAM> b <T-NUMMER 07>")
    assert spans == [Span(2, 8, "PERSOON"), Span(11, 24, "RAPPORT_ID.T_NUMMER")]
    assert numbers == ["", "07"]
