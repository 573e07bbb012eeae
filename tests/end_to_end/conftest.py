"""A small simulated world, built once for all end-to-end tests."""

from __future__ import annotations

import pytest
from worlds import KEY, TASKS, World

from dragon_prep import build, find_tasks, simulate
from dragon_prep.synthetic.answers import read_answers


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Exports of 600 reports, and a release of four tasks built from them."""
    root = tmp_path_factory.mktemp("world")
    tasks = find_tasks(TASKS)
    simulated = simulate(tasks, root / "raw", reports=600, seed=7)
    result = build(tasks, root / "raw", root / "release", key=KEY)
    return World(root / "raw", tuple(read_answers(simulated.answers)), result)
