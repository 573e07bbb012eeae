"""What goes to annotators, and what comes back from them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.core.errors import Place
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.spans import Span

# A letter first: a spreadsheet would read `12345e67` as a number.
_NAME = re.compile(r"d[0-9a-f]{16}")


def document_name(key: ProjectKey, namespace: str, report: str) -> str:
    """The name of a report's document: a keyed digest, with no relation to the ids of releases.

    Args:
        key: the project key.
        namespace: in which ids of reports are unique.
        report: the report's id.
    """
    return "d" + key.digest(KeyPurpose.ANNOTATION, namespace, report).hex()[:16]


def name_in(told: object) -> str:
    """The name of a document in what a tool says of it, such as a file's name; empty if none."""
    found = _NAME.findall(told) if isinstance(told, str) else []
    return found[-1] if found else ""


class AnswerKind(StrEnum):
    """What may be answered."""

    CHOICE = "choice"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, repr=False)
class DocumentQuestion:
    """What is asked about a whole document.

    Attributes:
        name: of the question.
        kind: one of ``choices``, or a number.
        choices: what may be answered.
    """

    name: str
    kind: AnswerKind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Scheme:
    """What annotators can mark and answer.

    Attributes:
        labels: of spans.
        questions: about whole documents.
    """

    labels: tuple[str, ...] = ()
    questions: tuple[DocumentQuestion, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class OutDocument:
    """A document for annotators.

    Attributes:
        name: a keyed digest.
        text: the report, as it is.
        spans: what is marked already.
        asks: the names of the questions that are asked of it; None for all there are.
        shown: what the annotator is told to answer, where documents differ in it.
    """

    name: str
    text: str
    spans: tuple[Span, ...] = ()
    asks: tuple[str, ...] | None = None
    shown: str = ""

    def asked(self, scheme: Scheme) -> list[DocumentQuestion]:
        """The questions that are asked of it."""
        return [q for q in scheme.questions if self.asks is None or q.name in self.asks]


@dataclass(frozen=True, slots=True, repr=False)
class Mark:
    """A span as a tool gives it back.

    Attributes:
        start: offset in the tool's unit.
        end: offset behind it.
        label: as annotated.
        quoted: what the tool says stands there; None if it says nothing.
    """

    start: int
    end: int
    label: str
    quoted: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Returned:
    """A document as one annotator gave it back.

    Attributes:
        name: of the document; empty if it has none of ours.
        annotator: whose work it is, as the tool says.
        place: where it stands in what came back.
        text: as the tool has it; None if it does not give it.
        marks: what was marked.
        answers: questions and what was answered.
        checks: what the tool says stands where, beside its marks.
        finished: whether the tool says that somebody is done with it.
        pieces: how many spans were in several pieces.
        damage: why it cannot be read, empty if it can.
    """

    name: str
    annotator: str
    place: Place
    text: str | None = None
    marks: tuple[Mark, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    checks: tuple[Mark, ...] = ()
    finished: bool = False
    pieces: int = 0
    damage: str = ""

    def quotes(self) -> Iterator[Mark]:
        """All that quotes the text."""
        yield from (mark for mark in (*self.marks, *self.checks) if mark.quoted is not None)


@dataclass(slots=True, repr=False)
class ToolExport:
    """What was read of an export of a tool.

    Attributes:
        documents: what came back.
        cancelled: where annotations stand that were cancelled.
    """

    documents: list[Returned] = field(default_factory=list)
    cancelled: list[Place] = field(default_factory=list)
