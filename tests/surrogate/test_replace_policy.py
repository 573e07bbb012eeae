"""Policies: what becomes of mentions under each, and what holds under all of them."""

from __future__ import annotations

import random
import re
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.spans import Span
from dragon_prep.phi.care_context import CareContext
from dragon_prep.phi.scope import Rules, week_shifts
from dragon_prep.surrogate.apply import replace
from dragon_prep.surrogate.patient import PatientSurrogates
from dragon_prep.surrogate.policy import Chains, Policy, PolicyName, in_keyed_order
from dragon_prep.surrogate.settings import SurrogateSettings

KEY = ProjectKey(bytes(range(32)))
categories = st.sampled_from(PhiCategory)
any_text = st.one_of(
    st.text(max_size=30),
    st.text("aB1 .,-/:'@\n\t", max_size=30),
    st.sampled_from(["dr. J. Jansen", "12-03-2019", "14:05", "6038251", "Nijmegen", "Rijnstate"]),
)
harmless = st.sampled_from(["consistent", "per-mention", "redact", "keep"]).map(
    lambda name: Policy(PolicyName(name))
)
policies = st.one_of(harmless, st.floats(0, 1).map(lambda p: Policy(PolicyName.MARKOV, p)))


def patient_with(policy: Policy, *only: PhiCategory, **more) -> PatientSurrogates:
    chosen = tuple((category, policy) for category in only or PhiCategory)
    own = SurrogateSettings(chosen, accepted=True, **more)
    return PatientSurrogates(KEY, "rumc", "1", settings=own)


def text_of(*mentions: tuple[str, str]) -> tuple[str, list[Span]]:
    text, spans = "Verslag:", []
    for original, label in mentions:
        text += " "
        spans.append(Span(len(text), len(text) + len(original), label))
        text += original
    return text + " einde.", spans


def surrogates_of(patient: PatientSurrogates, text: str, spans: list[Span], report="r1"):
    done = replace(text, spans, patient, report=report)
    return [done.text[span.start : span.end] for span in done.spans]


NAMES = text_of(("dr. Jansen", "PERSOON"), ("J. Jansen", "PERSOON"), ("dr. Jansen", "PERSOON"))


def test_consistent_is_the_default():
    patient = PatientSurrogates(KEY, "rumc", "1")
    one, _, three = surrogates_of(patient, *NAMES)
    assert one == three
    assert surrogates_of(patient_with(Policy()), *NAMES) == surrogates_of(patient, *NAMES)


def test_each_mention_is_somebody_under_per_mention():
    text, spans = text_of(*[("dr. Jansen", "PERSOON")] * 200)
    patient = patient_with(Policy(PolicyName.PER_MENTION))
    made = surrogates_of(patient, text, spans)
    assert len(set(made)) > 180  # common surnames are drawn twice now and then
    assert all(re.fullmatch(r"dr\. (?:IJ|[A-Z])[a-z-]+", one) for one in made)
    assert surrogates_of(patient, text, spans) == made  # and no state is left behind
    assert surrogates_of(patient, text, spans, "r2") != made


@pytest.mark.parametrize("p", [0.0, 0.3, 0.7, 0.95, 1.0])
def test_markov_repeats_with_its_probability(p):
    count = 3000
    text, spans = text_of(*[("6038251", "PATIENTNUMMER")] * count)
    made = surrogates_of(patient_with(Policy(PolicyName.MARKOV, p)), text, spans)
    repeated = sum(left == right for left, right in pairwise(made)) / (count - 1)
    assert abs(repeated - p) < 0.03
    # A surrogate that was left does not come back.
    runs = [made[0]] + [right for left, right in pairwise(made) if left != right]
    assert len(runs) == len(set(runs))


def test_markov_starts_as_consistent_and_stays_so_with_certainty():
    plain = surrogates_of(PatientSurrogates(KEY, "rumc", "1"), *NAMES)
    for p in (0.0, 0.5, 1.0):
        made = surrogates_of(patient_with(Policy(PolicyName.MARKOV, p)), *NAMES)
        assert made[0] == plain[0]
        assert (made == plain) or p < 1


def test_markov_goes_by_identity():
    # "dr. Jansen" and "J. Jansen" are one person: with p = 0 the second breaks the first's run.
    made = surrogates_of(patient_with(Policy(PolicyName.MARKOV, 0.0)), *NAMES)
    assert len({name.split()[-1] for name in made}) == 3
    # Another person's mentions between them change nothing.
    text, spans = text_of(
        ("dr. Jansen", "PERSOON"), ("dr. Bakker", "PERSOON"), ("dr. Jansen", "PERSOON")
    )
    one, _, three = surrogates_of(patient_with(Policy(PolicyName.MARKOV, 1.0)), text, spans)
    assert one == three


