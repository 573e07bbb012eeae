"""A Dask scheduler and its workers as processes of their own, as a site would start them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


# Keeps every message that a scheduler or a worker receives, from whomever.
_TAP = """
import os
from distributed.comm import tcp

# Dask may run a preload more than once.
read = tcp.untapped = getattr(tcp, "untapped", tcp.from_frames)

async def from_frames(frames, *args, **more):
    with open(f"HERE/heard-{os.getpid()}", "ab") as out:
        for frame in frames:
            out.write(bytes(frame))
    return await read(frames, *args, **more)

tcp.from_frames = from_frames
"""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Hosts:
    """Processes of one cluster.

    Attributes:
        root: a folder for what they write.
        tls: options of TLS for each of them.
        inside: how a process is started on another host, for scheduler and workers.
    """

    root: Path
    tls: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    host: str = "127.0.0.1"
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.root / "tap.py").write_text(
            _TAP.replace("HERE", self.root.as_posix()), encoding="ascii"
        )

    @property
    def address(self) -> str:
        """As our option takes it."""
        return f"{'tls' if self.tls else 'dask'}://{self.host}:{self.port}"

    def start(
        self, what: str, *options: str, inside: tuple[str, ...] = ()
    ) -> subprocess.Popen[bytes]:
        """Starts ``scheduler`` or ``worker``."""
        options = (*options, "--preload", str(self.root / "tap.py"))
        command = [
            *inside,
            sys.executable,
            "-m",
            "distributed.cli.dask_" + what,
            *self.tls,
            *options,
        ]
        with (self.root / "cluster.log").open("ab") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.root, start_new_session=True
            )
        self.running.append(process)
        return process

    def start_scheduler(self, inside: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
        """Starts the scheduler."""
        options = ("--host", self.host, "--port", str(self.port), "--no-dashboard", "--no-show")
        return self.start("scheduler", *options, inside=inside)

    def start_worker(
        self, *, nanny: bool = False, inside: tuple[str, ...] = ()
    ) -> subprocess.Popen[bytes]:
        """Starts a worker of one process; a nanny starts it again when it is killed."""
        at = self.address.replace("dask://", "tcp://")
        options = (
            "--nthreads",
            "1",
            "--no-dashboard",
            "--local-directory",
            str(self.root / "dask"),
        )
        own = ("--nanny",) if nanny else ("--no-nanny",)
        return self.start("worker", at, *options, *own, inside=inside)

    def worker_processes(self) -> list[int]:
        """The processes that do the work below their nannies."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = path.read_text().rpartition(")")[2].split()
                parents = {process.pid for process in self.running}
                line = path.with_name("cmdline").read_bytes()
                if int(fields[1]) in parents and b"resource_tracker" not in line:
                    found.append(int(path.parent.name))
        return found

    def heard(self) -> bytes:
        """All that schedulers and workers received so far."""
        return b"".join(path.read_bytes() for path in sorted(self.root.glob("heard-*")))

    def end(self) -> None:
        """Ends all of them."""
        for process in self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()


@contextlib.contextmanager
def cluster(root: Path, workers: int = 2, **more: object) -> Iterator[Hosts]:
    """A scheduler with workers, for as long as the context lasts."""
    root.mkdir(parents=True, exist_ok=True)
    hosts = Hosts(root, **more)  # type: ignore[arg-type]
    try:
        hosts.start_scheduler()
        for _ in range(workers):
            hosts.start_worker()
        yield hosts
    finally:
        hosts.end()


class Relay:
    """Stands between us and a scheduler, and hears what is said either way.

    Args:
        host: of the scheduler.
        port: of the scheduler.
    """

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._heard: list[bytes] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port = int(self._server.getsockname()[1])

    def __enter__(self) -> Relay:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()
        for each in self._open:
            each.close()

    def heard(self) -> bytes:
        """All of it, each side's words of one connection together."""
        return b"".join(self._heard)

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                ours, _ = self._server.accept()
                theirs = socket.create_connection(self._there)
                self._open += (ours, theirs)
                for a, b in ((ours, theirs), (theirs, ours)):
                    threading.Thread(target=self._pass_on, args=(a, b), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                self._heard.append(data)
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
