"""Small simulated worlds, built once for all end-to-end tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from worlds import KEY, TASKS, World, world_of

from dragon_prep import build, find_tasks, simulate
from dragon_prep.services.synth import synth
from dragon_prep.synthetic.kit.knobs import Knobs

if TYPE_CHECKING:
    from dragon_prep.services.build import BuildResult


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Exports of 600 reports, and a release of four tasks built from them."""
    root = tmp_path_factory.mktemp("world")
    tasks = find_tasks(TASKS)
    simulated = simulate(tasks, root / "raw", reports=600, seed=7, knobs=Knobs(stress=True))
    result = build(tasks, root / "raw", root / "release", key=KEY)
    return world_of(root / "raw", simulated.answers, result)


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """A look-alike of all tasks, of 150 cases each; not to be written to."""
    release = tmp_path_factory.mktemp("everything") / "release"
    return synth(find_tasks(["all"]), release, reports=150, workers=2)
