"""De-identification of single records, apart from any task."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragon_prep.core.codes.run import (
    OUTPUT_EXISTS,
    OUTPUT_MISPLACED,
    RECORDS_INVALID,
)
from dragon_prep.core.errors import Place, Problem, UsageFault, in_order, rows_quarantined
from dragon_prep.core.files import (
    absolute,
    require_file_or_nothing,
    system_faults,
    write_atomically,
)
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.phi import category_of
from dragon_prep.core.second_look import SecondLook, overlooked_counts
from dragon_prep.intake.cleaned import cleaned_counts
from dragon_prep.intake.decode import decode
from dragon_prep.pipeline.site import Site
from dragon_prep.services.input_records import RecordReader
from dragon_prep.services.records import deidentify_records
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.core.documents import Deidentified
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.second_look import Overlooked, OverlookedCounts
    from dragon_prep.detect.profile import Profile
    from dragon_prep.intake.cleaned import CleanedCounts

_ANOTHER_FILE = "Give another file, or --overwrite to replace this one."


@dataclass(frozen=True, slots=True)
class RecordsResult:
    """What became of a file of records.

    Attributes:
        written: how many records were written.
        phi: how many PHI spans were replaced in them.
        problems: what was held back, or is worth a look.
        trusted: how many records were written as they are: their empty lists were trusted.
        second_look: how much was found beside given spans, by what became of it and by category.
        cleaned: what was cleaned in the raw texts, by file and kind.
    """

    written: int
    phi: int
    problems: tuple[Problem, ...]
    trusted: int = 0
    second_look: OverlookedCounts = field(default_factory=dict)
    cleaned: CleanedCounts = field(default_factory=dict)

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
    second_look: SecondLook = SecondLook.REPLACE,
    keep_ids: bool = False,
) -> RecordsResult:
    """De-identifies a file of JSON lines, one record a line.

    A record has ``id``, the patient's id, ``text``, and perhaps ``spans`` (PHI) and ``entities``,
    both lists of ``[start, end, label]`` in code points of ``text``. Without ``spans``, or with an
    empty list of them, PHI is detected. A record that cannot be used is held back and listed by its
    line. The file is one cohort: names and codes found in one record are found again in the others.

    Args:
        source: the file to read.
        output: the file to write: ``{"id", "text", "spans", "entities"}`` lines, spans being where
            the surrogates are, in the order of the input.
        key: the project key.
        patient_field: the member that holds the patient's id.
        namespace: in which patient ids are unique; a cohort's centres are namespaces of their own.
        overwrite: whether the output file may be replaced.
        profile: of the centre whose reports these are.
        settings: the policies of surrogates.
        trust_empty: whether an empty list of spans says that somebody looked and found no PHI. Such
            a text is written as it is; what the second look finds in it is listed.
        second_look: what becomes of what the detector is sure of beside given spans.
        keep_ids: whether the ids of the output are those of the input; a record whose id holds the
            patient's is held back then. If not, an id is a keyed digest, see :func:`keyed_id`.

    Raises:
        UsageFault: if the input is no such file, or the output is there already or is not a file.
        SystemFault: if a file cannot be read or written.
    """
    _require_fit(source, output, overwrite=overwrite)
    with system_faults(source.name):
        lines = decode(source.read_bytes()).split("\n")
    problems: list[Problem] = []
    reader = RecordReader(source.name, patient_field, namespace, trust_empty, keep_ids)
    records = list(reader.records(lines, problems))
    profiles = () if profile is None else (replace(profile, centre=namespace),)
    site = Site(key, profiles, settings, second_look)
    overlooked: list[Overlooked] = []
    done: list[str] = []
    phi = 0
    for record, new in deidentify_records(records, site, problems, overlooked):
        phi += sum(category_of(span.label) not in settings.kept for span in new.phi)
        name = record.id if keep_ids else keyed_id(key, namespace, record.id)
        done.append(_line(name, new))
    with system_faults(output.name):
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, "".join(done).encode("ascii"))
    trusted = sum(record.report.phi == () for record in records)
    counts = overlooked_counts(overlooked)
    cleaned = cleaned_counts(record.report for record in records)
    return RecordsResult(len(done), phi, in_order(problems), trusted, counts, cleaned)


def keyed_id(key: ProjectKey, namespace: str, name: str | int) -> str:
    """What stands for the id of a record: whoever has the key can tell it from the record's.

    Args:
        key: the project key.
        namespace: as it was given.
        name: the record's id in the input.
    """
    return key.digest(KeyPurpose.CASE, namespace, str(name)).hex()[:16]


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


def _line(name: str | int, new: Deidentified) -> str:
    body = {
        "id": name,
        "text": new.text,
        "spans": [[s.start, s.end, s.label] for s in new.phi],
        "entities": [[s.start, s.end, s.label] for s in new.entities],
    }
    return json.dumps(body) + "\n"
