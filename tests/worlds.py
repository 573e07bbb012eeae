"""A simulated world: exports, the truth about them, and a release built from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep import ProjectKey

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.services.build import BuildResult
    from dragon_prep.synthetic.kit.answers import Answer

KEY = ProjectKey(bytes(range(32)))
OTHER_KEY = ProjectKey(bytes(range(1, 33)))
TASKS = ("T10", "T19", "T20", "T21")


@dataclass(frozen=True)
class World:
    """Simulated exports, the truth about them, and a release built from them."""

    raw: Path
    answers: tuple[Answer, ...]
    result: BuildResult

    @property
    def release(self) -> Path:
        """The release's folder."""
        return self.result.release


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder, with what they hold."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def archives(release: Path) -> dict[str, bytes]:
    """The files of a release that clients read: no pages, cards or manifest."""
    parts = ("algorithm-input/", "test-set/")
    return {path: data for path, data in tree(release).items() if path.startswith(parts)}
