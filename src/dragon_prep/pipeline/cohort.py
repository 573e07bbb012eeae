"""A cohort in the workspace: made when it is not there, and read from it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from dragon_prep.audit.second_look import overlooked_problems
from dragon_prep.audit.verdicts import totals
from dragon_prep.core.codes.intake import CHANGED
from dragon_prep.core.codes.run import AUDIT_CODES, DEFINITION_BROKEN, MADE_AGAIN, REPORT_FAILED
from dragon_prep.core.errors import (
    InputFault,
    Place,
    Problem,
    UsageFault,
    in_order,
    problem_from_json,
    problem_to_json,
)
from dragon_prep.core.files import make_private, system_faults
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.mishaps import require_few
from dragon_prep.core.sealed import (
    drop_damaged,
    drop_partials,
    is_sealed,
    read_sealed,
    write_sealed,
)
from dragon_prep.core.second_look import is_held, overlooked_counts
from dragon_prep.core.steps import Step
from dragon_prep.intake.export import Export, read_export
from dragon_prep.intake.reviewed import reviewed_paths
from dragon_prep.intake.source import Source
from dragon_prep.pipeline import evidence
from dragon_prep.pipeline.cohort_release import CohortRelease
from dragon_prep.pipeline.report_parts import drop_handed
from dragon_prep.pipeline.shards import dealt, deidentify_shards
from dragon_prep.pipeline.stages import DEIDENTIFY, STAGES
from dragon_prep.tasks.load import own_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragon_prep.audit.verdicts import Verdict
    from dragon_prep.core.documents import Document
    from dragon_prep.core.second_look import Overlooked
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.intake.export import Look
    from dragon_prep.pipeline.run import Run
    from dragon_prep.pipeline.site import Site
    from dragon_prep.pipeline.stage import Shard

STAGE = "De-identifying"  # as progress calls it
_DONE = "cohort.json"
_FILES = (_DONE, evidence.PATTERN, *(stage.pattern for stage in STAGES))


def deidentified_cohort(
    cohort: Cohort, source: Path, centres: Sequence[str], site: Site, run: Run
) -> CohortRelease:
    """Reads and de-identifies a cohort, or takes it from the workspace.

    The workspace keeps it by content of the raw files, site, centres and code. What a killed run
    left there is taken up again.

    Args:
        cohort: what to read.
        source: the source folder.
        centres: whose reports.
        site: what decides about bytes.
        run: what does not; its progress is told of two steps for each shard.

    Raises:
        InputFault: if the raw files cannot be used.
        SystemFault: if the workspace cannot be used.
    """
    kept = make_cohort(cohort, source, centres, site, run)
    with system_faults("workspace"):
        release = load_cohort(kept)
    return with_note(release, cohort, kept.damaged)


def with_note(release: CohortRelease, cohort: Cohort, damaged: int) -> CohortRelease:
    """A de-identified cohort that says how many damaged files were made again for it."""
    if not damaged:
        return release
    detail = f"{damaged} of its files"
    note = Problem(MADE_AGAIN, Place(cohort.name), detail, quarantined=False)
    return replace(release, problems=in_order([*release.problems, note]))


@dataclass(frozen=True, slots=True, repr=False)
class KeptCohort:
    """Where the workspace has a cohort.

    Attributes:
        folder: of its files.
        inputs: the SHA-256 of each raw file it was made of.
        damaged: how many of its files were damaged and have been made again.
    """

    folder: Path
    inputs: Mapping[str, bytes]
    damaged: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether the cohort is there, undamaged."""
        if not is_sealed(self.folder / _DONE):
            return False
        body = json.loads(read_sealed(self.folder / _DONE))
        return all(is_sealed(self.folder / name) for name in body["shards"])

    def files(self) -> list[Path]:
        """Those that are there."""
        return sorted(path for kind in _FILES for path in self.folder.glob(kind))


