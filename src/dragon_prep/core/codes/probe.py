"""Codes of ``dragon-prep probe``."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

NOTHING_IN_COMMON = ErrorCode(
    "E141",
    "the two releases have no task in common",
    "Give two releases of the same tasks: `dragon-prep synth` makes a look-alike of a release's.",
)
PAIRS_UNUSABLE = ErrorCode(
    "E142",
    "the pairs of reports cannot be used",
    "A file of pairs has two lines for each, that differ in text and label; docs/probe.md has the "
    "form.",
)
