"""Work in shards, in this process or in several; the result does not depend on how many."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING, TypeVar

from dragon_prep.errors import SystemFault
from dragon_prep.run.kinds import WORKER_DIED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        min(workers, len(jobs)), mp_context=context, initializer=_leave_stopping_to_us
    )
    try:
        with _unheard_interrupts():
            futures = [pool.submit(work, job) for job in jobs]
        for count, future in enumerate(as_completed(futures), start=1):
            with contextlib.suppress(BrokenProcessPool):
                future.result()
                done(count)
                continue
            raise SystemFault(WORKER_DIED)
    except KeyboardInterrupt:
        # What they write is there whole or not at all, so nobody need wait for them.
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_stopping_to_us() -> None:
    """Ctrl-C reaches every process of a terminal; only the one that waits answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextlib.contextmanager
def _unheard_interrupts() -> Iterator[None]:
    """Starts processes deaf to Ctrl-C from their first moment; ours comes when this ends."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
