"""The lines of a sample for review: as doccano takes them, and as it gives them back."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.annotate.choices import ToolFormat
from dragon_prep.annotate.tools import CODECS, UNITS
from dragon_prep.core.spans import Span
from dragon_prep.evaluation.compare import compare
from dragon_prep.evaluation.cover import WORD
from dragon_prep.evaluation.doubt import Doubt
from dragon_prep.evaluation.labels import IGNORE
from dragon_prep.evaluation.miss_rate import Reviewed, Stratum
from dragon_prep.intake.json_lines import LineFault
from dragon_prep.intake.units import counted_spans
from dragon_prep.services.marked_file import OFFSETS, marked_report, noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.services.review_frame import ReportId

_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")
_ANY = "PERSOON"  # what a finding is makes no difference to what was missed
_NO_SAMPLE = "it has not what `sample-review draw` wrote in it"
_DIGITS = 16
_UNIT = CODECS[ToolFormat.DOCCANO].unit


@dataclass(frozen=True, slots=True, repr=False)
class Drawn:
    """A report of a sample.

    Attributes:
        id: its id.
        stratum: what it was drawn from.
        drawn: how many reports the sample has.
        draw: which sample it is.
    """

    id: ReportId
    stratum: Stratum
    drawn: int
    draw: str


def draw_digest(seed: int, ids: Iterable[ReportId]) -> str:
    """What tells one sample from another."""
    return hashlib.sha256(json.dumps([seed, *ids]).encode("ascii")).hexdigest()[:_DIGITS]


def review_line(drawn: Drawn, text: str, found: Sequence[Span]) -> str:
    """A line of a sample, with what was found marked already, in the unit that doccano counts in.

    What the estimate needs stands in ``meta``, under names that none of doccano's own members has.
    """
    stratum = drawn.stratum
    meta = {
        "uid": drawn.id,
        "centre": stratum.centre,
        "doubt": str(stratum.doubt),
        "stratum_reports": stratum.reports,
        "stratum_words": stratum.words,
        "stratum_drawn": stratum.drawn,
        "drawn": drawn.drawn,
        "draw": drawn.draw,
        "found": " ".join(f"{span.start}-{span.end}" for span in found),
        "text_digest": _digest(text),
        OFFSETS: str(_UNIT),
    }
    label = counted_spans(text, found, UNITS[_UNIT])
    return json.dumps({"text": text, "label": label, "meta": meta}) + "\n"


def reviewed_line(record: dict[str, Any]) -> tuple[Drawn, Reviewed]:
    """Reads a line that a reviewer has seen.

    Raises:
        LineFault: if it is no line of a sample, its text is another one, or its spans cannot be
            used.
    """
    report = marked_report(record)
    if any(span.label == IGNORE for span in report.spans):
        raise LineFault("a span has the label IGNORE, under which something may be missed", "label")
    if noted(record, "text_digest") != _digest(report.text):
        raise LineFault("its text is not the one that was drawn, or that cannot be told", "text")
    stratum = Stratum(
        _string(record, "centre"),
        _doubt(record),
        *(_number(record, name) for name in ("stratum_reports", "stratum_words", "stratum_drawn")),
    )
    drawn = Drawn(report.id, stratum, _number(record, "drawn"), _string(record, "draw"))
    words = compare(report.text, report.spans, _found(record, report.text)).overall.token
    reviewed = Reviewed(len(WORD.findall(report.text)), words.hit + words.missed, words.missed)
    return drawn, reviewed


def _digest(text: str) -> str:
    # Some tools drop blanks and line ends behind a text; no offset moves by that.
    data = text.rstrip().encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:_DIGITS]


def _string(record: dict[str, Any], name: str) -> str:
    found = noted(record, name)
    if not isinstance(found, str) or not found:
        raise LineFault(_NO_SAMPLE, name)
    return found


def _doubt(record: dict[str, Any]) -> Doubt:
    told = _string(record, "doubt")
    found = next((doubt for doubt in Doubt if doubt == told), None)
    if found is None:
        raise LineFault(_NO_SAMPLE, "doubt")
    return found


def _number(record: dict[str, Any], name: str) -> int:
    found = noted(record, name)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise LineFault(_NO_SAMPLE, name)
    return found


def _found(record: dict[str, Any], text: str) -> list[Span]:
    told = noted(record, "found")
    if not isinstance(told, str):
        raise LineFault(_NO_SAMPLE, "found")
    spans: list[Span] = []
    for place in told.split():
        match = _PLACE.fullmatch(place)
        start, end = (int(match[1]), int(match[2])) if match else (0, 0)
        if not start < end <= len(text):
            raise LineFault(_NO_SAMPLE, "found")
        spans.append(Span(start, end, _ANY))
    return spans
