"""FHIR R4: diagnostic reports and document references, with what belongs to them, as rows."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.mapping import FORM_UNREADABLE, REPORT_WITHDRAWN
from dragon_prep.intake.decode import decode
from dragon_prep.intake.formats.opened import Opened, as_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.intake.formats.json_file import Found

    Resource = dict[str, Any]

_REPORTS = ("DiagnosticReport", "DocumentReference")
_WITHDRAWN = ("entered-in-error", "cancelled", "superseded")
_XML = re.compile(r"application/(?:[\w.-]+\+)?xml")
_AS_TEXT = ("text/", "application/rtf", "application/xhtml")


def is_fhir(records: list[Found]) -> bool:
    """Whether records are resources."""
    return any("resourceType" in record for _, record, _ in records)


def open_fhir(records: list[Found]) -> Opened:
    """A row for each report, in the order of the files.

    Its headers: ``id``, ``identifier``, ``status``, ``code``, ``category``, ``date``, ``issued``,
    ``encounter``, ``performer``, ``text``, ``conclusion``, ``conclusionCode``; of its patient
    ``patient`` (the id), ``patient/identifier``, ``patient/bsn``, ``patient/name``,
    ``patient/birthDate``, ``patient/address``, ``patient/phone``; and ``observation/NAME`` for each
    observation that the report names as a result, or that names it or its encounter.

    Args:
        records: of all files; patients and observations may stand in others than the reports.
    """
    known = _Known(records)
    opened = Opened()
    for place, record, fault in records:
        if fault is not None:
            opened.add_row(place, {}, fault)
        elif record.get("resourceType") in _REPORTS:
            cells, wrong = known.report(record)
            opened.add_row(place, {k: v for k, v in cells.items() if v}, wrong)
    return opened


class _Known:
    """Resources by reference."""

    def __init__(self, records: list[Found]) -> None:
        self.by_reference: dict[str, Resource] = {}
        self.observed: dict[str, list[Resource]] = {}
        for _, record, _ in records:
            kind, name = record.get("resourceType"), record.get("id")
            self.by_reference[f"{kind}/{name}"] = record
            if kind == "Observation":
                for key in ("encounter", "derivedFrom", "focus"):
                    for reference in _references(record.get(key)):
                        self.observed.setdefault(reference, []).append(record)

    def report(self, record: Resource) -> tuple[dict[str, str], ErrorCode | None]:
        """The cells of a report, and what is wrong with it."""
        text, fault = self._text(record)
        subject = next(iter(_references(record.get("subject"))), "")
        encounter = _first_of(record, "encounter", "context")
        encounter = encounter.get("encounter", encounter)
        cells = {
            "id": as_cell(record.get("id")),
            "identifier": _identifier(record),
            "status": as_cell(record.get("status")),
            "code": _concept(_first_of(record, "code", "type")),
            "category": _concept(record.get("category")),
            "date": _date(record),
            "issued": as_cell(record.get("issued")),
            "encounter": next(iter(_references(encounter)), "").rpartition("/")[2],
            "performer": _display(_first_of(record, "performer", "author")),
            "text": text,
            "conclusion": as_cell(record.get("conclusion")),
            "conclusionCode": ", ".join(map(_concept, _list(record, "conclusionCode"))),
            "patient": subject.rpartition("/")[2] or _identifier(record.get("subject")),
            **self._patient(subject),
            **self._observations(record, encounter),
        }
        if record.get("status") in _WITHDRAWN:
            fault = REPORT_WITHDRAWN
        return {name: cell for name, cell in cells.items() if cell}, fault

    def _patient(self, reference: str) -> dict[str, str | None]:
        patient = self.by_reference.get(reference, {})
        numbers = _list(patient, "identifier")
        bsn = [i for i in numbers if "bsn" in str(i.get("system")).lower()]
        others = [i for i in numbers if i not in bsn]
        return {
            "patient/identifier": as_cell(_first(others).get("value")),
            "patient/bsn": as_cell(_first(bsn).get("value")),
            "patient/name": _name(_first(patient.get("name"))),
            "patient/birthDate": as_cell(patient.get("birthDate")),
            "patient/address": _address(_first(patient.get("address"))),
            "patient/phone": next(_telecom(patient, "phone"), None),
        }

    def _observations(self, record: Resource, encounter: object) -> dict[str, str | None]:
        """Values by name: named by the report, naming it, or of its encounter."""
        own = f"{record.get('resourceType')}/{record.get('id')}"
        found = [*_references(record.get("result"))]
        named = [self.by_reference[name] for name in found if name in self.by_reference]
        near = [o for name in _references(encounter) for o in self.observed.get(name, ())]
        cells: dict[str, str | None] = {}
        for one in (*named, *self.observed.get(own, ()), *near):
            if one.get("status") not in _WITHDRAWN:
                cells.setdefault(f"observation/{_concept(one.get('code'))}", _value(one))
        return cells

    def _text(self, record: Resource) -> tuple[str | None, ErrorCode | None]:
        forms = _list(record, "presentedForm")
        forms += [_first(content.get("attachment")) for content in _list(record, "content")]
        read = [self._attached(form) for form in forms]
        texts = [text for text in read if text]
        if texts:
            return "\n\n".join(dict.fromkeys(texts)), None
        if forms:
            return None, FORM_UNREADABLE
        return as_cell(_first(record.get("text")).get("div")), None

    def _attached(self, form: Resource) -> str | None:
        data, kind = form.get("data"), str(form.get("contentType") or "text/plain")
        if not data:
            reference = "/".join(str(form.get("url") or "").split("/")[-2:])
            binary = self.by_reference.get(reference, {})
            data, kind = binary.get("data"), str(binary.get("contentType") or kind)
        if not isinstance(data, str) or not _is_text(kind):
            return None
        try:
            return as_cell(decode(base64.b64decode(data)))
        except (binascii.Error, ValueError):
            return None


def _is_text(kind: str) -> bool:
    """Whether a form can be read: as text, or as XML, a CDA document's among it."""
    plain = kind.partition(";")[0].strip().lower()
    return plain.startswith(_AS_TEXT) or _XML.fullmatch(plain) is not None


