"""Labels go into a release as they are: what says too much, or is no class, is held back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import KEY

from dragon_prep.core.documents import Document
from dragon_prep.core.errors import Place
from dragon_prep.core.report import Report
from dragon_prep.core.targets import Target, TargetType
from dragon_prep.tasks.label_faults import label_fault
from dragon_prep.tasks.registry import builtin_tasks

T13 = builtin_tasks()[13]


def document(cohort):
    report = Report("rumc", "1", "1_1", "Verslag.", (), (), {}, Place("x", 2))
    return Document.before(report, KEY, cohort)


def fault(task, label, content="Verslag."):
    found = label_fault(task, document(task.cohort.name), content, label)
    return found and (found[0].code, found[1])


@pytest.mark.parametrize(
    "label",
    [
        *("lung", "lymph node", "hilar lymph node 4r", "other", "3", "VIII", "klein", "kort"),
        *(
            "groot",
            "number",
            "1-number",
            "odd",
            "even",
            "benign",
            "maligne",
            "left",
            "positief",
            "NUMBER",
            "Benign",
        ),
    ],
)
def test_classes_are_no_phi(label):
    assert fault(T13, label) is None


@pytest.mark.parametrize(
    ("label", "category"),
    [
        ("long (dr. Zwartjes)", "PERSOON"),
        ("lung, van der Berg", "PERSOON"),
        ("lung, van der berg", "PERSOON"),
        ("long (dr. zwartjes)", "PERSOON"),
        ("lung; patient 4000137", "PHINUMMER"),
        ("lung 12-03-2019", "DATUM"),
    ],
)
def test_class_with_text_in_it_is_held_back_and_not_quoted(label, category):
    code, said = fault(T13, label)
    assert code == "R366"
    assert said == category


def test_every_string_that_goes_out_is_searched():
    many = replace(T13, target=Target(TargetType.MULTI_LABEL_MULTI_CLASS, metric="x"))
    assert fault(many, ["lung", "dr. J. Zwartjes"])[0] == "R366"
    tags = replace(T13, target=Target(TargetType.NER, metric="x"))
    assert fault(tags, ["O", "B-dr. J. Zwartjes"])[0] == "R366"
    assert fault(tags, ["O", "B-<PERSOON>", "I-<RAPPORT-ID.T-NUMMER>", "B-lesion"]) is None
    t15 = builtin_tasks()[15]
    label = [True] * len(t15.target.labels)
    assert fault(t15, label, ("II", "Verslag.")) is None
    assert fault(t15, label, ("dr. J. Zwartjes", "Verslag."))[0] == "R366"


def test_closed_list_of_classes_takes_no_other():
    t9 = builtin_tasks()[9]
    assert fault(t9, t9.target.labels[0]) is None
    code, said = fault(t9, "dr. J. Zwartjes")
    assert (code, said) == ("R322", "the value is none of the task's classes")


def test_public_texts_are_not_searched():
    t14 = builtin_tasks()[14]
    open_classes = replace(t14, target=replace(t14.target, labels=None))
    assert fault(open_classes, "dr. J. Zwartjes") is None
