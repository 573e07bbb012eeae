"""A build: from raw exports to a release, or to nothing at all."""

from __future__ import annotations

import contextlib
import platform
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import MANIFEST, listed_files, read_manifest, write_manifest
from dragon_prep.archive.tree import scan
from dragon_prep.archive.verify.release import verify
from dragon_prep.core.codes import run as kinds
from dragon_prep.core.errors import (
    DragonPrepError,
    InputFault,
    Place,
    UsageFault,
    VerifyFault,
    in_order,
    rows_quarantined,
)
from dragon_prep.core.files import (
    absolute,
    discard,
    flush_tree,
    locked,
    put_in_place,
    recover,
    staging_of,
    system_faults,
)
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.version import VERSION
from dragon_prep.core.workers import Workers, rare_collections
from dragon_prep.detect.profile import rules_off
from dragon_prep.pipeline.archives import Archive, task_entry, write_archive
from dragon_prep.pipeline.cohort_release import annotated_counts
from dragon_prep.pipeline.cohorts import deidentified_cohorts
from dragon_prep.pipeline.workspace import opened, workspace_beside
from dragon_prep.services.relink import map_lines, require_map_place, write_map
from dragon_prep.tasks.prepare import (
    SPLIT_POLICY,
    Options,
    Prepared,
    Read,
    chosen_centres,
    require_fitting,
)
from dragon_prep.tasks.sequence import prepare_in_turn
from dragon_prep.tasks.summary import annotated_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from dragon_prep.audit.verdicts import Totals
    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.pipeline.cohort_release import CohortRelease
    from dragon_prep.services.relink import MapFile
    from dragon_prep.tasks.summary import TaskSummary
    from dragon_prep.tasks.task import Task

    Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made.

    Attributes:
        release: where it is.
        workspace: where its private working data are.
        key_fingerprint: of the project key.
        tasks: attrition, split sizes and labels of each.
        phi: how many PHI spans were replaced, by cohort, centre and category.
        annotated: by cohort and centre, how many reports somebody annotated, and how many the
            detector alone has seen.
        problems: everything that was held back or is worth a look.
        audit: by cohort and centre, what the audit held back and what coincidences it counted.
    """

    release: Path
    workspace: Path
    key_fingerprint: str
    tasks: tuple[TaskSummary, ...]
    phi: dict[str, dict[str, dict[str, int]]]
    annotated: dict[str, dict[str, tuple[int, int]]]
    problems: tuple[Problem, ...]
    audit: dict[str, dict[str, Totals]]


@dataclass(frozen=True, slots=True, repr=False)
class _Cohorts:
    """All tasks of a build, prepared, and what was learnt about their cohorts."""

    centres: tuple[str, ...]
    prepared: tuple[Prepared, ...]
    phi: dict[str, dict[str, dict[str, int]]]
    annotated: dict[str, dict[str, tuple[int, int]]]
    inputs: dict[str, str]
    problems: tuple[Problem, ...]
    audit: dict[str, dict[str, Totals]]
    cohorts: tuple[tuple[Cohort, tuple[str, ...], CohortRelease], ...]


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for those who do not look."""


