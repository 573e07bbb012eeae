"""What comes of a review: annotations that the next build takes, and suggestions for profiles."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.core.files import make_private, system_faults, write_atomically
from dragon_prep.core.label_origin import UNSTATED, LabelOrigin, of_several
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.spans import merge_overlapping
from dragon_prep.intake.reviewed import FOLDER, read_reviewed, reviewed_line, reviewed_path
from dragon_prep.services.local_review.reports import LEFT
from dragon_prep.services.local_review.state import ADDED, DELETED, REVIEWER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dragon_prep.core.spans import Span
    from dragon_prep.services.local_review.desk import ReviewDesk
    from dragon_prep.services.local_review.reports import ReviewReport
    from dragon_prep.services.local_review.state import DecidedMark, ReviewState

    Pairs = Iterable[tuple[ReviewReport, ReviewState]]

# What is the same word in every report; dates, ages and numbers are each patient's own.
_WORDS = frozenset(
    {
        PhiCategory.PERSOON,
        PhiCategory.PERSOONAFKORTING,
        PhiCategory.PLAATS,
        PhiCategory.ZIEKENHUIS,
        PhiCategory.BEDRIJF,
        PhiCategory.STUDIE_NAAM,
    }
)
_LONGEST = 80  # of a profile's strings


def export(desk: ReviewDesk, source: Path) -> dict[str, int]:
    """Writes what was decided to the source folder, for its owner only.

    ``reviewed/<cohort>.jsonl`` gets the reports that somebody decided on, beside those of earlier
    reviews; ``reviewed/suggestions-<centre>.toml`` is for people to read.

    Args:
        desk: the review.
        source: the folder of raw exports.

    Returns:
        How many reports and files were written.

    Raises:
        InputFault: if there is an earlier file that cannot be read.
        SystemFault: if it cannot be written.
    """
    by_cohort: dict[str, list[tuple[ReviewReport, ReviewState]]] = defaultdict(list)
    for pair in desk.touched():
        by_cohort[pair[0].cohort].append(pair)
    files: dict[Path, str] = {}
    for cohort, pairs in by_cohort.items():
        lines = {(one.centre, one.uid): one.line for one in read_reviewed(cohort, source)}
        for one, state in pairs:
            place, phi = (one.report.centre, one.report.uid), decided_phi(one, state)
            lines[place] = reviewed_line(one.report, phi, cleared(one, state), cohort)
        text = "".join(f"{lines[place]}\n" for place in sorted(lines))
        files[source / reviewed_path(cohort)] = text
    every = [pair for pairs in by_cohort.values() for pair in pairs]
    for centre in sorted({one.report.centre for one, _ in every}):
        own = [(one, state) for one, state in every if one.report.centre == centre]
        files[source / FOLDER / f"suggestions-{centre}.toml"] = suggestions(centre, own)
    with system_faults(FOLDER):
        if files:
            make_private(source / FOLDER)
        for path, text in files.items():
            write_atomically(path, text.encode("utf-8"), private=True)
    return {"reports": len(every), "files": len(files)}


def decided_phi(one: ReviewReport, state: ReviewState) -> list[tuple[Span, str]]:
    """What is PHI from now on, disjoint, each with where it comes from."""
    given = one.report.phi or ()
    phi = [mark for mark in state.marks if mark.is_phi]
    return [
        (span, _origin([m for m in phi if m.span.overlaps(span)], given, done=state.done))
        for span in merge_overlapping([mark.span for mark in phi])
    ]


def _origin(marks: Iterable[DecidedMark], given: Sequence[Span], *, done: bool) -> str:
    """Where a span comes from; of what people marked before, the exports may tell it."""
    told = []
    for mark in marks:
        if mark.rule == REVIEWER:
            told.append(LabelOrigin.MANUAL)
        elif mark.decided or done:
            told.append(LabelOrigin.REVIEWED)
        elif not any(map(mark.span.overlaps, given)):
            told.append(LabelOrigin.AUTOMATIC)
    return str(of_several(told)) if told else UNSTATED


def cleared(one: ReviewReport, state: ReviewState) -> list[tuple[int, int]]:
    """What was marked, or cleared before, and is no PHI from now on: deleted, or left out."""
    marked = [mark.span for mark in one.marks if mark.kind != LEFT]
    marked += [mark.span for mark in state.marks if mark.kind == DELETED]
    phi = merge_overlapping(list(state.phi))
    found: list[tuple[int, int]] = []
    for span in merge_overlapping([*marked, *one.report.cleared]):
        at = span.start
        for kept in (kept for kept in phi if kept.overlaps(span)):
            found.append((at, kept.start))
            at = kept.end
        found.append((at, span.end))
    return [(start, end) for start, end in found if one.report.text[start:end].strip()]


def suggestions(centre: str, pairs: Pairs) -> str:
    """A profile of what reviewers added and deleted, with how often.

    Args:
        centre: whose.
        pairs: its reports, as decided.
    """
    added: dict[tuple[str, str], int] = defaultdict(int)
    deleted: dict[str, int] = defaultdict(int)
    still: set[str] = set()
    for one, state in pairs:
        for mark in state.marks:
            term = " ".join(one.report.text[mark.span.start : mark.span.end].split())
            if mark.is_phi:
                still.add(term.lower())
            if not _is_term(term):
                continue
            if mark.kind == DELETED and mark.before != "left":
                deleted[term] += 1
            elif mark.kind == ADDED and category_of(mark.span.label) in _WORDS:
                added[mark.span.label, term] += 1
    # What is PHI in one place and not in another is for people to decide, not for a list.
    allow = {term: count for term, count in deleted.items() if term.lower() not in still}
    lines = [f"# What reviewers deleted and added at {centre}. Take over what is true of every",
             "# report there, and nothing else (docs/profiles.md). This file names patients.",
             f"centre = {_string(centre)}", "", "allow = [", *_entries(allow), "]"]  # fmt: skip
    if added:
        lines += ["", "[deny]"]
    for label in sorted({label for label, _ in added}):
        own = {term: count for (of, term), count in added.items() if of == label}
        lines += [f"{_string(label)} = [", *_entries(own), "]"]
    return "\n".join(lines) + "\n"


def _entries(counts: dict[str, int]) -> list[str]:
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [f"    {_string(term)},  # {count} times" for term, count in ordered]


def _is_term(term: str) -> bool:
    """Whether a profile can have it."""
    return sum(map(str.isalnum, term)) > 1 and len(term) <= _LONGEST and term.isprintable()


def _string(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
