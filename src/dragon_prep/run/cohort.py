"""A cohort's reports: read, de-identified once, kept in the workspace."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from dragon_prep.detect.recur import Tally
from dragon_prep.errors import InputFault, Kind, Place, Problem, SystemFault, in_order
from dragon_prep.model.phi import category_of
from dragon_prep.read.kinds import CHANGED, PATIENT_SHARED
from dragon_prep.read.source import Source
from dragon_prep.release.attrition import Step
from dragon_prep.replace.key import Use
from dragon_prep.replace.patient import PatientSurrogates
from dragon_prep.run import findings
from dragon_prep.run.deidentify import deidentify
from dragon_prep.run.executors import run_all
from dragon_prep.run.files import make_private, system_faults, write_atomically
from dragon_prep.run.kinds import PHI_LEFT, WORKSPACE_DAMAGED
from dragon_prep.run.workspace import code_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.detect.profile import Profile
    from dragon_prep.model.cohort import Cohort
    from dragon_prep.model.report import Report
    from dragon_prep.replace.key import ProjectKey

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

    @classmethod
    def before(cls, report: Report, key: ProjectKey) -> Document:
        """A report as it will be, its text and spans still to be de-identified.

        For checks that write nothing: it must not reach a file.
        """
        return cls(
            case=key.digest(Use.CASE, report.centre, report.uid).hex()[:32],
            patient=key.digest(Use.PATIENT, report.centre, report.patient).hex()[:32],
            centre=report.centre,
            text=report.text,
            phi=(),
            entities=(),
            fields=report.fields,
            place=report.place,
            annotated=report.phi is not None,
        )


@dataclass(frozen=True, slots=True, repr=False)
class CohortRelease:
    """A de-identified cohort.

    Attributes:
        documents: in source order.
        steps: the attrition so far, centre by centre.
        problems: everything that is to be listed.
        inputs: SHA-256 of each raw file it was made of, by path.
    """

    documents: tuple[Document, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    inputs: Mapping[str, bytes]

    def phi_counts(self) -> dict[str, dict[str, int]]:
        """How many PHI spans were replaced, by centre and category."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for document in self.documents:
            counts[document.centre].update(category_of(label) for _, _, label in document.phi)
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
    """
    opened = Source.of(cohort, source)
    funnels = [cohort.readers[centre](opened) for centre in centres]
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
    workers: int,
    progress: Callable[[int, int], None],
    profiles: Sequence[Profile] = (),
) -> CohortRelease:
    """Reads and de-identifies a cohort, or takes it from the workspace.

    The workspace keeps it by content of the raw files and profiles, key, centres and code. What a
    killed run left there is taken up again.

    Args:
        cohort: what to read.
        source: the source folder.
        centres: whose reports.
        key: the project key.
        workspace: a private folder.
        workers: how many processes.
        progress: called with the number of steps done and in all, two for each shard.
        profiles: of some of the centres.

    Raises:
        InputFault: if the raw files cannot be used.
        SystemFault: if the workspace cannot be used.
    """
    paths = [raw.path for raw in cohort.files if raw.centre in centres]
    opened = Source.of(cohort, source)
    inputs = opened.fingerprint(paths)
    made_of = [code_digest(), version("unidecode"), cohort.name, *centres]
    made_of += [f"{path} {digest.hex()}" for path, digest in inputs.items()]
    own = {p.centre: p for p in sorted(profiles, key=lambda p: p.centre) if p.centre in centres}
    made_of += [f"profile of {profile.centre} {profile.digest}" for profile in own.values()]
    name = key.digest(Use.CACHE, *made_of).hex()[:24]
    with system_faults("workspace"):
        folder = workspace / "cohorts" / f"{cohort.name}-{name}"
        make_private(folder)
        if not (folder / _DONE).exists():
            export = read_export(cohort, source, centres)
            after = opened.fingerprint(paths)
            if changed := next((path for path in paths if inputs[path] != after[path]), None):
                raise InputFault(CHANGED, place=Place(changed))
            _deidentify_into(folder, export, key, own, workers, progress)
        return _load(folder, inputs)


@dataclass(frozen=True, slots=True, repr=False)
class _Shard:
    """Some patients' reports on their way: what they are, and the files of both passes."""

    key: ProjectKey
    profiles: Mapping[str, Profile]
    reports: tuple[tuple[int, Report], ...]
    seen: Path
    done: Path


