"""What may be told of a corpus outside the hospital: no small count, and none to be computed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from dragon_prep.core.small_counts import is_small, told, told_in_tens, told_parts
from dragon_prep.corpora.manifest import CorpusStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.corpora.manifest import CorpusManifest


def told_manifest(manifest: CorpusManifest) -> CorpusManifest:
    """A manifest as it may leave the hospital.

    How many reports a shard has, and how long they are, its file says itself.

    Raises:
        ValueError: if it was told already.
    """
    shards = told_parts({one.file: _number(one.patients) for one in manifest.shards})
    sides = told_parts({side: _number(count) for side, count in manifest.sides.items()})
    return replace(
        manifest,
        shards=tuple(replace(one, patients=shards[one.file]) for one in manifest.shards),
        steps=told_steps(manifest.steps),
        sides=dict(sides),
    )


def told_steps(steps: Sequence[CorpusStep]) -> tuple[CorpusStep, ...]:
    """Steps as they may leave the hospital: in tens if one of them left out a few.

    Otherwise the few would be the difference of what there was before and after it.
    """
    changes = [_number(step.left_out) for step in steps]
    for before, after in pairwise(steps):
        changes.append(abs(_number(before.patients) - _number(after.patients)))
    counts = [_number(n) for step in steps for n in (step.reports, step.patients)]
    tell = told_in_tens if any(map(is_small, (*changes, *counts))) else told
    return tuple(
        CorpusStep(step.name, tell(_number(step.left_out)), tell(_number(step.reports)),
                   tell(_number(step.patients)))
        for step in steps
    )  # fmt: skip


def _number(count: int | str) -> int:
    """A count that is to be told.

    Raises:
        ValueError: if it was told already: what is in tens must not be rounded again.
    """
    if isinstance(count, str):
        raise ValueError("a count that was told already")
    return count
