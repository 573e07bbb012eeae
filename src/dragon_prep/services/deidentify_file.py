"""De-identification of single records, apart from any task."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.audit.findings import first_pass, second_pass
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.audit.verdicts import audited
from dragon_prep.core.codes.run import (
    OUTPUT_EXISTS,
    OUTPUT_MISPLACED,
    RECORDS_INVALID,
    REPORT_FAILED,
)
from dragon_prep.core.errors import Place, Problem, UsageFault, in_order, rows_quarantined
from dragon_prep.core.files import (
    absolute,
    require_file_or_nothing,
    system_faults,
    write_atomically,
)
from dragon_prep.core.mishaps import require_few
from dragon_prep.core.phi import category_of
from dragon_prep.intake.decode import decode
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.pipeline.site import Site
from dragon_prep.services.input_records import RecordReader
from dragon_prep.surrogate.deidentify import deidentify_in_turn
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dragon_prep.audit.verdicts import Verdict
    from dragon_prep.core.documents import Deidentified
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report
    from dragon_prep.detect.profile import Profile

_ANOTHER_FILE = "Give another file, or --overwrite to replace this one."


@dataclass(frozen=True, slots=True)
class RecordsResult:
    """What became of a file of records.

    Attributes:
        written: how many records were written.
        phi: how many PHI spans were replaced in them.
        problems: what was held back, or is worth a look.
        trusted: how many records nothing looked for PHI in: their empty lists were trusted.
    """

    written: int
    phi: int
    problems: tuple[Problem, ...]
    trusted: int = 0

    @property
    def quarantined(self) -> int:
        """How many records were held back."""
        return rows_quarantined(self.problems)


def deidentify_file(
    source: Path,
    output: Path,
    *,
    key: ProjectKey,
    patient_field: str = "patient_id",
    namespace: str = "",
    overwrite: bool = False,
    profile: Profile | None = None,
    settings: SurrogateSettings = DEFAULT,
    trust_empty: bool = False,
) -> RecordsResult:
    """De-identifies a file of JSON lines, one record a line.

    A record has ``id``, the patient's id, ``text``, and perhaps ``spans`` (PHI) and ``entities``,
    both lists of ``[start, end, label]`` in code points of ``text``. Without ``spans``, or with an
    empty list of them, PHI is detected. A record that cannot be used is held back and listed by its
    line. The file is one cohort: names and codes found in one record are found again in the others.

    Args:
        source: the file to read.
        output: the file to write: ``{"id", "text", "spans", "entities"}`` lines, spans being where
            the surrogates are.
        key: the project key.
        patient_field: the member that holds the patient's id.
        namespace: in which patient ids are unique; a cohort's centres are namespaces of their own.
        overwrite: whether the output file may be replaced.
        profile: of the centre whose reports these are.
        settings: the policies of surrogates.
        trust_empty: whether an empty list of spans says that somebody looked and found no PHI.

    Raises:
        UsageFault: if the input is no such file, or the output is there already or is not a file.
        SystemFault: if a file cannot be read or written.
    """
    _require_fit(source, output, overwrite=overwrite)
    with system_faults(source.name):
        lines = decode(source.read_bytes()).split("\n")
    problems: list[Problem] = []
    reader = RecordReader(source.name, patient_field, namespace, trust_empty=trust_empty)
    records = list(reader.records(lines, problems))
    site = Site(key, () if profile is None else (replace(profile, centre=namespace),), settings)
    mishaps: Mishaps = {}
    documents, verdicts = _deidentified([record.report for record in records], site, mishaps)
    require_few(len(mishaps), len(records), namespace)
    for at, what in mishaps.items():
        problems.append(Problem(REPORT_FAILED, records[at].report.place, what))
    phi = 0
    done: list[str] = []
    for at, verdict in sorted(verdicts.items()):
        report, new = documents[at]
        problems += verdict.problems(report.place)
        if not verdict.is_clean:
            continue
        phi += sum(category_of(span.label) not in settings.kept for span in new.phi)
        done.append(_line(records[at].id, new))
    with system_faults(output.name):
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, "".join(done).encode("ascii"))
    trusted = sum(report.phi is not None and not report.phi for report, _ in documents.values())
    return RecordsResult(len(done), phi, in_order(problems), trusted)


def _require_fit(source: Path, output: Path, *, overwrite: bool) -> None:
    with system_faults(source.name):
        if not source.is_file():
            detail = "there is no such file"
            raise UsageFault(RECORDS_INVALID, detail, place=Place(source.name))
    with system_faults(output.name):
        require_file_or_nothing(output)
        if output.exists() and not overwrite:
            raise UsageFault(OUTPUT_EXISTS, place=Place(output.name), remedy=_ANOTHER_FILE)
        if absolute(output) == absolute(source):
            raise UsageFault(OUTPUT_MISPLACED, place=Place(output.name))


def _deidentified(
    all_reports: Iterable[Report], site: Site, mishaps: Mishaps
) -> tuple[dict[int, tuple[Report, Deidentified]], dict[int, Verdict]]:
    """Documents and verdicts by position; mishaps gets what fails."""
    reports = list(enumerate(all_reports))
    look = first_pass(reports, site.key, site.by_centre)
    mishaps.update(look.mishaps)
    kept = site.surrogates.kept
    is_word = partial(look.words.is_word, site.key)
    originals = CohortOriginals.of(reports, look.hits, kept, mishaps, is_word)
    detected = second_pass(reports, look.hits, look.tally.spread(), site.key, mishaps)
    every = in_turn(reports, detected, site.key, site.surrogates, originals.avoid, mishaps)
    documents = {at: (report, new) for at, report, new in deidentify_in_turn(every, mishaps)}
    failed = [
        (report, detected.get(at, ()) if report.phi is None else report.phi)
        for at, report in reports
        if at in mishaps
    ]
    return documents, audited(documents, originals, kept, failed=failed, mishaps=mishaps)


def _line(name: str | int, new: Deidentified) -> str:
    body = {
        "id": name,
        "text": new.text,
        "spans": [[s.start, s.end, s.label] for s in new.phi],
        "entities": [[s.start, s.end, s.label] for s in new.entities],
    }
    return json.dumps(body) + "\n"
