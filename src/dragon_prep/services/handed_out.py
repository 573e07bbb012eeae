"""What of a release is handed out, and to whom: as zips, or as a folder for each audience."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.archive.manifest import sha256
from dragon_prep.archive.tree import scan
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.core.codes.archive import CHECKSUM, LISTED_MISSING, NOT_LISTED
from dragon_prep.core.files import flush_tree, replaced_atomically
from dragon_prep.services.replaceable import require_replaceable, require_replaceable_beside
from dragon_prep.services.zips import (
    SUMS,
    parts_of,
    require_replaceable_zips,
    write_zips,
    zips_beside,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragon_prep.core.errors import Problem
    from dragon_prep.core.files import Replacement
    from dragon_prep.core.keys import ProjectKey

AUDIENCES = ("organisers", "participants")


@dataclass(frozen=True, slots=True, repr=False)
class HandedOut:
    """A folder with what is handed out, while it grows.

    Attributes:
        new: the folder.
        write: writes it of a release, with the project key.
    """

    new: Replacement
    write: Callable[[Path, Path, ProjectKey], None]

    def fill(self, release: Path, key: ProjectKey) -> None:
        """Writes it, and flushes it to disk."""
        self.write(release, self.new.staging, key)
        flush_tree(self.new.staging)


def audiences_beside(release: Path) -> Path:
    """The folder with the folders for the audiences of a release."""
    return release.with_name(f"{release.name}-audiences")


@contextlib.contextmanager
def handed_out(
    release: Path, *, overwrite: bool, zips: bool, audiences: bool
) -> Iterator[tuple[HandedOut, ...]]:
    """What grows beside a release; of an earlier release nothing may be left there.

    Args:
        release: where it will be.
        overwrite: whether what is there may be replaced.
        zips: whether zips are wanted.
        audiences: whether folders are.

    Raises:
        UsageFault: if something is there that may not be replaced, or would be left.
    """
    ways = (
        (zips, zips_beside(release), require_replaceable_zips, _zips),
        (audiences, audiences_beside(release), require_replaceable_audiences, write_audiences),
    )
    with contextlib.ExitStack() as held:
        growing = []
        for wanted, folder, require, write in ways:
            may_be = partial(require, folder, overwrite=overwrite, wanted=wanted)
            if wanted:
                new = held.enter_context(replaced_atomically(folder, may_be))
                growing.append(HandedOut(new, write))
            else:
                may_be()
        yield tuple(growing)


def require_replaceable_audiences(folder: Path, *, overwrite: bool, wanted: bool) -> None:
    """Sees to it that the folders of a release can be put in their place, and that none are left.

    Args:
        folder: where they stand.
        overwrite: whether earlier ones may be replaced.
        wanted: whether they are written at all; those of an earlier release must not stay.

    Raises:
        UsageFault: if something is there that may not be replaced, or would be left.
    """
    own, what = (*AUDIENCES, SUMS), "audiences' folders"
    require_replaceable_beside(folder, what, own, overwrite=overwrite, wanted=wanted)
    for name in AUDIENCES:
        require_replaceable(folder / name, overwrite=True)


def write_audiences(release: Path, folder: Path, key: ProjectKey) -> None:
    """Writes a folder for each audience of a release, and the checksums of all their files.

    Args:
        release: a release, verified.
        folder: to be made.
        key: the project key, for the digests of what participants get.
    """
    sums = []
    for audience, files in sorted(parts_of(release, key).items()):
        for name, content in sorted(files.items()):
            path = folder / audience / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                shutil.copyfile(content, path)
            else:
                path.write_bytes(content)
            sums.append(f"{sha256(path)}  {audience}/{name}\n")
    (folder / SUMS).write_bytes("".join(sums).encode("ascii"))


def _zips(release: Path, folder: Path, key: ProjectKey) -> None:
    write_zips(release, folder, key=key)


def against_sums(root: Path) -> list[Problem]:
    """What of an audience's folder is not what the checksums beside it tell; nothing without any.

    Args:
        root: the folder.
    """
    try:
        lines = root.with_name(SUMS).read_text("ascii").splitlines()
    except (OSError, ValueError):
        return []
    listed = {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}
    own = f"{root.name}/"
    stated = {n.removeprefix(own): c for n, c in listed.items() if n.startswith(own)}
    if not stated:
        return []
    findings = Findings()
    there = scan(root).files
    for name in there:
        if name not in stated:
            findings.add(NOT_LISTED, name, detail=f"not in {SUMS}")
        elif sha256(root / name) != stated[name]:
            findings.add(CHECKSUM, name, detail=f"not the file that {SUMS} tells of")
    for name in sorted(stated.keys() - {*there}):
        findings.add(LISTED_MISSING, name, detail=f"{SUMS} tells of it")
    return findings.problems()
