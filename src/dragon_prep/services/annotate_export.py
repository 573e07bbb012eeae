"""Reports for people to annotate, in the format of their tool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.annotate.documents import OutDocument, Scheme, document_name
from dragon_prep.annotate.tools import CODECS, is_held, require_room
from dragon_prep.core.codes.annotate import CHARACTER_UNFIT, EXPORT_MISPLACED
from dragon_prep.core.codes.intake import FILE_EMPTY, VALUE_MISSING
from dragon_prep.core.codes.run import OUTPUT_EXISTS
from dragon_prep.core.errors import InputFault, Place, Problem, UsageFault, in_order
from dragon_prep.core.files import (
    absolute,
    make_private,
    replaced_atomically,
    system_faults,
    write_atomically,
)
from dragon_prep.core.phi import canonical_label
from dragon_prep.detect.evidence import Evidence
from dragon_prep.detect.raw_text import detect_as_given
from dragon_prep.intake.annotations import SpanFault, parse_spans
from dragon_prep.pipeline.run import Progress, silent
from dragon_prep.services.annotate_questions import asks_itself, own_questions, own_scheme
from dragon_prep.services.annotate_scheme import marks_phi, scheme_of
from dragon_prep.services.annotate_table import (
    DocumentRow,
    WayBack,
    digest_of,
    read_reports,
    table_bytes,
    table_of,
)
from dragon_prep.services.private_place import require_private_place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.annotate.choices import ToolFormat
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.spans import Span
    from dragon_prep.detect.profile import Profile
    from dragon_prep.services.annotate_table import ReportLine
    from dragon_prep.tasks.task import Task

_OTHER_TABLE = "Give another file with --table: documents without a way back could not be read."
_ANOTHER = "Give another folder, or move this one away: what people annotate is not replaced."


@dataclass(frozen=True, slots=True, repr=False)
class WhatToAsk:
    """What annotators are asked.

    Attributes:
        tool: whose format.
        tasks: what is annotated for; none for PHI.
        labels: further labels of spans.
        pre_annotate: whether what is known, else what the detector finds, is marked already.
        profile: of the centre whose reports these are.
        namespace: in which ids of reports are unique.
    """

    tool: ToolFormat
    tasks: tuple[Task, ...] = ()
    labels: tuple[str, ...] = ()
    pre_annotate: bool = False
    profile: Profile | None = None
    namespace: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class HandedOutResult:
    """What was handed out.

    Attributes:
        documents: how many.
        marked: how many spans are marked in them already.
        table: where the way back is.
        problems: the reports that were left out.
    """

    documents: int
    marked: int
    table: Path
    problems: tuple[Problem, ...]


def export_annotations(
    reports: Path,
    out: Path,
    ask: WhatToAsk,
    *,
    key: ProjectKey,
    table: Path | None = None,
    progress: Progress = silent,
) -> HandedOutResult:
    """Writes reports as documents for annotators, and beside the reports the way back.

    Documents are named by keyed digests, and come in the order of these: neither names nor order
    tell patient, centre or time.

    Args:
        reports: JSON lines as ``deidentify`` takes them.
        out: the folder to make, for its owner alone: it holds the texts of patients.
        ask: what annotators are asked, and in which format.
        key: the project key.
        table: where to write the way back; beside the reports if not given.
        progress: called with a stage, how much of it is done, and how much there is.

    Raises:
        UsageFault: if there is no such file, something is there already or may not be put there,
            or the format has no room for what is asked.
        InputFault: if a line cannot be used.
        SystemFault: if a file cannot be read or written.
    """
    out, table = absolute(out), absolute(table or table_of(reports))
    lines = read_reports(reports)
    if not lines:
        raise InputFault(FILE_EMPTY, place=Place(reports.name))
    has_own = not ask.tasks and all(asks_itself(line.record) for line in lines)
    phi = not has_own and marks_phi(ask.tasks, pre_annotate=ask.pre_annotate)
    scheme = scheme_of(ask.tasks, ask.labels, phi=phi)
    if has_own:
        scheme = own_scheme(line.record for line in lines)
    require_room(ask.tool, scheme)
    with system_faults("annotations"):
        require_private_place(table, EXPORT_MISPLACED, apart=(out,), overwrite=True)
        if table.exists():
            raise UsageFault(OUTPUT_EXISTS, place=Place(table.name), remedy=_OTHER_TABLE)
        require_private_place(out / "any", EXPORT_MISPLACED, overwrite=False)
    problems: list[Problem] = []
    documents: dict[str, tuple[ReportLine, OutDocument]] = {}
    for done, line in enumerate(lines, start=1):
        place = Place(reports.name, line.row, "text")
        if not line.text.strip():
            problems.append(Problem(VALUE_MISSING, place, "there is no text"))
        elif not is_held(ask.tool, line.text):
            problems.append(Problem(CHARACTER_UNFIT, place))
        else:
            name = document_name(key, ask.namespace, str(line.id))
            spans = _known(line, ask, phi=phi, place=place) if ask.pre_annotate else ()
            asked = tuple(own_questions(line.record).values()) if has_own else None
            shown = line.record["question"] if has_own else ""
            documents[name] = line, OutDocument(name, line.text, spans, asked, shown)
        progress("Marking", done, len(lines))
    given = [documents[name] for name in sorted(documents)]
    scheme = _with_labels(scheme, [one for _, one in given])
    rows = {
        one.name: DocumentRow(one.name, line.id, digest_of(key, one.name, one.text), one.spans)
        for line, one in given
    }
    handed = WayBack(str(ask.tool), ask.namespace, phi, scheme, rows)
    _write(out, table, ask.tool, [one for _, one in given], handed, key)
    marked = sum(len(one.spans) for _, one in given)
    return HandedOutResult(len(given), marked, table, in_order(problems))


def _known(line: ReportLine, ask: WhatToAsk, *, phi: bool, place: Place) -> tuple[Span, ...]:
    """What is marked already: what the record has; without marks of PHI, what is detected."""
    try:
        given = parse_spans(line.record.get("spans") or [], line.text) if phi else ()
        entities = parse_spans(line.record.get("entities") or [], line.text)
    except SpanFault as fault:
        raise InputFault(fault.kind, place=Place(place.file, place.row, "spans")) from None
    if phi and not given:
        evidence = Evidence(profile=ask.profile)
        given = tuple(hit.span for hit in detect_as_given(line.text, evidence))
    return tuple(sorted({*given, *(entities if ask.tasks else ())}))


def _with_labels(scheme: Scheme, documents: Sequence[OutDocument]) -> Scheme:
    """A scheme with the labels of what is marked already."""
    used = {span.label for one in documents for span in one.spans}
    known = {canonical_label(label) or label for label in scheme.labels}
    return Scheme((*scheme.labels, *sorted(used - known - {*scheme.labels})), scheme.questions)


def _write(
    out: Path,
    table: Path,
    tool: ToolFormat,
    documents: Sequence[OutDocument],
    handed: WayBack,
    key: ProjectKey,
) -> None:
    def require() -> None:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise UsageFault(OUTPUT_EXISTS, place=Place(out.name), remedy=_ANOTHER)

    with system_faults(out.name), replaced_atomically(out, require) as new:
        make_private(new.staging)
        for name, data in CODECS[tool].write(documents, handed.scheme):
            path = new.staging / name
            make_private(path.parent)
            path.write_bytes(data)
        # The way back first: documents without one could not be read.
        table.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(table, table_bytes(handed, key), private=True)
        new.put_in_place()
