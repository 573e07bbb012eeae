"""A task's cases on their sides: ledgers over tasks, given test sets, what is left out for them."""

from __future__ import annotations

from file_lines import fault
from own_tasks import a_cohort, a_document, a_task
from worlds import KEY

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.steps import Step
from dragon_prep.core.targets import TargetType
from dragon_prep.split.ledger import Ledger
from dragon_prep.split.policies import sides_of
from dragon_prep.split.settings import TEST, SplitPolicy, SplitSettings
from dragon_prep.tasks.prepare import CohortDocuments, Options
from dragon_prep.tasks.sequence import prepare_in_turn

BINARY = TargetType.SINGLE_LABEL_BINARY
READ = Step("umcn", "read", 0, 40, 40)
BENCHMARK = SplitSettings(SplitPolicy.BENCHMARK)


def some_documents(numbers=range(40), **more):
    return [a_document(n, n % 2 == 0, **more) for n in numbers]


def made_of(tasks, documents, split, ledger=None):
    read = {"hips": CohortDocuments(documents, (READ,))}
    return prepare_in_turn(tasks, read, key=KEY, options=Options(split=split), ledger=ledger)


def sides(ready):
    return sides_of(ready.patients, ready.split)


def second_task(**more):
    return a_task(BINARY, number=902, name="second", cohort=a_cohort(), **more)


def test_one_patient_is_on_one_side_over_all_tasks_and_later_builds():
    ledger = Ledger()
    part = second_task()
    part.exclude("every fourth")(lambda rows: rows["why"] == "no")
    documents = [
        a_document(n, fields={"value": n % 2 == 0, "why": "" if n % 4 else "no"}) for n in range(40)
    ]
    first, second = made_of([a_task(BINARY), part], documents, BENCHMARK, ledger)
    assert len(sides(second)) == 30
    everybody = sides(first)
    assert {patient: everybody[patient] for patient in sides(second)} == sides(second)
    noted = dict(ledger.sides)
    later = made_of([second_task()], some_documents(range(5, 60)), BENCHMARK, ledger)[0]
    assert {p: s for p, s in sides(later).items() if p in everybody}.items() <= everybody.items()
    assert noted.items() <= ledger.sides.items()
    assert len(ledger.sides) == 60


def test_a_fixed_test_set_decides_for_the_other_tasks_of_a_benchmark():
    documents = [
        a_document(n, fields={"value": n % 2 == 0, "why": "test" if n in (3, 4, 5, 6) else ""})
        for n in range(40)
    ]
    fixed = second_task()
    fixed.test_set(lambda rows: rows["why"] == "test")
    ledger = Ledger()
    first, second = made_of([a_task(BINARY), fixed], documents, BENCHMARK, ledger)
    theirs = {f"patient{n:02}" for n in (3, 4, 5, 6)}
    assert {p for p, side in sides(second).items() if side == TEST} == theirs
    assert all(sides(first)[patient] == TEST for patient in theirs)
    # Whom the first task put in the test set, as it may, is not in the second at all.
    gone = {p for p, side in sides(first).items() if side == TEST} - theirs
    assert gone
    assert not gone & set(sides(second))
    step = next(s for s in second.summary.steps if s.excluded)
    assert (step.name, step.excluded) == ("patient is on another side of the benchmark", len(gone))
    assert step.rows == len(second.cases) == 40 - len(gone)


def test_an_external_test_set_by_centre_and_by_id():
    documents = some_documents(range(20)) + some_documents(range(20, 40), centre="avl")
    by_centre = SplitSettings(SplitPolicy.EXTERNAL, test_centres=("avl",))
    made = made_of([a_task(BINARY)], documents, by_centre)[0]
    assert {made.documents[row].centre for row in made.split.test} == {"avl"}
    assert len(made.split.test) == 20
    assert all("_test_" not in case.uid for case in made.cases)

    case = KEY.digest(KeyPurpose.CASE, "umcn", "4000137").hex()[:32]
    patient = KEY.digest(KeyPurpose.PATIENT, "umcn", "77").hex()[:32]
    documents = [
        *some_documents(),
        a_document(50, True, case=case, patient="x"),
        a_document(51, False, patient="x"),
        a_document(52, True, patient=patient),
        a_document(53, False, patient=patient),
    ]
    by_id = SplitSettings(SplitPolicy.EXTERNAL, test_ids=frozenset({"4000137.0", " 77", "5"}))
    made = made_of([a_task(BINARY)], documents, by_id)[0]
    assert {made.documents[row].place.row for row in made.split.test} == {52, 54, 55}
    assert len(made.cases) == 43
    step = made.summary.steps[-1]
    assert (step.name, step.excluded) == ("patient of the given test set", 1)


def test_fields_that_the_cohort_does_not_have():
    split = SplitSettings(SplitPolicy.STRATIFIED, fields=("sex",))
    error = fault(made_of, [a_task(BINARY)], some_documents(), split)
    assert (error.kind.code, error.detail) == ("E237", "the cohort has the fields value, why")
    assert str(error.place) == "Task901_own"


def test_stratified_keeps_texts_that_are_nearly_the_same_together():
    same = b"".join(n.to_bytes(8, "little") for n in range(1, 40))
    documents = [
        a_document(n, n % 2 == 0, shingles=same if n in (4, 9, 30) else b"") for n in range(40)
    ]
    made = made_of([a_task(BINARY)], documents, SplitSettings(SplitPolicy.STRATIFIED))[0]
    found = sides(made)
    assert found["patient04"] == found["patient09"] == found["patient30"]


def test_too_few_patients_are_told_with_the_task():
    error = fault(made_of, [a_task(BINARY)], some_documents(range(5)), BENCHMARK)
    assert (error.kind.code, str(error.place)) == ("E221", "Task901_own")
