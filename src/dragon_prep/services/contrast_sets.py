"""Contrast sets: pairs of reports of a look-alike that differ in what turns the label."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import read_manifest
from dragon_prep.core.definitions import own_faults
from dragon_prep.language.ascii import to_ascii
from dragon_prep.tasks.look_alike import NOTICE, ContrastSet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.turned import Pair
    from dragon_prep.tasks.task import Task

MOST_SENTENCES = 4
"""In how many sentences both reports of a pair may differ; pairs with more are rejected."""

_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
_MOST_TRIES = 40  # of a pair that is wanted: beyond them something is wrong with the writer


def contrast_sets(
    tasks: Sequence[Task], count: int, *, seed: int, knobs: Knobs, notice: bool = False
) -> dict[str, ContrastSet]:
    """The contrast set of each task; one without pairs where no writer knows how to turn a label.

    Args:
        tasks: of the look-alike.
        count: how many pairs each has.
        seed: of the look-alike; the same seed gives the same bytes.
        knobs: how its reports are.
        notice: whether each text begins with a notice, as in the look-alike.
    """
    return {task.full_name: _set_of(task, count, seed, knobs, notice=notice) for task in tasks}


def pairs_told(release: Path) -> dict[str, dict[str, int]]:
    """What the manifest of a look-alike says: by task, how many pairs it has, and were rejected.

    Raises:
        VerifyFault: if it has no readable manifest.
    """
    manifest: Any = read_manifest(release)
    told: dict[str, dict[str, int]] = manifest["options"].get("look_alike", {}).get("contrast", {})
    return told


def differing(first: str, second: str) -> int:
    """In how many sentences two texts differ, by their order, too."""
    a, b = sentences(first), sentences(second)
    codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in codes if tag != "equal")


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text."""
    return [sentence for sentence in _SENTENCE.split(text) if sentence]


def _set_of(task: Task, count: int, seed: int, knobs: Knobs, *, notice: bool) -> ContrastSet:
    from dragon_prep.synthetic import turned_pairs

    write = turned_pairs(task.full_name)
    if write is None:
        return ContrastSet()
    lines: list[str] = []
    rejected = 0
    for pair in write(seed, knobs):
        if len(lines) == 2 * count or rejected > _MOST_TRIES * count:
            break
        records = _records(task, pair, len(lines) // 2, head=NOTICE if notice else "")
        rejected += not records
        lines += records
    content = "".join(f"{line}\n" for line in lines).encode("ascii")
    return ContrastSet(content, len(lines) // 2, rejected)


def _records(task: Task, pair: Pair, number: int, *, head: str) -> list[str]:
    """Both lines of a pair; none where labels agree, or where texts do or differ in too much."""
    texts = [to_ascii(one.passage.text)[0] for one in pair]
    labels = [_label(task, one.row) for one in pair]
    apart = differing(*texts)
    if labels[0] == labels[1] or not 0 < apart <= MOST_SENTENCES:
        return []
    contents = [_content(task, one.row, head + text) for one, text in zip(pair, texts, strict=True)]
    told = [*zip(contents, labels, strict=True)]
    if number % 2:  # so that no side tells the label
        told.reverse()
    return [
        json.dumps(
            {
                contract.UID: f"{task.full_name}_pair{number}{side}",
                "pair": number,
                task.input_name: content,
                "label": label,
            }
        )
        for side, (content, label) in zip("ab", told, strict=True)
    ]


def _content(task: Task, row: Any, text: str) -> object:
    """What a method gets of a report: its text, or the parts that the task makes of it."""
    if task.parts is None:
        return text
    with own_faults(task.full_name, task.parts):
        return task.parts(SimpleNamespace(**row, text=text))


def _label(task: Task, row: Any) -> object:
    """What the task's own function makes of a report, so that it cannot disagree."""
    if task.derive is None:
        raise AssertionError("a task of reports has a value")
    with own_faults(task.full_name, task.derive):
        return task.derive(SimpleNamespace(**row))
