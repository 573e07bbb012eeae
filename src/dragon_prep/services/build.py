"""A build: from raw exports to a release, or to nothing at all."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.archive.manifest import write_manifest
from dragon_prep.archive.review import read_review
from dragon_prep.archive.verify.release import verify
from dragon_prep.core.codes import run as kinds
from dragon_prep.core.codes.cluster import NOT_SHARED
from dragon_prep.core.codes.surrogates import KEY_GUESSABLE
from dragon_prep.core.errors import (
    InputFault,
    KeyFault,
    UsageFault,
    VerifyFault,
    in_order,
)
from dragon_prep.core.files import (
    absolute,
    flush_tree,
    replaced_atomically,
    staging_of,
    system_faults,
)
from dragon_prep.core.workers import Workers, rare_collections
from dragon_prep.pipeline.cluster import Cluster
from dragon_prep.pipeline.run import Progress, Run, silent
from dragon_prep.pipeline.site import Site
from dragon_prep.pipeline.workspace import opened, workspace_beside
from dragon_prep.services.build_manifest import SITE, build_manifest
from dragon_prep.services.case_centres import keep_case_centres
from dragon_prep.services.handed_out import audiences_beside, handed_out
from dragon_prep.services.leakage import (
    LEAKAGE,
    audited,
    leakage_json,
    require_acceptable,
    require_accepted,
)
from dragon_prep.services.mapped_source import with_mappings
from dragon_prep.services.pages.facts import ReleaseFacts
from dragon_prep.services.pages.look_alike_card import LOOK_ALIKE_FACTS
from dragon_prep.services.pages.release_pages import write_pages
from dragon_prep.services.pages.review import keep_review_page
from dragon_prep.services.pages.site_facts import SiteFacts, read_site_facts
from dragon_prep.services.prepared_tasks import prepare_tasks
from dragon_prep.services.problems_file import keep_problems
from dragon_prep.services.release_cases import keep_cases
from dragon_prep.services.relink import map_lines, require_map_place, write_map
from dragon_prep.services.replaceable import require_replaceable
from dragon_prep.services.split_memory import moves, write_ledger
from dragon_prep.services.told_manifest import as_told, keep_counts
from dragon_prep.services.write_archives import write_archives
from dragon_prep.services.zips import zips_beside
from dragon_prep.tasks.prepare import Options, chosen_centres, require_fitting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dragon_prep.audit.verdicts import Totals
    from dragon_prep.core.errors import Problem
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.second_look import OverlookedCounts
    from dragon_prep.intake.cleaned import CleanedCounts
    from dragon_prep.pipeline.cluster import ClusterAddress
    from dragon_prep.services.prepared_tasks import PreparedTasks
    from dragon_prep.services.relink import MapFile
    from dragon_prep.tasks.summary import TaskSummary
    from dragon_prep.tasks.task import Task


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made.

    Attributes:
        release: where it is.
        workspace: where its private working data are.
        key_fingerprint: of the project key.
        tasks: attrition, split sizes and labels of each.
        phi: how many PHI spans were replaced, by cohort, centre and category.
        unread: how many of them no grammar reads, likewise.
        annotated: by cohort and centre, how many reports somebody annotated, and how many the
            detector alone has seen.
        problems: everything that was held back or is worth a look.
        problems_file: the file of the workspace that lists them.
        audit: by cohort and centre, what the audit held back and what coincidences it counted.
        second_look: by cohort and centre, how much nobody had marked in annotated reports, by what
            became of it and by category.
        identity: by file, the columns with the patients' own data that were used.
        cleaned: by cohort, file and kind, what was cleaned in the raw texts.
        moved: by task, how many cases change sides against the release that was there; empty if
            there was none that says.
        leaks: what the leakage audit found and nothing stopped for.
        zips: the folder with its zips, if they were asked for.
        audiences: the folder with its audiences' folders, likewise.
    """

    release: Path
    workspace: Path
    key_fingerprint: str
    tasks: tuple[TaskSummary, ...]
    phi: dict[str, dict[str, dict[str, int]]]
    unread: dict[str, dict[str, dict[str, int]]]
    annotated: dict[str, dict[str, tuple[int, int]]]
    problems: tuple[Problem, ...]
    problems_file: Path
    audit: dict[str, dict[str, Totals]]
    second_look: dict[str, dict[str, OverlookedCounts]]
    identity: dict[str, tuple[str, ...]] = field(repr=False)
    cleaned: dict[str, CleanedCounts]
    moved: dict[str, dict[str, int]] = field(default_factory=dict, repr=False)
    leaks: tuple[Problem, ...] = ()
    zips: Path | None = field(default=None, repr=False)
    audiences: Path | None = field(default=None, repr=False)


