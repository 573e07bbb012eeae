"""Work on the hosts of a Dask cluster that exists: tickets go through its scheduler, nothing else.

Whoever may talk to a scheduler may have its workers run anything; so where others share the network
it speaks TLS, and asks each for a certificate.
"""

from __future__ import annotations

import contextlib
import logging
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from dragon_prep.core.codes.cluster import (
    CLUSTER_LIBRARY,
    CLUSTER_LOST,
    CLUSTER_UNREACHED,
    EXECUTOR_INVALID,
    WORKER_DIFFERS,
)
from dragon_prep.core.errors import SystemFault, UsageFault
from dragon_prep.core.files import system_faults
from dragon_prep.pipeline import tickets
from dragon_prep.pipeline.answers import checksum_in
from dragon_prep.pipeline.executor import OnThisHost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from distributed import Client, Future
    from distributed.security import Security

    from dragon_prep.core.key_file import KeyFile
    from dragon_prep.core.workers import Workers
    from dragon_prep.pipeline.executor import Executor
    from dragon_prep.pipeline.stage import Shard, Stage

Reduced = TypeVar("Reduced")

_SCHEMES = {"dask": "tcp", "tls": "tls"}
_ATTEMPTS = 6  # a shard is tried so often, after workers or the scheduler were lost
_WAIT = 30  # seconds for a scheduler, and for its first worker
_SILENCE = 30  # seconds after which a scheduler is asked whether it is there


@dataclass(frozen=True, slots=True, repr=False)
class ClusterAddress:
    """Where a scheduler is, and who we are to it.

    Attributes:
        address: ``dask://HOST:PORT`` or ``tls://HOST:PORT``.
        key_file: where every host has the project key.
        tls: files of the authority, of our certificate and of its key; for ``tls`` only.
    """

    address: str
    key_file: KeyFile
    tls: tuple[Path, Path, Path] | None = None

    def __post_init__(self) -> None:
        scheme, _, rest = self.address.partition("://")
        if scheme not in _SCHEMES or ":" not in rest or (scheme == "tls") != bool(self.tls):
            raise UsageFault(EXECUTOR_INVALID)

    @property
    def url(self) -> str:
        """The address as Dask writes it."""
        scheme, _, rest = self.address.partition("://")
        return f"{_SCHEMES[scheme]}://{rest}"


class Cluster:
    """An executor whose workers are those of a scheduler; see :class:`Executor`.

    Args:
        at: where the scheduler is.

    Use it as a context manager, which leaves the cluster as it is.
    """

    def __init__(self, at: ClusterAddress) -> None:
        self._at = at
        self._client: Client | None = None

    def __enter__(self) -> Cluster:
        self._connected()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    def map(
        self,
        stage: Stage[Reduced],
        shards: Sequence[Shard],
        reduced: Reduced,
        done: Callable[[int], None],
    ) -> None:
        """Does a stage's work on shards; see :meth:`Executor.map`.

        Workers that are lost, and a scheduler that comes back, cost no more than the shards they
        were at.

        Raises:
            SystemFault: if the cluster is lost for good.
            DragonPrepError: what a worker says that failed.
        """
        left = [*shards]
        writer = tickets.TicketWriter(self._at.key_file)
        with system_faults("workspace"):
            try:
                for _ in range(_ATTEMPTS):
                    before = len(shards) - len(left)
                    jobs = [writer.ticket(stage, shard, reduced) for shard in left]
                    with suppress(_Lost):
                        self._once(stage, left, jobs, partial(_count, done, before))
                        return
                    self._leave()
                    left = [shard for shard in left if not stage.is_done(shard)]
            finally:
                writer.drop()
        raise SystemFault(CLUSTER_LOST)

    def _once(
        self,
        stage: Stage[Any],
        shards: Sequence[Shard],
        jobs: Sequence[tickets.Ticket],
        done: Callable[[int], None],
    ) -> None:
        client = self._connected()
        futures: dict[Future[Any], Shard] = {}
        try:
            for job, shard in zip(jobs, shards, strict=True):
                futures[client.submit(tickets.do, job, pure=False)] = shard
            for number, future in enumerate(_completed(client, futures), start=1):
                checksum = checksum_in(_answer(future))
                tickets.seen_in_time(stage.file(futures[future]), checksum)
                done(number)
        except _network_faults():
            raise _Lost from None
        finally:
            with suppress(Exception):
                client.cancel([*futures])

    def _connected(self) -> Client:
        if self._client is None:
            try:
                from distributed import Client
            except ImportError:
                raise UsageFault(CLUSTER_LIBRARY) from None
            for name in ("distributed", "distributed.client"):  # our own words tell what fails
                logging.getLogger(name).setLevel(logging.CRITICAL)
            security = self._security()
            try:
                _ask(self._at.url, security)
                self._client = Client(
                    self._at.url, security=security, timeout=_WAIT, set_as_default=False
                )
                self._client.wait_for_workers(1, timeout=_WAIT)
            except _network_faults():
                self._leave()
                raise SystemFault(CLUSTER_UNREACHED) from None
        return self._client

    def _security(self) -> Security:
        from distributed.security import Security

        if self._at.tls is None:
            return Security()
        ca, certificate, key = map(str, self._at.tls)
        return Security(
            tls_ca_file=ca,
            tls_client_cert=certificate,
            tls_client_key=key,
            require_encryption=True,
        )

    def _leave(self) -> None:
        if self._client is not None:
            with suppress(Exception):
                self._client.close(timeout=5)
            self._client = None


