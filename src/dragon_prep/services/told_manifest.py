"""What of a manifest may leave the hospital: counts of a few are hidden in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.label_summary import is_spread
from dragon_prep.core.files import system_faults, write_atomically
from dragon_prep.core.small_counts import (
    told,
    told_in_tens,
    told_in_tens_throughout,
    told_parts,
    told_throughout,
)
from dragon_prep.intake.span_origins import PROVENANCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COUNTS = "counts.json"
"""The file of the workspace with all counts of the last build."""

# Members that hold counts and nothing else that is a number.
_COUNTS = ("cleaned", "phi_replaced", "phi_unread", "reports", "audit", "second_look", "leakage")
_COUNTS_OF_TASK = ("patients", "test", "folds", "spans_off_tokens", "numbers_in_text")


def as_told(manifest: Mapping[str, Any]) -> dict[str, object]:
    """A manifest in which no count from 1 to 9 stands, nor can be computed from others.

    The review is a person's and stays as it is; its counts are of words and of reports reviewed.

    Args:
        manifest: what :func:`dragon_prep.services.build_manifest.build_manifest` gives.
    """
    counts = {name: told_throughout(manifest[name]) for name in _COUNTS if name in manifest}
    # Their sums are those of other counts, so that these would tell what is hidden there.
    counts[PROVENANCE] = told_in_tens_throughout(manifest[PROVENANCE])
    tasks = {name: _entry(entry) for name, entry in manifest["tasks"].items()}
    return {**manifest, **counts, "tasks": tasks}


def _entry(entry: Mapping[str, Any]) -> dict[str, object]:
    counts = {name: told_throughout(entry[name]) for name in _COUNTS_OF_TASK}
    summary = entry["label_summary"]
    if not is_spread(summary):
        summary = told_throughout(summary)
    if contract.DEBUG in entry:
        counts[contract.DEBUG] = told_throughout(entry[contract.DEBUG])
    counts[PROVENANCE] = told_in_tens_throughout(entry[PROVENANCE])
    steps = [_step(step) for step in entry["attrition"]]
    cases = told_parts(entry["cases"])
    return {**entry, **counts, "cases": cases, "label_summary": summary, "attrition": steps}


def _step(step: Mapping[str, Any]) -> dict[str, object]:
    # What is left is rounded: the difference of two steps would be the count that is hidden.
    left = {name: told_in_tens(step[name]) for name in ("rows", "patients")}
    return {**step, "left_out": told(step["left_out"]), **left}


def keep_counts(workspace: Path, manifest: Mapping[str, Any]) -> None:
    """Writes the manifest with all counts to the workspace, that of the last build only.

    Raises:
        SystemFault: if it cannot be written.
    """
    body = json.dumps(manifest, indent=2, allow_nan=False) + "\n"
    with system_faults("workspace"):
        write_atomically(workspace / COUNTS, body.encode("ascii"), private=True)
