"""Words, years and hours that one patient alone has, and dates with the month in front."""

from __future__ import annotations

import pytest
from worlds import KEY, OTHER_KEY

from dragon_prep.audit.lonely import Lonely, rough_of
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.audit.thresholds import LONELY_AMONG, LONELY_MOMENT_AMONG
from dragon_prep.audit.verdicts import PatientOriginals
from dragon_prep.audit.word_use import UnknownWords, WordUse, uses_of
from dragon_prep.core.errors import Place
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span

DATE, TIME = PhiCategory.DATUM, PhiCategory.TIJD


def leaks(text, *mentions, lonely=None, **more):
    return PatientOriginals.of(mentions, (), **more).verdict(text, (), None, lonely).leaks


def report(n, text="Geen.", mention="", label="DATUM", known=()):
    spans = (Span(len(text), len(text) + len(mention), label),) if mention else ()
    return Report("x", str(n), str(n), text + mention, spans, (), {}, Place("x", n), known)


def cohort(*some, of=LONELY_MOMENT_AMONG):
    """What is lonely if some reports are among so many, each with a date of 2010."""
    others = [report(n, mention="12-03-2010") for n in range(100, 100 + of - len(some))]
    return CohortOriginals.of(enumerate([*some, *others]), {}, KEY).lonely


@pytest.mark.parametrize(
    ("text", "is_leak"),
    [
        ("In 1987 geopereerd.", True),
        ("Status na trauma (1987).", True),
        ("Sinds 1987.", True),
        ("WHO 1987", False),
        ("waarde 1987 ml", False),
        ("waarde 1987,5", False),
        ("nummer 19871", False),
        ("In 2010 geopereerd.", False),
    ],
)
def test_a_year_that_one_patient_alone_has(text, is_leak):
    lonely = cohort(report(1, mention="4-5-1987"))
    own = (("4-5-1987", DATE), ("12-03-2010", DATE))
    assert bool(leaks(text, *own, lonely=lonely)) is is_leak
    # It is nobody's business in the reports of others, and nothing of a cohort of few.
    assert not leaks(text, ("12-03-2010", DATE), lonely=lonely)
    assert not leaks(text, *own, lonely=cohort(report(1, mention="4-5-1987"), of=20))
    assert not leaks(text, *own, lonely=lonely, kept={DATE})


@pytest.mark.parametrize(
    ("text", "is_leak"),
    [
        ("Om 3 uur gezien.", True),
        ("Rond 03 uur gezien.", True),
        ("Om 3u gebeld.", True),
        ("Laesie op 3 uur.", False),  # of the clock face
        ("Na 3 uur weg.", False),
        ("Om 13 uur gezien.", False),
        ("om 3 tabletten", False),
    ],
)
def test_an_hour_that_one_patient_alone_has(text, is_leak):
    lonely = cohort(report(1, mention="03:19", label="TIJD"))
    assert bool(leaks(text, ("03:19", TIME), lonely=lonely)) is is_leak


def test_a_year_that_two_patients_have_is_no_lonely_one():
    two = cohort(report(1, mention="4-5-1987"), report(2, mention="in 1987"))
    assert not leaks("In 1987 gezien.", ("4-5-1987", DATE), lonely=two)


def test_birth_dates_of_the_export_count_too():
    born = KnownFact(KnownKind.BIRTH_DATE, "1987-05-04")
    lonely = cohort(report(1, known=(born,)))
    own = PatientOriginals.of((), [born])
    assert own.verdict("In 1987 gezien.", (), None, lonely).leaks == {("R358", "DATUM"): 1}
    both = cohort(report(1, known=(born,)), report(2, mention="1987"))
    assert own.verdict("In 1987 gezien.", (), None, both).is_clean


def test_what_is_rough_of_a_mention():
    assert rough_of("4-5-87", DATE) == ((DATE, 1987),)
    assert rough_of("kwart over drie", TIME) == ((TIME, 3), (TIME, 15))
    assert rough_of("Jan", PhiCategory.PERSOON) == ()


@pytest.mark.parametrize(
    ("text", "is_leak"),
    [
        ("Op 03-12-2021 gezien.", True),
        ("Op 03/12/21 gezien.", True),
        ("Op 2021-12-03 gezien.", True),
        ("Op 03-12-2020 gezien.", False),
        ("Op 03-12 gezien.", False),
        ("Op 04-12-2021 gezien.", False),
    ],
)
def test_the_month_in_front(text, is_leak):
    found = leaks(text, ("12-03-2021", DATE))
    assert found == ({("R358", "DATUM"): 1} if is_leak else {})
    assert not leaks(text, ("12-03-2021", DATE), kept={DATE})


def test_a_date_that_is_real_as_it_stands_is_told_as_that():
    found = leaks("Op 03-12-2021.", ("12-03-2021", DATE), ("3-12-2021", DATE))
    assert found == {("R341", "DATUM"): 1}


def words(*texts, of=LONELY_AMONG):
    """What is lonely if each text is a patient's, among so many."""
    use = WordUse()
    for text in [*texts, *["Geen."] * (of - len(texts))]:
        use.count(KEY, [uses_of(text, ())])
    return Lonely(use.told(KEY).lonely)


@pytest.mark.parametrize(
    ("text", "is_leak"),
    [
        ("Controle bij Ygdrasilo.", True),
        ("Besproken met Ygdrasilo vandaag.", True),
        ("Gezien door van Ygdrasilo.", True),
        ("Overleg met collega Ygdrasilo.", True),
        ("Volgens Ygdrasilo bekend.", True),
        ("Woont te Ygdrasilo.", True),
        ("Op verzoek van Ygdrasilo.", True),
        ("Behandeld met Ygdrasilo.", False),  # a drug
        ("Vervangen door Ygdrasilo.", False),
        ("Controle bij Ygdrasilo-syndroom.", False),
        ("Controle bij Ygdrasilo2.", False),
        ("Controle bij YGDRASILO.", False),
        ("controle bij ygdrasilo", False),
        ("Ygdrasilo gezien.", False),
        ("Controle bij Bakker.", False),
    ],
)
def test_a_word_that_one_patient_alone_has(text, is_leak):
    lonely = words(text)
    assert leaks(text, lonely=lonely) == ({("R359", "PERSOON"): 1} if is_leak else {})
    assert not leaks(text, lonely=lonely, kept={PhiCategory.PERSOON})


def test_a_word_of_two_patients_or_of_a_small_cohort_is_none():
    text = "Controle bij Ygdrasilo."
    assert not leaks(text, lonely=words(text, text))
    assert not leaks(text, lonely=words(text, "De ygdrasilo is vrij."))
    assert not leaks(text, lonely=words(text, of=LONELY_AMONG - 1))
    assert leaks(text, lonely=words(text, of=LONELY_AMONG))


def test_words_are_kept_by_keyed_digest():
    text = "Controle bij Ygdrasilo."
    use = WordUse()
    for said in [text, *["Geen."] * LONELY_AMONG]:
        use.count(KEY, [uses_of(said, ())])
    assert "ygdrasilo" in use.told(KEY).lonely
    assert "ygdrasilo" not in UnknownWords(OTHER_KEY, use.told(KEY).lonely.table)
    assert "ygdrasilo" not in repr(use.told(KEY).lonely)
