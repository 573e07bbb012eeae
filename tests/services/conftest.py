"""A small world for the tests of services: exports, a release with its map, and what was told."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from worlds import KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.services.relink import MapFile
from dragon_prep.services.seal import Seal, open_map
from dragon_prep.synthetic.kit.answers import read_answers

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.services.build import BuildResult
    from dragon_prep.synthetic.kit.answers import Answer
    from dragon_prep.tasks.task import Task

_PASSPHRASE = "correct horse battery staple"


@dataclass(frozen=True)
class Built:
    """Exports of 60 reports, the truth about them, and a release of two tasks."""

    root: Path
    tasks: list[Task]
    answers: dict[str, Answer]
    result: BuildResult
    heard: tuple[tuple[str, int, int], ...]

    @property
    def raw(self) -> Path:
        """The folder of raw exports."""
        return self.root / "raw"

    def map_lines(self) -> list[Any]:
        """What the map of the release says."""
        lines = open_map(self.root / "map.age", passphrase=_PASSPHRASE)
        return [json.loads(line) for line in lines]

    def build(self, out: Path, source: Path | None = None, **more: Any) -> BuildResult:
        """Builds once more with the same workspace."""
        more = {"key": KEY, "workspace": self.root / "dragon-prep-workspace", **more}
        return build(self.tasks, source or self.raw, out, **more)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A release that no test changes."""
    pytest.importorskip("pyrage")
    root = tmp_path_factory.mktemp("built")
    tasks = find_tasks(["T19", "T20"])
    answers = read_answers(simulate(tasks, root / "raw", reports=60, seed=6).answers)
    heard: list[tuple[str, int, int]] = []
    made = build(
        *(tasks, root / "raw", root / "release"),
        key=KEY,
        map_file=MapFile(root / "map.age", Seal(_PASSPHRASE)),
        progress=lambda *told: heard.append(told),
    )
    return Built(root, tasks, {a.uid: a for a in answers}, made, tuple(heard))


@pytest.fixture
def exports(built: Built, tmp_path: Path) -> Path:
    """The raw exports, to be changed."""
    return shutil.copytree(built.raw, tmp_path / "exports")
