"""Tasks split, numbered and put in figures; and which centres and profiles fit."""

from __future__ import annotations

import pytest
from file_lines import fault, said
from own_tasks import a_cohort, a_document, a_task
from worlds import KEY, OTHER_KEY

from dragon_prep.core.attrition import Step
from dragon_prep.core.targets import TargetType
from dragon_prep.detect.profile import Profile
from dragon_prep.tasks.numbering import apart
from dragon_prep.tasks.prepare import (
    CohortDocuments,
    Options,
    chosen_centres,
    prepare,
    require_fitting,
)

BINARY = TargetType.SINGLE_LABEL_BINARY
READ = Step("umcn", "read", 0, 20, 20)


def prepared(task, documents=None, *, key=KEY, taken=None, steps=(READ,), **options):
    if documents is None:
        documents = [a_document(n, n % 2 == 0) for n in range(20)]
    read = {"hips": CohortDocuments(documents, steps)}
    return prepare(task, read, key=key, options=Options(**options), taken=taken)


def test_cases_in_keyed_order_and_in_that_of_the_source():
    task = a_task(BINARY)
    source, keyed = prepared(task, order="source"), prepared(task)
    assert [document.case for document in source.documents] == [f"case{n:02}" for n in range(20)]
    assert [case.uid for case in keyed.cases] == [f"Task901_own_case{n}" for n in range(20)]
    order = [int(document.case[4:]) for document in keyed.documents]
    assert sorted(order) == list(range(20)) != order
    assert order == [int(d.case[4:]) for d in prepared(task).documents]
    assert order != [int(d.case[4:]) for d in prepared(task, key=OTHER_KEY).documents]

    def tested(made):
        return {made.documents[row].case for row in made.split.test}

    assert tested(source) == tested(keyed)
    assert [case.label for case in keyed.cases] == [n % 2 == 0 for n in order]
    summary = keyed.summary
    assert (summary.cases, summary.patients, summary.test) == ({"umcn": 20}, 20, 6)
    assert (summary.sizes.development, summary.sizes.test) == (14, 6)
    assert summary.steps == (READ,)


def test_numbers_that_documents_have_elsewhere_are_not_given_again():
    task = a_task(BINARY)
    first = prepared(task)
    taken = {document.case: {at} for at, document in enumerate(first.documents)}
    again = prepared(task, taken=taken)
    assert all(at not in taken[d.case] for at, d in enumerate(again.documents))


def test_a_place_that_is_taken_is_swapped_with_the_next_that_is_free():
    assert apart([{0}, set(), set()]) == [1, 0, 2]
    assert apart([set(), {1}, {1}, set()]) == [0, 3, 2, 1]
    assert apart([{0}, {0}, set()]) == [2, 1, 0]
    assert apart([set(), set(), {2}]) == [2, 1, 0]


def test_a_separate_test_set_has_numbers_of_its_own():
    task = a_task(BINARY)
    task.test_set(lambda rows: rows["why"] == "test")
    documents = [
        a_document(n, fields={"value": n % 2 == 0, "why": "test" if n < 4 else ""})
        for n in range(20)
    ]
    made = prepared(task, documents)
    uids = [case.uid for case in made.cases]
    assert uids[:16] == [f"Task901_own_case{n}" for n in range(16)]
    assert uids[16:] == [f"Task901_own_test_case{n}" for n in range(4)]
    assert {document.case for document in made.documents[16:]} == {f"case0{n}" for n in range(4)}
    assert made.split.test == tuple(range(16, 20))


def test_labels_are_learnt_from_the_development_cases_alone():
    task = a_task(TargetType.SINGLE_LABEL_MULTI_CLASS)
    task.test_set(lambda rows: rows["why"] == "test")
    learnt = []

    @task.relabel
    def learn(labels):
        learnt.extend(labels)
        return lambda label: "B" if label == "b" else "A"

    documents = [
        a_document(n, fields={"value": "t" if n < 4 else "ab"[n % 2], "why": why})
        for n in range(20)
        for why in ["test" if n < 4 else ""]
    ]
    made = prepared(task, documents, order="source")
    assert sorted(learnt) == sorted(["a", "b"] * 8)
    assert {case.label for case in made.cases} == {"A", "B"}
    task.relabel(lambda labels: lambda label: 5)
    error = fault(prepared, task, documents)
    assert (error.kind.code, error.detail) == ("E118", "a label is not a class name")
    assert str(error.place) == "Task901_own"
    task.relabel(lambda labels: labels["x"])
    assert fault(prepared, task, documents).detail == "Task901_own fails: TypeError"


def test_nothing_left():
    task = a_task(BINARY)
    task.exclude("no value")(lambda rows: rows["value"].isna())
    gone = [a_document(n) for n in range(3)]
    detail = "no report is left; the largest step was 'no value' of umcn: 3"
    assert said(prepared, task, gone) == ("E211", 3, "Task901_own", detail)
    nothing = said(prepared, task, [], steps=())
    assert nothing == ("E211", 3, "Task901_own", "no report was read")
    nothing = said(prepare, task, {}, key=KEY, options=Options())
    assert nothing[3] == "no report was read"


