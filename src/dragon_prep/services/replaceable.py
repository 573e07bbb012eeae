"""What may be replaced by a release that is put in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.archive.manifest import UNLISTED, listed_files, read_manifest
from dragon_prep.archive.tree import scan
from dragon_prep.core.codes import run as kinds
from dragon_prep.core.errors import DragonPrepError, Place, UsageFault

if TYPE_CHECKING:
    from collections.abc import Collection
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
        raise UsageFault(kinds.OUTPUT_NOT_OURS, place=Place(release.name)) from None
    if not overwrite:
        raise UsageFault(kinds.OUTPUT_EXISTS, place=Place(release.name))
    # The project key may be among what somebody put there, and nothing brings that back.
    found = scan(release)
    others = {*found.files, *found.odd, *found.unreadable} - {*own, *UNLISTED}
    if others:
        detail = f"the earlier release holds {len(others)} files that its manifest does not list"
        raise UsageFault(kinds.RELEASE_HOLDS_MORE, detail, place=Place(release.name))


def require_replaceable_beside(
    folder: Path, what: str, own: Collection[str], *, overwrite: bool, wanted: bool
) -> None:
    """Sees to it that what stands beside a release can be put in its place, and that none is left.

    Args:
        folder: where it stands.
        what: it is, in words.
        own: the names of what may be in the folder.
        overwrite: whether what stands there may be replaced.
        wanted: whether it is written at all; that of an earlier release must not stay.

    Raises:
        UsageFault: if something is there that may not be replaced, or would be left.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else {""}
    if names - {*own}:
        detail = f"what stands where the {what} go is not this tool's alone"
        ending = folder.name.rpartition("-")[2]
        remedy = f"Move it away: they stand in a folder beside the release, with -{ending} behind."
        place = Place(folder.name)
        raise UsageFault(kinds.OUTPUT_NOT_OURS, detail, place=place, remedy=remedy)
    if not wanted:
        raise UsageFault(kinds.ZIPS_LEFT, place=Place(folder.name))
    if not overwrite:
        raise UsageFault(kinds.OUTPUT_EXISTS, place=Place(folder.name))
