"""Faults on purpose, and what becomes of them: flipped bits, killed workers, killed commands.

python benchmarks/faults.py flips|workers|drivers|scheduler [COUNT]

`flips`: half of the bits are flipped in works of `deidentify` that were stopped on the way, half in
cohorts that a build keeps, whole or stopped. Each must be told (R347), the output be as without.
`workers`: processes of a Dask cluster are killed, at a random moment of `deidentify` each; nannies
start others. `drivers`: `deidentify` itself is killed, in turn with a cluster and with processes of
its own, of which none may stay, and run again. `scheduler`: it is killed, and another one started.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import pytest
from clusters import Hosts
from faulty import records
from flips import flip, notes, put_back, stopped_works
from worlds import KEY, tree

from dragon_prep import build, find_tasks, simulate
from dragon_prep.core.files import discard
from dragon_prep.core.key_file import KeyFile
from dragon_prep.pipeline import cluster as pipeline_cluster
from dragon_prep.pipeline import shards
from dragon_prep.pipeline.cluster import ClusterAddress
from dragon_prep.services import deidentify_file as service
from dragon_prep.services import record_work


def flips(count: int, root: Path) -> None:
    chance = random.Random(60)
    found: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_work, "BYTES_IN_A_PART", 20_000)
        patch.setattr(shards, "_REPORTS_IN_A_SHARD", 20)
        scenes = [_of_records(root, patch), _of_a_build(root, patch)]
        for number in range(count):
            states, make, expected = scenes[number % len(scenes)]
            work, files = chance.choice(states)
            put_back(work, files)
            kind = flip(work, chance).partition("-")[0]
            data, told = make(work)
            found[kind] += len(told) == 1
            wrong[kind] += data != expected or len(told) != 1
    print(f"{count} bits flipped, {found.total()} found, {wrong.total()} runs gave anything else")
    print(", ".join(f"{kind} {number}" for kind, number in sorted(found.items())))


def _of_records(root, patch):
    source = records(root / "records.jsonl", 120)

    def make(work=None):
        out = root / "out.jsonl"
        made = service.deidentify_file(source, out, key=KEY, overwrite=True, workspace=work)
        return out.read_bytes(), notes(made.problems)

    expected, _ = make()
    return [(work, tree(work)) for work in stopped_works(source, root, patch)], make, expected


def _of_a_build(root, patch):
    tasks = find_tasks(["T19"])
    simulate(tasks, root / "raw", reports=60, seed=3)

    def make(work):
        release = root / "release"
        made = build(tasks, root / "raw", release, key=KEY, workspace=work, overwrite=True)
        return tree(release), notes(made.problems)

    whole, stopped = root / "whole", root / "stopped"
    expected, _ = make(whole)
    done: list[object] = []

    def work(shard, evidence):
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(shard)
        return real.work(shard, evidence)

    real = shards.DEIDENTIFY
    with patch.context() as own, suppress(KeyboardInterrupt):
        own.setattr(shards, "DEIDENTIFY", replace(real, work=work))
        make(stopped)
    return [(folder, tree(folder)) for folder in (whole, stopped)], make, expected


PART = 8_000
DRIVER = f"""
from dragon_prep.services import record_work
from dragon_prep.cli import main

if __name__ == "__main__":
    record_work.BYTES_IN_A_PART = {PART}
    main()