def _deidentify_into(
    folder: Path,
    export: Export,
    key: ProjectKey,
    profiles: Mapping[str, Profile],
    workers: int,
    progress: Callable[[int, int], None],
) -> None:
    # A patient's reports share a shard, and which one depends on the patient alone.
    count = max(1, math.ceil(len(export.reports) / _REPORTS_IN_A_SHARD))
    dealt: list[list[tuple[int, Report]]] = [[] for _ in range(count)]
    for position, report in enumerate(export.reports):
        patient = key.digest(Use.PATIENT, report.centre, report.patient)
        dealt[int.from_bytes(patient[:8], "big") % count].append((position, report))
    shards = [
        _Shard(
            key,
            profiles,
            tuple(reports),
            folder / f"seen-{number:05}-of-{count:05}.json",
            folder / f"shard-{number:05}-of-{count:05}.parquet",
        )
        for number, reports in enumerate(dealt)
    ]
    todo = [shard for shard in shards if not shard.done.exists()]
    unseen = [shard for shard in shards if not shard.seen.exists()] if todo else []
    steps, total = 2 * count - len(unseen) - len(todo), 2 * count
    progress(steps, total)
    run_all(_look, unseen, workers=workers, done=lambda n: progress(steps + n, total))
    steps += len(unseen)
    # What recurs is known only when every shard has been looked at.
    spread = _spread(shards) if todo else frozenset()
    jobs = [(shard, spread) for shard in todo]
    run_all(_deidentify_shard, jobs, workers=workers, done=lambda n: progress(steps + n, total))
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


def _spread(shards: Sequence[_Shard]) -> frozenset[bytes]:
    tally = Tally()
    for shard in shards:
        tally.add_json(_read_seen(shard)["tally"])
    return tally.spread()


def _read_seen(shard: _Shard) -> dict[str, Any]:
    try:
        body: dict[str, Any] = json.loads(shard.seen.read_text(encoding="ascii"))
    except (ValueError, FileNotFoundError):
        raise SystemFault(WORKSPACE_DAMAGED) from None
    return body


def _deidentify_shard(job: tuple[_Shard, frozenset[bytes]]) -> None:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    shard, spread = job
    key = shard.key
    with system_faults("workspace"):
        hits = findings.from_json(_read_seen(shard)["hits"])
    detected = findings.second_pass(shard.reports, hits, spread, key)
    rows: list[dict[str, Any]] = []
    for position, report in shard.reports:
        surrogates = PatientSurrogates(key, report.centre, report.patient)
        done = deidentify(
            report.text,
            detected[position] if report.phi is None else report.phi,
            report.entities,
            surrogates,
            report=report.uid,
            ids=(report.patient, report.uid.removeprefix(f"{report.patient}_")),
        )
        keyed = Document.before(report, key)
        rows.append(
            {
                "position": position,
                "case": keyed.case,
                "patient": keyed.patient,
                "centre": report.centre,
                "clean": done.is_clean,
                "annotated": keyed.annotated,
                "text": done.text,
                "phi": json.dumps([[s.start, s.end, s.label] for s in done.phi]),
                "entities": json.dumps([[s.start, s.end, s.label] for s in done.entities]),
                "fields": json.dumps(dict(report.fields)),
                "file": report.place.file,
                "row": report.place.row,
            }
        )
    schema = pa.schema(
        [("position", pa.int64())]
        + [(n, pa.string()) for n in ("case", "patient", "centre", "text")]
        + [(n, pa.string()) for n in ("phi", "entities", "fields", "file")]
        + [("row", pa.int64()), ("clean", pa.bool_()), ("annotated", pa.bool_())]
    )
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), buffer)
    with system_faults("workspace"):
        write_atomically(shard.done, buffer.getvalue())


def _load(folder: Path, inputs: Mapping[str, bytes]) -> CohortRelease:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        body = json.loads((folder / _DONE).read_text(encoding="utf-8"))
        tables = [pq.read_table(folder / name) for name in body["shards"]]
    except (ValueError, KeyError, FileNotFoundError, pa.ArrowException):
        raise SystemFault(WORKSPACE_DAMAGED) from None
    rows = sorted((row for t in tables for row in t.to_pylist()), key=lambda row: row["position"])
    documents, left = [], []
    for row in rows:
        place = Place(row["file"], row["row"])
        if not row["clean"]:
            left.append((row["centre"], Problem(PHI_LEFT, place)))
            continue
        documents.append(
            Document(
                row["case"],
                row["patient"],
                row["centre"],
                row["text"],
                tuple((s, e, label) for s, e, label in json.loads(row["phi"])),
                tuple((s, e, label) for s, e, label in json.loads(row["entities"])),
                json.loads(row["fields"]),
                place,
                row["annotated"],
            )
        )
    steps = [Step(*step) for step in body["steps"]]
    problems = [_problem_from_json(problem) for problem in body["problems"]]
    return CohortRelease(
        tuple(documents),
        tuple(_with_left_phi(steps, documents, left)),
        in_order([*problems, *(problem for _, problem in left)]),
        inputs,
    )


def _with_left_phi(
    steps: list[Step], documents: list[Document], left: list[tuple[str, Problem]]
) -> list[Step]:
    held_back = Counter(centre for centre, _ in left)
    result: list[Step] = []
    for centre in dict.fromkeys(step.centre for step in steps):
        result += (step for step in steps if step.centre == centre)
        if held_back[centre]:
            stay = [d.patient for d in documents if d.centre == centre]
            name = PHI_LEFT.title
            result.append(Step(centre, name, held_back[centre], len(stay), len(set(stay))))
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
