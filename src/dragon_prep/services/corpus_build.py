"""A corpus of records: de-identified, in shards of whole patients."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.corpora import NOTHING_LEFT
from dragon_prep.core.errors import InputFault, Problem, in_order, rows_quarantined
from dragon_prep.core.second_look import SecondLook
from dragon_prep.corpora.columns import COLUMNS, shard_bytes, totals_of
from dragon_prep.corpora.manifest import WHOLE, CorpusManifest, CorpusStep
from dragon_prep.corpora.shards import SCHEMA, from_bytes
from dragon_prep.corpora.writing import new_corpus
from dragon_prep.intake.record_files.files import RecordFiles
from dragon_prep.intake.record_files.look import look_at
from dragon_prep.pipeline.input_records import RecordReader
from dragon_prep.pipeline.run import silent
from dragon_prep.pipeline.site import Site
from dragon_prep.services.record_work import RecordWork, site_profiles
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.corpora.columns import CorpusTotals
    from dragon_prep.corpora.manifest import ShardEntry
    from dragon_prep.corpora.writing import CorpusWriter
    from dragon_prep.detect.profile import Profile
    from dragon_prep.intake.record_files.files import RecordFile
    from dragon_prep.pipeline.cluster import ClusterAddress
    from dragon_prep.pipeline.run import Progress
    from dragon_prep.pipeline.stage import Shard


@dataclass(frozen=True, slots=True, repr=False)
class CorpusResult:
    """A corpus that was made.

    Attributes:
        manifest: what is told of it.
        problems: what was held back, or is worth a look.
    """

    manifest: CorpusManifest
    problems: tuple[Problem, ...] = field(default=())

    @property
    def quarantined(self) -> int:
        """How many records were held back."""
        return rows_quarantined(self.problems)


def build_corpus(
    files: Sequence[RecordFile],
    out: Path,
    *,
    key: ProjectKey,
    reader: RecordReader | None = None,
    overwrite: bool = False,
    profile: Profile | None = None,
    settings: SurrogateSettings = DEFAULT,
    second_look: SecondLook = SecondLook.REPLACE,
    workers: int = 1,
    workspace: Path | None = None,
    cluster: ClusterAddress | None = None,
    progress: Progress = silent,
) -> CorpusResult:
    """De-identifies records into a corpus: Parquet shards of whole patients, and a manifest.

    Args:
        files: of records; all of them are one cohort.
        out: the folder to make.
        key: the project key.
        reader: how records are read.
        overwrite: whether a corpus that is there may be replaced.
        profile: of the centre whose reports these are.
        settings: the policies of surrogates.
        second_look: what becomes of what the detector is sure of beside given spans.
        workers: how many processes; the bytes stay the same.
        workspace: a private folder where the work lies until it is done: what a killed run left
            there is taken up. Without one it lies beside the input, for the time of the run.
        cluster: whose workers do the work, in a workspace that they see, too.
        progress: called with a stage, how much of it is done, and how much there is.

    Raises:
        UsageFault: if something is there that may not be replaced, a cluster is given and no
            workspace, or ids do not tell the reports apart.
        InputFault: if a file cannot be used, or changes while it is read, or no record is left.
        SystemFault: if a file cannot be read or written.
        DragonPrepError: if too many records fail.
    """
    reader = reader or RecordReader((), "patient_id", "", trust_empty=False)
    profiles = site_profiles(profile, reader.namespace)
    work = RecordWork(
        tuple(files), reader, Site(key, profiles, settings, second_look), COLUMNS, workspace
    )
    places = [file.path for file in files]
    places += [workspace] if workspace else []
    with new_corpus(out, overwrite=overwrite, apart_from=places) as writer:
        given = RecordFiles.of(work.files)
        look = look_at(given, reader.columns)
        given = replace(given, fates=look.fates)
        with work.done(workers, cluster, progress, given) as (shards, told):
            entries, totals = _written(shards, writer)
        problems = in_order([*totals.records.problems, *look.problems, *told])
        if not entries:
            raise InputFault(NOTHING_LEFT, place=work.place, problems=problems)
        manifest = CorpusManifest(
            entries,
            _steps(totals, look.repeats),
            {"build": _options(work)},
            key=key.fingerprint,
            columns=tuple(SCHEMA.names),
        )
        writer.finish(manifest)
    return CorpusResult(manifest, problems)


def _written(
    shards: Sequence[Shard], writer: CorpusWriter
) -> tuple[tuple[ShardEntry, ...], CorpusTotals]:
    """Writes what may go out of each part, and adds up what is told of them."""
    totals = totals_of(shards)
    entries = []
    for shard in shards:
        data = shard_bytes(shard)
        table = from_bytes(data)
        name = f"{WHOLE}/part-{shard.number:05}-of-{shard.count:05}.parquet"
        if table.num_rows:
            entries.append(writer.add_bytes(name, data, table))
    return tuple(entries), totals


def _steps(totals: CorpusTotals, repeats: int) -> tuple[CorpusStep, ...]:
    usable, left = totals.records.records, totals.records.written
    once = usable + totals.unusable
    return (
        CorpusStep("read", 0, once + repeats, totals.patients),
        CorpusStep("given twice", repeats, once, totals.patients),
        CorpusStep("cannot be used", totals.unusable, usable, totals.patients),
        CorpusStep("held back", usable - left, left, totals.patients_left),
    )


def _options(work: RecordWork) -> dict[str, Any]:
    """What decides about the bytes beside the records; no name of a file or a patient."""
    site = work.site
    return {
        "files": len(work.files),
        "namespace": work.reader.namespace,
        "trust_empty": work.reader.trust_empty,
        "second_look": str(site.second_look),
        "surrogates": site.surrogates.digest,
        "profiles": sorted(profile.digest for profile in site.profiles),
    }
