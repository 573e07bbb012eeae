"""What can go wrong with a local review, and with what comes of it (E261 to E265)."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

NOTHING_TO_REVIEW = ErrorCode(
    "E261",
    "the workspace has no reports that can be reviewed with what was given",
    "Give the workspace of a build, and the exports, key, profiles and settings it was built "
    "with, and with a centre.toml its tasks (--task); if one of them has changed since, build "
    "again first.",
)
REVIEW_OPEN = ErrorCode(
    "E262",
    "somebody reviews this workspace already",
    "Close the other review, or wait until it is done.",
)
JOURNAL_DAMAGED = ErrorCode(
    "E263",
    "the decisions of a review cannot be read",
    "Restore review-decisions.jsonl of the workspace from a copy, or move it away to begin anew.",
)
REVIEWED_UNFIT = ErrorCode(
    "E264",
    "reviewed reports do not fit the exports",
    "Review again and export the decisions once more, or take the line out of the file.",
)
PORT_TAKEN = ErrorCode(
    "E265",
    "the review page cannot listen on this port",
    "Give another --port, or none to take any that is free.",
)