def build(
    tasks: Sequence[Task],
    source: Path,
    release: Path,
    *,
    key: ProjectKey,
    options: Options | None = None,
    workspace: Path | None = None,
    workers: int = 1,
    overwrite: bool = False,
    map_file: MapFile | None = None,
    synthetic: str = "",
    progress: Progress = _silent,
) -> BuildResult:
    """Builds a release of one or more tasks.

    The release is put in place only when it is complete and verified; until then, and whenever
    something stops the build, what was there stays as it is.

    Args:
        tasks: what to build, see :func:`dragon_prep.find_tasks`.
        source: folder of raw exports, one folder per centre.
        release: folder to make.
        key: the project key; all surrogates, numbers and shifts come from it.
        options: see there.
        workspace: private folder for working data; a folder beside the release unless given.
        workers: number of processes; the bytes do not depend on it. For more than one, a script
            must call this under ``if __name__ == "__main__":``.
        overwrite: whether an earlier release in that place may be replaced, and an earlier map.
        map_file: where to write originals and surrogates, encrypted, for the hospital itself; the
            release does not depend on it.
        synthetic: what the release says of itself if nothing of the source is real; empty for
            real exports. Such a release is marked in each of its parts.
        progress: called with a stage and how much of it is done.

    Raises:
        DragonPrepError: whatever stops the build, with code, place and remedy.
    """
    options = options or Options()
    source, release = absolute(source), absolute(release)
    workspace = absolute(workspace) if workspace else workspace_beside(release)
    if workers < 1:
        raise UsageFault(kinds.OPTION_INVALID, "workers must be at least 1")
    cohorts = chosen_centres(tasks, options.centres)
    require_fitting(options.profiles, cohorts)
    _require_apart(source, release, workspace)
    if map_file is not None:
        map_file = replace(map_file, path=absolute(map_file.path))
        apart = (source, release, workspace, staging_of(release))
        require_map_place(map_file.path, apart=apart, overwrite=overwrite)
    with contextlib.ExitStack() as held:
        held.enter_context(system_faults("release"))
        held.enter_context(rare_collections())
        release.parent.mkdir(parents=True, exist_ok=True)
        held.enter_context(locked(release))
        recover(release)
        require_replaceable(release, overwrite=overwrite)
        held.enter_context(opened(workspace))
        pool = held.enter_context(Workers(workers))
        found = _prepare_all(tasks, cohorts, source, key, options, workspace, pool, progress)
        staging = staging_of(release)
        try:
            archives = [Archive.of(staging, r, synthetic=bool(synthetic)) for r in found.prepared]
            pool.run(
                write_archive, archives, partial(_told, progress, "Writing archives", len(archives))
            )
            if synthetic:
                (staging / contract.SYNTHETIC_NOTE).write_bytes(synthetic.encode("ascii"))
            write_manifest(staging, _manifest(found, key, options, synthetic=bool(synthetic)))
            progress("Verifying the release", 0, 1)
            _require_clean(staging, pool)
            progress("Verifying the release", 1, 1)
            flush_tree(staging)
            if map_file is not None:
                # Before the release: one that went out without its map could not be tied back.
                progress("Writing the map", 0, 1)
                write_map(map_file, _map_lines(found, source, key))
                progress("Writing the map", 1, 1)
            put_in_place(staging, release)
        finally:
            discard(staging)
    return BuildResult(
        release=release,
        workspace=workspace,
        key_fingerprint=key.fingerprint,
        tasks=tuple(ready.summary for ready in found.prepared),
        phi=found.phi,
        annotated=found.annotated,
        problems=found.problems,
        audit=found.audit,
    )


def _require_apart(source: Path, release: Path, workspace: Path) -> None:
    if any(
        a == b or a in b.parents
        for a in (source, release, workspace)
        for b in (source, release, workspace)
        if a is not b
    ):
        raise UsageFault(kinds.OUTPUT_MISPLACED)


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
    others = {*found.files, *found.odd, *found.unreadable} - {*own, MANIFEST}
    if others:
        detail = f"the earlier release holds {len(others)} files that its manifest does not list"
        raise UsageFault(kinds.RELEASE_HOLDS_MORE, detail)


