"""Whatever a report holds, its spans come back from every format as they went out."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dragon_prep.annotate.choices import ToolFormat
from dragon_prep.annotate.documents import OutDocument, Scheme
from dragon_prep.annotate.fit import HandedReport, fitted
from dragon_prep.annotate.packed import Member
from dragon_prep.annotate.tools import CODECS, UNITS, is_held
from dragon_prep.core.spans import Span

NAME = "d0123456789abcdef"
LABELS = ("PERSOON", "RAPPORT_ID.T_NUMMER", "1-locatie naald", "a|b[2]_*;->\\c", "X_u2e_")
PIECES = (
    *("Dhr. Jansen", "2-5-2019", " ", "  ", "\n", "\r\n", "\r", "\t", "\n\n", ", ", "a"),
    *("😀", "👩‍⚕️", "e\u0301", "\u00e9", "𝔸", "\u2028", "\u0085", "\xa0"),
    *("|_[1]*;->\\n", "=1+1", "'"),
    *("#Text=", "T1\tX 0 1", '"', "<b>&amp;", "\ufeff"),
)


@st.composite
def marked(draw):
    text = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12)))
    text = text if text.strip() else text + "a"
    places = st.tuples(
        st.integers(0, len(text) - 1), st.integers(1, len(text)), st.sampled_from(LABELS)
    )
    drawn = draw(st.lists(places, max_size=6))
    spans = {Span(*one) for one in drawn if one[0] < one[1]} or {Span(0, 1, LABELS[0])}
    return text, tuple(sorted(spans))


def back(tool, text, spans):
    codec = CODECS[tool]
    out = codec.write([OutDocument(NAME, text, spans)], Scheme(LABELS))
    # A prediction of Label Studio is an annotation once somebody took it over.
    files = [
        Member("out", ("out", *name.split("/")), data.replace(b'"predictions"', b'"annotations"'))
        for name, data in out
        if not name.endswith(("labels.json", "labelling.xml"))
    ]
    (one,) = codec.read(files).documents
    assert one.name == NAME
    return fitted(one, HandedReport(text, frozenset(spans)), UNITS[codec.unit])


@pytest.mark.parametrize("tool", list(ToolFormat))
@settings(max_examples=60, deadline=None)
@given(marked())
@example(("a😀b\r\nJansen", (Span(1, 2, "PERSOON"), Span(1, 11, "PERSOON"), Span(5, 8, LABELS[3]))))
def test_the_same_spans_come_back(tool, case):
    text, spans = case
    assert is_held(tool, text)
    assert sorted(back(tool, text, spans)) == list(spans)


@pytest.mark.parametrize("tool", list(ToolFormat))
def test_nested_overlapping_and_stacked_spans_stay_apart(tool):
    text = "Mw. A. de Vries-Jansen, Ziekenhuis Oost"
    spans = tuple(
        Span(*s, label)
        for s in ((0, 22), (4, 22), (4, 15), (10, 30), (16, 22))
        for label in ("PERSOON", "1-locatie naald")
    )
    assert sorted(back(tool, text, spans)) == sorted(spans)


@pytest.mark.parametrize("tool", [ToolFormat.DOCCANO, ToolFormat.LABEL_STUDIO])
def test_a_tool_that_changes_line_ends_moves_no_span(tool):
    text = "  Dhr. Jansen\r\nzag 😀\r\nMw. Pieters\r\n "
    spans = (Span(7, 13, "PERSOON"), Span(19, 20, "PERSOON"), Span(26, 33, "PERSOON"))
    plain = "Dhr. Jansen\nzag 😀\nMw. Pieters"
    moved = (Span(5, 11, "PERSOON"), Span(16, 17, "PERSOON"), Span(22, 29, "PERSOON"))
    (file,) = (
        Member("out", (name,), data.replace(b'"predictions"', b'"annotations"'))
        for name, data in CODECS[tool].write([OutDocument(NAME, plain, moved)], Scheme(LABELS))
        if name.startswith(("documents", "tasks"))
    )
    (one,) = CODECS[tool].read([file]).documents
    assert fitted(one, HandedReport(text), UNITS[CODECS[tool].unit]) == spans
