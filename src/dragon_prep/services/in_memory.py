"""De-identification in memory: of a text, or of records."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, overload

from dragon_prep.core.codes.run import RECORDS_INVALID
from dragon_prep.core.errors import InputFault, Problem, UsageFault, in_order
from dragon_prep.core.keys import MINIMUM_LENGTH, ProjectKey
from dragon_prep.core.second_look import SecondLook
from dragon_prep.pipeline.input_records import RecordReader
from dragon_prep.pipeline.site import Site
from dragon_prep.services.records import deidentify_records
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.core.spans import Span
    from dragon_prep.detect.profile import Profile

_PLACE = "records"


@dataclass(frozen=True, slots=True, repr=False)
class DeidentifiedText:
    """A text that may go out.

    Attributes:
        id: of its record; empty for a text alone.
        text: ASCII, with surrogates.
        spans: where the surrogates are, with their labels.
        entities: the entity spans, carried along.
    """

    id: str | int
    text: str
    spans: tuple[Span, ...]
    entities: tuple[Span, ...] = ()

    def __repr__(self) -> str:
        return f"<DeidentifiedText, {len(self.text)} characters, {len(self.spans)} surrogates>"


@dataclass(frozen=True, slots=True)
class DeidentifiedTexts:
    """What became of records.

    Attributes:
        texts: those that may go out, in order.
        problems: what was held back, or is worth a look, by the number of its record.
    """

    texts: tuple[DeidentifiedText, ...]
    problems: tuple[Problem, ...]


@overload
def deidentify(
    source: str,
    *,
    key: ProjectKey | None = None,
    patient: str = "",
    patient_field: str = "patient_id",
    namespace: str = "",
    profile: Profile | None = None,
    settings: SurrogateSettings = DEFAULT,
    trust_empty: bool = False,
    second_look: SecondLook = SecondLook.REPLACE,
) -> DeidentifiedText: ...


@overload
def deidentify(
    source: Iterable[Mapping[str, Any]],
    *,
    key: ProjectKey | None = None,
    patient: str = "",
    patient_field: str = "patient_id",
    namespace: str = "",
    profile: Profile | None = None,
    settings: SurrogateSettings = DEFAULT,
    trust_empty: bool = False,
    second_look: SecondLook = SecondLook.REPLACE,
) -> DeidentifiedTexts: ...


def deidentify(
    source: str | Iterable[Mapping[str, Any]],
    *,
    key: ProjectKey | None = None,
    patient: str = "",
    patient_field: str = "patient_id",
    namespace: str = "",
    profile: Profile | None = None,
    settings: SurrogateSettings = DEFAULT,
    trust_empty: bool = False,
    second_look: SecondLook = SecondLook.REPLACE,
) -> DeidentifiedText | DeidentifiedTexts:
    """De-identifies a text, or records, in memory. Nothing is written.

    A record has ``id``, the patient's id, ``text``, and perhaps ``spans`` (PHI) and ``entities``,
    as for :func:`~dragon_prep.deidentify_file`. In a text alone PHI is detected. Records are one
    cohort: names and codes found in one are found again in the others.

    Args:
        source: a text, or records.
        key: the project key: the same key and patient give the same surrogates and shift of dates.
            Without one, a key is made for this call and thrown away.
        patient: whose text it is, for a text alone.
        patient_field: the member of records that holds the patient's id.
        namespace: in which patient ids are unique.
        profile: of the centre whose reports these are.
        settings: the policies of surrogates.
        trust_empty: whether an empty list of spans says that somebody looked and found no PHI. Such
            a text stays as it is; what the second look finds in it is listed.
        second_look: what becomes of what the detector is sure of beside given spans.

    Returns:
        Of a text the one that may go out; of records all that may, with the problems of the others.

    Raises:
        InputFault: if a text alone is held back; ``problems`` says why.
        UsageFault: if the source is neither a text nor records.
    """
    if key is None:
        key = ProjectKey(secrets.token_bytes(MINIMUM_LENGTH))
    if isinstance(source, str):
        # An id of digits and letters that is in no text, so that nothing is found for it.
        unknown = key.fingerprint
        record = {"id": unknown, patient_field: patient or unknown, "text": source}
        bodies: list[object] = [record]
    elif isinstance(source, bytes | Mapping):
        raise UsageFault(RECORDS_INVALID, "it is neither a text nor a list of records")
    else:
        bodies = [{**body} if isinstance(body, Mapping) else None for body in source]
    problems: list[Problem] = []
    reader = RecordReader((_PLACE,), patient_field, namespace, trust_empty)
    profiles = () if profile is None else (replace(profile, centre=namespace),)
    site = Site(key, profiles, settings, second_look)
    records = list(reader.read(enumerate(bodies, start=1), problems))
    texts = tuple(
        DeidentifiedText(record.id, new.text, new.phi, new.entities)
        for record, new in deidentify_records(records, site, problems)
    )
    if not isinstance(source, str):
        return DeidentifiedTexts(texts, in_order(problems))
    if not texts:
        first = in_order(problem for problem in problems if problem.quarantined)
        raise InputFault(first[0].kind, first[0].detail, problems=first)
    return DeidentifiedText("", texts[0].text, texts[0].spans, texts[0].entities)
