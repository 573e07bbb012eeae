"""Proves a release by building it again from the exports, and names what differs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import MANIFEST, listed_files, read_manifest
from dragon_prep.archive.proof import DIGEST, FILES, HMAC
from dragon_prep.archive.review import REVIEW
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.load import load_json
from dragon_prep.archive.zipped import unpacked
from dragon_prep.core.codes.archive import LISTED_MISSING, NOT_LISTED, REBUILT_DIFFERS
from dragon_prep.core.codes.run import KEY_OF_ANOTHER
from dragon_prep.core.errors import KeyFault, Place
from dragon_prep.core.files import absolute, scratch_folder, system_faults
from dragon_prep.pipeline.run import Progress, silent
from dragon_prep.pipeline.workspace import opened
from dragon_prep.services.build import build
from dragon_prep.services.made_with import ledger_of, options_of, review_of, site_file_of
from dragon_prep.services.split_memory import write_ledger
from dragon_prep.split.ledger import Ledger
from dragon_prep.tasks.prepare import Options
from dragon_prep.tasks.registry import find_tasks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey

# A review is of people, who are not asked again; what proves a manifest follows from the rest.
_NOT_COMPARED = (REVIEW, DIGEST, HMAC, FILES)


def rebuild(
    release: Path,
    source: Path,
    *,
    key: ProjectKey,
    options: Options | None = None,
    workers: int = 1,
    folders: Sequence[Path] = (),
    progress: Progress = silent,
) -> list[Problem]:
    """Builds a release again, in a private folder beside it that is removed, and compares.

    Args:
        release: folder or zip of a release.
        source: folder of the raw exports it was made from.
        key: the project key it was made with.
        options: profiles and settings of surrogates it was made with, and as split the earlier
            release, ledger or ids that it followed; all else is the manifest's.
        workers: number of processes.
        folders: of users' task definitions, if some are in the release.
        progress: called with a stage and how much of it is done.

    Returns:
        A finding for each file and member of the manifest that differs, with the first record that
        does; nothing if all bytes are the same.

    Raises:
        KeyFault: if it was made with another key.
        UsageFault: if profiles or settings are not those it was made with.
        DragonPrepError: whatever stops a build.
    """
    release = absolute(release)
    with unpacked(release) as root:
        manifest: Mapping[str, Any] = read_manifest(root)
        if manifest.get("key_fingerprint") != key.fingerprint:
            raise KeyFault(KEY_OF_ANOTHER, place=Place(release.name))
        given = options or Options()
        made_with = options_of(manifest, given, key)
        ledger = Ledger(ledger_of(made_with.split, given.split))
        tasks = find_tasks(list(manifest.get("tasks", {})), folders=folders)
        note = root / contract.SYNTHETIC_NOTE
        private = release.with_name(f".{release.name}.rebuild")
        with system_faults("release built again"), scratch_folder(private):
            if ledger.sides:
                with opened(private / "workspace"):
                    write_ledger(private / "workspace", ledger, key)
            made = build(
                tasks,
                source,
                private / "release",
                key=key,
                options=made_with,
                workspace=private / "workspace",
                workers=workers,
                synthetic=note.read_text("ascii") if note.is_file() else "",
                progress=progress,
                review=review_of(manifest, private),
                site_file=site_file_of(manifest, private),
            ).release
            return _compared(root, made)


def _compared(root: Path, made: Path) -> list[Problem]:
    findings = Findings()
    old, new = read_manifest(root), read_manifest(made)
    listed, built = listed_files(old), listed_files(new)
    is_part = old.get(contract.AUDIENCE) == contract.PARTICIPANTS
    for name in sorted({*listed, *built}):
        if name not in listed:
            if not is_part:
                findings.add(LISTED_MISSING, name, detail="it comes of a build")
        elif name not in built:
            findings.add(NOT_LISTED, name, detail="it does not come of a build")
        elif not _is_same(root / name, made / name):
            row, column, detail = _first_difference(root, made, name)
            findings.add(REBUILT_DIFFERS, name, row, column, detail)
    members = () if is_part else dict.fromkeys([*old, *new])
    _compare_members(old, new, members, findings)
    return findings.problems()


def _is_same(a: Path, b: Path) -> bool:
    return a.is_file() and a.read_bytes() == b.read_bytes()


def _compare_members(
    old: Mapping[str, Any], new: Mapping[str, Any], names: Iterable[str], findings: Findings
) -> None:
    for name in names:
        if name in _NOT_COMPARED or old.get(name) == new.get(name):
            continue
        detail = "it says something else"
        if name == "made_by":
            detail = f"other versions: {_versions(old.get(name), new[name])}"
        known = name if name in new else None
        findings.add(REBUILT_DIFFERS, MANIFEST, column=known, detail=detail)


def _versions(old: object, new: Mapping[str, str]) -> str:
    before = old if isinstance(old, dict) else {}
    return ", ".join(name for name, version in new.items() if before.get(name) != version)


def _first_difference(root: Path, made: Path, name: str) -> tuple[int | None, str | None, str]:
    """The first record that differs, which of its columns, and in words what."""
    a, b = (load_json(home, name, Findings()) for home in (root, made))
    if not isinstance(a, list) or not isinstance(b, list):
        return None, None, "not the same bytes"
    if a == b:
        return None, None, "the same records, written in other bytes"
    pairs = zip(a, b, strict=False)
    row = next((at for at, (x, y) in enumerate(pairs) if x != y), min(len(a), len(b)))
    count = f"{len(a)} records, and {len(b)} of a build" if len(a) != len(b) else ""
    if row >= min(len(a), len(b)) or not isinstance(a[row], dict):
        return row + 1, None, count or "the first record that differs"
    columns = (k for k in b[row] if json.dumps(a[row].get(k)) != json.dumps(b[row][k]))
    return row + 1, next(columns, None), count or "the first record that differs"
