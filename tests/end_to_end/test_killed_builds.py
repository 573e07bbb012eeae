"""Builds that are killed: a release with its pages, and its zips, are the earlier or the new ones.

The earlier release differs from the new one in its archives, pages and zips, so that a mixture of
the two would show.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from worlds import KEY, tree

from dragon_prep import find_tasks, simulate
from dragon_prep.core.files import staging_of
from dragon_prep.services.verify_release import verify_release
from dragon_prep.services.zips import zips_beside

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")

KILLS = int(os.environ.get("DRAGON_PREP_KILLS", "4"))
"""How often a build is killed at a random moment; 40 take some ten minutes."""

WORKSPACE = "dragon-prep-workspace"
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

# A build that is killed right before it puts the release (1) or its zips (2) in place, or when it
# has put both there (3).
KILLED_AT = """
import os, signal, sys
from dragon_prep.cli import main
from dragon_prep.core import files

left, put_in_place = int(sys.argv.pop(1)), files.put_in_place

def killed(new, folder):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    put_in_place(new, folder)
    if left == 1 and folder.name.endswith("-zips"):
        os.kill(os.getpid(), signal.SIGKILL)

files.put_in_place = killed
main()
"""


@dataclass(frozen=True)
class Scene:
    """A release that is to be replaced, and what replaces it."""

    root: Path

    @property
    def release(self):
        return self.root / "release"

    @property
    def zips(self):
        return zips_beside(self.release)

    @property
    def review(self):
        return self.root / WORKSPACE / "review.html"

    @property
    def arguments(self):
        return [
            *("build", "T19", "T20", "--source", str(self.root / "raw"), "--workers", "2"),
            *("--key-file", str(self.root / "key"), "--overwrite", "--out", str(self.release)),
            *("--zip", "--review-page", "20"),
        ]

    @property
    def command(self):
        return [sys.executable, "-m", "dragon_prep", *self.arguments]

    def build(self, *more):
        """How long a build takes, in seconds."""
        started = time.monotonic()
        subprocess.run([*self.command, *more], check=True, **QUIET)
        return time.monotonic() - started

    def there(self):
        return tree(self.release), tree(self.zips)

    def keep(self):
        for folder in (self.release, self.zips):
            shutil.copytree(folder, self.root / "earlier" / folder.name)

    def put_back(self):
        for folder in (self.release, self.zips):
            shutil.rmtree(folder)
            shutil.copytree(self.root / "earlier" / folder.name, folder)


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    made = Scene(tmp_path_factory.mktemp("killed"))
    simulate(find_tasks(["T19"]), made.root / "raw", reports=120, seed=1)
    (made.root / "key").write_text(KEY.secret.hex() + "\n")
    (made.root / "key").chmod(0o600)
    made.build("--order", "source")
    made.keep()
    return made


@pytest.fixture(scope="module")
def old(scene):
    return scene.there()


@pytest.fixture(scope="module")
def lasts(scene, old):
    """How long a build takes anew, and from what the workspace has."""
    shutil.rmtree(scene.root / WORKSPACE)
    return scene.build(), scene.build()


@pytest.fixture(scope="module")
def new(scene, lasts):
    return scene.there()


@pytest.fixture(scope="module")
def states(old, new):
    """What may be there: the release is put in place before its zips, each of them whole."""
    return [old, (new[0], old[1]), new]


def test_the_two_releases_differ_in_all_parts(old, new):
    assert {"method.html", "README.md"} < new[0].keys()
    assert all(old[0][name] != new[0][name] for name in ("report.html", "croissant.json"))
    assert [*new[1]] == ["SHA256SUMS", "organisers.zip", "participants.zip"]
    assert all(old[1][name] != data for name, data in new[1].items())


def test_killed_where_things_are_put_in_place(scene, states):
    for moment, state in enumerate(states, start=1):
        scene.put_back()
        command = [sys.executable, "-c", KILLED_AT, str(moment), *scene.arguments]
        assert subprocess.run(command, check=False, **QUIET).returncode == -signal.SIGKILL
        assert scene.there() == state, f"moment {moment}"
    scene.put_back()
    scene.build()
    assert scene.there() == states[-1]


def test_killed_at_random_moments(scene, states, lasts):
    chance = random.Random(20)
    review = scene.review.read_bytes()
    found = []
    for attempt in range(KILLS):
        scene.put_back()
        scene.review.unlink(missing_ok=True)
        ended = _killed(scene, attempt % 3, lasts, chance)
        there = scene.there()
        assert there in states, f"attempt {attempt}"
        assert not scene.review.exists() or scene.review.read_bytes() == review
        assert not ended or there == states[-1]
        found.append("ended" if ended else ("before", "between", "after")[states.index(there)])
    print({state: found.count(state) for state in found})
    scene.build()
    assert scene.there() == states[-1]
    assert scene.review.read_bytes() == review
    for path in (scene.release, *scene.zips.glob("*.zip")):
        assert verify_release(path, key=KEY) == []
    left = {path.name for path in scene.root.iterdir()}
    made = {"release", "release-zips", WORKSPACE}
    assert left == {"raw", "raw-answers.jsonl", "key", "earlier", *made}


def _killed(scene, sort, lasts, chance):
    """Kills a build; whether it had ended by itself.

    Args:
        scene: the scene.
        sort: 0 for a build anew; 1 for one from what the workspace has; 2 for its last moments,
            in which zips are written and all is put in place.
        lasts: how long a build takes.
        chance: for the moment.
    """
    if sort == 0:
        shutil.rmtree(scene.root / WORKSPACE, ignore_errors=True)
    process = subprocess.Popen(scene.command, start_new_session=True, **QUIET)
    while sort == 2 and process.poll() is None and not staging_of(scene.zips).exists():
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 0.4) if sort == 2 else chance.uniform(0.2, 1.0) * lasts[sort])
    ended = process.poll() is not None
    with contextlib.suppress(ProcessLookupError):  # it ended, and its workers with it
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return ended
