"""Workers: every job once, faults come through, and a dead worker is told of."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from worlds import KEY, OTHER_KEY

from dragon_prep.core import entrusted
from dragon_prep.core.entrusted import EntrustedKey
from dragon_prep.core.errors import ErrorCode, InputFault, KeyFault, Place, SystemFault
from dragon_prep.core.workers import Workers, rare_collections

KIND = ErrorCode("R999", "of no use", "Nothing.")


def touch(path):
    Path(path).touch()
    return Path(path).name


def fail(path):
    raise InputFault(KIND, "detail", place=Place(Path(path).name, 3, "c"), remedy="Do it.")


def process_id(_path):
    return os.getpid()


def die(_path):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    # Workers find the functions above by the name of this module.
    here, tests = map(str, Path(__file__).parents[:2])
    monkeypatch.syspath_prepend(here)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((here, tests)))
    module = sys.modules[__name__]
    monkeypatch.setitem(sys.modules, "test_workers", module)
    for function in (touch, fail, process_id, has, die):
        monkeypatch.setattr(function, "__module__", "test_workers")


@pytest.mark.parametrize("workers", [1, 2])
def test_every_job_is_done_once_and_counted(tmp_path, workers):
    jobs = [tmp_path / str(n) for n in range(5)]
    counts = []
    with Workers(workers) as pool:
        assert pool.run(touch, jobs, counts.append) == [job.name for job in jobs]
    assert all(job.exists() for job in jobs)
    assert counts == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("workers", [1, 2])
def test_fault_of_a_worker_comes_through_whole(tmp_path, workers):
    with Workers(workers) as pool, pytest.raises(InputFault) as caught:
        pool.run(fail, [tmp_path / "a", tmp_path / "a"])
    fault = caught.value
    assert (fault.kind, fault.detail, fault.remedy) == (KIND, "detail", "Do it.")
    assert fault.place == Place("a", 3, "c")


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
def test_dead_worker_is_told_of(tmp_path):
    with Workers(2) as pool, pytest.raises(SystemFault, match="E706"):
        pool.run(die, [tmp_path / "a", tmp_path / "b"])


def test_processes_stay_for_the_next_work(tmp_path):
    jobs = [tmp_path / str(n) for n in range(8)]
    with Workers(2) as pool:
        assert len({*pool.run(process_id, jobs), *pool.run(process_id, jobs)}) <= 2


def test_garbage_is_looked_for_rarely_for_as_long_as_asked():
    before = gc.get_threshold()
    with rare_collections():
        assert gc.get_threshold() == (50_000, 20, 100)
    assert gc.get_threshold() == before
    with pytest.raises(KeyError), rare_collections():
        raise KeyError
    assert gc.get_threshold() == before


def settings(_path):
    return gc.get_threshold(), signal.getsignal(signal.SIGINT) is signal.SIG_IGN


@pytest.mark.skipif(sys.platform == "win32", reason="asks for a signal")
def test_workers_begin_deaf_to_ctrl_c_and_with_rare_collections(monkeypatch):
    monkeypatch.setattr(settings, "__module__", "test_workers")
    with Workers(2) as pool:
        assert pool.run(settings, ["a", "b"]) == [((50_000, 20, 100), True)] * 2
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def has(fingerprint):
    return process_id(""), EntrustedKey(fingerprint).read().secret


def test_workers_know_the_keys_that_they_are_entrusted_with(monkeypatch):
    monkeypatch.setattr(entrusted, "_KEYS", {})
    for workers in (1, 2):
        with Workers(workers) as pool:
            pool.entrust(KEY)
            first = pool.run(has, [KEY.fingerprint] * 8)
            pool.entrust(KEY)
            assert {secret for _, secret in first} == {KEY.secret}
            # Those that are there make way for others that know another one, too.
            pool.entrust(OTHER_KEY)
            then = pool.run(has, [KEY.fingerprint, OTHER_KEY.fingerprint] * 4)
            assert {secret for _, secret in then} == {KEY.secret, OTHER_KEY.secret}
            ours = {process for process, _ in (*first, *then)}
            assert ours == {os.getpid()} if workers == 1 else os.getpid() not in ours
    monkeypatch.setattr(entrusted, "_KEYS", {})
    with pytest.raises(KeyFault, match="E507"):
        Workers().run(has, [KEY.fingerprint])


def test_one_job_or_one_worker_works_in_this_process(tmp_path):
    assert Workers().count == 1
    for workers, jobs in ((1, "ab"), (2, "a")):
        with Workers(workers) as pool:
            assert pool.run(process_id, jobs) == [os.getpid()] * len(jobs)
    with Workers(2) as pool:
        assert pool.run(process_id, "") == []
        assert os.getpid() not in pool.run(process_id, "ab")


# Two workers, one at work for good and one that waits, or none yet at work: the process tells when
# it is ready, and all of them hold its output open.
KILLED = """
import sys, time
from dragon_prep.core.workers import Workers
from test_workers import touch, work_on

if __name__ == "__main__":
    with Workers(2) as pool:
        pool.run(touch, sys.argv[1:3])
        print("ready", flush=True)
        if sys.argv[3] == "working":
            pool.run(work_on, sys.argv[1:3])
        time.sleep(600)
"""


def work_on(_path):
    while True:
        pass


@pytest.mark.parametrize("state", ["working", "waiting"])
def test_workers_end_when_the_process_that_started_them_is_killed(tmp_path, state):
    script = tmp_path / "killed.py"
    script.write_text(KILLED)
    command = [sys.executable, script, tmp_path / "a", tmp_path / "b", state]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == b"ready"
        process.kill()
        rest, _ = process.communicate(timeout=60)  # until nobody holds the output open
    assert rest == b""
