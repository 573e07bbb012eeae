"""What may be replaced by a release that is put in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.archive.manifest import UNLISTED, listed_files, read_manifest
from dragon_prep.archive.tree import scan
from dragon_prep.core.codes import run as kinds
from dragon_prep.core.errors import DragonPrepError, Place, UsageFault

if TYPE_CHECKING:
    from pathlib import Path


def require_replaceable(release: Path, *, overwrite: bool) -> None:
    """Sees to it that a release may be put in this place.

    Raises:
        UsageFault: if something is there that may not be replaced.
    """
    if not release.exists() or (release.is_dir() and not any(release.iterdir())):
        return
    try:
        own = listed_files(read_manifest(release))
    except DragonPrepError:
        raise UsageFault(kinds.OUTPUT_NOT_OURS) from None
    if not overwrite:
        raise UsageFault(kinds.OUTPUT_EXISTS, place=Place(release.name))
    # The project key may be among what somebody put there, and nothing brings that back.
    found = scan(release)
    others = {*found.files, *found.odd, *found.unreadable} - {*own, *UNLISTED}
    if others:
        detail = f"the earlier release holds {len(others)} files that its manifest does not list"
        raise UsageFault(kinds.RELEASE_HOLDS_MORE, detail)
