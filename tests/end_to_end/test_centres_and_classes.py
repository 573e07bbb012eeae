"""Which centres are meant, and classes that models need."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from worlds import KEY, tree

from dragon_prep import Options, build, find_tasks
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.tasks.derive import derive
from dragon_prep.tasks.prepare import CohortDocuments, chosen_centres, prepare


@pytest.fixture
def cohort():
    return find_tasks(["T19"])[0].cohort


def test_centres_come_in_the_order_of_the_cohort(cohort):
    tasks = find_tasks(["T10", "T19"])
    assert chosen_centres(tasks, ["avl", "rumc", "avl"]) == [(cohort, ("rumc", "avl"))]
    assert chosen_centres(tasks, []) == [(cohort, cohort.centres)]


def test_every_unknown_centre_is_refused_and_none_is_repeated(cohort):
    tasks = find_tasks(["T19"])
    with pytest.raises(UsageFault, match="E102") as caught:
        chosen_centres(tasks, ["rumc", "Jan Jansen 1234567"])
    assert "Jansen" not in str(caught.value)
    assert "rumc, umcg, avl" in str(caught.value)
    with pytest.raises(UsageFault, match="did you mean umcg"):
        chosen_centres(tasks, ["rumc", "UMGC"])


def test_a_centre_of_any_cohort_is_known_and_no_cohort_may_be_left_without(cohort):
    (task,) = find_tasks(["T19"])
    other = replace(cohort, name="other", readers={"rumc": print, "lumc": print})
    tasks = [task, replace(task, cohort=other)]
    assert [centres for _, centres in chosen_centres(tasks, ["lumc", "rumc"])] == [
        ("rumc",),
        ("rumc", "lumc"),
    ]
    with pytest.raises(UsageFault, match="prostate_mri has the centres"):
        chosen_centres(tasks, ["lumc"])


def test_order_of_the_option_does_not_change_a_byte(world, tmp_path):
    made = [
        build(
            find_tasks(["T19"]), world.raw, tmp_path / name, key=KEY, options=Options(centres)
        ).release
        for name, centres in (("a", ("umcg", "rumc")), ("b", ("rumc", "umcg", "rumc")))
    ]
    assert tree(made[0]) == tree(made[1])
    manifest = json.loads((made[0] / "manifest.json").read_bytes())
    assert manifest["options"]["centres"] == ["rumc", "umcg"]


def documents(scores):
    return [
        Document(
            case=f"c{n}",
            patient=f"p{n}",
            centre="rumc",
            text="Prostaat.",
            phi=(),
            entities=(),
            fields={"score": score},
            place=Place("sheet", n + 2),
            annotated=True,
        )
        for n, score in enumerate(scores)
    ]


def scored(name):
    """A task whose label is the field ``score``, and that leaves nothing out."""
    task = find_tasks([name])[0]
    return replace(task, rules=[], derive=lambda row: row.score, derived_from="score")


def test_one_class_is_not_enough_for_a_model():
    task = scored("T10")
    many = documents(["0"] * 60 + ["1"] * 3)
    options = Options(min_class_patients=20)
    with pytest.raises(InputFault, match="E212") as caught:
        prepare(task, {"prostate_mri": CohortDocuments(many, ())}, key=KEY, options=options)
    assert "lower --min-class-patients" in caught.value.remedy
    assert "one class" in caught.value.detail


def test_rare_classes_are_a_matter_of_classes_only():
    task = scored("T19")
    many = documents([20.0 + n for n in range(30)])
    assert derive(task, many, key=KEY, min_class_patients=5) == derive(task, many, key=KEY)
    classes = scored("T10")
    steps = derive(classes, documents(["0"] * 9 + ["1"]), key=KEY, min_class_patients=5).steps
    assert [(s.name, s.excluded) for s in steps] == [("class with fewer than 5 patients", 1)]
