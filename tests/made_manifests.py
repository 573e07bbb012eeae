"""Manifests that say as little as a manifest can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.archive.manifest import FORMAT, MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable


def manifest_of(tasks: Iterable[str]) -> dict[str, object]:
    """A manifest that says nothing of its tasks but which they are."""
    members: dict[str, object] = {name: {} for name in MEMBERS}
    return {**members, "format": FORMAT, "synthetic": False, "tasks": {name: {} for name in tasks}}