"""


class Scene:
    """A file of records, what comes of it, and a cluster whose nannies start dead workers again."""

    def __init__(self, root: Path) -> None:
        record_work.BYTES_IN_A_PART = PART
        pipeline_cluster._WAIT = 120  # noqa: SLF001 - others work on the machine, too
        self.root, self.source = root, records(root / "records.jsonl", 120)
        self.out, self.work, self.key = root / "out.jsonl", root / "work", root / "key"
        self.key.write_text(KEY.secret.hex() + "\n")
        self.key.chmod(0o600)
        service.deidentify_file(self.source, self.out, key=KEY)
        self.expected = self.out.read_bytes()
        (root / "driver.py").write_text(DRIVER)
        self.hosts = Hosts(root)
        self.hosts.start_scheduler()
        for _ in range(2):
            self.hosts.start_worker(nanny=True)

    def run(self) -> bool:
        """Works on the cluster from here; whether the output is as it should be."""
        at = ClusterAddress(self.hosts.address, KeyFile(self.key, KEY.fingerprint))
        more = {"workspace": self.work, "cluster": at, "overwrite": True}
        service.deidentify_file(self.source, self.out, key=KEY, **more)
        return self.out.read_bytes() == self.expected

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        """Starts the command; its output ends when the last of its processes has."""
        command = [sys.executable, str(self.root / "driver.py"), "deidentify", "--overwrite"]
        for name in ("work", "out", "source", "key"):
            option = {"work": "workspace", "out": "output", "source": "input", "key": "key-file"}
            command += [f"--{option[name]}", str(getattr(self, name))]
        return subprocess.Popen(
            [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )


def workers(count: int, root: Path) -> None:
    scene, chance = Scene(root), random.Random(20)
    killed, right = 0, 0
    try:
        scene.run()
        lasts = _lasts(scene.run)

        def kill() -> None:
            nonlocal killed
            victims = scene.hosts.worker_processes()
            os.kill(chance.choice(victims), signal.SIGKILL)
            killed += 1

        for _ in range(count):
            killer = threading.Timer(chance.uniform(0.05, 0.95) * lasts, kill)
            killer.start()
            right += scene.run()
            killer.join()
    finally:
        scene.hosts.end()
    print(f"{killed} workers killed in {count} runs of {lasts:.1f} s, {right} outputs as without")


def drivers(count: int, root: Path) -> None:
    scene, chance = Scene(root), random.Random(10)
    ways = (("--executor", scene.hosts.address), ("--workers", "2"))
    killed, taken_up, right, slowest = 0, 0, 0, 0.0
    try:
        for number in range(count):
            way = ways[number % 2]
            process = scene.start(*way)
            _wait_for(scene.work, process, chance.uniform(0, 1))
            process.kill()
            since = time.monotonic()
            process.communicate(timeout=120)  # until none of its processes holds its output open
            slowest = max(slowest, time.monotonic() - since)
            killed += process.returncode == -signal.SIGKILL
            taken_up += any(scene.work.glob("records/*/*-*-of-*"))
            scene.out.unlink(missing_ok=True)
            said, _ = scene.start(*way).communicate()
            if not scene.out.exists():
                print(said.decode())
                continue
            right += scene.out.read_bytes() == scene.expected
            discard(scene.work)
            print(
                f"  {number + 1}: {killed} killed, {taken_up} taken up, {right} right", flush=True
            )
    finally:
        scene.hosts.end()
    print(
        f"{killed} of {count} commands killed, their last process gone within {slowest:.1f} s; "
        f"{taken_up} had work to take up, {right} outputs as without"
    )


def _wait_for(work: Path, process: subprocess.Popen[bytes], share: float) -> None:
    """Waits until a share of the files of a work have been there, or the command has ended."""
    seen: set[str] = set()
    parts = 0
    while process.poll() is None:
        seen |= {path.name for path in work.glob("records/*/*-*-of-*")}
        parts = max(parts, sum(name.startswith("part-") for name in seen))
        # Of each part there are its lines, what was seen, the shard, and the lines that go out.
        if parts and len(seen) >= parts + share * 3 * parts:
            return
        time.sleep(0.005)


def scheduler(count: int, root: Path) -> None:
    scene, chance = Scene(root), random.Random(30)
    right, scheduler_at = 0, 0
    try:
        lasts = _lasts(scene.run)

        def replace_it() -> None:
            nonlocal scheduler_at
            old = scene.hosts.running[scheduler_at]
            os.killpg(old.pid, signal.SIGKILL)
            old.wait()
            scene.hosts.start_scheduler()
            scheduler_at = len(scene.hosts.running) - 1
            for _ in range(
                2
            ):  # workers end with their scheduler; a site's supervisor starts others
                scene.hosts.start_worker(nanny=True)

        for _ in range(count):
            killer = threading.Timer(chance.uniform(0.1, 0.9) * lasts, replace_it)
            killer.start()
            right += scene.run()
            killer.join()
    finally:
        scene.hosts.end()
    print(f"scheduler killed in {count} runs of {lasts:.1f} s, {right} outputs as without")


def _lasts(run) -> float:
    since = time.monotonic()
    run()
    return time.monotonic() - since


def main() -> None:
    what, *rest = sys.argv[1:]
    usual = {flips: 60, workers: 20, drivers: 10, scheduler: 3}
    chosen = {each.__name__: each for each in usual}[what]
    with tempfile.TemporaryDirectory() as root:
        chosen(int(rest[0]) if rest else usual[chosen], Path(root))


if __name__ == "__main__":
    main()
