"""What is real in a cohort."""

from __future__ import annotations

import pytest
from worlds import KEY

from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.audit.other_terms import term_digest
from dragon_prep.audit.word_use import UnknownWords, WordFacts
from dragon_prep.core.digests import table
from dragon_prep.core.errors import Place
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.detect.recurrence import word_digest
from dragon_prep.phi.finding import found

NAME = PhiCategory.PERSOON


def report(text, phi=None, *, patient="1", uid="", known=(), entities=(), centre="a", **fields):
    uid = uid or f"{patient}_x"
    return Report(centre, patient, uid, text, phi, entities, fields, Place("s.csv", 2), known)


def spans(text, *marked):
    return tuple(Span(text.index(m), text.index(m) + len(m), label) for m, label in marked)


def originals(*reports, hits=None, **more):
    return CohortOriginals.of(list(enumerate(reports)), hits or {}, KEY, **more)


def of_one(real, *folded):
    """Whether one patient alone has these, and nothing else is of one patient."""
    held = [term_digest(KEY, one) in real.others.terms for one in folded]
    return all(held) and len(real.others.terms) == len(folded)


class Words(WordFacts):
    """What reports would say of some words."""

    @classmethod
    def of(cls, *folded):
        return cls(UnknownWords(KEY, table(word_digest(KEY, one) for one in folded)))


def test_what_one_patient_alone_has():
    text = "Zie Zwelgmans en 1234567."
    marked = spans(text, ("Zwelgmans", "PERSOON"), ("1234567", "PATIENTNUMMER"))
    one, again, other = (
        report(text, marked),
        report(text, marked),
        report(text, marked, patient="2"),
    )
    assert of_one(originals(one, again), "1234567", "zwelgmans")
    both = originals(one, other)
    assert of_one(both)
    assert both.avoid("1234567")
    assert not both.avoid("zwelgmans")  # a surname alone may be a surrogate
    assert len(both.avoid.table) == 1
    elsewhere = report(text, marked, centre="b")
    assert of_one(originals(one, elsewhere))
    kept = originals(one, kept=frozenset({PhiCategory.PATIENTNUMMER}))
    assert of_one(kept, "zwelgmans")
    assert repr(originals(one)) == "<CohortOriginals, 2 of one patient, 1 to avoid>"


def test_only_names_that_a_rule_is_sure_of_count_and_numbers_of_any():
    text = "Zwelgmans 1234567"

    def with_rule(rule):
        name = found(0, 9, "PERSOON", rule)
        number = found(10, 17, "PHINUMMER", "number.bare" if rule == "x" else rule)
        return name, number

    sure = originals(report(text), hits={0: with_rule("name.title")})
    assert of_one(sure, "1234567", "zwelgmans")
    unsure = originals(report(text), hits={0: with_rule("name.known")})
    assert of_one(unsure, "1234567")
    profile = originals(report(text), hits={0: with_rule("profile.deny")})
    assert of_one(profile, "1234567", "zwelgmans")


def test_what_the_export_knows_is_an_original_and_never_doubted():
    fact = KnownFact(KnownKind.NAME, "Zwelgmans")
    one = report("x", patient="1234567", known=(fact,))
    real = originals(one, words=Words.of("1234567", "zwelgmans", "zwelgmans1234567"))
    assert term_digest(KEY, "1234567") in real.others.terms
    assert term_digest(KEY, "zwelgmans") in real.others.terms
    assert real.doubts == {}


def test_a_doubt_stands_with_the_first_report():
    hits = {at: (found(0, 9, "PERSOON", "name.title"),) for at in range(3)}
    texts = [report("Zwelgmans", patient="1", uid=f"1_{at}") for at in range(3)]
    real = CohortOriginals.of(
        [(2, texts[2]), (1, texts[1])], hits, KEY, words=Words.of("zwelgmans")
    )
    assert real.doubts == {1: {NAME: 1}}


def test_a_report_whose_originals_fail_costs_itself(monkeypatch):
    from dragon_prep.audit import originals as module

    real = module.search_terms_of

    def fail(original, category):
        if original == "Zwelgmans":
            raise LookupError(original)
        return real(original, category)

    monkeypatch.setattr(module, "search_terms_of", fail)
    bad = report("Zwelgmans", (Span(0, 9, "PERSOON"),), patient="1")
    good = report("Hoogeboezem", (Span(0, 11, "PERSOON"),), patient="2")
    mishaps = {}
    made = originals(bad, good, mishaps=mishaps)
    assert of_one(made, "hoogeboezem")
    assert list(mishaps) == [0]
    with pytest.raises(LookupError):
        originals(bad, good)
