"""From documents to labelled cases: who stays, who goes, for what reason, and in which step."""

from __future__ import annotations

import pytest
from file_lines import fault, told
from own_tasks import a_cohort, a_document, a_task
from worlds import KEY

from dragon_prep.core.codes.intake import VALUE_MISSING
from dragon_prep.core.errors import DragonPrepError, UsageFault
from dragon_prep.core.spans import Span
from dragon_prep.core.targets import TargetType
from dragon_prep.intake.values import ValueProblem
from dragon_prep.tasks.bio import BioCounts
from dragon_prep.tasks.derive import Row, derive, missing_class, source_name
from dragon_prep.tasks.summary import StatedCounts

BINARY = TargetType.SINGLE_LABEL_BINARY
CLASSES = TargetType.SINGLE_LABEL_MULTI_CLASS
NUMBER = TargetType.SINGLE_LABEL_REGRESSION
NUMBERS = TargetType.MULTI_LABEL_REGRESSION


def steps(derived):
    return [(s.centre, s.name, s.excluded, s.rows, s.patients) for s in derived.steps]


def derived(task, *documents, **more):
    return derive(task, documents, key=KEY, **more)


def test_a_row_has_fields_and_spans():
    document = a_document(1, phi=((0, 3, "DATUM"),), entities=((4, 7, "LAB"),))
    row = Row(document, {"value": 5})
    assert row.value == 5
    assert (row.phi, row.entities) == ((Span(0, 3, "DATUM"),), (Span(4, 7, "LAB"),))
    with pytest.raises(AttributeError, match="the cohort has no field 'volume'"):
        row.volume  # noqa: B018


def test_what_every_row_has():
    task = a_task(BINARY)
    seen = []

    @task.value("value")
    def value(row):
        seen.append((row.centre, row.cohort, row.patient, row.annotated, row.text, row.why))
        return True

    @task.exclude("not annotated")
    def not_annotated(rows):
        assert set(rows.columns) == {
            *("centre", "cohort", "patient", "annotated", "text", "value", "why")
        }
        return ~rows["annotated"]

    derived(task, a_document(1), a_document(2, annotated=False))
    assert seen == [("umcn", "hips", "patient01", True, "Verslag 1.", None)]


def test_the_first_rule_that_leaves_a_row_out_counts_it():
    task = a_task(BINARY)
    task.exclude("no value")(lambda rows: rows["value"].isna())
    task.exclude("a reason")(lambda rows: rows["why"].notna() | rows["value"].isna())
    task.exclude("none")(lambda rows: rows["value"].isna() & False)
    documents = [
        *(a_document(n, value) for n, value in enumerate([True, None, False])),
        a_document(3, True, fields={"value": True, "why": "x"}, patient="patient00"),
        a_document(4, True, centre="avl"),
    ]
    found = derived(task, *documents)
    assert [(case.document.case, case.label) for case in found.cases] == [
        *(("case00", True), ("case02", False), ("case04", True))
    ]
    assert steps(found) == [
        ("umcn", "no value", 1, 3, 2),
        ("umcn", "a reason", 1, 2, 2),
        ("umcn", "none", 0, 2, 2),
        ("avl", "no value", 0, 1, 1),
        ("avl", "a reason", 0, 1, 1),
        ("avl", "none", 0, 1, 1),
    ]
    assert (found.problems, found.spans, found.numbers) == ((), BioCounts(), StatedCounts())


def test_no_documents_are_no_cases():
    found = derived(a_task(BINARY))
    assert (found.cases, found.steps, found.problems) == ((), (), ())


def test_a_mask_that_is_neither_true_nor_false_leaves_nothing_out():
    task = a_task(BINARY)
    task.exclude("maybe")(lambda rows: rows["why"])
    found = derived(task, a_document(1, True, fields={"value": True, "why": "x"}))
    assert len(found.cases) == 1


def test_values_that_cannot_be_read_are_listed_by_cell_and_are_a_step():
    task = a_task(NUMBER)

    @task.value("value")
    def value(row):
        if row.value is None:
            raise ValueProblem("the cell is empty", kind=VALUE_MISSING)
        return row.value

    task.exclude("a reason")(lambda rows: rows["why"].notna())
    where = {"place": a_document(9).place}
    found = derived(task, a_document(0, 1.5), a_document(1), a_document(2, "Jansen", **where))
    assert told(found.problems) == [
        ("R321", "umcn/hips.csv, row 3, column 'Value'", "the cell is empty", True),
        (
            *("R322", "umcn/hips.csv, row 11, column 'Value'"),
            *("the value is not a finite number", True),
        ),
    ]
    assert [step[1:4] for step in steps(found)] == [
        ("a reason", 0, 3),
        ("a value cannot be read", 1, 2),
        ("a value is missing", 1, 1),
    ]


