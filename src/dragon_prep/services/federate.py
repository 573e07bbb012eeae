"""Views of a release for federated training: of each centre, its own cases on the same sides."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import listed_files, read_manifest
from dragon_prep.archive.proof import DIGEST
from dragon_prep.archive.tree import scan
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.load import joined_pieces, load_piece, load_pieces
from dragon_prep.archive.zipped import unpacked
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.codes import run as kinds
from dragon_prep.core.errors import DragonPrepError, KeyFault, Place, UsageFault, VerifyFault
from dragon_prep.core.files import absolute, flush_tree, replaced_atomically, system_faults
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.pipeline.workspace import workspace_beside
from dragon_prep.services.case_centres import read_case_centres
from dragon_prep.services.verify_release import verify_release
from dragon_prep.services.zips import SUMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.services.case_centres import Cases

CENTRES = "centres.json"
"""The list of each centre's cases, for organisers."""

_KEYED = "keyed"
_CALLED = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True, repr=False)
class Views:
    """What was written.

    Attributes:
        folder: where.
        jobs: by centre, as the views call it, the jobs it has cases for.
        left_out: likewise, the tasks that it has too few cases of for each file to have one.
    """

    folder: Path
    jobs: dict[str, list[str]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)


def federate(
    release: Path,
    out: Path,
    *,
    key: ProjectKey,
    workspace: Path | None = None,
    names: bool = False,
    overwrite: bool = False,
) -> Views:
    """Writes a view of a release for each centre; the release stays as it is.

    Args:
        release: folder or zip of a whole release.
        out: folder to make.
        key: the project key it was built with.
        workspace: in which it was built; the one beside it unless given.
        names: whether centres are called by their names, which the manifest has; by numbers, in an
            order that depends on the key, otherwise.
        overwrite: whether earlier views in that place may be replaced.

    Raises:
        KeyFault: if the release was built with another key.
        VerifyFault: if it does not keep its contract, or is not the one that was built.
        UsageFault: if the workspace does not tell of it, or something is where the views go.
    """
    release, out = absolute(release), absolute(out)
    _require_apart(release, out)
    with unpacked(release) as root, system_faults("views"):
        manifest: Mapping[str, Any] = read_manifest(root)
        if manifest.get("key_fingerprint") != key.fingerprint:
            raise KeyFault(kinds.KEY_OF_ANOTHER, place=Place(release.name))
        if findings := verify_release(root, key=key):
            detail = f"{len(findings)} findings; see dragon-prep verify"
            raise VerifyFault(findings[0].kind, detail, place=findings[0].place)
        centres = read_case_centres(workspace or workspace_beside(release), manifest)
        called = _called(list(centres), manifest, key, names=names)
        cases = {called[name]: of for name, of in centres.items()}
        with replaced_atomically(out, partial(_require_views, out, overwrite=overwrite)) as new:
            sums: dict[str, str] = {}
            listed = [(CENTRES, _listed(manifest, cases, key))]
            for name, data in chain(view_files(root, cases), listed):
                path = new.staging / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                sums[name] = hashlib.sha256(data).hexdigest()
            lines = "".join(f"{checksum}  {name}\n" for name, checksum in sorted(sums.items()))
            (new.staging / SUMS).write_bytes(lines.encode("ascii"))
            flush_tree(new.staging)
    return _summary(out, sums, cases)


