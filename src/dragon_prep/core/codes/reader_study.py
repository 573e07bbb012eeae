"""What can go wrong with a reader study (E132 to E136)."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

ROSTER_INVALID = ErrorCode(
    "E132",
    "the roster of readers cannot be used",
    "Write a CSV with the columns reader, annotated, groups and blocks (docs/reader_study.md).",
)
READERS_MISSING = ErrorCode(
    "E133",
    "the readers of the roster do not suffice",
    "Add readers who did not annotate these tasks, let those there are read more blocks, or draw "
    "fewer blocks.",
)
REPORTS_FEW = ErrorCode(
    "E134",
    "there are too few different reports for a block",
    "Put tasks together with --group, draw fewer blocks, or leave the tasks out with --task.",
)
STUDY_UNFIT = ErrorCode(
    "E135",
    "the study cannot be scored with what was given",
    "Give the folder that `reader-study draw` made, the release it was drawn from, and files with "
    "the names that they were handed out under.",
)
STUDY_MISPLACED = ErrorCode(
    "E136",
    "a reader study may not lie in a release",
    "Give a folder apart from the release.",
)
