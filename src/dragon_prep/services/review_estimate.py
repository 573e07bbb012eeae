"""What was missed, estimated from a sample that people have reviewed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING

from dragon_prep.archive.review import FORMAT
from dragon_prep.core.codes.intake import FILE_EMPTY, SAMPLE_NOT_WHOLE
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.evaluation.doubt import Doubt
from dragon_prep.evaluation.miss_rate import MissRate, miss_rate
from dragon_prep.intake.json_lines import Broken, read_json_lines
from dragon_prep.services.marked_file import MOST_LISTED, repeated, require_files
from dragon_prep.services.review_lines import Drawn, reviewed_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.evaluation.miss_rate import Counted, Reviewed, Stratum

_LEAST_CONFIDENCE = 0.5


def estimate_misses(sample: Path, *, confidence: float = 0.95) -> MissRate:
    """Estimates how much of the PHI was missed in all reports that a sample was drawn from.

    Args:
        sample: what :func:`~dragon_prep.services.review_draw.draw_sample` wrote, with the spans as
            people corrected them; every report of it.
        confidence: of the intervals.

    Raises:
        UsageFault: if there is no such file, or the confidence is impossible.
        InputFault: if a line cannot be used, or the file does not hold the whole sample.
        SystemFault: if it cannot be read.
    """
    if not _LEAST_CONFIDENCE <= confidence < 1:
        raise UsageFault(OPTION_INVALID, "--confidence is at least 0.5 and below 1")
    require_files(sample)
    broken = Broken(sample.name, MOST_LISTED)
    reviewed: dict[str | int, tuple[Drawn, Reviewed]] = {}
    with system_faults(sample.name):
        for line, found in read_json_lines(sample, reviewed_line, broken):
            if found[0].id in reviewed:
                broken.add(line.number, repeated())
            reviewed[found[0].id] = found
    broken.stop_if_any()
    if not reviewed:
        raise InputFault(FILE_EMPTY, place=Place(sample.name), remedy="Give a reviewed sample.")
    _require_whole(sample.name, [drawn for drawn, _ in reviewed.values()])
    by_stratum: defaultdict[Stratum, list[Reviewed]] = defaultdict(list)
    for drawn, found_there in reviewed.values():
        by_stratum[drawn.stratum].append(found_there)
    in_order = sorted(by_stratum, key=lambda s: (s.centre, list(Doubt).index(s.doubt)))
    return miss_rate({stratum: by_stratum[stratum] for stratum in in_order}, confidence)


def _require_whole(name: str, sample: Sequence[Drawn]) -> None:
    """Sees to it that a file holds the whole of one sample.

    Raises:
        InputFault: if not: what nobody reviewed may be what was hard.
    """
    place = Place(name)
    if len({(drawn.draw, drawn.drawn) for drawn in sample}) > 1:
        raise InputFault(SAMPLE_NOT_WHOLE, "its lines are of several samples", place=place)
    drawn = sample[0].drawn
    if len(sample) != drawn:
        detail = f"{len(sample)} of {drawn} reports drawn are in it"
        raise InputFault(SAMPLE_NOT_WHOLE, detail, place=place)
    strata = Counter(drawn.stratum for drawn in sample)
    names = {(stratum.centre, stratum.doubt) for stratum in strata}
    is_whole = all(s.drawn == count and count <= s.reports for s, count in strata.items())
    if len(names) < len(strata) or not is_whole:
        detail = "what its lines say of the sample does not add up"
        raise InputFault(SAMPLE_NOT_WHOLE, detail, place=place)


def review_json(found: MissRate) -> dict[str, object]:
    """An estimate as ``build --review`` takes it: figures, and nothing of whom they are."""
    strata = [
        {
            "doubt": str(stratum.doubt),
            "reports": stratum.reports,
            "reviewed": stratum.drawn,
            **_counts(counted),
        }
        for stratum, counted in found.strata
    ]
    return {
        "format": FORMAT,
        "confidence": found.confidence,
        "reports": sum(stratum.reports for stratum, _ in found.strata),
        "reviewed": sum(stratum.drawn for stratum, _ in found.strata),
        **_counts(found.counted),
        "missed_per_1000_words": asdict(found.per_1000_words),
        "phi_words_missed": asdict(found.phi_missed),
        "reports_with_miss": asdict(found.with_miss),
        "reports_needed_below_1_percent": {
            "phi_words_missed": found.needed.phi_missed,
            "reports_with_miss": found.needed.with_miss,
        },
        "strata": strata,
    }


def _counts(counted: Counted) -> dict[str, int]:
    return {
        "words_reviewed": counted.words,
        "phi_words": counted.phi,
        "missed_words": counted.missed,
        "with_miss": counted.with_miss,
    }