@pytest.mark.parametrize(
    ("kind", "value", "good"),
    [
        (NUMBER, 2.0, True),
        (NUMBER, 5.0, True),
        (NUMBER, 1.99, False),
        (NUMBER, 5.01, False),
        (NUMBERS, [2, None, 5], True),
        (NUMBERS, [2, 6], False),
    ],
)
def test_plausible_values_include_their_ends(kind, value, good):
    task = a_task(kind, plausible=(2.0, 5.0), unit="cm3")
    found = derived(task, a_document(1, value))
    assert bool(found.cases) is good
    detail = "the value is not between 2 and 5 cm3"
    assert [(p.kind.code, p.detail) for p in found.problems] == ([] if good else [("R323", detail)])
    without = derived(a_task(kind, plausible=(9, 9.5)), a_document(1, value))
    assert [p.detail for p in without.problems] == ["the value is not between 9 and 9.5"]


def failing(task, *bad):
    @task.value("value")
    def value(row):
        if row.text in {f"Verslag {n}." for n in bad}:
            raise KeyError(row.text)
        return True

    return task


def test_a_function_that_fails_costs_its_row():
    found = derived(failing(a_task(BINARY), 3), *(a_document(n) for n in range(20)))
    assert len(found.cases) == 19
    place = "umcn/hips.csv, row 5, column 'Value'"
    assert told(found.problems) == [("R348", place, "KeyError in value", True)]


@pytest.mark.parametrize(("bad", "of"), [((1,), 1), ((0, 1), 2), ((1, 2), 20)])
def test_a_function_that_fails_in_many_rows_is_to_blame(bad, of):
    documents = [a_document(n) for n in range(of)] if of > 1 else [a_document(1)]
    error = fault(derived, failing(a_task(BINARY), *bad), *documents)
    assert isinstance(error, UsageFault)
    row = 3 if 0 not in bad else 2
    assert error.detail == f"Task901_own fails for umcn/hips.csv, row {row}: KeyError"


def test_rows_that_were_left_out_do_not_count_as_tried():
    task = failing(a_task(BINARY), 1)
    task.exclude("a reason")(lambda rows: rows["why"].notna())
    gone = a_document(2, fields={"value": None, "why": "x"})
    fault(derived, task, a_document(1), gone)
    assert len(derived(task, a_document(1), a_document(2)).cases) == 1


@pytest.mark.parametrize("error", [MemoryError(), DragonPrepError(VALUE_MISSING)])
def test_what_is_no_fault_of_the_function_goes_on_up(error):
    task = a_task(BINARY)

    @task.value("value")
    def value(row):
        raise error

    with pytest.raises(type(error)):
        derived(task, *(a_document(n) for n in range(3)))


def test_rules_and_test_sets_that_fail_are_named():
    for register in (lambda t: t.exclude("x"), lambda t: t.test_set):
        task = a_task(BINARY)
        register(task)(lambda rows: rows["volume"])
        error = fault(derived, task, a_document(1, True))
        assert error.detail == "Task901_own fails: KeyError"
        assert error.place.file == "tasks/test_derive.py"


def test_patients_of_the_separate_test_set_are_in_no_other():
    task = a_task(BINARY)
    task.test_set(lambda rows: rows["why"] == "test")
    test = {"fields": {"value": True, "why": "test"}}
    found = derived(
        *(task, a_document(0, True), a_document(1, **test)),
        *(a_document(2, True, patient="patient01"), a_document(3, **test, patient="patient01")),
    )
    assert [(case.document.case, case.is_test) for case in found.cases] == [
        *(("case00", False), ("case01", True), ("case03", True))
    ]
    assert steps(found) == [("umcn", "patient of the separate test set", 1, 3, 2)]


def test_rare_classes_are_counted_by_patient():
    documents = [
        *(a_document(n, "common") for n in range(3)),
        *(a_document(n, "twice", patient="same") for n in (3, 4)),
        *(a_document(n, "pair") for n in (5, 6)),
    ]
    task = a_task(CLASSES)
    found = derived(task, *documents, min_class_patients=2)
    assert [case.label for case in found.cases] == ["common"] * 3 + ["pair"] * 2
    assert steps(found) == [("umcn", "class with fewer than 2 patients", 2, 5, 5)]
    assert len(derived(task, *documents, min_class_patients=3).cases) == 3
    assert steps(derived(task, *documents)) == []
    task.relabel(lambda labels: lambda label: label)
    assert len(derived(task, *documents, min_class_patients=3).cases) == 7


