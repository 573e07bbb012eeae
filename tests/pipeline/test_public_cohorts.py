"""Cohorts whose texts are public: nothing is looked for, and nobody may slip a report in."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from worlds import KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.core.attrition import Step
from dragon_prep.core.errors import UsageFault
from dragon_prep.pipeline.archives import archive_of, task_entry
from dragon_prep.split.folds import Split
from dragon_prep.tasks.prepare import Prepared
from dragon_prep.tasks.splitting import Parting
from dragon_prep.tasks.summary import TaskSummary


@pytest.fixture(scope="module")
def task():
    return find_tasks(["T101"])[0]


def test_a_report_that_somebody_would_have_to_look_at_stops_the_build(task, tmp_path):
    simulate([task], tmp_path / "raw", reports=60)
    (centre, read), *_ = task.cohort.readers.items()

    def careless(source):
        funnel = read(source)
        funnel.items[3] = replace(funnel.items[3], phi=None)
        return funnel

    cohort = replace(task.cohort, readers={centre: careless})
    with pytest.raises(UsageFault, match=r"E118.*is public"):
        build([replace(task, cohort=cohort)], tmp_path / "raw", tmp_path / "release", key=KEY)
    assert not (tmp_path / "release").exists()


def test_public_texts_are_as_they_were(task, tmp_path):
    made = simulate([task], tmp_path / "raw", reports=60)
    release = build([task], tmp_path / "raw", tmp_path / "release", key=KEY)
    assert made.phi == 0
    assert all(not counts for counts in release.phi[task.cohort.name].values())
    assert release.audit == {
        task.cohort.name: {"examples": {"held_back_for": {}, "coincidences": {}, "doubted": {}}}
    }


def test_what_is_written_of_a_task_and_what_the_manifest_says_of_it(task):
    target = SimpleNamespace(
        type=task.target.type, metric="rsmape", unit="ml", epsilon=4, plausible=[1, 9], labels=["a"]
    )
    other = SimpleNamespace(name="echo", title="Echo")
    fake = SimpleNamespace(
        number=7,
        name="n",
        full_name="Task007_n",
        input_name="text",
        truncation_side="left",
        target=target,
        cohort=other,
        draws_on=[(other, ())],
    )
    steps = (Step("a", "read", 1, 9, 8),)
    counts = {"yes": 2}, {"late": 1}, {}
    summary = TaskSummary("n", "Title", steps, {"a": 9}, 8, 3, ((4, 2), (5, 1)), *counts)
    parting = Parting((), Split((), ()), balance={"test": {"label": 0.1}}, compromises=("few",))
    ready = Prepared(fake, (), (), Split((), ()), summary, (), parting)
    assert task_entry(ready, KEY) == {
        "title": "Title",
        "cohort": "echo",
        "draws_on": ["echo"],
        "input": "text",
        "truncation_side": "left",
        "target": task.target.type.column,
        "metric": "rsmape",
        "unit": "ml",
        "epsilon": 4,
        "plausible": [1, 9],
        "labels": ["a"],
        "cases": {"a": 9},
        "patients": 8,
        "test": 3,
        "folds": [{"training": 4, "validation": 2}, {"training": 5, "validation": 1}],
        "label_summary": {"yes": 2},
        "spans_off_tokens": {"late": 1},
        "numbers_in_text": {},
        "balance": {"test": {"label": 0.1}},
        "compromises": ["few"],
        "patients_keyed": {"test": []},
        "attrition": [
            {"centre": "a", "step": "read", "left_out": 1, "rows": 9, "patients": 8},
        ],
    }
    written = archive_of(ready, synthetic=True)
    assert (written.number, written.name, written.input_name) == (7, "n", "text")
    assert (written.target_type, written.truncation_side) == (task.target.type, "left")
    assert (written.cases, written.split, written.synthetic) == ((), ready.split, True)
    assert not archive_of(ready, synthetic=False).synthetic