def view_files(root: Path, cases: Mapping[str, Cases]) -> Iterator[tuple[str, bytes]]:
    """The files of all views: a job's files with the records of one centre, byte for byte.

    A job is left out where a centre has no case for one of its files. Views of a look-alike have
    its note.

    Args:
        root: the release's folder.
        cases: uids by centre and task.

    Raises:
        VerifyFault: if a file of the release has another form than it is written in.
    """
    for job in _jobs(root):
        match = contract.JOB_FOLDER.fullmatch(job.rpartition("/")[2])
        task = match[1] if match else ""
        configuration = (root / job / contract.CONFIGURATION).read_bytes()
        datasets = {
            name: _records(root, f"{job}/{name}")
            for name in (contract.TRAINING, contract.VALIDATION, contract.TEST)
        }
        for centre, of in cases.items():
            own = set(of.get(task, ()))
            kept = {
                name: [piece for uid, piece in records if uid in own]
                for name, records in datasets.items()
            }
            if all(kept.values()):
                yield f"{centre}/{job}/{contract.CONFIGURATION}", configuration
                for name, pieces in kept.items():
                    yield f"{centre}/{job}/{name}", joined_pieces(pieces)
    note = root / contract.SYNTHETIC_NOTE
    for centre in cases if note.is_file() else ():
        yield f"{centre}/{contract.SYNTHETIC_NOTE}", note.read_bytes()


def _jobs(root: Path) -> list[str]:
    folders = (contract.ALGORITHM_INPUT, contract.DEBUG_INPUT)
    found = {name.rpartition("/")[0] for name in listed_files(read_manifest(root))}
    return sorted(job for job in found if job.partition("/")[0] in folders)


def _records(root: Path, name: str) -> list[tuple[str, bytes]]:
    """The records of a file, each with its uid and in the bytes in which it stands."""
    found = []
    for piece in load_pieces(root, name) or [b""]:
        record = load_piece(piece)
        if not isinstance(record, dict) or not isinstance(record.get(contract.UID), str):
            raise VerifyFault(rules.NOT_RECORDS, place=Place(name))
        found.append((record[contract.UID], piece))
    return found


def check_views(
    release: Path, views: Path, *, key: ProjectKey | None = None
) -> tuple[list[Problem], Views]:
    """Checks that views are what comes of a release and of their own list of cases.

    Args:
        release: folder or zip of the release, which is sound.
        views: the folder.
        key: the project key; only with it can be proven that the list is the one that was written.

    Returns:
        What is wrong, and what the views hold.

    Raises:
        UsageFault: if the folder holds no views.
    """
    findings = Findings()
    listed = _read_list(views)
    cases: dict[str, Cases] = listed["centres"]
    there = {*scan(views).files} - {CENTRES, SUMS}
    expected: set[str] = set()
    with unpacked(release) as root:
        manifest = read_manifest(root)
        for name, data in view_files(root, cases):
            expected.add(name)
            if name not in there:
                findings.add(rules.LISTED_MISSING, name, detail="it comes of the release")
            elif (views / name).read_bytes() != data:
                detail = "not the records that the release has of this centre"
                findings.add(rules.VIEWS_DIFFER, name, detail=detail)
        every = {uid for job in _jobs(root) for name in _DATA for uid, _ in _of(root, job, name)}
    if listed.get("release") != manifest.get(DIGEST):
        findings.add(rules.VIEWS_DIFFER, CENTRES, detail="they are of another release")
    if key is not None and listed.get(_KEYED) != _keyed(listed, key):
        findings.add(rules.NOT_AS_BUILT, CENTRES, detail="not the list that was written")
    uids = [uid for of in cases.values() for own in of.values() for uid in own]
    if twice := len(uids) - len(set(uids)):
        findings.add(rules.VIEWS_DIFFER, CENTRES, detail=f"{twice} cases are of two centres")
    if astray := len(every ^ set(uids)):
        detail = f"{astray} cases are of no centre, or none of the release"
        findings.add(rules.VIEWS_DIFFER, CENTRES, detail=detail)
    for name in sorted(there - expected):
        findings.add(rules.NOT_LISTED, name, detail="it does not come of the release")
    _check_sums(views, findings)
    return findings.problems(), _summary(views, expected, cases)


_DATA = (contract.TRAINING, contract.VALIDATION, contract.TEST)


def _of(root: Path, job: str, name: str) -> list[tuple[str, bytes]]:
    return _records(root, f"{job}/{name}")