def _references(found: object) -> list[str]:
    every = found if isinstance(found, list) else [found]
    names = [one.get("reference") for one in every if isinstance(one, dict)]
    # The last two parts: a reference may be a whole address, and a version may stand behind.
    plain = [str(name).partition("/_history/")[0] for name in names if name]
    return ["/".join(name.split("/")[-2:]) for name in plain]


def _list(record: Resource, name: str) -> list[Resource]:
    """The objects of a member that is a list."""
    found = record.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _first_of(record: Resource, *names: str) -> Resource:
    """The first of some members that is there."""
    return next((_first(record[name]) for name in names if record.get(name)), {})


def _first(found: object) -> Resource:
    one = found[0] if isinstance(found, list) and found else found
    return one if isinstance(one, dict) else {}


def _identifier(record: object) -> str | None:
    if not isinstance(record, dict):
        return None
    return as_cell(_first(record.get("identifier") or record.get("masterIdentifier")).get("value"))


def _concept(found: object) -> str:
    """What a coded concept says: its text, else the words or the code of its first coding."""
    concept = _first(found)
    coding = _first(concept.get("coding"))
    return as_cell(concept.get("text") or coding.get("display") or coding.get("code")) or ""


def _date(record: Resource) -> str | None:
    start = _first(record.get("effectivePeriod")).get("start")
    return as_cell(record.get("effectiveDateTime") or start or record.get("date"))


def _display(found: Resource) -> str | None:
    return as_cell(found.get("display"))


def _value(observation: Resource) -> str | None:
    if isinstance(quantity := observation.get("valueQuantity"), dict):
        number = as_cell(quantity.get("value"))
        return f"{number} {quantity.get('unit') or ''}".strip() if number else None
    if "valueCodeableConcept" in observation:
        return _concept(observation["valueCodeableConcept"])
    values = (observation.get(f"value{kind}") for kind in ("String", "Integer", "Boolean"))
    return next((as_cell(value) for value in values if value is not None), None)


def _name(name: Resource) -> str | None:
    parts = [*(name.get("given") or ()), name.get("family") or ""]
    return as_cell(name.get("text") or " ".join(map(str, parts)))


def _address(address: Resource) -> str | None:
    parts = [*(address.get("line") or ()), address.get("postalCode"), address.get("city")]
    return as_cell(address.get("text") or ", ".join(str(part) for part in parts if part))


def _telecom(patient: Resource, system: str) -> Iterator[str]:
    for one in _list(patient, "telecom"):
        if one.get("system") == system and one.get("value"):
            yield str(one["value"])