def build(
    tasks: Sequence[Task],
    source: Path,
    release: Path,
    *,
    key: ProjectKey,
    options: Options | None = None,
    workspace: Path | None = None,
    workers: int = 1,
    cluster: ClusterAddress | None = None,
    overwrite: bool = False,
    map_file: MapFile | None = None,
    review: Path | None = None,
    site_file: Path | None = None,
    review_reports: int = 0,
    synthetic: str = "",
    zips: bool = False,
    audiences: bool = False,
    progress: Progress = silent,
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
        cluster: whose workers de-identify, in a workspace that they see, too. Reports lie in it as
            they are for that time.
        overwrite: whether an earlier release in that place may be replaced, and an earlier map.
        map_file: where to write originals and surrogates, encrypted, for the hospital itself; the
            release does not depend on it.
        review: what ``sample-review estimate`` wrote, for the manifest to say.
        site_file: what the site says of its releases (licence, citation, ethics), for the cards.
        review_reports: how many reports the review page of the workspace shows, before and after;
            none is written without any.
        synthetic: what the release says of itself if nothing of the source is real; empty for
            real exports. Such a release is marked in each of its parts.
        zips: whether to write it as zips, too, one for participants and one for organisers, in a
            folder beside it.
        audiences: whether to write a folder for each of them, too, in another one beside it.
        progress: called with a stage and how much of it is done.

    Raises:
        DragonPrepError: whatever stops the build, with code, place and remedy.
    """
    if key.is_guessable:
        raise KeyFault(KEY_GUESSABLE)
    source, release = absolute(source), absolute(release)
    tasks, options = with_mappings(tasks, source, options or Options())
    site = Site.of(key, options)
    if cluster is not None and workspace is None:
        raise UsageFault(NOT_SHARED)
    workspace = absolute(workspace) if workspace else workspace_beside(release)
    if workers < 1:
        raise UsageFault(kinds.OPTION_INVALID, "workers must be at least 1")
    reviewed = read_review(review) if review is not None else None
    said = LOOK_ALIKE_FACTS if synthetic else SiteFacts()
    said = read_site_facts(site_file) if site_file is not None else said
    cohorts = chosen_centres(tasks, options.centres)
    require_fitting(options.profiles, cohorts)
    require_acceptable(options.accepted)
    _require_apart(source, release, workspace)
    if map_file is not None:
        map_file = replace(map_file, path=absolute(map_file.path))
        outputs = (release, zips_beside(release), audiences_beside(release))
        apart = (source, workspace, *outputs, *map(staging_of, outputs))
        require_map_place(map_file.path, apart=apart, overwrite=overwrite)
    with contextlib.ExitStack() as held:
        held.enter_context(system_faults("release"))
        held.enter_context(rare_collections())
        require = partial(require_replaceable, release, overwrite=overwrite)
        new = held.enter_context(replaced_atomically(release, require))
        handed = held.enter_context(
            handed_out(release, overwrite=overwrite, zips=zips, audiences=audiences)
        )
        held.enter_context(opened(workspace))
        held.enter_context(_listed(workspace))
        pool = held.enter_context(Workers(workers))
        far = held.enter_context(Cluster(cluster)) if cluster is not None else None
        run = Run(workspace, pool, progress, far)
        found = prepare_tasks(tasks, cohorts, source, site, options, run)
        leaks, leakage = _without_leaks(found, options, progress, is_synthetic=bool(synthetic))
        write_archives(new.staging, found, run, options.look_alike, synthetic)
        manifest = build_manifest(
            found,
            site,
            options,
            synthetic=bool(synthetic),
            review=reviewed,
            labels=said.labels,
        )
        manifest |= {LEAKAGE: leakage}
        manifest |= {SITE: said.to_json()} if said != SiteFacts() or site_file else {}
        write_pages(new.staging, ReleaseFacts(found, manifest, said, bool(synthetic)))
        write_manifest(new.staging, as_told(manifest), key=key)
        keep_case_centres(workspace, new.staging, found.tasks)
        keep_counts(workspace, manifest)
        listed = keep_problems(workspace, [*found.problems, *leaks])
        progress("Verifying the release", 0, 1)
        _require_clean(new.staging, pool, key)
        progress("Verifying the release", 1, 1)
        for part in handed:
            part.fill(new.staging, key)
        flush_tree(new.staging)
        if map_file is not None:
            # Before the release: one that went out without its map could not be tied back.
            progress("Writing the map", 0, 1)
            write_map(map_file, _map_lines(found, source, key))
            progress("Writing the map", 1, 1)
        if review_reports:
            progress("Writing the review page", 0, 1)
            keep_review_page(workspace, found, source, site, review_reports)
            progress("Writing the review page", 1, 1)
        keep_cases(workspace, new.staging, found.tasks)
        if found.ledger is not None:
            # Before the release, too: whoever was given a side in one that went out keeps it.
            write_ledger(workspace, found.ledger, key)
        moved = moves(release, found.tasks, key)
        new.put_in_place()
        for part in handed:
            part.new.put_in_place()
    return BuildResult(
        release=release,
        workspace=workspace,
        key_fingerprint=key.fingerprint,
        tasks=tuple(ready.summary for ready in found.tasks),
        phi=found.phi,
        unread=found.unread,
        annotated=found.annotated,
        problems=found.problems,
        problems_file=listed,
        audit=found.audit,
        second_look=found.second_look,
        identity=found.identity,
        cleaned=found.cleaned,
        moved=moved,
        leaks=leaks,
        zips=zips_beside(release) if zips else None,
        audiences=audiences_beside(release) if audiences else None,
    )


@contextlib.contextmanager
def _listed(workspace: Path) -> Iterator[None]:
    """Lists what stops a build in the workspace, with the rows that it sums up."""
    try:
        yield
    except (InputFault, VerifyFault) as fault:
        keep_problems(workspace, fault.problems, [fault])
        raise


def _without_leaks(
    found: PreparedTasks, options: Options, progress: Progress, *, is_synthetic: bool
) -> tuple[tuple[Problem, ...], dict[str, object]]:
    """What the leakage audit lists, and what the manifest says of it.

    Of a look-alike it stops nothing: nobody's report is on two sides of it.

    Raises:
        VerifyFault: if it found what stops, or what nobody answers for.
    """
    progress("Looking for leaks", 0, 1)
    seen, leaks = audited(found.tasks)
    if not is_synthetic:
        require_accepted(seen, leaks, options.accepted)
    progress("Looking for leaks", 1, 1)
    listed = in_order(problem for problems in leaks.values() for problem in problems)
    return listed, leakage_json(seen, leaks, options.accepted)


def _require_apart(source: Path, release: Path, workspace: Path) -> None:
    if any(
        a == b or a in b.parents
        for a in (source, release, workspace)
        for b in (source, release, workspace)
        if a is not b
    ):
        raise UsageFault(kinds.OUTPUT_MISPLACED)


def _map_lines(found: PreparedTasks, source: Path, key: ProjectKey) -> Iterator[str]:
    for cohort, centres, release in found.releases:
        uids: dict[str, list[str]] = {}
        for ready in found.tasks:
            for case, document in zip(ready.cases, ready.documents, strict=True):
                if document.cohort == cohort.name:
                    uids.setdefault(document.case, []).append(case.uid)
        yield from map_lines(cohort, source, centres, release, uids, key)


def _require_clean(root: Path, workers: Workers, key: ProjectKey) -> None:
    findings = verify(root, key=key, workers=workers)
    if findings:
        first = findings[0]
        detail = f"{len(findings)} findings, the first: {first.detail or first.kind.title}"
        raise VerifyFault(first.kind, detail, place=first.place, problems=tuple(findings))
