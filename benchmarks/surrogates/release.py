"""Releases of simulated reports in which some of what should have been replaced was missed."""

from __future__ import annotations

import hashlib
import random
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dragon_prep.audit.findings import CohortOriginals
from dragon_prep.audit.verdicts import audited
from dragon_prep.core.errors import Place
from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.detect import detect
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.surrogate.deidentify import deidentify
from dragon_prep.surrogate.policy import Policy, PolicyName
from dragon_prep.surrogate.settings import SurrogateSettings
from dragon_prep.synthetic import simulator

if TYPE_CHECKING:
    from dragon_prep.core.documents import Deidentified


def _settings(policy: Policy, *but: PhiCategory) -> SurrogateSettings:
    return SurrogateSettings(tuple((c, policy) for c in PhiCategory if c not in but))


# All categories, or all but dates, times and ages.
POLICIES = {
    "consistent": _settings(Policy()),
    "per-mention": _settings(Policy(PolicyName.PER_MENTION)),
    "markov 0.8": _settings(Policy(PolicyName.MARKOV, 0.8)),
    "markov 0.5": _settings(Policy(PolicyName.MARKOV, 0.5)),
    "markov 0.5 but dates": _settings(
        Policy(PolicyName.MARKOV, 0.5), PhiCategory.DATUM, PhiCategory.TIJD, PhiCategory.LEEFTIJD
    ),
    "redact": _settings(Policy(PolicyName.REDACT)),
}
REDACTED = re.compile(r"\[[A-Z_]+\]")
_SHAPE = str.maketrans(dict.fromkeys("0123456789", "9"))


@dataclass(frozen=True, slots=True)
class Mention:
    """What the attacker takes for PHI in a released report, with what it really is."""

    patient: int
    report: int
    start: int
    end: int
    label: str
    text: str
    leaks: tuple[int, ...]

    @property
    def category(self) -> PhiCategory:
        """What the attacker takes it for."""
        return category_of(self.label)


@dataclass(frozen=True, slots=True)
class Release:
    """A release and the truth about it.

    Attributes:
        texts: the reports.
        patients: whose each is, by number.
        mentions: what the attacker sees in them.
        reports_of_leaks: the report that each leak stands in.
        held_back: leaks in reports that the audit holds back, whether those were left in or not.
        left_out: reports that the audit held back and that are not in the release.
    """

    texts: tuple[str, ...]
    patients: tuple[int, ...]
    mentions: tuple[Mention, ...]
    reports_of_leaks: tuple[int, ...]
    quarantined: int
    excluded: int


def simulated(reports: int, seed: int) -> list[Report]:
    """Simulated reports with their planted identifiers as PHI spans."""
    with tempfile.TemporaryDirectory(prefix="protection-") as folder:
        answers = simulator("prostate_mri")(Path(folder), reports=reports, seed=seed)
    return [
        Report(
            centre=answer.centre,
            patient=answer.patient_id,
            uid=answer.uid,
            text=answer.text,
            phi=answer.phi,
            entities=(),
            fields={},
            place=Place(answer.file, answer.row),
        )
        for answer in answers
        if answer.text
    ]


def dossiers(reports: list[Report], of: int) -> list[Report]:
    """The same reports, so many of them in a row as one patient's, with the names of one patient.

    The simulated patients have one or two reports with about five identifiers each, so that hardly
    a name stands twice. Here each mention that is no date, time or age becomes one of those that
    the first two reports of the file have of its category, the first of them most often.
    """
    files: list[Report] = []
    for start in range(0, len(reports), of):
        some = reports[start : start + of]
        rng = random.Random(f"dossier {start}")
        known: dict[str, list[str]] = {}
        for report in some:
            for span in report.phi or ():
                here = known.setdefault(span.label, [])
                original = report.text[span.start : span.end]
                if original not in here and (report in some[:2] or not here):
                    here.append(original)
        for report in some:
            pieces: list[str] = []
            phi: list[Span] = []
            at = length = 0
            for span in report.phi or ():
                new = report.text[span.start : span.end]
                if span.label not in ("DATUM", "TIJD", "LEEFTIJD"):
                    options = known[span.label]
                    new = rng.choices(options, [1 / n for n in range(1, len(options) + 1)])[0]
                before = report.text[at : span.start]
                pieces += (before, new)
                length += len(before)
                phi.append(Span(length, length + len(new), span.label))
                length += len(new)
                at = span.end
            text = "".join((*pieces, report.text[at:]))
            who = some[0]
            files.append(
                Report(
                    centre=who.centre,
                    patient=who.patient,
                    uid=f"{report.centre} {report.uid}",
                    text=text,
                    phi=tuple(phi),
                    entities=(),
                    fields={},
                    place=report.place,
                )
            )
    return files


