"""Releases of simulated reports in which some of what should have been replaced was missed."""

from __future__ import annotations

import hashlib
import random
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from natural import ODD
from parrot import surprise

from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.audit.verdicts import audited
from dragon_prep.core.errors import Place
from dragon_prep.core.keys import ProjectKey
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.report import Report
from dragon_prep.core.spans import Span
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.surrogate.cohort import cohort_facts
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
_TIMES_ODD = 10  # how much more often a mention is missed whose form is odd
_SHAPE = str.maketrans(dict.fromkeys("0123456789", "9"))


@dataclass(frozen=True, slots=True, repr=False)
class Mention:
    """What a reader takes for PHI in a released report: a surrogate, or what was missed."""

    patient: int
    report: int
    start: int
    end: int
    label: str
    text: str
    missed: bool

    @property
    def category(self) -> PhiCategory:
        """What the reader takes it for."""
        return category_of(self.label)


@dataclass(frozen=True, slots=True, repr=False)
class Release:
    """A release and the truth about it.

    Attributes:
        texts: the reports.
        patients: whose each is, by number.
        mentions: what a reader who overlooks nothing takes for PHI in them.
        held: the reports that the audit holds back.
        pairs: original and surrogate of what was replaced, with its label.
    """

    texts: tuple[str, ...]
    patients: tuple[int, ...]
    mentions: tuple[Mention, ...]
    held: frozenset[int]
    pairs: tuple[tuple[str, str, str], ...]

    @property
    def leaks(self) -> int:
        """How many identifiers were missed."""
        return sum(mention.missed for mention in self.mentions)

    def audited(self) -> Release:
        """What is left when the audit has held back what it does."""
        left = [at for at in range(len(self.texts)) if at not in self.held]
        new = {at: number for number, at in enumerate(left)}
        return Release(
            tuple(self.texts[at] for at in left),
            tuple(self.patients[at] for at in left),
            tuple(replace(m, report=new[m.report]) for m in self.mentions if m.report in new),
            frozenset(),
            self.pairs,
        )


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


def _missed(reports: list[Report], rate: float, seed: int, misses: str) -> list[list[Span]]:
    """What is missed in each report.

    Ages are never among it: below 90 they stay as they are, whether found or missed.
    """
    if misses == "tagger":
        return _least_sure(reports, rate, seed)
    rng = random.Random(f"{seed} {rate}")
    usual, odd = _chances(reports, rate) if misses == "odd" else (rate, rate)
    missed: list[list[Span]] = []
    for report in reports:
        oddities = str(report.fields.get(ODD, "")).split()
        spans = [(str(n), s) for n, s in enumerate(report.phi or ()) if s.label != "LEEFTIJD"]
        chances = [rng.random() for _ in spans]
        if misses == "kinds":  # whatever is of one form behind one word is missed everywhere
            chances = [_chance_of_kind(report.text, span, seed) for _, span in spans]
        pairs = zip(spans, chances, strict=True)
        missed.append([s for (n, s), c in pairs if c < (odd if n in oddities else usual)])
    return missed


def _chance_of_kind(text: str, span: Span, seed: int) -> float:
    form = re.sub("[a-z]+", "x", text[span.start : span.end].translate(_SHAPE))
    before = text[: span.start].split()[-1:]
    digest = hashlib.sha256(f"{seed} {span.label} {form} {before}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def _least_sure(reports: list[Report], rate: float, seed: int) -> list[list[Span]]:
    """What a tagger that has learnt from other patients' reports is least sure of."""
    every = [
        Mention(0, at, s.start, s.end, s.label, r.text[s.start : s.end], missed=False)
        for at, r in enumerate(reports)
        for s in r.phi or ()
    ]
    numbers: dict[str, int] = {}
    patients = [numbers.setdefault(r.patient, len(numbers)) for r in reports]
    texts = tuple(r.text for r in reports)
    whole = Release(texts, tuple(patients), tuple(every), frozenset(), ())
    unsure = surprise(whole, seed=seed)
    sure = (at for at, mention in enumerate(every) if mention.label != "LEEFTIJD")
    order = sorted(sure, key=unsure.__getitem__)
    gone = order[len(order) - round(rate * len(order)) :]
    missed: list[list[Span]] = [[] for _ in reports]
    for at in sorted(gone):
        m = every[at]
        missed[m.report].append(Span(m.start, m.end, m.label))
    return missed


def _chances(reports: list[Report], rate: float) -> tuple[float, float]:
    """How likely a usual and an odd mention is missed, so that the rate is right."""
    every = sum(len(report.phi or ()) for report in reports)
    odd = sum(len(str(report.fields.get(ODD, "")).split()) for report in reports)
    usual = rate * every / (every + (_TIMES_ODD - 1) * odd)
    return usual, _TIMES_ODD * usual


def release(
    reports: list[Report],
    settings: SurrogateSettings,
    rate: float,
    *,
    seed: int,
    misses: str = "odd",
    audit: bool = True,
) -> Release:
    """De-identifies reports by what was marked, less what was missed.

    Args:
        reports: with all their PHI.
        settings: the policies.
        rate: the share of spans that is missed.
        seed: which spans are missed, and the key.
        misses: ``random``; ``odd``: odd forms ten times as often as others; ``kinds``: all of a
            form behind the same word, or none; or ``tagger``: what a tagger is least sure of.
        audit: find out what the audit holds back.
    """
    key = ProjectKey(hashlib.sha256(f"protection {seed}".encode()).digest())
    missed = _missed(reports, rate, seed, misses)
    found = [
        replace(
            r,
            phi=tuple(span for span in r.phi or () if span not in gone),
            entities=tuple(gone),  # carried along, so that they are known in the release
            fields={},
        )
        for r, gone in zip(reports, missed, strict=True)
    ]
    originals = CohortOriginals.of(enumerate(found), {}, key, settings.kept)
    done: dict[int, tuple[Report, Deidentified]] = {}
    for at, report, phi, surrogates in in_turn(
        enumerate(found), {}, key, settings, cohort_facts(enumerate(found), {}, originals.avoid)
    ):
        new = deidentify(report.text, phi, report.entities, surrogates, report=report.uid)
        done[at] = report, new
    verdicts = audited(done, originals, settings.kept) if audit else {}
    held = frozenset(at for at, verdict in verdicts.items() if not verdict.is_clean)
    numbers: dict[tuple[str, str], int] = {}
    texts: list[str] = []
    patients: list[int] = []
    mentions: list[Mention] = []
    pairs: list[tuple[str, str, str]] = []
    for at, (report, new) in sorted(done.items()):
        patient = numbers.setdefault((report.centre, report.patient), len(numbers))
        mentions += _mentions(new, patient, at)
        texts.append(new.text)
        patients.append(patient)
        pairs += (
            (report.text[old.start : old.end], new.text[span.start : span.end], span.label)
            for old, span in new.replaced
        )
    return Release(tuple(texts), tuple(patients), tuple(mentions), held, tuple(pairs))


def _mentions(new: Deidentified, patient: int, report: int) -> list[Mention]:
    shown = [span for span in new.phi if not REDACTED.fullmatch(new.text[span.start : span.end])]
    every = [(span, False) for span in shown] + [(span, True) for span in new.entities]
    return [
        Mention(patient, report, s.start, s.end, s.label, new.text[s.start : s.end], missed)
        for s, missed in sorted(every, key=lambda item: item[0].start)
    ]
