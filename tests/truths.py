"""A release in source order against its answer key, where no annotation says what was found.

The simulators plant identifiers in forms that the detector knows. So that none of them stands in a
release says that what is found is carried through and replaced (the tests that ask it are named
plumbing), and nothing of how much is found: detect/test_natural_population.py measures that.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from unidecode import unidecode
from worlds import KEY

from dragon_prep import find_tasks
from dragon_prep.audit.findings import first_pass, second_pass
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.phi import category_of
from dragon_prep.intake.export import read_export
from dragon_prep.language.cleaning.stage import clean
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.surrogate.cohort import cohort_facts
from dragon_prep.surrogate.deidentify import deidentify
from dragon_prep.tasks.numbering import apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.synthetic.kit.answers import Answer
    from dragon_prep.tasks.task import Task

# Identifiers that point at one person by themselves.
TELLING = {
    "PERSOON", "TELEFOONNUMMER", "EMAIL", "URL", "ADRES", "POSTCODE", "PATIENTNUMMER", "ZNUMMER",
    "BSN", "RAPPORT_ID", "PHINUMMER", "DATUM", "PLAATS", "ZIEKENHUIS",
}  # fmt: skip
Records = dict[int, dict[str, Any]]


def in_number_order(name: str, answers: Iterable[Answer], before: Sequence[str]) -> list[Answer]:
    """The answers a task keeps, in the keyed order of its case numbers.

    Args:
        name: of the task.
        answers: to the cohort.
        before: the tasks of the cohort before it, none of whose numbers a report has again.
    """
    answers = list(answers)
    taken: dict[str, set[int]] = defaultdict(set)
    kept: list[Answer] = []
    for task in find_tasks([*before, name]):
        cases = {
            KEY.digest(KeyPurpose.CASE, a.centre, a.uid).hex()[:32]: a
            for a in answers
            if f"T{task.number}" in a.targets
        }
        keyed = sorted(cases, key=lambda case: KEY.digest(KeyPurpose.ORDER, task.full_name, case))
        order = [keyed[place] for place in apart([taken[case] for case in keyed])]
        for number, case in enumerate(order):
            assert number not in taken[case]
            taken[case].add(number)
        kept = [cases[case] for case in order]
    return kept


def records(release: Path, full_name: str) -> Records:
    """All records of a task by case number."""
    job = release / "algorithm-input" / f"{full_name}-fold0"
    files = (job / "nlp-training-dataset.json", job / "nlp-validation-dataset.json",
             release / "test-set" / f"{full_name}.json")  # fmt: skip
    found = [record for file in files for record in json.loads(file.read_bytes())]
    return {int(record["uid"].rpartition("case")[2]): record for record in found}


def normal(text: str) -> str:
    """Figures and letters only, in lower case, between blanks."""
    return f" {re.sub(r'[^0-9a-z]+', ' ', unidecode(text).casefold()).strip()} "


def as_read(answer: Answer) -> Answer:
    """An answer with its text as intake cleans it, and what was planted where it stands there."""
    cleaned = clean(answer.text)
    phi = cleaned.carry(answer.phi)
    # The same letters and figures, told without the map that carried them.
    for raw, span in zip(answer.phi, phi, strict=True):
        written = normal(answer.text[raw.start : raw.end])
        assert normal(cleaned.text[span.start : span.end]) == written, span.label
    return replace(answer, text=cleaned.text, phi=phi)


def leaks_at_their_place(
    task: Task, raw: Path, found: Mapping[int, Mapping[str, Any]], kept: Sequence[Answer]
) -> tuple[int, list[tuple[Answer, str]]]:
    """How many identifiers were looked at, and which of them stand where they were planted.

    Each report is de-identified again, and must be that of the release, with what was planted as
    entities, which are carried to where they stand now.
    """
    export = read_export(task.cohort, raw, task.cohort.centres)
    reports = list(enumerate(export.reports))
    look = first_pass(reports, KEY, {})
    spans = second_pass(reports, look.hits, look.tally.spread(), KEY)
    facts = cohort_facts(reports, look.hits, CohortOriginals.of(reports, look.hits, KEY).avoid)
    every = in_turn(reports, spans, KEY, facts=facts)
    first: dict[tuple[str, str, str], str] = {}  # of a patient's reports with one text
    replaced = {
        (r.centre, r.uid): (phi, surrogates, first.setdefault((r.centre, r.patient, r.text), r.uid))
        for _, r, phi, surrogates in every
    }
    checked, leaks = 0, []
    for number, answer in enumerate(kept):
        phi, surrogates, uid = replaced[answer.centre, answer.uid]
        again = deidentify(answer.text, phi, answer.phi, surrogates, report=uid)
        assert again.text == found[number]["text"]
        for before, after in zip(answer.phi, again.entities, strict=True):
            if category_of(before.label) in TELLING:
                checked += 1
                original = normal(answer.text[before.start : before.end])
                if original in normal(again.text[after.start : after.end]):
                    leaks.append((answer, before.label))
    return checked, leaks


def numbers_that_stand_anywhere(
    found: Mapping[int, Mapping[str, Any]], answers: Iterable[Answer]
) -> tuple[int, list[str]]:
    """How many long numbers only one patient has, and which of them the release has anywhere."""
    owners = defaultdict(set)
    for answer in answers:
        for span in answer.phi:
            original = normal(answer.text[span.start : span.end])
            telling = category_of(span.label) not in ("DATUM", "TIJD", "LEEFTIJD")
            if telling and sum(c.isdigit() for c in original) >= 6:
                owners[original].add(answer.patient_id)
    unique = {original for original, who in owners.items() if len(who) == 1}
    released = "\n".join(normal(record["text"]) for record in found.values())
    return len(unique), [original for original in sorted(unique) if original in released]
