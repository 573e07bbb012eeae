"""A report goes out only if the number of its label still stands where it stood."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import KEY, OTHER_KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.core.codes.intake import NUMBER_LOST
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import Place
from dragon_prep.core.lost_numbers import lost_digests, lost_numbers
from dragon_prep.core.offsets import OffsetMap, substitute
from dragon_prep.core.spans import Span
from dragon_prep.language.ascii import to_ascii
from dragon_prep.surrogate.deidentify import deidentify
from dragon_prep.surrogate.patient import PatientSurrogates
from dragon_prep.tasks.derive import derive
from dragon_prep.tasks.stated import stated

T10, T19, T20, T22, T24 = find_tasks(["T10", "T19", "T20", "T22", "T24"])


def document(text, *marked, key=KEY, **fields):
    """A document of which the first mention of each marked string is replaced."""
    spans = tuple(Span(text.index(m), text.index(m) + len(m), label) for m, label in marked)
    done = deidentify(text, spans, (), PatientSurrogates(key, "x", "1"), report="r")
    replaced = tuple((old.start, old.end, new.start, new.end) for old, new in done.replaced)
    return Document(
        "c" * 32,
        "p" * 32,
        "umcg",
        done.text,
        (),
        (),
        fields,
        Place("x", 2),
        annotated=True,
        replaced=replaced,
        lost=lost_digests(done.lost, "c" * 32, key),
    )


def is_lost(task, label, text, *marked, **fields):
    return stated(task, document(text, *marked, **fields), label, KEY) is None


def test_a_value_that_was_capped_as_an_age_is_lost():
    text = "Patient: dhr. Jansen\nPSA: 98"
    made = document(text, ("98", "LEEFTIJD"))
    assert made.text.endswith("PSA: 90")
    assert stated(T20, made, 98.0, KEY) is None


@pytest.mark.parametrize("spelt", ["98", "98,0", "98.0", "98,00"])
def test_every_spelling_of_a_value_is_the_value(spelt):
    assert is_lost(T20, 98.0, f"PSA: {spelt}.", (spelt, "PATIENTNUMMER"))
    assert not is_lost(T20, 98.0, f"PSA: {spelt}.")


def test_a_value_in_words_stands_though_a_time_had_the_same_number():
    text = "Nodus van dertien mm. Verslag om 13:10."
    made = document(text, ("13:10", "TIJD"))
    assert "13" not in made.text
    assert stated(T22, made, 13.0, KEY).stand == 1


def test_a_value_in_words_that_is_replaced_is_lost():
    assert is_lost(T22, 29.0, "Cyste van negenentwintig mm.", ("negenentwintig", "LEEFTIJD"))


@pytest.mark.parametrize("spelt", ["1.250", "1250", "1.250,0", "1,250.0"])
def test_thousands_are_read(spelt):
    assert is_lost(T20, 1250.0, f"PSA: {spelt}.", (spelt, "PATIENTNUMMER"))
    assert stated(T20, document(f"PSA: {spelt}."), 1250.0, KEY).stand == 1


@pytest.mark.parametrize("spelt", ["23 mm", "2,3 cm", "2.3cm"])
def test_lengths_are_in_mm_or_in_cm(spelt):
    number = spelt.rstrip("cm ")
    assert is_lost(T22, 23.0, f"Massa van {spelt}.", (number, "RAPPORT_ID"))
    assert not is_lost(T22, 23.0, f"Massa van {spelt}.")


def test_what_stands_in_another_place_or_spelling_is_enough():
    assert not is_lost(T22, 23.0, "Massa van 23 mm, kamer 23.", ("kamer 23", "ADRES"))
    assert not is_lost(T22, 23.0, "Kamer 23. Massa van 2,3 cm.", ("Kamer 23", "ADRES"))


def test_a_surrogate_with_the_number_is_no_mention_of_it():
    made = document("Leeftijd 95, PSA 90.", ("95", "LEEFTIJD"), ("90.", "PATIENTNUMMER"))
    assert made.text.startswith("Leeftijd 90, PSA ")
    assert stated(T20, made, 90.0, KEY) is None


def test_diameters_of_a_volume_are_looked_for_too():
    text, cell = "Prostaat 4,1 x 5,0 x 4,7 cm.", "4,1 x 5,0 x 4,7 cm"
    volume = 50.448
    assert is_lost(T19, volume, text, ("4,7", "RAPPORT_ID"), prostate_volume=cell)
    counts = stated(T19, document(text, prostate_volume=cell), volume, KEY)
    assert (counts.stand, counts.nowhere) == (1, 0)


def test_a_number_that_stood_nowhere_is_counted():
    counts = stated(T20, document("Verhoogd PSA, 12-3-2019.", ("12-3-2019", "DATUM")), 9.5, KEY)
    assert (counts.stand, counts.nowhere) == (0, 1)


def test_each_lesion_is_looked_for_and_none_is_not():
    text = "Laesie 1: 23 mm. Laesie 2: 14 mm."
    label = [23.0, 14.0, 0, None, None]
    counts = stated(T24, document(text), label, KEY)
    assert (counts.stand, counts.nowhere) == (2, 0)
    assert is_lost(T24, label, text, ("14", "TELEFOONNUMMER"))


def test_of_other_targets_nothing_is_asked():
    assert not is_lost(T10, "98", "PSA: 98", ("98", "LEEFTIJD"))


def test_the_step_to_ascii_is_looked_at():
    text = "PSA 9② nu"
    new, offsets = to_ascii(text)
    assert lost_numbers(text, new, offsets) == {Decimal(9)}
    assert is_lost(T20, 9.0, text)


def test_a_power_is_no_other_number():
    text = "PSA 9² nu, 3 × 10⁹/L"
    assert to_ascii(text)[0] == "PSA 9^2 nu, 3 x 10^9/L"
    assert lost_numbers(text, *to_ascii(text)) == frozenset()


def test_full_width_figures_and_typographic_marks_are_the_same_number():
    text = "PSA \uff19\uff18 ng/ml \u2013 na 12\u00a0mm, 4 cm\u00b2"
    assert lost_numbers(text, *to_ascii(text)) == frozenset()


def test_digests_tell_nothing_without_the_key_and_differ_by_report():
    lost = frozenset((Decimal(98), Decimal("9.5")))
    own = lost_digests(lost, "a", KEY)
    assert own == lost_digests(sorted(lost, reverse=True), "a", KEY)
    assert not set(own) & set(lost_digests(lost, "b", KEY))
    assert not set(own) & set(lost_digests(lost, "a", OTHER_KEY))
    assert lost_digests([Decimal("98.0")], "a", KEY) == lost_digests([Decimal(98)], "a", KEY)


def test_the_row_is_held_back_with_its_own_code():
    none = dict.fromkeys(name for name, _ in T20.cohort.fields)
    none |= {"psa_not_in_report": False, "remark": ""}
    kept = document("PSA: 9,5", **none | {"psa": "9,5"})
    gone = document("PSA: 98", ("98", "LEEFTIJD"), **none | {"psa": "98"})
    derived = derive(T20, [kept, gone], key=KEY)
    assert [case.label for case in derived.cases] == [9.5]
    (problem,) = derived.problems
    assert problem.kind is NUMBER_LOST
    assert "98" not in str(problem)
    assert (derived.numbers.stand, derived.numbers.nowhere) == (1, 0)
    assert derived.steps[-1].name == NUMBER_LOST.title


_TEXTS = st.text(alphabet="0123456789.,x -cm½²\uff19", max_size=40)


@given(_TEXTS)
def test_an_unchanged_text_loses_nothing(text):
    assert lost_numbers(text, text, OffsetMap()) == frozenset()


@given(st.lists(st.sampled_from(["12", "9,5", "98", "en", "mm"]), min_size=1), st.data())
def test_what_is_replaced_by_words_is_lost_and_all_else_stands(words, data):
    text = " ".join(words)
    at = data.draw(st.integers(0, len(words) - 1))
    start = len(" ".join(words[:at])) + (at > 0)
    new, offsets = substitute(text, [(start, start + len(words[at]), "X")])
    lost = lost_numbers(text, new, offsets)
    expected = {Decimal(words[at].replace(",", "."))} if words[at][0].isdigit() else set()
    assert lost == expected


def mark_values(file):
    """Marks as PHI the PSA of each annotated report that says it once."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        found = list(re.finditer(r"PSA[^\d\n]{0,12}(\d+[.,]\d+)", line["text"]))
        if len(found) == 1 and line["text"].count(found[0][1]) == 1:
            line["label"].append([*found[0].span(1), "<PATIENTNUMMER>"])
            line["label"].sort()
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def test_a_build_holds_back_what_an_annotation_took_away(tmp_path):
    raw = tmp_path / "raw"
    simulate([T20], raw, reports=300, seed=5)
    before = build([T20], raw, tmp_path / "before", key=KEY)
    assert NUMBER_LOST.code not in {problem.kind.code for problem in before.problems}
    mark_values(raw / "umcg/prostate/radiology/all_checked.jsonl")
    after = build([T20], raw, tmp_path / "after", key=KEY)
    lost = [problem for problem in after.problems if problem.kind is NUMBER_LOST]
    assert len(lost) >= 3
    tasks = [before.tasks[0], after.tasks[0]]
    steps = [step for step in tasks[1].steps if step.name == NUMBER_LOST.title]
    assert sum(step.excluded for step in steps) == len(lost)
    cases = [sum(task.cases.values()) for task in tasks]
    stand = [task.numbers["stand"] for task in tasks]
    assert cases[0] - cases[1] == stand[0] - stand[1] == len(lost)
