"""How many cases and patients are on another side than in an earlier release, from both alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragon_prep.archive.manifest import read_manifest
from dragon_prep.archive.zipped import unpacked
from dragon_prep.services.diff import diff
from dragon_prep.services.split_memory import move_of, sides_told
from dragon_prep.split.settings import DEFAULT_SPLIT, TEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dragon_prep.services.diff import TaskDiff
    from dragon_prep.split.settings import Sides

Counts = dict[str, int]


@dataclass(frozen=True, slots=True, repr=False)
class Moved:
    """What is on another side than before.

    Attributes:
        split: the policies of the earlier release and of this one.
        same_key: whether both were made with one key; if not, nothing can be compared.
        cases: by task of both, how many went from test to development and back, and to another
            fold, and how many are new or gone. A case is the same if its text is.
        patients: likewise, of those patients that both manifests have.
    """

    split: tuple[str, str]
    same_key: bool
    cases: dict[str, Counts] = field(default_factory=dict)
    patients: dict[str, Counts] = field(default_factory=dict)


def moved_against(release: Path, earlier: Path) -> Moved:
    """Compares the sides of two releases.

    Args:
        release: folder or zip of a release.
        earlier: of the one before it.

    Raises:
        VerifyFault: if one has no manifest that can be read.
    """
    with unpacked(earlier) as first, unpacked(release) as second:
        old, new = read_manifest(first), read_manifest(second)
        split = (_policy(old), _policy(new))
        if old.get("key_fingerprint") != new.get("key_fingerprint"):
            return Moved(split, same_key=False)
        found = diff(first, second)
    before, now = sides_told(old), sides_told(new)
    both = [name for name in now if name in before]
    return Moved(
        split,
        same_key=True,
        cases={task.name: _cases(task) for task in found.tasks},
        patients={name: _patients(before[name], now[name]) for name in both},
    )


def _policy(manifest: Mapping[str, Any]) -> str:
    options = manifest.get("options")
    told = options.get("split") if isinstance(options, dict) else None
    return str(told or DEFAULT_SPLIT.policy)


def _cases(task: TaskDiff) -> Counts:
    count = Counter(move_of(_side(move.before), _side(move.after)) for move in task.moved)
    return _whole(count, new=len(task.new), gone=len(task.gone))


def _side(name: str) -> int:
    return TEST if name == "test" else int(name.removeprefix("fold "))


def _patients(before: Sides, now: Sides) -> Counts:
    count = Counter(move_of(before[one], side) for one, side in now.items() if one in before)
    return _whole(count, new=len(now.keys() - before), gone=len(before.keys() - now))


def _whole(count: Counter[str], *, new: int, gone: int) -> Counts:
    moves = ("test_to_development", "development_to_test", "other_fold")
    return {**{name: count[name] for name in moves}, "new": new, "gone": gone}
