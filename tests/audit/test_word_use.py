"""A word taken for a name once is doubted; a rare name that stands unmarked in few is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import KEY

from dragon_prep.audit.findings import first_pass
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.audit.other_terms import term_digest
from dragon_prep.audit.search_terms import fold
from dragon_prep.audit.thresholds import LONELY_AMONG
from dragon_prep.audit.verdicts import PatientOriginals, Verdict, totals
from dragon_prep.audit.word_use import MANY_PATIENTS, WordUse, uses_of, word_facts
from dragon_prep.core.digests import table
from dragon_prep.core.errors import Place
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.detect.recurrence import CohortNames, word_digest
from dragon_prep.phi.finding import found

FIRST = "Gezien door dr. "


def report(patient, text, phi=None):
    return Report("x", patient, f"{patient}_a", text, phi, (), {}, Place("x", 2))


def cohort_with(unmarked, patients, *, annotated=False, name="Zwelgmans"):
    """One patient whose report has a name, and others with the same unmarked."""
    text = f"{FIRST}{name}."
    span = Span(len(FIRST), len(text) - 1, "PERSOON")
    first = report("1", text, (span,) if annotated else None)
    reports = [first, *(report(f"o{n}", unmarked) for n in range(patients))]
    hits = {} if annotated else {0: (found(span.start, span.end, "PERSOON", "name.title"),)}
    words = WordUse()
    words.count(KEY, [uses_of(text, [span])])
    for other in reports[1:]:
        words.count(KEY, [uses_of(other.text, ())])
    return CohortOriginals.of(enumerate(reports), hits, KEY, words=words.told(KEY))


def of_one(real, folded):
    """Whether one patient alone has it, for all that is known."""
    return term_digest(KEY, folded) in real.others.terms


WORDS = (
    "Er zijn zwelgmans in het sigmoid.",
    "Zwelgmans in het sigmoid.",
    "Geen afwijkingen.\nZwelgmans van het sigmoid zonder ontsteking.",
    "Geen X-zwelgmans in het sigmoid.",
)
NAMES = (
    "Besproken met Zwelgmans op de poli.",
    "Geen bijzonderheden.\nZwelgmans",
    "Geen bijzonderheden.\nZwelgmans, radioloog",
    "Geen bijzonderheden.\nZwelgmans radioloog",
    "Zwelgmans: akkoord.",
    "Zwelgmans 12-03-2021",
    "ZWELGMANS zag dit.",
    "Gezien door dr. zwelgmans vandaag.",
    "Gezien door dr. Zwelgmans vandaag.",
    # Without capitals a name is written like a word.
    "besproken met zwelgmans. akkoord.",
)


@pytest.mark.parametrize("unmarked", WORDS[:3])
def test_what_many_patients_have_as_a_word_is_doubted(unmarked):
    real = cohort_with(unmarked, MANY_PATIENTS)
    assert not of_one(real, "zwelgmans")
    assert real.doubts == {0: {PhiCategory.PERSOON: 1}}


@pytest.mark.parametrize("unmarked", [*WORDS, *NAMES])
def test_a_rare_surname_unmarked_in_a_few_reports_holds_them_back(unmarked):
    real = cohort_with(unmarked, MANY_PATIENTS - 1)
    assert of_one(real, "zwelgmans")
    assert real.doubts == {}
    left = PatientOriginals.of((), ()).verdict("Besproken met Zwelgmans.", (), real.others)
    assert left.leaks == {("R342", "PERSOON"): 1}


@pytest.mark.parametrize("unmarked", NAMES)
def test_what_many_patients_have_as_a_name_is_never_a_word(unmarked):
    assert cohort_with(unmarked, 10 * MANY_PATIENTS).doubts == {}


@pytest.mark.parametrize("unmarked", WORDS)
def test_what_people_marked_is_never_doubted(unmarked):
    real = cohort_with(unmarked, 5 * MANY_PATIENTS, annotated=True)
    assert of_one(real, "zwelgmans")
    assert real.doubts == {}


def test_a_name_of_several_words_is_doubted_if_each_is_a_word():
    text = "Er zijn zwelgmans en er is kroptaal in het sigmoid."
    assert cohort_with(text, MANY_PATIENTS, name="Zwelgmans Kroptaal").doubts == {
        0: {PhiCategory.PERSOON: 3}
    }
    for name in ("Zwelgmans Hoogeboezem", "J. Zwelgmans", "Zwelgmans, A."):
        assert of_one(cohort_with(text, MANY_PATIENTS, name=name), fold(name))


def test_ten_times_as_many_patients_must_have_it_as_a_word():
    words = WordUse()
    for text, patients in (("Er zijn zwelgmans.", 100), ("Met Zwelgmans besproken.", 10)):
        for _ in range(patients):
            words.count(KEY, [uses_of(text, ())])
    assert "zwelgmans" in words.told(KEY).words
    words.count(KEY, [uses_of("Met Zwelgmans besproken.", ())])
    assert "zwelgmans" not in words.told(KEY).words


def test_in_a_large_cohort_one_patient_in_a_thousand_is_not_enough():
    words = WordUse(patients=30_000)
    for _ in range(30):
        words.count(KEY, [uses_of("Er zijn zwelgmans.", ())])
    assert "zwelgmans" not in words.told(KEY).words  # one in a thousand of 30,030 is 31
    words.count(KEY, [uses_of("Er zijn zwelgmans.", ())])
    assert "zwelgmans" in words.told(KEY).words


def test_a_patient_counts_once_and_what_is_marked_does_not():
    words = WordUse()
    words.count(KEY, [uses_of("Er zijn zwelgmans.", ())] * 50)
    words.count(KEY, [uses_of("Er zijn zwelgmans.", [Span(8, 17, "PERSOON")])])
    assert set(words.counts.values()) == {(1, 0, 1)}
    assert words.patients == 2


TEXTS = st.lists(st.sampled_from([*WORDS, *NAMES, "Overige kroptaal."]), min_size=1, max_size=12)


@given(TEXTS, st.integers(1, 4))
def test_shards_and_order_make_no_difference(texts, shards):
    whole = WordUse()
    for text in texts:
        whole.count(KEY, [uses_of(text, ())])
    parts = []
    for number in reversed(range(shards)):
        part = WordUse()
        for text in texts[number::shards]:
            part.count(KEY, [uses_of(text, ())])
        parts.append(part.rows())
    # As if there were as many patients as it takes for words to be lonely.
    added = word_facts(parts, LONELY_AMONG, KEY)
    assert added == word_facts([whole.rows()], LONELY_AMONG, KEY)
    assert b"zwelg" not in whole.rows().tobytes()


def test_the_first_pass_counts_words_outside_of_what_it_found():
    texts = ["Gezien door dr. Zwelgmans.", *["Er zijn zwelgmans in het sigmoid."] * MANY_PATIENTS]
    reports = [(at, report(str(at), text)) for at, text in enumerate(texts)]
    look = first_pass(reports, KEY, {})
    assert "zwelgmans" in look.words.told(KEY).words
    assert look.words.patients == len(texts)
    real = CohortOriginals.of(reports, look.hits, KEY, words=look.words.told(KEY))
    assert real.doubts == {0: {PhiCategory.PERSOON: 1}}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Er zijn zwelgmans in het sigmoid.", False),
        ("Zwelgmans heeft de patient gezien.", True),  # as a sentence begins with a name, too
        ("Er is geen bijzonderheid.", True),
    ],
)
def test_what_many_have_in_small_letters_is_no_name_that_recurs(said, expected):
    texts = ["Gezien door dr. Zwelgmans."] * 2 + [said] * MANY_PATIENTS
    reports = [(at, report(str(at), text)) for at, text in enumerate(texts)]
    look = first_pass(reports, KEY, {})
    assert all(look.hits[at] for at in (0, 1))
    words = look.words.told(KEY)
    names = CohortNames(KEY, "x", look.tally.spread(words.small.table))
    assert names.holds("name", "zwelgmans") is expected
    # One that lists know as a surname recurs whatever it is used as.
    known = [(at, report(str(at), "Gezien door dr. Hendriks.")) for at in (0, 1)]
    tally = first_pass(known, KEY, {}).tally
    small = table([word_digest(KEY, "hendriks")])
    assert CohortNames(KEY, "x", tally.spread(small)).holds("name", "hendriks")


def test_a_doubt_is_listed_and_holds_nothing_back():
    doubt = Verdict({}, {}, {("R349", "PERSOON"): 1})
    assert doubt.is_clean
    (problem,) = doubt.problems(Place("x", 1))
    assert (problem.kind.code, problem.quarantined) == ("R349", False)
    assert problem.detail == "PERSOON: 1"
    assert totals([doubt, doubt])["doubted"] == {"R349": {"PERSOON": 2}}


def test_a_word_before_a_capital_is_neither_word_nor_name():
    uses = uses_of("De patient klaagt.\nZwelgmans Qmax 14 ml/s.", ())
    assert (uses.words, uses.names) == (frozenset(), frozenset())
    assert uses_of("Verslag volgt.\nZwelgmans, Radiologie", ()).names == {"zwelgmans"}


@pytest.mark.parametrize("text", ["Zwelgmans: 12345.", "Zwelgmans 12345.", "Zwelgmans. 12345."])
def test_a_heading_with_its_number_is_neither_word_nor_name(text):
    uses = uses_of(f"Verslag\n{text}", ())
    assert "zwelgmans" not in uses.words | uses.names
