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