def test_a_class_that_is_missing():
    one = [a_document(n, True) for n in range(20)]
    error = fault(prepared, a_task(BINARY), one)
    assert (error.kind.code, str(error.place)) == ("E212", "Task901_own")
    assert error.detail == "all cases that are left are of one class"
    more = "Bring reports of other classes, or give a lower --min-class-patients."
    assert error.remedy == more
    two = [a_document(n, n > 0) for n in range(20)]
    error = fault(prepared, a_task(BINARY), two)
    assert error.detail.startswith("1 of 2 classes have no case in training fold ")
    assert error.remedy not in (more, "")


def test_only_centres_of_the_task_and_their_steps_are_used():
    other = a_cohort("knees", ("rumc", "jbz"))
    task = a_task(BINARY, draws_on=((other, ("rumc",)),))
    documents = [a_document(n, n % 2 == 0) for n in range(20)]
    knees = [
        a_document(20 + n, n % 2 == 0, centre=centre, cohort="knees")
        for n, centre in enumerate(["rumc", "jbz"])
    ]
    read = {
        "hips": CohortDocuments(documents, [READ]),
        "knees": CohortDocuments(
            knees, [Step("jbz", "read", 0, 1, 1), Step("rumc", "read", 0, 1, 1)]
        ),
        "ankles": CohortDocuments([], []),
    }
    task.exclude("x")(lambda rows: rows["value"].isna())
    made = prepare(task, read, key=KEY, options=Options())
    assert made.summary.cases == {"rumc, knees": 1, "umcn, hips": 20}
    assert [(step.centre, step.name) for step in made.summary.steps] == [
        *(("umcn, hips", "read"), ("umcn, hips", "x")),
        *(("rumc, knees", "read"), ("rumc, knees", "x")),
    ]


def chosen(tasks, *wanted):
    return [(cohort.name, centres) for cohort, centres in chosen_centres(tasks, wanted)]


HIPS, KNEES = a_cohort(), a_cohort("knees", ("rumc", "umcn"))
TASK = a_task(BINARY, cohort=HIPS)
DRAWING = a_task(BINARY, cohort=HIPS, draws_on=((KNEES, ("rumc",)),))


def test_centres_that_are_chosen():
    assert chosen([TASK]) == [("hips", ("umcn", "avl"))]
    assert chosen([TASK, TASK], "avl", " UMCN ") == [("hips", ("umcn", "avl"))]
    assert chosen([TASK], "avl") == [("hips", ("avl",))]
    assert chosen([DRAWING]) == [("hips", ("umcn", "avl")), ("knees", ("rumc", "umcn"))]
    # What is only drawn on is there if one of its centres is wanted.
    assert chosen([DRAWING], "umcn") == [("hips", ("umcn",))]
    assert chosen([DRAWING], "umcn", "RUMC") == [("hips", ("umcn",)), ("knees", ("rumc", "umcn"))]
    own = a_task(BINARY, cohort=KNEES, number=902)
    assert chosen([DRAWING, own], "umcn") == [("hips", ("umcn",)), ("knees", ("umcn",))]


def test_centres_that_do_not_fit():
    told = said(chosen_centres, [TASK], ["umcm"])
    assert told == ("E102", 2, "", "there is no such centre; did you mean umcn?")
    told = said(chosen_centres, [TASK], ["Jansen"])
    assert told[3] == "there is no such centre; there are umcn, avl"
    told = said(chosen_centres, [DRAWING], ["rumc"])
    assert told == ("E102", 2, "", "hips has the centres umcn, avl")


def test_profiles_that_fit_and_do_not():
    cohorts = [(HIPS, ("umcn", "avl")), (KNEES, ("rumc",))]
    require_fitting([Profile("umcn"), Profile("rumc"), Profile("")], cohorts)
    require_fitting([], cohorts)
    for profiles, detail in (
        (["umcm"], "a profile's centre takes no part; did you mean umcn?"),
        (["Jansen"], "a profile's centre takes no part; there are avl, rumc, umcn"),
        (["umcn", "avl", "umcn"], "there are two profiles of umcn"),
    ):
        told = said(require_fitting, [Profile(centre) for centre in profiles], cohorts)
        assert (told[1], told[3]) == (2, detail)


@pytest.mark.parametrize("number", [0, 2])
def test_rare_classes_go_where_asked(number):
    documents = [a_document(n, "ab"[n % 2]) for n in range(20)]
    documents.append(a_document(20, "rare"))
    task = a_task(TargetType.SINGLE_LABEL_MULTI_CLASS)
    if number:
        made = prepared(task, documents, min_class_patients=number)
        assert made.summary.labels == {"a": 10, "b": 10}
    else:
        assert fault(prepared, task, documents).kind.code == "E212"