def _prepare_all(
    tasks: Sequence[Task],
    cohorts: Sequence[tuple[Cohort, tuple[str, ...]]],
    source: Path,
    key: ProjectKey,
    options: Options,
    workspace: Path,
    workers: Workers,
    progress: Progress,
) -> _Cohorts:
    problems: set[Problem] = set()
    phi: dict[str, dict[str, dict[str, int]]] = {}
    annotated: dict[str, dict[str, tuple[int, int]]] = {}
    inputs: dict[str, str] = {}
    audit: dict[str, dict[str, Totals]] = {}
    releases: list[tuple[Cohort, tuple[str, ...], CohortRelease]] = []
    made = deidentified_cohorts(
        cohorts,
        source,
        key=key,
        options=options,
        workspace=workspace,
        workers=workers,
        progress=progress,
    )
    for (cohort, centres), documents in zip(cohorts, made, strict=True):
        problems.update(documents.problems)
        phi[cohort.name] = documents.phi_counts(options.surrogates.kept)
        annotated[cohort.name] = annotated_counts(documents.documents)
        audit[cohort.name] = documents.audit
        releases.append((cohort, centres, documents))
        # Keyed, so that nobody without the key can check a guess of what the raw file holds.
        for path, digest in documents.inputs.items():
            inputs[path] = key.digest(KeyPurpose.INPUT, digest.hex()).hex()
    read = {c.name: Read(found.documents, found.steps) for c, _, found in releases}
    progress("Deriving labels", 0, 1)
    prepared = prepare_in_turn(tasks, read, key=key, options=options)
    progress("Deriving labels", 1, 1)
    for ready in prepared:
        problems.update(ready.problems)
    quarantined = rows_quarantined(problems)
    if options.strict and quarantined:
        detail = f"{quarantined} rows were held back"
        raise InputFault(kinds.HELD_BACK, detail, problems=in_order(problems))
    named = dict.fromkeys(centre for _, centres in cohorts for centre in centres)
    return _Cohorts(
        tuple(named),
        tuple(prepared),
        phi,
        annotated,
        inputs,
        in_order(problems),
        audit,
        tuple(releases),
    )


def _map_lines(found: _Cohorts, source: Path, key: ProjectKey) -> Iterator[str]:
    for cohort, centres, documents in found.cohorts:
        uids: dict[str, list[str]] = {}
        for ready in found.prepared:
            for case, document in zip(ready.cases, ready.documents, strict=True):
                if document.cohort == cohort.name:
                    uids.setdefault(document.case, []).append(case.uid)
        yield from map_lines(
            cohort, source, centres, documents.documents, uids, documents.inputs, key
        )


def _told(progress: Progress, stage: str, total: int, done: int) -> None:
    progress(stage, done, total)


def _manifest(
    found: _Cohorts, key: ProjectKey, options: Options, *, synthetic: bool
) -> dict[str, object]:
    from importlib.metadata import version

    libraries = ("numpy", "pandas", "pyarrow", "spacy", "unidecode")
    return {
        "format": 1,
        contract.SYNTHETIC: synthetic,
        "made_by": {
            "dragon-prep": VERSION,
            "python": platform.python_version(),
            **{name: version(name) for name in libraries},
        },
        "options": {
            "centres": list(found.centres) if options.centres else "all",
            "order": options.order,
            "min_class_patients": options.min_class_patients,
            "split": SPLIT_POLICY,
            "profiles_keyed": {
                profile.centre: key.digest(KeyPurpose.INPUT, "profile", profile.digest).hex()
                for profile in sorted(options.profiles, key=lambda profile: profile.centre)
                if profile.centre
            },
            "rules_off": rules_off(options.profiles),
            "surrogates": options.surrogates.to_json(),
        },
        "key_fingerprint": key.fingerprint,
        "inputs_keyed": found.inputs,
        "phi_replaced": found.phi,
        "reports": annotated_json(found.annotated),
        "audit": found.audit,
        "tasks": {ready.task.full_name: task_entry(ready) for ready in found.prepared},
    }


def _require_clean(root: Path, workers: Workers) -> None:
    findings = verify(root, workers=workers)
    if findings:
        first = findings[0]
        detail = f"{len(findings)} findings, the first: {first.detail or first.kind.title}"
        raise VerifyFault(first.kind, detail, place=first.place, problems=tuple(findings))
