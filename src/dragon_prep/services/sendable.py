"""The jobs of a release that may be sent: those of participants, in a release that was verified."""

from __future__ import annotations

import fnmatch
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import listed_files, read_manifest
from dragon_prep.archive.tree import scan
from dragon_prep.core.codes.archive import CHECKSUM
from dragon_prep.core.codes.run import RECORDS_INVALID
from dragon_prep.core.codes.upload import JOB_UNKNOWN, NOT_FOR_PARTICIPANTS, RELEASE_FAULTY
from dragon_prep.core.errors import Place, UsageFault, VerifyFault, number_of
from dragon_prep.services.verify_release import verify_release

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_LABELLED = (contract.TEST_SET, contract.DEBUG_TEST_SET)


@dataclass(frozen=True, slots=True, repr=False)
class JobFile:
    """A file of a job.

    Attributes:
        socket: of the archive item; the file's stem.
        path: where it is.
        checksum: its SHA-256, as the release's manifest says.
    """

    socket: str
    path: Path
    checksum: str

    def read(self) -> bytes:
        """What it holds.

        Raises:
            VerifyFault: if that is no longer what was verified.
        """
        data = self.path.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.checksum:
            detail = "it was changed after it was verified"
            raise VerifyFault(CHECKSUM, detail, place=Place(self.path.name))
        return data


@dataclass(frozen=True, slots=True, repr=False)
class SendableJob:
    """A job of a release, which becomes an item of an archive.

    Attributes:
        title: the name of its folder.
        files: the four of them.
    """

    title: str
    files: tuple[JobFile, ...]

    @property
    def size(self) -> int:
        """Of all its files, in bytes."""
        return sum(file.path.stat().st_size for file in self.files)


def require_sendable(path: Path, root: Path, folders: Sequence[Path] = ()) -> dict[str, Any]:
    """Sees to it that a release may be sent; gives its manifest.

    Args:
        path: as it was given: a folder or a zip.
        root: its folder.
        folders: of users' task definitions, if some are in the release.

    Raises:
        UsageFault: if it is not what participants get, or is nothing at all.
        VerifyFault: if it does not keep its contract.
    """
    tree = scan(root)
    labelled = [name for name in tree.folders if name.partition("/")[0] in _LABELLED]
    manifest: dict[str, Any] = read_manifest(root)
    if labelled or manifest.get(contract.AUDIENCE) != contract.PARTICIPANTS:
        raise UsageFault(NOT_FOR_PARTICIPANTS, place=Place(path.name))
    if found := verify_release(path, folders=folders):
        detail = f"{number_of(len(found), 'finding')} of the check of its contract"
        raise VerifyFault(RELEASE_FAULTY, detail, place=Place(path.name), problems=tuple(found))
    return manifest


def require_there(path: Path) -> None:
    """Sees to it that something is there.

    Raises:
        UsageFault: if nothing is.
    """
    if not path.exists():
        detail = "there is no such folder or zip"
        raise UsageFault(RECORDS_INVALID, detail, place=Place(path.name))


def sendable_jobs(
    root: Path, manifest: dict[str, Any], *, debug: bool, only: Collection[str] = ()
) -> list[SendableJob]:
    """The jobs of a release.

    Args:
        root: its folder.
        manifest: its own.
        debug: whether those of the debug sets, instead of the release's own.
        only: patterns of their names; all of them unless given.

    Raises:
        UsageFault: if there is none, or none of a pattern.
    """
    folder = contract.DEBUG_INPUT if debug else contract.ALGORITHM_INPUT
    sums = listed_files(manifest)
    titles = sorted({name.split("/")[1] for name in sums if name.startswith(f"{folder}/")})
    matched = {title for title in titles for one in only if fnmatch.fnmatchcase(title, one)}
    idle = [one for one in only if not fnmatch.filter(titles, one)]
    chosen = [title for title in titles if title in matched or not only]
    if idle or not chosen:
        raise UsageFault(JOB_UNKNOWN)
    return [
        SendableJob(
            title,
            tuple(
                JobFile(Path(name).stem, root / place, sums[place])
                for name in contract.JOB_FILES
                for place in [f"{folder}/{title}/{name}"]
            ),
        )
        for title in chosen
    ]


def has_label(document: object) -> bool:
    """Whether records hold a label, which those of a test set must not."""
    records = document if isinstance(document, list) else []
    return any(name.endswith(contract.LABEL_SUFFIX) for record in records for name in record)


def read_document(file: JobFile, data: bytes) -> object:
    """A file of a job as JSON.

    Raises:
        UsageFault: if it is a test set with labels, whatever else was looked at before.
    """
    document: object = json.loads(data)
    if file.path.name == contract.TEST and has_label(document):
        raise UsageFault(NOT_FOR_PARTICIPANTS, place=Place(file.path.name))
    return document
