"""How many pairs of reports that differ in one statement simple methods tell apart."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.zipped import unpacked
from dragon_prep.core.codes.probe import PAIRS_UNUSABLE
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.core.targets import value_fault
from dragon_prep.services.probe.cases import ProbeCase
from dragon_prep.services.probe.classing import BINARY, NUMBERS
from dragon_prep.services.probe.release import read_task, task_names
from dragon_prep.services.probe.scoring import Told, method_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.targets import TargetType
    from dragon_prep.services.probe.cases import ProbeTask

CLOSE = 0.01
"""A number is right if it is off by less than this share of it."""

_MEMBERS = ("uid", "pair", "label")


@dataclass(frozen=True, slots=True, repr=False)
class Contrasted:
    """How methods do on pairs.

    Attributes:
        task: the full name.
        pairs: how many.
        both: for each method, how many pairs it has right on both sides.
        single: for each method, how many reports it has right.
    """

    task: str
    pairs: int
    both: dict[str, int]
    single: dict[str, int]


@dataclass(frozen=True, slots=True, repr=False)
class _Row:
    pair: str | int
    case: ProbeCase


def contrast(
    release: Path, file: Path, *, task: str | None = None, every: bool = False
) -> Contrasted:
    """Trains simple methods on a release's task and lets them tell pairs of reports.

    Args:
        release: folder or zip of a release; methods learn from all cases that have a label.
        file: JSON lines ``{"uid", "pair", "text" or "text_parts", "label"}``, two of each pair.
        task: full name or number; needed where the release has several.
        every: with all methods, not only those that are quick.

    Raises:
        VerifyFault: if it is no release, or a file of the task cannot be read.
        UsageFault: if the pairs cannot be used, or there is no such task.
        SystemFault: if the file cannot be read.
    """
    with unpacked(release) as root:
        names = task_names(root, [task] if task else ())
        if len(names) > 1:
            raise UsageFault(OPTION_INVALID, "the release has several tasks: say which with --task")
        learned = read_task(root, names[0])
    rows = _read(file, learned.type)
    return contrast_task(learned, _paired(rows, file.name), every=every)


def contrast_task(
    task: ProbeTask, pairs: Sequence[tuple[ProbeCase, ProbeCase]], *, every: bool = False
) -> Contrasted:
    """Lets methods that learned from a task tell both cases of each pair."""
    asked = [case for pair in pairs for case in pair]
    told = Told(task.type, (*task.cases, *asked))
    train = range(len(task.cases))
    rows = range(len(task.cases), len(task.cases) + len(asked))
    both, single = {}, {}
    for method in method_names(task.type, every=every):
        (said,) = told.tell(method, train, [rows])
        right = [
            is_right(task.type, case.label, own) for case, own in zip(asked, said, strict=True)
        ]
        single[method] = sum(right)
        both[method] = sum(x and y for x, y in zip(right[::2], right[1::2], strict=True))
    return Contrasted(task.name, len(pairs), both, single)


def is_right(kind: TargetType, truth: Any, said: Any) -> bool:
    """Whether a label was told: the class, the number within a hundredth, the tags of all tokens.

    Args:
        kind: of target.
        truth: the label.
        said: what a method says; of binary labels how likely true is.
    """
    if isinstance(truth, list):
        return len(truth) == len(said) and all(
            is_right(kind, one, own) for one, own in zip(truth, said, strict=True)
        )
    if kind in BINARY:
        return bool(truth) is (float(said) >= 0.5)
    if kind in NUMBERS:
        return truth is None or math.isclose(truth, said, rel_tol=CLOSE, abs_tol=1e-9)
    return str(truth) == str(said)


def _read(file: Path, kind: TargetType) -> list[_Row]:
    with system_faults(file.name):
        if not file.is_file():
            raise UsageFault(PAIRS_UNUSABLE, "there is no such file", place=Place(file.name))
        raw = file.read_bytes()
    rows = []
    for number, line in enumerate(raw.splitlines(), 1):
        if line.strip():
            fault, row = _row(line, kind)
            if row is None:
                raise UsageFault(PAIRS_UNUSABLE, fault, place=Place(file.name, number))
            rows.append(row)
    return rows


def _row(line: bytes, kind: TargetType) -> tuple[str, _Row | None]:
    """A line's row, or what is wrong with it; nothing of the line is quoted."""
    try:
        record = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return "it is no JSON in UTF-8", None
    if not isinstance(record, dict) or not all(name in record for name in _MEMBERS):
        return f"it is no object with {', '.join(_MEMBERS)} and a text", None
    content = _content(record)
    if content is None:
        return f"it has neither a {contract.TEXT} nor {contract.TEXT_PARTS}", None
    parts = None if isinstance(content, str) else len(content)
    if fault := value_fault(kind, record["label"], parts):
        return f"its label {fault}", None
    if not isinstance(record["pair"], str | int):
        return "its pair is neither text nor a whole number", None
    return "", _Row(record["pair"], ProbeCase(str(record["uid"]), content, record["label"]))


def _content(record: Mapping[str, Any]) -> str | tuple[str, ...] | None:
    text, parts = record.get(contract.TEXT), record.get(contract.TEXT_PARTS)
    if isinstance(text, str):
        return text
    if isinstance(parts, list) and all(isinstance(part, str) for part in parts):
        return tuple(parts)
    return None


def _paired(rows: Sequence[_Row], file: str) -> list[tuple[ProbeCase, ProbeCase]]:
    pairs: dict[str | int, list[ProbeCase]] = defaultdict(list)
    for row in rows:
        pairs[row.pair].append(row.case)
    place = Place(file)
    if not pairs:
        raise UsageFault(PAIRS_UNUSABLE, "it has no lines", place=place)
    if odd := sum(len(cases) != 2 for cases in pairs.values()):
        detail = f"{odd} of {len(pairs)} pairs have not two lines"
        raise UsageFault(PAIRS_UNUSABLE, detail, place=place)
    if same := sum(_is_the_same(*cases) for cases in pairs.values()):
        detail = f"{same} of {len(pairs)} pairs have the same text or label twice"
        raise UsageFault(PAIRS_UNUSABLE, detail, place=place)
    return [(first, second) for first, second in pairs.values()]


def _is_the_same(first: ProbeCase, second: ProbeCase) -> bool:
    return first.content == second.content or first.label == second.label