def kept_cohort(
    cohort: Cohort, source: Path, centres: Sequence[str], site: Site, workspace: Path
) -> KeptCohort:
    """Where the workspace has a cohort, or will have it; arguments as of :func:`make_cohort`."""
    inputs = Source.of(cohort.files, source).fingerprint(_paths(cohort, source, centres))
    own = site.with_centres(centres)
    made_of = [stage.fingerprint(own) for stage in STAGES]
    made_of += [cohort.name, *centres, *own_code(cohort)]
    made_of += [f"mapping of {c} {digest}" for c, digest in cohort.made_by if c in centres]
    made_of += [f"{path} {digest.hex()}" for path, digest in inputs.items()]
    name = site.key.digest(KeyPurpose.CACHE, *made_of).hex()[:24]
    return KeptCohort(workspace / "cohorts" / f"{cohort.name}-{name}", inputs)


def _paths(cohort: Cohort, source: Path, centres: Sequence[str]) -> list[str]:
    paths = [raw.path for raw in cohort.files if set(raw.centres) & {*centres}]
    return [*paths, *reviewed_paths(cohort.name, source)]


def make_cohort(
    cohort: Cohort, source: Path, centres: Sequence[str], site: Site, run: Run
) -> KeptCohort:
    """Sees to it that the workspace has a cohort; arguments as of :func:`deidentified_cohort`.

    What is damaged there, or missing, is made again; what fits is left as it is.
    """
    kept = kept_cohort(cohort, source, centres, site, run.workspace)
    with system_faults("workspace"):
        make_private(kept.folder)
        drop_partials(kept.folder)
        if kept.is_whole:
            return kept
        kept = replace(kept, damaged=drop_damaged(kept.files()))
        read = read_export(cohort, source, centres)
        after = Source.of(cohort.files, source).fingerprint(_paths(cohort, source, centres))
        every = {**after, **kept.inputs}
        if changed := next((p for p in every if after.get(p) != kept.inputs.get(p)), None):
            raise InputFault(CHANGED, place=Place(changed))
        try:
            shards = _dealt(read, cohort, site.with_centres(centres), kept.folder)
            body = _body(read, shards)
            del read  # its reports lie in the shards' files
            deidentify_shards(shards, run.executor, run.stage(f"{STAGE} {cohort.name}"))
        finally:
            drop_handed(kept.folder)
        write_sealed(kept.folder / _DONE, json.dumps(body, indent=1).encode())
    return kept


def cohort_in_memory(
    cohort: Cohort,
    source: Path,
    centres: Sequence[str],
    site: Site,
    run: Run,
    look: Look | None = None,
) -> CohortRelease:
    """What :func:`deidentified_cohort` gives, with nothing kept; arguments as there.

    The work lies in a private temporary folder for as long as it lasts.

    Args:
        cohort: what to read.
        source: the source folder.
        centres: whose reports.
        site: what decides about bytes.
        run: what does not.
        look: is shown what was read, see :func:`read_export`.

    Raises:
        InputFault: if the raw files cannot be used.
        SystemFault: if the temporary folder cannot be written to.
    """
    paths = _paths(cohort, source, centres)
    Source.of(cohort.files, source).fingerprint(paths)  # each must be there
    read = read_export(cohort, source, centres, look)
    with system_faults("the temporary folder"), TemporaryDirectory(prefix="dragon-prep-") as folder:
        shards = _dealt(read, cohort, site.with_centres(centres), Path(folder))
        body = _body(read, shards)
        del read
        deidentify_shards(shards, run.executor, run.stage(f"{STAGE} {cohort.name}"))
        return _release(body, map(DEIDENTIFY.read, shards), {})


def _dealt(export: Export, cohort: Cohort, site: Site, folder: Path) -> list[Shard]:
    """The shards of a cohort, their reports in private files."""
    if cohort.is_public and any(report.phi != () for report in export.reports):
        detail = "it is public, and a report of it has no empty phi"
        raise UsageFault(DEFINITION_BROKEN, detail, place=Place(cohort.name))
    return dealt(export.reports, cohort, site, folder)


