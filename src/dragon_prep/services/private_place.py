"""Places of files that must stay in the hospital."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.archive.manifest import MANIFEST
from dragon_prep.core.codes.run import OUTPUT_EXISTS
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.files import require_file_or_nothing
from dragon_prep.pipeline.workspace import is_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dragon_prep.core.errors import ErrorCode


def require_private_place(
    path: Path, misplaced: ErrorCode, *, apart: Iterable[Path] = (), overwrite: bool
) -> None:
    """Sees to it that a file can be put in a place and belongs there.

    Args:
        path: the file, in full.
        misplaced: what is said if it does not belong there: it lies in a release, in a workspace,
            or in one of the folders that follow.
        apart: folders it may not lie in.
        overwrite: whether a file that is there may be replaced.

    Raises:
        UsageFault: if it may not be put there.
        OSError: if the system refuses to look.
    """
    inside = any(folder == path or folder in path.parents for folder in apart)
    # Any release is out of bounds, not only the one that is being made.
    if inside or any((home / MANIFEST).exists() or is_workspace(home) for home in path.parents):
        raise UsageFault(misplaced)
    require_file_or_nothing(path)
    if path.exists() and not overwrite:
        remedy = "Give another file, or --overwrite to replace this one."
        raise UsageFault(OUTPUT_EXISTS, place=Place(path.name), remedy=remedy)
