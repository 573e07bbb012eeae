"""Cohorts whose texts are public: nothing is looked for, and nobody may slip a report in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from worlds import KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.core.errors import UsageFault


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
