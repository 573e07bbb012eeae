"""Tasks in numbers."""

from __future__ import annotations

from own_tasks import a_task

from dragon_prep.core.attrition import Step
from dragon_prep.core.targets import TargetType
from dragon_prep.split.folds import Split
from dragon_prep.tasks.bio import BioCounts
from dragon_prep.tasks.published import Sizes
from dragon_prep.tasks.summary import (
    CaseColumns,
    StatedCounts,
    TaskSummary,
    annotated_json,
    label_summary,
    summarise,
)


def test_a_task_in_numbers():
    task = a_task(TargetType.SINGLE_LABEL_REGRESSION)
    steps = [Step("b", "read", 0, 6, 5)]
    cases = CaseColumns(["b", "a", "b", "a", "b", "b"], [*"ppqrst"], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
    split = Split((0, 1), ((2,), (3,), (4, 5)))
    summary = summarise(task, steps, cases, split, BioCounts(1, 0, 2), StatedCounts(0, 3))
    assert summary == TaskSummary(
        name="Task901_own",
        title="Own",
        steps=(*steps,),
        cases={"a": 2, "b": 4},
        patients=5,
        test=2,
        folds=((3, 1), (3, 1), (2, 2)),
        labels={"min": 1.0, "25 %": 1.75, "median": 3.5, "75 %": 5.25, "max": 6.0},
        spans={"grown": 1, "dropped": 2},
        numbers={"nowhere": 3},
    )
    assert list(summary.cases) == ["a", "b"]
    assert summary.sizes == Sizes(4, 2)
    assert str(summary.sizes) == "4 + 2"


def test_labels_in_numbers():
    assert label_summary([True, False, True]) == {"False": 1, "True": 2}
    assert list(label_summary(["b", "a"])) == ["a", "b"]
    assert label_summary([["x", "y"], ["x"], [["z"]]]) == {"x": 2, "y": 1, "z": 1}
    assert label_summary([5]) == {"5": 1}
    assert label_summary([[1, None], [3]])["median"] == 2
    assert label_summary([1, 3]) == {"min": 1, "25 %": 0.5, "median": 2, "75 %": 3.5, "max": 3}
    assert label_summary([]) == {}


def test_counts_add_up():
    assert StatedCounts(1, 2) + StatedCounts(3, 5) == StatedCounts(4, 7)
    assert BioCounts(1, 2, 3) + BioCounts(10, 20, 30) == BioCounts(11, 22, 33)


def test_annotated_reports_for_machines():
    assert annotated_json({"c": {"umcn": (3, 1), "avl": (0, 2)}}) == {
        "c": {
            "umcn": {"annotated": 3, "left_to_the_detector": 1},
            "avl": {"annotated": 0, "left_to_the_detector": 2},
        }
    }
