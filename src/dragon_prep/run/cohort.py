"""A cohort's reports: read, de-identified once, kept in the workspace."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragon_prep.detect.recur import Tally
from dragon_prep.errors import (
    InputFault,
    Kind,
    Place,
    Problem,
    SystemFault,
    UsageFault,
    in_order,
)
from dragon_prep.load_definitions import own_code
from dragon_prep.model.phi import PhiCategory, category_of
from dragon_prep.model.span import merge_overlapping
from dragon_prep.read.kinds import CHANGED, PATIENT_SHARED
from dragon_prep.read.source import Source
from dragon_prep.release.attrition import Funnel, Step
from dragon_prep.replace.key import Use
from dragon_prep.replace.settings import DEFAULT, SurrogateSettings
from dragon_prep.run import findings
from dragon_prep.run.audit import Totals, Verdict, audited, totals
from dragon_prep.run.definitions import own_faults
from dragon_prep.run.deidentify import deidentify_in_turn
from dragon_prep.run.files import make_private, system_faults, write_atomically
from dragon_prep.run.kinds import AUDIT_KINDS, DEFINITION_BROKEN, WORKSPACE_DAMAGED
from dragon_prep.run.surrogates import in_turn
from dragon_prep.run.workspace import code_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dragon_prep.detect.profile import Profile
    from dragon_prep.model.cohort import Cohort
    from dragon_prep.model.report import Report
    from dragon_prep.model.span import Span
    from dragon_prep.replace.key import ProjectKey
    from dragon_prep.run.deidentify import Deidentified
    from dragon_prep.run.executors import Workers

_REPORTS_IN_A_SHARD = 1000
_DONE = "cohort.json"


@dataclass(frozen=True, slots=True, repr=False)
class Export:
    """What the centres handed in for one cohort, read and checked.

    Attributes:
        reports: all reports that can be used, in source order.
        steps: the attrition so far, centre by centre.
        problems: everything that is to be listed.
    """

    reports: tuple[Report, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """One de-identified report, as tasks use it. No real id is in it.

    Attributes:
        case: stands for the report; keyed.
        patient: stands for the patient; keyed.
        centre: who handed it in.
        text: de-identified, ASCII.
        phi: ``(start, end, label)`` of the surrogates.
        entities: ``(start, end, label)`` of the entity spans.
        fields: annotation fields of the cohort.
        place: the file and row it comes from.
        annotated: whether somebody marked PHI in it; if not, the detector alone has seen it.
        replaced: ``(start, end, start, end)`` of what was replaced, in the report and in the text.
        cohort: the name of its cohort.
    """

    case: str
    patient: str
    centre: str
    text: str
    phi: tuple[tuple[int, int, str], ...]
    entities: tuple[tuple[int, int, str], ...]
    fields: Mapping[str, str | bool | None]
    place: Place
    annotated: bool
    replaced: tuple[tuple[int, int, int, int], ...] = ()
    cohort: str = ""

    @classmethod
    def before(cls, report: Report, key: ProjectKey, cohort: str = "") -> Document:
        """A report as it will be, its text and spans still to be de-identified.

        For checks that write nothing: it must not reach a file.
        """
        case, patient = keyed_ids(report, key)
        return cls(
            case=case,
            patient=patient,
            centre=report.centre,
            text=report.text,
            phi=tuple((s.start, s.end, s.label) for s in merge_overlapping([*(report.phi or ())])),
            entities=tuple((s.start, s.end, s.label) for s in report.entities),
            fields=report.fields,
            place=report.place,
            annotated=report.phi is not None,
            cohort=cohort,
        )


def keyed_ids(report: Report, key: ProjectKey) -> tuple[str, str]:
    """What stands for a report, and for its patient."""
    case = key.digest(Use.CASE, report.centre, report.uid).hex()[:32]
    return case, key.digest(Use.PATIENT, report.centre, report.patient).hex()[:32]


@dataclass(frozen=True, slots=True, repr=False)
class CohortRelease:
    """A de-identified cohort.

    Attributes:
        documents: in source order.
        steps: the attrition so far, centre by centre.
        problems: everything that is to be listed.
        inputs: SHA-256 of each raw file it was made of, by path.
        audit: what the audit found, by centre.
        withheld: the documents that the audit holds back.
    """

    documents: tuple[Document, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    inputs: Mapping[str, bytes]
    audit: dict[str, Totals]
    withheld: tuple[Document, ...]

    def phi_counts(self, kept: frozenset[PhiCategory] = frozenset()) -> dict[str, dict[str, int]]:
        """How many PHI spans were replaced, by centre and category.

        Args:
            kept: categories that were not replaced.
        """
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for document in self.documents:
            found = (category_of(label) for _, _, label in document.phi)
            counts[document.centre].update(c for c in found if c not in kept)
        return {centre: dict(sorted(found.items())) for centre, found in counts.items()}


def annotated_counts(documents: Iterable[Document]) -> dict[str, tuple[int, int]]:
    """By centre, how many reports somebody annotated, and how many the detector alone has seen."""
    counts: dict[str, list[int]] = {}
    for document in documents:
        counts.setdefault(document.centre, [0, 0])[0 if document.annotated else 1] += 1
    return {centre: (yes, no) for centre, (yes, no) in counts.items()}


def read_export(cohort: Cohort, source: Path, centres: Sequence[str]) -> Export:
    """Reads a cohort's raw files.

    Raises:
        InputFault: if the source folder, a file or a column is missing or cannot be read.
        UsageFault: if a reader fails.
    """
    opened = Source.of(cohort, source)
    funnels = []
    for centre in centres:
        read = cohort.readers[centre]
        with own_faults(f"the reader of {centre}", read, let=(OSError,)):
            funnels.append(read(opened))
            if not isinstance(funnels[-1], Funnel):
                raise TypeError("a reader returns a Funnel of reports")
    problems = opened.problems + [p for funnel in funnels for p in funnel.problems]
    seen: dict[str, str] = {}
    shared = {
        report.patient
        for funnel in funnels
        for report in funnel.items
        if seen.setdefault(report.patient, report.centre) != report.centre
    }
    if shared:
        detail = f"{len(shared)} patient ids occur at more than one centre"
        problems.append(Problem(PATIENT_SHARED, Place(cohort.name), detail, held_back=False))
    return Export(
        tuple(report for funnel in funnels for report in funnel.items),
        tuple(step for funnel in funnels for step in funnel.steps),
        in_order(problems),
    )


def deidentified_cohort(
    cohort: Cohort,
    source: Path,
    centres: Sequence[str],
    *,
    key: ProjectKey,
    workspace: Path,
    workers: Workers,
    progress: Callable[[int, int], None],
    profiles: Sequence[Profile] = (),
    surrogates: SurrogateSettings = DEFAULT,
) -> CohortRelease:
    """Reads and de-identifies a cohort, or takes it from the workspace.

    The workspace keeps it by content of the raw files, profiles and settings, key, centres and
    code. What a killed run left there is taken up again.

    Args:
        cohort: what to read.
        source: the source folder.
        centres: whose reports.
        key: the project key.
        workspace: a private folder.
        workers: who do it.
        progress: called with the number of steps done and in all, two for each shard.
        profiles: of some of the centres.
        surrogates: the policies.

    Raises:
        InputFault: if the raw files cannot be used.
        SystemFault: if the workspace cannot be used.
    """
    made = make_cohort(
        cohort,
        source,
        centres,
        key=key,
        workspace=workspace,
        workers=workers,
        progress=progress,
        profiles=profiles,
        surrogates=surrogates,
    )
    with system_faults("workspace"):
        return _load(made.folder, made.inputs, cohort.name)


@dataclass(frozen=True, slots=True, repr=False)
class Made:
    """Where the workspace has a cohort, and the SHA-256 of each raw file it was made of."""

    folder: Path
    inputs: Mapping[str, bytes]


def make_cohort(
    cohort: Cohort,
    source: Path,
    centres: Sequence[str],
    *,
    key: ProjectKey,
    workspace: Path,
    workers: Workers,
    progress: Callable[[int, int], None],
    profiles: Sequence[Profile] = (),
    surrogates: SurrogateSettings = DEFAULT,
) -> Made:
    """Sees to it that the workspace has a cohort; arguments as of :func:`deidentified_cohort`."""
    paths = [raw.path for raw in cohort.files if set(raw.centres) & {*centres}]
    opened = Source.of(cohort, source)
    inputs = opened.fingerprint(paths)
    made_of = [code_digest(), version("unidecode"), cohort.name, *centres]
    made_of += [f"{path} {digest.hex()}" for path, digest in inputs.items()]
    own = {p.centre: p for p in sorted(profiles, key=lambda p: p.centre) if p.centre in centres}
    made_of += [f"profile of {profile.centre} {profile.digest}" for profile in own.values()]
    made_of.append(f"surrogates {surrogates.digest}")
    made_of += own_code(cohort)
    name = key.digest(Use.CACHE, *made_of).hex()[:24]
    with system_faults("workspace"):
        folder = workspace / "cohorts" / f"{cohort.name}-{name}"
        make_private(folder)
        if not (folder / _DONE).exists():
            export = read_export(cohort, source, centres)
            after = opened.fingerprint(paths)
            if changed := next((path for path in paths if inputs[path] != after[path]), None):
                raise InputFault(CHANGED, place=Place(changed))
            if cohort.is_public and any(report.phi != () for report in export.reports):
                detail = "it is public, and a report of it has no empty phi"
                raise UsageFault(DEFINITION_BROKEN, detail, place=Place(cohort.name))
            shared = _Shard(key, own, surrogates, cohort.is_public)
            _deidentify_into(folder, export, shared, workers, progress)
    return Made(folder, inputs)


@dataclass(frozen=True, slots=True, repr=False)
class _Shard:
    """Some patients' reports on their way: what they are, and the files of both passes."""

    key: ProjectKey
    profiles: Mapping[str, Profile]
    settings: SurrogateSettings
    is_public: bool
    reports: tuple[tuple[int, Report], ...] = ()
    seen: Path = Path()
    done: Path = Path()


