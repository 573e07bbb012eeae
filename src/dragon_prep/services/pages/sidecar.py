"""The label side-car of a task: what a label is, for machines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dragon_prep.core.targets import TargetType
from dragon_prep.services.pages.words import KINDS, METRICS, definition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.tasks.prepare import Prepared

LABELS = "labels.json"
_POSITIONS = (
    TargetType.MULTI_LABEL_BINARY,
    TargetType.MULTI_LABEL_MULTI_CLASS,
    TargetType.MULTI_LABEL_REGRESSION,
)


def sidecar(ready: Prepared) -> str:
    """The side-car as JSON, in ASCII."""
    target = ready.task.target
    body = {
        "format": 1,
        "task": ready.task.full_name,
        "title": ready.task.title,
        "definition": definition(ready.task),
        "target": target.type.value,
        "column": target.type.column,
        "form": KINDS[target.type],
        "input": ready.task.input_name,
        "classes": classes(ready),
        "positions": positions(ready),
        "unit": target.unit,
        "plausible": target.plausible,
        "metric": target.metric,
        "metric_in_words": METRICS.get(target.metric),
        "epsilon": target.epsilon,
    }
    return json.dumps(body, indent=2) + "\n"


def classes(ready: Prepared) -> Sequence[object] | None:
    """The classes of a label, or the kinds of entity; None where a label is a number.

    Where the definition does not close the list, it is that of the development cases.
    """
    kind, names = ready.task.target.type, ready.task.target.labels
    if kind in (TargetType.SINGLE_LABEL_BINARY, TargetType.MULTI_LABEL_BINARY):
        return [False, True]
    if kind in (TargetType.SINGLE_LABEL_REGRESSION, TargetType.MULTI_LABEL_REGRESSION):
        return None
    if names and kind not in _POSITIONS:
        return list(names)
    tested = set(ready.split.test)
    known = [case.label for row, case in enumerate(ready.cases) if row not in tested]
    flat = {str(value) for label in known for value in _flat(label)}
    if kind.is_token_level:
        flat = {tag[2:] for tag in flat if tag != "O"}
    return sorted(flat)


def positions(ready: Prepared) -> list[str] | None:
    """What each position of a multi-label target is, in order; None where there is one label."""
    target = ready.task.target
    if target.type not in _POSITIONS:
        return None
    if target.labels:
        return list(target.labels)
    longest = max(len(case.label) for case in ready.cases if isinstance(case.label, list | tuple))
    return [f"label {at + 1}" for at in range(longest)]


def _flat(label: object) -> list[object]:
    if isinstance(label, list | tuple):
        return [value for part in label for value in _flat(part)]
    return [label]
