"""What is cut by its annotation, and what only the ASCII step makes readable, goes nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules_alone import detect
from worlds import KEY

from dragon_prep.audit.leftovers import cut_words, made_readable
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.audit.verdicts import audited
from dragon_prep.core.errors import Place
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.language.folding import grown
from dragon_prep.surrogate.deidentify import deidentify
from dragon_prep.surrogate.patient import PatientSurrogates


def leaks(text, *marked):
    """The codes of what is left once strings marked ``[`` ... ``]`` are replaced."""
    spans = []
    for label in marked:
        start, end = text.index("["), text.index("]") - 1
        text = text.replace("[", "", 1).replace("]", "", 1)
        spans.append(Span(start, end, label))
    spans = tuple(grown(text, spans))
    report = Report("x", "1", "1_r", text, spans, (), {}, Place("x", 2))
    done = deidentify(text, spans, (), PatientSurrogates(KEY, "x", "1"), report="r")
    return {code for code, _ in audited({0: (report, done)}, CohortOriginals())[0].leaks}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Gezien door dr. [Tjepk]ema.", "PERSOON"),
        ("Gezien door dr. Tj[epkema].", "PERSOON"),
        ("Gezien door dr. TJ[EPKEMA].", "PERSOON"),
        ("Gezien door dr. [Wägenm]äker.", "PERSOON"),
        ("Woont in [Appel]scha.", "PLAATS"),
        ("Gezien op [12-03-20]21.", "DATUM"),
        ("Patient 99[1048576] was er.", "PATIENTNUMMER"),
        ("Besproken met [Wagenmaker]belt mw.", "PERSOON"),
    ],
)
def test_a_word_that_is_cut_holds_the_report_back(text, label):
    assert "R350" in leaks(text, label)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Gezien door Dr[Wagenmaker].", ["PERSOON"]),
        ("Gezien door dr. [Wagenmaker]s vervanger.", ["PERSOON"]),
        ("Gezien door dr. [Wagenmaker]'s vervanger.", ["PERSOON"]),
        ("Een [65]jr oude man.", ["LEEFTIJD"]),
        ("Nummer MRN[7401938] is het.", ["PATIENTNUMMER"]),
        ("Gezien op [12-03-2021]om [13:47] door dr. X.", ["DATUM", "TIJD"]),
        ("Gezien door [Wagen][maker].", ["PERSOON", "PERSOON"]),
        ("Gezien door dr. [Tjep]\u00adkema.", ["PERSOON"]),
        ("[Wagenmaker] zag [Appelscha]", ["PERSOON", "PLAATS"]),
    ],
)
def test_whole_words_are_not_cut(text, labels):
    assert "R350" not in leaks(text, *labels)


def test_cuts_are_counted_by_category_once_a_span():
    text = "xTjepkemax en 112233"
    spans = [Span(1, 9, "PERSOON"), Span(16, 18, "PHINUMMER")]
    assert cut_words(text, spans) == {"PERSOON": 1, "PHINUMMER": 1}
    assert cut_words(text, []) == {}


@given(st.text(alphabet="aB1 -é", max_size=12), st.data())
def test_a_span_between_blanks_is_never_cut(word, data):
    text = f"voor {word}x achter"
    assert not cut_words(text, [Span(5, 6 + len(word), "PERSOON")])


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Controle op ½/2019.", "DATUM"),
        ("Gezien op 12 ½-2019.", "DATUM"),
        ("BSN ⠂⠂⠂⠆⠆⠆⠒⠒⠒.", "BSN"),
        ("Tel. 06-48⠂⠂⠂⠆⠆⠆", "TELEFOONNUMMER"),
    ],
)
def test_what_the_ascii_step_makes_readable_holds_the_report_back(text, label):
    assert not any(hit.span.label == label for hit in detect(text))
    assert made_readable(text, ()) == {label: 1}
    assert made_readable(text, [Span(0, len(text), label)]) == {}
    assert "R351" in leaks(f"[Wagenmaker]. {text}", "PERSOON")


@pytest.mark.parametrize(
    "text",
    [
        "Patient van 6½ jaar, 1½ tablet; β-blokker.",
        "Na 5 µg bij 37 °C: één cm². Vanaf 12-03-2019 dagelijks ½ tablet.",
        "Gezien op 12-03-2019.",
    ],
)
def test_what_stands_beside_rare_characters_is_the_detectors_own(text):
    assert made_readable(text, [hit.span for hit in detect(text)]) == {}
