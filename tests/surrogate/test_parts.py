"""Usual forms, chains, identities and fitting, and the settings at both sides of their bounds."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.phi.names.people import scope_of
from dragon_prep.phi.names.roster import cast
from dragon_prep.surrogate.apply import replace
from dragon_prep.surrogate.deidentify import deidentify, deidentify_in_turn
from dragon_prep.surrogate.fresh import template
from dragon_prep.surrogate.patient import MAKERS, PatientSurrogates, redacted
from dragon_prep.surrogate.policy import Chains, Policy, PolicyName, identity_of
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings, read_settings

KEY = ProjectKey(bytes(range(32)))
PATIENT = PatientSurrogates(KEY, "rumc", "1")
SCOPES = [scope_of(KEY.derived(KeyPurpose.TAG, str(n)), cast=cast([])) for n in range(4000)]


@pytest.mark.parametrize(
    ("category", "form"),
    [
        ("PERSOON", r"[A-Z]\. [A-Z][a-z]+"),
        ("PERSOONAFKORTING", r"[A-Z]{2}[a-z]{2}"),
        ("DATUM", r"\d\d-\d\d-\d{4}"),
        ("TIJD", r"\d\d:\d\d"),
        ("LEEFTIJD", r"[4-8]\d"),
        ("TELEFOONNUMMER", r"06-\d{8}"),
        ("EMAIL", r"[a-z]\.[a-z]+@[a-z]+\.nl"),
        ("URL", r"www\.[a-z]+\.nl"),
        ("ADRES", r"[A-Z][a-z]+ \d\d"),
        ("POSTCODE", r"\d{4} [A-Z]{2}"),
        ("PLAATS", r"[A-Z][a-z]+"),
        ("ZIEKENHUIS", r"[A-Z][a-z]+ [A-Z][a-z]+"),
        ("PATIENTNUMMER", r"\d{7}"),
        ("ZNUMMER", r"Z\d{6}"),
        ("BSN", r"\d{9}"),
        ("IBAN", r"[A-Z]{2}\d\d [A-Z]{4} \d{4} \d{4} \d\d"),
        ("RAPPORT_ID", r"T\d\d-\d{5}"),
        ("PHINUMMER", r"\d{7}"),
        ("STUDIE_NAAM", r"[A-Z]+"),
        ("ACCREDITATIE_NUMMER", r"M\d{3}"),
        ("BEDRIJF", r"[A-Z][a-z]+"),
    ],
)
def test_the_usual_form_of_each_category(category, form):
    assert re.fullmatch(form, template(category, SCOPES[0]))
    assert category in MAKERS


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("RAPPORT_ID", "T"),
        ("RAPPORT_ID.T_NUMMER", "T"),
        ("RAPPORT_ID.DPA_NUMMER", "DPA"),
        ("RAPPORT_ID.C_NUMMER", "C"),
    ],
)
def test_the_number_of_a_report_begins_with_its_kind(label, kind):
    assert template(label, SCOPES[0]) == f"{kind}12-12345"
    assert PATIENT.fresh(label, "r", 1).startswith(kind)


def test_dates_times_and_ages_of_tags_are_spread_over_their_ranges():
    days, times, ages = (
        [template(label, scope) for scope in SCOPES] for label in ("DATUM", "TIJD", "LEEFTIJD")
    )
    read = {date(int(d[6:]), int(d[3:5]), int(d[:2])) for d in days}
    assert date(2012, 1, 4) <= min(read) < date(2012, 1, 23)
    assert date(2021, 12, 12) < max(read) <= date(2021, 12, 31)
    assert set(times) <= {f"{h:02}:{m:02}" for h in range(8, 18) for m in range(60)}
    assert len(set(times)) > 580
    assert {min(times), max(times)} <= {"08:00", "08:01", "17:58", "17:59"}
    assert set(ages) == set(map(str, range(40, 85)))


def test_a_chain_leaves_its_surrogate_for_the_number_of_mentions_before():
    chains = Chains(KEY)
    assert [chains.draw("PERSOON", "a", 0.0) for _ in range(5)] == [0, 1, 2, 3, 4]
    chains = Chains(KEY)
    assert [chains.draw("PERSOON", "a", 1.0) for _ in range(5)] == [0, 0, 0, 0, 0]
    chains = Chains(KEY)
    drawn = [chains.draw("PERSOON", "a", 0.5) for _ in range(40)]
    # It stays, or takes the number of the mention that it is.
    assert all(new in (old, at) for at, (old, new) in enumerate(pairwise(drawn), 1))
    assert repr(chains) == "<Chains of 1 identities>"
    # The same key draws the same in every version.
    drawn_before = [0, 0, 2, 2, 4, 5, 6, 6, 6, 6, 10, 10, 10, 13, 14, 15, 16, 16, 18, 19, 20]
    assert drawn[:24] == [*drawn_before, 20, 20, 23]


@pytest.mark.parametrize(
    ("category", "mention", "identity"),
    [
        (PhiCategory.PERSOON, "dr. J. Jansen", "jansen"),
        (PhiCategory.PERSOON, "mw. JANSEN", "jansen"),
        (PhiCategory.PERSOON, "...", ""),
        (PhiCategory.PATIENTNUMMER, "60.38-251", "6038251"),
        (PhiCategory.PLAATS, "Den Haag", "denhaag"),
    ],
)
def test_whose_mentions_make_up_a_chain(category, mention, identity):
    people = PatientSurrogates(KEY, "a", "1", cast([("dr. J. Jansen", "PERSOON")]))._scope.people
    assert identity_of(category, mention, people) == identity


@pytest.mark.parametrize(
    ("policy", "p", "is_one"),
    [
        ("markov", 0.0, True),
        ("markov", 1.0, True),
        ("markov", 1.01, False),
        ("markov", -0.01, False),
        ("keep", 0.0, False),
        ("consistent", None, True),
        ("per-mention", None, True),
    ],
)
def test_the_bounds_of_a_probability(policy, p, is_one):
    if is_one:
        assert Policy(PolicyName(policy), p).p == p
        return
    with pytest.raises(ValueError):
        Policy(PolicyName(policy), p)


def read(tmp_path, text):
    path = tmp_path / "s.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("[dates]\nshift_years = [1, 10]", (1, 10, 90)),
        ("[dates]\nshift_years = [10, 10]", (10, 10, 90)),
        ("[dates]\nshift_years = [1, 1]", (1, 1, 90)),
        ("[ages]\ncap = 50", (1, 4, 50)),
        ("[ages]\ncap = 90", (1, 4, 90)),
        ("i_accept_identification = true\n[ages]\ncap = 91", (1, 4, 91)),
        ("i_accept_identification = true\n[ages]\ncap = 120", (1, 4, 120)),
        ("i_accept_identification = false", (1, 4, 90)),
    ],
)
def test_settings_at_their_bounds(tmp_path, text, rules):
    own = read(tmp_path, text).rules
    assert (own.fewest_years, own.most_years, own.oldest) == rules


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[dates]\nshift_years = [10, 11]", "E513"),
        ("[dates]\nshift_years = [0, 1]", "E513"),
        ("[dates]\nshift_years = [1, 2, 3]", "E513"),
        ("[dates]\nshift_years = [1, true]", "E513"),
        ("[ages]\ncap = 49", "E513"),
        ("i_accept_identification = true\n[ages]\ncap = 121", "E513"),
        ("[ages]\ncap = true", "E513"),
        ("[ages]\ncap = 91", "E514"),
        ("i_accept_identification = false\n[ages]\ncap = 91", "E514"),
        ("i_accept_identification = 1", "E513"),
    ],
)
def test_settings_beyond_their_bounds(tmp_path, text, code):
    with pytest.raises(InputFault) as caught:
        read(tmp_path, text)
    assert caught.value.kind.code == code


@pytest.mark.parametrize("p", ["0", "1", "0.0", "1.0"])
def test_the_ends_of_p_in_a_file(tmp_path, p):
    own = read(tmp_path, f"[policies]\nBSN = {{ policy = 'markov', p = {p} }}")
    found = own.policy(PhiCategory.BSN).p
    assert (found, type(found)) == (float(p), float)
    for beyond in ("-0.01", "1.01"):
        with pytest.raises(InputFault):
            read(tmp_path, f"[policies]\nBSN = {{ policy = 'markov', p = {beyond} }}")


def test_a_settings_file_may_have_64_kib(tmp_path):
    assert read(tmp_path, "#" * (1 << 16)) == DEFAULT
    with pytest.raises(InputFault, match="it is larger than 64 KiB"):
        read(tmp_path, "#" * ((1 << 16) + 1))


def test_settings_are_chained_by_markov_alone():
    def with_policy(name, p=None):
        return SurrogateSettings(((PhiCategory.TIJD, Policy(PolicyName(name), p)),))

    chained = {name: with_policy(name).chained for name in ("per-mention", "redact", "keep")}
    assert not any(chained.values())
    assert with_policy("markov", 0.5).chained
    assert with_policy("keep").kept == {PhiCategory.TIJD}
    assert with_policy("redact").kept == frozenset()


def test_what_an_unread_mention_is_counted_for():
    text = "Op een dag xx en 12-03-2019 en <DATUM>."
    spans = [Span(3, 13, "DATUM"), Span(17, 27, "DATUM")]
    done = replace(text, spans, PATIENT)
    assert done.unread == {"DATUM": 1}
    assert repr(done) == f"<Replaced, {len(done.text)} characters, 3 surrogates>"


def test_the_last_span_may_end_with_the_text():
    assert replace("Jan", [Span(0, 3, "PERSOON")], PATIENT).spans
    keeping = PatientSurrogates(
        KEY, "a", "1", settings=SurrogateSettings(((PhiCategory.TIJD, Policy(PolicyName.KEEP)),))
    )
    assert replace("14:05", [Span(0, 5, "TIJD")], keeping).spans == (Span(0, 5, "TIJD"),)
    with pytest.raises(ValueError, match="outside"):
        replace("14:05", [Span(0, 6, "TIJD")], keeping)


def test_a_day_without_a_year_goes_by_the_nearest_full_date():
    """The day moves as in that year: 52 weeks, so that it is another day of the month."""
    text = "Op 12-03-2019, controle 26-03."
    spans = [Span(3, 13, "DATUM"), Span(24, 29, "DATUM")]
    done = replace(text, spans, PATIENT)
    full, part = (done.text[s.start : s.end] for s in done.spans)
    there = date(int(full[6:]), int(full[3:5]), int(full[:2]))
    moved = there - date(2019, 3, 12)
    wanted = date(2019, 3, 26) + moved
    assert part == f"{wanted:%d-%m}"
    # A date in two digits takes its century from those with four.
    text = "Op 12-03-1919 en 01-04-19, controle 26-03."
    spans = [Span(3, 13, "DATUM"), Span(17, 25, "DATUM"), Span(36, 41, "DATUM")]
    done = replace(text, spans, PATIENT)
    full = done.text[done.spans[0].start : done.spans[0].end]
    assert full[6:8] in ("18", "19")


def test_tags_of_one_category_are_counted_on():
    first, second = replace("<PLAATS>|<PLAATS>", [], PATIENT, report="r").text.split("|")
    assert first == PATIENT.fresh("PLAATS", "r", 1)
    assert second == PATIENT.fresh("PLAATS", "r", 2)
    numbered = replace("<PLAATS 07>", [], PATIENT, report="r").text
    assert numbered == PATIENT.fresh("PLAATS", "r", "number 7")


def test_what_is_kept_is_placed_beside_what_is_not():
    own = SurrogateSettings(((PhiCategory.TIJD, Policy(PolicyName.KEEP)),))
    keeping = PatientSurrogates(KEY, "rumc", "1", settings=own)
    text = "dr. Wagenmakers om 14:05"
    spans = [Span(19, 24, "TIJD"), Span(4, 15, "PERSOON")]
    done = deidentify(text, spans, [Span(16, 18, "x")], keeping, report="r")
    name, time = done.phi
    assert (done.text[time.start : time.end], time.label) == ("14:05", "TIJD")
    assert done.replaced == ((spans[1], name),)
    (entity,) = done.entities
    assert done.text[entity.start : entity.end] == "om"
    assert repr(done) == f"<Deidentified, {len(done.text)} characters, 2 surrogates>"


NAME = Span(4, 10, "PERSOON")


def report(uid, text="dr. Jansen <PLAATS>", *, patient="1", entities=(), phi=(NAME,)):
    return Report("rumc", patient, uid, text, phi, entities, {}, Place("s.csv", 2))


def test_reports_of_one_text_read_the_same():
    reports = [
        report("a"),
        report("b"),
        report("c", patient="2"),
        report("d", "dr. Jansen <PLAATS>."),
        report("e", entities=(Span(0, 2, "x"),)),
        report("f", phi=(Span(0, 10, "PERSOON"),)),
    ]
    patients = {p: PatientSurrogates(KEY, "rumc", p) for p in "12"}
    given = [(at, r, r.phi, patients[r.patient]) for at, r in enumerate(reports)]
    found = list(deidentify_in_turn(given))
    assert [(at, one) for at, one, _ in found] == list(enumerate(reports))
    texts = [done.text for *_, done in found]
    assert found[0][2] is found[1][2]
    assert len({id(done) for *_, done in found}) == 5
    assert texts[2] != texts[0]
    assert texts[4] != texts[0]  # its tag is another report's
    assert (
        texts[0] == deidentify(reports[0].text, reports[0].phi, (), patients["1"], report="a").text
    )


def test_a_report_that_fails_costs_itself():
    good, bad = report("a"), report("b")
    given = [(7, bad, (Span(0, 99, "PERSOON"),), PATIENT), (8, good, good.phi, PATIENT)]
    mishaps = {}
    assert [at for at, *_ in deidentify_in_turn(given, mishaps)] == [8]
    assert list(mishaps) == [7]
    with pytest.raises(ValueError):
        list(deidentify_in_turn(given))


@pytest.mark.parametrize("category", PhiCategory)
def test_the_tag_of_a_category(category):
    own = SurrogateSettings(((category, Policy(PolicyName.REDACT)),))
    patient = PatientSurrogates(KEY, "rumc", "1", settings=own)
    assert patient.surrogate("X1", category) == redacted(category) == f"[{category}]"
    assert patient.fresh(category, "r", 1) == f"[{category}]"


def test_a_number_of_the_patients_is_in_no_surrogate():
    """Five digits and more identify somebody; fewer are anybody's."""
    patient = PatientSurrogates(KEY, "rumc", "1", cast([("12345", "PATIENTNUMMER")]))
    assert patient._is_real("x 12345 y")
    assert patient._is_real("123.45")
    assert not patient._is_real("x12345")
    assert not patient._is_real("1123456")
    few = PatientSurrogates(KEY, "rumc", "1", cast([("1234", "PATIENTNUMMER")]))
    assert few._is_real("1234")
    assert not few._is_real("x 1234 y")


