"""Work in shards, in this process or in several; the result does not depend on how many."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
from typing import TYPE_CHECKING, TypeVar

from dragon_prep.core.codes.run import WORKER_DIED
from dragon_prep.core.entrusted import entrust
from dragon_prep.core.errors import SystemFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import ProcessPoolExecutor
    from types import TracebackType

    from dragon_prep.core.keys import ProjectKey

Job = TypeVar("Job")
Result = TypeVar("Result")

_OBJECTS = (50_000, 20, 100)


def _unheard(_count: int) -> None:
    """Progress for those who do not look."""


class Workers:
    """Processes that stay for the whole of a run; they start with the first work for two.

    They end with the process that started them, however it ends.

    Args:
        count: how many processes; 1 works in this one.

    Use it as a context manager, which ends them.
    """

    def __init__(self, count: int = 1) -> None:
        self.count = count
        self._keys: dict[str, ProjectKey] = {}
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is None:
            return
        if kind is KeyboardInterrupt:
            # What they write is there whole or not at all, so nobody need wait for them.
            for process in [*getattr(self._pool, "_processes", {}).values()]:
                process.terminate()
            # A job half handed over would wait for a reader for good (gh-94777, Python below 3.12).
            if (queue := getattr(self._pool, "_call_queue", None)) is not None:
                queue._reader.close()  # noqa: SLF001 - as newer Pythons do it themselves
        self._pool.shutdown(cancel_futures=True)
        self._pool = None

    def entrust(self, key: ProjectKey) -> None:
        """Has this process and all of its workers know a key, so that no job need carry it.

        Workers that are there and do not know it make way for others.
        """
        entrust((key,))
        if key.fingerprint not in self._keys:
            self._keys[key.fingerprint] = key
            if self._pool is not None:
                self._pool.shutdown()
                self._pool = None

    def run(
        self,
        work: Callable[[Job], Result],
        jobs: Sequence[Job],
        done: Callable[[int], None] = _unheard,
    ) -> list[Result]:
        """Does every job once.

        Args:
            work: a function at the top level of a module.
            jobs: its arguments, one a job; they and the results travel between processes.
            done: called with the number of finished jobs after each.

        Returns:
            What each job gave, in the order of the jobs.

        Raises:
            SystemFault: if a worker process died.
        """
        results: list[Result] = []
        if self.count == 1 or len(jobs) < 2:
            for number, job in enumerate(jobs, start=1):
                results.append(work(job))
                done(number)
            return results
        from concurrent.futures import as_completed
        from concurrent.futures.process import BrokenProcessPool

        futures = []
        try:
            with _unheard_interrupts():
                pool = self._started()
                futures = [pool.submit(work, job) for job in jobs]
            for number, future in enumerate(as_completed(futures), start=1):
                future.result()
                done(number)
            return [future.result() for future in futures]
        except BrokenProcessPool:
            raise SystemFault(WORKER_DIED) from None
        finally:
            for future in futures:
                future.cancel()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            # spawn: the one way to start a process that every system has
            context = multiprocessing.get_context("spawn")
            keys = (tuple(self._keys.values()),)
            self._pool = ProcessPoolExecutor(
                self.count, mp_context=context, initializer=_begin, initargs=keys
            )
        return self._pool


@contextlib.contextmanager
def rare_collections() -> Iterator[None]:
    """Has Python look for unreachable objects less often: a fifth of the time of a build.

    A run makes many objects that stay and few that refer to each other in a circle.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_OBJECTS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _begin(keys: tuple[ProjectKey, ...]) -> None:
    entrust(keys)
    # Ctrl-C reaches every process of a terminal; only the one that waits answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*_OBJECTS)
    end_with_parent()


def end_with_parent() -> None:
    """Has this process end as soon as the one that started it is gone, killed for instance.

    A pool's processes wait for work on a pipe that they hold open themselves, so they would wait
    for good, with reports in memory. What they write is there whole or not at all.
    """
    import multiprocessing
    import threading

    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()


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
