"""Detection in texts with any line ends: the same findings, at the places of the text as given."""

from __future__ import annotations

import pytest

import dragon_prep as dp
from dragon_prep.core.errors import UsageFault
from dragon_prep.core.recall import Recall
from dragon_prep.detect import Confidence, Evidence
from dragon_prep.detect.profile import Profile
from dragon_prep.detect.raw_text import (
    detect_all_as_given,
    detect_as_given,
    detect_text,
    reasons_of,
)

TEXT = "\n\nGezien door dr.\nJansen\nop 3-4-2019,\n\nkim belde\n"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_findings_are_those_of_the_text_with_line_feeds(end):
    text = TEXT.replace("\n", end)
    plain, given = detect_as_given(TEXT), detect_as_given(text)
    assert len(plain) == 3
    for one, other in zip(plain, given, strict=True):
        assert (other.rule, other.span.label) == (one.rule, one.span.label)
        # What the weights say of it comes along.
        assert other.likely == one.likely is not None
        assert text[other.span.start : other.span.end] == TEXT[one.span.start : one.span.end]
    assert reasons_of(text, given) == reasons_of(TEXT, plain)
    assert all(reasons_of(text, given))


def test_a_finding_over_a_line_end_has_both_its_characters():
    text = "x\r\ny\r\nop 12\r\nmaart 2019\r\nz"
    (hit,) = detect_as_given(text, Evidence(recall=Recall.RULES))
    assert text[hit.span.start : hit.span.end] == "12\r\nmaart 2019"


def test_without_the_layer_there_are_no_reasons():
    rules = Evidence(recall=Recall.RULES)
    hits = detect_as_given(TEXT, rules)
    assert reasons_of(TEXT, hits, rules) == [() for _ in hits]
    assert hits


def test_the_package_can_be_called_with_all_its_options():
    profile = Profile("a", deny=(("PERSOON", "belde"),))
    texts = {TEXT[h.span.start : h.span.end] for h in dp.detect(TEXT, profile=profile)}
    assert {"belde", "Jansen"} <= texts
    assert detect_text(TEXT, profile=profile) == dp.detect(TEXT, profile=profile)
    less = dp.detect(TEXT, disable=("name.title",), min_confidence=Confidence.SURE)
    assert [(h.rule, h.span.label) for h in less] == [("date.numeric", "DATUM")]
    assert detect_text(TEXT) == dp.detect(TEXT) == detect_as_given(TEXT)
    with pytest.raises(UsageFault, match="rule 1 of 1 is none; did you mean name"):
        dp.detect(TEXT, disable=("name.tilte",))


def test_a_pipelines_component_has_findings_with_their_places():
    from spacy.lang.nl import Dutch

    nlp = Dutch()
    nlp.add_pipe("dragon_phi", config={"set_ents": True})
    text = "Gezien door dr. Jansen op 12-03-2019."
    doc = nlp(text)
    assert doc._.phi == [
        [16, 22, "PERSOON", "name.title", "sure"],
        [26, 36, "DATUM", "date.numeric", "sure"],
    ]
    for marked in (doc.spans["phi"], doc.ents):
        assert [(span.text, span.label_) for span in marked] == [
            ("Jansen", "PERSOON"),
            ("12-03-2019", "DATUM"),
        ]
    plain = Dutch()
    plain.add_pipe("dragon_phi")
    assert list(plain(text).ents) == []
    assert len(plain(text).spans["phi"]) == 2


def test_many_texts_are_looked_at_as_if_each_were_alone():
    texts = [TEXT, TEXT.replace(" ", "\r\n", 1), f"<p>{TEXT}</p>", "", TEXT]
    assert detect_all_as_given(texts) == [detect_as_given(text) for text in texts]
    rules = Evidence(recall=Recall.RULES)
    assert detect_all_as_given(texts, rules) == [detect_as_given(text, rules) for text in texts]
