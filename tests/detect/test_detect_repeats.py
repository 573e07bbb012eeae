"""What was found once in a report is found again where it stands without context."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_alone import detect

from dragon_prep.core.spans import Span
from dragon_prep.detect.repeats import repeats
from dragon_prep.language.letters import each_char


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("Gezien door dr. Wagenmaker. Wagenmaker belt.", ["Wagenmaker"]),
        ("Gezien door dr. J. Wagenmaker. WAGENMAKER belt.", ["WAGENMAKER"]),
        ("Gezien door dr. J. Wagenmaker. j.\nwagenmaker belt.", ["j.\nwagenmaker"]),
        ("Gezien door dr. Groen. Groene zone, Groen licht.", []),
        ("Gezien door dr. Wagenmaker. De wagenmakers staken.", []),
        ("Patientnummer 1234567. Zie 1234567 en 12345678.", ["1234567"]),
        ("Op 2 mei 2019. In 2019 en 2 mei 2019.", []),  # dates stand in many places by chance
    ],
)
def test_repeats(text, again):
    first = min((d.span for d in detect(text)), key=lambda s: s.start)
    found = {s for s in repeats(text, [first]) if not s.overlaps(first)}
    assert [text[s.start : s.end] for s in sorted(found)] == again


@given(st.text(max_size=80), st.integers(0, 79), st.integers(1, 20))
def test_repeats_are_safe_on_any_text(text, start, length):
    if start + length <= len(text):
        for span in repeats(text, [Span(start, start + length, "PERSOON")]):
            assert 0 <= span.start < span.end <= len(text)


@given(st.text(st.sampled_from("aİıẞßŉΣé"), max_size=20))
def test_lower_case_keeps_offsets(text):
    assert len(each_char(text, str.lower)) == len(text)
