"""Checks that a task declares: label, text and other cells of a report agree, or are listed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from own_tasks import a_document, a_task
from worlds import KEY

from dragon_prep import find_tasks
from dragon_prep.cli import lines
from dragon_prep.cli.json_bodies import agreements_json
from dragon_prep.core.codes.intake import LABEL_DISAGREES
from dragon_prep.core.errors import UsageFault, rows_quarantined
from dragon_prep.core.targets import TargetType
from dragon_prep.intake.values import ValueProblem
from dragon_prep.tasks.agreeing import (
    AgreedCounts,
    density_fits,
    diameters_fit,
    has_lengths,
    patterns_in,
    stand_in,
    sums_add_up,
)
from dragon_prep.tasks.derive import Row, derive

NUMBER = TargetType.SINGLE_LABEL_REGRESSION
WHAT = "the value is below ten"


def checked(check, *documents):
    task = a_task(NUMBER)
    task.agrees(WHAT)(check)
    return derive(task, documents, key=KEY)


def test_where_the_export_names_annotators_counts_are_told_by_their_number():
    names = ("dr. Zwartjes", "dr. Abbing ", "dr. Zwartjes", None, "")
    documents = [a_document(n, 5.0 if n % 2 else 12.0) for n in range(1, 6)]
    documents = [
        replace(one, fields={**one.fields, "annotator": name})
        for one, name in zip(documents, names, strict=True)
    ]
    documents += [
        replace(a_document(8, 5.0, centre="avl"), fields={"value": 5.0, "annotator": "x"})
    ]
    found = checked(lambda _row, label: label < 10, *documents)
    assert found.agreements[WHAT] == {
        "avl, annotator 1": AgreedCounts(1, 0, 0),
        "umcn": AgreedCounts(1, 1, 0),
        "umcn, annotator 1": AgreedCounts(0, 1, 0),
        "umcn, annotator 2": AgreedCounts(2, 0, 0),
    }
    assert "Zwartjes" not in str(found.agreements)


def test_what_does_not_agree_is_listed_and_counted_by_centre_and_stays():
    documents = [a_document(n, float(n), text=f"waarde {n}") for n in (3, 12)]
    documents += [a_document(14, 14.0, text="14", centre="avl"), a_document(0, 0.0, text="0")]
    found = checked(lambda row, label: label < 10 if row.value else None, *documents)
    assert len(found.cases) == 4
    assert found.agreements == {WHAT: {"avl": AgreedCounts(0, 1, 0), "umcn": AgreedCounts(1, 1, 1)}}
    assert [(p.kind, p.place.row, p.place.column, p.detail) for p in found.problems] == [
        (LABEL_DISAGREES, 14, "Value", f"not so: {WHAT}"),
        (LABEL_DISAGREES, 16, "Value", f"not so: {WHAT}"),
    ]
    assert rows_quarantined(found.problems) == 0


def test_rows_that_are_left_out_are_not_asked():
    task = a_task(NUMBER)
    task.exclude("large")(lambda rows: rows["value"].ge(10))
    task.agrees(WHAT)(lambda _row, label: label < 10)
    found = derive(task, [a_document(1, 1.0), a_document(2, 20.0)], key=KEY)
    assert found.agreements == {WHAT: {"umcn": AgreedCounts(1, 0, 0)}}
    assert found.problems == ()


def test_a_cell_that_cannot_be_read_tells_nothing_and_a_check_that_fails_is_a_fault():
    def unreadable(_row, _label):
        raise ValueProblem("no number")

    assert checked(unreadable, a_document(1, 1.0)).agreements[WHAT]["umcn"].untold == 1

    def broken(row, _label):
        return row.nothing_of_the_kind > 3

    with pytest.raises(UsageFault) as caught:
        checked(broken, a_document(1, 1.0, text="geheim"))
    assert "geheim" not in str(caught.value)


class Summed:
    name = "Task021_psad_reg"
    agreements = {
        WHAT: {"avl": AgreedCounts(8, 2, 5), "umcn": AgreedCounts(10, 0, 0)},
        "other": {"avl": AgreedCounts(8, 0, 5)},
    }


def test_they_are_told():
    said = lines.agreements([Summed])
    assert said.splitlines() == [
        "Labels that do not agree (R369)",
        f"  T21: {WHAT}: not in 2 of 20 (avl 2)",
    ]
    body = agreements_json(Summed)["agreements"]
    assert body[WHAT]["avl"] == {"agree": 8, "differ": 2, "untold": 5}
    assert not lines.agreements([])


@pytest.mark.parametrize(
    ("psa", "volume", "density", "fits"),
    [
        (8.1, 54.0, 0.15, True),
        (8.1, 54.0, 0.16, True),
        (8.1, 54.0, 0.20, False),
        (8.1, 54.0, 1.5, False),
        (12.0, 30.0, 0.4, True),
        (12.0, 30.0, 0.04, False),
        (8.1, 0.0, 0.15, None),
    ],
)
def test_densities(psa, volume, density, fits):
    assert density_fits(psa, volume, density) is fits


@pytest.mark.parametrize(
    ("text", "volume", "fits"),
    [
        ("Prostaat 4,2 x 3,8 x 5,1 cm.", 42.6, True),
        ("Prostaat 42 x 38 x 51 mm.", 42.6, True),
        ("Prostaat 42 mm x 38 mm x 51 mm, laesie 8 x 9 x 7 mm", 42.6, True),
        ("Prostaat 4.2 x 3.8 x 5.1 cm", 82.6, False),
        ("Laesie 8 x 9 x 7 mm", 42.6, None),
        ("Volume 42 cc", 42.0, None),
    ],
)
def test_diameters(text, volume, fits):
    assert diameters_fit(text, volume) is fits


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Gleason 3+4=7 en 4 + 4 = 8", True),
        ("Gleason 3+4=8", False),
        ("Gleason 3+4", None),
        ("Gleason 13+4=7", None),
    ],
)
def test_gleason_sums(text, right):
    assert sums_add_up(text) is right


def test_gleason_patterns():
    assert patterns_in("2 x 3+4=7\n1 x 4+ 5, en 3 + 3 = 6") == {(3, 4), (4, 5), (3, 3)}


def test_numbers_and_lengths():
    assert stand_in("PI-RADS 4 en 3.", {3, 4}) is True
    assert stand_in("PI-RADS 4, 13.", {3, 4}) is False
    assert stand_in("1,2 cm", [12.0], lengths=True) is True
    assert stand_in("12", []) is None
    assert has_lengths("12 x 34 mm, 8mm en 1,2 cm", 4) is True
    assert has_lengths("12 x 34 mm, 8mm en 1,2 cm", 5) is False
    assert has_lengths("2 laesies", 0) is None
    assert has_lengths("dertien mm en 2 centimeter", 2) is True
    assert has_lengths("dertien laesies", 1) is False


def row_of(**fields):
    text = fields.pop("text", "")
    return Row(a_document(1, text=text), {"text": text, **fields})


def said_of(name, label=None, **fields):
    (task,) = find_tasks([name])
    return [check(row_of(**fields), label) for _, check in task.agreements]


def test_the_tasks_that_ask():
    for name in ("T7", "T8"):
        assert said_of(name, True, text="een nodus van 7 mm") == [True]
        assert said_of(name, True, text="een kleine nodus") == [False]
        assert said_of(name, False, text="een kleine nodus") == [None]
    mri = {"psa": "8,1 ng/ml", "prostate_volume": "54 cc", "psad": "0,15"}
    assert said_of("T21", **mri) == [True]
    assert said_of("T20", **mri | {"psad": "0,51"}) == [False]
    assert said_of("T19", 54.0, **mri | {"psad": None}, text="5 x 5 x 4 cm") == [None, True]
    assert said_of("T10", "1", pirads="4,2", text="PI-RADS 4") == [True]
    assert said_of("T10", "1", pirads="4,2", text="PI-RADS 5") == [False]
    assert said_of("T10", "0", pirads="", text="Geen laesie") == [None]
    assert said_of("T11", "1", lesions="1 x 3+4=7", text="Gleason 3+4=7") == [True, True]
    assert said_of("T11", "1", lesions="1 x 3+4=7", text="Gleason 4+3=8") == [False, False]
    assert said_of("T11", "1", lesions="4,1", text="ISUP 4") == [None, None]
    label = [True, True, False, False, False]
    assert said_of("T16", label, text="12 mm en 14 mm") == [True]
    assert said_of("T16", label, text="12 mm") == [False]
