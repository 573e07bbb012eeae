"""What of a release goes to whom, as zips: participants get no label of the test set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import MANIFEST, listed_files, read_manifest, sha256
from dragon_prep.archive.proof import FILES, proven, unproven, written
from dragon_prep.archive.zipped import write_zip
from dragon_prep.services.leakage import LEAKAGE
from dragon_prep.services.replaceable import require_replaceable_beside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey

PARTICIPANTS_ZIP = "participants.zip"
ORGANISERS_ZIP = "organisers.zip"
SUMS = "SHA256SUMS"
SUMS_SIGNATURE = f"{SUMS}.sig"
_ZIPS = (ORGANISERS_ZIP, PARTICIPANTS_ZIP)

# What the manifest for participants says of the whole and of a task. How labels are spread over all
# cases is not among it, nor a checksum of the test set: with few cases either gives labels away.
_MEMBERS = ("format", contract.SYNTHETIC, "made_by", "key_fingerprint")
_OPTIONS = ("split", "order", "min_class_patients")
_OF_TASK = (
    *("title", "input", "truncation_side", "target", "metric", "unit", "epsilon", "plausible"),
    *("labels", "test", "folds"),
)


def zips_beside(release: Path) -> Path:
    """The folder with the zips of a release."""
    return release.with_name(f"{release.name}-zips")


def require_replaceable_zips(folder: Path, *, overwrite: bool, wanted: bool) -> None:
    """Sees to it that the zips of a release can be put in their place, and that none are left.

    Args:
        folder: where they stand.
        overwrite: whether earlier ones may be replaced.
        wanted: whether zips are written at all; those of an earlier release must not stay.

    Raises:
        UsageFault: if something is there that may not be replaced, or would be left.
    """
    own = (*_ZIPS, SUMS, SUMS_SIGNATURE)
    require_replaceable_beside(folder, "zips", own, overwrite=overwrite, wanted=wanted)


def write_zips(release: Path, folder: Path, *, key: ProjectKey) -> None:
    """Writes both zips of a release, and their checksums.

    Args:
        release: a release, verified.
        folder: to be made.
        key: the project key, for the digests of what participants get.
    """
    folder.mkdir(parents=True)
    for audience, files in parts_of(release, key).items():
        write_zip(folder / f"{audience}.zip", files)
    sums = "".join(f"{sha256(folder / name)}  {name}\n" for name in _ZIPS)
    (folder / SUMS).write_bytes(sums.encode("ascii"))


def parts_of(release: Path, key: ProjectKey) -> dict[str, dict[str, Path | bytes]]:
    """What each audience gets: by name, a file of the release or what it holds.

    Args:
        release: a release, verified.
        key: the project key, for the digests of what participants get.
    """
    manifest = read_manifest(release)
    listed = listed_files(manifest)
    own = {name: checksum for name, checksum in listed.items() if _is_for_participants(name)}
    about = written(proven(for_participants(manifest, own), key))
    whole: dict[str, Path | bytes] = {name: release / name for name in (*listed, MANIFEST)}
    part: dict[str, Path | bytes] = {name: release / name for name in own}
    return {"organisers": whole, contract.PARTICIPANTS: {**part, MANIFEST: about}}


def for_participants(manifest: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, object]:
    """The manifest of what participants get, but for its digests.

    Args:
        manifest: of the release.
        files: what they get, with checksums.
    """
    whole = unproven(manifest)
    tasks = {
        name: {member: entry[member] for member in _OF_TASK if member in entry} | _debug(entry)
        for name, entry in manifest["tasks"].items()
    }
    return {
        **{name: whole[name] for name in _MEMBERS},
        contract.AUDIENCE: contract.PARTICIPANTS,
        "options": {name: manifest["options"].get(name) for name in _OPTIONS},
        "tasks": tasks,
        **_accepted(whole),
        FILES: dict(files),
    }


def _accepted(whole: Mapping[str, Any]) -> dict[str, object]:
    """What a steward answers for, so that an audit of the part knows; no count of any label."""
    leakage = whole.get(LEAKAGE)
    return {LEAKAGE: {"accepted": leakage["accepted"]}} if leakage else {}


def _debug(entry: Mapping[str, Any]) -> dict[str, object]:
    """What participants are told of a debug set: how large it is, not whose cases it has."""
    debug = entry.get(contract.DEBUG)
    if not isinstance(debug, dict):
        return {}
    return {contract.DEBUG: {name: debug[name] for name in ("training", "validation", "test")}}


def _is_for_participants(name: str) -> bool:
    folders = (f"{contract.ALGORITHM_INPUT}/", f"{contract.DEBUG_INPUT}/")
    return name.startswith(folders) or name == contract.SYNTHETIC_NOTE


def stated_sum(path: Path) -> str | None:
    """What the checksums beside a zip say of it; None if there are none."""
    try:
        lines = path.with_name(SUMS).read_text("ascii").splitlines()
    except (OSError, ValueError):
        return None
    sums = (line.partition("  ") for line in lines)
    return next((checksum for checksum, _, name in sums if name == path.name), None)