def test_rare_classes_are_those_of_what_stays():
    task = a_task(CLASSES)
    task.test_set(lambda rows: rows["why"] == "test")
    test = {"fields": {"value": "a", "why": "test"}}
    rows = [a_document(0, "a"), a_document(1, **test), a_document(2, "a", patient="patient01")]
    found = derived(task, *rows, min_class_patients=2)
    assert [case.document.case for case in found.cases] == ["case00", "case01"]
    assert [step[1] for step in steps(found)] == [
        *("patient of the separate test set", "class with fewer than 2 patients")
    ]


def test_numbers_are_looked_for_in_the_text():
    task = a_task(NUMBER)
    found = derived(task, a_document(1, 1.0), a_document(2, 7.0), a_document(3, 0.0))
    assert (found.numbers.stand, found.numbers.nowhere) == (1, 1)


def test_texts_in_parts_and_tokens():
    task = a_task(BINARY)
    task.text_parts(lambda row: [row.text, "twee"])
    (case,) = derived(task, a_document(1, True)).cases
    assert case.content == ("Verslag 1.", "twee")
    (case,) = derived(a_task(BINARY), a_document(1, True)).cases
    assert (case.content, case.patient) == ("Verslag 1.", "patient01")
    spans = {"entities": ((0, 7, "LAB"), (8, 9, "NR"))}
    (case,) = derived(a_task(TargetType.NER), a_document(1, **spans)).cases
    assert (case.content, case.label) == (("Verslag", "1", "."), ["B-LAB", "B-NR", "O"])
    words = derived(a_task(TargetType.NER, tokens="words"), a_document(1, **spans))
    assert words.cases[0].content == ("Verslag", "1.")
    assert words.spans == BioCounts(grown=1)
    block = {"entities": ((0, 7, "1-LAB"),)}
    (case,) = derived(a_task(TargetType.MULTI_LABEL_NER), a_document(1, **block)).cases
    assert case.label == [["B-1-LAB"], ["O"], ["O"]]


def test_a_text_without_tokens_is_held_back():
    found = derived(a_task(TargetType.NER), a_document(1, text=" "), a_document(2))
    assert [(p.kind.code, p.detail) for p in found.problems] == [("R322", "the text has no tokens")]


def test_sources_are_told_apart_where_there_are_several():
    other = a_cohort("knees", ("rumc",))
    task = a_task(BINARY, draws_on=((other, ("rumc",)),))
    documents = [a_document(1, True), a_document(2, True, centre="rumc", cohort="knees")]
    task.exclude("x")(lambda rows: rows["value"].isna())
    assert [step[0] for step in steps(derived(task, *documents))] == ["umcn, hips", "rumc, knees"]
    assert source_name(a_task(BINARY), "umcn", "hips") == "umcn"


def test_fields_of_one_cohort_are_missing_in_the_rows_of_another():
    other = a_cohort("knees", ("rumc",))
    task = a_task(BINARY, draws_on=((other, ("rumc",)),))

    @task.value("value")
    def value(row):
        return row.why is None

    (case,) = derived(task, a_document(2, fields={}, centre="rumc", cohort="knees")).cases
    assert case.label is True


@pytest.mark.parametrize(
    ("kind", "labels", "training", "said"),
    [
        (NUMBER, [1.0, 1.0], [[0], [1]], ""),
        (BINARY, [True, True], [[0, 1]], "all cases that are left are of one class"),
        (BINARY, [True, False], [[0, 1], [0, 1]], ""),
        (BINARY, [True, False], [[0, 1], [0]], "1 of 2 classes have no case in training fold 1"),
        (CLASSES, ["a", "b", "c"], [[0]], "2 of 3 classes have no case in training fold 0"),
        (CLASSES, ["a", "b", "c"], [[2, 1, 0]], ""),
        (CLASSES, ["a"], [[0]], "all cases that are left are of one class"),
    ],
)
def test_classes_that_a_model_does_not_get(kind, labels, training, said):
    assert missing_class(a_task(kind), labels, training) == said


@pytest.mark.parametrize("rows", [1, 3])
def test_a_rule_answers_for_every_row(rows):
    task = a_task(BINARY)
    task.exclude("x")(lambda frame: frame["value"].reindex(range(rows)).isna())
    error = fault(derived, task, a_document(0, True), a_document(1, True))
    assert (error.kind.code, error.detail) == ("E118", "Task901_own fails: ValueError")
