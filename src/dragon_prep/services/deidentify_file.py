"""De-identification of a file of records, apart from any task, in parts of whole patients."""

from __future__ import annotations

import contextlib
import hashlib
import math
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.codes.cluster import NOT_SHARED
from dragon_prep.core.codes.intake import CHANGED
from dragon_prep.core.codes.run import (
    MADE_AGAIN,
    NO_PERMISSION,
    OUTPUT_EXISTS,
    OUTPUT_MISPLACED,
    RECORDS_INVALID,
)
from dragon_prep.core.errors import (
    InputFault,
    Place,
    Problem,
    SystemFault,
    UsageFault,
    in_order,
    rows_quarantined,
)
from dragon_prep.core.files import (
    absolute,
    discard,
    make_private,
    require_file_or_nothing,
    scratch_folder,
    staging_of,
    state_of,
    system_faults,
    written_whole,
)
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.sealed import drop_damaged, drop_partials
from dragon_prep.core.second_look import SecondLook
from dragon_prep.core.workers import Workers
from dragon_prep.intake.decode import decode
from dragon_prep.pipeline import evidence
from dragon_prep.pipeline.cluster import executor_of
from dragon_prep.pipeline.record_lines import LINES, joined
from dragon_prep.pipeline.record_parts import drop_damaged_parts, parts_in
from dragon_prep.pipeline.run import silent
from dragon_prep.pipeline.shards import deidentify_shards
from dragon_prep.pipeline.stage import Shard
from dragon_prep.pipeline.stages import STAGES
from dragon_prep.pipeline.workspace import opened
from dragon_prep.services.records_asked import RecordsAsked
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.second_look import OverlookedCounts
    from dragon_prep.detect.profile import Profile
    from dragon_prep.intake.cleaned import CleanedCounts
    from dragon_prep.pipeline.cluster import ClusterAddress
    from dragon_prep.pipeline.record_lines import RecordTotals
    from dragon_prep.pipeline.run import Progress

_ANOTHER_FILE = "Give another file, or --overwrite to replace this one."
_BYTES_IN_A_PART = 4 << 20
_CHUNK = 1 << 20
_STAGE = "De-identifying records"
_PATTERNS = (evidence.PATTERN, *(stage.pattern for stage in (*STAGES, LINES)))


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
    workers: int = 1,
    workspace: Path | None = None,
    cluster: ClusterAddress | None = None,
    progress: Progress = silent,
) -> RecordsResult:
    """De-identifies a file of JSON lines, one record a line.

    A record has ``id``, the patient's id, ``text``, and perhaps ``spans`` (PHI) and ``entities``,
    both lists of ``[start, end, label]`` in code points of ``text``. Without ``spans``, or with an
    empty list of them, PHI is detected. A record that cannot be used is held back and listed by its
    line. The file is one cohort: names and codes found in one record are found again in the others.
    Memory does not grow with it.

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
        InputFault: if the input changes while it is read.
        SystemFault: if a file cannot be read or written.
        DragonPrepError: if too many records fail.
    """
    require_fit(source, output, overwrite=overwrite)
    if cluster is not None and workspace is None:
        raise UsageFault(NOT_SHARED)
    own = (profile, settings, trust_empty, second_look, keep_ids)
    asked = RecordsAsked(key, patient_field, namespace, *own)
    given = survey(source)
    output = absolute(output)
    with (
        system_faults(output.name),
        _folder(given, source, workspace, asked) as (folder, damaged),
    ):
        shards = shards_of(source, given, asked, folder)
        totals = _worked(shards, (workers, cluster), output, progress)
    if damaged:
        detail = f"{damaged} of its files"
        totals.problems.append(Problem(MADE_AGAIN, Place(source.name), detail, quarantined=False))
    return RecordsResult.of(totals)


def shards_of(source: Path, given: Surveyed, asked: RecordsAsked, folder: Path) -> list[Shard]:
    """A file in shards, the parts of which lie in a folder; they are made there if need be.

    Args:
        source: the file.
        given: what it was when the work began.
        asked: what is asked.
        folder: private, and of this work alone.

    Raises:
        InputFault: if the file has changed.
        OSError: if the system refuses.
    """
    count = max(1, math.ceil(given.state[0] / _BYTES_IN_A_PART))
    reader, site = asked.reader(source.name), asked.site
    parts = parts_in(_lines(source, given), folder, count, asked.key, reader)
    if state_of(source) != given.state:
        raise InputFault(CHANGED, place=Place(source.name))
    return [
        Shard(site, "", False, folder, number, count, (), part=part)
        for number, part in enumerate(parts)
    ]


