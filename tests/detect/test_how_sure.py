"""How sure the second look must be."""

from __future__ import annotations

import pytest

from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.spans import Span
from dragon_prep.detect import detect
from dragon_prep.detect.evidence import NO_EVIDENCE
from dragon_prep.detect.sure import SURE, SURE_OF, sure_of


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
