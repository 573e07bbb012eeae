"""Parts of the audit by themselves: verdicts, originals, words, leftovers, the second look."""

from __future__ import annotations

import json

import pytest
from worlds import KEY

from dragon_prep.audit.findings import (
    FirstLook,
    facts_of,
    first_pass,
    from_json,
    second_pass,
    strong_spans,
    to_json,
)
from dragon_prep.audit.label_values import ValuePlaces
from dragon_prep.audit.leftovers import cut_words, leftovers, made_readable
from dragon_prep.audit.matches import SearchTerms
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.audit.second_look import (
    SecondLookRules,
    overlooked,
    overlooked_from_json,
    overlooked_problems,
    overlooked_to_json,
)
from dragon_prep.audit.verdicts import PatientOriginals, Verdict, audited, totals
from dragon_prep.audit.word_use import WordUse, uses_of
from dragon_prep.core.documents import Deidentified
from dragon_prep.core.errors import Place
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.second_look import Fate, Overlooked, SecondLook
from dragon_prep.core.spans import Span
from dragon_prep.detect import Evidence
from dragon_prep.detect.profile import Profile
from dragon_prep.phi.finding import found

NAME = PhiCategory.PERSOON


def report(text, phi=None, *, patient="1", uid="", known=(), entities=(), centre="a", **fields):
    uid = uid or f"{patient}_x"
    return Report(centre, patient, uid, text, phi, entities, fields, Place("s.csv", 2), known)


def spans(text, *marked):
    return tuple(Span(text.index(m), text.index(m) + len(m), label) for m, label in marked)


def verdict(text, *mentions, replaced=(), others=None, facts=(), kept=frozenset()):
    given = [(mention, PhiCategory(category)) for mention, category in mentions]
    return PatientOriginals.of(given, facts, kept).verdict(text, replaced, others)


# -- verdicts


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
    others = SearchTerms(
        CohortOriginals.of(
            [(0, report("Zie A. Zwelgmans.", spans("Zie A. Zwelgmans.", ("A. Zwelgmans", NAME))))],
            {},
        ).unique
    )
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


# -- originals


def originals(*reports, hits=None, **more):
    return CohortOriginals.of(list(enumerate(reports)), hits or {}, **more)


def test_what_one_patient_alone_has():
    text = "Zie Zwelgmans en 1234567."
    marked = spans(text, ("Zwelgmans", "PERSOON"), ("1234567", "PATIENTNUMMER"))
    one, again, other = (
        report(text, marked),
        report(text, marked),
        report(text, marked, patient="2"),
    )
    assert {t.folded for t in originals(one, again).unique} == {"1234567", "zwelgmans"}
    assert {t.folded for t in originals(one, other).unique} == set()
    both = originals(one, other)
    assert both.avoid == {"1234567"}  # a surname alone may be a surrogate
    elsewhere = report(text, marked, centre="b")
    assert originals(one, elsewhere).unique == ()
    kept = originals(one, kept=frozenset({PhiCategory.PATIENTNUMMER}))
    assert [t.folded for t in kept.unique] == ["zwelgmans"]
    assert repr(originals(one)) == "<CohortOriginals, 2 of one patient, 1 to avoid>"


def test_only_names_that_a_rule_is_sure_of_count_and_numbers_of_any():
    text = "Zwelgmans 1234567"

    def with_rule(rule):
        name = found(0, 9, "PERSOON", rule)
        number = found(10, 17, "PHINUMMER", "number.bare" if rule == "x" else rule)
        return name, number

    sure = originals(report(text), hits={0: with_rule("name.title")})
    assert {t.folded for t in sure.unique} == {"1234567", "zwelgmans"}
    unsure = originals(report(text), hits={0: with_rule("name.known")})
    assert {t.folded for t in unsure.unique} == {"1234567"}
    profile = originals(report(text), hits={0: with_rule("profile.deny")})
    assert {t.folded for t in profile.unique} == {"1234567", "zwelgmans"}


def test_what_the_export_knows_is_an_original_and_never_doubted():
    fact = KnownFact(KnownKind.NAME, "Zwelgmans")
    real = originals(report("x", patient="1234567", known=(fact,)), is_word=lambda _: True)
    assert {t.folded for t in real.unique} >= {"1234567", "zwelgmans"}
    assert real.doubts == {}