def test_words_in_a_row_that_make_up_what_is_avoided_are_real():
    patient = PatientSurrogates(KEY, "rumc", "1", avoid=frozenset({"janjansen", "bakker"}))
    assert patient._is_real("dr. Jan Jansen belt")
    assert patient._is_real("mw. BAKKER")
    assert not patient._is_real("Jansen Jan")
    assert not patient._is_real("Bakkers")


@pytest.mark.parametrize("label", ["DATUM", "TIJD"])
def test_what_is_marked_as_a_time_and_is_a_date_moves_as_dates_do(label):
    assert PATIENT.surrogate("12-03-2019", label) == PATIENT.surrogate("12-03-2019", "DATUM")


def test_an_age_may_stay_and_nothing_else():
    assert PATIENT.surrogate("65", "LEEFTIJD") == "65"
    for original, label in (("Utrecht", "PLAATS"), ("7", "PHINUMMER"), ("14:05", "TIJD")):
        assert PATIENT.surrogate(original, label).lower() != original.lower()


def test_something_without_letter_or_digit_becomes_a_letter():
    made = {PATIENT.surrogate("--", label) for label in ("PERSOON", "DATUM", "PHINUMMER")}
    assert all(re.fullmatch("[A-Za-z]+", new) for new in made)


@pytest.mark.parametrize(
    ("original", "label"),
    [("J.\nJansen", "PERSOON"), ("Utr\r\necht", "PLAATS"), ("12-03-\n2019", "DATUM")],
)
def test_no_more_line_ends_than_there_were(original, label):
    new = PATIENT.surrogate(original, label)
    for end in "\r\n":
        assert new.count(end) <= original.count(end)


def test_labels_must_be_canonical():
    for label in ("persoon", "RAPPORT_ID.X", "IGNORE"):
        for ask in (PATIENT.keeps, lambda x: PATIENT.fresh(x, "r", 1)):
            with pytest.raises(InputFault):
                ask(label)
    assert not PATIENT.keeps("RAPPORT_ID.T_NUMMER")


def test_patients_are_equal_by_key_namespace_id_and_settings():
    same = PatientSurrogates(KEY, "rumc", "1", cast([("Jan", "PERSOON")]), frozenset({"x"}))
    assert same == PATIENT != PatientSurrogates(KEY, "rumc", "2")
    assert PatientSurrogates(KEY, "avl", "1") != PATIENT
    assert "patient of rumc" in repr(PATIENT)
