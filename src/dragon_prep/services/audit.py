"""The audit of a release that is there, against the raw exports it was made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import listed_files, read_manifest
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.load import load_records
from dragon_prep.archive.zipped import unpacked
from dragon_prep.audit.verdicts import Totals, totals
from dragon_prep.core.codes.run import (
    KEY_OF_ANOTHER,
    MADE_AGAIN,
    RECORDS_INVALID,
    REPORT_FAILED,
    TEXT_UNKNOWN,
)
from dragon_prep.core.errors import KeyFault, Place, Problem, UsageFault, in_order
from dragon_prep.core.files import absolute
from dragon_prep.core.second_look import second_look_of
from dragon_prep.core.workers import Workers
from dragon_prep.pipeline.cohorts import deidentified_cohorts
from dragon_prep.pipeline.run import Progress, Run, silent
from dragon_prep.pipeline.site import Site
from dragon_prep.pipeline.workspace import opened, workspace_beside
from dragon_prep.services.cohort_texts import CohortTexts
from dragon_prep.services.mapped_source import with_mappings
from dragon_prep.tasks.derive import derive
from dragon_prep.tasks.prepare import Options, chosen_centres, require_fitting
from dragon_prep.tasks.registry import find_tasks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.audit.verdicts import Verdict
    from dragon_prep.core.documents import Document
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.tasks.task import Task

    Content = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What an audit of a release found.

    Attributes:
        texts: how many different texts were searched.
        counts: leaks by kind and coincidences by rule, each by category.
        problems: the leaks, by file and record.
        notes: what is no leak but worth knowing: reports whose originals could not be searched
            for, because reading them fails, and files of the workspace that were made again.
    """

    texts: int
    counts: Totals
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()


def audit_release(
    release: Path,
    source: Path,
    *,
    key: ProjectKey,
    options: Options | None = None,
    workspace: Path | None = None,
    workers: int = 1,
    folders: Sequence[Path] = (),
    progress: Progress = silent,
) -> AuditResult:
    """Searches a release for what its raw exports say of the patients.

    The exports are de-identified once more, unless the workspace has them, to learn whose text is
    whose. A text that came out otherwise is searched for what the likeliest report's patient has,
    surrogates included; one that is of no report, for what only one patient has.

    Args:
        release: folder or zip of a whole release.
        source: folder of the raw exports it was made from.
        key: the project key it was made with.
        options: profiles and settings it was made with; the centres and what became of what people
            left unmarked are the manifest's.
        workspace: private folder for working data; a folder beside the release unless given.
        workers: how many processes.
        folders: of users' task definitions, if some are in the release.
        progress: called with a stage and how much of it is done.

    Raises:
        DragonPrepError: whatever stops the audit, with code, place and remedy.
    """
    options = options or Options()
    release, source = absolute(release), absolute(source)
    workspace = absolute(workspace) if workspace else workspace_beside(release)
    with unpacked(release) as root:
        manifest: Mapping[str, Any] = read_manifest(root)
        if manifest.get(contract.AUDIENCE) == contract.PARTICIPANTS:
            detail = "what participants get does not say how it was made"
            remedy = "Audit the whole release: what is in a part of it is in the whole, too."
            raise UsageFault(RECORDS_INVALID, detail, place=Place(release.name), remedy=remedy)
        if manifest.get("key_fingerprint") != key.fingerprint:
            raise KeyFault(KEY_OF_ANOTHER, place=Place(release.name))
        tasks = find_tasks(list(manifest.get("tasks", {})), folders=folders)
        named = manifest.get("options", {}).get("centres", "all")
        wanted = () if named == "all" else tuple(map(str, named))
        tasks, options = with_mappings(tasks, source, replace(options, centres=wanted))
        cohorts = chosen_centres(tasks, wanted)
        require_fitting(options.profiles, cohorts)
        verdicts: dict[Content, Verdict] = {}
        problems: list[Problem] = []
        again = second_look_of(manifest.get("options", {}).get("second_look"))
        site = replace(Site.of(key, options), second_look=again)
        texts: list[CohortTexts] = []
        with opened(workspace):
            with Workers(workers) as pool:
                made = deidentified_cohorts(cohorts, source, site, Run(workspace, pool, progress))
            for (cohort, centres), documents in zip(cohorts, made, strict=True):
                texts.append(CohortTexts.of(cohort, source, centres, documents, site))
        for task in tasks:
            own = [some for some in texts if some.cohort in task.cohorts]
            owners = _by_content(task, own, key)
            for content, place in _contents(root, manifest, task.full_name):
                if content in verdicts:
                    continue
                verdict, is_known = _verdict(content, owners.get(content), own)
                verdicts[content] = verdict
                problems += verdict.problems(place)
                if not is_known:
                    problems.append(Problem(TEXT_UNKNOWN, place))
        notes = in_order(
            problem
            for documents in made
            for problem in documents.problems
            if problem.kind in (REPORT_FAILED, MADE_AGAIN)
        )
        return AuditResult(len(verdicts), totals(verdicts.values()), in_order(problems), notes)


def _contents(
    release: Path, manifest: Mapping[str, object], task: str
) -> Iterator[tuple[Content, Place]]:
    """The input of every case in the datasets of a task, with where it stands."""
    for name in sorted(listed_files(manifest)):
        base = name.rpartition("/")[2]
        is_data = name.partition("/")[0] in contract.DATA_FOLDERS
        if base == contract.CONFIGURATION or not is_data or task not in name:
            continue
        for row, record in enumerate(load_records(release, name, Findings()) or [], start=1):
            for column in contract.INPUT_NAMES:
                content = record.get(column) if isinstance(record, dict) else None
                if isinstance(content, str):
                    yield content, Place(name, row, column)
                elif isinstance(content, list):
                    yield tuple(p for p in content if isinstance(p, str)), Place(name, row, column)


def _by_content(
    task: Task, cohorts: Sequence[CohortTexts], key: ProjectKey
) -> dict[Content, tuple[CohortTexts, Document]]:
    """Which document each input of a task is made of, as a build would make it."""
    owners = {d.case: (texts, d) for texts in cohorts for d in texts.documents}
    documents = [document for _, document in owners.values()]
    cases = derive(task, documents, key=key).cases
    return {case.content: owners[case.document.case] for case in reversed(cases)}


def _verdict(
    content: Content, made_of: tuple[CohortTexts, Document] | None, cohorts: Sequence[CohortTexts]
) -> tuple[Verdict, bool]:
    """What is found in an input, and whether it is of any report."""
    if made_of is not None:
        texts, document = made_of
        return texts.of_document(document), True
    text = content if isinstance(content, str) else " ".join(content)
    found = [texts.verdict(text) for texts in cohorts]
    return next((one for one in found if one[1]), found[0])
