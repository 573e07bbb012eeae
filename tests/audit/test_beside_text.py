"""What fields say of the patient is found as it is in texts, and stays out of labels."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import KEY

from dragon_prep.audit.beside_text import beside_texts
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import Place
from dragon_prep.core.known import KnownFact, KnownKind
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.core.targets import Target, TargetType
from dragon_prep.tasks.label_faults import label_fault
from dragon_prep.tasks.registry import builtin_tasks

T13 = builtin_tasks()[13]
FACTS = (
    KnownFact(KnownKind.NAME, "Zoetelief, J.A."),
    KnownFact(KnownKind.BIRTH_DATE, "1950-02-01"),
    KnownFact(KnownKind.NUMBER, "4000137"),
    KnownFact(KnownKind.ADDRESS, "Kadestraat 12, 3511 AB Utrecht"),
)


def report(fields, *labels, patient="p1", facts=FACTS):
    entities = tuple(Span(0, 7, label) for label in labels)
    place = Place("x", 2)
    return Report("rumc", patient, f"{patient}_1", "Verslag.", (), entities, fields, place, facts)


def fault(cell, label, *, task=T13, facts=FACTS):
    made = report({"sample_origin": cell}, facts=facts)
    document = Document.before(made, KEY, task.cohort.name)
    document = replace(document, speaks=beside_texts([(0, made)]).get(0, ()))
    found = label_fault(task, document, "Verslag.", label)
    return found and (found[0].code, found[1])


@pytest.mark.parametrize(
    ("cell", "label", "category"),
    [
        ("Zoetelief", "Zoetelief", "PERSOON"),
        ("zoetelief", "zoetelief", "PERSOON"),
        ("ZOETELIEF", "Zoetelief", "PERSOON"),
        ("long Zoetelief", "long zoetelief", "PERSOON"),
        ("long (Zoetelief)", "long (Zoetelief)", "PERSOON"),
        ("Zoetelief, J.A.", "zoetelief, j.a.", "PERSOON"),
        ("lung 400.0137", "lung 400.0137", "PATIENTNUMMER"),
        ("lung, Kadestraat 12", "lung, Kadestraat 12", "ADRES"),
        ("lung 1 feb 50", "lung 1 feb 50", "DATUM"),
    ],
)
def test_label_with_what_the_columns_say_of_the_patient_is_held_back(cell, label, category):
    code, said = fault(cell, label)
    assert code == "R366"
    assert category in said.split(", ")


@pytest.mark.parametrize("cell", ["Zoetelief", "zoetelief"])
def test_name_of_another_patient_that_nothing_tells_is_no_fault_of_the_comparison(cell):
    assert fault(cell, cell, facts=()) is None


def test_surname_that_is_a_class_too_counts_where_it_stands_alone():
    klein = (KnownFact(KnownKind.NAME, "A. Klein"),)
    assert fault("Klein", "klein", facts=klein)[0] == "R366"
    assert fault("kleine laesie", "kleine laesie", facts=klein) is None
    assert fault("laesie klein", "laesie klein", facts=klein) is None


@pytest.mark.parametrize("label", ["lung", "lymph node", "VIII", "long", "klein", "3"])
def test_classes_stay_where_the_cell_has_the_patient_beside_them(label):
    assert fault(f"{label} (Zoetelief)", label) is None
    assert fault(label, label) is None


def test_part_of_a_name_is_the_name():
    assert fault("J.A. Zoetelief", "Zoetelief")[0] == "R366"


def test_tags_are_compared_too():
    made = report({}, "1-Zoetelief")
    document = Document.before(made, KEY, T13.cohort.name)
    document = replace(document, speaks=beside_texts([(0, made)])[0])
    tags = replace(T13, target=Target(TargetType.NER, metric="x"))
    assert label_fault(tags, document, ("Verslag", "."), ["B-1-Zoetelief", "O"])[0].code == "R366"
    assert label_fault(tags, document, ("Verslag", "."), ["B-lesion", "O"]) is None


def test_columns_of_all_of_a_patients_reports_count_and_of_no_other_patient():
    reports = [
        report({"a": "Zoetelief"}, facts=()),
        report({"a": "lung"}),
        report({"a": "Zoetelief"}, patient="p2", facts=()),
    ]
    assert beside_texts([*enumerate(reports)]) == {0: (("Zoetelief", "PERSOON"),)}
