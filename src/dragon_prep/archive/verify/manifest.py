"""Checks the manifest itself: its form, what proves it, and which tasks it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import FORMAT, MANIFEST, MEMBERS, READABLE
from dragon_prep.archive.proof import DIGEST, FILES, HMAC, TASKS, is_intact, parts_changed, written
from dragon_prep.core.codes import archive as rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dragon_prep.archive.verify.findings import Findings
    from dragon_prep.core.keys import ProjectKey

# Of a build's manifest; others are not named, since anything may have been written into it.
_NAMED = frozenset(
    (
        *(*MEMBERS, FILES, DIGEST, HMAC, "inputs_keyed", "identity_columns", "cleaned"),
        *("phi_replaced", "phi_unread", "reports", "audit", "second_look", "review", "audience"),
        "provenance",
    )
)


def check_form(root: Path, manifest: Mapping[str, Any], findings: Findings) -> None:
    """Checks that a manifest is in the form in which it is written, with all that it must have."""
    try:
        # Its bytes, too: of a name that occurs twice, readers may take the first or the last.
        intact = (root / MANIFEST).read_bytes() == written(manifest) and is_intact(manifest)
    except (ValueError, OSError):
        intact = False
    if not intact:
        findings.add(rules.MANIFEST_CHANGED, MANIFEST)
    if HMAC not in manifest:
        findings.add(rules.NOT_KEYED, MANIFEST)
    for name in MEMBERS:
        if name not in manifest:
            findings.add(rules.MEMBER_MISSING, MANIFEST, column=name)
    if manifest.get("format", FORMAT) not in READABLE:
        detail = f"its format is none that this version reads: {READABLE[0]} to {FORMAT}"
        findings.add(rules.MEMBER_MISSING, MANIFEST, column="format", detail=detail)


def check_tasks(manifest: Mapping[str, Any], found: Iterable[str], findings: Findings) -> None:
    """Checks that a manifest tells of the tasks that are there, and of no others."""
    if TASKS not in manifest:
        return
    told = manifest[TASKS] if isinstance(manifest[TASKS], dict) else {}
    there = set(found)
    for name in sorted(there - told.keys()):
        findings.add(rules.TASKS_DIFFER, contract.truth_path(name), detail="not in the manifest")
    if gone := sum(name not in there for name in told):
        detail = f"the manifest tells of {gone} tasks that are not there"
        findings.add(rules.TASKS_DIFFER, MANIFEST, column=TASKS, detail=detail)


def check_proof(manifest: Mapping[str, Any], key: ProjectKey, findings: Findings) -> None:
    """Checks the keyed digests of a manifest; each part that was changed is a finding."""
    if manifest.get("key_fingerprint") != key.fingerprint:
        detail = f"its key fingerprint is not that of the key given, {key.fingerprint}"
        findings.add(rules.NOT_AS_BUILT, MANIFEST, column="key_fingerprint", detail=detail)
    for part in parts_changed(manifest, key) or ():  # without keyed digests there is a finding
        sort, _, inner = part.partition("/")
        if sort == FILES and inner:
            detail = "not the file that was built, though its checksum is that of the manifest"
            listed = inner in manifest[FILES]
            findings.add(
                rules.NOT_AS_BUILT, inner, detail=detail if listed else "not in the manifest now"
            )
        elif sort == TASKS and inner:
            detail = "what the manifest says of a task was changed"
            findings.add(rules.NOT_AS_BUILT, MANIFEST, column=_task(inner), detail=detail)
        else:
            column = part if part in _NAMED else None
            detail = "a member was changed, added or taken away"
            findings.add(rules.NOT_AS_BUILT, MANIFEST, column=column, detail=detail)


def _task(name: str) -> str:
    """The number of a task, which is all that is certain to be ours in a name that was changed."""
    match = contract.TRUTH_FILE.fullmatch(f"{name}.json")
    return name.partition("_")[0] if match else TASKS
