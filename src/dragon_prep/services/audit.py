"""The audit of a release that is there, against the raw exports it was made from."""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import listed_files, read_manifest
from dragon_prep.archive.verify.findings import Findings
from dragon_prep.archive.verify.load import load_records
from dragon_prep.audit.findings import CohortOriginals, facts_of, first_pass
from dragon_prep.audit.matches import SearchTerms
from dragon_prep.audit.verdicts import PatientOriginals, Totals, totals
from dragon_prep.core.codes.run import KEY_OF_ANOTHER, TEXT_UNKNOWN
from dragon_prep.core.documents import Document
from dragon_prep.core.errors import KeyFault, Place, Problem, in_order
from dragon_prep.core.files import absolute
from dragon_prep.core.phi import category_of
from dragon_prep.core.spans import Span
from dragon_prep.core.workers import Workers
from dragon_prep.detect.profile import by_centre
from dragon_prep.intake.export import read_export
from dragon_prep.pipeline.cohorts import deidentified_cohorts
from dragon_prep.pipeline.workspace import opened, workspace_beside
from dragon_prep.tasks.derive import derive
from dragon_prep.tasks.prepare import Options, chosen_centres, require_fitting
from dragon_prep.tasks.registry import find_tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.audit.verdicts import Verdict
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.known import KnownFact
    from dragon_prep.core.phi import PhiCategory
    from dragon_prep.intake.cohort import Cohort
    from dragon_prep.pipeline.cohort_release import CohortRelease
    from dragon_prep.tasks.task import Task

    Progress = Callable[[str, int, int], None]
    Content = str | tuple[str, ...]

_SHINGLE = 4  # words by which a changed text is told
_ONE_OF = 4  # so many shingles is kept, which is enough to tell texts apart
_LEAST_ALIKE = 0.3  # of its shingles that it must share with a report


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What an audit of a release found.

    Attributes:
        texts: how many different texts were searched.
        counts: leaks by kind and coincidences by rule, each by category.
        problems: the leaks, by file and record.
    """

    texts: int
    counts: Totals
    problems: tuple[Problem, ...]


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for those who do not look."""


