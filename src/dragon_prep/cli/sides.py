"""What is on another side than in an earlier release, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragon_prep.services.moved import Moved


def sides_lines(moved: Moved) -> str:
    """How many cases and patients change sides, task by task."""
    return "\n".join(_lines(moved))


def _lines(moved: Moved) -> Iterator[str]:
    before, now = moved.split
    how = f"both split by {now}" if before == now else f"split by {before} before, by {now} now"
    if not moved.same_key:
        yield f"Against the earlier release ({how}): it was made with another project key, so"
        yield "  all texts and digests differ, and nobody can tell which cases change sides."
        return
    yield f"Cases that change sides against the earlier release ({how})"
    for task, count in moved.cases.items():
        yield f"  {task.partition('_')[0]}: {_told(count)}"
        if patients := moved.patients.get(task):
            yield f"    patients: {_told(patients)}"
    if not moved.cases:
        yield "  no task is in both"


def _told(count: Mapping[str, int]) -> str:
    return (
        f"{count['test_to_development']} from test to development, "
        f"{count['development_to_test']} from development to test, {count['other_fold']} to "
        f"another fold; {count['new']} new, {count['gone']} gone"
    )