def _deidentify_into(
    folder: Path,
    export: Export,
    shared: _Shard,
    workers: Workers,
    progress: Callable[[int, int], None],
) -> None:
    # A patient's reports share a shard, and which one depends on the patient alone.
    count = max(1, math.ceil(len(export.reports) / _REPORTS_IN_A_SHARD))
    dealt: list[list[tuple[int, Report]]] = [[] for _ in range(count)]
    for position, report in enumerate(export.reports):
        patient = shared.key.digest(Use.PATIENT, report.centre, report.patient)
        dealt[int.from_bytes(patient[:8], "big") % count].append((position, report))
    shards = [
        replace(
            shared,
            reports=tuple(reports),
            seen=folder / f"seen-{number:05}-of-{count:05}.json",
            done=folder / f"shard-{number:05}-of-{count:05}.parquet",
        )
        for number, reports in enumerate(dealt)
    ]
    todo = [shard for shard in shards if not shard.done.exists()]
    # Of what is public, nothing is looked for, and nothing needs to be known.
    look = todo and not shared.is_public
    unseen = [shard for shard in shards if not shard.seen.exists()] if look else []
    steps, total = 2 * count - len(unseen) - len(todo), 2 * count
    progress(steps, total)
    workers.run(_look, unseen, lambda n: progress(steps + n, total))
    steps += len(unseen)
    # What recurs, and what only one patient has, is known when every shard has been looked at.
    cohort = _whole(shards) if look else _Whole(frozenset(), findings.CohortOriginals())
    jobs = [(shard, cohort) for shard in todo]
    workers.run(_deidentify_shard, jobs, lambda n: progress(steps + n, total))
    body = {
        "shards": [shard.done.name for shard in shards],
        "steps": [[s.centre, s.name, s.left_out, s.rows, s.patients] for s in export.steps],
        "problems": [_problem_to_json(problem) for problem in export.problems],
    }
    write_atomically(folder / _DONE, json.dumps(body, indent=1).encode())
    for shard in shards:
        shard.seen.unlink(missing_ok=True)


