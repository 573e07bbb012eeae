"""Maps for the hospital itself: originals beside their surrogates, never without encryption.

A map is JSON lines, one for each report of a release, encrypted in the age format
(https://age-encryption.org/v1) to a passphrase or to recipients.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import CHANGED
from dragon_prep.core.codes.run import MAP_MISPLACED
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.files import system_faults, write_atomically
from dragon_prep.intake.export import read_export
from dragon_prep.intake.source import Source
from dragon_prep.services.private_place import require_private_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.pipeline.cohort_release import CohortRelease
    from dragon_prep.services.seal import Seal


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
        require_private_place(path, MAP_MISPLACED, apart=apart, overwrite=overwrite)


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
        write_atomically(target.path, data, private=True)
