"""The private table that leads from documents with keyed names back to their reports.

JSON lines: what was handed out as a whole, then a line for each document. Texts are in it as keyed
digests only; ids are in it as they are, so it stays where the reports are.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.annotate.documents import AnswerKind, DocumentQuestion, Scheme, document_name
from dragon_prep.core.codes.annotate import TABLE_UNFIT
from dragon_prep.core.errors import InputFault, Place, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.spans import Span
from dragon_prep.intake.json_lines import Broken, LineFault, read_json_lines, record_id, record_text
from dragon_prep.services.marked_file import repeated, require_files

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey

_VERSION = 1
_MARK = "dragon_prep_annotations"
_ENDING = ".annotations-table.jsonl"

ReportId = str | int


@dataclass(frozen=True, slots=True, repr=False)
class ReportLine:
    """A report of the file: its line, and what it says."""

    row: int
    id: ReportId
    text: str
    record: dict[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class DocumentRow:
    """A document that was handed out.

    Attributes:
        name: of the document.
        id: of its report.
        text: keyed digest of its text.
        spans: what was marked in it already.
    """

    name: str
    id: ReportId
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, repr=False)
class WayBack:
    """What was handed out.

    Attributes:
        format: of the tool it was handed out to.
        namespace: of the ids.
        phi: whether annotators could mark PHI.
        scheme: what else they could mark and answer, and the labels of PHI if they could.
        rows: by name of the document.
    """

    format: str
    namespace: str
    phi: bool
    scheme: Scheme
    rows: dict[str, DocumentRow]


def table_of(reports: Path) -> Path:
    """Where the table of a file of reports lies, unless another place is given."""
    return reports.with_name(f"{reports.stem}{_ENDING}")


def read_reports(path: Path) -> list[ReportLine]:
    """Reads a file of records as ``deidentify`` takes it.

    Raises:
        UsageFault: if there is no such file.
        InputFault: if a line cannot be used, or an id stands in it twice.
        SystemFault: if it cannot be read.
    """
    require_files(path)
    broken = Broken(path.name, 10)
    found: dict[str, ReportLine] = {}
    with system_faults(path.name):
        for line, report in read_json_lines(path, _report, broken):
            if str(report.id) in found:
                broken.add(line.number, repeated())
            one = ReportLine(line.number, report.id, report.text, report.record)
            found[str(report.id)] = one
    broken.stop_if_any()
    return list(found.values())


def _report(record: dict[str, Any]) -> ReportLine:
    return ReportLine(0, record_id(record), record_text(record), record)


def digest_of(key: ProjectKey, name: str, text: str) -> str:
    """A keyed digest of a text, by which a change of it shows."""
    return key.digest(KeyPurpose.ANNOTATION, name, text).hex()[:16]


def table_bytes(table: WayBack, key: ProjectKey) -> bytes:
    """The file of a table."""
    questions = [
        {"name": q.name, "kind": str(q.kind), "choices": list(q.choices)}
        for q in table.scheme.questions
    ]
    head = {
        _MARK: _VERSION,
        "key": key.fingerprint,
        "format": table.format,
        "namespace": table.namespace,
        "phi": table.phi,
        "labels": list(table.scheme.labels),
        "questions": questions,
    }
    lines = [head, *({**asdict(row), "spans": _listed(row.spans)} for row in table.rows.values())]
    return "".join(json.dumps(line) + "\n" for line in lines).encode("ascii")


def _listed(spans: tuple[Span, ...]) -> list[list[int | str]]:
    return [[span.start, span.end, span.label] for span in spans]


def read_table(path: Path, key: ProjectKey) -> WayBack:
    """Reads a table.

    Raises:
        UsageFault: if there is no such file, or it was made with another key.
        InputFault: if it is no table, or a line of it was changed.
        SystemFault: if it cannot be read.
    """
    place = Place(path.name)
    with system_faults(path.name):
        if not path.is_file():
            raise UsageFault(TABLE_UNFIT, "there is no such file", place=place)
        broken = Broken(path.name, 10)
        lines = [body for _, body in read_json_lines(path, lambda body: body, broken)]
    broken.stop_if_any()
    try:
        return _table(lines, key, place)
    except (ValueError, TypeError, KeyError, LineFault, IndexError):
        raise InputFault(TABLE_UNFIT, place=place) from None


def _table(lines: list[dict[str, Any]], key: ProjectKey, place: Place) -> WayBack:
    head, *others = lines
    if head[_MARK] != _VERSION:
        raise ValueError("another version")
    if head["key"] != key.fingerprint:
        raise UsageFault(TABLE_UNFIT, "it was made with another project key", place=place)
    rows: dict[str, DocumentRow] = {}
    for body in others:
        spans = tuple(Span(int(start), int(end), str(label)) for start, end, label in body["spans"])
        row = DocumentRow(str(body["name"]), record_id(body), str(body["text"]), spans)
        if row.name != document_name(key, head["namespace"], str(row.id)):
            raise ValueError("a name that is not its report's")
        rows[row.name] = row
    questions = tuple(
        DocumentQuestion(str(q["name"]), AnswerKind(q["kind"]), tuple(q["choices"]))
        for q in head["questions"]
    )
    scheme = Scheme(tuple(head["labels"]), questions)
    return WayBack(str(head["format"]), head["namespace"], bool(head["phi"]), scheme, rows)
