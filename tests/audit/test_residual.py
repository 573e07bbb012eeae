"""What was replaced in one place of a report and stands in another holds it back.

The names and numbers stand again as the audit looks for them: plumbing, not a share of what people
write (see detect/test_natural_population.py).
"""

from __future__ import annotations

import pytest
from worlds import KEY

from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.audit.verdicts import audited
from dragon_prep.core.errors import Place
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.surrogate.deidentify import deidentify
from dragon_prep.surrogate.patient import PatientSurrogates


def clean(text, *marked, patient="1"):
    """Whether a text is clean once the first mention of each marked string is replaced."""
    spans = tuple(Span(text.index(m), text.index(m) + len(m), label) for m, label in marked)
    report = Report("x", patient, f"{patient}_r", text, spans, (), {}, Place("x", 2))
    done = deidentify(text, spans, (), PatientSurrogates(KEY, "x", patient), report="r")
    return audited({0: (report, done)}, CohortOriginals())[0].is_clean


@pytest.mark.parametrize(
    "text",
    [
        "Gezien door dr. Wagenmaker. Nogmaals: Wagenmaker.",
        "Gezien door dr. J. Wagenmaker. Besproken met Wagenmaker.",
        "Gezien door dr. Wagenmaker. MET DANK AAN WAGENMAKER",
        "Gezien door dr. Wägenmaker. Nogmaals: Wagenmaker.",
        "Gezien door J. Wagenmaker. Nogmaals: j.\nwagenmaker.",
    ],
)
def test_plumbing_name_that_was_missed_once(text):
    name = next(n for n in ("J. Wagenmaker", "Wagenmaker", "Wägenmaker") if n in text)
    assert not clean(text, (name, "PERSOON"))


@pytest.mark.parametrize(
    ("mention", "label", "again"),
    [
        ("0612345678", "TELEFOONNUMMER", "0612345678"),
        ("T19-81762", "RAPPORT_ID.T_NUMMER", "t19-81762"),
        ("j.doe@x.nl", "EMAIL", "J.Doe@x.nl"),
    ],
)
def test_plumbing_number_that_was_missed_once(mention, label, again):
    assert not clean(f"Eerst {mention}, later {again}.", (mention, label))
    assert clean(f"Eerst {mention}, later 1{again}2.", (mention, label))


def test_own_ids_may_not_stand_in_a_text():
    assert not clean("Patient 1048576 heeft geen klachten.", patient="1048576")
    assert clean("Patient heeft 12 klachten.", patient="12")


@pytest.mark.parametrize(
    "text",
    [
        "Gezien door dr. Groen. Groene zone.",  # an ordinary word
        "Gezien door dr. Douglas. Cavum Douglas vrij.",  # an eponym
        "Gezien door dr. Bos. Bosniak 2.",  # too short to tell anything
        "Gezien door dr. Wagenmaker. De wagenmakers staken.",  # part of another word
    ],
)
def test_coincidences_hold_nothing_back(text):
    assert clean(text, (text.split()[3].rstrip("."), "PERSOON"))