def _worked(
    shards: list[Shard], who: tuple[int, ClusterAddress | None], output: Path, progress: Progress
) -> RecordTotals:
    """Takes all parts through their stages, and writes the output."""
    steps = 3 * len(shards)
    workers, cluster = who
    with Workers(workers) as pool, executor_of(pool, cluster) as executor:
        deidentify_shards(shards, executor, lambda done, _: progress(_STAGE, done, steps))
        todo = [shard for shard in shards if not LINES.is_done(shard)]
        done = steps - len(todo)
        executor.map(LINES, todo, None, lambda n: progress(_STAGE, done + n, steps))
    return joined_into(output, shards)


def joined_into(output: Path, shards: list[Shard]) -> RecordTotals:
    """Writes the output, when all parts are done.

    Args:
        output: the file.
        shards: all of them.

    Raises:
        OSError: if the system refuses.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(output) as out:
        return joined(shards, out)


@dataclass(frozen=True, slots=True, repr=False)
class Surveyed:
    """The input: its size and time, the SHA-256 of its bytes, and whether they are UTF-8."""

    state: tuple[int, int]
    digest: str
    is_utf8: bool


def survey(source: Path) -> Surveyed:
    """Reads the input once, to tell what it is.

    Raises:
        SystemFault: if it cannot be read.
    """
    with system_faults(source.name):
        return Surveyed(state_of(source), *_survey(source))


def _survey(source: Path) -> tuple[str, bool]:
    import codecs

    digest, decoder, is_utf8 = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), True
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            try:
                if is_utf8:
                    decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
    with contextlib.suppress(UnicodeDecodeError):
        decoder.decode(b"", final=is_utf8)
        return digest.hexdigest(), is_utf8
    return digest.hexdigest(), False


def _lines(source: Path, given: Surveyed) -> Iterator[tuple[int, str]]:
    """The lines with their numbers; a file that is not UTF-8 is read whole, to tell what it is."""
    if not given.is_utf8:
        yield from enumerate(decode(source.read_bytes()).split("\n"), start=1)
        return
    with source.open(encoding="utf-8", newline="\n") as file:
        for row, line in enumerate(file, start=1):
            yield row, (line.lstrip("\ufeff") if row == 1 else line).removesuffix("\n")


@contextlib.contextmanager
def _folder(
    given: Surveyed, source: Path, workspace: Path | None, asked: RecordsAsked
) -> Iterator[tuple[Path, int]]:
    """Where the work lies: in the workspace until it is done, or beside the input for the run.

    With it comes how many damaged files were there, which are made again.

    Never beside the output: what a killed run leaves has records in it as they were.
    """
    if workspace is None:
        source = absolute(source)
        if not os.access(source.parent, os.W_OK):
            detail = "nothing may be written to its folder, where the work would lie"
            remedy = "Give a private folder for the work with --workspace."
            raise SystemFault(NO_PERMISSION, detail, place=Place(source.name), remedy=remedy)
        with scratch_folder(staging_of(source)) as folder:
            yield folder, 0
        return
    workspace = absolute(workspace)
    with opened(workspace):
        folder = workspace / "records" / name_of_work(given, source, asked)
        make_private(folder.parent)
        make_private(folder)
        drop_partials(folder)
        damaged = drop_damaged(path for kind in _PATTERNS for path in sorted(folder.glob(kind)))
        yield folder, damaged + drop_damaged_parts(folder, asked.reader(source.name))
        discard(folder)


def name_of_work(given: Surveyed, source: Path, asked: RecordsAsked) -> str:
    """A name that tells the work on a file from any other, and nothing else."""
    reader, site = asked.reader(source.name), asked.site
    made_of = [stage.fingerprint(site) for stage in (*STAGES, LINES)]
    made_of += [given.digest, *map(str, (reader.patient_field, reader.namespace))]
    made_of += [f"{reader.file} {reader.trust_empty} {reader.keep_ids}"]
    return site.key.digest(KeyPurpose.CACHE, "records", *made_of).hex()[:24]


def require_fit(source: Path, output: Path, *, overwrite: bool) -> None:
    """Sees to it that an input can be read, and an output written.

    Raises:
        UsageFault: if not.
    """
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