def test_a_doubt_stands_with_the_first_report():
    hits = {at: (found(0, 9, "PERSOON", "name.title"),) for at in range(3)}
    texts = [report("Zwelgmans", patient="1", uid=f"1_{at}") for at in range(3)]
    real = CohortOriginals.of(
        [(2, texts[2]), (1, texts[1])], hits, is_word=lambda word: word == "zwelgmans"
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
    assert [t.folded for t in made.unique] == ["hoogeboezem"]
    assert list(mishaps) == [0]
    with pytest.raises(LookupError):
        originals(bad, good)


# -- findings


@pytest.mark.parametrize(
    ("uid", "facts"),
    [
        ("1_T19-8176", [("number", "1"), ("report_number", "T19-8176")]),
        ("1_2019-03-12", [("number", "1")]),  # some centres tell a patient's reports by dates
        ("9", [("number", "1"), ("report_number", "9")]),
    ],
)
def test_ids_are_facts(uid, facts):
    assert [(str(f.kind), f.value) for f in facts_of(report("x", uid=uid))] == facts
    known = (KnownFact(KnownKind.PHONE, "12"),)
    assert next(facts_of(report("x", uid=uid, known=known))) == known[0]


@pytest.mark.parametrize(
    ("label", "rule", "is_strong"),
    [
        ("PERSOON", "name.title", True),
        ("PERSOON", "name.known", False),
        ("PERSOON", "profile.deny", True),
        ("PHINUMMER", "profile.pattern", True),
        ("PERSOONAFKORTING", "name.code", True),
        ("PHINUMMER", "id.key_bsn", False),
    ],
)
def test_what_is_beyond_doubt(label, rule, is_strong):
    hit = found(0, 3, label, rule)
    assert list(strong_spans(report("abc"), [hit])) == ([hit.span] if is_strong else [])
    if label == "PERSOONAFKORTING":
        person = found(0, 3, "PERSOON", rule)
        assert list(strong_spans(report("abc"), [person])) == []
    marked = Span(0, 1, "DATUM")
    assert next(strong_spans(report("abc", (marked,)), [])) == marked


def test_findings_travel_as_json_in_order():
    hits = {5: (found(1, 3, "DATUM", "date.full"),), 2: (found(0, 3, "PERSOON", "name.title"),)}
    body = to_json(hits)
    assert list(body) == ["2", "5"]
    assert from_json(json.loads(json.dumps(body))) == hits
    for entry in ([1, 2, "DATUM"], [1, "2", "DATUM", "date.full"], [1, 2, 3, "date.full"]):
        with pytest.raises(ValueError, match="not a finding"):
            from_json({"1": [entry]})


def test_reports_of_one_text_are_looked_at_once(monkeypatch):
    from dragon_prep.audit import findings

    seen = []
    real = findings.detect
    monkeypatch.setattr(
        findings, "detect", lambda text, *more: seen.append(text) or real(text, *more)
    )
    text = "Gezien door dr. Hoogeboezem."
    some = [report(text, uid="1_a"), report(text, uid="1_b"), report(text, patient="2")]
    look = first_pass(list(enumerate(some)), KEY, {})
    assert seen == [text, text]  # another patient's is known by other facts
    assert look.hits[0] is look.hits[1]
    assert look.words.patients == 2
    assert len(look.tally.to_json()) > 0


def test_what_fails_in_the_first_pass_costs_one_report(monkeypatch):
    from dragon_prep.audit import findings

    def fail(text, *_):
        raise LookupError(text)

    monkeypatch.setattr(findings, "detect", fail)
    look = first_pass([(3, report("abc")), (4, report("abc", ()))], KEY, {})
    assert (list(look.mishaps), list(look.hits)) == ([3], [])


def test_nothing_found_leaves_no_trace_in_a_first_look():
    look = FirstLook()
    look.add(1, {})
    look.add(2, {found(0, 3, "DATUM", "date.full"): Fate.LISTED})
    replaced = found(5, 8, "DATUM", "date.full")
    look.add(3, {found(0, 3, "DATUM", "date.full"): Fate.LISTED, replaced: Fate.REPLACED})
    assert look.overlooked.keys() == {2, 3}
    assert look.hits == {3: (replaced,)}
    assert [o.fate for o in look.overlooked[3]] == [Fate.LISTED, Fate.REPLACED]


def test_the_second_pass_adds_what_recurs_and_leaves_what_failed():
    text = "Gezien door dr. J. Hoogeboezem. Hoogeboezem belt. HOOGEBOEZEM."
    reports = [(0, report(text)), (1, report(text, (), uid="1_b")), (2, report(text, uid="1_c"))]
    look = first_pass(reports, KEY, {})
    spread = look.tally.spread()
    found_spans = second_pass(reports, look.hits, spread, KEY, {2: "LookupError"})
    assert list(found_spans) in ([0], [0, 1])
    assert {text[s.start : s.end] for s in found_spans[0]} >= {"J. Hoogeboezem", "HOOGEBOEZEM"}
    mishaps = {}
    assert second_pass(reports, {1: ()}, spread, KEY, mishaps) == {1: []}
    assert sorted(mishaps) == [0, 2]  # nobody looked at them
    with pytest.raises(KeyError):
        second_pass(reports, {}, spread, KEY)


def test_a_centres_names_are_its_own_in_the_second_pass():
    text = "Akkoord Wqz"
    marked = [report(text, (Span(8, 11, "PERSOONAFKORTING"),), patient=p) for p in "12"]
    bare = "Besproken. Wqz zag niets."
    here, there = report(bare, patient="3"), report(bare, patient="4", centre="b")
    reports = list(enumerate([*marked, here, there]))
    look = first_pass(reports, KEY, {})
    look.hits[2] = look.hits[3] = ()
    got = second_pass(reports, look.hits, look.tally.spread(), KEY)
    assert [len(got[2]), len(got[3])] == [1, 0]


# -- the second look


TEXT = "Gezien door dr. J. Zwartjes op 12-03-2021. Collega Zwartjes belde."
MARK = Span(16, 27, "PERSOON")


def test_what_nobody_marked_and_what_becomes_of_it():
    one = report(TEXT, (MARK,))
    rules = SecondLookRules()
    told = overlooked([one], Evidence(), rules)
    assert {(h.span, fate) for h, fate in told.items()} == {
        (Span(31, 41, "DATUM"), Fate.REPLACED),
        (Span(51, 59, "PERSOON"), Fate.REPLACED),
    }
    assert [h.rule.partition(".")[0] for h in told if h.span.label == "PERSOON"] in (
        ["again"],
        ["name"],
    )
    assert list(told) == sorted(told)
    held = overlooked([one], Evidence(), SecondLookRules(SecondLook.HOLD))
    assert set(held.values()) == {Fate.HELD_BACK}
    nothing = overlooked([report(TEXT, ())], Evidence(), rules)
    assert set(nothing.values()) == {Fate.LISTED}
    kept = frozenset({PhiCategory.DATUM, PhiCategory.PERSOON})
    assert overlooked([one], Evidence(), SecondLookRules(kept=kept)) == {}


def test_names_are_found_again_apart_from_what_is_taken():
    text = "Gezien door dr. Hoogeboezem. Daarna HOOGEBOEZEM en Hoogeboezem."
    told = overlooked(
        [report(text, spans(text, ("Gezien", "DATUM")))], Evidence(), SecondLookRules()
    )
    assert sorted((h.span.start, h.rule.partition(".")[0]) for h in told) in (
        [(16, "name"), (36, "again"), (51, "again")],
        [(16, "name"), (36, "again"), (51, "name")],
    )
    taken = spans(text, ("HOOGEBOEZEM", "PERSOON"))
    left = overlooked([report(text, taken)], Evidence(), SecondLookRules())
    assert [h.span.start for h in left] == [16, 51]


def test_overlooked_findings_travel_in_order():
    told = {
        7: (Overlooked(Span(1, 2, "DATUM"), Fate.LISTED),),
        3: (Overlooked(Span(4, 9, "PERSOON"), Fate.IN_LABEL),),
    }
    body = overlooked_to_json(told)
    assert body == {
        "3": [[4, 9, "PERSOON", "in_label"]],
        "7": [[1, 2, "DATUM", "listed"]],
    }
    assert list(body) == ["3", "7"]
    assert overlooked_from_json(body) == told


@pytest.mark.parametrize(
    ("fate", "code", "held", "more"),
    [
        (Fate.REPLACED, "R352", False, ""),
        (Fate.LISTED, "R353", False, ""),
        (Fate.IN_LABEL, "R353", False, ", where a label's value stands"),
        (Fate.HELD_BACK, "R354", True, ""),
    ],
)
def test_each_fate_is_told(fate, code, held, more):
    told = [Overlooked(Span(8, 9, "TIJD"), fate), Overlooked(Span(1, 2, "DATUM"), fate)]
    place = Place("s.csv", 2)
    for marks, where in ((None, ""), (place, ""), (Place("m", 3), "annotation in m, row 3: ")):
        (problem,) = overlooked_problems(told, place, marks)
        assert str(problem) == f"{code} s.csv, row 2: {where}DATUM 1-2, TIJD 8-9{more}"
        assert problem.quarantined is held


def test_looking_again_counts_what_fails(monkeypatch):
    from dragon_prep.audit import findings

    def fail(*_):
        raise LookupError("Zwartjes")

    monkeypatch.setattr(findings, "overlooked", fail)
    look = first_pass([(4, report(TEXT, (MARK,))), (5, report(TEXT))], KEY, {})
    assert list(look.mishaps) == [4]
    assert "Zwartjes" not in look.mishaps[4]
    assert (look.overlooked, list(look.hits)) == ({}, [5])  # where nobody marked, all is detected


def test_a_profile_is_known_to_the_second_look():
    deny = {"a": Profile("a", deny=(("PERSOON", "belde"),))}
    look = first_pass([(4, report(TEXT, (MARK,)))], KEY, deny)
    assert "belde" in {TEXT[o.span.start : o.span.end] for o in look.overlooked[4]}


# -- leftovers


@pytest.mark.parametrize(
    ("text", "place", "label", "is_cut"),
    [
        ("xJansen", (1, 7), "PERSOON", False),  # an inner capital starts a word
        ("XJansen", (1, 7), "PERSOON", True),
        ("xjansen", (1, 7), "PERSOON", True),
        ("1Jansen", (1, 7), "PERSOON", False),
        ("112", (1, 3), "BSN", True),
        ("-12", (1, 3), "BSN", False),
        ("x12", (1, 3), "BSN", False),
        ("Jansenx", (0, 6), "PERSOON", True),
        ("JansenX", (0, 6), "PERSOON", False),
        ("Jansens", (0, 6), "PERSOON", False),
        ("JANSENS", (0, 6), "PERSOON", False),
        ("Jansens.", (0, 6), "PERSOON", False),
        ("Jansens1", (0, 6), "PERSOON", True),
        ("Jansensx", (0, 6), "PERSOON", True),
        ("Jansens", (0, 6), "PLAATS", True),
        ("Jansen_", (0, 6), "PERSOON", False),
        ("12a", (0, 2), "BSN", False),
        ("123", (0, 2), "BSN", True),
        ("Jansen", (0, 6), "PERSOON", False),
        ("jansen belt", (0, 6), "PERSOON", False),
        ("belt jansen", (5, 11), "PERSOON", False),
    ],
)
def test_where_a_word_is_cut(text, place, label, is_cut):
    assert cut_words(text, [Span(*place, label)]) == ({label: 1} if is_cut else {})
    code = {("R350", label): 1} if is_cut else {}
    assert leftovers(text, [Span(*place, label)]) == code


def test_neighbours_that_touch_cut_nothing():
    text = "abcdefgh"
    assert cut_words(text, [Span(0, 3, "PERSOON"), Span(3, 8, "PLAATS")]) == {}
    cut = cut_words(text, [Span(0, 3, "PERSOON"), Span(4, 8, "PLAATS")])
    assert cut == {"PERSOON": 1, "PLAATS": 1}


@pytest.mark.parametrize("text", ["½ jaar", "µg", "°C 12-03-2019", "Sjoerd → 12-03-2019", "♀ 54"])
def test_signs_that_make_nothing_readable(text):
    assert made_readable(text, ()) == {}


# -- words and label values


@pytest.mark.parametrize(
    ("text", "words", "names"),
    [
        ("Er zijn zwelgmans.", {"zwelgmans"}, set()),
        ("Er zijn Zwelgmans.", set(), {"zwelgmans"}),
        ("Zwelgmans in de buik.", {"zwelgmans"}, set()),
        ("Zwelgmans\nin de buik.", {"zwelgmans"}, set()),
        ("Zwelgmans (in de buik).", {"zwelgmans"}, set()),
        ("Zwelgmans radioloog", set(), {"zwelgmans"}),
        ("Zwelgmans, in", set(), {"zwelgmans"}),
        ("Zwelgmans: in", set(), set()),
        ("Zwelgmans 12", set(), set()),
        ("Zwelgmans (12)", set(), set()),
        ("ZWELGMANS in de buik.", set(), {"zwelgmans"}),
        ("Er zijn dr. zwelgmans.", set(), {"zwelgmans"}),
        ("er zijn zwelgmans.", set(), set()),  # who writes no capitals writes names small
        ("er zijn. Zwelgmans in", {"zwelgmans"}, set()),
        ("er zijn. en zwelgmans. Of zwelgmans", set(), set()),  # half are not most
        ("Er is zwelg.", set(), set()),  # too short
        ("Er is zwelgm.", {"zwelgm"}, set()),
        ("Er is tafels.", set(), set()),  # a known word
        ("Er is Mehmet.", set(), set()),  # a first name tells nobody
        ("Een X-zwelgmans.", set(), {"xzwelgmans"}),
        ("Een zwelgmans-tafel.", {"zwelgmanstafel"}, set()),
        ("Een Zwelgmans-tafel.", {"zwelgmanstafel"}, set()),
        ("Een Zwelgmans-Qqzzxx.", set(), {"zwelgmansqqzzxx"}),
    ],
)
def test_how_a_report_uses_a_word(text, words, names):
    used = uses_of(text, ())
    assert (set(used.words), set(used.names)) == (words, names)
    assert uses_of(text, [Span(0, len(text), "x")]).words == frozenset()
    half = uses_of(text, [Span(0, len(text) // 2 + 2, "x")])
    assert half.words <= used.words


@pytest.mark.parametrize(
    ("words", "names", "is_one"),
    [(19, 0, False), (20, 0, True), (20, 2, True), (29, 3, False), (30, 3, True)],
)
def test_many_patients_and_few_names(words, names, is_one):
    use = WordUse()
    for text, times in (("Er zijn zwelgmans.", words), ("Er zijn Zwelgmans.", names)):
        for _ in range(times):
            use.count(KEY, [uses_of(text, ())])
    assert use.is_word(KEY, "zwelgmans") is is_one
    assert not use.is_word(KEY, "kroptaal")
    assert list(use.to_json()["counts"].values()) == [[words, names]]


@pytest.mark.parametrize(
    ("text", "place", "label", "fields", "meets"),
    [
        ("Gleason 3+4", (8, 9), "TIJD", {}, True),
        ("Gleason 3 + 4", (8, 9), "TIJD", {}, True),
        ("meet 3,5 x 4,5", (11, 14), "TIJD", {}, True),
        ("meet 3×4 en 2*2", (12, 13), "TIJD", {}, True),
        ("meet 3 4", (5, 6), "TIJD", {}, False),
        ("een abc hier", (4, 7), "PERSOON", {"x": "abc"}, True),
        ("een ab hier", (4, 6), "PERSOON", {"x": "ab"}, False),
        ("een a1b2c hier", (4, 9), "PERSOON", {"x": "A1B2C"}, True),
        ("een abcd hier", (4, 8), "PERSOON", {"x": "abc"}, False),
        ("een abc hier", (4, 7), "PERSOON", {"x": " abc "}, True),
        ("een 12 hier", (4, 6), "TIJD", {"x": True}, False),
        ("een 0 hier", (4, 5), "TIJD", {"x": "0"}, False),
        *(("een x12y hier", (4, 8), label, {"x": "12"}, False) for label in (
            "TELEFOONNUMMER", "PATIENTNUMMER", "ZNUMMER", "BSN", "IBAN", "RAPPORT_ID",
            "PHINUMMER", "ACCREDITATIE_NUMMER", "EMAIL", "URL")),
        ("een x12y hier", (4, 8), "PERSOON", {"x": "12"}, True),
        ("op 3 maart 2019", (3, 15), "DATUM", {"x": "3"}, False),
        ("op 3 maart", (3, 10), "DATUM", {"x": "3"}, False),
        ("in 2019", (3, 7), "DATUM", {"x": "2019"}, True),
        ("zag 3 weken geleden", (4, 19), "DATUM", {"x": "3"}, True),  # no date is in it
        ("op 3-4", (3, 6), "DATUM", {"x": "3"}, True),
        ("om 10:45", (3, 8), "TIJD", {"x": "45"}, False),
    ],
)  # fmt: skip
def test_where_a_label_is_read_from(text, place, label, fields, meets):
    places = ValuePlaces.of([report(text, (), **fields)])
    assert places.meet(text, Span(*place, label)) is meets
