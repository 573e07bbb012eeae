"""What can be wrong with a split."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

TOO_FEW_GROUPS = ErrorCode(
    "E221",
    "fewer patients than folds",
    "Bring reports of more patients; every fold needs one of its own besides the test set.",
)
NO_TEST = ErrorCode(
    "E222",
    "the test set is empty",
    "Bring reports of more patients, or a larger share of them into the test set.",
)
SHARED_GROUPS = ErrorCode(
    "E223",
    "patients of the separate test set are among the others too",
    "Leave their reports out of one of the two.",
)
NO_GROUP = ErrorCode("E224", "a row names no patient", "Fill in the patient of every report.")
LEAK = ErrorCode(
    "E225",
    "a patient is in two of training, validation and test",
    "Nothing was written. Report this as a defect of the split, with the versions in use.",
)
INCOMPLETE = ErrorCode(
    "E226",
    "the split does not place every row exactly once",
    "Nothing was written. Report this as a defect of the split, with the versions in use.",
)
SETTINGS = ErrorCode(
    "E233",
    "the settings of the split do not fit together",
    "See docs/splits.md for what each policy takes.",
)
CLUSTER_TOO_LARGE = ErrorCode(
    "E234",
    "patients joined by nearly the same texts are too many for any side of the split",
    "Look at the texts named by `dragon-prep audit`: a form that all reports share may join them. "
    "The policy dragon2025 keeps patients together and nothing else.",
)
SIDES_DISAGREE = ErrorCode(
    "E235",
    "the test set that was fixed beforehand contradicts the earlier split",
    "Leave the rows out of one of the two, or build this task without --split-of.",
)
EARLIER_UNREADABLE = ErrorCode(
    "E236",
    "the earlier release or ledger says nothing of its patients",
    "Give a release whose manifest has `patients_keyed`, or the ledger of a workspace, made with "
    "this project key.",
)
FIELD_UNKNOWN = ErrorCode(
    "E237",
    "no such field to balance",
    "Give a field of the task's cohort, as `dragon-prep tasks TASK` lists them.",
)
