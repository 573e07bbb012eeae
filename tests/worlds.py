"""A simulated world: exports, the truth about them, and a release built from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragon_prep import ProjectKey
from dragon_prep.core.codes.run import AUDIT_CODES
from dragon_prep.synthetic.kit.answers import read_answers

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


def world_of(raw: Path, answers: Path, result: BuildResult, most: float = 0) -> World:
    """A simulated export and its release, with the answers as the audit lets them be.

    Simulated reports are written as people write, so that the detector errs in some of them; what
    the audit holds back for it is in no task, and may be only a few.

    Args:
        raw: folder of the exports.
        answers: the file of the answer key.
        result: of the build.
        most: the largest share that may be held back.
    """
    codes = {code.code for code in AUDIT_CODES}
    held = {(p.place.file, p.place.row) for p in result.problems
            if p.quarantined and p.kind.code in codes}  # fmt: skip
    every = read_answers(answers)
    gone = [a for a in every if a.targets and (a.file, a.row) in held]
    assert len(gone) <= most * len(every), len(gone)
    left = {
        id(a): replace(a, targets={}, excluded=dict.fromkeys(a.targets, "held back")) for a in gone
    }
    return World(raw, tuple(left.get(id(a), a) for a in every), result)