def _look(shard: _Shard) -> None:
    """The first pass over a shard: offsets, labels and digests are kept, no text."""
    look = findings.first_pass(shard.reports, shard.key, shard.profiles)
    body = {"hits": findings.to_json(look.hits), "tally": look.tally.to_json()}
    with system_faults("workspace"):
        write_atomically(shard.seen, json.dumps(body).encode("ascii"))


@dataclass(frozen=True, slots=True, repr=False)
class _Whole:
    """What must be known of the whole cohort before any of it is de-identified.

    Attributes:
        spread: digests of what recurs.
        originals: what is real; handed to workers through memory, never written.
    """

    spread: frozenset[bytes]
    originals: findings.CohortOriginals


def _whole(shards: Sequence[_Shard]) -> _Whole:
    tally = Tally()
    hits: dict[int, Any] = {}
    for shard in shards:
        seen = _read_seen(shard)
        tally.add_json(seen["tally"])
        hits |= findings.from_json(seen["hits"])
    reports = (numbered for shard in shards for numbered in shard.reports)
    kept = shards[0].settings.kept
    return _Whole(tally.spread(), findings.CohortOriginals.of(reports, hits, kept))


def _read_seen(shard: _Shard) -> dict[str, Any]:
    try:
        body: dict[str, Any] = json.loads(shard.seen.read_text(encoding="ascii"))
    except (ValueError, FileNotFoundError):
        raise SystemFault(WORKSPACE_DAMAGED) from None
    return body


