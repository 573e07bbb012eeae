"""The component of spaCy: exact offsets, whole tokens, no warning."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from dragon_prep.core.errors import InputFault
from dragon_prep.detect import detect

PIECES = (
    *("Dhr. Jansen", "dr. A.B. de Vries", "3-4-2019", "020-1234567", "T24-817623", "om 13u45"),
    *("a@b.nl", " ", "  ", "\r\n", "\n\n", ",", "x", "(", "mm", "\u00a0", "\t", "\u200b"),
)
TEXT = "Dhr. Jansen,12-03-2019gezien\r\ndoor dr. A.B. de Vries\r\n\r\ntel 020-1234567"


def pipeline(**config):
    nlp = spacy.blank("nl")
    nlp.add_pipe("dragon_phi", config=config)
    return nlp


@pytest.fixture(scope="module")
def nlp():
    return pipeline()


@pytest.fixture(scope="module")
def nlp_ents():
    return pipeline(set_ents=True)


def test_spacy_finds_it_without_our_being_imported():
    code = (
        "import spacy; nlp = spacy.blank('nl')\n"
        "nlp.add_pipe('dragon_phi'); doc = nlp('Dhr. Jansen')\n"
        "print([(span.text, span.label_) for span in doc.spans['phi']])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[('Jansen', 'PERSOON')]", done.stderr


def test_offsets_are_exact_and_spans_whole_tokens(nlp):
    doc = nlp(TEXT)
    assert [(doc.text[s:e], label) for s, e, label, *_ in doc._.phi] == [
        ("Jansen", "PERSOON"),
        ("12-03-2019", "DATUM"),
        ("A.B. de Vries", "PERSOON"),
        ("020-1234567", "TELEFOONNUMMER"),
    ]
    assert [(span.text, span.label_) for span in doc.spans["phi"]] == [
        ("Jansen,12-03-2019gezien", "PERSOON"),  # one token to spaCy
        ("Jansen,12-03-2019gezien", "DATUM"),
        ("A.B. de Vries", "PERSOON"),
        ("020-1234567", "TELEFOONNUMMER"),
    ]
    assert doc.ents == ()
    first = detect("Dhr. Jansen")[0]
    assert nlp("Dhr. Jansen")._.phi == [
        [5, 11, "PERSOON", first.rule, first.confidence.name.lower()]
    ]


def test_entities_share_no_token(nlp_ents):
    doc = nlp_ents(TEXT)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Jansen,12-03-2019gezien", "PERSOON"),
        ("A.B. de Vries", "PERSOON"),
        ("020-1234567", "TELEFOONNUMMER"),
    ]


def test_earlier_entities_stay_where_there_is_no_phi():
    nlp = pipeline(set_ents=True)
    ruler = nlp.add_pipe("entity_ruler", before="dragon_phi")
    ruler.add_patterns(
        [
            {"label": "FINDING", "pattern": "long"},
            {"label": "WHO", "pattern": [{"TEXT": "Jansen"}, {"TEXT": "heeft"}]},
        ]
    )
    doc = nlp("De long van dhr. Jansen heeft geen haard.")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("long", "FINDING"),
        ("Jansen", "PERSOON"),
    ]


def test_documents_travel(nlp):
    doc = nlp(TEXT)
    copy = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert copy._.phi == doc._.phi
    spans = [(span.start, span.end, span.label_) for span in copy.spans["phi"]]
    assert spans == [(span.start, span.end, span.label_) for span in doc.spans["phi"]]


def test_pipeline_travels(nlp_ents, tmp_path):
    nlp_ents.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert [ent.text for ent in again("Dhr. Jansen").ents] == ["Jansen"]


def test_profile_is_used_and_checked(tmp_path):
    profile = tmp_path / "centre.toml"
    profile.write_text('centre = "here"\nallow = ["Jansen"]\n', encoding="utf-8")
    assert pipeline(profile=str(profile))("Dhr. Jansen")._.phi == []
    with pytest.raises(InputFault):
        pipeline(profile=str(tmp_path / "nope.toml"))


@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=14,
    ).map("".join)
)
def test_every_finding_is_covered(nlp, nlp_ents, text):
    doc = nlp(text)
    assert doc.text == text
    assert len(doc.spans["phi"]) == len(doc._.phi)
    for (start, end, label, *_), span in zip(doc._.phi, doc.spans["phi"], strict=True):
        assert span.start_char <= start < end <= span.end_char
        assert span.label_ == label
    covered = {i for ent in nlp_ents(text).ents for i in range(ent.start_char, ent.end_char)}
    for start, end, *_ in doc._.phi:
        assert set(range(start, end)) <= covered


def test_nothing_is_logged(nlp_ents, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        list(nlp_ents.pipe([TEXT, "", " ", "Jansen" * 1000]))
    assert not caplog.records
    assert capsys.readouterr() == ("", "")
