"""Codes of release profiles, and of look-alikes that are made after one."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

NOISE_LIBRARY = ErrorCode(
    "E171",
    "release profiles need the library opendp, which is not installed",
    'In the checkout, pip install ".[profile]"; from wheels, as docs/dependencies.md tells.',
)
BUDGET_SPENT = ErrorCode(
    "E172",
    "the privacy budget does not reach for this release profile",
    "Give a smaller --epsilon, or use a release profile that was made before. What was spent "
    "does not come back: docs/look_alikes.md says why.",
)
CASES_UNKNOWN = ErrorCode(
    "E173",
    "the workspace does not say which cases of the release are one patient's",
    "Give the workspace that the release was built with (--workspace), or build it again.",
)
LIKENESS_UNREADABLE = ErrorCode(
    "E174",
    "the release profile cannot be read",
    "Give a file that `dragon-prep profile` wrote, as it wrote it.",
)
LIKENESS_MISPLACED = ErrorCode(
    "E175",
    "a release profile or its ledger may not lie in a release, a profile not in a workspace",
    "Give a file in a folder apart from both.",
)
LEDGER_UNREADABLE = ErrorCode(
    "E176",
    "the ledger of the privacy budget cannot be read",
    "Bring it back from a copy. Without it nobody knows what was spent, so nothing more may be.",
)
TOO_FEW_CASES = ErrorCode(
    "E177",
    "fewer cases were simulated than the look-alike is to have",
    "Give fewer --reports. If it happens again, report it as a defect of the simulator.",
)
