"""De-identification of a file of records, apart from any task, in parts of whole patients."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.core.errors import Problem, in_order, rows_quarantined
from dragon_prep.core.files import absolute, system_faults, written_whole
from dragon_prep.core.second_look import SecondLook
from dragon_prep.intake.record_files.chosen import record_files
from dragon_prep.pipeline.input_records import RecordReader
from dragon_prep.pipeline.record_lines import LINES, joined, ordered
from dragon_prep.pipeline.run import silent
from dragon_prep.pipeline.site import Site
from dragon_prep.services.record_output import is_table, require_output, write_table
from dragon_prep.services.record_work import RecordWork, site_profiles
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.second_look import OverlookedCounts
    from dragon_prep.detect.profile import Profile
    from dragon_prep.intake.cleaned import CleanedCounts
    from dragon_prep.intake.record_files.files import RecordFile
    from dragon_prep.pipeline.cluster import ClusterAddress
    from dragon_prep.pipeline.record_lines import RecordTotals
    from dragon_prep.pipeline.run import Progress
    from dragon_prep.pipeline.stage import Shard


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
        provenance: how many labels of the records that were written come from where (made by
            people, reviewed, decided, or the detector's alone), as far as records say so.
    """

    written: int
    phi: int
    problems: tuple[Problem, ...]
    trusted: int = 0
    second_look: OverlookedCounts = field(default_factory=dict)
    cleaned: CleanedCounts = field(default_factory=dict)
    provenance: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, totals: RecordTotals) -> RecordsResult:
        """What all parts together tell."""
        return cls(
            totals.written,
            totals.phi,
            in_order(totals.problems),
            totals.trusted,
            totals.second_look,
            totals.cleaned,
            totals.provenance,
        )

    @property
    def quarantined(self) -> int:
        """How many records were held back."""
        return rows_quarantined(self.problems)


def deidentify_file(
    source: Path | Sequence[Path],
    output: Path,
    *,
    key: ProjectKey,
    patient_field: str = "patient_id",
    id_field: str = "id",
    text_field: str = "text",
    spans_field: str = "spans",
    database: str = "",
    namespace: str = "",
    overwrite: bool = False,
    profile: Profile | None = None,
    settings: SurrogateSettings = DEFAULT,
    trust_empty: bool = False,
    second_look: SecondLook = SecondLook.REPLACE,
    keep_ids: bool = False,
    workers: int = 1,
    workspace: Path | None = None,
    cluster: ClusterAddress | None = None,
    progress: Progress = silent,
) -> RecordsResult:
    """De-identifies files of records: JSON lines, csv, Parquet, databases, or folders of texts.

    A record has ``id``, the patient's id, ``text``, and perhaps ``spans`` (PHI) and ``entities``,
    both lists of ``[start, end, label]`` in code points of ``text``. Without ``spans``, or with an
    empty list of them, PHI is detected. A record that cannot be used is held back and listed by its
    file and row. All files are one cohort: names and codes found in one record are found again in
    the others. Memory does not grow with it.

    Args:
        source: the files to read, folders of them, or patterns of their names; see
            :func:`~dragon_prep.intake.record_files.chosen.record_files`. They may be packed with
            gzip or zstd.
        output: the file to write: ``{"id", "text", "spans", "entities"}`` lines, spans being where
            the surrogates are, in the order of the input; or Parquet, if its name ends so.
        key: the project key.
        patient_field: the member, or column, that holds the patient's id.
        id_field: the one that holds the id.
        text_field: the one that holds the text.
        spans_field: the one that holds PHI spans.
        database: what queries among the sources are of: an SQLite file, a URL, or ``env:NAME``.
        namespace: in which patient ids are unique; a cohort's centres are namespaces of their own.
        overwrite: whether the output file may be replaced.
        profile: of the centre whose reports these are.
        settings: the policies of surrogates.
        trust_empty: whether an empty list of spans says that somebody looked and found no PHI. Such
            a text is written as it is; what the second look finds in it is listed.
        second_look: what becomes of what the detector is sure of beside given spans.
        keep_ids: whether the ids of the output are those of the input; a record whose id holds the
            patient's is held back then. If not, an id is a keyed digest, see
            :func:`~dragon_prep.pipeline.record_lines.keyed_id`.
        workers: how many processes; the bytes stay the same.
        workspace: a private folder where the work lies, the records among it, until it is done:
            what a killed run left there is taken up. Without one it lies beside the input, where
            the records are anyway, for the time of the run.
        cluster: whose workers do the work, in a workspace that they see, too.
        progress: called with a stage, how much of it is done, and how much there is.

    Raises:
        UsageFault: if the input is no such file, the output is there already or is not a file, or
            a cluster is given and no workspace.
        InputFault: if a file is damaged, lacks a column, or changes while it is read.
        SystemFault: if a file cannot be read or written.
        DragonPrepError: if too many records fail.
    """
    columns = (id_field, text_field, spans_field)
    reader = RecordReader((), patient_field, namespace, trust_empty, keep_ids, *columns)
    site = Site(key, site_profiles(profile, namespace), settings, second_look)
    sources = [source] if isinstance(source, Path) else list(source)
    files = record_files(sources, reader.columns, database=database)
    work = file_work(sources, files, output, reader, site, overwrite=overwrite)
    work = replace(work, workspace=workspace)
    return deidentified_into(output, work, workers, cluster, progress)


def file_work(
    sources: Sequence[Path],
    files: tuple[RecordFile, ...],
    output: Path,
    reader: RecordReader,
    site: Site,
    *,
    overwrite: bool,
) -> RecordWork:
    """The work of de-identifying records into a file that may be written, beside the input.

    Args:
        sources: of the records; see :func:`deidentify_file` for these and the others.
        files: that the sources are.
        output: the file to write.
        reader: how records are read.
        site: what decides about bytes.
        overwrite: whether the output file may be replaced.

    Raises:
        UsageFault: if the output is there already, is not a file, or lies in the input.
    """
    places = [*sources, *(file.path for file in files)]
    require_output(output, places, overwrite=overwrite)
    return RecordWork(files, reader, site, LINES)


def deidentified_into(
    output: Path,
    work: RecordWork,
    workers: int,
    cluster: ClusterAddress | None,
    progress: Progress,
) -> RecordsResult:
    """Does the work of :func:`file_work`; arguments and faults are those of the file's."""
    with work.done(workers, cluster, progress) as (shards, told):
        totals = joined_into(output, shards)
    totals.problems += told
    return RecordsResult.of(totals)


def joined_into(output: Path, shards: Sequence[Shard]) -> RecordTotals:
    """Writes the output, when all parts are done.

    Args:
        output: the file, Parquet if its name ends so.
        shards: all of them.

    Raises:
        SystemFault: if it cannot be written.
        DragonPrepError: if too many records failed.
    """
    output = absolute(output)
    with system_faults(output.name):
        output.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(output) as out:
            if not is_table(output):
                return joined(shards, out)
            totals, lines = ordered(shards)
            write_table(out, lines, ("id", "text"), ("spans", "entities"))
            return totals