def _deidentify_shard(job: tuple[_Shard, _Whole]) -> None:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    shard, cohort = job
    key = shard.key
    detected: dict[int, list[Span]] = {}
    if not shard.is_public:
        with system_faults("workspace"):
            hits = findings.from_json(_read_seen(shard)["hits"])
        detected = findings.second_pass(shard.reports, hits, cohort.spread, key)
    rows: list[dict[str, Any]] = []
    documents: dict[int, tuple[Report, Deidentified]] = {}
    every = in_turn(shard.reports, detected, key, shard.settings, cohort.originals.avoid)
    for position, report, done in deidentify_in_turn(every):
        documents[position] = report, done
    verdicts = {position: Verdict({}, {}) for position in documents}
    if not shard.is_public:
        verdicts = audited(documents, cohort.originals, shard.settings.kept)
    for position, (report, done) in documents.items():
        case, patient = keyed_ids(report, key)
        rest = [
            [[s.start, s.end, s.label] for s in done.phi],
            [[s.start, s.end, s.label] for s in done.entities],
            [[old.start, old.end, new.start, new.end] for old, new in done.replaced],
            dict(report.fields),
            verdicts[position].to_json(),
            [report.place.file, report.place.row],
            report.phi is not None,
        ]
        rows.append(
            {
                "position": position,
                "case": case,
                "patient": patient,
                "centre": report.centre,
                "text": done.text,
                "rest": json.dumps(rest),
            }
        )
    texts = ("case", "patient", "centre", "text", "rest")
    schema = pa.schema([("position", pa.int64()), *((name, pa.string()) for name in texts)])
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), buffer)
    with system_faults("workspace"):
        write_atomically(shard.done, buffer.getvalue())


def _load(folder: Path, inputs: Mapping[str, bytes], cohort: str) -> CohortRelease:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        body = json.loads((folder / _DONE).read_text(encoding="utf-8"))
        tables = [pq.read_table(folder / name) for name in body["shards"]]
    except (ValueError, KeyError, FileNotFoundError, pa.ArrowException):
        raise SystemFault(WORKSPACE_DAMAGED) from None
    rows = sorted((row for t in tables for row in t.to_pylist()), key=lambda row: row["position"])
    documents: list[Document] = []
    left: list[tuple[Document, list[Problem]]] = []
    verdicts: dict[str, list[Verdict]] = defaultdict(list)
    for row in rows:
        phi, entities, replaced, fields, audit, place, annotated = json.loads(row["rest"])
        document = Document(
            row["case"],
            row["patient"],
            row["centre"],
            row["text"],
            tuple(map(tuple, phi)),
            tuple(map(tuple, entities)),
            fields,
            Place(*place),
            annotated,
            tuple(map(tuple, replaced)),
            cohort,
        )
        verdict = Verdict.from_json(audit)
        verdicts[document.centre].append(verdict)
        if verdict.is_clean:
            documents.append(document)
        else:
            left.append((document, verdict.problems(document.place)))
    steps = [Step(*step) for step in body["steps"]]
    problems = [_problem_from_json(problem) for problem in body["problems"]]
    return CohortRelease(
        tuple(documents),
        tuple(_with_held_back(steps, documents, left)),
        in_order([*problems, *(problem for _, found in left for problem in found)]),
        inputs,
        {centre: totals(found) for centre, found in sorted(verdicts.items())},
        tuple(document for document, _ in left),
    )


def _with_held_back(
    steps: list[Step],
    documents: list[Document],
    left: list[tuple[Document, list[Problem]]],
) -> list[Step]:
    """The steps with one more for each kind of leak; a report goes with its first kind."""
    result: list[Step] = []
    for centre in dict.fromkeys(step.centre for step in steps):
        result += (step for step in steps if step.centre == centre)
        stay = [d.patient for d in documents if d.centre == centre]
        going = [(d.patient, found[0].kind) for d, found in left if d.centre == centre]
        for kind in AUDIT_KINDS:
            left_out = sum(of is kind for _, of in going)
            going = [(patient, of) for patient, of in going if of is not kind]
            if left_out:
                rest = [*stay, *(patient for patient, _ in going)]
                result.append(Step(centre, kind.title, left_out, len(rest), len(set(rest))))
    return result


def _problem_to_json(problem: Problem) -> list[Any]:
    kind, place = problem.kind, problem.place
    return [
        [kind.code, kind.title, kind.remedy],
        [place.file, place.row, place.column],
        problem.detail,
        problem.held_back,
    ]


def _problem_from_json(body: list[Any]) -> Problem:
    kind, place, detail, held_back = body
    return Problem(Kind(*kind), Place(*place), detail, held_back)