def _missed(reports: list[Report], rate: float, seed: int, misses: str) -> list[list[Span]]:
    """What is missed in each report.

    Ages are never among it: below 90 they stay as they are, whether found or missed.
    """
    rng = random.Random(f"{seed} {rate}")
    missed: list[list[Span]] = []
    for report in reports:
        some = []
        for span in report.phi or ():
            if span.label == PhiCategory.LEEFTIJD:
                continue
            if misses == "random":
                chance = rng.random()
            else:  # whatever is of one form behind one word is missed everywhere
                form = re.sub("[a-z]+", "x", report.text[span.start : span.end].translate(_SHAPE))
                before = report.text[: span.start].split()[-1:]
                digest = hashlib.sha256(f"{seed} {span.label} {form} {before}".encode()).digest()
                chance = int.from_bytes(digest[:8], "big") / 2**64
            if chance < rate:
                some.append(span)
        missed.append(some)
    return missed


def release(
    reports: list[Report],
    settings: SurrogateSettings,
    rate: float,
    *,
    seed: int,
    misses: str = "random",
    audit: bool = False,
) -> Release:
    """De-identifies reports by what was marked, less what was missed.

    Args:
        reports: with all their PHI.
        settings: the policies.
        rate: the share of spans that is missed.
        seed: which spans are missed, and the key.
        misses: ``random``, or ``kinds``: all of a form behind the same word, or none.
        audit: leave out what the audit holds back, as a build does.
    """
    key = ProjectKey(hashlib.sha256(f"protection {seed}".encode()).digest())
    missed = _missed(reports, rate, seed, misses)
    found = [
        Report(
            centre=r.centre,
            patient=r.patient,
            uid=r.uid,
            text=r.text,
            phi=tuple(span for span in r.phi or () if span not in gone),
            entities=tuple(gone),  # carried along, so that they are known in the release
            fields={},
            place=r.place,
        )
        for r, gone in zip(reports, missed, strict=True)
    ]
    originals = CohortOriginals.of(enumerate(found), {}, settings.kept)
    done: dict[int, tuple[Report, Deidentified]] = {}
    for at, report, phi, surrogates in in_turn(
        enumerate(found), {}, key, settings, originals.avoid
    ):
        new = deidentify(report.text, phi, report.entities, surrogates, report=report.uid)
        done[at] = report, new
    verdicts = audited(done, originals, settings.kept)
    stopped = {at for at, verdict in verdicts.items() if not verdict.is_clean}
    numbers: dict[tuple[str, str], int] = {}
    texts: list[str] = []
    patients: list[int] = []
    mentions: list[Mention] = []
    leaks: list[int] = []
    for at, (report, new) in sorted(done.items()):
        if audit and at in stopped:
            continue
        patient = numbers.setdefault((report.centre, report.patient), len(numbers))
        first = len(leaks)
        leaks += [len(texts)] * len(new.entities)
        mentions += _mentions(new, patient, len(texts), first)
        texts.append(new.text)
        patients.append(patient)
    quarantined = sum(len(missed[at]) for at in stopped)
    excluded = len(stopped) if audit else 0
    return Release(
        tuple(texts), tuple(patients), tuple(mentions), tuple(leaks), quarantined, excluded
    )


def _mentions(new: Deidentified, patient: int, report: int, first: int) -> list[Mention]:
    tags = [match.span() for match in REDACTED.finditer(new.text)]
    return [
        Mention(
            patient,
            report,
            span.start,
            span.end,
            span.label,
            new.text[span.start : span.end],
            tuple(first + n for n, leak in enumerate(new.entities) if leak.overlaps(span)),
        )
        for span in (hit.span for hit in detect(new.text))
        if not any(start < span.end and span.start < end for start, end in tags)
    ]
