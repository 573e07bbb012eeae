"""What differs between two releases: cases by uid and number, settings by name; never a text."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragon_prep.archive.cases import read_cases
from dragon_prep.archive.manifest import read_manifest
from dragon_prep.archive.proof import TASKS
from dragon_prep.archive.zipped import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.archive.cases import FiledCase

# What a manifest says that decides about a release, or about how it is to be used.
_SETTINGS = ("format", "synthetic", "audience", "made_by", "options", "key_fingerprint")
_OF_TASK = (
    *("title", "cohort", "input", "truncation_side", "target", "metric", "unit", "epsilon"),
    *("plausible", "labels"),
)
_LONGEST = 60
_UNSAID = object()


@dataclass(frozen=True, slots=True, repr=False)
class CaseMove:
    """A case that is on another side now."""

    uid: str
    new_uid: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, repr=False)
class TaskDiff:
    """What differs between the cases of a task in two releases.

    A case is the same if its text is: numbers shift when a report comes or goes. Only what is left
    then is compared by uid, as a case whose text changed.

    Attributes:
        name: the task's full name.
        cases: how many there are in either.
        gone: uids of the first release.
        new: uids of the second.
        relabelled: uids of the second.
        moved: cases that are on another side.
        texts: uids of cases whose text changed.
        renumbered: how many have another uid.
    """

    name: str
    cases: tuple[int, int]
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    relabelled: tuple[str, ...] = ()
    moved: tuple[CaseMove, ...] = ()
    texts: tuple[str, ...] = ()
    renumbered: int = 0

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        lists = (self.gone, self.new, self.relabelled, self.moved, self.texts)
        return not any(lists) and not self.renumbered

    @property
    def sides(self) -> dict[str, int]:
        """How many cases went from development to testing, back, and from fold to fold."""

        def sort(move: CaseMove) -> str:
            before, after = (
                "test" if side == "test" else "development" for side in (move.before, move.after)
            )
            return f"{before} to {after}" if before != after else "fold to fold"

        return dict(Counter(map(sort, self.moved)))


@dataclass(frozen=True, slots=True, repr=False)
class SettingChange:
    """A setting that is another one now; values that are long or lists are left out."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, repr=False)
class ReleaseDiff:
    """What differs between two releases.

    Attributes:
        tasks: that both have.
        tasks_gone: only the first has.
        tasks_new: only the second has.
        settings: that are others.
        inputs: how many raw files changed, came and went, where the key is the same.
    """

    tasks: tuple[TaskDiff, ...]
    tasks_gone: tuple[str, ...] = ()
    tasks_new: tuple[str, ...] = ()
    settings: tuple[SettingChange, ...] = ()
    inputs: dict[str, int] = field(default_factory=dict)

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        others = (self.tasks_gone, self.tasks_new, self.settings, self.inputs)
        return not any(others) and all(task.is_same for task in self.tasks)


def diff(before: Path, after: Path) -> ReleaseDiff:
    """Compares two releases.

    Args:
        before: folder or zip of a release.
        after: of another, such as the next version of it.

    Raises:
        VerifyFault: if one has no manifest that can be read.
    """
    with unpacked(before) as first, unpacked(after) as second:
        old, new = read_manifest(first), read_manifest(second)
        names, others = _tasks(old), _tasks(new)
        both = [name for name in names if name in others]
        compared = [
            diff_cases(name, read_cases(first, name), read_cases(second, name)) for name in both
        ]
    settings = [change for name in _SETTINGS for change in _changes(name, old, new)]
    for name in both:
        for member in _OF_TASK:
            settings += _changes(member, names[name], others[name], within=f"{name}.")
    return ReleaseDiff(
        tuple(compared),
        tuple(name for name in names if name not in others),
        tuple(name for name in others if name not in names),
        tuple(settings),
        _inputs(old, new),
    )


def diff_cases(name: str, before: Sequence[FiledCase], after: Sequence[FiledCase]) -> TaskDiff:
    """Compares the cases of one task."""
    pairs = list(_pairs(before, after))
    stayed, known = {old.uid for old, _ in pairs}, {new.uid for _, new in pairs}
    return TaskDiff(
        name,
        (len(before), len(after)),
        gone=tuple(case.uid for case in before if case.uid not in stayed),
        new=tuple(case.uid for case in after if case.uid not in known),
        relabelled=tuple(b.uid for a, b in pairs if a.label and b.label and a.label != b.label),
        moved=tuple(CaseMove(a.uid, b.uid, a.side, b.side) for a, b in pairs if a.side != b.side),
        texts=tuple(b.uid for a, b in pairs if a.content != b.content),
        renumbered=sum(a.uid != b.uid for a, b in pairs),
    )


def _pairs(
    before: Iterable[FiledCase], after: Iterable[FiledCase]
) -> Iterator[tuple[FiledCase, FiledCase]]:
    """Which case of the one is which of the other: by uid and text, by text, then by uid."""
    old, new = list(before), list(after)
    for same in (_by_both, _by_content, _by_uid):
        waiting: dict[object, list[FiledCase]] = defaultdict(list)
        for case in reversed(new):
            waiting[same(case)].append(case)
        rest = []
        taken: set[str] = set()
        for case in old:
            if found := waiting.get(same(case)):
                match = found.pop()
                taken.add(match.uid)
                yield case, match
            else:
                rest.append(case)
        old, new = rest, [case for case in new if case.uid not in taken]


def _by_both(case: FiledCase) -> object:
    return case.uid, case.content


def _by_content(case: FiledCase) -> object:
    return case.content


def _by_uid(case: FiledCase) -> object:
    return case.uid


def _tasks(manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    tasks = manifest.get(TASKS)
    return dict(tasks) if isinstance(tasks, dict) else {}


def _changes(
    name: str, old: Mapping[str, Any], new: Mapping[str, Any], *, within: str = ""
) -> Iterator[SettingChange]:
    """What differs in a member, down to the last name."""
    a, b = old.get(name, _UNSAID), new.get(name, _UNSAID)
    if a == b:
        return
    if isinstance(a, dict) and isinstance(b, dict):
        for inner in dict.fromkeys([*a, *b]):
            yield from _changes(inner, a, b, within=f"{within}{name}.")
        return
    yield SettingChange(f"{within}{name}", _told(a), _told(b))


def _told(value: object) -> str:
    if value is _UNSAID:
        return "nothing"
    said = json.dumps(value)
    return said if len(said) <= _LONGEST else "(not shown)"


def _inputs(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, int]:
    """How many raw files differ; with another key all digests do, and nothing can be said."""
    a, b = old.get("inputs_keyed"), new.get("inputs_keyed")
    keyed_alike = old.get("key_fingerprint") == new.get("key_fingerprint")
    if not keyed_alike or not isinstance(a, dict) or not isinstance(b, dict):
        return {}
    counts = {
        "changed": sum(a[file] != b[file] for file in a.keys() & b.keys()),
        "new": len(b.keys() - a.keys()),
        "gone": len(a.keys() - b.keys()),
    }
    return {what: count for what, count in counts.items() if count}
