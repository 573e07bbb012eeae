"""Releases of tasks with one tag per token against an answer key."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING

from samples import sample_page, sample_text
from worlds import KEY

from dragon_prep.audit.findings import first_pass, second_pass
from dragon_prep.audit.originals import CohortOriginals
from dragon_prep.core.spans import Span
from dragon_prep.intake.export import read_export
from dragon_prep.pipeline.patients import in_turn
from dragon_prep.surrogate.cohort import cohort_facts
from dragon_prep.surrogate.deidentify import deidentify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dragon_prep.core.documents import Deidentified
    from dragon_prep.core.report import Report
    from dragon_prep.intake.cohort import Cohort

_BLOCK = re.compile(r"```\n(.*?)\n```", re.DOTALL)
_DISCLAIMER = 90  # tokens in front of each published sample


def places(tokens: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where the tokens of a text stand, told without the tokenizer."""
    found: list[tuple[int, int]] = []
    at = 0
    for token in tokens:
        start = text.index(token, at)
        assert not text[at:start].strip()
        at = start + len(token)
        found.append((start, at))
    assert not text[at:].strip()
    return found


def runs(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The entities of a tag sequence: first token, the one behind the last, label."""
    found: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if tag.startswith("B-"):
            found.append((i, i + 1, tag[2:]))
        elif tag != "O":
            first, end, label = found.pop()
            assert (end, f"I-{label}") == (i, tag)
            found.append((first, i + 1, label))
    return found


def tagged_runs(
    spans: Sequence[Span], token_places: Sequence[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """What :func:`runs` must give: whole tokens, and a token for the first of its spans."""
    found = []
    free = 0
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        own = [i for i, (a, b) in enumerate(token_places) if a < span.end and span.start < b]
        own = [i for i in own if i >= free]
        if own:
            free = own[-1] + 1
            found.append((own[0], free, span.label))
    return found


def deidentified_again(
    cohort: Cohort, raw: Path, spans: Callable[[Report], Sequence[Span]]
) -> dict[str, Deidentified]:
    """Each report of a cohort de-identified once more, by id; its entities are the spans given."""
    export = read_export(cohort, raw, cohort.centres)
    reports = list(enumerate(export.reports))
    look = first_pass(reports, KEY, {})
    found = second_pass(reports, look.hits, look.tally.spread(), KEY)
    facts = cohort_facts(reports, look.hits, CohortOriginals.of(reports, look.hits, KEY).avoid)
    return {
        r.uid: deidentify(r.text, phi, spans(r), surrogates, report=r.uid)
        for _, r, phi, surrogates in in_turn(reports, found, KEY, facts=facts)
    }


def published(shared_data: Path, number: int) -> tuple[str, list[str], list[Span]]:
    """A sample's report, its tags, and its entities as spans in the report."""
    text = sample_text(shared_data, number)
    first, _, last = _BLOCK.findall(sample_page(shared_data, number))
    tokens, tags = (json.loads(b) if '"' in b else ast.literal_eval(b) for b in (last, first))
    at = places(tokens, text)
    spans = [Span(at[a][0], at[b - 1][1], label) for a, b, label in runs(tags)]
    assert set(tags[:_DISCLAIMER]) == {"O"}
    return text, tags, spans
