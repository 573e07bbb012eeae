"""The tools that people annotate with: of each, how it is written, read, and what it counts in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.annotate.choices import CountUnit, ToolFormat
from dragon_prep.annotate.documents import AnswerKind
from dragon_prep.annotate.formats import (
    brat,
    doccano,
    inception_xmi,
    label_studio,
    spans_csv,
    webanno_tsv,
)
from dragon_prep.core.codes.annotate import FORMAT_UNFIT
from dragon_prep.core.errors import UsageFault
from dragon_prep.intake.units import OffsetUnit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dragon_prep.annotate.documents import OutDocument, Scheme, ToolExport
    from dragon_prep.annotate.packed import Member

_SURROGATES = frozenset(map(chr, range(0xD800, 0xE000)))
_CONTROLS = frozenset(map(chr, range(0x20))) - {"\t", "\n", "\r"}
_NOT_XML = _CONTROLS | {"\ufffe", "\uffff"}


UNITS = {
    CountUnit.CODE_POINTS: OffsetUnit.CODE_POINTS,
    CountUnit.UTF16: OffsetUnit.UTF16,
    CountUnit.BYTES: OffsetUnit.BYTES,
}


@dataclass(frozen=True, slots=True, repr=False)
class Codec:
    """How a format is written and read.

    Attributes:
        write: documents and scheme to names of files and what they hold.
        read: files to what came back.
        unit: what the tool counts in.
        asks: which kinds of questions it has room for.
        lacks: characters that it cannot hold.
    """

    write: Callable[[Sequence[OutDocument], Scheme], Iterator[tuple[str, bytes]]]
    read: Callable[[Iterable[Member]], ToolExport]
    unit: CountUnit
    asks: frozenset[AnswerKind] = frozenset()
    lacks: frozenset[str] = frozenset()


_EVERYTHING = frozenset(AnswerKind)
CODECS = {
    # Its database takes no NUL.
    ToolFormat.DOCCANO: Codec(
        doccano.write,
        doccano.read,
        CountUnit.UTF16,
        frozenset((AnswerKind.CHOICE,)),
        _SURROGATES | {"\0"},
    ),
    ToolFormat.INCEPTION_XMI: Codec(
        inception_xmi.write,
        inception_xmi.read,
        CountUnit.UTF16,
        _EVERYTHING,
        _SURROGATES | _NOT_XML,
    ),
    ToolFormat.WEBANNO_TSV: Codec(
        webanno_tsv.write, webanno_tsv.read, CountUnit.UTF16, lacks=_SURROGATES | {"\0"}
    ),
    ToolFormat.LABEL_STUDIO: Codec(
        label_studio.write, label_studio.read, CountUnit.UTF16, _EVERYTHING, _SURROGATES | {"\0"}
    ),
    ToolFormat.BRAT: Codec(brat.write, brat.read, CountUnit.CODE_POINTS, lacks=_SURROGATES),
    ToolFormat.CSV: Codec(
        spans_csv.write, spans_csv.read, CountUnit.CODE_POINTS, _EVERYTHING, _SURROGATES | {"\0"}
    ),
}


def require_room(tool: ToolFormat, scheme: Scheme) -> None:
    """Sees to it that a format can hold what is asked.

    Raises:
        UsageFault: if it cannot.
    """
    if not {question.kind for question in scheme.questions} <= CODECS[tool].asks:
        room = "numbers" if CODECS[tool].asks else "answers about whole documents"
        raise UsageFault(FORMAT_UNFIT, f"{tool} has no room for {room}")


def is_held(tool: ToolFormat, text: str) -> bool:
    """Whether a format can hold a text."""
    return CODECS[tool].lacks.isdisjoint(text)
