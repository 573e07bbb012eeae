"""Work in shards, in this process or in several; the result does not depend on how many."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, TypeVar

from dragon_prep.errors import SystemFault
from dragon_prep.run.kinds import WORKER_DIED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Job = TypeVar("Job")


def run_all(
    work: Callable[[Job], None],
    jobs: Sequence[Job],
    *,
    workers: int,
    done: Callable[[int], None],
) -> None:
    """Does every job once.

    Args:
        work: a function at the top level of a module.
        jobs: its arguments, one a job.
        workers: how many processes; 1 works in this one.
        done: called with the number of finished jobs after each.

    Raises:
        SystemFault: if a worker process died.
    """
    if workers == 1 or len(jobs) < 2:
        for count, job in enumerate(jobs, start=1):
            work(job)
            done(count)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    # spawn: the one way to start a process that every system has
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(workers, len(jobs)), mp_context=context)
    try:
        futures = [pool.submit(work, job) for job in jobs]
        for count, future in enumerate(as_completed(futures), start=1):
            with contextlib.suppress(BrokenProcessPool):
                future.result()
                done(count)
                continue
            raise SystemFault(WORKER_DIED)
    finally:
        pool.shutdown(cancel_futures=True)
