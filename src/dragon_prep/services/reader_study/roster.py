"""Who can read: a CSV with a line for each reader."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.reader_study import ROSTER_INVALID
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.intake.decode import text_of
from dragon_prep.services.marked_file import require_files

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_COLUMNS = ("reader", "annotated", "groups", "blocks")
_APART = re.compile(r"[\s,;]+")
_TASKS = re.compile(r"[Tt](?:ask)?0*([0-9]{1,4})(?:_\w*|-[Tt]?0*([0-9]{1,4}))?")
_MOST = 10_000


@dataclass(frozen=True, slots=True, repr=False)
class StudyReader:
    """A reader.

    Attributes:
        name: who it is; stays with whoever runs the study.
        annotated: numbers of the tasks that the reader annotated before.
        groups: groups of tasks that the reader can read; all unless some are named.
        most: how many blocks at most.
    """

    name: str
    annotated: frozenset[int]
    groups: frozenset[str]
    most: int

    def may_read(self, group: str, tasks: Collection[int]) -> bool:
        """Whether the reader can read a group, and has annotated none of its tasks."""
        return (not self.groups or group in self.groups) and not self.annotated & {*tasks}


def read_roster(path: Path, groups: Collection[str]) -> tuple[StudyReader, ...]:
    """The readers of a roster, in its order.

    Args:
        path: a CSV with ``reader``, ``annotated`` (tasks), ``groups`` and ``blocks``, parted by
            commas, semicolons or tabs; all columns but the first may be left out.
        groups: the names of the groups that there are.

    Raises:
        UsageFault: if there is no such file, or a line cannot be used; no name is told.
    """
    require_files(path)
    with system_faults(path.name):
        text = text_of(path.read_bytes(), Place(path.name))
    mark = max(",;\t", key=text.partition("\n")[0].count)
    readers: list[StudyReader] = []
    for row, line in enumerate(csv.DictReader(io.StringIO(text), delimiter=mark), start=2):
        cells = {(name or "").strip().lower(): value for name, value in line.items()}
        place = Place(path.name, row)
        if row == 2 and (unknown := {*cells} - {*_COLUMNS}):
            detail = f"{len(unknown)} of its columns are none of {', '.join(_COLUMNS)}"
            raise UsageFault(ROSTER_INVALID, detail, place=Place(path.name))
        if any(value is not None and not isinstance(value, str) for value in cells.values()):
            raise UsageFault(ROSTER_INVALID, "it has more cells than the header", place=place)
        readers.append(_reader(cells, groups, place))
    names = [reader.name for reader in readers]
    if not readers or len({*names}) < len(names):
        detail = "a reader stands in it twice" if readers else "it names no reader"
        raise UsageFault(ROSTER_INVALID, detail, place=Place(path.name))
    return tuple(readers)


def _reader(cells: Mapping[str, str | None], groups: Collection[str], place: Place) -> StudyReader:
    said = {name: (cells.get(name) or "").strip() for name in _COLUMNS}
    if not said["reader"]:
        raise UsageFault(ROSTER_INVALID, "it names no reader", place=place)
    own = frozenset(filter(None, _APART.split(said["groups"])))
    if not own <= {*groups}:
        detail = f"a group is none of {', '.join(sorted(groups))}"
        raise UsageFault(ROSTER_INVALID, detail, place=place)
    blocks = said["blocks"]
    if blocks and not (blocks.isdecimal() and int(blocks) <= _MOST):
        raise UsageFault(ROSTER_INVALID, "the number of blocks is none", place=place)
    most = int(blocks) if blocks else _MOST
    return StudyReader(said["reader"], _numbers(said["annotated"], place), own, most)


def _numbers(text: str, place: Place) -> frozenset[int]:
    found: set[int] = set()
    for word in filter(None, _APART.split(text)):
        match = _TASKS.fullmatch(word)
        if match is None:
            raise UsageFault(
                ROSTER_INVALID, "an annotated task is not one such as T10", place=place
            )
        found |= {*range(int(match[1]), int(match[2] or match[1]) + 1)}
    return frozenset(found)
