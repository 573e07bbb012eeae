"""dragon-prep in four ways.

replace          surrogates for given spans
replace-build    the same as a build does it: real names avoided, ASCII
detect           detection, surrogates, ASCII: each report by itself
detect-build     the same as a build does it: two passes, real names avoided
"""

from common import Prepare, Records, Work, run

from dragon_prep.audit.findings import first_pass, second_pass
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.core.errors import Place
from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.detect import NO_EVIDENCE, detect_all
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.surrogate.apply import replace
from dragon_prep.surrogate.cohort import NO_COHORT, cohort_facts
from dragon_prep.surrogate.deidentify import deidentify

Numbered = list[tuple[int, Report]]
KEY = ProjectKey(b"a key for nothing but this benchmark")


def load(way: str) -> tuple[Prepare, Work]:
    given = way.startswith("replace")

    def prepare(records: Records) -> Numbered:
        return [
            (
                at,
                Report(
                    centre=record["centre"],
                    patient=record["patient"],
                    uid=record["id"],
                    text=record["text"],
                    phi=tuple(Span(*span) for span in record["phi"]) if given else None,
                    entities=(),
                    fields={},
                    place=Place("benchmark", at),
                ),
            )
            for at, record in enumerate(records)
        ]

    def work(reports: Numbered) -> list[str]:
        found: dict[int, list[Span]] = {}
        facts = NO_COHORT
        if way == "detect":
            every = detect_all([(report.text, NO_EVIDENCE) for _, report in reports])
            found = {
                at: [hit.span for hit in hits] for (at, _), hits in zip(reports, every, strict=True)
            }
        elif way == "detect-build":
            look = first_pass(reports, KEY, {})
            found = second_pass(reports, look.hits, look.tally.spread(), KEY)
            avoid = CohortOriginals.of(reports, look.hits, KEY).avoid
            facts = cohort_facts(reports, look.hits, avoid)
        elif way == "replace-build":
            facts = cohort_facts(reports, {}, CohortOriginals.of(reports, {}, KEY).avoid)
        turn = in_turn(reports, found, KEY, facts=facts)
        if way == "replace":
            return [replace(r.text, phi, s, report=r.uid).text for _, r, phi, s in turn]
        return [deidentify(r.text, phi, (), s, report=r.uid).text for _, r, phi, s in turn]

    example = "Gezien op 12 maart 2019 door dr. A.B. Jansen, radioloog te Nijmegen."
    known = {
        "centre": "c",
        "patient": "p",
        "id": "u",
        "text": example,
        "phi": [[33, 44, "PERSOON"]],
    }
    work(prepare([known]))
    return prepare, work


run(load)
