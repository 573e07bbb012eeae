"""One place that exports of a centre come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath


class OriginKind(StrEnum):
    """What a place is kept on."""

    SHARE = "share"
    SFTP = "sftp"
    S3 = "s3"
    DOCCANO = "doccano"
    LABEL_STUDIO = "label_studio"  # of `annotate`, which `pull` has no address for


@dataclass(frozen=True, slots=True, repr=False)
class Origin:
    """One place that exports of a centre come from, as ``pull.toml`` or ``--from`` says it.

    It holds no password: see :mod:`dragon_prep.fetch.secret`.

    Attributes:
        centre: whose exports they are.
        number: counts the centre's places, from 1.
        kind: what the place is kept on.
        address: what is told and recorded of it: its URL, or the path of a folder.
        host: the server's name, or of S3 the bucket.
        port: the server's port; 0 for the usual one.
        path: on the server; of doccano, the server's URL.
        project: the number of a doccano project.
        files: patterns of the names wanted.
        to: the folder they go to, below the centre's.
        as_name: what a single file is called here; empty for its own name.
        user: who logs in; of S3, the id of the access key.
        password_from: the environment variable that has the password; empty for the usual one.
        checksums: a file of the place that lists the checksums of the others; or empty.
        key_file: a private key for SFTP; empty for the agent's and those in ``~/.ssh``.
        known_hosts: a file of known host keys; empty for ``~/.ssh/known_hosts``.
        host_key: the fingerprint of the host key, ``SHA256:...``; or empty.
        endpoint: the URL of a server that speaks S3; empty for Amazon's.
        region: of the bucket; empty for the usual one.
        ca_file: certificates of the authority that vouches for the server; or empty.
        plain_http: whether an unencrypted connection is allowed.
        only_approved: whether doccano leaves out what nobody confirmed.
        called: what messages call it, if it is no place of a centre's.
    """

    centre: str
    number: int
    kind: OriginKind
    address: str
    host: str = ""
    port: int = 0
    path: str = ""
    project: int = 0
    files: tuple[str, ...] = ("**",)
    to: str = ""
    as_name: str = ""
    user: str = ""
    password_from: str = ""
    checksums: str = ""
    key_file: str = ""
    known_hosts: str = ""
    host_key: str = ""
    endpoint: str = ""
    region: str = ""
    ca_file: str = ""
    plain_http: bool = False
    only_approved: bool = False
    called: str = ""

    @property
    def told(self) -> str:
        """What messages call the place."""
        return self.called or f"{self.centre}, source {self.number}"

    def target(self, name: str) -> str:
        """Where a file of the place goes, below the folder of all centres."""
        return PurePosixPath(self.centre, self.to, self.as_name or name).as_posix()
