"""What comes of a review: annotations that the next build takes, and suggestions for profiles."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.core.files import make_private, system_faults, write_atomically
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.spans import merge_overlapping
from dragon_prep.intake.reviewed import FOLDER, read_reviewed, reviewed_line, reviewed_path
from dragon_prep.services.local_review.state import ADDED, DELETED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dragon_prep.services.local_review.desk import ReviewDesk
    from dragon_prep.services.local_review.reports import ReviewReport
    from dragon_prep.services.local_review.state import ReviewState

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
            phi = merge_overlapping(list(state.phi))
            place = one.report.centre, one.report.uid
            lines[place] = reviewed_line(one.report, phi, cohort)
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
