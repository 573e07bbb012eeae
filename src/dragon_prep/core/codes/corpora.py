"""Codes of corpora of pretraining text."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

NOTHING_LEFT = ErrorCode(
    "E200",
    "no record is left for a corpus",
    "Look at what is listed of the records, mend it, and run the command again.",
)
CORPORA_UNLIKE = ErrorCode(
    "E189",
    "the corpora cannot become one",
    "Give two or more corpora that `corpus build`, `dedupe` or `unite` made with the same key.",
)
NO_CORPUS = ErrorCode(
    "E195",
    "the folder is no corpus",
    "Give a folder that `dragon-prep corpus` wrote, with its corpus.json.",
)
CORPUS_DAMAGED = ErrorCode(
    "E196",
    "a file of the corpus is missing, or is not as it was written",
    "Make the corpus again, or take it from a copy; check the drive.",
)
NO_PATIENTS = ErrorCode(
    "E197",
    "the corpus does not say whose its reports are",
    "Give the corpus as `corpus build` or `corpus dedupe` wrote it, or one that was split with "
    "--keep-patients.",
)
ALREADY_SPLIT = ErrorCode(
    "E198",
    "the corpus is split already",
    "Give the corpus that it was made of.",
)
NOT_APART = ErrorCode(
    "E199",
    "whose the cases of the release are is not known",
    "Give the workspace that the release was built with (--release-workspace), and a corpus of the "
    "same key; or --by-text-only, which finds the same and nearly the same texts alone.",
)