def test_chains_are_independent_of_each_other():
    chains = Chains(KEY)
    alone = [chains.draw("PERSOON", "a", 0.5) for _ in range(50)]
    chains = Chains(KEY)
    mixed = []
    for _ in range(50):
        mixed.append(chains.draw("PERSOON", "a", 0.5))
        chains.draw("PERSOON", "b", 0.5)
        chains.draw("DATUM", "a", 0.5)
    assert alone == mixed
    assert "a" not in repr(chains).split()


@given(st.lists(st.tuples(any_text.filter(bool), categories), max_size=8))
def test_redacted_is_the_tag_and_nothing_else(mentions):
    text, spans = text_of(*mentions)
    made = surrogates_of(patient_with(Policy(PolicyName.REDACT)), text, spans)
    assert made == [f"[{label}]" for _, label in mentions]


def test_tags_are_redacted_too():
    patient = patient_with(Policy(PolicyName.REDACT))
    assert replace("Gezien <PERSOON2>.", [], patient).text == "Gezien [PERSOON]."


@given(st.lists(st.tuples(any_text.filter(bool), categories), max_size=8))
def test_kept_is_kept_exactly(mentions):
    text, spans = text_of(*mentions)
    done = replace(text, spans, patient_with(Policy(PolicyName.KEEP)))
    if "<" not in text:
        assert done.text == text
        assert list(done.spans) == spans


def test_a_tag_cannot_be_kept():
    done = replace("Gezien <PERSOON>.", [], patient_with(Policy(PolicyName.KEEP)))
    assert "<" not in done.text
    assert [span.label for span in done.spans] == ["PERSOON"]


def test_what_is_kept_never_covers_what_is_not():
    text = "Jan Jansen, 65 jaar, Utrecht"
    patient = patient_with(Policy(PolicyName.KEEP), PhiCategory.LEEFTIJD)
    spans = [Span(0, 19, "LEEFTIJD"), Span(0, 10, "PERSOON")]
    done = replace(text, spans, patient)
    assert "Jan" not in done.text.split(",")[0].split()
    assert "Jansen" not in done.text
    assert done.text.endswith(", 65 jaar, Utrecht")
    assert [span.label for span in done.spans] == ["PERSOON"]


@pytest.mark.parametrize("name", PolicyName)
def test_policies_are_of_their_category_only(name):
    policy = Policy(name, 0.5 if name is PolicyName.MARKOV else None)
    text, spans = text_of(("dr. Jansen", "PERSOON"), ("Nijmegen", "PLAATS"), ("65", "LEEFTIJD"))
    plain = surrogates_of(PatientSurrogates(KEY, "rumc", "1"), text, spans)
    made = surrogates_of(patient_with(policy, PhiCategory.PERSOON), text, spans)
    assert made[1:] == plain[1:]


@settings(max_examples=200)
@given(st.lists(st.tuples(any_text.filter(bool), categories), max_size=6), policies)
def test_what_holds_under_every_policy(mentions, policy):
    text, spans = text_of(*mentions)
    chosen = tuple((category, policy) for category in PhiCategory)
    own = SurrogateSettings(chosen, accepted=True)
    legacy = np.random.get_state()[1].tolist()  # noqa: NPY002 - it must not be touched
    ours = random.getstate()
    first, second = (
        replace(text, spans, PatientSurrogates(KEY, "rumc", "1", settings=own), report="r")
        for _ in range(2)
    )
    assert (first.text, first.spans) == (second.text, second.spans)
    assert random.getstate() == ours
    assert np.random.get_state()[1].tolist() == legacy  # noqa: NPY002 - it must not be touched
    if policy.name is PolicyName.KEEP:
        return
    for (original, label), span in zip(mentions, first.spans, strict=True):
        new = first.text[span.start : span.end]
        assert new
        assert new.isascii()
        for line_end in "\n\r":
            assert new.count(line_end) <= original.count(line_end)
        if label != PhiCategory.LEEFTIJD and policy.name is not PolicyName.REDACT:
            assert new.casefold() != original.casefold()