def _body(export: Export, shards: Sequence[Shard]) -> dict[str, Any]:
    """What the shards do not have; where it is written, the cohort is whole."""
    return {
        "shards": [DEIDENTIFY.name_of(shard) for shard in shards],
        "steps": [[s.centre, s.name, s.excluded, s.rows, s.patients] for s in export.steps],
        "problems": [problem_to_json(problem) for problem in export.problems],
        "identity": export.identity,
        "cleaned": export.cleaned,
    }


def load_cohort(kept: KeptCohort) -> CohortRelease:
    """A cohort that is whole in the workspace.

    Raises:
        SystemFault: if a file of it is damaged.
        OSError: if the system refuses.
    """
    return _load(kept.folder, kept.inputs)


def _load(folder: Path, inputs: Mapping[str, bytes]) -> CohortRelease:
    body = json.loads(read_sealed(folder / _DONE))
    return _release(body, (read_sealed(folder / name) for name in body["shards"]), inputs)


def _release(
    body: Mapping[str, Any], files: Iterable[bytes], inputs: Mapping[str, bytes]
) -> CohortRelease:
    from dragon_prep.pipeline.shard_table import from_parquet

    shards = map(from_parquet, files)
    documents: list[Document] = []
    left: list[tuple[Document, list[Problem]]] = []
    failed: list[tuple[Document, list[Problem]]] = []
    listed: list[Problem] = []
    overlooked: dict[str, list[Overlooked]] = defaultdict(list)
    count: Counter[str] = Counter()
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    for row in sorted((row for rows in shards for row in rows), key=lambda row: row.position):
        document, verdict = row.document, row.verdict
        count[document.centre] += 1
        if row.mishap:
            failed.append((document, [Problem(REPORT_FAILED, document.place, row.mishap)]))
            continue
        verdicts[document.centre].append(verdict)
        overlooked[document.centre] += row.overlooked
        found = verdict.problems(document.place)
        found += overlooked_problems(row.overlooked, document.place, row.marks)
        listed += found
        if verdict.is_clean and not is_held(row.overlooked):
            documents.append(document)
        else:
            left.append((document, [problem for problem in found if problem.quarantined]))
    for centre, of in count.items():
        own = [found for document, found in failed if document.centre == centre]
        require_few((problem.detail for found in own for problem in found), of, centre)
    steps = [Step(*step) for step in body["steps"]]
    problems = [problem_from_json(problem) for problem in body["problems"]]
    return CohortRelease(
        tuple(documents),
        tuple(with_held_back(steps, documents, [*failed, *left])),
        in_order([*problems, *listed, *(problem for _, found in failed for problem in found)]),
        inputs,
        {centre: totals(of) for centre, of in sorted(verdicts.items())},
        tuple(document for document, _ in left),
        {centre: overlooked_counts(found) for centre, found in sorted(overlooked.items())},
        {file: tuple(names) for file, names in body["identity"].items()},
        body["cleaned"],
    )


def with_held_back(
    steps: Sequence[Step],
    documents: Sequence[Document],
    left: Sequence[tuple[Document, list[Problem]]],
) -> list[Step]:
    """The steps with one more for each kind of fault; a report goes with its first kind.

    Args:
        steps: of all centres.
        documents: that stay.
        left: those that do not, with what holds them back.
    """
    result: list[Step] = []
    for centre in dict.fromkeys(step.centre for step in steps):
        result += (step for step in steps if step.centre == centre)
        stay = [d.patient for d in documents if d.centre == centre]
        going = [(d.patient, found[0].kind) for d, found in left if d.centre == centre]
        for kind in (REPORT_FAILED, *AUDIT_CODES):
            excluded = sum(of is kind for _, of in going)
            going = [(patient, of) for patient, of in going if of is not kind]
            if excluded:
                rest = [*stay, *(patient for patient, _ in going)]
                result.append(Step(centre, kind.title, excluded, len(rest), len(set(rest))))
    return result
