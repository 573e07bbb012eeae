"""What earlier builds decided of patients' sides: ledgers, and the manifests of releases."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from dragon_prep.archive.manifest import read_manifest
from dragon_prep.core.codes import split as faults
from dragon_prep.core.codes.run import KEY_OF_ANOTHER
from dragon_prep.core.errors import DragonPrepError, InputFault, KeyFault, Place
from dragon_prep.core.sealed import read_sealed, write_sealed
from dragon_prep.split.ledger import PATIENTS, Ledger, known_of, sides_from_json
from dragon_prep.split.policies import sides_of
from dragon_prep.split.settings import TEST

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.split.settings import Sides
    from dragon_prep.tasks.prepare import Prepared

LEDGER = "split-ledger.sealed"
_FORMAT = 1


def read_ledger(workspace: Path, key: ProjectKey) -> Ledger:
    """The ledger of a workspace; an empty one if there is none yet.

    Raises:
        KeyFault: if it was made with another project key.
        SystemFault: if it is damaged.
        InputFault: if it is no ledger.
    """
    path = workspace / LEDGER
    return Ledger(dict(_ledger_sides(path, key))) if path.exists() else Ledger()


def write_ledger(workspace: Path, ledger: Ledger, key: ProjectKey) -> None:
    """Keeps a ledger in a workspace, whole or not at all."""
    body = {
        "format": _FORMAT,
        "key_fingerprint": key.fingerprint,
        "sides": dict(sorted(ledger.sides.items())),
    }
    write_sealed(workspace / LEDGER, json.dumps(body, indent=0).encode("ascii"))


def earlier_sides(path: Path, key: ProjectKey) -> dict[str, Sides]:
    """The sides of patients in an earlier release, or in a ledger.

    Args:
        path: the folder of a release, or a ledger's file.
        key: the project key, which it must have been made with.

    Returns:
        By task and digest of the patient; a ledger stands under the empty name.

    Raises:
        KeyFault: if it was made with another key.
        InputFault: if it does not say who was where.
    """
    if path.is_file():
        return {"": _ledger_sides(path, key)}
    manifest = read_manifest(path)
    _require_key(manifest, key, path)
    found = sides_told(manifest)
    if not found:
        raise InputFault(faults.EARLIER_UNREADABLE, place=Place(path.name))
    return found


def read_ids(path: Path) -> frozenset[str]:
    """A given list of ids, one a line.

    Raises:
        InputFault: if it cannot be read, or names none.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        text = ""
    found = frozenset(line.strip() for line in text.splitlines() if line.strip())
    if not found:
        detail = "the file of --test-ids cannot be read as UTF-8, or names no id"
        raise InputFault(faults.SETTINGS, detail)
    return found


def _ledger_sides(path: Path, key: ProjectKey) -> Sides:
    unreadable = InputFault(faults.EARLIER_UNREADABLE, place=Place(path.name))
    try:
        body = json.loads(read_sealed(path))
    except (ValueError, RecursionError):
        raise unreadable from None
    if not isinstance(body, dict) or not _is_sides(body.get("sides")):
        raise unreadable
    _require_key(body, key, path)
    return dict(body["sides"])


def _is_sides(sides: object) -> bool:
    return isinstance(sides, dict) and all(type(side) is int for side in sides.values())


def _require_key(body: Mapping[str, Any], key: ProjectKey, path: Path) -> None:
    if body.get("key_fingerprint") != key.fingerprint:
        raise KeyFault(KEY_OF_ANOTHER, place=Place(path.name))


def sides_told(manifest: Mapping[str, Any]) -> dict[str, Sides]:
    """The sides that a manifest tells, by task, but for tasks it says nothing sound of."""
    tasks = manifest.get("tasks")
    found: dict[str, Sides] = {}
    for name, entry in (tasks if isinstance(tasks, dict) else {}).items():
        try:
            found[name] = sides_from_json(entry[PATIENTS])
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
    return found


def moves(release: Path, tasks: tuple[Prepared, ...], key: ProjectKey) -> dict[str, dict[str, int]]:
    """How many cases change sides against the release that is there.

    Args:
        release: where the earlier one is; there need not be one.
        tasks: as they are now.
        key: the project key.

    Returns:
        By task that is in both: cases that go from test to development, from development to test
        and from fold to fold, and cases of patients who are new. Nothing where no earlier release
        can be compared, because it was made with another key or does not say.
    """
    try:
        manifest = read_manifest(release)
    except DragonPrepError:
        return {}
    if manifest.get("key_fingerprint") != key.fingerprint:
        return {}
    earlier = sides_told(manifest)
    return {
        ready.task.full_name: _moved(ready, earlier, key)
        for ready in tasks
        if ready.task.full_name in earlier
    }


def _moved(ready: Prepared, earlier: Mapping[str, Sides], key: ProjectKey) -> dict[str, int]:
    before = known_of(earlier, ready.task.full_name, ready.patients, key)
    now = sides_of(ready.patients, ready.split)
    count = Counter({"test_to_development": 0, "development_to_test": 0, "other_fold": 0, "new": 0})
    for patient in ready.patients:
        count[move_of(before.get(patient), now[patient])] += 1
    del count["stay"]
    return dict(count)


def move_of(before: int | None, now: int) -> str:
    """What becomes of somebody who was on a side, or on none, and is on another one now."""
    if before is None:
        return "new"
    if before == now:
        return "stay"
    if before == TEST:
        return "test_to_development"
    return "development_to_test" if now == TEST else "other_fold"
