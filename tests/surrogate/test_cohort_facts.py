"""What surrogates follow of a whole cohort."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from dragon_prep.core.errors import Place
from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.language.form import fold
from dragon_prep.language.gazetteer import towns
from dragon_prep.language.institutions import institutions
from dragon_prep.phi.names.roster import NOBODY
from dragon_prep.surrogate.cohort import NO_COHORT, CohortFacts, CohortTally, care_context
from dragon_prep.surrogate.patient import PatientSurrogates

KEY = ProjectKey(bytes(range(32)))


def report(patient, *mentions, number=0):
    """A report of a patient that holds some mentions, each with its label."""
    text, spans = "", []
    for mention, label in mentions:
        spans.append(Span(len(text), len(text) + len(mention), label))
        text += f"{mention} "
    uid = f"{patient}-{number}"
    return Report("umcg", patient, uid, text, tuple(spans), (), {}, Place("x.csv", number))


def facts(reports):
    tally = CohortTally()
    tally.count(enumerate(reports), {})
    return tally.facts()


def dated(*days):
    return [report(f"p{n}", (day, "DATUM")) for n, day in enumerate(days)]


def test_the_last_date_is_the_latest_but_for_a_slip():
    assert facts([]).last is None
    assert facts(dated("01-02-2019")).last == date(2019, 2, 1)
    assert facts(dated("01-02-2019", "01-02-2091", "05-03-2020")).last == date(2020, 3, 5)
    many = [f"{1 + n % 28:02}-01-2020" for n in range(400)]
    slips = ["01-01-2031", "01-01-2032"]
    assert facts(dated(*many, *slips)).last == date(2020, 1, 28)


def test_a_patient_counts_once_and_tallies_add_up():
    places = [("Groningen", "PLAATS"), ("Groningen", "PLAATS"), ("Roden", "PLAATS")]
    reports = [report(f"p{n}", *places, ("UMCG", "ZIEKENHUIS")) for n in range(40)]
    whole, one, other = CohortTally(), CohortTally(), CohortTally()
    whole.count(enumerate(reports), {})
    one.count(enumerate(reports[:15]), {})
    other.count(enumerate(reports[15:]), {})
    one.add_json(other.to_json())
    assert whole.has[PhiCategory.PLAATS]["groningen"] == 40
    assert one.to_json() == whole.to_json()


def test_only_what_twenty_patients_have_and_lists_know_is_common():
    reports = [report(f"p{n}", ("Groningen", "PLAATS")) for n in range(30)]
    reports += [report(f"q{n}", ("Roden", "PLAATS")) for n in range(19)]
    reports += [report(f"r{n}", ("Qqwijk", "PLAATS"), ("Klinieq", "ZIEKENHUIS")) for n in range(50)]
    found = facts(reports).common
    assert dict(found.weights[PhiCategory.PLAATS].pairs()) == {"groningen": 16}
    assert found.shares == {PhiCategory.PLAATS: 16 * 30 // 99}
    assert PhiCategory.ZIEKENHUIS not in found.weights


def patient(number, known=NO_COHORT, mentions=()):
    around = care_context(mentions, "umcg", known)
    return PatientSurrogates(KEY, "umcg", str(number), NOBODY, None, around=around)


def test_what_is_common_stands_for_what_others_have():
    """As often as patients have it, and never for itself."""
    reports = [report(f"p{n}", ("Groningen", "PLAATS")) for n in range(300)]
    reports += [report(f"q{n}", ("Hoogezand", "PLAATS")) for n in range(100)]
    reports += [report(f"r{n}", ("Roden", "PLAATS")) for n in range(40)]
    known = facts(reports)
    drawn = Counter(patient(n, known).surrogate("Hoogezand", "PLAATS") for n in range(400))
    assert set(drawn) == {"Groningen", "Roden"}
    assert 6 < drawn["Groningen"] / drawn["Roden"] < 11  # 256 against 32


def test_a_rare_original_is_never_drawn_because_of_its_patients():
    """A town that no list has, or few patients have, comes up as often as without the cohort."""
    few = [report(f"p{n}", ("Niehove", "PLAATS"), ("Qqwijk", "PLAATS")) for n in range(19)]
    with_few = [patient(n, CohortFacts(common=facts(few).common)) for n in range(300)]
    without = [patient(n) for n in range(300)]
    assert [p.surrogate("Leek", "PLAATS") for p in with_few] == [
        p.surrogate("Leek", "PLAATS") for p in without
    ]


def test_towns_stay_as_far_from_the_centre():
    home = towns()["groningen"]
    for name in ("Haren", "Assen", "Zwolle", "Maastricht"):
        ring = home.ring(towns()[fold(name)])
        new = {fold(patient(n).surrogate(name, "PLAATS")) for n in range(60)}
        assert {home.ring(towns()[town]) for town in new} == {ring}
        assert len(new) > 5


def test_large_towns_come_up_more_often():
    drawn = Counter(patient(n).surrogate("Maastricht", "PLAATS") for n in range(500))
    people = [towns()[fold(name)].people for name in drawn.elements()]
    assert sum(count > 100_000 for count in people) > 120
    assert drawn.most_common(1)[0][0] in ("Amsterdam", "Rotterdam", "Den Haag", "Utrecht")


def test_towns_of_a_patient_that_are_near_each_other_stay_so():
    mentions = [("Maastricht", "PLAATS"), ("Meerssen", "PLAATS")]
    near = apart = 0
    for number in range(100):
        one, other = (
            towns()[fold(patient(number, mentions=mentions).surrogate(name, "PLAATS"))]
            for name, _ in mentions
        )
        near += one.away(other) < 300**2
        single = towns()[fold(patient(number).surrogate("Meerssen", "PLAATS"))]
        apart += one.away(single) >= 300**2
    assert near > 60
    assert apart > 60


@pytest.mark.parametrize(
    ("original", "kind"),
    [
        ("Verpleeghuis De Wilgenhof", "nursing_home"),
        ("Apotheek De Linde", "pharmacy"),
        ("Hospice Kuria", "hospice"),
        ("Huisartsenpraktijk De Brug", "practice"),
    ],
)
def test_an_institution_becomes_one_of_its_kind(original, kind):
    full = {one.names[0] for one in institutions() if one.kind == kind}
    for number in range(60):
        assert patient(number).surrogate(original, "ZIEKENHUIS") in full


def test_no_surrogate_date_is_later_than_the_last_of_the_cohort():
    reports = dated(*(f"{1 + n % 28:02}-{1 + n % 12:02}-{2005 + n % 17}" for n in range(300)))
    known = facts(reports)
    later = 0
    for one in reports:
        mention = one.text.strip()
        own = patient(one.patient, known, [(mention, "DATUM")])
        day, month, year = map(int, own.surrogate(mention, "DATUM").split("-"))
        assert date(year, month, day) <= known.last or year <= int(mention[-4:])
        later += year > int(mention[-4:])
    assert 60 < later < 240  # they move either way
