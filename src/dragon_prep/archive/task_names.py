"""Which of a release's tasks is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import TASK_UNKNOWN
from dragon_prep.core.errors import UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = re.compile(r"[Tt](?:ask)?0*([0-9]+)(?:_.*)?")


def task_named(known: Iterable[str], wanted: str) -> str:
    """The full name of a task of a release.

    Args:
        known: the full names of its tasks.
        wanted: such as ``T10`` or ``Task010_prostate_radiology_clf``.

    Raises:
        UsageFault: if it has no such task.
    """
    number = _number_of(wanted)
    found = next((name for name in known if number and _number_of(name) == number), None)
    if found is None:
        raise UsageFault(TASK_UNKNOWN, "the release has no such task")
    return found


def _number_of(name: str) -> str:
    match = _NUMBER.fullmatch(name.strip())
    return match[1] if match else ""
