"""A sample of reports for people to review, spread over where something may have been missed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.archive.manifest import MANIFEST
from dragon_prep.core.codes.intake import CHANGED, FILE_EMPTY
from dragon_prep.core.codes.run import (
    OPTION_INVALID,
    OUTPUT_EXISTS,
    OUTPUT_MISPLACED,
    SAMPLE_MISPLACED,
)
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.files import (
    absolute,
    require_file_or_nothing,
    system_faults,
    write_atomically,
)
from dragon_prep.evaluation.allocation import allocated
from dragon_prep.evaluation.doubt import Doubt, doubt_of
from dragon_prep.evaluation.miss_rate import Stratum
from dragon_prep.pipeline.run import Progress, silent
from dragon_prep.pipeline.workspace import is_workspace
from dragon_prep.services.marked_file import require_files
from dragon_prep.services.review_frame import Frame, ReportId, Weighable
from dragon_prep.services.review_lines import Drawn, draw_digest, review_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragon_prep.detect.profile import Profile

FEWEST = 3  # drawn of a stratum at least


def draw_sample(
    source: Path,
    found: Path,
    output: Path,
    *,
    number: int = 200,
    seed: int = 0,
    profile: Profile | None = None,
    workers: int = 1,
    overwrite: bool = False,
    progress: Progress = silent,
) -> tuple[Stratum, ...]:
    """Draws reports for people to review, and writes them with what was found marked already.

    Strata are the centres, each parted by how likely the likeliest word is PHI that was not found.
    What is drawn depends on ids, texts, findings and seed alone: not on the order of the files.

    Args:
        source: ``{"id", "text", "centre"?}`` lines.
        found: ``{"id", "spans"}`` lines of the same reports, in any order.
        output: the file to write, for its owner alone: lines as doccano takes them, in an order
            that tells nothing.
        number: how many to draw.
        seed: same seed, same sample.
        profile: with which the findings were made.
        workers: how many processes; the bytes stay the same.
        overwrite: whether the output file may be replaced.
        progress: called with a stage, how much of it is done, and how much there is.

    Returns:
        The strata, each with how many were drawn of it.

    Raises:
        UsageFault: if there is no such file, the output may not be put there, or as many cannot be
            drawn.
        InputFault: if a line cannot be used, the two files are not of the same reports, or one
            changes while it is read.
        SystemFault: if a file cannot be read or written.
    """
    require_files(source, found)
    output = absolute(output)
    _require_sample_place(output, (source, found), overwrite=overwrite)
    frame = Frame(source, found, profile)
    before = frame.state()
    reports = frame.weighed(workers, progress)
    if not reports:
        raise InputFault(FILE_EMPTY, place=Place(source.name), remedy="Give at least one report.")
    chosen = _chosen(reports, number, seed)
    texts = frame.texts(chosen)
    if frame.state() != before or len(texts) != len(chosen):
        raise InputFault(CHANGED, place=Place(source.name))
    draw = draw_digest(seed, chosen)
    lines = [
        review_line(Drawn(uid, stratum, len(chosen), draw), *texts[uid])
        for uid, stratum in chosen.items()
    ]
    with system_faults(output.name):
        output.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(output, "".join(lines).encode("ascii"), private=True)
    return tuple(sorted(set(chosen.values()), key=_in_order))


def _require_sample_place(output: Path, inputs: Sequence[Path], *, overwrite: bool) -> None:
    with system_faults(output.name):
        if any((up / MANIFEST).exists() or is_workspace(up) for up in output.parents):
            raise UsageFault(SAMPLE_MISPLACED)
        require_file_or_nothing(output)
        if output in map(absolute, inputs):
            raise UsageFault(OUTPUT_MISPLACED, place=Place(output.name))
        if output.exists() and not overwrite:
            remedy = "Give another file, or --overwrite to replace this one."
            raise UsageFault(OUTPUT_EXISTS, place=Place(output.name), remedy=remedy)


def _chosen(reports: Iterable[Weighable], number: int, seed: int) -> dict[ReportId, Stratum]:
    """The reports drawn, each with its stratum.

    Reports are put in the order of a digest of seed and id; the first of each stratum are taken.

    Raises:
        UsageFault: if as many cannot be drawn.
    """
    parted: defaultdict[tuple[str, Doubt], list[Weighable]] = defaultdict(list)
    for report in reports:
        parted[report.centre, doubt_of(report.doubt)].append(report)
    keys = sorted(parted, key=lambda key: (key[0], list(Doubt).index(key[1])))
    strata = [parted[key] for key in keys]
    total = sum(map(len, strata))
    if number > total:
        raise UsageFault(OPTION_INVALID, f"--n is {number}, and there are only {total} reports")
    if number < len(strata):
        detail = f"--n is {number}; of {len(strata)} strata one report each needs to be drawn"
        raise UsageFault(OPTION_INVALID, detail)
    counts = allocated([len(stratum) for stratum in strata], number, FEWEST)
    drawn: list[tuple[bytes, ReportId, Stratum]] = []
    for (centre, doubt), some, count in zip(keys, strata, counts, strict=True):
        words = sum(report.words for report in some)
        stratum = Stratum(centre, doubt, len(some), words, count)
        keyed = sorted(
            ((_ticket(seed, r.id), r.id) for r in some), key=lambda item: item[0]
        )  # ids may be of two types
        drawn += [(ticket, uid, stratum) for ticket, uid in keyed[:count]]
    return {uid: stratum for _, uid, stratum in sorted(drawn, key=lambda item: item[0])}


def _ticket(seed: int, uid: ReportId) -> bytes:
    return hashlib.sha256(json.dumps([seed, uid]).encode("ascii")).digest()


def _in_order(stratum: Stratum) -> tuple[str, int]:
    return stratum.centre, list(Doubt).index(stratum.doubt)