def audit_release(
    release: Path,
    source: Path,
    *,
    key: ProjectKey,
    options: Options | None = None,
    workspace: Path | None = None,
    workers: int = 1,
    folders: Sequence[Path] = (),
    progress: Progress = _silent,
) -> AuditResult:
    """Searches a release for what its raw exports say of the patients.

    The exports are de-identified once more, unless the workspace has them, to learn whose text is
    whose. A text that came out otherwise is searched for what the likeliest report's patient has,
    surrogates included; one that is of no report, for what only one patient has.

    Args:
        release: folder of a release.
        source: folder of the raw exports it was made from.
        key: the project key it was made with.
        options: profiles and settings it was made with; the centres are the manifest's.
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
    manifest: Mapping[str, Any] = read_manifest(release)
    if manifest.get("key_fingerprint") != key.fingerprint:
        raise KeyFault(KEY_OF_ANOTHER, place=Place(release.name))
    tasks = find_tasks(list(manifest.get("tasks", {})), folders=folders)
    named = manifest.get("options", {}).get("centres", "all")
    wanted = () if named == "all" else tuple(map(str, named))
    cohorts = chosen_centres(tasks, wanted)
    require_fitting(options.profiles, cohorts)
    verdicts: dict[Content, Verdict] = {}
    problems: list[Problem] = []
    wholes: list[_Whole] = []
    with opened(workspace):
        with Workers(workers) as pool:
            made = deidentified_cohorts(
                cohorts,
                source,
                key=key,
                options=options,
                workspace=workspace,
                workers=pool,
                progress=progress,
            )
        for (cohort, centres), documents in zip(cohorts, made, strict=True):
            wholes.append(_Whole.of(cohort, source, centres, documents, key, options))
    for task in tasks:
        own = [whole for whole in wholes if whole.cohort in task.cohorts]
        whose = _by_content(task, own, key)
        for content, place in _contents(release, manifest, task.full_name):
            if content in verdicts:
                continue
            verdict, is_known = _verdict(content, whose.get(content), own)
            verdicts[content] = verdict
            problems += verdict.problems(place)
            if not is_known:
                problems.append(Problem(TEXT_UNKNOWN, place))
    return AuditResult(len(verdicts), totals(verdicts.values()), in_order(problems))


def _contents(
    release: Path, manifest: Mapping[str, object], task: str
) -> Iterator[tuple[Content, Place]]:
    """The input of every case in the datasets of a task, with where it stands."""
    for name in sorted(listed_files(manifest)):
        base = name.rpartition("/")[2]
        if base == contract.CONFIGURATION or task not in name:
            continue
        for row, record in enumerate(load_records(release, name, Findings()) or [], start=1):
            for column in contract.INPUT_NAMES:
                said = record.get(column) if isinstance(record, dict) else None
                if isinstance(said, str):
                    yield said, Place(name, row, column)
                elif isinstance(said, list):
                    yield tuple(p for p in said if isinstance(p, str)), Place(name, row, column)


def _by_content(
    task: Task, cohorts: Sequence[_Whole], key: ProjectKey
) -> dict[Content, tuple[_Whole, Document]]:
    """Which document each input of a task is made of, as a build would make it."""
    whose = {d.case: (whole, d) for whole in cohorts for d in whole.documents}
    documents = [document for _, document in whose.values()]
    cases = derive(task, documents, key=key).cases
    return {case.content: whose[case.document.case] for case in reversed(cases)}


def _verdict(
    content: Content, made_of: tuple[_Whole, Document] | None, cohorts: Sequence[_Whole]
) -> tuple[Verdict, bool]:
    """What is found in an input, and whether it is of any report."""
    if made_of is not None:
        whole, document = made_of
        return whole.of_document(document), True
    text = content if isinstance(content, str) else " ".join(content)
    found = [whole.verdict(text) for whole in cohorts]
    return next((one for one in found if one[1]), found[0])


@dataclass(slots=True, repr=False)
class _Whole:
    """All originals of a cohort, and which texts are whose."""

    cohort: str
    documents: tuple[Document, ...]
    others: SearchTerms
    patients: dict[str, PatientOriginals] = field(default_factory=dict)
    by_text: dict[str, Document] = field(default_factory=dict)
    by_shingle: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(
        cls,
        cohort: Cohort,
        source: Path,
        centres: Sequence[str],
        made: CohortRelease,
        key: ProjectKey,
        options: Options,
    ) -> _Whole:
        reports = {
            Document.before(report, key).case: report
            for report in read_export(cohort, source, centres).reports
        }
        documents = (*made.documents, *made.withheld)
        together: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            together[document.patient].append(document)
        kept = options.surrogates.kept
        numbered = list(enumerate(reports.values()))
        profiles = by_centre(options.profiles, centres)
        look = first_pass(numbered, key, profiles)
        real = CohortOriginals.of(numbered, look.hits, kept, look.mishaps)
        whole = cls(cohort.name, documents, SearchTerms(real.unique))
        for patient, some in together.items():
            mentions: list[tuple[str, PhiCategory]] = []
            facts: list[KnownFact] = []
            for document in some:
                report = reports[document.case]
                labels = {(start, end): label for start, end, label in document.phi}
                mentions += [
                    (report.text[start:end], category_of(labels[new, stop]))
                    for start, end, new, stop in document.replaced
                    if (new, stop) in labels
                ]
                facts += facts_of(report)
                whole.by_text.setdefault(document.text, document)
                for shingle in _shingles(document.text):
                    whole.by_shingle[shingle].add(patient)
            whole.patients[patient] = PatientOriginals.of(mentions, facts, kept)
        return whole

    def of_document(self, document: Document) -> Verdict:
        """What is found in the text of a document."""
        replaced = [Span(a, b, label) for a, b, label in document.phi]
        hidden = {(a, b) for _, _, a, b in document.replaced}
        spans = [span for span in replaced if (span.start, span.end) in hidden]
        return self.patients[document.patient].verdict(document.text, spans, self.others)

    def verdict(self, text: str) -> tuple[Verdict, bool]:
        """What is found in a text, and whether it is of any report."""
        if (document := self.by_text.get(text)) is not None:
            return self.of_document(document), True
        votes: dict[str, int] = defaultdict(int)
        shingles = _shingles(text)
        for shingle in shingles:
            for patient in self.by_shingle.get(shingle, ()):
                votes[patient] += 1
        if not votes or max(votes.values()) < _LEAST_ALIKE * len(shingles):
            return PatientOriginals.of((), ()).verdict(text, (), self.others), False
        likeliest = max(sorted(votes), key=votes.__getitem__)
        return self.patients[likeliest].verdict(text, (), self.others), True


def _shingles(text: str) -> set[int]:
    """Checksums of some of a text's runs of words; the same for the same runs."""
    words = text.lower().split()
    runs = (" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1))
    sums = (zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs)
    return {number for number in sums if number % _ONE_OF == 0}