def test_another_key_gives_unrelated_surrogates():
    other = ProjectKey(bytes(32))
    mentions = [(f"{n}", "PATIENTNUMMER") for n in range(1000000, 1000200)]
    text, spans = text_of(*mentions)
    for name in ("consistent", "per-mention", "markov"):
        policy = Policy(PolicyName(name), 0.5 if name == "markov" else None)
        own = SurrogateSettings(tuple((c, policy) for c in PhiCategory))
        made = [
            surrogates_of(PatientSurrogates(key, "rumc", "1", settings=own), text, spans)
            for key in (KEY, other)
        ]
        assert sum(a == b for a, b in zip(*made, strict=True)) < 5
        # Digits in one place agree as often as chance has it.
        agree = sum(a[3] == b[3] for a, b in zip(*made, strict=True))
        assert 5 <= agree <= 45


def test_reports_are_gone_through_in_keyed_order():
    class Report:
        centre = "rumc"

        def __init__(self, uid: str) -> None:
            self.uid, self.text = uid, f"verslag {uid}"

    reports = [Report(str(n)) for n in range(40)]
    orders = []
    for items in (reports, reports[::-1]):
        for key in (KEY, ProjectKey(bytes(32))):
            orders.append([r.uid for r in in_keyed_order(items, key, lambda report: report)])
    assert orders[0] == orders[2] != orders[1] == orders[3]
    assert orders[0] != [report.uid for report in reports]


AVOIDED = [
    ("6038251", "PATIENTNUMMER"),
    ("dr. J. Jansen", "PERSOON"),
    ("Nijmegen", "PLAATS"),
    ("Rijnstate", "ZIEKENHUIS"),
    ("KDij", "PERSOONAFKORTING"),
    ("06-12345678", "TELEFOONNUMMER"),
    ("T23-401852", "RAPPORT_ID"),
]


@pytest.mark.parametrize(("original", "label"), AVOIDED)
def test_what_is_avoided_is_never_drawn(original, label):
    avoid: set[str] = set()
    for _ in range(30):  # whatever it draws is forbidden the next time
        patient = PatientSurrogates(KEY, "rumc", "1", avoid=frozenset(avoid))
        new = patient.surrogate(original, label)
        folded = re.sub("[^a-z0-9]", "", new.lower())
        assert folded not in avoid
        assert not avoid & set(re.findall("[a-z0-9]+", new.lower()))
        assert (
            PatientSurrogates(KEY, "rumc", "1", avoid=frozenset(avoid)).surrogate(original, label)
            == new
        )
        avoid |= {folded}


def test_there_is_always_another_letter_and_digit():
    avoid = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
    patient = PatientSurrogates(KEY, "rumc", "1", avoid=avoid)
    for original, label in (("7", "PHINUMMER"), ("Q", "PERSOON"), ("-", "PATIENTNUMMER")):
        new = patient.surrogate(original, label)
        assert new.lower() not in avoid


@given(st.integers(1, 10), st.integers(0, 9))
def test_shifts_are_about_whole_years(fewest, more):
    most = min(10, fewest + more)
    weeks = week_shifts(fewest, most)
    assert 0 not in weeks
    assert len(weeks) == len(set(weeks)) >= 8
    for shift in weeks:
        years = abs(shift) * 7 / 365.25
        assert fewest - 0.1 < years <= most
        assert abs(years - round(years)) * 52.2 < 4.6


def test_dates_move_as_far_as_the_settings_say():
    text, spans = text_of(("12-03-2019", "DATUM"), ("12-06-2019", "DATUM"))
    first, latest, last = date(2019, 3, 12), date(2019, 6, 12), date(2029, 1, 1)
    years = set()
    for number in range(100):
        own = SurrogateSettings(rules=Rules(6, 7))
        around = CareContext(None, (), first, latest, last)
        patient = PatientSurrogates(KEY, "rumc", str(number), settings=own, around=around)
        made = surrogates_of(patient, text, spans)
        assert all(day[3:5] in ("02", "03", "04", "05", "06", "07") for day in made)
        years.add(int(made[0][-4:]) - 2019)
    assert years <= {-7, -6, 6, 7}
    assert len(years) == 4


def test_old_ages_are_capped_where_the_settings_say():
    own = SurrogateSettings(rules=Rules(oldest=80))
    patient = PatientSurrogates(KEY, "rumc", "1", settings=own)
    ages = {"79": "79", "80": "80", "85 jaar": "80 jaar", "95-jarige": "80-jarige"}
    assert {age: patient.surrogate(age, "LEEFTIJD") for age in ages} == ages
