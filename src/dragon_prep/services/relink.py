"""Maps for the hospital itself: originals beside their surrogates, never without encryption.

A map is JSON lines, one for each report of a release, encrypted in the age format
(https://age-encryption.org/v1) to a passphrase or to recipients.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.archive.manifest import MANIFEST
from dragon_prep.core.codes.intake import CHANGED
from dragon_prep.core.codes.run import (
    MAP_CLOSED,
    MAP_LIBRARY,
    MAP_MISPLACED,
    MAP_UNSEALED,
    OUTPUT_EXISTS,
)
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.files import partial_of, require_file_or_nothing, system_faults
from dragon_prep.intake.export import read_export
from dragon_prep.intake.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.pipeline.cohort_release import CohortRelease

SHORTEST_PASSPHRASE = 12  # characters
_IDENTITY = "AGE-SECRET-KEY-"
_LARGEST_SECRET = 1 << 16  # bytes


@dataclass(frozen=True, slots=True, repr=False)
class Seal:
    """What a map is encrypted to: a passphrase, or recipients such as ``age1...``.

    Raises:
        UsageFault: if there is neither or both, the passphrase is too short, a recipient is none,
            or the library is missing.
    """

    passphrase: str = ""
    recipients: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.passphrase) == bool(self.recipients):
            raise UsageFault(MAP_UNSEALED)
        if self.passphrase and len(self.passphrase) < SHORTEST_PASSPHRASE:
            detail = f"the passphrase has fewer than {SHORTEST_PASSPHRASE} characters"
            raise UsageFault(MAP_UNSEALED, detail)
        _library()
        self._parsed()

    def __repr__(self) -> str:
        return f"<Seal to {len(self.recipients)} recipients>" if self.recipients else "<Seal>"

    def _parsed(self) -> list[Any]:
        age = _library()
        try:
            return [age.x25519.Recipient.from_str(name.strip()) for name in self.recipients]
        except age.RecipientError:
            raise UsageFault(MAP_UNSEALED, "a recipient is not of the form age1...") from None

    def encrypt(self, data: bytes) -> bytes:
        """The data in the age format."""
        age = _library()
        if self.passphrase:
            sealed: bytes = age.passphrase.encrypt(data, self.passphrase)
        else:
            sealed = age.encrypt(data, self._parsed())
        return sealed


@dataclass(frozen=True, slots=True, repr=False)
class MapFile:
    """Where to write a map, and what to encrypt it to."""

    path: Path
    seal: Seal


def require_map_place(path: Path, *, apart: Iterable[Path] = (), overwrite: bool) -> None:
    """Sees to it that a map, or what comes of it, can be put in a place and belongs there.

    Args:
        path: the file, in full.
        apart: folders it may not lie in.
        overwrite: whether a file that is there may be replaced.

    Raises:
        UsageFault: if it may not.
    """
    with system_faults("map"):
        inside = [folder for folder in apart if folder == path or folder in path.parents]
        # Any release is out of bounds, not only the one that is being made.
        if inside or any((folder / MANIFEST).exists() for folder in path.parents):
            raise UsageFault(MAP_MISPLACED)
        require_file_or_nothing(path)
        if path.exists() and not overwrite:
            raise UsageFault(OUTPUT_EXISTS, place=Place(path.name))


def map_lines(
    cohort: Cohort,
    source: Path,
    centres: Sequence[str],
    release: CohortRelease,
    uids: Mapping[str, Sequence[str]],
    key: ProjectKey,
) -> Iterator[str]:
    """The lines of a map: of each report its ids, its cases, and what was replaced by what.

    The raw files are read once more, so that no original need be kept in the workspace.

    Args:
        cohort: whose.
        source: folder of raw exports.
        centres: whose reports.
        release: what came of them.
        uids: the cases of each document in the release, by its keyed stand-in.
        key: the project key.

    Raises:
        InputFault: if a raw file has changed since.
    """
    export = read_export(cohort, source, centres)
    inputs = release.inputs
    after = Source.of(cohort.files, source).fingerprint(inputs)
    if changed := next((path for path in inputs if inputs[path] != after[path]), None):
        raise InputFault(CHANGED, place=Place(changed))
    by_case = {Document.before(report, key).case: report for report in export.reports}
    for document in release.documents:
        if document.case not in uids:
            continue
        report = by_case[document.case]
        labels = {(start, end): label for start, end, label in document.phi}
        body = {
            "centre": report.centre,
            "patient": report.patient,
            "report": report.uid,
            "cases": list(uids[document.case]),
            "replaced": [
                {
                    "label": labels.get((new, stop), ""),
                    "original": report.text[start:end],
                    "start": start,
                    "end": end,
                    "surrogate": document.text[new:stop],
                    "new_start": new,
                    "new_end": stop,
                }
                for start, end, new, stop in document.replaced
            ],
        }
        yield json.dumps(body, ensure_ascii=False) + "\n"


def write_map(target: MapFile, lines: Iterable[str]) -> None:
    """Encrypts a map and puts it in place, readable by its owner only.

    Raises:
        SystemFault: if it cannot be written.
    """
    data = target.seal.encrypt("".join(lines).encode("utf-8", "surrogatepass"))
    with system_faults("map"):
        target.path.parent.mkdir(parents=True, exist_ok=True)
        write_private(target.path, data)


def write_private(path: Path, data: bytes) -> None:
    """Writes a file that only its owner can read, whole or not at all.

    Raises:
        OSError: if the system refuses.
    """
    partial = partial_of(path)
    partial.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def open_map(path: Path, *, passphrase: str = "", identity: str = "") -> list[str]:
    """Decrypts a map.

    Args:
        path: the map.
        passphrase: it was encrypted to.
        identity: the content of an age identity file, ``AGE-SECRET-KEY-...``.

    Returns:
        Its lines, JSON each, without line ends.

    Raises:
        UsageFault: if it is no map, or what was given does not open it.
    """
    age = _library()
    place = Place(path.name)
    with system_faults(path.name):
        data = path.read_bytes()
    try:
        if passphrase:
            opened: bytes = age.passphrase.decrypt(data, passphrase)
        else:
            secrets = [s for s in identity.split() if s.startswith(_IDENTITY)]
            opened = age.decrypt(data, [age.x25519.Identity.from_str(s) for s in secrets])
        return opened.decode("utf-8", "surrogatepass").splitlines()
    except (age.DecryptError, age.IdentityError, ValueError):
        raise UsageFault(MAP_CLOSED, place=place) from None


def read_secret(path: Path) -> str:
    """The content of a file with a passphrase or an age identity, without blanks around it.

    Raises:
        UsageFault: if it is missing, too large, not UTF-8, or others may read it (not on Windows,
            where the mode does not tell).
    """
    place = Place(path.name)
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read(_LARGEST_SECRET).decode("utf-8")
    except (OSError, ValueError):
        detail = "the file with the passphrase or identity cannot be read"
        raise UsageFault(MAP_UNSEALED, detail, place=place) from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        detail = "others may read the file with the passphrase or identity"
        raise UsageFault(MAP_UNSEALED, detail, place=place, remedy="Run: chmod 600 FILE")
    return text.strip()


def _library() -> Any:
    try:
        import pyrage
    except ImportError:
        raise UsageFault(MAP_LIBRARY) from None
    return pyrage
