"""What a release was made with: its manifest says it, or has a digest of what must be given."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dragon_prep.archive.contract import DEBUG
from dragon_prep.archive.manifest import MANIFEST
from dragon_prep.archive.review import REVIEW
from dragon_prep.core.codes.run import NOT_REBUILT
from dragon_prep.core.errors import Place, UsageFault
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.second_look import second_look_of
from dragon_prep.services.build_manifest import SITE
from dragon_prep.services.leakage import LEAKAGE
from dragon_prep.split.settings import DEFAULT_SPLIT, SplitPolicy, SplitSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.services.leakage import Accepted
    from dragon_prep.split.settings import Sides
    from dragon_prep.tasks.prepare import Options


def options_of(manifest: Mapping[str, Any], given: Options, key: ProjectKey) -> Options:
    """The options a release was made with.

    Args:
        manifest: of the release.
        given: profiles and settings of surrogates, of which the manifest has digests only; and as
            split, the earlier release, the ledger or the ids that it followed.
        key: the project key.

    Raises:
        UsageFault: if they are not those of the manifest, or it tells of none.
    """
    told = manifest.get("options")
    if not isinstance(told, dict):
        raise UsageFault(NOT_REBUILT, "the manifest tells of no options", place=Place(MANIFEST))
    surrogates = told.get("surrogates")
    stated = surrogates.get("sha256") if isinstance(surrogates, dict) else None
    if stated != given.surrogates.digest:
        raise UsageFault(NOT_REBUILT, "the settings of surrogates are others: give --surrogates")
    keyed = {
        profile.centre: key.digest(KeyPurpose.INPUT, "profile", profile.digest).hex()
        for profile in given.profiles
        if profile.centre
    }
    if told.get("profiles_keyed") != keyed:
        raise UsageFault(NOT_REBUILT, "the profiles are others: give --profile for each centre")
    centres = told.get("centres", "all")
    return replace(
        given,
        centres=() if centres == "all" else tuple(map(str, centres)),
        order="source" if told.get("order") == "source" else "keyed",
        min_class_patients=int(told.get("min_class_patients", 0)),
        second_look=second_look_of(told.get("second_look")),
        split=_split_of(told, given.split),
        accepted=_accepted(manifest),
        debug=told.get(DEBUG) is True,
    )


def ledger_of(split: SplitSettings, given: SplitSettings) -> Sides:
    """The sides of a ledger that was given for a release of a benchmark; else nothing.

    Whoever joined the ledger since the release was made has no part in it, and nobody moves.
    """
    return dict(given.earlier.get("", {})) if split.policy is SplitPolicy.BENCHMARK else {}


def _split_of(told: Mapping[str, Any], given: SplitSettings) -> SplitSettings:
    """The policy of the manifest, with what it followed."""
    stated = told.get("split_settings")
    settings: dict[str, Any] = stated if isinstance(stated, dict) else {}
    try:
        policy = SplitPolicy(told.get("split", DEFAULT_SPLIT.policy))
    except ValueError:
        raise UsageFault(NOT_REBUILT, "its split is none that is known") from None
    _require_followed(policy, settings, given)
    return SplitSettings(
        policy,
        float(settings.get("test_fraction", DEFAULT_SPLIT.test_fraction)),
        int(settings.get("folds", DEFAULT_SPLIT.folds)),
        int(settings.get("seed", DEFAULT_SPLIT.seed)),
        tuple(map(str, settings.get("fields", ()))),
        tuple(map(str, settings.get("test_centres", ()))),
        given.test_ids,
        given.earlier if policy is SplitPolicy.EARLIER else {},
    )


def _require_followed(
    policy: SplitPolicy, settings: Mapping[str, Any], given: SplitSettings
) -> None:
    if len(given.test_ids) != settings.get("test_ids", 0):
        raise UsageFault(NOT_REBUILT, "the ids of the test set are others: give --test-ids")
    if policy is SplitPolicy.EARLIER and not given.earlier:
        detail = "it follows an earlier release or ledger: give it with --split-of"
        raise UsageFault(NOT_REBUILT, detail)
    is_ledger = "" in given.earlier
    follows = policy is SplitPolicy.EARLIER or (policy is SplitPolicy.BENCHMARK and is_ledger)
    if given.earlier and not follows:
        raise UsageFault(NOT_REBUILT, "it does not follow what --split-of names")


def _accepted(manifest: Mapping[str, Any]) -> Accepted:
    """What a steward answered for, in the order in which it was said."""
    leakage = manifest.get(LEAKAGE)
    said = leakage.get("accepted") if isinstance(leakage, dict) else None
    entries = [entry for entry in said or () if isinstance(entry, dict)]
    return tuple((str(entry.get("code")), str(entry.get("reason"))) for entry in entries)


def site_file_of(manifest: Mapping[str, Any], folder: Path) -> Path | None:
    """The site file that a release was made with, written to a folder; None if there was none."""
    said = manifest.get(SITE)
    if not isinstance(said, dict):
        return None
    path = folder / "site.toml"
    path.write_bytes(_toml(said).encode())
    return path


def review_of(manifest: Mapping[str, Any], folder: Path) -> Path | None:
    """The review of a sample that a release tells of, likewise."""
    if REVIEW not in manifest:
        return None
    path = folder / "review.json"
    path.write_bytes(json.dumps(manifest[REVIEW]).encode("ascii"))
    return path


def _toml(said: Mapping[str, Any]) -> str:
    # A string of JSON is one of TOML, and tables come last.
    tables = {name: value for name, value in said.items() if isinstance(value, dict)}
    lines = [f"{name} = {_string(said[name])}" for name in said if name not in tables]
    for name, value in tables.items():
        own = (f"{_string(inner)} = {_string(one)}" for inner, one in value.items())
        lines += [f"[{name}]", *own]
    return "\n".join(lines) + "\n"


def _string(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
