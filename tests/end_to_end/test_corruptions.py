"""Every way to break a release that we know of is found; with the key, whatever was renewed."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from broken_releases import FOLD0, GIVEN, OWN, T10, T19, TRAINING0, TRUTH, Copy
from worlds import KEY, OTHER_KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.archive import contract
from dragon_prep.archive.manifest import MANIFEST
from dragon_prep.core.codes import archive as rules
from dragon_prep.services.verify_release import verify_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVERY = {**GIVEN, **OWN}
VALIDATION0 = f"{FOLD0}/{contract.VALIDATION}"
TRAINING1 = f"{contract.job_path(T19, 1)}/{contract.TRAINING}"

# To write the manifest anew is to mend it, or cannot be done.
NOT_RENEWED = frozenset(
    (
        *("manifest: a name twice", "manifest: a blank line added"),
        *("manifest missing", "symlink to a file"),
    )
)
# What nobody can see without the key once every digest is computed anew: it is another release
# then, and a sound one.
SOUND_WITHOUT_KEY = frozenset(
    (
        *("manifest: option changed (order keyed -> source)", "manifest: key fingerprint changed"),
        *("manifest: attrition deleted", "manifest: a member of its own"),
        "manifest: surrogates policy 'keep PERSOON' claimed away",
        *("manifest: tasks in another order", "manifest: last step of an attrition taken out"),
        "manifest: version of the package changed",
        *("text changed the same in all files", "same, also in the labelled test set"),
        "labels of all cases permuted consistently",
        "one case relabelled consistently in all files (36 -> 63)",
        "one training text copied over another, everywhere",
        "a training text put under a test uid (leak train -> test)",
        "two cases of different patients exchange folds (patient grouping broken)",
        "a training case and a test case exchange places (same patient on both sides)",
        *("whole task removed, from 'tasks' too", "labels moved by one, summary too"),
        *("two training texts exchanged, labels left", "file added and listed"),
        *("extra file at top", "hard link to the workspace"),
    )
)


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of T10 and T19, not to be written to."""
    root = tmp_path_factory.mktemp("sound")
    tasks = find_tasks(["T10", "T19"])
    simulate(tasks, root / "raw", reports=200, seed=7)
    return build(tasks, root / "raw", root / "release", key=KEY).release


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Iterator[Copy]:
    """A copy of it, to be broken."""
    root = tmp_path / "release"
    shutil.copytree(sound, root)
    yield Copy(root)
    shutil.rmtree(root)


def codes(copy: Copy, *, key: bool) -> list[str]:
    found = verify_release(copy.root, key=KEY if key else None)
    return sorted({problem.kind.code for problem in found})


def test_nothing_is_found_in_a_sound_release(sound):
    assert verify_release(sound) == []
    assert verify_release(sound, key=KEY) == []


@pytest.mark.parametrize("name", EVERY)
def test_what_was_changed_is_found(name, copy):
    renewed, change = EVERY[name]
    change(copy)
    if renewed:
        copy.renew_checksums()
    plain, keyed = codes(copy, key=False), codes(copy, key=True)
    assert plain, name
    assert keyed
    if name in NOT_RENEWED:
        return
    copy.renew_all()
    plain, keyed = codes(copy, key=False), codes(copy, key=True)
    assert keyed, name
    # The list of what is sound without the key is as short as it can be.
    assert bool(plain) is (name not in SOUND_WITHOUT_KEY), plain


def named(copy: Copy) -> set[str]:
    found = verify_release(copy.root, key=KEY)
    return {p.place.file for p in found if p.kind in (rules.NOT_AS_BUILT, rules.CHECKSUM)}


def test_the_key_names_the_files_that_were_changed(copy):
    before = {f: (copy.root / f).read_bytes() for f in copy.datasets(T19)}
    copy.exchange(T19, *copy.uids(T19, 0, "nlp-test-dataset.json")[:2])
    copy.renew_all()
    changed = {f for f, data in before.items() if (copy.root / f).read_bytes() != data}
    assert named(copy) == changed
    assert TRUTH in changed


def test_the_key_names_swapped_folds_and_members(copy):
    renewed, change = GIVEN["datasets of folds 0 and 1 swapped, configurations left"]
    assert renewed
    change(copy)
    copy.manifest(lambda m: m["options"].update(order="source"))
    copy.renew_all()
    found = [p for p in verify_release(copy.root, key=KEY) if p.kind is rules.NOT_AS_BUILT]
    assert {p.place.column for p in found if p.place.file == MANIFEST} == {"options"}
    files = {p.place.file for p in found} - {MANIFEST}
    assert TRAINING0 in files
    assert len(files) == 4


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("one byte flipped in a text", {TRAINING0}),
        ("file deleted", {TRAINING0}),
        ("one case moved from validation to training in fold 0", {TRAINING0, VALIDATION0}),
        ("test sets of two tasks swapped", {TRUTH, contract.truth_path(T10)}),
        ("label relabelled in one training file", {TRAINING0}),
        ("folds 0 and 1 swapped (folders renamed)", {TRAINING0, VALIDATION0, TRAINING1}),
    ],
)
def test_what_was_changed_is_named(name, files, copy):
    _, change = EVERY[name]
    change(copy)
    copy.renew_all()
    found = verify_release(copy.root, key=KEY)
    assert files <= {p.place.file for p in found if p.kind is rules.NOT_AS_BUILT}


def test_another_key_is_told_from_a_change(sound):
    found = verify_release(sound, key=OTHER_KEY)
    assert {p.kind for p in found} == {rules.NOT_AS_BUILT}
    assert found[0].place.column == "key_fingerprint"


def table() -> None:
    """Prints what is found of each corruption, for the report of a change to verify."""
    import tempfile
    from pathlib import Path

    root = Path(tempfile.mkdtemp())
    tasks = find_tasks(["T10", "T19"])
    simulate(tasks, root / "raw", reports=200, seed=7)
    release = build(tasks, root / "raw", root / "release", key=KEY).release
    print("| what was changed | as it was told | every digest renewed | with the key |")
    print("| --- | --- | --- | --- |")
    for name, (renewed, change) in EVERY.items():
        copy = Copy(root / "copy")
        shutil.copytree(release, copy.root)
        change(copy)
        if renewed:
            copy.renew_checksums()
        cells = [codes(copy, key=False)]
        if name not in NOT_RENEWED:
            copy.renew_all()
        cells += [codes(copy, key=False), codes(copy, key=True)]
        print(f"| {name} | " + " | ".join(" ".join(c) or "missed" for c in cells) + " |")
        shutil.rmtree(copy.root)
    shutil.rmtree(root)


if __name__ == "__main__":
    sys.exit(table())
