"""Options for work on several hosts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.pipeline.cluster import ClusterAddress

_LOCAL = "local"


@dataclass(frozen=True, slots=True, repr=False)
class ClusterOptions:
    """Who does the work.

    Attributes:
        executor: as given.
        tls_ca: file of the authority.
        tls_cert: of our certificate.
        tls_key: of its key.
    """

    executor: Annotated[
        str,
        typer.Option(
            "--executor",
            metavar="WHERE",
            help="Who does the work: local, or the workers of a Dask scheduler that is running, "
            "dask://HOST:PORT or tls://HOST:PORT (docs/scale.md).",
        ),
    ] = _LOCAL
    tls_ca: Annotated[
        Path | None,
        typer.Option("--tls-ca", metavar="FILE", help="Certificate of the cluster's authority."),
    ] = None
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", metavar="FILE", help="Our certificate.")
    ] = None
    tls_key: Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="Its key.")] = (
        None
    )

    @property
    def is_elsewhere(self) -> bool:
        """Whether others than this process and its own do it."""
        return self.executor != _LOCAL

    def opened(self, key_file: Path | None, key: ProjectKey) -> ClusterAddress | None:
        """The cluster, if one is named; see :func:`open_cluster`."""
        tls = self.tls_ca, self.tls_cert, self.tls_key
        return open_cluster(self.executor, tls, key_file, key)


def open_cluster(
    executor: str,
    tls: tuple[Path | None, Path | None, Path | None],
    key_file: Path | None,
    key: ProjectKey,
) -> ClusterAddress | None:
    """The cluster named on the command line, if one is.

    Args:
        executor: as given.
        tls: files of the authority, of our certificate and of its key.
        key_file: as given.
        key: what is in the key file.

    Raises:
        UsageFault: if that does not fit together.
    """
    from dragon_prep.core.codes.cluster import EXECUTOR_INVALID
    from dragon_prep.core.errors import UsageFault
    from dragon_prep.core.files import absolute
    from dragon_prep.core.key_file import KeyFile, find_key_path
    from dragon_prep.pipeline.cluster import ClusterAddress

    ca, certificate, own = tls
    given = None
    if ca is not None and certificate is not None and own is not None:
        given = (absolute(ca), absolute(certificate), absolute(own))
    if given is None and any(tls):
        raise UsageFault(EXECUTOR_INVALID)
    if executor == _LOCAL:
        if given:
            raise UsageFault(EXECUTOR_INVALID)
        return None
    path, _ = find_key_path(key_file, os.environ)
    return ClusterAddress(executor, KeyFile(absolute(path), key.fingerprint), given)