def _check_sums(views: Path, findings: Findings) -> None:
    try:
        lines = (views / SUMS).read_text("ascii").splitlines()
    except (OSError, ValueError):
        findings.add(rules.LISTED_MISSING, SUMS)
        return
    stated = {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}
    there = {name: views / name for name in scan(views).files if name != SUMS}
    sums = {n: hashlib.sha256(path.read_bytes()).hexdigest() for n, path in there.items()}
    for name in sorted(n for n in {*stated, *sums} if stated.get(n) != sums.get(n)):
        findings.add(rules.CHECKSUM, name, detail=f"not as {SUMS} tells")


def _called(
    centres: Sequence[str], manifest: Mapping[str, Any], key: ProjectKey, *, names: bool
) -> dict[str, str]:
    """What views call the centres: an order of names would tell them.

    Raises:
        UsageFault: if names are wanted that the release does not tell.
    """
    if names:
        told = {source for entry in manifest["tasks"].values() for source in entry["cases"]}
        if {*centres} - {source.partition(",")[0] for source in told}:
            raise UsageFault(kinds.OPTION_INVALID, "--names: the release does not tell them")
        return {name: name for name in centres}
    ordered = sorted(centres, key=lambda name: key.digest(KeyPurpose.ORDER, "view", name))
    return {name: f"centre-{at}" for at, name in enumerate(ordered, start=1)}


def _listed(manifest: Mapping[str, Any], cases: Mapping[str, Cases], key: ProjectKey) -> bytes:
    body: dict[str, object] = {
        "release": manifest[DIGEST],
        "key_fingerprint": key.fingerprint,
        "centres": dict(sorted(cases.items())),
    }
    whole = {**body, _KEYED: _keyed(body, key)}
    return (json.dumps(whole, indent=1) + "\n").encode("ascii")


def _keyed(body: Mapping[str, object], key: ProjectKey) -> str:
    said = json.dumps({name: value for name, value in body.items() if name != _KEYED})
    return key.digest(KeyPurpose.MANIFEST, "views", said).hex()


def _read_list(views: Path) -> dict[str, Any]:
    try:
        body = json.loads((views / CENTRES).read_bytes())
        centres = {str(n): {t: [*map(str, u)] for t, u in of.items()} for n, of in _items(body)}
        if not all(map(_CALLED.fullmatch, centres)):
            raise ValueError
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        raise UsageFault(kinds.NO_VIEWS, place=Place(views.name)) from None
    return {**body, "centres": centres}


def _items(body: Any) -> Any:
    return body["centres"].items()


def _require_apart(release: Path, out: Path) -> None:
    if release == out or release in out.parents or out in release.parents:
        raise UsageFault(kinds.OUTPUT_MISPLACED)


def _require_views(out: Path, *, overwrite: bool) -> None:
    """Refuses to replace what is no views, or holds more than they do."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    findings = Findings()
    try:
        _read_list(out)
    except DragonPrepError:
        findings.add(rules.NOT_LISTED, CENTRES)
    _check_sums(out, findings)
    if findings.count:
        detail = "what stands where the views go is no views"
        raise UsageFault(kinds.OUTPUT_NOT_OURS, detail, place=Place(out.name))
    if not overwrite:
        raise UsageFault(kinds.OUTPUT_EXISTS, place=Place(out.name))


def _summary(folder: Path, files: Iterable[str], cases: Mapping[str, Cases]) -> Views:
    jobs: dict[str, set[str]] = {name: set() for name in cases}
    for name in files:
        centre, _, rest = name.partition("/")
        job, _, file = rest.rpartition("/")
        if file in contract.JOB_FILES:
            jobs[centre].add(job)
    left_out = {
        centre: sorted(
            task
            for task in of
            if any(contract.job_path(task, k) not in jobs[centre] for k in range(contract.FOLDS))
        )
        for centre, of in cases.items()
    }
    return Views(folder, {name: sorted(own) for name, own in jobs.items()}, left_out)
