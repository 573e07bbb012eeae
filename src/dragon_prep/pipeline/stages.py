"""The stages of a cohort: a first pass that looks, and a second that de-identifies and audits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dragon_prep.audit import findings
from dragon_prep.audit.beside_text import beside_texts
from dragon_prep.audit.originals import ROW, CohortOriginals, ShardOriginals, collected
from dragon_prep.audit.second_look import in_given_text, overlooked_from_json, overlooked_to_json
from dragon_prep.audit.verdicts import Verdict, audited
from dragon_prep.audit.word_use import USES, word_facts
from dragon_prep.core.array_file import packed, stored, unpacked
from dragon_prep.core.documents import Document
from dragon_prep.core.mishaps import costs_only
from dragon_prep.detect.recurrence import TALLY, spread
from dragon_prep.pipeline.evidence import CohortEvidence
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.pipeline.stage import Shard, Stage
from dragon_prep.surrogate.cohort import CohortTally
from dragon_prep.surrogate.deidentify import deidentify_in_turn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.core.digests import Array, StoredRows
    from dragon_prep.core.documents import Deidentified
    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report
    from dragon_prep.core.second_look import Overlooked
    from dragon_prep.core.spans import Span
    from dragon_prep.pipeline.evidence import StoredEvidence
    from dragon_prep.pipeline.shard_table import ShardRow

    Documents = Mapping[int, tuple[Report, Deidentified]]
    Reports = Sequence[tuple[int, Report]]


def _look(shard: Shard, _nothing: None) -> bytes:
    """The first pass over a shard: offsets, labels and digests are kept, no text."""
    site, reports = shard.site, shard.read()
    look = findings.first_pass(reports, site.key, site.by_centre, site.again)
    surrogates = CohortTally()
    surrogates.count(reports, look.hits, look.mishaps)
    kept = site.surrogates.kept
    real = collected(reports, look.hits, site.key, kept, look.mishaps)
    body: dict[str, Any] = {
        "hits": findings.to_json(look.hits),
        "overlooked": overlooked_to_json(look.overlooked),
        "patients": look.words.patients,
        "rough": real.rough,
        "surrogates": surrogates.to_json(),
        "mishaps": {str(position): what for position, what in look.mishaps.items()},
    }
    arrays = {"tally": look.tally.rows(), "words": look.words.rows(), "originals": real.rows[:]}
    return packed(body, arrays)


def _deidentify(shard: Shard, known: StoredEvidence | None) -> bytes:
    """The second pass over a shard: documents, each with its verdict.

    Of what is public nothing need be known.
    """
    from dragon_prep.pipeline.shard_table import to_parquet

    cohort = known.load(shard.site.key) if known is not None else CohortEvidence()
    reports = shard.read()
    own = {position for position, _ in reports}
    mishaps = {position: what for position, what in cohort.mishaps.items() if position in own}
    seen = None if shard.is_public else _seen(shard)[0]
    detected = {} if seen is None else _detected(seen, shard, reports, cohort, mishaps)
    site = shard.site
    every = in_turn(reports, detected, site.key, site.surrogates, cohort.facts, mishaps)
    documents = {
        position: (report, done) for position, report, done in deidentify_in_turn(every, mishaps)
    }
    verdicts = {position: Verdict({}, {}) for position in documents}
    if not shard.is_public:
        failed = [
            (report, (*(report.phi or ()), *detected.get(position, ())))
            for position, report in reports
            if position in mishaps
        ]
        kept = site.surrogates.kept
        verdicts = audited(documents, cohort.originals, kept, failed=failed, mishaps=mishaps)
    overlooked = {} if seen is None else overlooked_from_json(seen["overlooked"])
    return to_parquet(_rows(shard, reports, documents, verdicts, overlooked, mishaps))


def _detected(
    seen: Mapping[str, Any],
    shard: Shard,
    reports: Reports,
    cohort: CohortEvidence,
    mishaps: Mishaps,
) -> dict[int, list[Span]]:
    hits = findings.from_json(seen["hits"])
    return findings.second_pass(
        reports,
        hits,
        cohort.spread,
        shard.site.key,
        mishaps,
        profiles=shard.site.by_centre,
    )


def _rows(
    shard: Shard,
    reports: Reports,
    documents: Documents,
    verdicts: Mapping[int, Verdict],
    overlooked: Mapping[int, tuple[Overlooked, ...]],
    mishaps: Mishaps,
) -> list[ShardRow]:
    """What is written of a shard: its documents, then what stands for the reports that failed."""
    from dragon_prep.core.document_table import require_writable
    from dragon_prep.pipeline.shard_table import ShardRow

    key = shard.site.key
    speaks = {} if shard.is_public else beside_texts(reports, mishaps)
    rows: list[ShardRow] = []
    for position, (report, done) in documents.items():
        if position not in mishaps:
            document = Document.after(report, done, key, shard.cohort)
            document = replace(document, speaks=speaks.get(position, ()))
            with costs_only(position, mishaps):
                require_writable(document)
                found = in_given_text(overlooked.get(position, ()), report)
                marks = report.marks if found else None
                rows.append(ShardRow(position, document, verdicts[position], "", found, marks))
    for position, report in reports:
        if position in mishaps:
            failed = Document.failed(report, key, shard.cohort)
            rows.append(ShardRow(position, failed, Verdict(), mishaps[position]))
    return rows


_CLEANED_BY = ("ftfy", "striprtf")
LOOK: Stage[None] = Stage("seen", ".arrays", _look, _CLEANED_BY)
DEIDENTIFY: Stage[StoredEvidence | None] = Stage(
    "shard", ".parquet", _deidentify, ("unidecode", *_CLEANED_BY)
)
STAGES = (LOOK, DEIDENTIFY)
_SEEN = {"tally": TALLY, "words": USES, "originals": ROW}


def evidence_of(shards: Sequence[Shard]) -> CohortEvidence:
    """What the first pass over all shards says of the cohort: it must be done with each of them."""
    key = shards[0].site.key
    surrogates = CohortTally()
    mishaps: Mishaps = {}
    patients = 0
    arrays: list[dict[str, StoredRows]] = []
    real: list[ShardOriginals] = []
    for shard in shards:
        body, its = stored(LOOK.checked(shard), _SEEN)
        surrogates.add_json(body["surrogates"])
        mishaps |= {int(position): what for position, what in body["mishaps"].items()}
        patients += body["patients"]
        arrays.append(its)
        real.append(ShardOriginals(its["originals"], body["rough"]))
    words = word_facts([its["words"] for its in arrays], patients, key)
    originals = CohortOriginals.merged(real, key, words)
    names = spread([its["tally"] for its in arrays], words.small.table)
    return CohortEvidence(names, originals, mishaps, surrogates.facts(originals.avoid))


def _seen(shard: Shard) -> tuple[dict[str, Any], dict[str, Array]]:
    return unpacked(LOOK.map(shard), _SEEN)