@contextlib.contextmanager
def executor_of(workers: Workers, at: ClusterAddress | None) -> Iterator[Executor]:
    """The workers of this host, or of a cluster if there is an address of one.

    Args:
        workers: of this host.
        at: where the scheduler is.

    Raises:
        UsageFault: if the library for it is not installed.
        SystemFault: if no scheduler with workers answers.
    """
    if at is None:
        yield OnThisHost(workers)
        return
    with Cluster(at) as cluster:
        yield cluster


class _Lost(Exception):
    """Something between us and the workers was lost; what they made is not."""


def _ask(url: str, security: Security) -> None:
    """Asks a scheduler whether it is there, as a client waits for good for one that is stopped.

    Raises:
        OSError: if it says nothing in time; or another of :func:`_network_faults`.
    """
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    from distributed.core import rpc

    async def ask() -> None:
        given = security.get_connection_args("client")
        async with rpc(url, timeout=_WAIT, connection_args=given) as scheduler:
            await scheduler.identity(n_workers=0)

    # In a thread of its own: whoever calls us may have a loop that runs, a notebook for instance.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(asyncio.wait_for(ask(), _WAIT))).result()


def _completed(client: Client, futures: Iterable[Future[Any]]) -> Iterator[Future[Any]]:
    """Futures as they are done, or lost with their scheduler.

    Raises:
        _Lost: if the scheduler says nothing any more, be it dead, stopped or cut off.
    """
    from distributed import as_completed

    left = {*futures}
    while left:
        try:
            for future in as_completed([*left], loop=client.loop, timeout=_SILENCE):
                left.discard(future)
                yield future
        except TimeoutError:
            try:
                client.sync(client.scheduler.identity, callback_timeout=_SILENCE)
            except _network_faults():
                raise _Lost from None


def _count(done: Callable[[int], None], before: int, number: int) -> None:
    done(before + number)


def _answer(future: Future[Any]) -> dict[str, object]:
    from distributed import KilledWorker

    try:
        answer: dict[str, object] = future.result()
    except KilledWorker:
        raise _Lost from None
    except _network_faults():
        raise
    except Exception:  # noqa: BLE001 - a job itself raises nothing: it could not be read there
        raise SystemFault(WORKER_DIFFERS) from None
    return answer


def _network_faults() -> tuple[type[BaseException], ...]:
    from asyncio import CancelledError as Cancelled
    from concurrent.futures import CancelledError

    from distributed.comm import CommClosedError

    return (OSError, TimeoutError, CancelledError, Cancelled, CommClosedError)
