"""Draws a reader study of a release: blocks, who reads them, and what each reader gets."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.archive.manifest import MANIFEST, read_manifest, sha256
from dragon_prep.archive.task_names import task_named
from dragon_prep.archive.zipped import unpacked
from dragon_prep.core.codes.reader_study import READERS_MISSING, STUDY_MISPLACED
from dragon_prep.core.codes.run import OPTION_INVALID, OUTPUT_EXISTS
from dragon_prep.core.errors import Place, UsageFault, number_of
from dragon_prep.core.files import absolute, make_private, replaced_atomically, system_faults
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.services.label_files import labelled
from dragon_prep.services.reader_study.assign import Shortage, assigned
from dragon_prep.services.reader_study.blocks import (
    LARGEST,
    SMALLEST,
    USUAL,
    StudyBlock,
    StudyTask,
    draw_blocks,
    grouped,
)
from dragon_prep.services.reader_study.records import as_csv, as_json_lines, lines_of, report_id
from dragon_prep.services.reader_study.roster import StudyReader, read_roster

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey

STUDY = "study.json"
HANDED_OUT = "readers"
FORM = 1


@dataclass(frozen=True, slots=True, repr=False)
class StudyPlan:
    """How large a study is.

    Attributes:
        blocks: for each group of tasks.
        size: reports in a block.
        each: readers of a block.
        groups: numbers of tasks of groups that are named.
        tasks: those to take; all of the release unless given.
        sheets: whether readers get their blocks as CSV, too.
    """

    blocks: int = 1
    size: int = USUAL
    each: int = 2
    groups: Mapping[str, Sequence[int]] | None = None
    tasks: Sequence[str] = ()
    sheets: bool = False

    def require_sound(self) -> None:
        """Sees to it that there can be such a study.

        Raises:
            UsageFault: if there cannot.
        """
        if not SMALLEST <= self.size <= LARGEST:
            detail = f"a block has from {SMALLEST} to {LARGEST} reports"
            raise UsageFault(OPTION_INVALID, detail)
        if self.blocks < 1 or self.each < 1:
            raise UsageFault(OPTION_INVALID, "blocks and readers are counted from 1")


@dataclass(frozen=True, slots=True, repr=False)
class StudyDrawn:
    """A study.

    Attributes:
        folder: where it is.
        blocks: group and number of reports of each block, by its name.
        readers: the blocks of each reader, by the name of the reader's folder.
    """

    folder: Path
    blocks: Mapping[str, tuple[str, int]]
    readers: Mapping[str, tuple[str, ...]]


def study_key(key: ProjectKey, root: Path) -> ProjectKey:
    """The key of a study of a release, from which that of the project cannot be computed."""
    return key.derived("reader study", sha256(root / MANIFEST))


def draw_study(
    release: Path,
    roster: Path,
    out: Path,
    *,
    key: ProjectKey,
    plan: StudyPlan | None = None,
    overwrite: bool = False,
) -> StudyDrawn:
    """Draws a study and writes what its readers get.

    The same release, roster, plan and key give the same bytes.

    Args:
        release: a folder or zip with labels.
        roster: who can read, see :func:`dragon_prep.services.reader_study.roster.read_roster`.
        out: a folder to be made: ``readers`` to be handed out, and ``study.json`` to be kept.
        key: the project key.
        plan: how large it is.
        overwrite: whether an earlier study may be replaced.

    Raises:
        UsageFault: if there are too few readers or reports, with what is missing.
        VerifyFault: if the release cannot be read.
    """
    plan = plan or StudyPlan()
    plan.require_sound()
    if absolute(out).is_relative_to(absolute(release)):
        raise UsageFault(STUDY_MISPLACED, place=Place(out.name))
    with unpacked(release) as root:
        own = study_key(key, root)
        tasks = study_tasks(root, plan.tasks)
        digest = sha256(root / MANIFEST)
    groups = grouped(tasks, plan.groups or {})
    readers = _in_keyed_order(read_roster(roster, groups), own)
    drawn = [
        block
        for name, of_group in groups.items()
        for block in draw_blocks(name, of_group, count=plan.blocks, size=plan.size, key=own)
    ]
    drawn.sort(key=lambda block: own.digest(KeyPurpose.ORDER, *block.reports[0]))
    who = _readers_of(drawn, readers, plan.each)
    study = _Study(tasks, readers, drawn, who, own)
    files = study.files(sheets=plan.sheets)
    files[STUDY] = _json({"form": FORM, "release": digest, **study.told()})
    _write(out, files, overwrite=overwrite)
    return StudyDrawn(out, study.sizes(), study.loads())


def study_tasks(root: Path, wanted: Sequence[str] = ()) -> list[StudyTask]:
    """The tasks of a release, by number.

    Args:
        root: the release's folder.
        wanted: names or numbers; all unless given.

    Raises:
        UsageFault: if there is no such task.
        VerifyFault: if a file cannot be read.
    """
    told: Any = read_manifest(root).get("tasks")
    entries: dict[str, Any] = told if isinstance(told, dict) else {}
    names = {task_named(entries, one) for one in wanted} or {*entries}
    found = []
    for name in sorted(names):
        entry = entries[name]
        labels = tuple(map(str, entry.get("labels") or ()))
        task = labelled(root, name, labels)
        texts = (str(entry.get("title", "")), str(entry.get("cohort", "")), entry.get("unit"))
        found.append(StudyTask(name, *texts, labelled=task))
    return found


def _in_keyed_order(readers: Sequence[StudyReader], key: ProjectKey) -> list[StudyReader]:
    return sorted(readers, key=lambda reader: key.digest(KeyPurpose.ORDER, "reader", reader.name))


def _readers_of(
    blocks: Sequence[StudyBlock], readers: Sequence[StudyReader], each: int
) -> list[tuple[int, ...]]:
    may = [
        [n for n, reader in enumerate(readers) if reader.may_read(block.group, block.tasks)]
        for block in blocks
    ]
    found = assigned(may, [reader.most for reader in readers], each)
    if isinstance(found, Shortage):
        raise UsageFault(READERS_MISSING, _missing(found, blocks))
    return found


def _missing(short: Shortage, blocks: Sequence[StudyBlock]) -> str:
    groups = ", ".join(sorted({blocks[number].group for number in short.blocks}))
    return (
        f"{number_of(len(short.blocks), 'block')} of {groups} need {short.wanted} readings, and "
        f"{number_of(len(short.readers), 'reader')} who may read them can do {short.offered}"
    )


class _Study:
    """A study that was drawn."""

    def __init__(
        self,
        tasks: Sequence[StudyTask],
        readers: Sequence[StudyReader],
        blocks: Sequence[StudyBlock],
        who: Sequence[tuple[int, ...]],
        key: ProjectKey,
    ) -> None:
        self._tasks = {task.name: task for task in tasks}
        self._readers = readers
        self._blocks = {f"block-{n:02d}": block for n, block in enumerate(blocks, start=1)}
        self._who = dict(zip(self._blocks, who, strict=True))
        self._key = key

    def files(self, *, sheets: bool) -> dict[str, bytes]:
        """What is handed out, by path."""
        found: dict[str, bytes] = {}
        for name, block in self._blocks.items():
            for number in self._who[name]:
                reader = _folder(number)
                records = lines_of(block, name, self._tasks, reader, self._key)
                path = f"{HANDED_OUT}/{reader}/{name}"
                found[f"{path}.jsonl"] = as_json_lines(records)
                if sheets:
                    found[f"{path}.csv"] = as_csv(records)
        return found

    def told(self) -> dict[str, object]:
        """What the keeper of the study needs to score it."""
        blocks = {
            name: {
                "group": block.group,
                "readers": [_folder(number) for number in self._who[name]],
                "reports": {report_id(name, *one, self._key): list(one) for one in block.reports},
            }
            for name, block in self._blocks.items()
        }
        names = {_folder(number): reader.name for number, reader in enumerate(self._readers)}
        return {"blocks": blocks, "readers": names}

    def sizes(self) -> dict[str, tuple[str, int]]:
        return {name: (b.group, len(b.reports)) for name, b in self._blocks.items()}

    def loads(self) -> dict[str, tuple[str, ...]]:
        return {
            _folder(n): tuple(name for name, who in self._who.items() if n in who)
            for n in range(len(self._readers))
        }


def _folder(number: int) -> str:
    return f"reader-{number + 1:02d}"


def _json(body: Mapping[str, object]) -> bytes:
    return (json.dumps(body, indent=1, ensure_ascii=True) + "\n").encode("ascii")


def _write(out: Path, files: Mapping[str, bytes], *, overwrite: bool) -> None:
    def require() -> None:
        if out.exists() and not (overwrite and (out / STUDY).is_file()):
            raise UsageFault(OUTPUT_EXISTS, place=Place(out.name))

    with system_faults(out.name), replaced_atomically(out, require) as new:
        make_private(new.staging)
        for name, data in files.items():
            path = new.staging / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
