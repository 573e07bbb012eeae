"""What the audit finds in one text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import KEY

from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.audit.verdicts import PatientOriginals, Verdict, audited, totals
from dragon_prep.core.documents import Deidentified
from dragon_prep.core.errors import Place
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span

NAME = PhiCategory.PERSOON


def report(text, phi=None, *, patient="1", uid="", known=(), entities=(), centre="a", **fields):
    uid = uid or f"{patient}_x"
    return Report(centre, patient, uid, text, phi, entities, fields, Place("s.csv", 2), known)


def spans(text, *marked):
    return tuple(Span(text.index(m), text.index(m) + len(m), label) for m, label in marked)


def verdict(text, *mentions, replaced=(), others=None, facts=(), kept=frozenset()):
    given = [(mention, PhiCategory(category)) for mention, category in mentions]
    return PatientOriginals.of(given, facts, kept).verdict(text, replaced, others)


def test_leaks_and_coincidences_are_counted_by_place():
    text = "Zwelgmans, zwelgmans en Bos; Bos, bos"
    told = verdict(text, ("A. Zwelgmans", "PERSOON"), ("Bos", "PERSOON"))
    assert told.leaks == {("R341", "PERSOON"): 2}
    assert told.coincidences == {("short", "PERSOON"): 3}
    assert not told.is_clean
    # A name and a word of it at one place are one find.
    assert verdict("A. Zwelgmans", ("A. Zwelgmans", "PERSOON")).leaks == {("R341", "PERSOON"): 2}
    assert verdict("A Zwelgmans", ("Zwelgmans", "PERSOON")).leaks == {("R341", "PERSOON"): 1}


def test_of_several_finds_at_a_place_a_leak_counts():
    told = verdict("nr 1234567", ("1234567", "PATIENTNUMMER"), ("1234", "PATIENTNUMMER"))
    assert told.leaks == {("R341", "PATIENTNUMMER"): 1}
    assert told.coincidences == {}


def test_what_another_has_is_a_leak_and_its_coincidences_are_not_counted():
    others = CohortOriginals.of(
        [(0, report("Zie A. Zwelgmans.", spans("Zie A. Zwelgmans.", ("A. Zwelgmans", NAME))))],
        {},
        KEY,
    ).others
    assert verdict("met Zwelgmans", others=others).leaks == {("R342", "PERSOON"): 1}
    # What the patient has as well is the patient's own.
    own = verdict("met Zwelgmans", ("Zwelgmans", "PERSOON"), others=others)
    assert own.leaks == {("R341", "PERSOON"): 1}
    hidden = verdict("met Zwelgmans", replaced=[Span(4, 13, "PERSOON")], others=others)
    assert hidden.leaks == {}


@pytest.mark.parametrize(
    ("text", "mention", "category", "leaks", "coincidences"),
    [
        ("Op 12-03-2019.", "12 maart 2019", "DATUM", 1, {}),
        ("Op 12-03 nu.", "12 maart 2019", "DATUM", 1, {}),
        ("Op 12/3 nu.", "12 maart 2019", "DATUM", 0, {("bare date or time", "DATUM"): 1}),
        ("Op 13-03 nu.", "12 maart 2019", "DATUM", 0, {}),
        ("Om 14:30 nu.", "half 3", "TIJD", 1, {}),
        ("Om 14.30 nu.", "half 3", "TIJD", 0, {("bare date or time", "TIJD"): 1}),
        ("Een 92-jarige.", "92", "LEEFTIJD", 1, {}),
        ("Een 52-jarige.", "52", "LEEFTIJD", 0, {}),
        # What is no date is looked for as it was written.
        ("Op 99992019.", "99-99-2019", "DATUM", 1, {}),
        ("Op 99-99-2019.", "99-99-2019", "DATUM", 1, {}),
        ("Op 32 juny.", "32 juny", "DATUM", 1, {}),
        ("Op 9 m", "9 m", "DATUM", 0, {}),
    ],
)
def test_moments_are_compared_by_what_they_mean(text, mention, category, leaks, coincidences):
    told = verdict(text, (mention, category))
    assert told.leaks == ({("R341", category): leaks} if leaks else {})
    assert told.coincidences == coincidences


@pytest.mark.parametrize(
    ("surrogate", "label", "mention", "leaks", "coincidences"),
    [
        ("Bakker", "PERSOON", "Bakker", {("R343", "PERSOON"): 1}, {}),
        ("BAKKER", "PERSOON", "Bakker", {("R343", "PERSOON"): 1}, {}),
        ("Bos", "PERSOON", "Bos", {}, {("short", "PERSOON"): 1}),
        ("Boss", "PERSOON", "Boss", {("R343", "PERSOON"): 1}, {}),
        ("Bakker", "PLAATS", "Bakker", {("R343", "PLAATS"): 1}, {}),
        ("Smit", "PERSOON", "Bakker", {}, {}),
        ("12-03-2019", "DATUM", "12 maart 2019", {}, {("shifted date or time", "DATUM"): 1}),
        ("13-03-2019", "DATUM", "12 maart 2019", {}, {}),
    ],
)
def test_a_surrogate_may_be_none_of_the_originals(surrogate, label, mention, leaks, coincidences):
    category = "DATUM" if label == "DATUM" else "PERSOON"
    told = verdict(surrogate, (mention, category), replaced=[Span(0, len(surrogate), label)])
    assert (told.leaks, told.coincidences) == (leaks, coincidences)


@pytest.mark.parametrize(
    ("text", "leaks"),
    [
        ("Zie <PERSOON>.", {("R344", "PERSOON"): 1}),
        ("Zie <PERSOON> <DATUM> <DATUM>.", {("R344", "PERSOON"): 1, ("R344", "DATUM"): 2}),
        ("Zie <PATIENTNAAM>.", {("R344", "tag or character"): 1}),
        ("Jos\xe9 en Ren\xe9", {("R344", "tag or character"): 1}),
        ("a\x7fb", {("R344", "tag or character"): 1}),
        ("a\rb", {("R344", "tag or character"): 1}),
        ("a\tb\nc ~", {}),
    ],
)
def test_tags_and_other_characters(text, leaks):
    assert verdict(text).leaks == leaks


@pytest.mark.parametrize("said", ["I. \xd8stergaard", "I. \xd8STERGAARD", "\xd8stergaard"])
def test_an_original_that_came_back_with_its_accents_is_named(said):
    told = verdict(f"Gezien door {said}.", ("I. \xd8stergaard", "PERSOON"))
    assert set(told.leaks) == {("R341", "PERSOON"), ("R344", "tag or character")}


def test_facts_are_originals_too():
    facts = [
        KnownFact(KnownKind.NAME, "Zwelgmans"),
        KnownFact(KnownKind.BIRTH_DATE, "1945-03-12"),
    ]
    told = verdict("Zwelgmans, 12 maart 45", facts=facts)
    assert told.leaks == {("R341", "PERSOON"): 1, ("R341", "DATUM"): 1}
    surrogate = verdict("Zwelgmans", facts=facts, replaced=[Span(0, 9, "PERSOON")])
    assert surrogate.leaks == {("R343", "PERSOON"): 1}


def test_kept_categories_and_tags_are_no_originals():
    mentions = (("Zwelgmans", "PERSOON"), ("12-03-2019", "DATUM"), ("<PERSOON>", "PERSOON"))
    kept = frozenset({PhiCategory.DATUM})
    assert verdict("op 12-03-2019", *mentions, kept=kept).is_clean
    assert not verdict("met Zwelgmans", *mentions, kept=kept).is_clean
    assert verdict("met Zwelgmans", *mentions, kept=frozenset({NAME})).is_clean
    born = [KnownFact(KnownKind.BIRTH_DATE, "1945-03-12")]
    assert verdict("op 12-03-1945", facts=born, kept=kept).is_clean


def test_problems_of_a_verdict_are_one_for_each_kind():
    told = Verdict(
        {("R341", "PERSOON"): 2, ("R341", "DATUM"): 1, ("R344", "PERSOON"): 1},
        {("word", "PERSOON"): 9},
        {("R349", "PERSOON"): 3},
    )
    assert [(str(p), p.quarantined) for p in told.problems(Place("s.csv", 2))] == [
        ("R341 s.csv, row 2: DATUM: 1, PERSOON: 2", True),
        ("R344 s.csv, row 2: PERSOON: 1", True),
        ("R349 s.csv, row 2: PERSOON: 3", False),
    ]
    assert totals([told, told, Verdict()]) == {
        "held_back_for": {"R341": {"DATUM": 2, "PERSOON": 4}, "R344": {"PERSOON": 2}},
        "coincidences": {"word": {"PERSOON": 18}},
        "doubted": {"R349": {"PERSOON": 6}},
    }
    assert list(totals([told])["held_back_for"]["R341"]) == ["DATUM", "PERSOON"]


def done(text, *replaced):
    """A document in which stretches became others; both as ``(start, end)`` of one label."""
    pairs = tuple((Span(*old, "PERSOON"), Span(*new, "PERSOON")) for old, new in replaced)
    return Deidentified(text, tuple(new for _, new in pairs), (), pairs)


def test_what_a_reviewer_deleted_and_the_audit_finds_is_told():
    one = report("Met dr. Zwelgmans.", uid="1_a")
    text = "Weer Zwelgmans, op 3 mei 2019."
    two = replace(
        report(text, uid="1_b"), cleared=spans(text, ("Zwelgmans", ""), ("3 mei 2019", ""))
    )
    documents = {
        4: (one, done("Met dr. Bakker.", ((8, 17), (8, 14)))),
        5: (two, done(text)),
    }
    told = audited(documents, CohortOriginals())
    assert told[5].leaks == {("R341", "PERSOON"): 1, ("R360", "PERSOON"): 1}
    assert [p.kind.code for p in told[5].problems(Place("s.csv", 2)) if p.quarantined] == [
        *("R341", "R360")
    ]
    assert totals([told[5]])["held_back_for"] == {"R341": {"PERSOON": 1}}  # one mention, not two
    # Of a report that stays back for something else only, the reviewer is not told this.
    other = replace(report(text, uid="1_b"), cleared=spans(text, ("3 mei 2019", "")))
    assert audited({**documents, 5: (other, done(text))}, CohortOriginals())[5].leaks == {
        ("R341", "PERSOON"): 1
    }
    # And one that the audit finds nothing in goes out.
    assert audited({5: (two, done(text))}, CohortOriginals())[5].is_clean


def test_documents_are_audited_with_all_of_their_patient():
    one = report("Met Zwelgmans.", uid="1_a")
    two = report("Weer zwelgmans.", uid="1_b")
    other = report("Weer zwelgmans.", patient="2")
    documents = {
        4: (one, done("Met Bakker.", ((4, 13), (4, 10)))),
        5: (two, done("Weer zwelgmans.")),
        6: (other, done("Weer zwelgmans.")),
    }
    told = audited(documents, CohortOriginals())
    assert {at: v.leaks for at, v in told.items()} == {
        4: {},
        5: {("R341", "PERSOON"): 1},
        6: {},
    }
    # What failed does not go out, and what it says may not stand in the others.
    failed = [(report("J. Hoogeboezem", uid="1_c"), (Span(0, 14, "PERSOON"),))]
    more = {7: (report("x", uid="1_d"), done("Met Hoogeboezem."))}
    assert audited(more, CohortOriginals(), failed=failed)[7].leaks == {("R341", "PERSOON"): 1}
    assert audited(more, CohortOriginals())[7].leaks == {}
    doubts = CohortOriginals(doubts={7: {NAME: 2}})
    assert audited(more, doubts)[7].doubts == {("R349", "PERSOON"): 2}
    kept = audited(more, CohortOriginals(), frozenset({NAME}), failed=failed)
    assert kept[7].is_clean


def test_what_fails_has_no_verdict(monkeypatch):
    from dragon_prep.audit import verdicts

    def fail(text, _):
        if text == "Met Bakker.":
            raise LookupError(text)
        return {}

    monkeypatch.setattr(verdicts, "leftovers", fail)
    bad, good = report("Met Bakker.", uid="1_a"), report("Goed.", uid="1_b")
    documents = {1: (bad, done("Met Bakker.")), 2: (good, done("Goed."))}
    mishaps = {}
    assert list(audited(documents, CohortOriginals(), mishaps=mishaps)) == [2]
    assert list(mishaps) == [1]
