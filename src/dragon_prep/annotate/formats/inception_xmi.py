"""INCEpTION's UIMA CAS as XMI, through dkpro-cassis, with the type system it needs.

Spans are named entities. Offsets in the file count in UTF-16 units. Answers about whole documents
are annotations of a layer of our own for document metadata, which the type system describes.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import TYPE_CHECKING, Any

from dragon_prep.annotate.documents import Mark, Returned, ToolExport, name_in
from dragon_prep.annotate.formats.inception_project import ANSWER, ENTITY, is_of_spans, whose
from dragon_prep.annotate.packed import unreadable
from dragon_prep.core.codes.annotate import CAS_LIBRARY
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.intake.units import OffsetUnit, counted_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dragon_prep.annotate.documents import OutDocument, Scheme
    from dragon_prep.annotate.packed import Member

_META = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_TYPES = "TypeSystem.xml"
_STRING = "uima.cas.String"


def _cassis() -> Any:
    try:
        import cassis
    except ImportError:
        raise UsageFault(CAS_LIBRARY) from None
    return cassis


def write(documents: Sequence[OutDocument], scheme: Scheme) -> Iterator[tuple[str, bytes]]:
    """A file for each document, and the type system.

    Raises:
        UsageFault: if dkpro-cassis is not installed.
    """
    cassis = _cassis()
    types = cassis.TypeSystem(add_document_annotation_type=True)
    entity = types.create_type(ENTITY, "uima.tcas.Annotation")
    types.create_feature(entity, "value", _STRING)
    meta = types.create_type(_META, "uima.tcas.DocumentAnnotation")
    for feature in ("documentTitle", "documentId"):
        types.create_feature(meta, feature, _STRING)
    if scheme.questions:
        answer = types.create_type(ANSWER, "uima.cas.AnnotationBase")
        for feature in ("question", "answer"):
            types.create_feature(answer, feature, _STRING)
    yield _TYPES, _written(types.to_xml())
    for one in documents:
        cas = cassis.Cas(types)
        cas.sofa_string, cas.sofa_mime = one.text, "text/plain"
        cas.add(meta(begin=0, end=len(one.text), documentTitle=one.name, documentId=one.name))
        for span in one.spans:
            cas.add(entity(begin=span.start, end=span.end, value=span.label))
        for question in one.asked(scheme):
            cas.add(answer(question=question.name, answer=None))
        yield f"{one.name}.xmi", _written(cas.to_xmi())


def _written(xml: object) -> bytes:
    return xml.encode("utf-8") if isinstance(xml, str) else bytes(xml)  # type: ignore[call-overload]


def read(files: Iterable[Member]) -> ToolExport:
    """The documents of a project, or single ones, each with the type system beside it.

    Raises:
        UsageFault: if dkpro-cassis is not installed.
        InputFault: if a file has no type system.
    """
    cassis = _cassis()
    found = ToolExport()
    every = list(files)
    systems = {f.parts[:-1]: f for f in every if f.parts[-1].lower() == _TYPES.lower()}
    loaded: dict[bytes, Any] = {}
    for number, file in enumerate((f for f in every if f.ending == ".xmi"), start=1):
        work = whose(file.parts)
        if work is None:
            continue
        system = systems.get(file.parts[:-1])
        if system is None:
            raise unreadable(file.export, f"an XMI of it has no {_TYPES} beside it")
        _refuse_doctype(system)
        if system.data not in loaded:
            with _unread(file.export, f"its {_TYPES} cannot be read"):
                loaded[system.data] = cassis.load_typesystem(io.BytesIO(system.data))
        place = Place(file.export, number)
        found.documents.append(_returned(file, cassis, loaded[system.data], work, place))
    return found


def _refuse_doctype(file: Member) -> None:
    if b"<!DOCTYPE" in file.data:
        raise unreadable(file.export, "a file of it declares a document type, which none may")


@contextlib.contextmanager
def _unread(export: str, detail: str) -> Iterator[None]:
    try:
        yield
    except Exception:  # noqa: BLE001 - what cassis and lxml raise quotes the file
        raise unreadable(export, detail) from None


def _returned(
    file: Member, cassis: Any, types: Any, work: tuple[str, str], place: Place
) -> Returned:
    _refuse_doctype(file)
    document, annotator = work
    with _unread(file.export, "an XMI of it cannot be read"), warnings.catch_warnings():
        warnings.simplefilter("error")  # it warns of offsets inside a character, and goes on
        try:
            cas = cassis.load_cas_from_xmi(io.BytesIO(file.data), typesystem=types, lenient=True)
        except UserWarning:
            damage = "an offset of it lies inside a character, or it has a type that is not known"
            return Returned(name_in(document), annotator, place, damage=damage)
    text = cas.sofa_string
    if not isinstance(text, str):
        return Returned(name_in(document), annotator, place, damage="it has no text")
    name = name_in(document) or _titled(cas)
    marks = [
        Mark(
            counted_in(text, one.begin, OffsetUnit.UTF16),
            counted_in(text, one.end, OffsetUnit.UTF16),
            one.value or "",
        )
        for one in _spans(cas)
    ]
    answers = [(str(a.question), str(a.answer)) for a in _of_type(cas, ANSWER) if a.answer]
    return Returned(name, annotator, place, text, tuple(marks), tuple(answers))


def _spans(cas: Any) -> Iterator[Any]:
    """The annotations of layers of spans, in the order of their types' names."""
    for name in sorted(kind.name for kind in cas.typesystem.get_types()):
        if is_of_spans(name):
            yield from (one for one in cas.select(name) if hasattr(one, "value"))


def _titled(cas: Any) -> str:
    told = (getattr(meta, at, "") for meta in _of_type(cas, _META) for at in _TITLES)
    return next((name for one in told if (name := name_in(one))), "")


_TITLES = ("documentTitle", "documentId")


def _of_type(cas: Any, name: str) -> list[Any]:
    return list(cas.select(name)) if cas.typesystem.contains_type(name) else []
