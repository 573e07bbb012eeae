"""What was cleaned in the texts of files, in counts: kinds and numbers, never text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.core.errors import InputFault
from dragon_prep.intake.decode import doubtful_encoding, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dragon_prep.core.report import Report

# By file and kind, how many reports had such places, and how many places that were.
CleanedCounts = dict[str, dict[str, dict[str, int]]]
_TEXT_FILES = (".csv", ".json", ".jsonl", ".tsv", ".txt")


def cleaned_counts(reports: Iterable[Report]) -> CleanedCounts:
    """What was cleaned in the texts of reports, by the file their rows stand in."""
    counts: CleanedCounts = {}
    for report in reports:
        if report.cleaned.counts:
            of_file = counts.setdefault(report.place.file, defaultdict(lambda: dict(_NOTHING)))
            for kind, places in report.cleaned.counts.items():
                of_file[kind]["reports"] += 1
                of_file[kind]["places"] += places
    return {file: dict(sorted(kinds.items())) for file, kinds in sorted(counts.items())}


_NOTHING = {"reports": 0, "places": 0}


def with_encodings(counts: CleanedCounts, root: Path, paths: Iterable[str]) -> CleanedCounts:
    """The counts with what had to be guessed to read whole files; of them no reports are told.

    Args:
        counts: of the reports.
        root: the source folder.
        paths: of the files, relative to it.
    """
    every = dict(counts)
    for path in paths:
        if not path.endswith(_TEXT_FILES):
            continue
        try:
            guessed = doubtful_encoding(read_bytes(root, path))
        except InputFault:  # a reader may do without it
            continue
        if guessed is not None:
            kind, places = guessed
            every[path] = {**every.get(path, {}), f"{kind} of the file": {"places": places}}
    return dict(sorted(every.items()))
